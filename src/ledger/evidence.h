#pragma once

/// @file
/// How an intent whose answer never came is told to have happened: by looking at the ship, and at
/// the list of recent transactions of its market. Nothing here repeats a request that acts, and
/// nothing here writes.

#include <optional>
#include <set>

#include "game/game_port.h"
#include "ledger/entry.h"

namespace argosy::ledger {

/// What looking told of one intent.
struct Finding {
    bool happened = false;
    core::Units units;
    /// Exact, where the list of transactions shows it. Never negative.
    std::optional<core::Credits> total;
    std::optional<core::TimePoint> at;
    /// The ship that traded, or the new one. Nothing when it is gone.
    std::optional<model::Ship> ship;
};

/// How far the game's clock may be behind ours when a transaction's time is compared with the
/// intent's.
inline constexpr core::Duration kClockSkew = std::chrono::seconds(60);

/// Looks whether `intent` happened.
///
/// @param booked  Times of the transactions of this ship (or, for SHIP_PURCHASE, of this ship
///                type) and good at this waypoint that are in the ledger already.
/// @pre The ship has not traded since the intent.
/// @error The look failed; nothing is known.
/// @cost 1 request when no cargo changed hands, else 2 (SHIP_PURCHASE: 1 more).
core::Task<core::Result<Finding>> look(game::GamePort& game, Intent intent,
                                       std::set<core::TimePoint> booked);

}  // namespace argosy::ledger
