#pragma once

/// @file
/// Keeps knowledge of markets fresh. Probes look at whatever has waited longest for the way it
/// takes; ships without a haul look at markets nobody has seen, or not for long. Looks that
/// haulers make on arrival come for free and count.

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "fleet/fleet.h"

namespace argosy::scouting {

using core::Task;

struct Settings {
    /// A hauler without work looks at markets not seen for this long.
    core::Duration stale_after = std::chrono::minutes(45);
    /// No market is looked at by a probe more often than this.
    core::Duration least_age = std::chrono::minutes(5);
};

class Scout {
  public:
    /// The owner of ships that scout, in claims.
    static constexpr const char* kOwner = "scout";

    Scout(fleet::Fleet& fleet, Settings settings);

    /// Sends out those of these idle ships that have something to look at.
    /// @param awaited    Markets that somebody waits for; they count as twice as old.
    /// @param operation  Whose books the fuel is on.
    Task<void> send(std::vector<model::ShipSymbol> idle, std::set<model::WaypointSymbol> awaited,
                    core::OperationId operation);

    /// Called when a ship is back from a look.
    void on_return(std::function<void()> listener) { on_return_ = std::move(listener); }

    /// Ships on their way to look.
    std::size_t scouting() const { return under_way_.size(); }

    /// Those of them that may buy fuel on the way: until they are back, money can move.
    std::size_t spending() const;

    /// Where the ship goes to look; empty when it does not scout.
    model::WaypointSymbol target_of(const model::ShipSymbol& ship) const;

  private:
    Task<void> trip(model::ShipSymbol ship, model::WaypointSymbol target,
                    core::OperationId operation);
    std::optional<model::WaypointSymbol> choose(const model::Ship& ship,
                                                const std::set<model::WaypointSymbol>& awaited);
    bool is_taken(const model::WaypointSymbol& market) const;

    fleet::Fleet& fleet_;
    Settings settings_;
    std::map<model::ShipSymbol, model::WaypointSymbol> under_way_;
    std::function<void()> on_return_;
};

}  // namespace argosy::scouting
