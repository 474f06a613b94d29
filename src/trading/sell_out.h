#pragma once

/// @file
/// How trading ends. What stands in markets afterwards is nobody's, so no price is waited for and
/// nothing is fed any more: whatever brings anything and is sold before the end is traded, the best
/// by the second first. docs/concepts/selling-out.md.

#include "core/clock.h"
#include "trading/strategy.h"

namespace argosy::trading {

/// Trades until an end: whole holds of whatever has a margin left.
class SellOut final : public Strategy {
  public:
    /// How long before the end it takes over: of 20 minutes to 3 hours about the best
    /// (docs/decisions/0013-stocks-are-sold-out-before-the-end.md).
    static constexpr core::Duration kLength = std::chrono::minutes(45);

    /// What flights and requests may take longer than they should, from here to the sale: asked
    /// when a trade is chosen, and again where its cargo is bought.
    static constexpr core::Duration kReserve = std::chrono::minutes(1);

    /// Returns whether a trade that is begun now is sold by then, with the reserve to spare.
    static bool is_sold_by(core::TimePoint end, const Trade& trade, core::TimePoint now) {
        return now + trade.offer.time + kReserve <= end;
    }

    /// @param end  By then everything must have been sold.
    SellOut(const core::Clock& clock, core::TimePoint end) : clock_(clock), end_(end) {}

    core::TimePoint end() const { return end_; }

    std::string_view name() const override { return "sell-out"; }
    std::vector<Trade> choose(TradeDesk& desk,
                              const std::vector<model::ShipSymbol>& ships) override;
    std::optional<TradeTerms> terms_on_arrival(const TradeDesk& desk, const Lane& lane) override;
    Verdict judge(const TradeDesk& desk, const LaneNow& lane) const override;
    Score score(const LaneNow& lane, const Trade& trade) const override;
    /// Whoever carries cargo elsewhere to get back what it cost may come too late.
    bool sells_anyway(const Lane&) const override { return true; }

  private:
    const core::Clock& clock_;
    core::TimePoint end_;
};

}  // namespace argosy::trading
