#pragma once

/// @file
/// Ships that are free and fly to factories of the game where something is awaited and none of ours
/// stands, to look. It outlives whoever sends them.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "fleet/fleet.h"

namespace argosy::manufacturing {

using core::Result;
using core::Task;

class Visitors {
  public:
    /// The owner, in claims, of a ship that visits.
    static constexpr const char* kOwner = "goods_visit";

    explicit Visitors(fleet::Fleet& fleet) : fleet_(fleet) {}

    /// Sends the nearest idle ship to each of these markets that nobody is on the way to.
    /// @param operation  Whose books the fuel is on.
    /// @cost a flight and 1 request each
    Task<void> send(std::set<model::WaypointSymbol> markets, core::OperationId operation);

    /// Returns the markets looked at since the last call.
    std::vector<model::WaypointSymbol> take_looks() { return std::exchange(looked_at_, {}); }

    /// Returns how many are on their way.
    std::size_t under_way() const { return under_way_.size(); }

    /// Returns what a ship of ours is doing.
    std::string doing(const model::ShipSymbol& ship) const;

  private:
    std::optional<model::ShipSymbol> nearest_to(const model::WaypointSymbol& market) const;
    Task<void> visit(model::ShipSymbol ship, model::WaypointSymbol market,
                     core::OperationId operation);
    Task<Result<void>> go_and_look(model::ShipSymbol ship, model::WaypointSymbol market,
                                   core::OperationId operation);
    Task<void> commit(store::Transaction transaction);

    fleet::Fleet& fleet_;
    std::map<model::WaypointSymbol, model::ShipSymbol> under_way_;
    std::vector<model::WaypointSymbol> looked_at_;
};

}  // namespace argosy::manufacturing
