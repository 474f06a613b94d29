#include "ledger/testing/fake_game.h"

#include <algorithm>

namespace argosy::ledger::testing {

using core::Error;
using core::ErrorCode;
using core::Result;
using core::Task;

namespace {

Error not_offered() {
    return Error{ErrorCode::kNotFound, "the fake game does not offer this"};
}

}  // namespace

std::int64_t FakeGame::count(std::string_view method) const {
    return std::count(requests.begin(), requests.end(), method);
}

Task<void> FakeGame::travel() {
    co_await clock_.sleep_for(core::Duration(random_.uniform(20, 400)));
}

Task<Result<void>> FakeGame::look(std::string_view method) {
    requests.emplace_back(method);
    co_await travel();
    if (blind > 0) {
        --blind;
        co_return Error{ErrorCode::kUnavailable, "the game does not answer"};
    }
    co_return Result<void>{};
}

template <class Answer>
Task<Result<Answer>> FakeGame::act(std::string_view method,
                                   std::function<Result<Answer>()> effect) {
    requests.emplace_back(method);
    Fate fate = Fate::kAnswered;
    const auto own = fates_of.find(method);
    std::deque<Fate>& next = own != fates_of.end() && !own->second.empty() ? own->second : fates;
    if (!next.empty()) {
        fate = next.front();
        next.pop_front();
    }
    ++acts;
    co_await travel();
    Result<Answer> answer = Error{ErrorCode::kOutcomeUnknown, "no answer came"};
    if (fate == Fate::kRefused) answer = Error{ErrorCode::kRejected, "the game said no"};
    if (fate == Fate::kStopped) answer = Error{ErrorCode::kStopped, "the program is stopping"};
    if (fate == Fate::kAnswered || fate == Fate::kAnswerLost) {
        if (on_effect) on_effect();
        Result<Answer> done = effect();
        if (fate == Fate::kAnswered) answer = std::move(done);
    }
    co_await travel();
    co_return answer;
}

Task<Result<model::Agent>> FakeGame::my_agent() {
    requests.emplace_back("my_agent");
    co_await travel();
    if (credits_hidden) co_return Error{ErrorCode::kUnavailable, "the game does not answer"};
    model::Agent agent;
    agent.symbol = world_.agent;
    agent.credits = world_.credits;
    agent.ship_count = std::int64_t(world_.ships.size());
    co_return agent;
}

Task<Result<std::vector<model::Ship>>> FakeGame::my_ships() {
    ARGOSY_CO_CHECK(co_await look("my_ships"));
    std::vector<model::Ship> ships;
    for (const auto& [symbol, ship] : world_.ships)
        ships.push_back(**world_.find(symbol, clock_.now()));
    co_return ships;
}

Task<Result<model::Ship>> FakeGame::ship(model::ShipSymbol symbol) {
    ARGOSY_CO_CHECK(co_await look("ship"));
    ARGOSY_CO_TRY(const model::Ship* found, world_.find(symbol, clock_.now()));
    co_return *found;
}

Task<Result<model::System>> FakeGame::system(model::SystemSymbol system) {
    ARGOSY_CO_CHECK(co_await look("system"));
    co_return model::System{system, world_.systems[system]};
}

Task<Result<model::JumpGate>> FakeGame::jump_gate(model::WaypointSymbol gate) {
    ARGOSY_CO_CHECK(co_await look("jump_gate"));
    const auto found = world_.gates.find(gate);
    if (found == world_.gates.end()) co_return Error{ErrorCode::kNotFound, "no such gate", 404};
    ARGOSY_CO_CHECK(co_await look("waypoint"));
    co_return model::JumpGate{gate, found->second, world_.unfinished.contains(gate)};
}

Task<Result<core::TimePoint>> FakeGame::cooldown(model::ShipSymbol symbol) {
    ARGOSY_CO_CHECK(co_await look("cooldown"));
    ARGOSY_CO_TRY(const model::Ship* found, world_.find(symbol, clock_.now()));
    co_return found->cooldown_until.value_or(core::TimePoint());
}

Task<Result<std::vector<model::Waypoint>>> FakeGame::waypoints(model::SystemSymbol system) {
    ARGOSY_CO_CHECK(co_await look("waypoints"));
    std::vector<model::Waypoint> found;
    for (const auto& [symbol, waypoint] : world_.waypoints) {
        if (model::system_of(symbol) == system) found.push_back(waypoint);
    }
    if (found.empty()) co_return Error{ErrorCode::kNotFound, "no such system", 404};
    co_return found;
}

Task<Result<model::Market>> FakeGame::market(model::WaypointSymbol waypoint) {
    ARGOSY_CO_CHECK(co_await look("market"));
    co_return world_.market(waypoint, clock_.now());
}

Task<Result<model::Shipyard>> FakeGame::shipyard(model::WaypointSymbol waypoint) {
    ARGOSY_CO_CHECK(co_await look("shipyard"));
    model::Shipyard yard;
    yard.symbol = waypoint;
    if (world_.lists_visible) yard.transactions = world_.sales;
    co_return yard;
}

Task<Result<model::Nav>> FakeGame::orbit(model::ShipSymbol symbol) {
    return act<model::Nav>("orbit", [this, symbol] {
        return world_.set_status(symbol, model::NavStatus::kInOrbit, clock_.now());
    });
}

Task<Result<model::Nav>> FakeGame::dock(model::ShipSymbol symbol) {
    return act<model::Nav>("dock", [this, symbol] {
        return world_.set_status(symbol, model::NavStatus::kDocked, clock_.now());
    });
}

Task<Result<model::Nav>> FakeGame::set_flight_mode(model::ShipSymbol symbol,
                                                   model::FlightMode mode) {
    return act<model::Nav>("set_flight_mode", [this, symbol, mode] {
        return world_.set_flight_mode(symbol, mode, clock_.now());
    });
}

Task<Result<game::Departure>> FakeGame::navigate(model::ShipSymbol symbol,
                                                 model::WaypointSymbol destination) {
    return act<game::Departure>("navigate", [this, symbol, destination] {
        return world_.navigate(symbol, destination, clock_.now());
    });
}

Task<Result<game::RefuelReceipt>> FakeGame::refuel(game::RefuelOrder order) {
    return act<game::RefuelReceipt>("refuel",
                                    [this, order] { return world_.fill(order, clock_.now()); });
}

Task<Result<game::JumpReceipt>> FakeGame::jump(model::ShipSymbol symbol,
                                               model::WaypointSymbol gate) {
    return act<game::JumpReceipt>(
        "jump", [this, symbol, gate] { return world_.jump(symbol, gate, clock_.now()); });
}

Task<Result<game::TradeReceipt>> FakeGame::purchase(game::TradeOrder order) {
    return act<game::TradeReceipt>("purchase", [this, order] {
        return world_.trade(order, model::TransactionType::kPurchase, clock_.now());
    });
}

Task<Result<game::TradeReceipt>> FakeGame::sell(game::TradeOrder order) {
    return act<game::TradeReceipt>("sell", [this, order] {
        return world_.trade(order, model::TransactionType::kSell, clock_.now());
    });
}

Task<Result<game::ShipReceipt>> FakeGame::purchase_ship(model::ShipType type,
                                                        model::WaypointSymbol shipyard) {
    return act<game::ShipReceipt>("purchase_ship", [this, type, shipyard] {
        return world_.sell_ship(type, shipyard, clock_.now());
    });
}

Task<Result<game::ServerStatus>> FakeGame::status() {
    co_return not_offered();
}
Task<Result<game::Registration>> FakeGame::register_agent(core::Secret, model::AgentSymbol,
                                                          std::string) {
    co_return not_offered();
}
Task<Result<model::RecipeMap>> FakeGame::supply_chain() {
    co_return not_offered();
}

}  // namespace argosy::ledger::testing
