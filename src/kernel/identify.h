#pragma once

/// @file
/// Who the player of a token is, by the game.

#include <string>

#include "game/game_port.h"
#include "kernel/player.h"

namespace argosy::kernel {

/// What whoever adds a player says of it.
struct Introduction {
    std::string era;      ///< The game's.
    std::string agent;    ///< May be empty with an agent token.
    std::string faction;  ///< Of a new agent.
    core::Secret account_token;
    core::Secret agent_token;
};

/// Registers a new agent (account token), or asks whose the agent token is. Nothing is stored.
/// @pre One of the tokens is empty, the other is not.
/// @error kInvalidArgument  The game refuses the agent or its faction, or the token is another
///                          agent's.
/// @cost one request
Task<Result<Player>> identify(game::GamePort& port, Introduction introduction);

}  // namespace argosy::kernel
