#pragma once

/// @file
/// The commit that must not fail. Rooms keep what they decide by in memory and change it together
/// with the store; if the store cannot take the change, memory is ahead of it and the one safe
/// thing is to stop at once and start again from what is stored.

#include "core/log.h"
#include "store/store.h"

namespace argosy::store {

/// Commits, or logs the reason and aborts the process. Recovery is the start path.
Task<void> commit_or_abort(Store& store, core::Log& log, Transaction transaction,
                           Durability durability = Durability::kNormal);

}  // namespace argosy::store
