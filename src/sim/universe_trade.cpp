#include <algorithm>

#include "model/travel.h"
#include "sim/handover.h"
#include "sim/universe.h"

// Money against cargo and fuel.

namespace argosy::sim {
namespace {

using core::Credits;
using core::Units;
using model::AgentSymbol;
using model::ShipSymbol;
using model::TradeSymbol;
using model::TransactionType;

constexpr std::size_t kDealsKept = 20;

const TradeSymbol& fuel_good() {
    static const TradeSymbol kFuel("FUEL");
    return kFuel;
}

}  // namespace

ApiResult<const MarketGoodState*> Universe::traded_good(const ShipRecord& ship,
                                                        const TradeSymbol& good, Units units,
                                                        TransactionType type) const {
    const model::WaypointSymbol& here = ship.ship.nav.waypoint;
    if (units < Units(1)) return refusal::invalid_field("units", "units must be 1 or more");
    const MarketState* market = state_.economy.find(here);
    if (market == nullptr) return refusal::no_market(here);
    const MarketGoodState* state = market->find(good);
    if (state == nullptr) {
        return type == TransactionType::kPurchase ? refusal::not_sold_here(here, good)
                                                  : refusal::not_bought_here(here, good);
    }
    if (units > state->price.volume) {
        return refusal::above_trade_volume(here, good, units, state->price.volume);
    }
    return state;
}

ApiResult<Deal> Universe::purchase(const AgentSymbol& agent, const ShipSymbol& ship,
                                   const TradeSymbol& good, Units units, core::TimePoint now) {
    advance(now);
    ARGOSY_TRY(ShipRecord * record, own_docked_ship(agent, ship, now));
    ARGOSY_TRY(const MarketGoodState* state,
               traded_good(*record, good, units, TransactionType::kPurchase));
    model::Cargo& cargo = record->ship.cargo;
    if (cargo.free() == Units(0)) return refusal::cargo_full(ship);
    if (units > cargo.free()) return refusal::cargo_exceeds_limit(ship, cargo, units);
    AgentRecord& buyer = state_.agents.at(agent);
    const core::Ask ask = model::ask_of(state->price);
    const Credits total = ask * units;
    if (total > buyer.agent.credits) {
        return refusal::not_enough_credits(good, units, ask, buyer.agent.credits);
    }

    pay(buyer, total);
    cargo.items[good] += units;
    state_.economy.buy(record->ship.nav.waypoint, good, units, Economy::Cause::kTrade, now);
    return Deal{this->record(*record, good, TransactionType::kPurchase, units, total, now),
                ask.count(), &buyer, record};
}

ApiResult<Deal> Universe::sell(const AgentSymbol& agent, const ShipSymbol& ship,
                               const TradeSymbol& good, Units units, core::TimePoint now) {
    advance(now);
    ARGOSY_TRY(ShipRecord * record, own_docked_ship(agent, ship, now));
    ARGOSY_TRY(const MarketGoodState* state,
               traded_good(*record, good, units, TransactionType::kSell));
    model::Cargo& cargo = record->ship.cargo;
    if (units > cargo.of(good)) {
        return refusal::not_enough_cargo(ship, good, cargo.of(good), units);
    }
    AgentRecord& seller = state_.agents.at(agent);
    const core::Bid bid = model::bid_of(state->price);
    const Credits total = bid * units;

    earn(seller, total);
    take_from_hold(*record, good, units);
    state_.economy.sell(record->ship.nav.waypoint, good, units, now);
    return Deal{this->record(*record, good, TransactionType::kSell, units, total, now), bid.count(),
                &seller, record};
}

ApiResult<Deal> Universe::refuel(const AgentSymbol& agent, const ShipSymbol& ship,
                                 const RefuelOrder& order, core::TimePoint now) {
    advance(now);
    ARGOSY_TRY(ShipRecord * record, own_ship_at_rest(agent, ship, now));
    if (record->ship.nav.status != model::NavStatus::kDocked) {
        return refusal::refuel_not_docked(ship);
    }
    if (order.units && *order.units < 1) {
        return refusal::invalid_field("units", "units must be 1 or more");
    }
    const std::int64_t room = record->ship.fuel.capacity - record->ship.fuel.current;
    const std::int64_t filled = std::min(order.units.value_or(room), room);
    return order.from_cargo ? refuel_from_cargo(*record, filled, now)
                            : refuel_from_market(*record, filled, now);
}

ApiResult<Deal> Universe::refuel_from_cargo(ShipRecord& record, std::int64_t filled,
                                            core::TimePoint now) {
    const ShipSymbol& ship = record.ship.symbol;
    const Units units(model::fuel_market_units(filled));
    const Units held = record.ship.cargo.of(fuel_good());
    if (units > held) return refusal::not_enough_cargo(ship, fuel_good(), held, units);
    if (units > Units(0)) take_from_hold(record, fuel_good(), units);
    record.ship.fuel.current += filled;
    const model::MarketTransaction line{record.ship.nav.waypoint,
                                        ship,
                                        fuel_good(),
                                        TransactionType::kPurchase,
                                        units,
                                        Credits(0),
                                        now};
    return Deal{line, 0, &state_.agents.at(record.owner), &record};
}

ApiResult<Deal> Universe::refuel_from_market(ShipRecord& record, std::int64_t filled,
                                             core::TimePoint now) {
    const model::WaypointSymbol& here = record.ship.nav.waypoint;
    const MarketState* market = state_.economy.find(here);
    const MarketGoodState* sold = market == nullptr ? nullptr : market->find(fuel_good());
    if (sold == nullptr) return refusal::sells_no_fuel(here);
    const Units units(model::fuel_market_units(filled));
    const core::Ask ask = model::ask_of(sold->price);
    const Credits total = ask * units;
    AgentRecord& buyer = state_.agents.at(record.owner);
    if (total > buyer.agent.credits) {
        return refusal::not_enough_credits(fuel_good(), units, ask, buyer.agent.credits);
    }
    pay(buyer, total);
    record.ship.fuel.current += filled;
    state_.economy.buy(here, fuel_good(), units, Economy::Cause::kRefuel, now);
    return Deal{this->record(record, fuel_good(), TransactionType::kPurchase, units, total, now),
                ask.count(), &buyer, &record};
}

model::MarketTransaction Universe::record(const ShipRecord& ship, const TradeSymbol& good,
                                          TransactionType type, Units units, Credits total,
                                          core::TimePoint now) {
    const model::MarketTransaction line{
        ship.ship.nav.waypoint, ship.ship.symbol, good, type, units, total, now};
    if (units > Units(0)) {
        auto& deals = state_.deals[line.waypoint];
        deals.push_front(line);
        if (deals.size() > kDealsKept) deals.pop_back();
    }
    return line;
}

}  // namespace argosy::sim
