#pragma once

/// @file
/// What the end of a player's universe does to its intents. History stays as it is.

#include <string>

#include "core/time.h"
#include "store/store.h"

namespace argosy::ledger {

/// Abandons every open intent, whose outcome can no longer be looked at, and frees what credits
/// were set aside.
/// @pre Nothing of the player runs in this process any more.
void close_bygone(std::int64_t player, const std::string& reason, core::TimePoint at,
                  store::Transaction& transaction);

}  // namespace argosy::ledger
