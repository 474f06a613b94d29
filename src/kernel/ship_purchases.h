#pragma once

/// @file
/// Buys ships. Shipyards show their prices only to who is there, so an idle ship is sent to look
/// where none of ours is.

#include <optional>

#include "fleet/fleet.h"

namespace argosy::kernel {

using core::Result;
using core::Task;

class ShipPurchases {
  public:
    /// The owner, in claims, of a ship that visits a shipyard.
    static constexpr const char* kOwner = "ship-purchase";

    /// @param home  The system whose shipyards are searched.
    ShipPurchases(fleet::Fleet& fleet, model::SystemSymbol home)
        : fleet_(fleet), home_(std::move(home)) {}

    /// Buys a ship, sending an idle one to the shipyard first where none of ours is.
    /// @param shipyard  Empty: the one that sells the type and is reached soonest.
    /// @error kNotFound  No shipyard sells the type.
    /// @error kRejected  No ship can be sent to see the price.
    /// @error kInsufficientCredits  Nothing was bought.
    Task<Result<game::ShipReceipt>> purchase(model::ShipType type, model::WaypointSymbol shipyard);

  private:
    /// A ship that can look at a shipyard, and the time it takes to get there.
    struct Visit {
        model::ShipSymbol ship;
        core::Duration time;
    };

    Task<Result<model::WaypointSymbol>> find_shipyard(model::ShipType type);
    std::optional<Visit> soonest_visit(const model::WaypointSymbol& waypoint);
    Task<Result<game::ShipReceipt>> visit_and_buy(model::ShipSymbol visitor, model::ShipType type,
                                                  model::WaypointSymbol shipyard);

    fleet::Fleet& fleet_;
    const model::SystemSymbol home_;
};

}  // namespace argosy::kernel
