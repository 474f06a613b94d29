#pragma once

/// @file
/// `player`: agents and their tokens.

#include <string>

#include "apps/cli_command.h"
#include "argosy.pb.h"

namespace CLI {
class App;
}

namespace argosy::cli {

struct PlayerRegister {
    std::string agent;
    std::string faction;
    std::string account_token_file;
    std::string agent_token_file;
};
struct PlayerList {
    bool all = false;  ///< Those of universes that are no more too.
};
struct PlayerUse {
    std::string agent;
};
struct PlayerShow {};

void add_player(CLI::App& root, Invocation& invocation);

core::Result<void> carry_out(const PlayerRegister& command, Session& session);
core::Result<void> carry_out(const PlayerList& command, Session& session);
core::Result<void> carry_out(const PlayerUse& command, Session& session);
core::Result<void> carry_out(const PlayerShow& command, Session& session);

/// One line of the list.
std::string render(const v1::Player& player);
/// Everything that is known of it.
std::string render_facts(const v1::Player& player);
std::string render(const v1::ListPlayersResponse& answer);

}  // namespace argosy::cli
