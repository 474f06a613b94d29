#pragma once

/// @file
/// Cargo that a docked ship hands over at the place where it is: to a contract, or to a
/// construction site.

#include <optional>

#include "sim/api_error.h"
#include "sim/universe_state.h"

namespace argosy::sim {

struct Handover {
    model::ShipSymbol ship;
    model::TradeSymbol good;
    core::Units units;
};

/// Returns what stands against taking the units out of the ship's hold, or nothing.
/// Refusals: 422 units below 1; 4219 too few held.
std::optional<ApiError> cannot_hand_over(const ShipRecord& ship, const model::TradeSymbol& good,
                                         core::Units units);

/// Takes the units out of the ship's hold.  @pre It holds as many.
void take_from_hold(ShipRecord& ship, const model::TradeSymbol& good, core::Units units);

}  // namespace argosy::sim
