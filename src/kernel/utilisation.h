#pragma once

/// @file
/// How busy the haulers were, by the stored tasks: time in hauls against the time they had, and the
/// time from one haul to the next.

#include "core/runtime.h"
#include "store/store.h"

namespace argosy::kernel {

/// Returns the share, 0 to 1, of `haulers` ships' time from `since` until `until` that was spent
/// in hauls (fetching, trading, carrying).
core::Task<core::Result<double>> utilisation(store::Store& store, std::int64_t player,
                                             std::int64_t haulers, core::TimePoint since,
                                             core::TimePoint until);

/// The time that ships spent between hauls, whatever the reason.
struct HaulGaps {
    std::int64_t ships = 0;   ///< That were in hauls.
    std::int64_t gaps = 0;    ///< From the end of a haul to the beginning of the same ship's next.
    core::Duration total{0};  ///< Of all gaps.

    core::Duration mean() const { return gaps == 0 ? core::Duration(0) : total / gaps; }
};

/// Returns the gaps between those hauls that began from `since` until `until`.
core::Task<core::Result<HaulGaps>> haul_gaps(store::Store& store, std::int64_t player,
                                             core::TimePoint since, core::TimePoint until);

}  // namespace argosy::kernel
