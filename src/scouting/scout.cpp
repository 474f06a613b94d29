#include "scouting/scout.h"

#include <algorithm>

#include "store/commit.h"

namespace argosy::scouting {

using model::ShipSymbol;
using model::WaypointSymbol;

Scout::Scout(fleet::Fleet& fleet, Settings settings)
    : fleet_(fleet),
      settings_(settings),
      value_(std::make_unique<LaneValue>(fleet.markets)),
      next_look_(fleet.runtime.now()) {}

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

// Every ship of ours that is under way looks on arrival, whatever it comes for.
bool Scout::is_looked_at_before(const WaypointSymbol& market, core::TimePoint at) const {
    const core::TimePoint now = fleet_.runtime.now();
    const auto& ships = fleet_.ships.all();
    return std::any_of(ships.begin(), ships.end(), [&](const auto& entry) {
        const model::Nav& nav = entry.second.nav;
        return nav.waypoint == market && nav.route.arrival <= at &&
               model::status_at(nav, now) == model::NavStatus::kInTransit &&
               !fleet_.claims.owner_of(entry.first).empty();
    });
}

double Scout::value_of(const WaypointSymbol& market) const {
    return value_->of(market, fleet_.runtime.now());
}

std::optional<Scout::Prospect> Scout::prospect(const model::Ship& ship,
                                               const WaypointSymbol& market,
                                               const std::set<WaypointSymbol>& awaited) {
    // The look itself, and leaving, arriving and docking where a leg needs them.
    constexpr double kRequestsOnTheSpot = 1, kRequestsOfTrip = 3;
    constexpr core::Duration kTimeOfLook = std::chrono::seconds(30);
    if (is_taken(market)) return std::nullopt;
    const core::TimePoint now = fleet_.runtime.now();
    const bool is_hauler = fleet::ShipRegistry::is_hauler(ship);
    const auto seen = fleet_.markets.looked_at(market);
    if (seen && now - *seen < (is_hauler ? settings_.stale_after : settings_.least_age)) {
        return std::nullopt;
    }
    const fleet::RoutePlan* way = fleet_.routes.find(ship, ship.nav.waypoint, market);
    if (way == nullptr || is_looked_at_before(market, now + way->time)) return std::nullopt;
    const core::Duration time = way->time + kTimeOfLook;
    double gain = value_->of(market, now + way->time);
    if (awaited.contains(market)) gain *= 2;
    const double requests = way->legs.empty() ? kRequestsOnTheSpot : kRequestsOfTrip;
    gain -= requests * double(settings_.request_price.count()) + double(way->fuel_price.count());
    if (is_hauler) {
        gain -= double(time / std::chrono::seconds(1) * fleet::kCreditsPerShipSecond);
    }
    return Prospect{market, gain, time};
}

std::optional<WaypointSymbol> Scout::choose(const model::Ship& ship,
                                            const std::set<WaypointSymbol>& awaited) {
    std::optional<WaypointSymbol> best;
    double best_rate = 0;
    for (const WaypointSymbol& market : fleet_.chart.with_trait("MARKETPLACE", ship.nav.system)) {
        const auto look = prospect(ship, market, awaited);
        if (!look) continue;
        const double rate = look->gain / double(look->time.count());
        if (rate <= best_rate) continue;
        best = market;
        best_rate = rate;
    }
    return best;
}

// Haulers have work of their own; a tour is for ships that do nothing else.
std::optional<WaypointSymbol> Scout::next_in_tour(const model::Ship& ship) const {
    if (fleet::ShipRegistry::is_hauler(ship)) return std::nullopt;
    const auto markets = fleet_.chart.with_trait("MARKETPLACE", ship.nav.system);
    if (markets.empty()) return std::nullopt;
    const auto after = std::upper_bound(markets.begin(), markets.end(), ship.nav.waypoint);
    return after == markets.end() ? markets.front() : *after;
}

bool Scout::may_look_now() const {
    return settings_.looks_per_hour == 0 || fleet_.runtime.now() >= next_look_;
}

void Scout::count_look() {
    if (settings_.looks_per_hour == 0) return;
    const core::Duration pause = core::Duration(std::chrono::hours(1)) / settings_.looks_per_hour;
    next_look_ = std::max(next_look_, fleet_.runtime.now() - pause) + pause;
}

Task<void> Scout::send(std::vector<ShipSymbol> idle, std::set<WaypointSymbol> awaited,
                       core::OperationId operation) {
    for (const ShipSymbol& symbol : idle) {
        const model::Ship* ship = fleet_.ships.find(symbol);
        if (ship == nullptr || !fleet_.claims.owner_of(symbol).empty()) continue;
        if (!may_look_now()) co_return;
        const auto target =
            settings_.policy == Policy::kRoundRobin ? next_in_tour(*ship) : choose(*ship, awaited);
        if (!target) continue;
        count_look();
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
    if (outcome) ++looks_;
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
