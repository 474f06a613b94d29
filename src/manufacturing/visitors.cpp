#include "manufacturing/visitors.h"

#include "core/contain.h"
#include "store/commit.h"

namespace argosy::manufacturing {

using model::ShipSymbol;
using model::WaypointSymbol;

namespace {

// After a visit that failed, before the next may.
constexpr core::Duration kPause = std::chrono::minutes(1);

}  // namespace

Task<void> Visitors::commit(store::Transaction transaction) {
    co_await store::commit_or_abort(fleet_.store, fleet_.runtime.log, std::move(transaction));
}

Task<void> Visitors::send(std::set<WaypointSymbol> markets, core::OperationId operation) {
    for (const WaypointSymbol& market : markets) {
        if (under_way_.contains(market)) continue;
        const auto ship = nearest_to(market);
        if (!ship) continue;
        under_way_.emplace(market, *ship);
        store::Transaction transaction;
        fleet_.claims.claim(*ship, kOwner, transaction);
        co_await commit(std::move(transaction));
        fleet_.runtime.spawn(visit(*ship, market, operation));
    }
}

std::optional<ShipSymbol> Visitors::nearest_to(const WaypointSymbol& market) const {
    std::optional<ShipSymbol> nearest;
    core::Duration least{0};
    for (const ShipSymbol& symbol : fleet_.idle_ships()) {
        const model::Ship& ship = fleet_.ships.at(symbol);
        const fleet::RoutePlan* way = fleet_.routes.find(ship, ship.nav.waypoint, market);
        if (way == nullptr || (nearest && way->time >= least)) continue;
        nearest = symbol;
        least = way->time;
    }
    return nearest;
}

Task<void> Visitors::visit(ShipSymbol ship, WaypointSymbol market, core::OperationId operation) {
    const auto seen = co_await core::contain(go_and_look(ship, market, std::move(operation)));
    if (seen) {
        looked_at_.push_back(market);
    } else {
        fleet_.runtime.log.warning(
            "manufacturing", "factory_not_seen",
            {{"factory", market}, {"ship", ship}, {"reason", seen.error().message}});
        co_await fleet_.runtime.clock.sleep_for(kPause);
    }
    store::Transaction transaction;
    fleet_.claims.release(ship, kOwner, transaction);
    co_await commit(std::move(transaction));
    under_way_.erase(market);
}

Task<Result<void>> Visitors::go_and_look(ShipSymbol ship, WaypointSymbol market,
                                         core::OperationId operation) {
    const ledger::Purpose purpose{.category = ledger::Category::kManufacturingArbitrage,
                                  .operation = std::move(operation)};
    ARGOSY_CO_CHECK(co_await fleet_.helm.go(ship, market, purpose));
    co_return co_await fleet_.helm.look(ship);
}

std::string Visitors::doing(const ShipSymbol& ship) const {
    for (const auto& [market, visitor] : under_way_) {
        if (visitor == ship) return fmt::format("looking at {}, where goods are awaited", market);
    }
    return "looking at a factory";
}

}  // namespace argosy::manufacturing
