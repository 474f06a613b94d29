#pragma once

/// @file
/// The desk for cargo that no market is part of: handed from ship to ship, or thrown overboard.

#include "sim/universe.h"

namespace argosy::sim {

struct TransferOrder {
    model::TradeSymbol good;
    core::Units units;
    model::ShipSymbol to;
};

struct Transfer {
    const ShipRecord* from = nullptr;
    const ShipRecord* to = nullptr;
};

/// Both operations refuse a ship the agent does not have (404), in transit (4214), units below 1
/// (422) and more than the ship holds (4219). What is refused changes nothing.
class CargoDeck {
  public:
    explicit CargoDeck(Universe& universe) : universe_(universe) {}

    /// @error 4233, 4231, 4232  To itself; to no ship there is; to another agent's.
    /// @error 4214  The other is in transit.
    /// @error 4234, 4271  At different waypoints; one docked and one in orbit.
    /// @error 4228, 4217  The other's hold is full; has too little room.
    ApiResult<Transfer> transfer(const model::AgentSymbol& agent, const model::ShipSymbol& ship,
                                 const TransferOrder& order, core::TimePoint now);

    ApiResult<const ShipRecord*> jettison(const model::AgentSymbol& agent,
                                          const model::ShipSymbol& ship,
                                          const model::TradeSymbol& good, core::Units units,
                                          core::TimePoint now);

  private:
    ApiResult<ShipRecord*> receiver(const ShipRecord& giver, const model::ShipSymbol& ship,
                                    core::TimePoint now);

    Universe& universe_;
};

}  // namespace argosy::sim
