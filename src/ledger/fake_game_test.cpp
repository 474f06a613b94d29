// The fake game's rules: compiled into the room's test binary, since a room's library holds no
// fakes.
#include <fmt/format.h>

#include "ledger/testing/fake_game.h"

namespace argosy::ledger::testing {

using core::Credits;
using core::Error;
using core::ErrorCode;
using core::Result;
using core::Task;
using core::Units;

namespace {

constexpr std::int64_t kHold = 80;
const model::WaypointSymbol kMarket("X1-AD75-A1");
const model::TradeSymbol kFuel("FUEL");

Error not_offered() {
    return Error{ErrorCode::kNotFound, "the fake game does not offer this"};
}

}  // namespace

model::Ship& FakeWorld::add_ship(std::int64_t fuel) {
    model::Ship ship;
    ship.symbol = model::ShipSymbol(fmt::format("{}-{:X}", agent, ships.size() + 1));
    ship.nav.waypoint = kMarket;
    ship.fuel = model::Fuel{fuel, 400};
    ship.cargo.capacity = Units(kHold);
    return ships.emplace(ship.symbol, ship).first->second;
}

Task<void> FakeGame::travel() {
    co_await clock_.sleep_for(core::Duration(random_.uniform(20, 400)));
}

Task<Result<void>> FakeGame::look() {
    co_await travel();
    if (blind > 0) {
        --blind;
        co_return Error{ErrorCode::kUnavailable, "the game does not answer"};
    }
    co_return Result<void>{};
}

template <class Receipt>
Task<Result<Receipt>> FakeGame::act(std::function<Result<Receipt>()> effect) {
    Fate fate = Fate::kAnswered;
    if (!fates.empty()) {
        fate = fates.front();
        fates.pop_front();
    }
    ++acts;
    co_await travel();
    Result<Receipt> answer = Error{ErrorCode::kOutcomeUnknown, "no answer came"};
    if (fate == Fate::kRefused) answer = Error{ErrorCode::kRejected, "the game said no"};
    if (fate == Fate::kStopped) answer = Error{ErrorCode::kStopped, "the program is stopping"};
    if (fate == Fate::kAnswered || fate == Fate::kAnswerLost) {
        if (on_effect) on_effect();
        Result<Receipt> done = effect();
        if (fate == Fate::kAnswered) answer = std::move(done);
    }
    co_await travel();
    co_return answer;
}

void FakeGame::note(const model::Ship& ship, const model::TradeSymbol& good,
                    model::TransactionType type, Units units, Credits total) {
    world_.trades.insert(world_.trades.begin(),
                         model::MarketTransaction{ship.nav.waypoint, ship.symbol, good, type, units,
                                                  total, clock_.now()});
    // Trading moves the price, so that a quote is not what the next trade costs.
    world_.prices[good] += type == model::TransactionType::kPurchase ? 3 : -3;
}

Result<game::TradeReceipt> FakeGame::trade(const game::TradeOrder& order,
                                           model::TransactionType type) {
    model::Ship& ship = world_.ships.at(order.ship);
    const bool buying = type == model::TransactionType::kPurchase;
    const Credits total(world_.prices.at(order.good) * order.units.count());
    if (buying && total > world_.credits) {
        return Error{ErrorCode::kInsufficientCredits, "not enough credits", 4600};
    }
    if (buying && ship.cargo.free() < order.units) {
        return Error{ErrorCode::kCargoFull, "the hold is full", 4228};
    }
    if (!buying && ship.cargo.of(order.good) < order.units) {
        return Error{ErrorCode::kRejected, "not enough cargo", 4219};
    }
    world_.credits += buying ? -total : total;
    Units& aboard = ship.cargo.items[order.good];
    aboard += buying ? order.units : -order.units;
    if (aboard == Units(0)) ship.cargo.items.erase(order.good);
    note(ship, order.good, type, order.units, total);
    return game::TradeReceipt{order.units, total, world_.credits, ship.cargo, clock_.now()};
}

Result<game::RefuelReceipt> FakeGame::fill(const model::ShipSymbol& symbol) {
    model::Ship& ship = world_.ships.at(symbol);
    const Units units(model::fuel_market_units(ship.fuel.capacity - ship.fuel.current));
    const Credits total(world_.prices.at(kFuel) * units.count());
    if (total > world_.credits) {
        return Error{ErrorCode::kInsufficientCredits, "not enough credits", 4600};
    }
    world_.credits -= total;
    ship.fuel.current = ship.fuel.capacity;
    note(ship, kFuel, model::TransactionType::kPurchase, units, total);
    return game::RefuelReceipt{units, total, world_.credits, ship.fuel, clock_.now()};
}

Result<game::ShipReceipt> FakeGame::sell_ship(const model::ShipType& type,
                                              const model::WaypointSymbol& shipyard) {
    const Credits price(world_.ship_price);
    if (price > world_.credits) {
        return Error{ErrorCode::kInsufficientCredits, "not enough credits", 4216};
    }
    world_.credits -= price;
    world_.ship_price += 100;
    const model::Ship ship = world_.add_ship();
    world_.sales.insert(
        world_.sales.begin(),
        model::ShipyardTransaction{shipyard, type, world_.agent, price, clock_.now()});
    return game::ShipReceipt{ship, price, world_.credits, clock_.now()};
}

Task<Result<model::Agent>> FakeGame::my_agent() {
    co_await travel();
    model::Agent agent;
    agent.symbol = world_.agent;
    agent.credits = world_.credits;
    agent.ship_count = std::int64_t(world_.ships.size());
    co_return agent;
}

Task<Result<std::vector<model::Ship>>> FakeGame::my_ships() {
    ARGOSY_CO_CHECK(co_await look());
    std::vector<model::Ship> ships;
    for (const auto& [symbol, ship] : world_.ships)
        ships.push_back(ship);
    co_return ships;
}

Task<Result<model::Ship>> FakeGame::ship(model::ShipSymbol symbol) {
    ARGOSY_CO_CHECK(co_await look());
    const auto found = world_.ships.find(symbol);
    if (found == world_.ships.end()) co_return Error{ErrorCode::kNotFound, "no such ship", 404};
    co_return found->second;
}

Task<Result<model::Market>> FakeGame::market(model::WaypointSymbol waypoint) {
    ARGOSY_CO_CHECK(co_await look());
    model::Market market;
    market.symbol = waypoint;
    if (world_.lists_visible) market.transactions = world_.trades;
    co_return market;
}

Task<Result<model::Shipyard>> FakeGame::shipyard(model::WaypointSymbol waypoint) {
    ARGOSY_CO_CHECK(co_await look());
    model::Shipyard yard;
    yard.symbol = waypoint;
    if (world_.lists_visible) yard.transactions = world_.sales;
    co_return yard;
}

Task<Result<game::RefuelReceipt>> FakeGame::refuel(model::ShipSymbol symbol) {
    return act<game::RefuelReceipt>([this, symbol] { return fill(symbol); });
}

Task<Result<game::TradeReceipt>> FakeGame::purchase(game::TradeOrder order) {
    return act<game::TradeReceipt>(
        [this, order] { return trade(order, model::TransactionType::kPurchase); });
}

Task<Result<game::TradeReceipt>> FakeGame::sell(game::TradeOrder order) {
    return act<game::TradeReceipt>(
        [this, order] { return trade(order, model::TransactionType::kSell); });
}

Task<Result<game::ShipReceipt>> FakeGame::purchase_ship(model::ShipType type,
                                                        model::WaypointSymbol shipyard) {
    return act<game::ShipReceipt>([this, type, shipyard] { return sell_ship(type, shipyard); });
}

Task<Result<game::ServerStatus>> FakeGame::status() {
    co_return not_offered();
}
Task<Result<game::Registration>> FakeGame::register_agent(core::Secret, model::AgentSymbol,
                                                          std::string) {
    co_return not_offered();
}
Task<Result<std::vector<model::Waypoint>>> FakeGame::waypoints(model::SystemSymbol) {
    co_return not_offered();
}
Task<Result<model::RecipeMap>> FakeGame::supply_chain() {
    co_return not_offered();
}
Task<Result<model::Nav>> FakeGame::orbit(model::ShipSymbol) {
    co_return not_offered();
}
Task<Result<model::Nav>> FakeGame::dock(model::ShipSymbol) {
    co_return not_offered();
}
Task<Result<model::Nav>> FakeGame::set_flight_mode(model::ShipSymbol, model::FlightMode) {
    co_return not_offered();
}
Task<Result<game::Departure>> FakeGame::navigate(model::ShipSymbol, model::WaypointSymbol) {
    co_return not_offered();
}

}  // namespace argosy::ledger::testing
