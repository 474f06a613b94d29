#pragma once

/// @file
/// Whether factories make more when they are fed. Nobody outside the game knows for certain, and a
/// fleet that feeds where it changes nothing works for nothing: so it is watched, from what looks
/// show, and the plan goes by what has been seen.

#include <map>

#include "goods/recipes.h"
#include "market/market_book.h"
#include "planner/update_law.h"

namespace argosy::planner {

class FeedingBelief {
  public:
    /// Well fed for this long, a factory shows it: two updates, and what a look may be late.
    static constexpr core::Duration kShownAfter = std::chrono::minutes(100);
    /// Factories seen to make no more, before feeding is given up.
    static constexpr std::int64_t kEnough = 4;
    /// Of a hundred seen, so many must have made more.
    static constexpr std::int64_t kLeastPercent = 25;

    explicit FeedingBelief(goods::Recipes recipes) : recipes_(std::move(recipes)) {}

    /// Takes in what is known of the markets now.
    void observe(const market::MarketBook& markets, core::TimePoint now);

    /// Returns what has been seen; until enough has, that it helps.
    Feeding feeding() const;
    /// Returns how likely it is that feeding helps, from 0 to 1: by the rule of succession until
    /// enough has been seen, then as feeding().
    double likelihood() const;

  private:
    using Place = std::pair<model::WaypointSymbol, model::TradeSymbol>;

    bool is_well_fed(const market::MarketBook& markets, const market::Listing& made) const;

    goods::Recipes recipes_;
    std::map<Place, core::TimePoint> fed_since_;
    std::int64_t made_more_ = 0;
    std::int64_t made_no_more_ = 0;
};

}  // namespace argosy::planner
