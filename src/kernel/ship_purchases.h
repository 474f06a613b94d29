#pragma once

/// @file
/// Buys ships. Shipyards show their prices only to who is there, so an idle ship is sent to look
/// where none of ours is.

#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "fleet/fleet.h"

namespace argosy::kernel {

using core::Result;
using core::Task;

/// On whose behalf a ship is bought, and for how much at most.
struct PurchaseTerms {
    core::OperationId operation;       ///< Empty: the player's own order.
    std::optional<core::Ask> at_most;  ///< Nothing: whatever it costs.
    /// Asked at the shipyard; empty: it is.
    std::function<bool()> still_wanted;
};

/// What a shipyard asked for a type when we were last there.
struct SeenAsk {
    core::Ask ask;
    core::TimePoint at;
};

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
    /// @error kRejected  No ship can be sent to see the price. Nothing was bought.
    /// @error kRejected  The same, where the terms do not allow it: it is too dear, or no longer
    ///                   wanted.
    /// @error kInsufficientCredits  Nothing was bought.
    /// @error kConflict  Another ship is being bought. Or an earlier purchase was made after all,
    ///                   and its ship is known from now on. Nothing was bought.
    /// @error as Ledger::purchase_ship()
    Task<Result<game::ShipReceipt>> purchase(model::ShipType type, model::WaypointSymbol shipyard,
                                             PurchaseTerms terms = {});

    /// Makes the ship of the last purchase known, should its answer have been lost and the purchase
    /// have been booked by a look since.
    /// @returns whether there was one
    /// @error as Ledger::list(), GamePort::ship(), Store::commit(): it is still not known.
    /// @cost 1 request where there is one, else none
    Task<Result<bool>> take_in_last_bought();

    /// Returns what a type cost where its price was seen last; nothing since the start.
    std::optional<SeenAsk> seen(const model::ShipType& type) const;

  private:
    /// A ship that can look at a shipyard, and the time it takes to get there.
    struct Visit {
        model::ShipSymbol ship;
        core::Duration time;
    };

    Task<Result<model::WaypointSymbol>> find_shipyard(model::ShipType type);
    Task<Result<std::vector<model::ShipType>>> types_at(model::WaypointSymbol shipyard);
    std::optional<Visit> soonest_visit(const model::WaypointSymbol& waypoint);
    Task<Result<game::ShipReceipt>> visit_and_buy(model::ShipSymbol visitor, model::ShipType type,
                                                  model::WaypointSymbol shipyard,
                                                  PurchaseTerms terms);

    fleet::Fleet& fleet_;
    const model::SystemSymbol home_;
    /// What each shipyard sells: that never changes.
    std::map<model::WaypointSymbol, std::vector<model::ShipType>> types_;
    std::map<model::ShipType, SeenAsk> seen_;
};

}  // namespace argosy::kernel
