#pragma once

/// @file
/// What becomes of ships that an operation has no haul for: what still holds cargo sells it, the
/// others go and look, or to where hauls will begin.

#include <functional>
#include <set>
#include <vector>

#include "hauls/haul_runner.h"
#include "hauls/positioner.h"
#include "scouting/scout.h"

namespace argosy::kernel {

using core::Result;
using core::Task;

class IdleWork {
  public:
    IdleWork(fleet::Fleet& fleet, hauls::Dispatch& dispatch, hauls::HaulRunner& runner,
             scouting::Scout& scout, hauls::Positioner& positioner)
        : fleet_(fleet),
          dispatch_(dispatch),
          runner_(runner),
          scout_(scout),
          positioner_(positioner) {}

    /// @param awaited    Markets where a look is waited for.
    /// @param operation  Whose books the fuel and what is sold are on.
    /// @param goes_on    Whether the operation still runs: asked before anything new is begun.
    Task<Result<void>> use(std::vector<model::ShipSymbol> idle,
                           std::set<model::WaypointSymbol> awaited, core::OperationId operation,
                           std::function<bool()> goes_on);

    /// Waits until no money moves any more: ships on their way may still buy fuel.
    Task<void> settle();

  private:
    fleet::Fleet& fleet_;
    hauls::Dispatch& dispatch_;
    hauls::HaulRunner& runner_;
    scouting::Scout& scout_;
    hauls::Positioner& positioner_;
};

}  // namespace argosy::kernel
