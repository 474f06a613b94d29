#pragma once

/// @file
/// What a look at a market is worth: the error it takes from the trades to come. Scouting goes by
/// this interface only; whoever plans the fleet's work may know better than the value given here
/// and put its own in.

#include "market/market_book.h"

namespace argosy::scouting {

class LookValue {
  public:
    virtual ~LookValue() = default;

    /// Returns what a look at the market would be worth at `at`, in credits, were there none
    /// before. 0: nothing it could show would change what we do.
    virtual double of(const model::WaypointSymbol& market, core::TimePoint at) const = 0;
};

/// The value from what we trade: so many trades an hour as lately, each planned with the price of
/// the last look, which is off by as much as it is expected to have drifted since, until the next
/// look.
class TradeValue final : public LookValue {
  public:
    /// A market nobody has seen may hold anything: more than any look at a known one brings.
    static constexpr double kUnseen = 1'000'000;

    explicit TradeValue(const market::MarketBook& markets) : markets_(markets) {}

    double of(const model::WaypointSymbol& market, core::TimePoint at) const override;

  private:
    double of_good(const market::Listing& listing, core::TimePoint at) const;

    const market::MarketBook& markets_;
};

}  // namespace argosy::scouting
