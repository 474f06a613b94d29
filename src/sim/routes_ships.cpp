#include "sim/http_api.h"

// Ships: what they are and where they go.

namespace argosy::sim {
namespace {

using boost::json::array;
using boost::json::object;
using model::WaypointSymbol;

ApiResult<const ShipRecord*> own_ship(Api& api, const ApiCall& call) {
    return api.universe.ship(*call.agent, call.ship(), call.now);
}

ApiReply changed_nav(Api& api, const ShipRecord& ship, core::TimePoint now) {
    return data(object{{"nav", api.json.nav(ship, now)}});
}

ApiReply departure(Api& api, const ShipRecord& ship, core::TimePoint now) {
    return data(object{
        {"nav", api.json.nav(ship, now)}, {"fuel", api.json.fuel(ship)}, {"events", array()}});
}

ApiResult<ApiReply> get_ships(Api& api, const ApiCall& call) {
    ARGOSY_TRY(const auto ships, api.universe.ships(*call.agent, call.now));
    return paged(call, ships, [&](const auto* each) { return api.json.ship(*each, call.now); });
}

ApiResult<ApiReply> get_ship(Api& api, const ApiCall& call) {
    return one(own_ship(api, call),
               [&](const auto& each) { return api.json.ship(each, call.now); });
}

ApiResult<ApiReply> get_nav(Api& api, const ApiCall& call) {
    return one(own_ship(api, call), [&](const auto& each) { return api.json.nav(each, call.now); });
}

ApiResult<ApiReply> patch_nav(Api& api, const ApiCall& call) {
    ARGOSY_TRY(const object body, read_body(call.request));
    InputProblems problems;
    const std::string spelling = text_field(body, "flightMode", problems);
    const auto mode = model::parse_flight_mode(spelling);
    if (!mode && !spelling.empty()) {
        problems.add("flightMode", "flightMode must be one of DRIFT, STEALTH, CRUISE, BURN");
    }
    if (auto refused = problems.refusal()) return *std::move(refused);
    ARGOSY_TRY(const ShipRecord* ship,
               api.universe.set_flight_mode(*call.agent, call.ship(),
                                            mode.value_or(model::FlightMode::kCruise), call.now));
    return departure(api, *ship, call.now);
}

ApiResult<ApiReply> get_cargo(Api& api, const ApiCall& call) {
    return one(own_ship(api, call), [&](const auto& each) { return api.json.cargo(each); });
}

ApiResult<ApiReply> get_cooldown(Api& api, const ApiCall& call) {
    ARGOSY_TRY(const ShipRecord* ship, own_ship(api, call));
    if (ship->cooldown.expires <= call.now) return ApiReply{kNoContent, nullptr};
    return data(api.json.cooldown(*ship, call.now));
}

ApiResult<ApiReply> post_orbit(Api& api, const ApiCall& call) {
    ARGOSY_TRY(const ShipRecord* ship, api.universe.orbit(*call.agent, call.ship(), call.now));
    return changed_nav(api, *ship, call.now);
}

ApiResult<ApiReply> post_dock(Api& api, const ApiCall& call) {
    ARGOSY_TRY(const ShipRecord* ship, api.universe.dock(*call.agent, call.ship(), call.now));
    return changed_nav(api, *ship, call.now);
}

ApiResult<ApiReply> post_navigate(Api& api, const ApiCall& call) {
    ARGOSY_TRY(const object body, read_body(call.request));
    InputProblems problems;
    const WaypointSymbol destination(text_field(body, "waypointSymbol", problems));
    if (auto refused = problems.refusal()) return *std::move(refused);
    ARGOSY_TRY(const ShipRecord* ship,
               api.universe.navigate(*call.agent, call.ship(), destination, call.now));
    return departure(api, *ship, call.now);
}

}  // namespace

std::vector<Route> ship_routes() {
    return {
        {"GET", "/my/ships", Access::kAgent, &get_ships},
        {"GET", "/my/ships/{}", Access::kAgent, &get_ship},
        {"GET", "/my/ships/{}/nav", Access::kAgent, &get_nav},
        {"PATCH", "/my/ships/{}/nav", Access::kAgent, &patch_nav},
        {"GET", "/my/ships/{}/cargo", Access::kAgent, &get_cargo},
        {"GET", "/my/ships/{}/cooldown", Access::kAgent, &get_cooldown},
        {"POST", "/my/ships/{}/orbit", Access::kAgent, &post_orbit},
        {"POST", "/my/ships/{}/dock", Access::kAgent, &post_dock},
        {"POST", "/my/ships/{}/navigate", Access::kAgent, &post_navigate},
    };
}

}  // namespace argosy::sim
