#pragma once

/// @file
/// The desk for finding out: charts of waypoints, and scans of systems, waypoints and ships.

#include "sim/rig.h"
#include "sim/universe.h"

namespace argosy::sim {

/// What the game does not tell. All chosen unless marked otherwise.
struct ExplorationParameters {
    // The reward of a chart is the sum over the waypoint's traits, on top of the base.
    core::Credits chart_base{200};
    core::Credits common_trait{200};
    core::Credits uncommon_trait{1'000};
    core::Credits rare_trait{5'000};

    // A sensor array of strength 1 saw systems up to 2,688 away in 2023 (recorded).
    std::int64_t system_range = 2'000;
    std::int64_t system_range_per_strength = 700;
    std::int64_t waypoint_range_per_strength = 200;  ///< Of ships too.
    // The nearest ones; the record of 2023 has 207 systems.
    std::size_t systems_shown = 250;
    std::size_t waypoints_shown = 250;
    std::size_t ships_shown = 250;
};

struct Charting {
    const ShipRecord* ship = nullptr;
    const AgentRecord* agent = nullptr;
    const WaypointFacts* waypoint = nullptr;
    core::Credits reward;
};

/// Something a scan found, and how far from the ship it is.
template <class Thing>
struct Sighting {
    const Thing* thing = nullptr;
    std::int64_t distance = 0;
};

/// What was found, nearest first, and among equals by symbol.
template <class Thing>
struct Scan {
    const ShipRecord* ship = nullptr;
    std::vector<Sighting<Thing>> found;
};

/// Every operation refuses a ship the agent does not have (404) and one in transit (4214). The
/// scans refuse one that is docked (4236), cools down (4000), or has no sensor array (4215).
class Exploration {
  public:
    explicit Exploration(Universe& universe, ExplorationParameters parameters = {})
        : universe_(universe), law_(parameters) {}

    /// Charts the place where the ship is, for everybody, and pays the agent for it.
    /// @error 4230  Somebody has.
    ApiResult<Charting> chart(const model::AgentSymbol& agent, const model::ShipSymbol& ship,
                              core::TimePoint now);

    /// Finds the systems around the ship's own.
    ApiResult<Scan<SystemFacts>> scan_systems(const model::AgentSymbol& agent,
                                              const model::ShipSymbol& ship, core::TimePoint now);
    /// Finds the waypoints around, the ship's own included; their traits too, charted or not.
    ApiResult<Scan<WaypointFacts>> scan_waypoints(const model::AgentSymbol& agent,
                                                  const model::ShipSymbol& ship,
                                                  core::TimePoint now);
    /// Finds the other ships, of all agents, at the waypoints around or on their way to them.
    ApiResult<Scan<ShipRecord>> scan_ships(const model::AgentSymbol& agent,
                                           const model::ShipSymbol& ship, core::TimePoint now);

  private:
    /// Returns the ship, ready to scan, its cooldown begun.
    ApiResult<ShipRecord*> scanning_ship(const model::AgentSymbol& agent,
                                         const model::ShipSymbol& ship, core::TimePoint now);
    std::int64_t sensor_strength(const ShipRecord& ship) const;
    std::vector<Sighting<WaypointFacts>> waypoints_around(const ShipRecord& ship) const;
    core::Credits reward_for(const model::Waypoint& waypoint) const;

    Universe& universe_;
    ExplorationParameters law_;
};

}  // namespace argosy::sim
