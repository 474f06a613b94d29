#include "fleet/helm.h"

#include "core/log.h"
#include "game/errors.h"
#include "store/commit.h"

namespace argosy::fleet {
namespace {

using model::NavStatus;
using model::ShipSymbol;
using model::TradeSymbol;
using model::WaypointSymbol;

const TradeSymbol kFuel("FUEL");

}  // namespace

Helm::Helm(const core::Runtime& runtime, store::Store& store, game::GamePort& game,
           ledger::Ledger& ledger, market::MarketBook& markets, ShipRegistry& ships, Chart& chart,
           RouteTimes& routes)
    : runtime_(runtime),
      store_(store),
      game_(game),
      ledger_(ledger),
      markets_(markets),
      ships_(ships),
      chart_(chart),
      routes_(routes) {}

// A market nobody has looked at is believed to sell fuel: all but one of the recorded ones do.
void Helm::learn_fuel_stops() {
    FuelStops stops;
    for (const auto& [market, waypoint] : chart_.all()) {
        if (!waypoint.has_trait("MARKETPLACE")) continue;
        const market::Listing* fuel = markets_.find(market, kFuel);
        if (fuel != nullptr) {
            stops.emplace(market, fuel->ask);
        } else if (!markets_.looked_at(market)) {
            stops.emplace(market, kUsualFuelAsk);
        }
    }
    routes_.set_fuel_sold_at(std::move(stops));
}

Task<void> Helm::arrive(ShipSymbol ship) {
    const model::Ship* known = ships_.find(ship);
    if (known == nullptr || known->nav.status != NavStatus::kInTransit) co_return;
    // The server's clock decides; ours may run a little ahead of it.
    constexpr core::Duration kArrivalSlack = std::chrono::milliseconds(100);
    const core::TimePoint arrival = known->nav.route.arrival + kArrivalSlack;
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
    co_await arrive(symbol);
    while (true) {
        const model::Ship* ship = ships_.find(symbol);
        if (ship == nullptr) {
            co_return core::Error{core::ErrorCode::kNotFound,
                                  fmt::format("ship {} is gone", symbol)};
        }
        if (ship->nav.waypoint == destination) co_return Result<void>();
        const RouteRequest request{ship->nav.waypoint, destination, ship->speed, ship->fuel};
        ARGOSY_CO_TRY(const RoutePlan plan, plan_route(chart_, routes_.fuel_sold_at(), request));
        const RouteLeg leg = plan.legs.front();
        if (leg.refuel_first && !markets_.looked_at(request.from)) {
            // Fuel is only believed to be sold here: a look tells, and the route may be another.
            ARGOSY_CO_CHECK(co_await look(symbol));
            if (markets_.looked_at(request.from)) continue;
            co_return core::Error{core::ErrorCode::kRejected,
                                  fmt::format("the market at {} trades nothing", request.from)};
        }
        if (leg.refuel_first) ARGOSY_CO_CHECK(co_await refuel(symbol, purpose));
        ARGOSY_CO_CHECK(co_await fly(symbol, leg));
        co_await arrive(symbol);
    }
}

Task<Result<void>> Helm::fly(ShipSymbol symbol, RouteLeg leg) {
    if (ships_.at(symbol).nav.status == NavStatus::kDocked) {
        ARGOSY_CO_TRY(model::Nav nav, co_await game_.orbit(symbol));
        ships_.set_nav(symbol, std::move(nav));
    }
    // A ship without a tank flies at cruising time whatever its mode.
    const model::Ship& ship = ships_.at(symbol);
    if (ship.fuel.capacity > 0 && ship.nav.flight_mode != leg.mode) {
        ARGOSY_CO_TRY(model::Nav nav, co_await game_.set_flight_mode(symbol, leg.mode));
        ships_.set_nav(symbol, std::move(nav));
    }
    auto departure = co_await game_.navigate(symbol, leg.to);
    if (!departure) {
        // Whatever went wrong, the ship itself says where it is; the caller plans from there.
        const core::Error error = std::move(departure).error();
        ARGOSY_CO_CHECK(co_await ships_.refresh(symbol));
        const bool moved = error.code == core::ErrorCode::kOutcomeUnknown ||
                           error.game_code == game::kAlreadyAtDestination ||
                           error.game_code == game::kInTransit;
        if (moved && ships_.at(symbol).nav.waypoint == leg.to) co_return Result<void>();
        co_return error;
    }
    ships_.set_nav(symbol, std::move(departure->nav));
    ships_.set_fuel(symbol, departure->fuel);
    co_return Result<void>();
}

Task<Result<void>> Helm::dock(ShipSymbol symbol) {
    co_await arrive(symbol);
    if (ships_.at(symbol).nav.status == NavStatus::kDocked) co_return Result<void>();
    ARGOSY_CO_TRY(model::Nav nav, co_await game_.dock(symbol));
    ships_.set_nav(symbol, std::move(nav));
    co_return Result<void>();
}

Task<Result<void>> Helm::refuel(ShipSymbol symbol, ledger::Purpose purpose) {
    ARGOSY_CO_CHECK(co_await dock(symbol));
    const model::Ship ship = ships_.at(symbol);
    const market::Listing* listing = markets_.find(ship.nav.waypoint, kFuel);
    const core::Ask expected = listing == nullptr ? kUsualFuelAsk : listing->ask;
    purpose.category = ledger::Category::kRefuel;
    ARGOSY_CO_TRY(
        const game::RefuelReceipt receipt,
        co_await ledger_.refuel(
            symbol, ship.nav.waypoint, expected, ship.fuel, purpose,
            [this, &ship](store::Transaction& transaction, const game::RefuelReceipt& refuelled) {
                markets_.record_trade(ship.nav.waypoint, kFuel, refuelled.units, transaction);
            }));
    ships_.set_fuel(symbol, receipt.fuel_after);
    co_return Result<void>();
}

Task<Result<void>> Helm::look(ShipSymbol symbol) {
    const WaypointSymbol here = ships_.at(symbol).nav.waypoint;
    ARGOSY_CO_TRY(const model::Market market, co_await game_.market(here));
    if (!market.goods) {
        co_return core::Error{
            core::ErrorCode::kRejected,
            fmt::format("the game shows no prices at {} though {} is there", here, symbol)};
    }
    store::Transaction transaction;
    markets_.record_look(market, transaction);
    learn_fuel_stops();
    co_await store::commit_or_abort(store_, runtime_.log, std::move(transaction));
    if (on_look_) on_look_(here);
    co_return Result<void>();
}

Task<Result<const market::Listing*>> Helm::after_tranche(ShipSymbol ship, TradeSymbol good,
                                                         std::int64_t expected_price,
                                                         std::int64_t paid_price) {
    if (paid_price != expected_price) ARGOSY_CO_CHECK(co_await look(ship));
    co_return markets_.find(ships_.at(ship).nav.waypoint, good);
}

Task<Result<Traded>> Helm::buy(ShipSymbol symbol, TradeSymbol good, core::Units units,
                               core::Ask limit, ledger::Purpose purpose, WithTranche also) {
    ARGOSY_CO_CHECK(co_await dock(symbol));
    const WaypointSymbol here = ships_.at(symbol).nav.waypoint;
    const market::Listing* listing = markets_.find(here, good);
    Traded traded;
    while (listing != nullptr && traded.units < units && listing->ask <= limit) {
        const model::Cargo cargo = ships_.at(symbol).cargo;
        const game::TradeOrder order{
            symbol, good, std::min({units - traded.units, listing->volume, cargo.free()})};
        if (order.units.count() <= 0) break;
        const core::Ask ask = listing->ask;
        auto receipt = co_await ledger_.purchase(
            order, here, ask, cargo.of(good), purpose,
            [&](store::Transaction& transaction, const game::TradeReceipt& done) {
                markets_.record_trade(here, good, done.units, transaction);
                if (also) also(transaction, done.units, done.total);
            });
        if (!receipt) {
            const core::ErrorCode code = receipt.error().code;
            if (code == core::ErrorCode::kInsufficientCredits ||
                code == core::ErrorCode::kCargoFull) {
                runtime_.log.info(
                    "fleet", "purchase_cut_short",
                    {{"ship", symbol}, {"good", good}, {"reason", receipt.error().message}});
                break;
            }
            co_return std::move(receipt).error();
        }
        ships_.set_cargo(symbol, receipt->cargo_after);
        traded.units += receipt->units;
        traded.total += receipt->total;
        const std::int64_t paid = receipt->total.count() / receipt->units.count();
        ARGOSY_CO_TRY(listing, co_await after_tranche(symbol, good, ask.count(), paid));
    }
    co_return traded;
}

Task<Result<Traded>> Helm::sell(ShipSymbol symbol, TradeSymbol good, core::Units units,
                                core::Bid limit, ledger::Purpose purpose, WithTranche also) {
    ARGOSY_CO_CHECK(co_await dock(symbol));
    const WaypointSymbol here = ships_.at(symbol).nav.waypoint;
    const market::Listing* listing = markets_.find(here, good);
    Traded traded;
    while (listing != nullptr && traded.units < units && listing->bid >= limit) {
        const core::Units aboard = ships_.at(symbol).cargo.of(good);
        const game::TradeOrder order{symbol, good,
                                     std::min({units - traded.units, listing->volume, aboard})};
        if (order.units.count() <= 0) break;
        const core::Bid bid = listing->bid;
        ARGOSY_CO_TRY(const game::TradeReceipt receipt,
                      co_await ledger_.sell(
                          order, here, bid, aboard, purpose,
                          [&](store::Transaction& transaction, const game::TradeReceipt& done) {
                              markets_.record_trade(here, good, -done.units, transaction);
                              if (also) also(transaction, done.units, done.total);
                          }));
        ships_.set_cargo(symbol, receipt.cargo_after);
        traded.units += receipt.units;
        traded.total += receipt.total;
        const std::int64_t paid = receipt.total.count() / receipt.units.count();
        ARGOSY_CO_TRY(listing, co_await after_tranche(symbol, good, bid.count(), paid));
    }
    co_return traded;
}

}  // namespace argosy::fleet
