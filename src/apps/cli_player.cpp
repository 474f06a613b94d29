#include "apps/cli_player.h"

#include <cstdlib>

#include "apps/cli_noun.h"
#include "apps/cli_session.h"
#include "apps/cli_table.h"
#include "apps/cli_token.h"

namespace argosy::cli {
namespace {

std::string environment(const std::string& name) {
    const char* value = std::getenv(name.c_str());
    return value == nullptr ? "" : value;
}

Table player_table() {
    return Table({right("ID"), left("AGENT"), left("FACTION"), left("HEADQUARTERS"),
                  right("CREDITS"), left("ERA")});
}

void add_row(Table& table, const v1::Player& player) {
    table.add({std::to_string(player.id()), player.agent(), player.faction(), player.headquarters(),
               credits(player.credits()), player.era()});
}

}  // namespace

void add_player(CLI::App& root, Invocation& invocation) {
    CLI::App& noun =
        add_noun(root, "player", "Agents and their tokens", "spacetraders player list");
    Verb<PlayerRegister> reg(
        invocation, noun, "register",
        "Registers a new agent, or imports an existing one.\n"
        "An account token registers a new agent (with --faction), an agent token imports one.\n"
        "Tokens come from $SPACETRADERS_ACCOUNT_TOKEN, $SPACETRADERS_AGENT_TOKEN or a file of\n"
        "mode 0600, never from the arguments, which every user of the machine can read.",
        "spacetraders player register ARGOSY --faction COSMIC --token-file ~/.spacetraders-token");
    reg.app()->add_option("AGENT", reg->agent, "The agent's name")->required();
    reg.app()->add_option("--faction", reg->faction, "The faction a new agent starts with");
    auto* account = reg.app()->add_option("--token-file", reg->account_token_file,
                                          "File with the account's token, mode 0600");
    reg.app()
        ->add_option("--agent-token-file", reg->agent_token_file,
                     "File with an existing agent's token, mode 0600")
        ->excludes(account);
    Verb<PlayerList>(invocation, noun, "list", "Lists the players this daemon knows",
                     "spacetraders player list --output json");
}

core::Result<void> carry_out(const PlayerRegister& command, Session& session) {
    ARGOSY_TRY(const Token token, find_token(command, environment));
    v1::RegisterPlayerRequest request;
    request.set_agent(command.agent);
    request.set_faction(command.faction);
    if (token.kind == TokenKind::kAccount) request.set_account_token(token.value.reveal());
    if (token.kind == TokenKind::kAgent) request.set_agent_token(token.value.reveal());
    return session.ask(&rpc::Client::register_player, std::move(request), render);
}

core::Result<void> carry_out(const PlayerList&, Session& session) {
    return session.ask(&rpc::Client::list_players, {}, render);
}

std::string render(const v1::Player& player) {
    Table table = player_table();
    add_row(table, player);
    return table.text();
}

std::string render(const v1::ListPlayersResponse& answer) {
    Table table = player_table();
    for (const v1::Player& player : answer.players())
        add_row(table, player);
    return table.text();
}

}  // namespace argosy::cli
