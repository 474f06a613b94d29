#include "scouting/scout.h"

#include <algorithm>

#include "store/commit.h"

namespace argosy::scouting {

using model::ShipSymbol;
using model::WaypointSymbol;

Scout::Scout(fleet::Fleet& fleet, Settings settings) : fleet_(fleet), settings_(settings) {}

std::size_t Scout::spending() const {
    return std::size_t(std::count_if(under_way_.begin(), under_way_.end(), [&](const auto& trip) {
        const model::Ship* ship = fleet_.ships.find(trip.first);
        return ship != nullptr && ship->fuel.capacity > 0;
    }));
}

WaypointSymbol Scout::target_of(const ShipSymbol& ship) const {
    const auto found = under_way_.find(ship);
    return found == under_way_.end() ? WaypointSymbol() : found->second;
}

bool Scout::is_taken(const WaypointSymbol& market) const {
    return std::any_of(under_way_.begin(), under_way_.end(),
                       [&](const auto& trip) { return trip.second == market; });
}

std::optional<WaypointSymbol> Scout::choose(const model::Ship& ship,
                                            const std::set<WaypointSymbol>& awaited) {
    const core::TimePoint now = fleet_.runtime.now();
    const bool is_probe = !fleet::ShipRegistry::is_hauler(ship);
    const core::Duration least_age = is_probe ? settings_.least_age : settings_.stale_after;
    // Older than any market can be: never looked at.
    constexpr core::Duration kNever = std::chrono::hours(24 * 365);

    std::optional<WaypointSymbol> best;
    double best_score = 0;
    for (const WaypointSymbol& market : fleet_.chart.with_trait("MARKETPLACE", ship.nav.system)) {
        if (is_taken(market)) continue;
        const auto seen = fleet_.markets.looked_at(market);
        core::Duration age = seen ? now - *seen : kNever;
        if (age < least_age) continue;
        if (awaited.contains(market)) age *= 2;
        const fleet::RoutePlan* way = fleet_.routes.find(ship, ship.nav.waypoint, market);
        if (way == nullptr) continue;
        constexpr core::Duration kTimeOfLook = std::chrono::seconds(30);
        const double score = double(age.count()) / double((way->time + kTimeOfLook).count());
        if (!best || score > best_score) {
            best = market;
            best_score = score;
        }
    }
    return best;
}

Task<void> Scout::send(std::vector<ShipSymbol> idle, std::set<WaypointSymbol> awaited,
                       core::OperationId operation) {
    for (const ShipSymbol& symbol : idle) {
        const model::Ship* ship = fleet_.ships.find(symbol);
        if (ship == nullptr || !fleet_.claims.owner_of(symbol).empty()) continue;
        const auto target = choose(*ship, awaited);
        if (!target) continue;
        store::Transaction transaction;
        fleet_.claims.claim(symbol, kOwner, transaction);
        under_way_[symbol] = *target;
        fleet_.runtime.decisions.mix(symbol.str());
        fleet_.runtime.decisions.mix(target->str());
        co_await store::commit_or_abort(fleet_.store, fleet_.runtime.log, std::move(transaction));
        fleet_.runtime.spawn(trip(symbol, *target, operation));
    }
}

Task<void> Scout::trip(ShipSymbol ship, WaypointSymbol target, core::OperationId operation) {
    const ledger::Purpose purpose{ledger::Category::kRefuel, operation, {}, {}};
    auto outcome = co_await fleet_.helm.go(ship, target, purpose);
    if (outcome) outcome = co_await fleet_.helm.look(ship);
    if (!outcome) {
        fleet_.runtime.log.warning(
            "scouting", "look_failed",
            {{"ship", ship}, {"market", target}, {"reason", outcome.error().message}});
        constexpr core::Duration kRestAfterFailure = std::chrono::minutes(1);
        co_await fleet_.runtime.clock.sleep_for(kRestAfterFailure);
    }
    store::Transaction transaction;
    under_way_.erase(ship);
    fleet_.claims.release(ship, kOwner, transaction);
    co_await store::commit_or_abort(fleet_.store, fleet_.runtime.log, std::move(transaction));
    if (on_return_) on_return_();
}

}  // namespace argosy::scouting
