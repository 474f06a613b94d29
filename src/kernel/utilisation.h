#pragma once

/// @file
/// How busy the haulers were, by the stored tasks: time in hauls against the time they had, and the
/// time from one haul to the next.

#include "core/runtime.h"
#include "fleet/ship_registry.h"
#include "store/store.h"

namespace argosy::kernel {

/// Returns the time that the player's haulers had from `since` until `until`, added up, each from
/// when it was bought. One whose purchase was settled after a kill counts as there before.
/// @param ships  Outlives the task.
core::Task<core::Result<core::Duration>> hauler_time(store::Store& store, std::int64_t player,
                                                     const fleet::ShipRegistry& ships,
                                                     core::TimePoint since, core::TimePoint until);

/// Returns the share, 0 to 1, of the time that ships had from `since` until `until` that was spent
/// in hauls (fetching, trading, carrying).
core::Task<core::Result<double>> utilisation(store::Store& store, std::int64_t player,
                                             core::Duration ship_time, core::TimePoint since,
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
