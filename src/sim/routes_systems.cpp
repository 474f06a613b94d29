#include <fmt/format.h>

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

// The game's types of waypoints, and those of its traits that were never recorded with a text.
constexpr std::string_view kTypes[] = {"PLANET",
                                       "GAS_GIANT",
                                       "MOON",
                                       "ORBITAL_STATION",
                                       "JUMP_GATE",
                                       "ASTEROID_FIELD",
                                       "ASTEROID",
                                       "ENGINEERED_ASTEROID",
                                       "ASTEROID_BASE",
                                       "NEBULA",
                                       "DEBRIS_FIELD",
                                       "GRAVITY_WELL",
                                       "ARTIFICIAL_GRAVITY_WELL",
                                       "FUEL_STATION"};
constexpr std::string_view kTraitsWithoutText[] = {"CRUSHING_GRAVITY", "JOVIAN",
                                                   "UNDER_CONSTRUCTION"};

bool contains(const auto& list, std::string_view name) {
    return std::find(std::begin(list), std::end(list), name) != std::end(list);
}

ApiResult<WaypointFilter> read_filter(const Api& api, const ApiCall& call) {
    InputProblems problems;
    WaypointFilter filter;
    for (const std::string& type : query_values(call.target, "type")) {
        if (!contains(kTypes, type)) problems.add("type", fmt::format("there is no type {}", type));
        filter.type = type;
    }
    filter.traits = query_values(call.target, "traits");
    for (const std::string& trait : filter.traits) {
        if (api.universe.catalogue().knows_trait(trait) || contains(kTraitsWithoutText, trait)) {
            continue;
        }
        problems.add("traits", fmt::format("there is no trait {}", trait));
    }
    if (auto refused = problems.refusal()) return *std::move(refused);
    return filter;
}

ApiResult<ApiReply> get_waypoints(Api& api, const ApiCall& call) {
    ARGOSY_TRY(const WaypointFilter filter, read_filter(api, call));
    ARGOSY_TRY(const auto waypoints, api.universe.waypoints(SystemSymbol(call.names[0]), filter));
    return paged(call, waypoints,
                 [&](const auto* each) { return api.json.waypoint(*each, call.now); });
}

ApiResult<ApiReply> get_waypoint(Api& api, const ApiCall& call) {
    ARGOSY_TRY(const WaypointSymbol waypoint, call.waypoint());
    return one(api.universe.waypoint(waypoint),
               [&](const auto& each) { return api.json.waypoint(each, call.now); });
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

ApiResult<ApiReply> get_jump_gate(Api& api, const ApiCall& call) {
    ARGOSY_TRY(const WaypointSymbol waypoint, call.waypoint());
    const GateFacts* gate = api.universe.gate_of(waypoint);
    if (gate == nullptr) return refusal::not_found("Jump gate", waypoint.str());
    if (!api.universe.is_accessible(waypoint, call.agent, call.now)) {
        return refusal::waypoint_no_access(waypoint);
    }
    return data(api.json.jump_gate(*gate));
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
        {"GET", "/systems/{}/waypoints/{}/jump-gate", Access::kOpen, &get_jump_gate},
        {"GET", "/market/supply-chain", Access::kAgent, &get_supply_chain},
    };
}

}  // namespace argosy::sim
