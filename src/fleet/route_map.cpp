#include "fleet/route_map.h"

#include <algorithm>

namespace argosy::fleet {
namespace {

core::Ask least_of(const AskByMarket& asks, core::Ask usual) {
    core::Ask least = usual;
    for (const auto& [market, ask] : asks)
        least = std::min(least, ask);
    return least;
}

}  // namespace

RouteMap::RouteMap(const Waypoints& waypoints, const Gates& gates, const Positions& systems) {
    std::map<model::SystemSymbol, std::vector<model::WaypointSymbol>> by_system;
    for (const auto& [symbol, waypoint] : waypoints)
        by_system[model::system_of(symbol)].push_back(symbol);
    for (const auto& [symbol, places] : by_system) {
        System& system = systems_.emplace_back(
            System{symbol, Index(places_.size()), Index(places.size()), {}, {}});
        for (const model::WaypointSymbol& place : places) {
            index_.emplace(place, Index(places_.size()));
            places_.push_back({place, Index(systems_.size() - 1), {}, {}, {}, {}});
        }
        measure(waypoints, system);
    }
    link(gates, systems);
}

void RouteMap::measure(const Waypoints& waypoints, System& system) {
    std::vector<model::Position> positions;
    for (Index index = system.first; index < system.first + system.count; ++index)
        positions.push_back(waypoints.at(place(index).symbol).position);
    system.distances.reserve(positions.size() * positions.size());
    for (const model::Position& from : positions) {
        for (const model::Position& to : positions)
            system.distances.push_back(std::int32_t(model::distance(from, to)));
    }
}

void RouteMap::link(const Gates& gates, const Positions& systems) {
    for (const auto& [symbol, gate] : gates) {
        const auto from = find(symbol);
        if (!from || gate.under_construction) continue;
        Place& here = places_[std::size_t(*from)];
        const auto home = systems.find(system(here.system).symbol);
        for (const model::WaypointSymbol& connection : gate.connections) {
            const auto to = find(connection);
            const auto other = gates.find(connection);
            if (!to || other == gates.end() || other->second.under_construction) continue;
            const auto there = systems.find(system_of(*to).symbol);
            const bool placed = home != systems.end() && there != systems.end();
            here.links.push_back(
                {*to, placed ? model::jump_cooldown(model::distance(home->second, there->second))
                             : kUsualCooldown});
            places_[std::size_t(*to)].linked_from.push_back(*from);
        }
        if (!here.links.empty()) systems_[std::size_t(here.system)].gates.push_back(*from);
    }
}

void RouteMap::set_fuel(const AskByMarket& asks) {
    for (Place& place : places_)
        place.fuel.reset();
    for (const auto& [market, ask] : asks) {
        if (const auto index = find(market)) places_[std::size_t(*index)].fuel = ask;
    }
    fuel_value_ = least_of(asks, kUsualFuelAsk);
}

void RouteMap::set_antimatter(const AskByMarket& asks) {
    for (Place& place : places_)
        place.antimatter.reset();
    for (const auto& [market, ask] : asks) {
        if (const auto index = find(market)) places_[std::size_t(*index)].antimatter = ask;
    }
}

std::optional<RouteMap::Index> RouteMap::find(const model::WaypointSymbol& waypoint) const {
    const auto found = index_.find(waypoint);
    return found == index_.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace argosy::fleet
