#pragma once

/// @file
/// The game's price law, exact to the credit, and its inverse. Every market good has a hidden
/// whole-number stock and margin; both prices and the supply level follow from them
/// (docs/concepts/price-law.md, from 1,520 of 1,530 recorded rows).

#include <optional>
#include <vector>

#include "core/units.h"
#include "model/levels.h"

namespace argosy::model {

/// What both prices of a market good follow from.
struct PriceState {
    TradeType type;
    std::int64_t base;    ///< Base price of the good in credits: the same in every market.
    std::int64_t margin;  ///< Hidden, drawn once per market good and trade volume: 2 to 20.
    core::Units volume;   ///< Trade volume: the most units one transaction may move.
    core::Units stock;    ///< Hidden; negative when the market lacks the good.

    friend bool operator==(const PriceState&, const PriceState&) = default;
};

core::Ask ask_of(const PriceState& state);
core::Bid bid_of(const PriceState& state);
Supply supply_of(const PriceState& state);

/// Returns stock in trade volumes, the `s` of the law.
double stock_ratio(const PriceState& state);

/// What one look at a market shows of a good.
struct PriceObservation {
    TradeType type;
    std::int64_t base;
    core::Units volume;
    Supply supply;
    core::Ask ask;
    core::Bid bid;
};

/// Returns every (margin, stock) that shows exactly this observation, by margin, then stock.
/// Empty when the law cannot show it; more than one where prices are too coarse to tell.
std::vector<PriceState> infer(const PriceObservation& observation);

/// Returns the candidate to plan with: the one whose margin is nearest to what margins are drawn
/// around (8, or 10 below a volume of 10), the stock nearest to zero among those equal.
std::optional<PriceState> likeliest(const std::vector<PriceState>& candidates);

/// Total and count of a sequence of transactions, each at most one trade volume, each priced at
/// the quote it meets after the ones before it.
struct Quote {
    core::Units units;
    core::Credits total;
    PriceState after;  ///< The good's state after the last transaction.
};

/// Prices buying up to `units`, stopping before a tranche whose ask is above `limit`.
Quote quote_purchase(PriceState state, core::Units units, core::Ask limit);

/// Prices selling up to `units`, stopping before a tranche whose bid is below `limit`.
Quote quote_sale(PriceState state, core::Units units, core::Bid limit);

}  // namespace argosy::model
