#pragma once

/// @file
/// Ships that are alike to a haul: at the same place, as fast, with the same tank and the same free
/// hold. A price or a route is worked out once for each group, however many ships are in it.

#include <vector>

#include "fleet/ship_registry.h"

namespace argosy::hauls {

struct ShipGroup {
    std::vector<model::ShipSymbol> ships;  ///< By symbol; never empty.
    core::Units free_hold;
    model::WaypointSymbol at;
};

/// Returns the groups of those ships that have room, by the symbol of their first ship.
std::vector<ShipGroup> group_ships(const fleet::ShipRegistry& registry,
                                   const std::vector<model::ShipSymbol>& ships);

}  // namespace argosy::hauls
