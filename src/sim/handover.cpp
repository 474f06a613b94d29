#include "sim/handover.h"

#include "core/assert.h"

namespace argosy::sim {

using core::Units;
using model::TradeSymbol;

std::optional<ApiError> cannot_hand_over(const ShipRecord& ship, const TradeSymbol& good,
                                         Units units) {
    if (units < Units(1)) return refusal::invalid_field("units", "units must be 1 or more");
    const Units held = ship.ship.cargo.of(good);
    if (units > held) return refusal::not_enough_cargo(ship.ship.symbol, good, held, units);
    return std::nullopt;
}

void take_from_hold(ShipRecord& ship, const TradeSymbol& good, Units units) {
    auto& items = ship.ship.cargo.items;
    const auto held = items.find(good);
    ARGOSY_ASSERT(held != items.end() && held->second >= units);
    held->second -= units;
    if (held->second == Units(0)) items.erase(held);
}

}  // namespace argosy::sim
