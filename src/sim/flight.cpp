#include "sim/flight.h"

#include <algorithm>

#include "sim/ship_refusals.h"

namespace argosy::sim {
namespace {

bool is_warp(const model::Route& route) {
    return model::system_of(route.origin) != model::system_of(route.destination);
}

std::int64_t length_of(const Universe& universe, const model::Route& route) {
    if (is_warp(route)) {
        const auto from = universe.system(model::system_of(route.origin));
        const auto to = universe.system(model::system_of(route.destination));
        ARGOSY_ASSERT(from.ok() && to.ok());
        return model::distance((*from)->position, (*to)->position);
    }
    const WaypointFacts* from = universe.find_waypoint(route.origin);
    const WaypointFacts* to = universe.find_waypoint(route.destination);
    ARGOSY_ASSERT(from != nullptr && to != nullptr);
    return model::distance(from->waypoint.position, to->waypoint.position);
}

// Half seconds per unit of distance at speed 1. STEALTH is unconfirmed.
std::int64_t warp_factor(model::FlightMode mode) {
    switch (mode) {
        case model::FlightMode::kDrift:
            return 300;
        case model::FlightMode::kStealth:
            return 60;
        case model::FlightMode::kCruise:
            return 50;
        case model::FlightMode::kBurn:
            return 25;
    }
    return 50;
}

core::Duration warp_time(std::int64_t length, model::FlightMode mode, std::int64_t speed) {
    // round(length * factor / speed + 15), in whole numbers.
    return std::chrono::seconds((2 * length * warp_factor(mode) + 31 * speed) / (2 * speed));
}

}  // namespace

core::Duration flight_time(const Universe& universe, const ShipRecord& ship,
                           model::FlightMode mode) {
    const model::Route& route = ship.ship.nav.route;
    const std::int64_t length = length_of(universe, route);
    const core::Duration as_new = is_warp(route)
                                      ? warp_time(length, mode, ship.ship.speed)
                                      : model::travel_time(length, mode, ship.ship.speed);
    return slowed(ship, universe.options().wear, as_new);
}

std::int64_t flight_fuel(const Universe& universe, const ShipRecord& ship, model::FlightMode mode) {
    return model::fuel_cost(length_of(universe, ship.ship.nav.route), mode,
                            ship.ship.fuel.capacity);
}

ApiResult<Departure> depart(Universe& universe, ShipRecord& ship,
                            const model::WaypointSymbol& destination, core::TimePoint now) {
    model::Nav& nav = ship.ship.nav;
    const model::Route before = nav.route;
    nav.route = {nav.waypoint, destination, now, now};
    const std::int64_t cost = flight_fuel(universe, ship, nav.flight_mode);
    model::Fuel& fuel = ship.ship.fuel;
    if (cost > fuel.current) {
        const auto refuse =
            is_warp(nav.route) ? &refusal::too_little_fuel_to_warp : &refusal::not_enough_fuel;
        nav.route = before;
        return refuse(ship.ship.symbol, cost, fuel.current);
    }
    fuel.current -= cost;
    ship.fuel_use = {cost, now};
    Departure departure{&ship, wear_out(universe, ship, WearCause::kTravel, now)};
    nav.route.arrival = now + flight_time(universe, ship, nav.flight_mode);
    nav.status = model::NavStatus::kInTransit;
    universe.move_to(ship, destination);
    return departure;
}

ApiResult<const ShipRecord*> hurry(const Universe& universe, ShipRecord& ship,
                                   model::FlightMode mode, core::TimePoint now) {
    model::Nav& nav = ship.ship.nav;
    if (mode == nav.flight_mode) return &ship;
    // The share of the route that is left is the time that is left over that of the whole route
    // in the mode in use: true also for a ship that was hurried before.
    const std::int64_t left = (nav.route.arrival - now).count();
    const std::int64_t whole = flight_time(universe, ship, nav.flight_mode).count();
    const std::int64_t new_whole = flight_time(universe, ship, mode).count();
    const auto share_of = [&](std::int64_t value) { return (value * left + whole - 1) / whole; };
    const std::int64_t new_left = share_of(new_whole);
    if (new_left >= left) return refusal::slower_in_transit(ship.ship.symbol, mode);

    const std::int64_t more =
        flight_fuel(universe, ship, mode) - flight_fuel(universe, ship, nav.flight_mode);
    const std::int64_t cost = std::max<std::int64_t>(0, share_of(std::max<std::int64_t>(0, more)));
    model::Fuel& fuel = ship.ship.fuel;
    if (cost > fuel.current) {
        return refusal::not_enough_fuel(ship.ship.symbol, cost, fuel.current);
    }
    fuel.current -= cost;
    if (cost > 0) ship.fuel_use = {cost, now};
    nav.flight_mode = mode;
    nav.route.arrival = now + core::Duration(new_left);
    return &ship;
}

}  // namespace argosy::sim
