#include "sim/gates.h"
#include "sim/http_api.h"

// Ships on their way: inside a system, between two, and faster.

namespace argosy::sim {
namespace {

using boost::json::array;
using boost::json::object;
using model::WaypointSymbol;

ApiReply departed(Api& api, const Departure& departure, core::TimePoint now) {
    return data(object{{"nav", api.json.nav(*departure.ship, now)},
                       {"fuel", api.json.fuel(*departure.ship)},
                       {"events", api.json.ship_events(departure.events)}});
}

ApiResult<WaypointSymbol> read_destination(const ApiCall& call) {
    ARGOSY_TRY(const object body, read_body(call.request));
    InputProblems problems;
    WaypointSymbol destination(text_field(body, "waypointSymbol", problems));
    if (auto refused = problems.refusal()) return *std::move(refused);
    return destination;
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
    return departed(api, Departure{ship, {}}, call.now);
}

ApiResult<ApiReply> post_navigate(Api& api, const ApiCall& call) {
    ARGOSY_TRY(const WaypointSymbol destination, read_destination(call));
    ARGOSY_TRY(const Departure departure,
               api.universe.navigate(*call.agent, call.ship(), destination, call.now));
    return departed(api, departure, call.now);
}

ApiResult<ApiReply> post_warp(Api& api, const ApiCall& call) {
    ARGOSY_TRY(const WaypointSymbol destination, read_destination(call));
    ARGOSY_TRY(const Departure departure,
               Gates(api.universe).warp(*call.agent, call.ship(), destination, call.now));
    return departed(api, departure, call.now);
}

ApiResult<ApiReply> post_jump(Api& api, const ApiCall& call) {
    ARGOSY_TRY(const WaypointSymbol destination, read_destination(call));
    ARGOSY_TRY(const Jump jump,
               Gates(api.universe).jump(*call.agent, call.ship(), destination, call.now));
    return data(object{{"nav", api.json.nav(*jump.ship, call.now)},
                       {"cooldown", api.json.cooldown(*jump.ship, call.now)},
                       {"transaction", api.json.deal(jump.antimatter)},
                       {"agent", api.json.agent(*jump.antimatter.agent)}});
}

}  // namespace

std::vector<Route> travel_routes() {
    return {
        {"PATCH", "/my/ships/{}/nav", Access::kAgent, &patch_nav},
        {"POST", "/my/ships/{}/navigate", Access::kAgent, &post_navigate},
        {"POST", "/my/ships/{}/jump", Access::kAgent, &post_jump},
        {"POST", "/my/ships/{}/warp", Access::kAgent, &post_warp},
    };
}

}  // namespace argosy::sim
