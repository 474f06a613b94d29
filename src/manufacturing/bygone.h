#pragma once

/// @file
/// What the end of a player's universe does to its pipelines. History stays as it is.

#include <string>

#include "core/time.h"
#include "store/store.h"

namespace argosy::manufacturing {

/// Cancels every pipeline under way and gives back its factories and what it had reserved of pools.
/// @pre Nothing of the player runs in this process any more.
void close_bygone(std::int64_t player, const std::string& reason, core::TimePoint at,
                  store::Transaction& transaction);

}  // namespace argosy::manufacturing
