#include "sim/http_api.h"

// What a universe shows: systems, waypoints, and what stands there.

namespace argosy::sim {
namespace {

using model::SystemSymbol;
using model::WaypointSymbol;

ApiResult<ApiReply> get_systems(Api& api, const ApiCall& call) {
    return paged(call, api.universe.systems(),
                 [&](const SystemFacts& each) { return api.json.system(each); });
}

ApiResult<ApiReply> get_system(Api& api, const ApiCall& call) {
    return one(api.universe.system(SystemSymbol(call.names[0])),
               [&](const auto& each) { return api.json.system(each); });
}

ApiResult<ApiReply> get_waypoints(Api& api, const ApiCall& call) {
    WaypointFilter filter;
    filter.traits = query_values(call.target, "traits");
    const std::vector<std::string> types = query_values(call.target, "type");
    if (!types.empty()) filter.type = types.front();
    ARGOSY_TRY(const auto waypoints, api.universe.waypoints(SystemSymbol(call.names[0]), filter));
    return paged(call, waypoints, [&](const auto* each) { return api.json.waypoint(*each); });
}

ApiResult<ApiReply> get_waypoint(Api& api, const ApiCall& call) {
    ARGOSY_TRY(const WaypointSymbol waypoint, call.waypoint());
    return one(api.universe.waypoint(waypoint),
               [&](const auto& each) { return api.json.waypoint(each); });
}

ApiResult<ApiReply> get_market(Api& api, const ApiCall& call) {
    ARGOSY_TRY(const WaypointSymbol waypoint, call.waypoint());
    ARGOSY_TRY(const model::Market market, api.universe.market(waypoint, call.agent, call.now));
    return data(api.json.market(market));
}

ApiResult<ApiReply> get_shipyard(Api& api, const ApiCall& call) {
    ARGOSY_TRY(const WaypointSymbol waypoint, call.waypoint());
    ARGOSY_TRY(const model::Shipyard yard, api.universe.shipyard(waypoint, call.agent, call.now));
    return data(api.json.shipyard(yard));
}

ApiResult<ApiReply> get_supply_chain(Api& api, const ApiCall&) {
    return data(api.json.supply_chain());
}

}  // namespace

std::vector<Route> system_routes() {
    return {
        {"GET", "/systems", Access::kOpen, &get_systems},
        {"GET", "/systems/{}", Access::kOpen, &get_system},
        {"GET", "/systems/{}/waypoints", Access::kOpen, &get_waypoints},
        {"GET", "/systems/{}/waypoints/{}", Access::kOpen, &get_waypoint},
        {"GET", "/systems/{}/waypoints/{}/market", Access::kOpen, &get_market},
        {"GET", "/systems/{}/waypoints/{}/shipyard", Access::kOpen, &get_shipyard},
        {"GET", "/market/supply-chain", Access::kAgent, &get_supply_chain},
    };
}

}  // namespace argosy::sim
