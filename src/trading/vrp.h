#pragma once

/// @file
/// `vrp`: one vehicle at a time gets the plan of pickup-and-delivery jobs with the greatest value
/// within a short window, as the best-documented top bot plans. Its ships
/// carry one good at a time here, as everybody's do, so a plan is a sequence of hauls; the first
/// is run, then it plans again. What its solver gets from mixed holds and from a window that grows
/// while it has time to think is not here.

#include "trading/strategy.h"

namespace argosy::trading {

struct VrpSettings {
    core::Duration window{600'000};
    core::Credits min_profit{1};   ///< A job of less value is none.
    std::int64_t gates_above = 0;  ///< Levels by which its supply gates are stricter than theirs.
};

class Vrp final : public Strategy {
  public:
    /// Sequences of each length that a plan is looked for among.
    static constexpr std::size_t kBeam = 64;

    explicit Vrp(VrpSettings settings) : settings_(settings) {}

    std::string_view name() const override { return "vrp"; }
    std::vector<Trade> choose(TradeDesk& desk,
                              const std::vector<model::ShipSymbol>& ships) override;
    std::optional<TradeTerms> terms_on_arrival(const TradeDesk& desk, const Lane& lane) override;
    Verdict judge(const TradeDesk& desk, const LaneNow& lane) const override;
    /// What jobs are by themselves: which is the first of the best plan is not told.
    Score score(const LaneNow& lane, const Trade& trade) const override;

    /// Returns whether a good may be bought in this state: an export at HIGH or better when it is
    /// STRONG, else at MODERATE or better.
    bool may_buy(const model::PriceState& state, std::optional<model::Activity> activity) const;
    /// The same for selling: an import at MODERATE or worse.
    bool may_sell(const model::PriceState& state) const;

  private:
    Verdict judge_by_supply(const TradeDesk& desk, const LaneNow& lane) const;
    std::optional<Trade> first_of_plan(const TradeDesk& desk, const model::Ship& ship);

    VrpSettings settings_;
};

}  // namespace argosy::trading
