#pragma once

/// @file
/// Where a good comes from, where it goes to and who makes it, by what we know of the markets:
/// every place that will do, best first, and every other one with the reason why not. Sources are
/// ranked supply first: a price-first choice buys from scarce markets and drives their price up.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "market/market_book.h"

namespace argosy::market {

enum class Rank : std::uint8_t {
    kSupply,  ///< Supply, then activity, then price, then distance.
    kPrice,   ///< What the units cost, or bring, then distance.
};

/// Returns how far a market is; nothing where it cannot be reached.
using DistanceTo = std::function<std::optional<double>(const model::WaypointSymbol&)>;

struct LocateOptions {
    /// Prices and supply as forecast for this moment; unless given, as last seen. An old look is
    /// not refused: its age and its expected error are part of the answer.
    std::optional<core::TimePoint> at;
    Rank rank = Rank::kSupply;
    /// Sources only. Unless given, MODERATE, and HIGH for raw goods, which nobody makes more of.
    std::optional<model::Supply> least_supply;
    core::Units units{1};  ///< Priced whole, own impact included.
    DistanceTo distance;   ///< Unless given, all markets are equally far.
};

struct Place {
    model::WaypointSymbol market;
    model::TradeType type;
    model::Supply supply;
    std::optional<model::Activity> activity;
    core::Ask ask;
    core::Bid bid;
    core::Units priced;   ///< LocateOptions::units, or as many as the price law is believed for.
    core::Credits total;  ///< What these cost at a source or factory, bring at a sink.
    core::Duration age;
    std::optional<std::int64_t> error_bp;  ///< Absent where nothing is forecast: as last seen.
    double distance = 0;
};

struct RejectedPlace {
    model::WaypointSymbol market;
    std::string reason;  ///< "supply is LIMITED, expected MODERATE or more"
};

struct Located {
    std::vector<Place> places;            ///< Best first.
    std::vector<RejectedPlace> rejected;  ///< By waypoint.

    const Place* best() const { return places.empty() ? nullptr : &places.front(); }
};

/// Returns where to buy the good: from those who make it or trade it freely.
Located find_sources(const MarketBook& book, const model::TradeSymbol& good,
                     const LocateOptions& options);

/// Returns where to sell the good, by what LocateOptions::units bring: those who use it up or trade
/// it freely.
Located find_sinks(const MarketBook& book, const model::TradeSymbol& good,
                   const LocateOptions& options);

/// Returns who makes the good from what is hauled there: who exports it and imports every one of
/// `inputs`. A factory is one whatever its supply.
Located find_factories(const MarketBook& book, const model::TradeSymbol& good,
                       const std::vector<model::TradeSymbol>& inputs, const LocateOptions& options);

/// Returns the first of find_sources() whatever its supply, as last seen; nullptr when no known
/// market within reach sells the good.
const Listing* best_source(const MarketBook& book, const model::TradeSymbol& good,
                           const DistanceTo& distance = {});

/// The same, ranked by price.
const Listing* cheapest_source(const MarketBook& book, const model::TradeSymbol& good,
                               const DistanceTo& distance = {});

/// Returns the first of find_factories(), as last seen; nullptr when no known market
/// within reach is one.
const Listing* factory_of(const MarketBook& book, const model::TradeSymbol& good,
                          const std::vector<model::TradeSymbol>& inputs,
                          const DistanceTo& distance = {});

}  // namespace argosy::market
