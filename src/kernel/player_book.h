#pragma once

/// @file
/// The players' rows: who plays, in which era, and which of them is meant when nobody is named. The
/// rows hold the agents' tokens; nothing else does.

#include <optional>
#include <string>
#include <vector>

#include "core/runtime.h"
#include "kernel/player.h"
#include "store/store.h"

namespace argosy::kernel {

class Company;

/// Which players a list is of.
enum class Eras : std::uint8_t { kCurrent, kAll };

/// What is known of a player beyond itself.
struct KnownPlayer {
    Player player;
    core::TimePoint created_at{};
    /// When its universe was found to be no more; nothing while it may be played.
    std::optional<core::TimePoint> ended_at;
    std::string ended_because;
    std::string owner;  ///< The daemon that has its lease; empty: none.
    std::int64_t fencing_token = 0;
    std::int64_t late_acts = 0;  ///< Requests that reached the game after a lost lease.
    bool current = false;
    Company* company = nullptr;  ///< nullptr: this process does not act for it.
    std::string trouble;         ///< Why this process cannot act for it; empty: nothing known.
};

/// Returns the players of an era that have not ended, by id.
Task<Result<std::vector<Player>>> load_players(store::Store& store, std::string era);

/// Returns the players of eras before `era` that have not ended, by id.
Task<Result<std::vector<Player>>> load_bygone_players(store::Store& store, std::string era);

/// Returns all players ever, by id, without what only a process can tell.
Task<Result<std::vector<KnownPlayer>>> load_known_players(store::Store& store);

/// Stores a player, or the new token of one already known.
/// @returns the player with its id
/// @error kConflict  The agent of this name and era has ended: the game began again with the date
///                   it had before, and the two must not share their history.
Task<Result<Player>> save_player(store::Store& store, Player player, core::TimePoint now);

/// Returns the id of the current player, 0 when there is none.
Task<Result<std::int64_t>> load_current_player(store::Store& store);
Task<Result<void>> save_current_player(store::Store& store, std::int64_t player);

/// Ends a player whose universe is no more, in one transaction: everything that was under way is
/// closed with this reason, the lease is taken from whoever has it, and the history stays.
/// @error kConflict  It has ended already.
Task<Result<void>> end_player(store::Store& store, std::int64_t player, std::string reason,
                              core::TimePoint now);

/// Starts a run of the program: takes the number that its ids carry.
Task<Result<std::int64_t>> begin_run(store::Store& store, core::TimePoint now, std::uint64_t seed);

}  // namespace argosy::kernel
