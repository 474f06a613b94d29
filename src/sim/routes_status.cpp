#include "sim/contracts.h"
#include "sim/http_api.h"

// The server, its agents and its factions.

namespace argosy::sim {
namespace {

using boost::json::array;
using boost::json::object;
using model::AgentSymbol;

ApiResult<ApiReply> get_status(Api& api, const ApiCall& call) {
    api.universe.advance(call.now);
    return ApiReply{200, api.json.status()};
}

ApiResult<ApiReply> get_error_codes(Api&, const ApiCall&) {
    array codes;
    for (const CodeName& each : kErrorCodes) {
        codes.push_back(object{{"code", each.code}, {"name", each.name}});
    }
    return ApiReply{200, object{{"errorCodes", std::move(codes)}}};
}

ApiResult<ApiReply> post_register(Api& api, const ApiCall& call) {
    if (call.token.empty()) return refusal::account_token_missing();
    ARGOSY_TRY(const object body, read_body(call.request));
    InputProblems problems;
    const std::string symbol = text_field(body, "symbol", problems);
    const std::string faction = text_field(body, "faction", problems);
    const auto check = [&](std::string_view field, const std::string& value, std::string problem) {
        if (!value.empty() && !problem.empty()) problems.add(field, std::move(problem));
    };
    check("symbol", symbol, Universe::symbol_problem(symbol));
    check("faction", faction, api.universe.faction_problem(faction));
    if (auto refused = problems.refusal()) return *std::move(refused);
    ARGOSY_TRY(const NewAgent made,
               api.universe.register_agent(call.token, symbol, faction, call.now));
    array ships;
    for (const ShipRecord* ship : made.ships)
        ships.push_back(api.json.ship(*ship, call.now));
    const Faction* joined = api.universe.catalogue().faction(faction);
    ARGOSY_ASSERT(joined != nullptr);
    object content{{"token", made.token},
                   {"agent", api.json.agent(*made.agent)},
                   {"faction", api.json.faction(*joined)},
                   {"ships", std::move(ships)}};
    ARGOSY_TRY(const auto contracts,
               Contracts(api.universe).list(made.agent->agent.symbol, call.now));
    if (!contracts.empty()) content["contract"] = api.json.contract(*contracts.front());
    return data(std::move(content), kCreated);
}

ApiResult<ApiReply> get_my_account(Api& api, const ApiCall& call) {
    ARGOSY_TRY(const AgentRecord* agent, api.universe.agent(*call.agent));
    const AccountRecord& account = api.universe.state().accounts.at(agent->agent.account);
    return data(object{{"account", api.json.account(account)}});
}

ApiResult<ApiReply> get_my_events(Api& api, const ApiCall& call) {
    api.universe.advance(call.now);
    ARGOSY_TRY(const AgentRecord* agent, api.universe.agent(*call.agent));
    array events;
    for (const AgentEvent& event : agent->events)
        events.push_back(api.json.event(*agent, event));
    return data(std::move(events));
}

ApiResult<ApiReply> get_my_factions(Api& api, const ApiCall& call) {
    api.universe.advance(call.now);
    ARGOSY_TRY(const AgentRecord* agent, api.universe.agent(*call.agent));
    const std::vector<std::pair<std::string, std::int64_t>> standings(agent->reputation.begin(),
                                                                      agent->reputation.end());
    return paged(call, standings, [](const auto& standing) {
        return object{{"symbol", standing.first}, {"reputation", standing.second}};
    });
}

ApiResult<ApiReply> get_my_agent(Api& api, const ApiCall& call) {
    api.universe.advance(call.now);
    return one(api.universe.agent(*call.agent),
               [&](const auto& each) { return api.json.agent(each); });
}

ApiResult<ApiReply> get_agents(Api& api, const ApiCall& call) {
    api.universe.advance(call.now);
    std::vector<const AgentRecord*> agents;
    for (const auto& [symbol, record] : api.universe.agents())
        agents.push_back(&record);
    return paged(call, agents, [&](const auto* each) { return api.json.public_agent(*each); });
}

ApiResult<ApiReply> get_agent(Api& api, const ApiCall& call) {
    api.universe.advance(call.now);
    return one(api.universe.agent(AgentSymbol(call.names[0])),
               [&](const auto& each) { return api.json.public_agent(each); });
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
        {"GET", "/error-codes", Access::kOpen, &get_error_codes},
        {"POST", "/register", Access::kAccount, &post_register},
        {"GET", "/my/account", Access::kAgent, &get_my_account},
        {"GET", "/my/agent", Access::kAgent, &get_my_agent},
        {"GET", "/my/agent/events", Access::kAgent, &get_my_events},
        {"GET", "/my/factions", Access::kAgent, &get_my_factions},
        {"GET", "/agents", Access::kOpen, &get_agents},
        {"GET", "/agents/{}", Access::kOpen, &get_agent},
        {"GET", "/factions", Access::kOpen, &get_factions},
        {"GET", "/factions/{}", Access::kOpen, &get_faction},
    };
}

}  // namespace argosy::sim
