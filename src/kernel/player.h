#pragma once

/// @file
/// Players: one agent in one era each. The rows hold the agents' tokens; nothing else does.

#include <optional>
#include <string>
#include <vector>

#include "core/runtime.h"
#include "core/secret.h"
#include "model/market.h"
#include "store/store.h"

namespace argosy::kernel {

using core::Result;
using core::Task;

struct Player {
    std::int64_t id = 0;
    model::AgentSymbol agent;
    std::string era;  ///< The universe's reset date.
    std::string faction;
    model::WaypointSymbol headquarters;
    core::Secret token;
};

/// Returns all players of an era, by id.
Task<Result<std::vector<Player>>> load_players(store::Store& store, std::string era);

/// Stores a player, or the new token of one already known.
/// @returns the player with its id
Task<Result<Player>> save_player(store::Store& store, Player player, core::TimePoint now);

/// Starts a run of the program: takes the number that its ids carry.
Task<Result<std::int64_t>> begin_run(store::Store& store, core::TimePoint now, std::uint64_t seed);

}  // namespace argosy::kernel
