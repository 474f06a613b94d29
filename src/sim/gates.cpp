#include "sim/gates.h"

#include <algorithm>

#include "sim/flight.h"
#include "sim/ship_refusals.h"

namespace argosy::sim {
namespace {

using core::Credits;
using model::AgentSymbol;
using model::ShipSymbol;
using model::SystemSymbol;
using model::WaypointSymbol;

const model::TradeSymbol& antimatter() {
    static const model::TradeSymbol kAntimatter("ANTIMATTER");
    return kAntimatter;
}

// 0: the ship has none.
std::int64_t warp_range(const ShipRecord& ship, const Catalogue& catalogue) {
    std::int64_t range = 0;
    for (const std::string& symbol : ship.modules) {
        if (symbol.starts_with("MODULE_WARP_DRIVE")) {
            range = std::max(range, catalogue.module(symbol)->range);
        }
    }
    return range;
}

}  // namespace

std::int64_t Gates::distance_between(const SystemSymbol& from, const SystemSymbol& to) const {
    const auto origin = universe_.system(from);
    const auto destination = universe_.system(to);
    ARGOSY_ASSERT(origin.ok() && destination.ok());
    return model::distance((*origin)->position, (*destination)->position);
}

std::optional<ApiError> Gates::no_way(const WaypointSymbol& from, const WaypointSymbol& to) const {
    const GateFacts* gate = universe_.gate_of(from);
    if (gate == nullptr) return refusal::jump_from_no_gate(from);
    if (universe_.is_under_construction(from)) return refusal::jump_from_unfinished_gate(from);
    const SystemSymbol system = model::system_of(to);
    if (system == model::system_of(from)) return refusal::jump_within_system();
    if (!universe_.system(system).ok()) return refusal::jump_to_unknown_system(system);
    const WaypointFacts* there = universe_.find_waypoint(to);
    if (there == nullptr) return refusal::jump_to_unknown_waypoint(to);
    if (there->waypoint.type != "JUMP_GATE") return refusal::jump_to_no_gate(to);
    if (std::find(gate->connections.begin(), gate->connections.end(), to) ==
        gate->connections.end()) {
        return refusal::jump_not_connected(from, to);
    }
    if (universe_.is_under_construction(to)) return refusal::jump_to_unfinished_gate(to);
    return std::nullopt;
}

ApiResult<Deal> Gates::buy_antimatter(ShipRecord& ship, core::TimePoint now) {
    const WaypointSymbol& gate = ship.ship.nav.waypoint;
    Economy& economy = universe_.state().economy;
    const MarketState* market = economy.find(gate);
    const MarketGoodState* sold = market == nullptr ? nullptr : market->find(antimatter());
    if (sold == nullptr) return refusal::jump_without_antimatter(gate);
    const core::Ask ask = model::ask_of(sold->price);
    const Credits total = ask * rules_.antimatter;
    AgentRecord& buyer = universe_.agent_record(ship.owner);
    if (total > buyer.agent.credits) {
        return refusal::not_enough_credits(antimatter(), rules_.antimatter, ask,
                                           buyer.agent.credits);
    }
    Universe::pay(buyer, total);
    economy.buy(gate, antimatter(), rules_.antimatter, Economy::Cause::kTrade, now);
    return Deal{universe_.record(ship, antimatter(), model::TransactionType::kPurchase,
                                 rules_.antimatter, total, now),
                ask.count(), &buyer, &ship};
}

ApiResult<Jump> Gates::jump(const AgentSymbol& agent, const ShipSymbol& ship,
                            const WaypointSymbol& destination, core::TimePoint now) {
    universe_.advance(now);
    ARGOSY_TRY(ShipRecord * record, universe_.own_ship_in_orbit(agent, ship, now));
    if (auto cooling = Universe::still_cooling(*record, now)) return *cooling;
    const WaypointSymbol origin = record->ship.nav.waypoint;
    if (auto refused = no_way(origin, destination)) return *refused;
    ARGOSY_TRY(const Deal bought, buy_antimatter(*record, now));

    const std::int64_t tenths =
        10 * rules_.cooldown_seconds +
        rules_.cooldown_tenths_per_distance *
            distance_between(model::system_of(origin), model::system_of(destination));
    Universe::begin_cooldown(*record, (tenths + 5) / 10, now);
    record->ship.nav.route = {origin, destination, now, now};
    universe_.move_to(*record, destination);
    return Jump{record, bought};
}

ApiResult<Departure> Gates::warp(const AgentSymbol& agent, const ShipSymbol& ship,
                                 const WaypointSymbol& destination, core::TimePoint now) {
    ARGOSY_TRY(ShipRecord * record, universe_.own_ship_in_orbit(agent, ship, now));
    const std::int64_t range = warp_range(*record, universe_.catalogue());
    if (range == 0) return refusal::warp_without_drive(ship);
    const SystemSymbol& here = record->ship.nav.system;
    const SystemSymbol there = model::system_of(destination);
    if (there == here) return refusal::warp_within_system(here);
    if (universe_.find_waypoint(destination) == nullptr) {
        return refusal::invalid_destination(ship, destination);
    }
    const std::int64_t distance = distance_between(here, there);
    if (distance > range) return refusal::warp_out_of_range(destination, distance, range);
    return depart(universe_, *record, destination, now);
}

}  // namespace argosy::sim
