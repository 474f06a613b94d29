#pragma once

/// @file
/// What the end of a player's universe does to its ship claims. History stays as it is.

#include "core/time.h"
#include "store/store.h"

namespace argosy::fleet {

/// Frees every ship.
/// @pre Nothing of the player runs in this process any more.
void close_bygone(std::int64_t player, core::TimePoint at, store::Transaction& transaction);

}  // namespace argosy::fleet
