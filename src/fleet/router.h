#pragma once

/// @file
/// The best way from one waypoint to another in a system, with refuelling stops and a flight mode
/// per leg. Pure: positions, tank and speed in, legs out. No leg ends with an empty tank, so where
/// the fuel believed in is not sold, one unit is left to drift to where it is: that leg alone may
/// use up the last.

#include <map>
#include <vector>

#include "fleet/chart.h"

namespace argosy::fleet {

/// What a route depends on.
struct RouteRequest {
    model::WaypointSymbol from;
    model::WaypointSymbol to;
    std::int64_t speed;
    model::Fuel fuel;
};

struct RouteLeg {
    model::WaypointSymbol to;
    model::FlightMode mode;
    bool refuel_first;  ///< Fill the tank before leaving.
    core::Duration time;
};

struct RoutePlan {
    std::vector<RouteLeg> legs;  ///< Empty when already there.
    core::Duration time{0};      ///< Of all flights and fuel stops.
    core::Credits fuel_price;    ///< Of all fuel used up: see plan_route().
};

/// What a second of a hauler's time is worth against fuel: 36,000 credits an hour, below what an
/// average hull earns, so that fuel is never saved where it costs real time.
inline constexpr std::int64_t kCreditsPerShipSecond = 10;

/// The usual price of one FUEL market unit (facts: exchanges ask 72 at rest).
inline constexpr core::Ask kUsualFuelAsk{72};

/// Where a tank can be filled, and what a market unit of FUEL costs there.
using FuelStops = std::map<model::WaypointSymbol, core::Ask>;

/// Time of a fuel stop: dock, refuel, orbit, with the requests they take.
inline constexpr core::Duration kFuelStopTime = std::chrono::seconds(2);

/// What must be left on arrival: enough to DRIFT on, should no fuel be sold after all.
inline constexpr std::int64_t kLeastFuelOnArrival = 1;

/// Returns the route with the least time and fuel, valued by the constants above, of those that
/// fill the tank at every stop. The fuel of a leg is valued at its price where the leg begins, or
/// the usual one where none is sold.
/// @error kNotFound  A waypoint is not charted, or no sequence of legs reaches it.
Result<RoutePlan> plan_route(const Chart& chart, const FuelStops& fuel_sold_at,
                             const RouteRequest& request);

}  // namespace argosy::fleet
