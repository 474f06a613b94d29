#pragma once

/// @file
/// What the end of a player's universe does to its goods factories. History stays as it is.

#include <string>

#include "core/time.h"
#include "store/store.h"

namespace argosy::goods {

/// Stops every factory under way.
/// @pre Nothing of the player runs in this process any more.
void close_bygone(std::int64_t player, const std::string& reason, core::TimePoint at,
                  store::Transaction& transaction);

}  // namespace argosy::goods
