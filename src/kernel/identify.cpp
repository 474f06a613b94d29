#include "kernel/identify.h"

#include <fmt/format.h>

namespace argosy::kernel {
namespace {

// The game only says that something in the request was wrong.
core::Error with_advice(core::Error error, const std::string& agent, const std::string& faction) {
    if (error.code != core::ErrorCode::kInvalidArgument) return error;
    error.message = fmt::format(
        "agent was \"{}\" and faction \"{}\", expected a name of 3 to 14 "
        "characters and a faction that recruits, like COSMIC ({})",
        agent, faction, error.message);
    return error;
}

}  // namespace

Task<Result<Player>> identify(game::GamePort& port, Introduction introduction) {
    const auto& [era, agent, faction, account_token, agent_token] = introduction;
    Player player{.era = era, .faction = faction};
    if (!account_token.empty()) {
        auto answer =
            co_await port.register_agent(account_token, model::AgentSymbol(agent), faction);
        if (!answer) co_return with_advice(std::move(answer).error(), agent, faction);
        player.agent = answer->agent.symbol;
        player.faction = answer->agent.starting_faction;
        player.headquarters = answer->agent.headquarters;
        player.token = std::move(answer->agent_token);
        player.account = answer->agent.account;
        co_return player;
    }
    port.use_agent_token(agent_token);
    ARGOSY_CO_TRY(const model::Agent known, co_await port.my_agent());
    if (!agent.empty() && known.symbol.str() != agent) {
        co_return core::Error{core::ErrorCode::kInvalidArgument,
                              fmt::format("agent was {}, expected {}: the token is that agent's",
                                          agent, known.symbol)};
    }
    player.agent = known.symbol;
    player.faction = known.starting_faction;
    player.headquarters = known.headquarters;
    player.token = agent_token;
    player.account = known.account;
    co_return player;
}

}  // namespace argosy::kernel
