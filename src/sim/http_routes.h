#pragma once

/// @file
/// The endpoints of the public API that this universe has, as one table. A handler reads its
/// input, calls the universe once and shapes the answer; every rule is the universe's.

#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/http_input.h"
#include "sim/http_json.h"
#include "sim/universe.h"

namespace argosy::sim {

/// A request that found its route.
struct ApiCall {
    const HttpRequest& request;
    const Target& target;
    std::vector<std::string> names;           ///< What stood for the pattern's `{}`, in order.
    std::optional<model::AgentSymbol> agent;  ///< Whose token came with it.
    std::string_view token;
    core::TimePoint now;
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

class ApiRoutes {
  public:
    using Handler = ApiResult<ApiReply> (ApiRoutes::*)(const ApiCall&);

    struct Route {
        std::string_view method;
        std::string_view pattern;  ///< Below the base path: "/my/ships/{}/nav".
        Access access;
        Handler handler;
    };

    explicit ApiRoutes(Universe& universe) : universe_(universe), json_(universe) {}

    static const std::vector<Route>& table();

    ApiResult<ApiReply> answer(const Route& route, const ApiCall& call) {
        return (this->*route.handler)(call);
    }

  private:
    ApiResult<ApiReply> get_status(const ApiCall& call);
    ApiResult<ApiReply> post_register(const ApiCall& call);
    ApiResult<ApiReply> get_my_agent(const ApiCall& call);
    ApiResult<ApiReply> get_my_contracts(const ApiCall& call);
    ApiResult<ApiReply> get_agents(const ApiCall& call);
    ApiResult<ApiReply> get_agent(const ApiCall& call);
    ApiResult<ApiReply> get_factions(const ApiCall& call);
    ApiResult<ApiReply> get_faction(const ApiCall& call);
    ApiResult<ApiReply> get_systems(const ApiCall& call);
    ApiResult<ApiReply> get_system(const ApiCall& call);
    ApiResult<ApiReply> get_waypoints(const ApiCall& call);
    ApiResult<ApiReply> get_waypoint(const ApiCall& call);
    ApiResult<ApiReply> get_market(const ApiCall& call);
    ApiResult<ApiReply> get_shipyard(const ApiCall& call);
    ApiResult<ApiReply> get_supply_chain(const ApiCall& call);
    ApiResult<ApiReply> get_ships(const ApiCall& call);
    ApiResult<ApiReply> post_ships(const ApiCall& call);
    ApiResult<ApiReply> get_ship(const ApiCall& call);
    ApiResult<ApiReply> get_nav(const ApiCall& call);
    ApiResult<ApiReply> patch_nav(const ApiCall& call);
    ApiResult<ApiReply> get_cargo(const ApiCall& call);
    ApiResult<ApiReply> get_cooldown(const ApiCall& call);
    ApiResult<ApiReply> post_orbit(const ApiCall& call);
    ApiResult<ApiReply> post_dock(const ApiCall& call);
    ApiResult<ApiReply> post_navigate(const ApiCall& call);
    ApiResult<ApiReply> post_refuel(const ApiCall& call);
    ApiResult<ApiReply> post_purchase(const ApiCall& call);
    ApiResult<ApiReply> post_sell(const ApiCall& call);

    ApiResult<ApiReply> trade(const ApiCall& call, model::TransactionType type);
    ApiReply changed_nav(const ShipRecord& ship, core::TimePoint now) const;
    ApiReply departure(const ShipRecord& ship, core::TimePoint now) const;
    ApiResult<const ShipRecord*> own_ship(const ApiCall& call);

    Universe& universe_;
    UniverseJson json_;
};

}  // namespace argosy::sim
