#pragma once

/// @file
/// Calls an endpoint of the public API without a front: no token, no limits, no faults.

#include <string>
#include <string_view>
#include <vector>

#include "sim/http_api.h"

namespace argosy::sim::testing {

/// Returns what the route answers to the agent.
/// @param route  As in its table: "POST /my/ships/{}/survey".
/// @pre There is such a route.
inline ApiResult<ApiReply> call_route(Universe& universe, const model::AgentSymbol& agent,
                                      std::string_view route, std::vector<std::string> names,
                                      std::string body, core::TimePoint now) {
    HttpRequest request;
    if (!body.empty()) request.headers["content-type"] = "application/json";
    request.body = std::move(body);
    const Target target;
    Api api(universe);
    for (const Route& each : all_routes()) {
        if (std::string(each.method) + " " + std::string(each.pattern) != route) continue;
        return each.handler(api, ApiCall{.request = request,
                                         .target = target,
                                         .names = std::move(names),
                                         .agent = agent,
                                         .now = now});
    }
    ARGOSY_ASSERT(false);
    return ApiReply{};
}

}  // namespace argosy::sim::testing
