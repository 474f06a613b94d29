#pragma once

/// @file
/// Where a good comes from, by what we know of the markets. Sources are ranked supply first: a
/// price-first choice buys from scarce markets and drives their price up.

#include "market/market_book.h"

namespace argosy::market {

/// Returns the best market to buy from, ranked by supply, then activity, then ask, then symbol;
/// nothing when no known market sells the good.
const Listing* best_source(const MarketBook& book, const model::TradeSymbol& good);

/// Returns the cheapest market to buy from, whatever its supply.
const Listing* cheapest_source(const MarketBook& book, const model::TradeSymbol& good);

/// Returns the market that makes the good: it exports it and imports every input of its recipe;
/// where several do, the one with the most stock. nullptr when no known market does.
const Listing* factory_of(const MarketBook& book, const model::TradeSymbol& good,
                          const std::vector<model::TradeSymbol>& inputs);

}  // namespace argosy::market
