#pragma once

/// @file
/// Construction sites: places that stay unusable until agents have brought all the materials. All
/// agents supply the same site. What they bring leaves the game; no market sees it.

#include "sim/handover.h"
#include "sim/universe.h"

namespace argosy::sim {

struct SupplyDeal {
    const SiteRecord* site = nullptr;
    const ShipRecord* ship = nullptr;
};

class Construction {
  public:
    explicit Construction(Universe& universe) : universe_(universe) {}

    /// Returns the site, also when it is complete.
    /// @error 404  No such waypoint, or nothing is or was built there.
    ApiResult<const SiteRecord*> site(const model::WaypointSymbol& waypoint) const;

    /// Moves cargo of a ship docked at the site into the building. The place is usable from the
    /// moment the last unit is there.
    /// @error 404, 4214, 4244, 4802  No site, no such ship; in transit; not docked; not here.
    /// @error 4800, 4801, 422, 4219  Material not needed; more than is still needed; units below
    ///        1; more than is held.
    ApiResult<SupplyDeal> supply(const model::AgentSymbol& agent,
                                 const model::WaypointSymbol& waypoint, const Handover& cargo,
                                 core::TimePoint now);

  private:
    Universe& universe_;
};

}  // namespace argosy::sim
