#pragma once

/// @file
/// `greedy-arbitrage`: the best current margin per second, one trade volume at a time.

#include "trading/strategy.h"

namespace argosy::trading {

struct GreedySettings {
    std::int64_t min_margin_bp = 200;  ///< Of a unit, of the base price.
    bool whole_hold = false;           ///< More than one trade volume at once.
};

class Greedy final : public Strategy {
  public:
    explicit Greedy(GreedySettings settings) : settings_(settings) {}

    std::string_view name() const override { return "greedy-arbitrage"; }
    std::vector<Trade> choose(TradeDesk& desk,
                              const std::vector<model::ShipSymbol>& ships) override;
    std::optional<TradeTerms> terms_on_arrival(const TradeDesk& desk, const Lane& lane) override;
    Verdict judge(const TradeDesk& desk, const LaneNow& lane) const override;

  private:
    TradeTerms terms_of(const model::PriceState& source, const model::PriceState& sink) const;

    GreedySettings settings_;
};

}  // namespace argosy::trading
