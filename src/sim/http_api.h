#pragma once

/// @file
/// What the endpoints of the public API share: the request that found its route, the answer, the
/// table's form. A handler reads its input, calls the universe once and shapes the answer; every
/// rule is the universe's. Each routes_*.cpp holds one group of endpoints and its table.

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/http_input.h"
#include "sim/http_json.h"
#include "sim/universe.h"

namespace argosy::sim {

inline constexpr int kCreated = 201;
inline constexpr int kNoContent = 204;

/// A request that found its route.
struct ApiCall {
    const HttpRequest& request;
    const Target& target;
    std::vector<std::string> names;           ///< What stood for the pattern's `{}`, in order.
    std::optional<model::AgentSymbol> agent;  ///< Whose token came with it.
    std::string_view token;
    core::TimePoint now;

    /// Returns the ship of a pattern "/my/ships/{}...".
    model::ShipSymbol ship() const { return model::ShipSymbol(names[0]); }
    /// Returns the waypoint of a pattern "/systems/{}/waypoints/{}...".
    /// @error 404  It is not in that system.
    ApiResult<model::WaypointSymbol> waypoint() const;
};

struct ApiReply {
    int status = 200;
    boost::json::value body;  ///< Null: no body.
};

/// Which token a route asks for.
enum class Access : std::uint8_t {
    kOpen,     ///< None; an agent's token shows more.
    kAgent,    ///< An agent's.
    kAccount,  ///< An account's.
};

/// What handlers work with.
struct Api {
    explicit Api(Universe& world) : universe(world), json(world) {}

    Universe& universe;
    UniverseJson json;
};

using Handler = ApiResult<ApiReply> (*)(Api& api, const ApiCall& call);

struct Route {
    std::string_view method;
    std::string_view pattern;  ///< Below the base path: "/my/ships/{}/nav".
    Access access;
    Handler handler;
};

/// The groups, each in the source of its name.
std::vector<Route> status_routes();
std::vector<Route> system_routes();
std::vector<Route> construction_routes();
std::vector<Route> contract_routes();
std::vector<Route> ship_routes();
std::vector<Route> travel_routes();
std::vector<Route> outfitting_routes();
std::vector<Route> trade_routes();
std::vector<Route> mining_routes();
std::vector<Route> exploration_routes();

/// Returns every endpoint.
const std::vector<Route>& all_routes();

/// Returns `content` in the envelope of the game.
ApiReply data(boost::json::value content, int status = 200);

/// Returns one page of `items`, each shaped by `shape`.  @error 422  Page or limit is wrong.
template <class Item, class Shape>
ApiResult<ApiReply> paged(const ApiCall& call, const std::vector<Item>& items, Shape shape) {
    InputProblems problems;
    const PageRequest page = read_page(call.target, problems);
    if (auto refused = problems.refusal()) return *std::move(refused);
    const std::size_t begin = std::min(page.first(), items.size());
    const std::size_t end = std::min(begin + page.limit, items.size());
    boost::json::array list;
    for (std::size_t i = begin; i < end; ++i)
        list.push_back(shape(items[i]));
    return ApiReply{200, boost::json::object{{"data", std::move(list)},
                                             {"meta", boost::json::object{{"total", items.size()},
                                                                          {"page", page.page},
                                                                          {"limit", page.limit}}}}};
}

/// Returns what was found, shaped, or the refusal.
template <class Item, class Shape>
ApiResult<ApiReply> one(const ApiResult<const Item*>& found, Shape shape) {
    if (!found) return found.error();
    return data(shape(**found));
}

}  // namespace argosy::sim
