#pragma once

/// @file
/// The game's price law, exact to the credit, and its inverse. Every market good has a hidden
/// whole-number stock and margin; both prices and the supply level follow from them
/// (docs/concepts/price-law.md says on what evidence).

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

/// Stock in trade volumes from which a market shows HIGH.
inline constexpr std::int64_t kHighFrom = 2;

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

/// All stocks that show an observation at one margin: every whole number from least to most.
struct StockRange {
    std::int64_t margin;
    core::Units least;
    core::Units most;

    friend bool operator==(const StockRange&, const StockRange&) = default;
};

/// Returns what can show exactly this observation, by margin, then stock. Empty when the law cannot
/// show it; one range of one stock when the observation settles both.
/// Looks at margins 2 to 20 and stocks up to 64 trade volumes from zero (recorded: 4 to 13, 20).
std::vector<StockRange> infer_ranges(const PriceObservation& observation);

/// Returns what margins are drawn around: 8, or 10 below a volume of 10.
std::int64_t usual_margin(core::Units volume);

/// Total and count of a sequence of transactions, each at most one trade volume, each priced at
/// the quote it meets after the ones before it.
struct Quote {
    core::Units units;
    core::Credits total;
    PriceState after;  ///< The good's state after the last transaction.
};

/// Prices buying up to `units`, until an ask is above `limit` or stock is beyond -64 trade volumes.
/// @pre The trade volume is above 0, here and in quote_sale().
Quote quote_purchase(PriceState state, core::Units units, core::Ask limit);

/// Prices selling up to `units`, until a bid is below `limit` or stock is beyond 64 trade volumes.
Quote quote_sale(PriceState state, core::Units units, core::Bid limit);

/// Prices these transactions one after the other: units bought, negative where sold.
/// @pre None is larger than the trade volume.
/// @returns units bought less units sold, and what they cost less what they bring.
Quote quote_tranches(PriceState state, const std::vector<core::Units>& bought);

}  // namespace argosy::model
