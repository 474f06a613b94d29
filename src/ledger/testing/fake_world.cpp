#include "ledger/testing/fake_world.h"

#include <fmt/format.h>

#include <algorithm>

#include "game/errors.h"

namespace argosy::ledger::testing {

using core::Credits;
using core::Error;
using core::Result;
using core::TimePoint;
using core::Units;
using model::NavStatus;
using model::TransactionType;

namespace {

constexpr std::int64_t kHold = 80;
constexpr std::int64_t kSpeed = 30;
constexpr std::int64_t kTank = 400;
const model::WaypointSymbol kMarket("X1-AD75-A1");
const model::TradeSymbol kFuel("FUEL");
const model::TradeSymbol kAntimatter("ANTIMATTER");

Error refused(std::int32_t code, std::string message) {
    return game::error_from(code, 0, std::move(message));
}

}  // namespace

model::Ship& FakeWorld::add_ship(std::int64_t fuel) {
    model::Ship ship;
    ship.symbol = model::ShipSymbol(fmt::format("{}-{:X}", agent, ships.size() + 1));
    ship.speed = kSpeed;
    ship.nav.system = model::system_of(kMarket);
    ship.nav.waypoint = kMarket;
    ship.fuel = model::Fuel{fuel, kTank};
    ship.cargo.capacity = Units(kHold);
    return ships.emplace(ship.symbol, ship).first->second;
}

void FakeWorld::add_market(const model::WaypointSymbol& symbol, model::Position position,
                           std::map<model::TradeSymbol, model::PriceState> goods) {
    waypoints[symbol] = model::Waypoint{symbol, "PLANET", position, {"MARKETPLACE"}};
    markets[symbol] = std::move(goods);
}

Result<model::Ship*> FakeWorld::find(const model::ShipSymbol& symbol, TimePoint now) {
    const auto found = ships.find(symbol);
    if (found == ships.end()) return refused(404, fmt::format("ship {} not found", symbol));
    found->second.nav.status = model::status_at(found->second.nav, now);
    return &found->second;
}

bool FakeWorld::has_ship_at(const model::WaypointSymbol& waypoint, TimePoint now) const {
    return std::any_of(ships.begin(), ships.end(), [&](const auto& entry) {
        const model::Nav& nav = entry.second.nav;
        return nav.waypoint == waypoint && model::status_at(nav, now) != NavStatus::kInTransit;
    });
}

model::Market FakeWorld::market(const model::WaypointSymbol& waypoint, TimePoint now) const {
    model::Market seen;
    seen.symbol = waypoint;
    if (lists_visible) {
        std::copy_if(trades.begin(), trades.end(), std::back_inserter(seen.transactions),
                     [&](const auto& line) { return line.waypoint == waypoint; });
    }
    const auto found = markets.find(waypoint);
    if (found == markets.end() || !has_ship_at(waypoint, now)) return seen;
    seen.goods.emplace();
    for (const auto& [good, state] : found->second) {
        const bool exchange = state.type == model::TradeType::kExchange;
        seen.goods->push_back(model::MarketGood{
            good, state.type, state.volume, model::supply_of(state),
            exchange ? std::nullopt : std::optional(activity.value_or(model::Activity::kWeak)),
            model::ask_of(state), model::bid_of(state)});
    }
    return seen;
}

Result<model::PriceState*> FakeWorld::state_of(const model::Ship& ship,
                                               const model::TradeSymbol& good) {
    if (ship.nav.status != NavStatus::kDocked) {
        return refused(game::kNotDocked, fmt::format("ship {} is not docked", ship.symbol));
    }
    if (markets.empty()) return nullptr;
    const auto here = markets.find(ship.nav.waypoint);
    if (here != markets.end()) {
        const auto found = here->second.find(good);
        if (found != here->second.end()) return &found->second;
    }
    return refused(game::kGoodNotSold,
                   fmt::format("{} is not traded at {}", good, ship.nav.waypoint));
}

void FakeWorld::note(const model::Ship& ship, const model::TradeSymbol& good, TransactionType type,
                     Units units, Credits total, TimePoint now) {
    trades.insert(trades.begin(), model::MarketTransaction{ship.nav.waypoint, ship.symbol, good,
                                                           type, units, total, now});
}

Result<game::TradeReceipt> FakeWorld::trade(const game::TradeOrder& order, TransactionType type,
                                            TimePoint now) {
    ARGOSY_TRY(model::Ship * ship, find(order.ship, now));
    ARGOSY_TRY(model::PriceState * state, state_of(*ship, order.good));
    const bool buying = type == TransactionType::kPurchase;
    if (state != nullptr && order.units > state->volume) {
        return refused(game::kAboveTradeVolume, "more than the trade volume");
    }
    std::int64_t price = 0;
    if (state == nullptr) {
        price = prices.at(order.good);
    } else {
        price = buying ? model::ask_of(*state).count() : model::bid_of(*state).count();
    }
    const Credits total(price * order.units.count());
    if (buying && total > credits) return refused(game::kNotEnoughCredits, "not enough credits");
    if (buying && ship->cargo.free() < order.units) {
        return refused(game::kCargoIsFull, "the hold is full");
    }
    if (!buying && ship->cargo.of(order.good) < order.units) {
        return refused(game::kNotEnoughCargo, "not enough cargo");
    }
    const Units moved = buying ? order.units : -order.units;
    credits += buying ? -total : total;
    Units& aboard = ship->cargo.items[order.good];
    aboard += moved;
    if (aboard == Units(0)) ship->cargo.items.erase(order.good);
    note(*ship, order.good, type, order.units, total, now);
    // Trading moves the price, so that a quote is not what the next trade costs.
    if (state == nullptr) {
        prices[order.good] += buying ? 3 : -3;
    } else {
        state->stock -= moved;
    }
    return game::TradeReceipt{order.units, total, credits, ship->cargo, now};
}

Result<game::RefuelReceipt> FakeWorld::fill(const game::RefuelOrder& order, TimePoint now) {
    ARGOSY_TRY(model::Ship * ship, find(order.ship, now));
    const std::int64_t room = ship->fuel.capacity - ship->fuel.current;
    const std::int64_t added = std::min(order.fuel.value_or(room), room);
    const Units units(model::fuel_market_units(added));
    if (order.from == game::FuelSource::kCargo) {
        if (ship->nav.status != NavStatus::kDocked) return refused(4225, "not docked");
        if (ship->cargo.of(kFuel) < units) return refused(game::kNotEnoughCargo, "too little FUEL");
        Units& aboard = ship->cargo.items[kFuel];
        aboard -= units;
        if (aboard == Units(0)) ship->cargo.items.erase(kFuel);
        ship->fuel.current += added;
        return game::RefuelReceipt{units, Credits(0), credits, ship->fuel, now, ship->cargo};
    }
    ARGOSY_TRY(model::PriceState * state, state_of(*ship, kFuel));
    const std::int64_t price = state == nullptr ? prices.at(kFuel) : model::ask_of(*state).count();
    const Credits total(price * units.count());
    if (total > credits) return refused(game::kNotEnoughCredits, "not enough credits");
    credits -= total;
    ship->fuel.current += added;
    note(*ship, kFuel, TransactionType::kPurchase, units, total, now);
    if (state == nullptr) {
        prices[kFuel] += 3;
    } else {
        state->stock -= units;
    }
    return game::RefuelReceipt{units, total, credits, ship->fuel, now};
}

Result<game::JumpReceipt> FakeWorld::jump(const model::ShipSymbol& symbol,
                                          const model::WaypointSymbol& gate, TimePoint now) {
    ARGOSY_TRY(model::Ship * ship, find(symbol, now));
    model::Nav& nav = ship->nav;
    if (nav.status == NavStatus::kInTransit) return refused(game::kInTransit, "in transit");
    if (nav.status != NavStatus::kInOrbit) return refused(game::kNotInOrbit, "not in orbit");
    if (ship->cooldown_until > now) return refused(game::kCooldown, "cooling down");
    const auto here = gates.find(nav.waypoint);
    if (here == gates.end()) return refused(4254, "no gate");
    if (unfinished.contains(nav.waypoint)) {
        return refused(game::kGateUnfinished, "this gate is under construction");
    }
    if (std::count(here->second.begin(), here->second.end(), gate) == 0) {
        return refused(4255, "not connected");
    }
    if (unfinished.contains(gate)) {
        return refused(game::kOtherGateUnfinished, "that gate is under construction");
    }
    auto& goods = markets[nav.waypoint];
    const auto sold = goods.find(kAntimatter);
    if (sold == goods.end()) return refused(game::kNoAntimatter, "no antimatter");
    const Credits total = model::ask_of(sold->second) * Units(1);
    if (total > credits) return refused(game::kNotEnoughCredits, "not enough credits");
    credits -= total;
    sold->second.stock -= Units(1);
    note(*ship, kAntimatter, TransactionType::kPurchase, Units(1), total, now);
    const auto length = model::distance(systems[nav.system], systems[model::system_of(gate)]);
    nav.route = model::Route{nav.waypoint, gate, now, now};
    nav.waypoint = gate;
    nav.system = model::system_of(gate);
    ship->cooldown_until = now + model::jump_cooldown(length);
    return game::JumpReceipt{nav, *ship->cooldown_until, Units(1), total, credits, now};
}

Result<game::ShipReceipt> FakeWorld::sell_ship(const model::ShipType& type,
                                               const model::WaypointSymbol& shipyard,
                                               TimePoint now) {
    const Credits price(ship_price);
    if (price > credits) return refused(game::kShipTooExpensive, "not enough credits");
    credits -= price;
    ship_price += 100;
    const model::Ship ship = add_ship();
    sales.insert(sales.begin(), model::ShipyardTransaction{shipyard, type, agent, price, now});
    return game::ShipReceipt{ship, price, credits, now};
}

Result<model::Nav> FakeWorld::set_status(const model::ShipSymbol& symbol, NavStatus status,
                                         TimePoint now) {
    ARGOSY_TRY(model::Ship * ship, find(symbol, now));
    if (ship->nav.status == NavStatus::kInTransit) {
        return refused(game::kInTransit, fmt::format("ship {} is in transit", symbol));
    }
    ship->nav.status = status;
    return ship->nav;
}

Result<model::Nav> FakeWorld::set_flight_mode(const model::ShipSymbol& symbol,
                                              model::FlightMode mode, TimePoint now) {
    ARGOSY_TRY(model::Ship * ship, find(symbol, now));
    ship->nav.flight_mode = mode;
    return ship->nav;
}

Result<game::Departure> FakeWorld::navigate(const model::ShipSymbol& symbol,
                                            const model::WaypointSymbol& destination,
                                            TimePoint now) {
    ARGOSY_TRY(model::Ship * ship, find(symbol, now));
    model::Nav& nav = ship->nav;
    if (nav.status == NavStatus::kInTransit) return refused(game::kInTransit, "in transit");
    if (nav.status != NavStatus::kInOrbit) return refused(game::kNotInOrbit, "not in orbit");
    const auto to = waypoints.find(destination);
    if (to == waypoints.end()) return refused(404, "no such waypoint");
    if (nav.waypoint == destination) return refused(game::kAlreadyAtDestination, "already there");
    const auto length = model::distance(waypoints.at(nav.waypoint).position, to->second.position);
    const std::int64_t fuel = model::fuel_cost(length, nav.flight_mode, ship->fuel.capacity);
    if (fuel > ship->fuel.current) return refused(game::kNotEnoughFuel, "not enough fuel");
    ship->fuel.current -= fuel;
    const auto as_new = model::travel_time(length, nav.flight_mode, ship->speed);
    const auto time = as_new + as_new * slowdown / 100;
    nav.route = model::Route{nav.waypoint, destination, now, now + time};
    nav.waypoint = destination;
    nav.status = NavStatus::kInTransit;
    return game::Departure{nav, ship->fuel};
}

}  // namespace argosy::ledger::testing
