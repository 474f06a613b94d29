#include "fleet/helm.h"

#include "core/log.h"
#include "game/errors.h"
#include "store/commit.h"

namespace argosy::fleet {
namespace {

using model::ShipSymbol;
using model::TradeSymbol;
using model::WaypointSymbol;

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

Task<Result<void>> Helm::dock(ShipSymbol symbol) {
    co_await arrive(symbol);
    if (ships_.at(symbol).nav.status == model::NavStatus::kDocked) co_return Result<void>();
    ARGOSY_CO_TRY(model::Nav nav, co_await game_.dock(symbol));
    ships_.set_nav(symbol, std::move(nav));
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
