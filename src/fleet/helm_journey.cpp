// Helm's journeys: from where a ship is to where it is sent, planned anew at every stop.

#include <algorithm>

#include "core/log.h"
#include "fleet/helm.h"
#include "game/errors.h"

namespace argosy::fleet {
namespace {

using core::Error;
using core::ErrorCode;
using model::NavStatus;
using model::ShipSymbol;
using model::TradeSymbol;
using model::WaypointSymbol;

const TradeSymbol kFuel("FUEL");
const TradeSymbol kAntimatter("ANTIMATTER");

// The server's clock decides; ours may run a little ahead of it.
constexpr core::Duration kClockSlack = std::chrono::milliseconds(100);

// Stops of one journey, looks and refusals included, before something is taken to be wrong.
constexpr int kMostSteps = 200;

/// Returns where a good is sold as far as anybody knows: a market nobody has looked at is believed
/// to sell it (of fuel, all but one of the recorded ones do; of antimatter, all finished gates).
class Beliefs {
  public:
    Beliefs(const market::MarketBook& markets, TradeSymbol good, core::Ask usual)
        : markets_(markets), good_(std::move(good)), usual_(usual) {}

    void consider(const WaypointSymbol& market) {
        const market::Listing* listing = markets_.find(market, good_);
        if (listing != nullptr) {
            asks.emplace(market, listing->ask);
        } else if (!markets_.looked_at(market)) {
            asks.emplace(market, usual_);
        }
    }

    AskByMarket asks;

