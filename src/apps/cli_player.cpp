#include "apps/cli_player.h"

#include <fmt/format.h>

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
                  right("CREDITS"), right("SHIPS"), left("ERA"), left("PLAYED BY")});
}

std::string played_by(const v1::Player& player) {
    if (player.ended_at() != 0) return player.ended_because();
    if (!player.trouble().empty()) return "nobody: " + player.trouble();
    return player.here() ? "this daemon" : or_dash(player.owner());
}

/// What only the daemon that acts for the player knows.
std::string if_here(const v1::Player& player, std::int64_t amount) {
    return player.here() ? credits(amount) : "-";
}

void add_row(Table& table, const v1::Player& player) {
    table.add({std::to_string(player.id()), player.agent() + (player.current() ? " *" : ""),
               player.faction(), player.headquarters(), if_here(player, player.credits()),
               if_here(player, player.ships()), player.era(), played_by(player)});
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
    Verb<PlayerList> list(invocation, noun, "list",
                          "Lists the players of the database and who plays them; * is the current",
                          "spacetraders player list --all");
    list.app()->add_flag("--all", list->all, "Those of universes that are no more too");
    Verb<PlayerUse> use(invocation, noun, "use",
                        "Chooses the player that commands mean when they name none",
                        "spacetraders player use ARGOSY");
    use.app()->add_option("AGENT", use->agent, "The agent's name")->required();
    Verb<PlayerShow>(invocation, noun, "show", "Shows what is known of a player",
                     "spacetraders player show --agent ARGOSY");
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

core::Result<void> carry_out(const PlayerList& command, Session& session) {
    v1::ListPlayersRequest request;
    request.set_all(command.all);
    return session.ask(&rpc::Client::list_players, std::move(request), render);
}

core::Result<void> carry_out(const PlayerUse& command, Session& session) {
    v1::UsePlayerRequest request;
    request.set_agent(command.agent);
    return session.ask(&rpc::Client::use_player, std::move(request), render);
}

core::Result<void> carry_out(const PlayerShow&, Session& session) {
    return session.ask(&rpc::Client::get_player, {}, render_facts);
}

std::string render(const v1::Player& player) {
    Table table = player_table();
    add_row(table, player);
    return table.text();
}

std::string render_facts(const v1::Player& player) {
    Facts facts;
    facts.add("Player", std::to_string(player.id()));
    facts.add("Agent", player.agent() + (player.current() ? " (current)" : ""));
    facts.add("Era", player.era());
    for (const std::string& era : player.earlier_eras())
        facts.add("Played before", fmt::format("{}: see ledger report --era {}", era, era));
    facts.add("Faction", player.faction());
    facts.add("Headquarters", player.headquarters());
    facts.add("Credits", if_here(player, player.credits()));
    facts.add("Ships", if_here(player, player.ships()));
    facts.add("Token", player.token_known() ? "known" : "unknown");
    facts.add("Played by", played_by(player));
    facts.add("Lease",
              fmt::format("{}, token {}", or_dash(player.owner()), player.fencing_token()));
    facts.add("Late requests", credits(player.late_acts()));
    facts.add("Known since", point(player.created_at()));
    if (player.ended_at() != 0) facts.add("Ended", point(player.ended_at()));
    return facts.text();
}

std::string render(const v1::ListPlayersResponse& answer) {
    Table table = player_table();
    for (const v1::Player& player : answer.players())
        add_row(table, player);
    return table.text();
}

}  // namespace argosy::cli
