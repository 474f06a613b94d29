#pragma once

/// @file
/// What a haul brings, to the credit, before anything is bought: every tranche on both ends at the
/// price it will meet, our own impact included (model/price_law.h), and the quantity that makes
/// the most of it. Pure.

#include "market/market_book.h"
#include "model/price_law.h"

namespace argosy::hauls {

/// What a haul is priced from.
struct HaulTerms {
    model::PriceState source;    ///< With the trades of others of our ships under way applied.
    model::PriceState sink;      ///< The same.
    core::Units capacity;        ///< Free hold.
    core::Credits budget;        ///< What may be spent.
    std::int64_t min_margin_bp;  ///< Least margin of a unit, in basis points of the base price.
};

struct HaulPrice {
    core::Units units;  ///< 0: not even the first unit clears the margin.
    core::Credits cost;
    core::Credits revenue;
    core::Ask ask_limit;  ///< The dearest tranche bought.

    core::Credits profit() const { return revenue - cost; }
};

/// Returns the quantity at which the margin of one more unit falls below the least, with its cost
/// and revenue. Both prices move against us with every tranche, so that quantity earns the most of
/// all that respect the margin.
HaulPrice price_haul(const HaulTerms& terms);

/// Returns what buying costs that is not to be sold: all of the hold, as far as the budget goes.
HaulPrice price_purchase(const model::PriceState& source, core::Units capacity,
                         core::Credits budget);

/// Inputs of the requirements' trade size calculator.
struct TradeSizeInput {
    core::Units cargo_capacity;
    core::Units trade_volume;
    model::Supply supply;
    core::Ask ask;
    core::Credits available_credits;
    core::Units target_quantity;  ///< 0: as much as possible.
};

/// Returns the size of one transaction by the requirements' rule: the least of hold, target,
/// trade volume, a share of the volume by supply (80, 60, 40, 20, 10 %) and budget. For
/// Sizing::kRequirements; price_haul() supersedes it.
core::Units trade_size(const TradeSizeInput& input);

}  // namespace argosy::hauls
