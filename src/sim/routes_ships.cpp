#include "sim/http_api.h"

// Ships: what they are and where they stand.

namespace argosy::sim {
namespace {

using boost::json::object;

ApiResult<const ShipRecord*> own_ship(Api& api, const ApiCall& call) {
    return api.universe.ship(*call.agent, call.ship(), call.now);
}

ApiReply changed_nav(Api& api, const ShipRecord& ship, core::TimePoint now) {
    return data(object{{"nav", api.json.nav(ship, now)}});
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

ApiResult<ApiReply> get_cargo(Api& api, const ApiCall& call) {
    return one(own_ship(api, call), [&](const auto& each) { return api.json.cargo(each); });
}

ApiResult<ApiReply> get_mounts(Api& api, const ApiCall& call) {
    return one(own_ship(api, call), [&](const auto& each) { return api.json.mounts(each); });
}

ApiResult<ApiReply> get_modules(Api& api, const ApiCall& call) {
    return one(own_ship(api, call), [&](const auto& each) { return api.json.modules(each); });
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

}  // namespace

std::vector<Route> ship_routes() {
    return {
        {"GET", "/my/ships", Access::kAgent, &get_ships},
        {"GET", "/my/ships/{}", Access::kAgent, &get_ship},
        {"GET", "/my/ships/{}/nav", Access::kAgent, &get_nav},
        {"GET", "/my/ships/{}/cargo", Access::kAgent, &get_cargo},
        {"GET", "/my/ships/{}/mounts", Access::kAgent, &get_mounts},
        {"GET", "/my/ships/{}/modules", Access::kAgent, &get_modules},
        {"GET", "/my/ships/{}/cooldown", Access::kAgent, &get_cooldown},
        {"POST", "/my/ships/{}/orbit", Access::kAgent, &post_orbit},
        {"POST", "/my/ships/{}/dock", Access::kAgent, &post_dock},
    };
}

}  // namespace argosy::sim
