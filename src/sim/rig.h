#pragma once

/// @file
/// What the mounts of one kind on a ship can do together, for the desks that need lasers, siphons,
/// surveyors or sensors.

#include <set>
#include <string_view>
#include <vector>

#include "sim/universe_state.h"

namespace argosy::sim {

/// The lasers of a ship, or its siphons, ...
struct Rig {
    std::vector<std::int64_t> strengths;    ///< One for each mount.
    std::int64_t power = 0;                 ///< Power all of them need.
    std::set<model::TradeSymbol> deposits;  ///< What surveyors among them can find.

    bool empty() const { return strengths.empty(); }
    std::int64_t strength() const;
    /// Returns 60 + 10 * power seconds: what using the rig costs. Measured.
    std::int64_t cooldown_seconds() const;
};

/// Returns the mounts whose symbols begin with `kind`: "MOUNT_MINING_LASER".
Rig rig_of(const ShipRecord& ship, const Catalogue& catalogue, std::string_view kind);

/// Returns whether a module's symbol begins with `kind`: "MODULE_GAS_PROCESSOR".
bool has_module(const ShipRecord& ship, std::string_view kind);

}  // namespace argosy::sim
