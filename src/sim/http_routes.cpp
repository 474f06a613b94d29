#include "sim/http_api.h"

namespace argosy::sim {

ApiReply data(boost::json::value content, int status) {
    return {status, boost::json::object{{"data", std::move(content)}}};
}

ApiResult<model::WaypointSymbol> ApiCall::waypoint() const {
    model::WaypointSymbol waypoint(names[1]);
    if (model::system_of(waypoint).str() != names[0]) {
        return refusal::not_found("Waypoint", waypoint.str());
    }
    return waypoint;
}

const std::vector<Route>& all_routes() {
    static const std::vector<Route> kRoutes = [] {
        std::vector<Route> routes;
        for (const auto& group :
             {status_routes(), system_routes(), construction_routes(), contract_routes(),
              ship_routes(), travel_routes(), outfitting_routes(), trade_routes(), mining_routes(),
              exploration_routes()}) {
            routes.insert(routes.end(), group.begin(), group.end());
        }
        return routes;
    }();
    return kRoutes;
}

}  // namespace argosy::sim
