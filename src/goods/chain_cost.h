#pragma once

/// @file
/// What a lot of an input costs where it is needed: bought at the real quote, or made, with the
/// real cost of its whole chain. What the profit-aware strategy compares. Pure.

#include <functional>
#include <optional>

#include "core/time.h"
#include "core/units.h"
#include "market/market_book.h"

namespace argosy::goods {

struct SupplyChainNode;

/// What an hour of a ship and of money is worth.
struct CostTerms {
    core::Units lot{80};  ///< What one trip carries: a light hauler's hold.
    /// How long a trip takes; unless given, and where it gives nothing, kUsualTrip.
    std::function<std::optional<core::Duration>(const model::WaypointSymbol& from,
                                                const model::WaypointSymbol& to)>
        time_between;
    core::Credits ship_hour{36'000};  ///< As routes are planned: fleet::kCreditsPerShipSecond.
    std::int64_t capital_bp_per_hour = 100;  ///< Of money that waits in cargo.

    static constexpr core::Duration kUsualTrip = std::chrono::minutes(5);
    /// How long a factory takes to raise its output by one level of supply: the mean of the live
    /// game, to the minute.
    static constexpr core::Duration kTimePerLevel = std::chrono::minutes(24);
};

/// Returns what a lot of the node's good costs at `destination`: purchases with our own impact, the
/// ship's time for each trip, and money for as long as it is bound. A good that is made costs what
/// its inputs lose between their purchase and their sale to the factory, and what the factory asks
/// once its supply is HIGH, which is awaited.
/// @returns nothing where a price is not known
std::optional<core::Credits> cost_of(const SupplyChainNode& node,
                                     const model::WaypointSymbol& destination,
                                     const market::MarketBook& markets, const CostTerms& terms);

}  // namespace argosy::goods
