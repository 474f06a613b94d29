#pragma once

/// @file
/// How busy the haulers were: time in hauls, by the stored tasks, against the time they had.

#include "core/runtime.h"
#include "store/store.h"

namespace argosy::kernel {

/// Returns the share, 0 to 1, of `haulers` ships' time from `since` until `until` that was spent
/// in hauls (fetching, trading, carrying).
core::Task<core::Result<double>> utilisation(store::Store& store, std::int64_t player,
                                             std::int64_t haulers, core::TimePoint since,
                                             core::TimePoint until);

}  // namespace argosy::kernel
