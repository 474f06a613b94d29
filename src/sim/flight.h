#pragma once

/// @file
/// Flights inside a system and warps between two: how long, for how much fuel, and how a ship on
/// its way is hurried. Times and fuel of a ship as good as new are the game's
/// (docs/reference/simulator.md); wear only makes them longer.

#include "sim/universe.h"

namespace argosy::sim {

/// Returns how long the ship takes for its whole route in a mode. A route that leaves the system
/// is a warp: half as fast as a flight, and DRIFT and STEALTH as told (300 and 60; one source).
core::Duration flight_time(const Universe& universe, const ShipRecord& ship,
                           model::FlightMode mode);

/// Returns the fuel for the ship's whole route in a mode.
std::int64_t flight_fuel(const Universe& universe, const ShipRecord& ship, model::FlightMode mode);

/// Sends a ship in orbit on its way; what the departure does to it slows this flight already.
/// @pre The destination exists and is another than where the ship is.
/// @error 4203  Nothing was burnt.
ApiResult<Departure> depart(Universe& universe, ShipRecord& ship,
                            const model::WaypointSymbol& destination, core::TimePoint now);

/// Changes the mode of a ship on its way, where that makes it arrive earlier. What is left of the
/// route takes its share of the new mode's time, and the new mode's fuel for it is burnt on top of
/// what is spent; none comes back.
/// @error 4269, 4203  It would arrive no earlier; too little fuel. Nothing changed.
ApiResult<const ShipRecord*> hurry(const Universe& universe, ShipRecord& ship,
                                   model::FlightMode mode, core::TimePoint now);

}  // namespace argosy::sim
