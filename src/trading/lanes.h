#pragma once

/// @file
/// `lanes`: the lane with the most net credits a minute after routing, in small lots, and then not
/// again before its prices have come back. As the best JavaScript bot trades,
/// without its goods that ride along and its ranking of hulls by speed.

#include <map>

#include "trading/strategy.h"

namespace argosy::trading {

struct LaneSettings {
    core::Units lot_cap{20};           ///< Of one trip, besides the trade volumes.
    core::Duration cooldown{300'000};  ///< Of a lane, until something was observed.
    core::Credits park_below{600};     ///< A trip that nets less is not made.
};

/// What it has observed is lost with the process: a lane then starts from the usual cooldown.
class Lanes final : public Strategy {
  public:
    /// A lane rests for as long as its good is observed to take, within these shares of the usual
    /// cooldown in percent.
    static constexpr std::int64_t kLeastCooldown = 33;
    static constexpr std::int64_t kMostCooldown = 400;
    /// And this many times as long when less than half of its profit has come back.
    static constexpr std::int64_t kDeadLaneFactor = 3;
    /// Weight of the newest observation in the mean, in percent.
    static constexpr std::int64_t kNewest = 30;

    explicit Lanes(LaneSettings settings) : settings_(settings) {}

    std::string_view name() const override { return "lanes"; }
    std::vector<Trade> choose(TradeDesk& desk,
                              const std::vector<model::ShipSymbol>& ships) override;
    std::optional<TradeTerms> terms_on_arrival(const TradeDesk& desk, const Lane& lane) override;
    Verdict judge(const TradeDesk& desk, const LaneNow& lane) const override;
    Score score(const LaneNow& lane, const Trade& trade) const override;
    void dropped(const Lane& lane, core::Units) override { resting_.erase(lane); }

    /// Returns for how long a lane of the good rests after a trade.
    core::Duration cooldown(const model::TradeSymbol& good) const;

  private:
    /// A lane since its last trade.
    struct Rest {
        core::TimePoint since;
        core::TimePoint until;
        std::int64_t profit_before;  ///< Credits a unit: bid less ask.
        std::int64_t profit_after;
        bool is_observed = false;
        bool was_prolonged = false;
    };

    TradeTerms terms_between(const model::PriceState& source, const model::PriceState& sink) const;
    void observe(const TradeDesk& desk, core::TimePoint now);
    /// Notes how long the good's prices take to come back, once for each rest.
    void note_recovery(const model::TradeSymbol& good, Rest& rest, double share,
                       core::TimePoint now);
    /// @returns whether the lane may be traded again
    bool has_rested(const TradeDesk& desk, const Lane& lane, Rest& rest, core::TimePoint now);

    LaneSettings settings_;
    std::map<Lane, Rest> resting_;
    std::map<model::TradeSymbol, core::Duration> recovery_;  ///< Mean of what was observed.
};

}  // namespace argosy::trading