  private:
    const market::MarketBook& markets_;
    const TradeSymbol good_;
    const core::Ask usual_;
};

bool sells_none(const Error& error) {
    return error.game_code == game::kSellsNoFuel || error.game_code == game::kGoodNotSold;
}

}  // namespace

void Helm::learn_fuel_stops() {
    Beliefs fuel(markets_, kFuel, kUsualFuelAsk);
    Beliefs antimatter(markets_, kAntimatter, kUsualAntimatterAsk);
    for (const auto& [symbol, waypoint] : chart_.all()) {
        if (waypoint.has_trait("MARKETPLACE")) fuel.consider(symbol);
        if (waypoint.type == "JUMP_GATE") antimatter.consider(symbol);
    }
    routes_.set_fuel_sold_at(std::move(fuel.asks));
    routes_.set_antimatter_sold_at(std::move(antimatter.asks));
}

const std::string& Helm::waiting_for(const ShipSymbol& ship) const {
    static const std::string kNothing;
    const auto found = waiting_.find(ship);
    return found == waiting_.end() ? kNothing : found->second;
}

Task<void> Helm::arrive(ShipSymbol ship) {
    const model::Ship* known = ships_.find(ship);
    if (known == nullptr || known->nav.status != NavStatus::kInTransit) co_return;
    const core::TimePoint arrival = known->nav.route.arrival + kClockSlack;
    if (runtime_.now() < arrival) co_await runtime_.clock.sleep_until(arrival);
    // All ships may have been asked for again meanwhile.
    known = ships_.find(ship);
    if (known == nullptr) co_return;
    model::Nav arrived = known->nav;
    arrived.status = model::status_at(arrived, runtime_.now());
    ships_.set_nav(ship, std::move(arrived));
}

Task<Result<void>> Helm::go(ShipSymbol symbol, WaypointSymbol destination,
                            ledger::Purpose purpose) {
    Journey journey{.destination = std::move(destination), .purpose = std::move(purpose)};
    co_await arrive(symbol);
    for (int steps = 0; steps < kMostSteps; ++steps) {
        const model::Ship* ship = ships_.find(symbol);
        if (ship == nullptr) {
            co_return Error{ErrorCode::kNotFound, fmt::format("ship {} is gone", symbol)};
        }
        if (ship->nav.waypoint == journey.destination) co_return Result<void>();
        ARGOSY_CO_TRY(const std::optional<RoutePlan> plan, co_await way(symbol, journey));
        if (!plan) continue;
        const WaypointSymbol here = ships_.at(symbol).nav.waypoint;
        ARGOSY_CO_CHECK(co_await step(symbol, plan->legs.front(), journey));
        co_await arrive(symbol);
        const model::Ship* now = ships_.find(symbol);
        if (now != nullptr && now->nav.waypoint != here) journey.refuelling = Refuelling::kAnywhere;
    }
    co_return Error{ErrorCode::kRejected, fmt::format("{} is not at {} after {} stops", symbol,
                                                      journey.destination, kMostSteps)};
}

Result<RoutePlan> Helm::plan(const model::Ship& ship, const Journey& journey) {
    const core::TimePoint ready = ship.cooldown_until.value_or(core::TimePoint());
    RouteRequest request{.from = ship.nav.waypoint,
                         .to = journey.destination,
                         .speed = ship.speed,
                         .fuel = ship.fuel,
                         .slowdown = ship.slowdown.value_or(0),
                         .cooldown = std::max(core::Duration(0), ready - runtime_.now()),
                         .refuelling = journey.refuelling};
    Result<RoutePlan> plan = routes_.plan(request);
    // What is in the hold belongs to a haul, so it is burnt only where nothing else leads on.
    request.fuel_aboard = ship.cargo.of(kFuel);
    if (plan || request.fuel_aboard == core::Units(0)) return plan;
    return routes_.plan(request);
}

Task<Result<RoutePlan>> Helm::survey(ShipSymbol ship, WaypointSymbol destination) {
    Journey journey{.destination = std::move(destination)};
    while (true) {
        ARGOSY_CO_TRY(std::optional<RoutePlan> plan, co_await way(ship, journey));
        if (plan) co_return *std::move(plan);
    }
}

Task<Result<std::optional<RoutePlan>>> Helm::way(ShipSymbol symbol, Journey& journey) {
    const model::Ship ship = ships_.at(symbol);
    Result<RoutePlan> found = plan(ship, journey);
    if (found) co_return std::optional(*std::move(found));
    const model::SystemSymbol there = model::system_of(journey.destination);
    if (journey.asked_the_way || there == ship.nav.system) co_return std::move(found).error();
    journey.asked_the_way = true;
    ARGOSY_CO_CHECK(co_await chart_.learn_way(ship.nav.system, there));
    learn_fuel_stops();
    co_return std::optional<RoutePlan>();
}

Task<Result<void>> Helm::step(ShipSymbol symbol, RouteLeg leg, Journey& journey) {
    const WaypointSymbol here = ships_.at(symbol).nav.waypoint;
    const bool buys = leg.refuel_first || leg.kind == LegKind::kJump;
    if (buys && !markets_.looked_at(here)) {
        // What is sold here is only believed: a look tells, and the route may be another.
        co_return co_await look(symbol);
    }
    if (leg.refuel_first) {
        auto filled = co_await refuel(symbol, journey.purpose);
        if (!filled) {
            co_return co_await after_refused_fuel(symbol, std::move(filled).error(), journey);
        }
    }
    if (leg.fuel_from_hold > core::Units(0)) {
        ARGOSY_CO_CHECK(co_await burn_from_hold(symbol, leg.fuel_from_hold));
    }
    if (leg.kind == LegKind::kJump) co_return co_await jump(symbol, leg, journey);
    co_return co_await fly(symbol, leg);
}

Task<Result<void>> Helm::enter_orbit(ShipSymbol symbol) {
    if (ships_.at(symbol).nav.status != NavStatus::kDocked) co_return Result<void>();
    ARGOSY_CO_TRY(model::Nav nav, co_await game_.orbit(symbol));
    ships_.set_nav(symbol, std::move(nav));
    co_return Result<void>();
}

Task<Result<void>> Helm::fly(ShipSymbol symbol, RouteLeg leg) {
    ARGOSY_CO_CHECK(co_await enter_orbit(symbol));
    // A ship without a tank flies at cruising time whatever its mode.
    const model::Ship& ship = ships_.at(symbol);
    if (ship.fuel.capacity > 0 && ship.nav.flight_mode != leg.mode) {
        ARGOSY_CO_TRY(model::Nav nav, co_await game_.set_flight_mode(symbol, leg.mode));
        ships_.set_nav(symbol, std::move(nav));
    }
    auto departure = co_await game_.navigate(symbol, leg.to);
    if (!departure) {
        // Whatever went wrong, the ship itself says where it is; the caller plans from there.
        const Error error = std::move(departure).error();
        ARGOSY_CO_CHECK(co_await ships_.refresh(symbol));
        const bool moved = error.code == ErrorCode::kOutcomeUnknown ||
                           error.game_code == game::kAlreadyAtDestination ||
                           error.game_code == game::kInTransit;
        if (moved && ships_.at(symbol).nav.waypoint == leg.to) co_return Result<void>();
        co_return error;
    }
    const model::Route& route = departure->nav.route;
    const std::int64_t distance = chart_.distance(route.origin, route.destination);
    const core::Duration as_new = model::travel_time(distance, leg.mode, ships_.at(symbol).speed);
    ships_.note_flight(symbol, as_new, route.arrival - route.departure);
    ships_.set_nav(symbol, std::move(departure->nav));
    ships_.set_fuel(symbol, departure->fuel);
    co_return Result<void>();
}

Task<Result<game::RefuelReceipt>> Helm::refuel(ShipSymbol symbol, ledger::Purpose purpose,
                                               ledger::Ledger::Filling filling) {
    ARGOSY_CO_CHECK(co_await dock(symbol));
    const model::Ship ship = ships_.at(symbol);
    const market::Listing* listing = markets_.find(ship.nav.waypoint, kFuel);
    const core::Ask expected = listing == nullptr ? kUsualFuelAsk : listing->ask;
    purpose.category = ledger::Category::kRefuel;
    ARGOSY_CO_TRY(
        game::RefuelReceipt receipt,
        co_await ledger_.refuel(
            symbol, ship.nav.waypoint, expected, ship.fuel, purpose,
            [this, &ship](store::Transaction& transaction, const game::RefuelReceipt& refuelled) {
                markets_.record_trade(ship.nav.waypoint, kFuel, refuelled.units, transaction);
            },
            filling));
    ships_.set_fuel(symbol, receipt.fuel_after);
    co_return receipt;
}

Task<Result<void>> Helm::burn_from_hold(ShipSymbol symbol, core::Units units) {
    ARGOSY_CO_CHECK(co_await dock(symbol));
    const model::Fuel fuel = ships_.at(symbol).fuel;
    const std::int64_t added =
        std::min(fuel.capacity - fuel.current, units.count() * model::kFuelPerMarketUnit);
    auto receipt = co_await game_.refuel({symbol, game::FuelSource::kCargo, added});
    if (!receipt) {
        // No money moves, so the ship alone tells what happened.
        ARGOSY_CO_CHECK(co_await ships_.refresh(symbol));
        co_return std::move(receipt).error();
    }
    ships_.set_fuel(symbol, receipt->fuel_after);
    if (receipt->cargo_after) ships_.set_cargo(symbol, *std::move(receipt->cargo_after));
    co_return Result<void>();
}

// Returns well when the way is to be planned anew.
Task<Result<void>> Helm::after_refused_fuel(ShipSymbol symbol, Error error, Journey& journey) {
    if (error.code == ErrorCode::kInsufficientCredits) {
        if (journey.waited >= kPatience) {
            // A part of the tank may do; where there are no credits for that either, none must.
            (void)co_await refuel(symbol, journey.purpose, ledger::Ledger::Filling::kWithinMeans);
        }
        co_return co_await await_credits(symbol, std::move(error), journey);
    }
    if (error.code != ErrorCode::kRejected) co_return error;
    runtime_.log.warning("fleet", "fuel_refused", {{"ship", symbol}, {"reason", error.message}});
    if (sells_none(error)) ARGOSY_CO_CHECK(co_await look(symbol));
    journey.refuelling = Refuelling::kNotAtStart;
    // Without fuel from here there may be no way on: then this is what it waits for.
    co_return plan(ships_.at(symbol), journey) ? Result<void>() : Result<void>(error);
}

// Sales of other ships may pay for the fuel. Its own may have to, so at last it flies on without.
Task<Result<void>> Helm::await_credits(ShipSymbol symbol, Error error, Journey& journey) {
    if (journey.waited < kPatience) {
        waiting_[symbol] = fmt::format("waiting for credits at {}: {}",
                                       ships_.at(symbol).nav.waypoint, error.message);
        journey.waited += kCreditPoll;
        co_await runtime_.clock.sleep_for(kCreditPoll);
        waiting_.erase(symbol);
        co_return Result<void>();
    }
    if (journey.refuelling == Refuelling::kNowhere) co_return error;
    journey.refuelling = Refuelling::kNowhere;
    const model::Ship* ship = ships_.find(symbol);
    co_return ship != nullptr&& plan(*ship, journey) ? Result<void>() : Result<void>(error);
}

Task<Result<void>> Helm::jump(ShipSymbol symbol, RouteLeg leg, Journey& journey) {
    ARGOSY_CO_CHECK(co_await enter_orbit(symbol));
    const core::TimePoint ready =
        ships_.at(symbol).cooldown_until.value_or(core::TimePoint()) + kClockSlack;
    if (ready > runtime_.now()) {
        waiting_[symbol] = fmt::format("cooling down until {}", core::format_time(ready));
        co_await runtime_.clock.sleep_until(ready);
        waiting_.erase(symbol);
    }
    const model::Ship* ship = ships_.find(symbol);
    if (ship == nullptr) {
        co_return Error{ErrorCode::kNotFound, fmt::format("ship {} is gone", symbol)};
    }
    const WaypointSymbol gate = ship->nav.waypoint;
    const market::Listing* listing = markets_.find(gate, kAntimatter);
    const core::Ask expected = listing == nullptr ? kUsualAntimatterAsk : listing->ask;
    ledger::Purpose purpose = journey.purpose;
    purpose.category = ledger::Category::kJump;
    auto jumped = co_await ledger_.jump(
        symbol, gate, leg.to, expected, purpose,
        [&](store::Transaction& transaction, const game::JumpReceipt& receipt) {
            markets_.record_trade(gate, kAntimatter, receipt.units, transaction);
        });
    if (!jumped) {
        co_return co_await after_refused_jump(symbol, leg, std::move(jumped).error(), journey);
    }
    ships_.set_nav(symbol, std::move(jumped->nav));
    ships_.set_cooldown(symbol, jumped->cooldown_until);
    co_return Result<void>();
}

// Returns well when the way is to be planned anew.
Task<Result<void>> Helm::after_refused_jump(ShipSymbol symbol, RouteLeg leg, Error error,
                                            Journey& journey) {
    ARGOSY_CO_CHECK(co_await ships_.refresh(symbol));
    const WaypointSymbol here = ships_.at(symbol).nav.waypoint;
    if (here == leg.to) co_return Result<void>();
    if (error.code == ErrorCode::kInsufficientCredits) {
        co_return co_await await_credits(symbol, std::move(error), journey);
    }
    switch (error.game_code) {
        case game::kCooldown:
            co_return Result<void>();  // The ship has just told until when.
        case game::kGateUnfinished:
            co_return co_await chart_.learn_gate(here);
        case game::kOtherGateUnfinished:
            co_return co_await chart_.learn_gate(leg.to);
        case game::kNoAntimatter:
            co_return co_await look(symbol);
        default:
            co_return error;
    }
}

}  // namespace argosy::fleet
