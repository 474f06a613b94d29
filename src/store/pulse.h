#pragma once

/// @file
/// Whether a store answers, asked by those who must answer themselves whatever it does.

#include "core/clock.h"
#include "store/store.h"

namespace argosy::store {

/// Asks the store a question that needs no table, and waits for as long as `patience` by `clock`.
///
/// The question stays in the store's queue when nobody waits for it any more, so ask for people and
/// not in a loop.
///
/// @param store  Outlives the loop's tasks.
/// @error kUnavailable  It did not answer in time.
/// @error as Store::query()
Task<Result<void>> feel_pulse(Store& store, const core::Executor& executor, core::Clock& clock,
                              core::Duration patience);

}  // namespace argosy::store
