#pragma once

/// @file
/// What a haul takes besides flying: requests, and the time they cost. Estimates, the same for
/// everyone who prices hauls.

#include "fleet/router.h"

namespace argosy::hauls {

/// Docking, looking and trading take a request each, and a request about half a second with its
/// turn in the budget.
inline constexpr core::Duration kTimePerRequest = std::chrono::milliseconds(600);

/// Returns the requests of flying a route: each departure, each stop for fuel.
std::int64_t requests_of(const fleet::RoutePlan& way);

/// Returns the requests of buying and selling so many units, with docking, looks and departures.
/// @param source, sink  The good's trade volumes at both ends.  @pre Both above 0.
std::int64_t trading_requests(core::Units units, core::Units source, core::Units sink);

}  // namespace argosy::hauls
