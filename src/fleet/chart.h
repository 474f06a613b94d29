#pragma once

/// @file
/// The waypoints of a system: where they are and where fuel is sold.

#include <map>
#include <vector>

#include "core/runtime.h"
#include "game/game_port.h"
#include "model/market.h"
#include "store/store.h"

namespace argosy::fleet {

using core::Result;
using core::Task;

class Chart {
  public:
    Chart(store::Store& store, game::GamePort& game, std::int64_t player);

    /// Makes a system known: from the store, or else from the game.
    /// @error kNotFound  The game has no such system.
    /// @cost 1 request for every 20 waypoints, once per era
    Task<Result<void>> learn(model::SystemSymbol system);

    /// nullptr when not charted.
    const model::Waypoint* find(const model::WaypointSymbol& waypoint) const;

    /// Returns all charted waypoints, by symbol.
    const std::map<model::WaypointSymbol, model::Waypoint>& all() const { return waypoints_; }

    /// Returns the waypoints of a system with this trait, by symbol.
    std::vector<model::WaypointSymbol> with_trait(std::string_view trait,
                                                  const model::SystemSymbol& system) const;

    /// Returns the flight distance between two charted waypoints of one system.
    std::int64_t distance(const model::WaypointSymbol& a, const model::WaypointSymbol& b) const;

  private:
    store::Store& store_;
    game::GamePort& game_;
    std::int64_t player_;
    std::map<model::WaypointSymbol, model::Waypoint> waypoints_;
};

}  // namespace argosy::fleet
