#include "sim/construction.h"
#include "sim/http_api.h"

// Places under construction.

namespace argosy::sim {
namespace {

using boost::json::object;
using model::WaypointSymbol;

ApiResult<ApiReply> get_construction(Api& api, const ApiCall& call) {
    ARGOSY_TRY(const WaypointSymbol waypoint, call.waypoint());
    return one(Construction(api.universe).site(waypoint),
               [&](const SiteRecord& site) { return api.json.construction(waypoint, site); });
}

ApiResult<ApiReply> post_supply(Api& api, const ApiCall& call) {
    ARGOSY_TRY(const WaypointSymbol waypoint, call.waypoint());
    ARGOSY_TRY(const Handover cargo, read_handover(call.request));
    ARGOSY_TRY(const SupplyDeal deal,
               Construction(api.universe).supply(*call.agent, waypoint, cargo, call.now));
    return data(object{{"construction", api.json.construction(waypoint, *deal.site)},
                       {"cargo", api.json.cargo(*deal.ship)}},
                kCreated);
}

}  // namespace

std::vector<Route> construction_routes() {
    return {
        {"GET", "/systems/{}/waypoints/{}/construction", Access::kOpen, &get_construction},
        {"POST", "/systems/{}/waypoints/{}/construction/supply", Access::kAgent, &post_supply},
    };
}

}  // namespace argosy::sim
