#include "sim/http_api.h"

// The server, its agents and its factions.

namespace argosy::sim {
namespace {

using boost::json::array;
using boost::json::object;
using model::AgentSymbol;

ApiResult<ApiReply> get_status(Api& api, const ApiCall& call) {
    api.universe.advance(call.now);
    return ApiReply{200, api.json.status(call.now)};
}

ApiResult<ApiReply> post_register(Api& api, const ApiCall& call) {
    if (call.token.empty()) return refusal::account_token_missing();
    ARGOSY_TRY(const object body, read_body(call.request));
    InputProblems problems;
    const std::string symbol = text_field(body, "symbol", problems);
    const std::string faction = text_field(body, "faction", problems);
    if (auto refused = problems.refusal()) return *std::move(refused);
    ARGOSY_TRY(const NewAgent made,
               api.universe.register_agent(call.token, symbol, faction, call.now));
    array ships;
    for (const ShipRecord* ship : made.ships)
        ships.push_back(api.json.ship(*ship, call.now));
    const Faction* joined = api.universe.catalogue().faction(faction);
    ARGOSY_ASSERT(joined != nullptr);
    return data(object{{"token", made.token},
                       {"agent", api.json.agent(*made.agent)},
                       {"faction", api.json.faction(*joined)},
                       {"contract", api.json.expired_contract(*made.agent, call.now)},
                       {"ships", std::move(ships)}},
                kCreated);
}

ApiResult<ApiReply> get_my_agent(Api& api, const ApiCall& call) {
    return one(api.universe.agent(*call.agent),
               [&](const auto& each) { return api.json.agent(each); });
}

ApiResult<ApiReply> get_agents(Api& api, const ApiCall& call) {
    std::vector<const AgentRecord*> agents;
    for (const auto& [symbol, record] : api.universe.agents())
        agents.push_back(&record);
    return paged(call, agents, [&](const auto* each) { return api.json.public_agent(*each); });
}

ApiResult<ApiReply> get_agent(Api& api, const ApiCall& call) {
    return one(api.universe.agent(AgentSymbol(call.names[0])),
               [&](const auto& each) { return api.json.public_agent(each); });
}

ApiResult<ApiReply> get_my_contracts(Api&, const ApiCall& call) {
    return paged(call, std::vector<int>(), [](int) { return object(); });
}

ApiResult<ApiReply> get_factions(Api& api, const ApiCall& call) {
    return paged(call, api.universe.catalogue().factions(),
                 [&](const auto& each) { return api.json.faction(each); });
}

ApiResult<ApiReply> get_faction(Api& api, const ApiCall& call) {
    const Faction* faction = api.universe.catalogue().faction(call.names[0]);
    if (faction == nullptr) return refusal::not_found("Faction", call.names[0]);
    return data(api.json.faction(*faction));
}

}  // namespace

std::vector<Route> status_routes() {
    return {
        {"GET", "/", Access::kOpen, &get_status},
        {"POST", "/register", Access::kAccount, &post_register},
        {"GET", "/my/agent", Access::kAgent, &get_my_agent},
        {"GET", "/agents", Access::kOpen, &get_agents},
        {"GET", "/agents/{}", Access::kOpen, &get_agent},
        {"GET", "/my/contracts", Access::kAgent, &get_my_contracts},
        {"GET", "/factions", Access::kOpen, &get_factions},
        {"GET", "/factions/{}", Access::kOpen, &get_faction},
    };
}

}  // namespace argosy::sim
