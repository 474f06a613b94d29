#include "sim/sim_game.h"

#include <fmt/format.h>

#include <algorithm>

#include "game/errors.h"
#include "sim/gates.h"
#include "sim/ship_refusals.h"

namespace argosy::sim {
namespace {

using core::Task;
using core::TimePoint;
using game::RequestPurpose;
using game::Result;
using model::AgentSymbol;

constexpr std::size_t kPage = 20;

// Whoever shares an access acts for one account.
constexpr const char* kAccount = "account";
constexpr int kMostAttempts = 10;

core::Error translated(const ApiError& error) {
    return game::error_from(error.code, error.http_status, error.message);
}

game::Effect effect_of(RequestPurpose purpose) {
    const bool acts = game::priority_of(purpose) <= game::Priority::kMove;
    return acts ? game::Effect::kActs : game::Effect::kLooks;
}

std::size_t pages(std::size_t entries) {
    return std::max<std::size_t>(1, (entries + kPage - 1) / kPage);
}

// A ship as the game tells of it.
model::Ship told(const ShipRecord& record) {
    model::Ship ship = record.ship;
    if (record.cooldown.total_seconds > 0) ship.cooldown_until = record.cooldown.expires;
    return ship;
}

game::TradeReceipt receipt_of(const Deal& deal) {
    return {deal.line.units, deal.line.total, deal.agent->agent.credits, deal.ship->ship.cargo,
            deal.line.at};
}

}  // namespace

SimGame::Access SimGame::Access::of_one_process(core::Clock& clock) {
    return {std::make_shared<game::RequestBudget>(clock), std::make_shared<RateLimits>()};
}

SimGame::SimGame(Universe& universe, core::Clock& clock, const core::Rng& rng,
                 std::shared_ptr<game::RequestGuard> guard)
    : SimGame(universe, clock, rng, Access::of_one_process(clock), std::move(guard)) {}

SimGame::SimGame(Universe& universe, core::Clock& clock, const core::Rng& rng, Access access,
                 std::shared_ptr<game::RequestGuard> guard)
    : universe_(universe),
      clock_(clock),
      latency_(rng.stream("latency")),
      limits_(std::move(access.limits)),
      budget_(std::move(access.budget)),
      guard_(std::move(guard)) {}

void SimGame::use_agent_token(core::Secret agent_token) {
    token_ = std::move(agent_token);
}

ApiResult<AgentSymbol> SimGame::me() const {
    return universe_.authenticate(token_.reveal());
}

Task<void> SimGame::travel() {
    const std::int64_t wait = latency_.uniform(kLeastLatency.count(), kMostLatency.count());
    co_await clock_.sleep_for(core::Duration(wait));
}

// Returns when a request has arrived and was let in; a refused one is repeated as the server says.
Task<Result<void>> SimGame::reach_server(RequestPurpose purpose) {
    for (int attempt = 0; attempt < kMostAttempts; ++attempt) {
        ARGOSY_CO_CHECK(co_await budget_.acquire(purpose, effect_of(purpose), guard_));
        co_await travel();
        const RateLimits::Decision decision =
            limits_->admit(kAddress, std::string(kAccount), clock_.now());
        if (decision.admitted) co_return Result<void>();
        budget_.record(purpose, game::RequestOutcome::kRateLimited);
        budget_.shared().pause_until(decision.reset);
        co_await travel();
    }
    co_return core::Error{core::ErrorCode::kUnavailable,
                          fmt::format("{}: refused {} times for too many requests",
                                      to_string(purpose), kMostAttempts)};
}

void SimGame::count(RequestPurpose purpose, const auto& answer) {
    budget_.record(purpose, answer ? game::RequestOutcome::kOk : game::RequestOutcome::kRefused);
}

// One request of an agent: the way there, the operation at the moment it arrives, the way back.
template <class Value, class Operation>
Task<Result<Value>> SimGame::request(RequestPurpose purpose, Operation operation) {
    ARGOSY_CO_CHECK(co_await reach_server(purpose));
    const auto apply = [&]() -> Result<Value> {
        const auto agent = me();
        if (!agent) return translated(agent.error());
        auto answer = operation(*agent, clock_.now());
        if (!answer) return translated(answer.error());
        return Value(*std::move(answer));
    };
    Result<Value> result = apply();
    count(purpose, result);
    co_await travel();
    if (guard_) {
        co_await guard_->answered(effect_of(purpose), game::to_string(purpose),
                                  result ? nullptr : &result.error());
    }
    co_return result;
}

Task<Result<game::ServerStatus>> SimGame::status() {
    ARGOSY_CO_CHECK(co_await reach_server(RequestPurpose::kStatus));
    game::ServerStatus status{.version = std::string(kGameVersion),
                              .reset_date = universe_.reset_date(),
                              .server_time = clock_.now(),
                              .next_reset = universe_.next_reset()};
    budget_.record(RequestPurpose::kStatus, game::RequestOutcome::kOk);
    co_await travel();
    co_return status;
}

Task<Result<game::Registration>> SimGame::register_agent(core::Secret account_token,
                                                         AgentSymbol symbol, std::string faction) {
    ARGOSY_CO_CHECK(co_await reach_server(RequestPurpose::kRegistration));
    const auto made =
        universe_.register_agent(account_token.reveal(), symbol.str(), faction, clock_.now());
    count(RequestPurpose::kRegistration, made);
    if (!made) {
        const core::Error error = translated(made.error());
        co_await travel();
        co_return error;
    }
    game::Registration registration{core::Secret(made->token), made->agent->agent, {}};
    for (const ShipRecord* record : made->ships)
        registration.ships.push_back(told(*record));
    co_await travel();
    token_ = registration.agent_token;
    co_return registration;
}

Task<Result<model::Agent>> SimGame::my_agent() {
    co_return co_await request<model::Agent>(
        RequestPurpose::kAgentLook,
        [this](const AgentSymbol& agent, TimePoint) -> ApiResult<model::Agent> {
            ARGOSY_TRY(const AgentRecord* record, universe_.agent(agent));
            return record->agent;
        });
}

Task<Result<std::vector<model::Ship>>> SimGame::my_ships() {
    std::vector<model::Ship> ships;
    for (std::size_t page = 0;; ++page) {
        std::size_t total = 0;
        ARGOSY_CO_TRY(auto some, co_await request<std::vector<model::Ship>>(
                                     RequestPurpose::kShipListing,
                                     [this, page, &total](const AgentSymbol& agent, TimePoint now)
                                         -> ApiResult<std::vector<model::Ship>> {
                                         ARGOSY_TRY(auto all, universe_.ships(agent, now));
                                         total = all.size();
                                         std::vector<model::Ship> part;
                                         for (std::size_t i = page * kPage;
                                              i < std::min(total, (page + 1) * kPage); ++i) {
                                             part.push_back(told(*all[i]));
                                         }
                                         return part;
                                     }));
        std::move(some.begin(), some.end(), std::back_inserter(ships));
        if (page + 1 >= pages(total)) break;
    }
    std::sort(ships.begin(), ships.end(),
              [](const model::Ship& a, const model::Ship& b) { return a.symbol < b.symbol; });
    co_return ships;
}

Task<Result<model::Ship>> SimGame::ship(model::ShipSymbol ship) {
    co_return co_await request<model::Ship>(
        RequestPurpose::kShipLook,
        [this, ship](const AgentSymbol& agent, TimePoint now) -> ApiResult<model::Ship> {
            ARGOSY_TRY(const ShipRecord* record, universe_.ship(agent, ship, now));
            return told(*record);
        });
}

Task<Result<model::System>> SimGame::system(model::SystemSymbol system) {
    co_return co_await request<model::System>(
        RequestPurpose::kChartLook,
        [this, system](const AgentSymbol&, TimePoint) -> ApiResult<model::System> {
            ARGOSY_TRY(const SystemFacts* facts, universe_.system(system));
            return model::System{facts->symbol, facts->position};
        });
}

Task<Result<std::vector<model::Waypoint>>> SimGame::waypoints(model::SystemSymbol system) {
    std::vector<model::Waypoint> waypoints;
    std::size_t asked = 0;
    do {
        ARGOSY_CO_CHECK(co_await reach_server(RequestPurpose::kWaypointListing));
        const auto found = universe_.waypoints(system);
        count(RequestPurpose::kWaypointListing, found);
        if (!found) {
            const core::Error error = translated(found.error());
            co_await travel();
            co_return error;
        }
        const std::size_t end = std::min(found->size(), asked + kPage);
        for (; asked < end; ++asked)
            waypoints.push_back((*found)[asked]->waypoint);
        const bool complete = asked == found->size();
        co_await travel();
        if (complete) break;
    } while (true);
    std::sort(waypoints.begin(), waypoints.end(),
              [](const auto& a, const auto& b) { return a.symbol < b.symbol; });
    co_return waypoints;
}

Task<Result<model::Market>> SimGame::market(model::WaypointSymbol waypoint) {
    co_return co_await request<model::Market>(
        RequestPurpose::kMarketLook, [this, waypoint](const AgentSymbol& agent, TimePoint now) {
            return universe_.market(waypoint, agent, now);
        });
}

Task<Result<model::Shipyard>> SimGame::shipyard(model::WaypointSymbol waypoint) {
    co_return co_await request<model::Shipyard>(
        RequestPurpose::kShipyardLook, [this, waypoint](const AgentSymbol& agent, TimePoint now) {
            return universe_.shipyard(waypoint, agent, now);
        });
}

Task<Result<model::JumpGate>> SimGame::jump_gate(model::WaypointSymbol gate) {
    ARGOSY_CO_TRY(
        model::JumpGate found,
        co_await request<model::JumpGate>(
            RequestPurpose::kChartLook,
            [this, gate](const AgentSymbol& agent, TimePoint now) -> ApiResult<model::JumpGate> {
                const GateFacts* facts = universe_.gate_of(gate);
                if (facts == nullptr) return refusal::not_found("Jump gate", gate.str());
                if (!universe_.is_accessible(gate, agent, now)) {
                    return refusal::waypoint_no_access(gate);
                }
                return model::JumpGate{facts->waypoint, facts->connections};
            }));
    ARGOSY_CO_TRY(found.under_construction,
                  co_await request<bool>(
                      RequestPurpose::kChartLook, [this, gate](const AgentSymbol&, TimePoint) {
                          return ApiResult<bool>(universe_.is_under_construction(gate));
                      }));
    co_return found;
}

Task<Result<core::TimePoint>> SimGame::cooldown(model::ShipSymbol ship) {
    co_return co_await request<core::TimePoint>(
        RequestPurpose::kShipLook,
        [this, ship](const AgentSymbol& agent, TimePoint now) -> ApiResult<core::TimePoint> {
            ARGOSY_TRY(const ShipRecord* record, universe_.ship(agent, ship, now));
            return record->cooldown.expires;
        });
}

Task<Result<model::RecipeMap>> SimGame::supply_chain() {
    co_return co_await request<model::RecipeMap>(
        RequestPurpose::kRecipes,
        [this](const AgentSymbol&, TimePoint) -> ApiResult<model::RecipeMap> {
            return universe_.supply_chain();
        });
}

Task<Result<model::Nav>> SimGame::orbit(model::ShipSymbol ship) {
    co_return co_await request<model::Nav>(
        RequestPurpose::kNavigation,
        [this, ship](const AgentSymbol& agent, TimePoint now) -> ApiResult<model::Nav> {
            ARGOSY_TRY(const ShipRecord* record, universe_.orbit(agent, ship, now));
            return record->ship.nav;
        });
}

Task<Result<model::Nav>> SimGame::dock(model::ShipSymbol ship) {
    co_return co_await request<model::Nav>(
        RequestPurpose::kNavigation,
        [this, ship](const AgentSymbol& agent, TimePoint now) -> ApiResult<model::Nav> {
            ARGOSY_TRY(const ShipRecord* record, universe_.dock(agent, ship, now));
            return record->ship.nav;
        });
}

Task<Result<model::Nav>> SimGame::set_flight_mode(model::ShipSymbol ship, model::FlightMode mode) {
    co_return co_await request<model::Nav>(
        RequestPurpose::kNavigation,
        [this, ship, mode](const AgentSymbol& agent, TimePoint now) -> ApiResult<model::Nav> {
            ARGOSY_TRY(const ShipRecord* record, universe_.set_flight_mode(agent, ship, mode, now));
            return record->ship.nav;
        });
}

Task<Result<game::Departure>> SimGame::navigate(model::ShipSymbol ship,
                                                model::WaypointSymbol destination) {
    co_return co_await request<game::Departure>(
        RequestPurpose::kNavigation,
        [this, ship, destination](const AgentSymbol& agent,
                                  TimePoint now) -> ApiResult<game::Departure> {
            ARGOSY_TRY(const Departure departure,
                       universe_.navigate(agent, ship, destination, now));
            return game::Departure{departure.ship->ship.nav, departure.ship->ship.fuel};
        });
}

Task<Result<game::RefuelReceipt>> SimGame::refuel(game::RefuelOrder order) {
    co_return co_await request<game::RefuelReceipt>(
        RequestPurpose::kRefuel,
        [this, order](const AgentSymbol& agent, TimePoint now) -> ApiResult<game::RefuelReceipt> {
            const bool from_cargo = order.from == game::FuelSource::kCargo;
            ARGOSY_TRY(const Deal deal,
                       universe_.refuel(agent, order.ship, {order.fuel, from_cargo}, now));
            game::RefuelReceipt receipt{deal.line.units, deal.line.total, deal.agent->agent.credits,
                                        deal.ship->ship.fuel, deal.line.at};
            if (from_cargo) receipt.cargo_after = deal.ship->ship.cargo;
            return receipt;
        });
}

Task<Result<game::JumpReceipt>> SimGame::jump(model::ShipSymbol ship, model::WaypointSymbol gate) {
    co_return co_await request<game::JumpReceipt>(
        RequestPurpose::kJump,
        [this, ship, gate](const AgentSymbol& agent,
                           TimePoint now) -> ApiResult<game::JumpReceipt> {
            ARGOSY_TRY(const Jump jump, Gates(universe_).jump(agent, ship, gate, now));
            const Deal& deal = jump.antimatter;
            return game::JumpReceipt{jump.ship->ship.nav,       jump.ship->cooldown.expires,
                                     deal.line.units,           deal.line.total,
                                     deal.agent->agent.credits, deal.line.at};
        });
}

Task<Result<game::TradeReceipt>> SimGame::purchase(game::TradeOrder order) {
    co_return co_await request<game::TradeReceipt>(
        RequestPurpose::kTrade,
        [this, order](const AgentSymbol& agent, TimePoint now) -> ApiResult<game::TradeReceipt> {
            ARGOSY_TRY(const Deal deal,
                       universe_.purchase(agent, order.ship, order.good, order.units, now));
            return receipt_of(deal);
        });
}

Task<Result<game::TradeReceipt>> SimGame::sell(game::TradeOrder order) {
    co_return co_await request<game::TradeReceipt>(
        RequestPurpose::kTrade,
        [this, order](const AgentSymbol& agent, TimePoint now) -> ApiResult<game::TradeReceipt> {
            ARGOSY_TRY(const Deal deal,
                       universe_.sell(agent, order.ship, order.good, order.units, now));
            return receipt_of(deal);
        });
}

Task<Result<game::ShipReceipt>> SimGame::purchase_ship(model::ShipType type,
                                                       model::WaypointSymbol shipyard) {
    co_return co_await request<game::ShipReceipt>(
        RequestPurpose::kShipPurchase,
        [this, type, shipyard](const AgentSymbol& agent,
                               TimePoint now) -> ApiResult<game::ShipReceipt> {
            ARGOSY_TRY(const ShipDeal deal, universe_.purchase_ship(agent, type, shipyard, now));
            return game::ShipReceipt{told(*deal.ship), deal.line.price, deal.agent->agent.credits,
                                     deal.line.at};
        });
}

}  // namespace argosy::sim
