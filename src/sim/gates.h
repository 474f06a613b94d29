#pragma once

/// @file
/// The desk for travel between systems: jumps from gate to gate, and warps.

#include "sim/universe.h"

namespace argosy::sim {

/// Measured and told: one unit, 15 + 0.3 d seconds since 2025-05 (docs/reference/simulator.md).
struct GateRules {
    core::Units antimatter{1};
    std::int64_t cooldown_seconds = 15;
    std::int64_t cooldown_tenths_per_distance = 3;  ///< Tenths of a second.
};

/// A jump that happened, and the antimatter bought for it.
struct Jump {
    const ShipRecord* ship = nullptr;
    Deal antimatter;
};

/// Both operations refuse a ship the agent does not have (404), in transit (4214) or docked
/// (4236). What is refused changes nothing.
class Gates {
  public:
    explicit Gates(Universe& universe, GateRules rules = {}) : universe_(universe), rules_(rules) {}

    /// Moves the ship to a connected gate at once, in orbit there. Antimatter is bought at the
    /// market of the gate it leaves and never comes aboard.
    /// @error 4000  Cooling down.
    /// @error 4254, 4256  From no gate; from one under construction.
    /// @error 4208, 4207, 4211  Within the system; to no system there is; to no waypoint there is.
    /// @error 4229, 4255, 4262  To no gate; to one not connected; to one under construction.
    /// @error 4212, 4600  No antimatter sold here; too few credits.
    ApiResult<Jump> jump(const model::AgentSymbol& agent, const model::ShipSymbol& ship,
                         const model::WaypointSymbol& destination, core::TimePoint now);

    /// Sends a ship with a warp drive to a waypoint of another system.
    /// @error 4241, 4235  No drive; within the system.
    /// @error 4201, 4203  No such waypoint, or out of range; too little fuel.
    ApiResult<Departure> warp(const model::AgentSymbol& agent, const model::ShipSymbol& ship,
                              const model::WaypointSymbol& destination, core::TimePoint now);

  private:
    /// Returns what stands against a jump between the two, or nothing.
    std::optional<ApiError> no_way(const model::WaypointSymbol& from,
                                   const model::WaypointSymbol& to) const;
    ApiResult<Deal> buy_antimatter(ShipRecord& ship, core::TimePoint now);
    std::int64_t distance_between(const model::SystemSymbol& from,
                                  const model::SystemSymbol& to) const;

    Universe& universe_;
    GateRules rules_;
};

}  // namespace argosy::sim
