#pragma once

/// @file
/// Distance, time and fuel of a flight inside a system, and the cooldown of a jump. Exact for
/// CRUISE and BURN against recorded flights; DRIFT told by several clients; STEALTH's factor (30)
/// is unresolved.

#include "core/time.h"
#include "model/levels.h"

namespace argosy::model {

struct Position {
    std::int64_t x = 0;
    std::int64_t y = 0;

    friend bool operator==(const Position&, const Position&) = default;
};

/// Returns max(1, round(euclidean distance)): orbitals share a position and still cost one.
std::int64_t distance(Position from, Position to);

/// Returns round(distance * factor / speed + 15) seconds; the factor is CRUISE 25, BURN 12.5,
/// DRIFT 250, STEALTH 30.
/// @pre speed > 0
core::Duration travel_time(std::int64_t distance, FlightMode mode, std::int64_t speed);

/// Returns fuel spent: CRUISE and STEALTH the distance, BURN twice that, DRIFT 1. Ships without a
/// tank (`fuel_capacity` 0) spend none.
std::int64_t fuel_cost(std::int64_t distance, FlightMode mode, std::int64_t fuel_capacity);

/// Returns round(15 + 0.3 distance) seconds, the distance being that of the two systems.
/// @see docs/reference/simulator.md
core::Duration jump_cooldown(std::int64_t distance);

/// Fuel units that one unit of the FUEL market good fills.
inline constexpr std::int64_t kFuelPerMarketUnit = 100;

/// Returns the FUEL units bought to add `fuel`: every begun hundred is paid.
std::int64_t fuel_market_units(std::int64_t fuel);

}  // namespace argosy::model
