#include "sim/exploration.h"
#include "sim/http_api.h"

// Charts and scans.

namespace argosy::sim {
namespace {

using boost::json::array;
using boost::json::object;

object part(const object& hull, std::string_view name) {
    return {{"symbol", hull.at(name).at("symbol")}};
}

// What everybody may see of a ship: not its cargo, its fuel or its crew.
object scanned_ship(Api& api, const ShipRecord& ship, core::TimePoint now) {
    const object whole = api.json.ship(ship, now);
    array mounts;
    for (const std::string& mount : ship.mounts)
        mounts.push_back(object{{"symbol", mount}});
    return {{"symbol", whole.at("symbol")},
            {"registration", whole.at("registration")},
            {"nav", whole.at("nav")},
            {"frame", part(whole, "frame")},
            {"reactor", part(whole, "reactor")},
            {"engine", part(whole, "engine")},
            {"mounts", std::move(mounts)}};
}

object scanned_waypoint(Api& api, const WaypointFacts& facts, core::TimePoint now) {
    object waypoint = api.json.waypoint(facts, now);
    for (const std::string_view untold : {"modifiers", "isUnderConstruction", "orbits"})
        waypoint.erase(untold);
    waypoint["traits"] = api.json.traits(facts.waypoint.traits);
    return waypoint;
}

object scanned_system(const Sighting<SystemFacts>& seen) {
    const SystemFacts& system = *seen.thing;
    return {{"symbol", system.symbol.str()}, {"sectorSymbol", system.sector},
            {"type", system.type},           {"x", system.position.x},
            {"y", system.position.y},        {"distance", seen.distance}};
}

template <class Thing, class Shape>
ApiReply scanned(Api& api, const ApiCall& call, const Scan<Thing>& scan, std::string_view name,
                 Shape shape) {
    array list;
    for (const Sighting<Thing>& each : scan.found)
        list.push_back(shape(each));
    return data(
        object{{"cooldown", api.json.cooldown(*scan.ship, call.now)}, {name, std::move(list)}},
        kCreated);
}

ApiResult<ApiReply> post_chart(Api& api, const ApiCall& call) {
    ARGOSY_TRY(const Charting charting,
               Exploration(api.universe).chart(*call.agent, call.ship(), call.now));
    object waypoint = api.json.waypoint(*charting.waypoint, call.now);
    boost::json::value chart = waypoint.at("chart");
    object transaction{{"waypointSymbol", waypoint.at("symbol")},
                       {"shipSymbol", charting.ship->ship.symbol.str()},
                       {"totalPrice", charting.reward.count()},
                       {"timestamp", core::format_time(call.now)}};
    return data(object{{"chart", std::move(chart)},
                       {"waypoint", std::move(waypoint)},
                       {"transaction", std::move(transaction)},
                       {"agent", api.json.agent(*charting.agent)}},
                kCreated);
}

ApiResult<ApiReply> post_scan_systems(Api& api, const ApiCall& call) {
    ARGOSY_TRY(const auto scan,
               Exploration(api.universe).scan_systems(*call.agent, call.ship(), call.now));
    return scanned(api, call, scan, "systems", &scanned_system);
}

ApiResult<ApiReply> post_scan_waypoints(Api& api, const ApiCall& call) {
    ARGOSY_TRY(const auto scan,
               Exploration(api.universe).scan_waypoints(*call.agent, call.ship(), call.now));
    return scanned(api, call, scan, "waypoints",
                   [&](const auto& each) { return scanned_waypoint(api, *each.thing, call.now); });
}

ApiResult<ApiReply> post_scan_ships(Api& api, const ApiCall& call) {
    ARGOSY_TRY(const auto scan,
               Exploration(api.universe).scan_ships(*call.agent, call.ship(), call.now));
    return scanned(api, call, scan, "ships",
                   [&](const auto& each) { return scanned_ship(api, *each.thing, call.now); });
}

}  // namespace

std::vector<Route> exploration_routes() {
    return {
        {"POST", "/my/ships/{}/chart", Access::kAgent, &post_chart},
        {"POST", "/my/ships/{}/scan/systems", Access::kAgent, &post_scan_systems},
        {"POST", "/my/ships/{}/scan/waypoints", Access::kAgent, &post_scan_waypoints},
        {"POST", "/my/ships/{}/scan/ships", Access::kAgent, &post_scan_ships},
    };
}

}  // namespace argosy::sim
