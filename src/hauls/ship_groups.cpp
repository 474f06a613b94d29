#include "hauls/ship_groups.h"

#include <map>
#include <tuple>

namespace argosy::hauls {

std::vector<ShipGroup> group_ships(const fleet::ShipRegistry& registry,
                                   const std::vector<model::ShipSymbol>& ships) {
    std::vector<ShipGroup> groups;
    using Key = std::tuple<model::WaypointSymbol, std::int64_t, std::int64_t, core::Units>;
    std::map<Key, std::size_t> known;
    for (const model::ShipSymbol& symbol : ships) {
        const model::Ship& ship = registry.at(symbol);
        const core::Units free_hold = ship.cargo.free();
        if (free_hold.count() <= 0) continue;
        const Key key(ship.nav.waypoint, ship.speed, ship.fuel.capacity, free_hold);
        const auto [group, is_new] = known.emplace(key, groups.size());
        if (is_new) groups.push_back({{}, free_hold, ship.nav.waypoint});
        groups[group->second].ships.push_back(symbol);
    }
    return groups;
}

}  // namespace argosy::hauls
