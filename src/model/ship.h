#pragma once

/// @file
/// Ships as values: what the game says of one, no more than this program acts on.

#include <map>
#include <optional>
#include <string>

#include "core/time.h"
#include "core/units.h"
#include "model/levels.h"
#include "model/symbols.h"

namespace argosy::model {

struct Route {
    WaypointSymbol origin;
    WaypointSymbol destination;
    core::TimePoint departure;
    core::TimePoint arrival;
};

/// In transit, `waypoint` already names the destination, as in the game.
struct Nav {
    SystemSymbol system;
    WaypointSymbol waypoint;
    NavStatus status = NavStatus::kDocked;
    FlightMode flight_mode = FlightMode::kCruise;
    Route route;
};

/// Returns the status at `now`: a ship whose arrival has passed is in orbit.
NavStatus status_at(const Nav& nav, core::TimePoint now);

struct Fuel {
    std::int64_t current = 0;
    std::int64_t capacity = 0;  ///< 0: the ship needs no fuel.
};

struct Cargo {
    core::Units capacity;
    std::map<TradeSymbol, core::Units> items;  ///< Never holds a zero.

    core::Units used() const;
    core::Units free() const { return capacity - used(); }
    core::Units of(const TradeSymbol& good) const;
};

struct Ship {
    ShipSymbol symbol;
    std::string role;   ///< "COMMAND", "HAULER", "SATELLITE", ...
    std::string frame;  ///< "FRAME_LIGHT_FREIGHTER"
    std::int64_t speed = 0;
    Nav nav;
    Fuel fuel;
    Cargo cargo;
    std::optional<core::TimePoint> cooldown_until;  ///< When the game lets it jump again.
    /// Percent that its flights take longer than those of a ship as good as new. Seen, not told;
    /// absent until it has been.
    std::optional<std::int64_t> slowdown;
};

}  // namespace argosy::model
