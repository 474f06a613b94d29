#pragma once

/// @file
/// What becomes of ships that an operation has no haul for, whatever its kind: what still holds
/// cargo sells it, the others go and look, or to where hauls will begin, and of those that are left
/// it is said why they are.

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "hauls/haul_runner.h"
#include "hauls/positioner.h"
#include "operations/operation_registry.h"
#include "scouting/scout.h"

namespace argosy::kernel {

using core::Result;
using core::Task;

class IdleWork {
  public:
    /// An operation, as far as idle ships are concerned.
    struct Operation {
        core::OperationId id;                     ///< On its books are the fuel and what is sold.
        std::set<model::WaypointSymbol> awaited;  ///< Markets where a look is waited for.
        /// Whether it still runs: asked before anything new is begun, and before it is asked
        /// anything else.
        std::function<bool()> goes_on;
        /// Why it has no haul for a hauler, though it has money.
        std::function<fleet::IdlePool::Idle()> why_idle;
        /// What it waits for without a haul under way, though it has money.
        std::function<std::string()> lacks;
    };

    IdleWork(fleet::Fleet& fleet, hauls::Dispatch& dispatch, hauls::HaulRunner& runner,
             scouting::Scout& scout, hauls::Positioner& positioner,
             operations::OperationRegistry& operations)
        : fleet_(fleet),
          dispatch_(dispatch),
          runner_(runner),
          scout_(scout),
          positioner_(positioner),
          operations_(operations) {}

    /// Nobody waits for it: what goes wrong is logged, for the next pass of the operation calls it
    /// again.
    Task<void> use(std::vector<model::ShipSymbol> idle, Operation operation);

    /// Waits until no money of the operation moves any more: ships that it has sent on their way
    /// may still buy fuel.
    Task<void> settle(core::OperationId operation);

  private:
    Task<Result<void>> employ(std::vector<model::ShipSymbol> idle, const Operation& operation);
    fleet::IdlePool::Idle why_idle(const model::Ship& ship, const Operation& operation) const;
    Task<void> say_what_it_waits_for(const Operation& operation);

    fleet::Fleet& fleet_;
    hauls::Dispatch& dispatch_;
    hauls::HaulRunner& runner_;
    scouting::Scout& scout_;
    hauls::Positioner& positioner_;
    operations::OperationRegistry& operations_;
};

}  // namespace argosy::kernel
