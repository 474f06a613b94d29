#include "sim/cargo_deck.h"

#include "sim/handover.h"
#include "sim/ship_refusals.h"

namespace argosy::sim {

using core::Units;
using model::AgentSymbol;
using model::ShipSymbol;

ApiResult<ShipRecord*> CargoDeck::receiver(const ShipRecord& giver, const ShipSymbol& ship,
                                           core::TimePoint now) {
    if (ship == giver.ship.symbol) return refusal::transfer_to_itself(ship);
    const auto found = universe_.all_ships().find(ship);
    if (found == universe_.all_ships().end()) return refusal::transfer_to_unknown_ship(ship);
    if (found->second.owner != giver.owner) return refusal::transfer_to_another_agent(ship);
    ARGOSY_TRY(ShipRecord * record, universe_.own_ship_at_rest(giver.owner, ship, now));
    const model::Nav& from = giver.ship.nav;
    const model::Nav& to = record->ship.nav;
    if (from.waypoint != to.waypoint) {
        return refusal::transfer_between_places(from.waypoint, to.waypoint);
    }
    if (from.status != to.status) {
        return refusal::transfer_between_dock_and_orbit(giver.ship.symbol, ship);
    }
    return record;
}

ApiResult<Transfer> CargoDeck::transfer(const AgentSymbol& agent, const ShipSymbol& ship,
                                        const TransferOrder& order, core::TimePoint now) {
    ARGOSY_TRY(ShipRecord * from, universe_.own_ship_at_rest(agent, ship, now));
    ARGOSY_TRY(ShipRecord * to, receiver(*from, order.to, now));
    if (auto refused = cannot_hand_over(*from, order.good, order.units)) return *refused;
    model::Cargo& hold = to->ship.cargo;
    if (hold.free() <= Units(0)) return refusal::cargo_full(order.to);
    if (order.units > hold.free()) {
        return refusal::cargo_exceeds_limit(order.to, hold, order.units);
    }
    take_from_hold(*from, order.good, order.units);
    hold.items[order.good] += order.units;
    return Transfer{from, to};
}

ApiResult<const ShipRecord*> CargoDeck::jettison(const AgentSymbol& agent, const ShipSymbol& ship,
                                                 const model::TradeSymbol& good, Units units,
                                                 core::TimePoint now) {
    ARGOSY_TRY(ShipRecord * record, universe_.own_ship_at_rest(agent, ship, now));
    if (auto refused = cannot_hand_over(*record, good, units)) return *refused;
    take_from_hold(*record, good, units);
    return record;
}

}  // namespace argosy::sim
