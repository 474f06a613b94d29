#pragma once

/// @file
/// What a look at a market is worth: the gain to be expected of the decisions it could change.
/// Scouting goes by this interface only; whoever plans the fleet's work may know better than the
/// value given here and put its own in.

#include "market/market_book.h"

namespace argosy::scouting {

class LookValue {
  public:
    virtual ~LookValue() = default;

    /// Returns what a look at the market would be worth at `at`, in credits, were there none
    /// before. 0: nothing it could show would change what we do.
    virtual double of(const model::WaypointSymbol& market, core::TimePoint at) const = 0;
};

/// Returns the expected gain of learning one price before choosing between it and an alternative:
/// sd * (phi(z) - z * Phi(-z)), z = |advantage| / sd. The larger the doubt and the closer the
/// choice, the more it is worth. Knowledge-gradient form of the expected value of information.
/// @param advantage  By how much the choice is better than the alternative, as believed.
/// @param deviation  Standard deviation of what is believed; 0 gives 0.
double value_of_knowing(double advantage, double deviation);

/// The value from what is traded: each good of a market is chosen, or not, as source or as sink
/// against the best other market and against not trading it at all; the error its price is
/// expected to have by then tells how likely the choice is wrong, and the trade volume how much
/// hangs on it.
class LaneValue final : public LookValue {
  public:
    /// A market nobody has seen may hold anything: more than any look at a known one brings.
    static constexpr double kUnseen = 1'000'000;

    explicit LaneValue(const market::MarketBook& markets) : markets_(markets) {}

    double of(const model::WaypointSymbol& market, core::TimePoint at) const override;

  private:
    double of_good(const market::Listing& listing, core::TimePoint at) const;
    double best_ask_elsewhere(const market::Listing& listing) const;
    double best_bid_elsewhere(const market::Listing& listing) const;

    const market::MarketBook& markets_;
};

}  // namespace argosy::scouting
