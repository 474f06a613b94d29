#pragma once

/// @file
/// The systems that are known: their waypoints, where each is, and what their gates lead to. What
/// the game has told is stored and not asked for again, but for gates under construction.

#include <map>
#include <optional>
#include <set>
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

    /// Makes a way by gates between two systems known: gates, places and waypoints of the systems
    /// it leads through. Gates under construction are asked again.
    /// @error kNotFound  No finished gates lead there, or none within kMostGatesAsked.
    /// @cost 2 requests for every gate not known; for every system on the way 1, and learn()
    Task<Result<void>> learn_way(model::SystemSymbol from, model::SystemSymbol to);
    static constexpr int kMostGatesAsked = 100;

    /// Asks the game for one gate again, whatever is known of it.
    /// @cost 2 requests
    Task<Result<void>> learn_gate(model::WaypointSymbol gate);

    /// Makes the place of a system known.  @cost 1 request, once per era
    Task<Result<void>> learn_place(model::SystemSymbol system);

    /// nullptr when not charted.
    const model::Waypoint* find(const model::WaypointSymbol& waypoint) const;

    /// Returns all charted waypoints, by symbol.
    const std::map<model::WaypointSymbol, model::Waypoint>& all() const { return waypoints_; }

    /// Returns all known gates, by symbol.
    const std::map<model::WaypointSymbol, model::JumpGate>& gates() const { return gates_; }

    /// Returns where systems are, of those where that is known.
    const std::map<model::SystemSymbol, model::Position>& positions() const { return positions_; }

    /// Returns a number that changes with everything that is learnt.
    std::int64_t version() const { return version_; }

    /// Returns the waypoints of a system with this trait, by symbol.
    std::vector<model::WaypointSymbol> with_trait(std::string_view trait,
                                                  const model::SystemSymbol& system) const;

    /// Returns the flight distance between two charted waypoints of one system.
    std::int64_t distance(const model::WaypointSymbol& a, const model::WaypointSymbol& b) const;

  private:
    Task<Result<void>> load_gates();
    /// Returns the gate, asked for where that may tell more; nullptr when it is of no use.
    Task<Result<const model::JumpGate*>> gate_on_the_way(model::WaypointSymbol gate, int& asked);
    std::vector<model::WaypointSymbol> gates_of(const model::SystemSymbol& system) const;

    store::Store& store_;
    game::GamePort& game_;
    std::int64_t player_;
    std::map<model::WaypointSymbol, model::Waypoint> waypoints_;
    std::map<model::SystemSymbol, model::Position> positions_;
    std::map<model::WaypointSymbol, model::JumpGate> gates_;
    std::set<model::WaypointSymbol> closed_;  ///< Gates the game tells nothing of.
    bool gates_loaded_ = false;
    std::int64_t version_ = 0;
};

}  // namespace argosy::fleet
