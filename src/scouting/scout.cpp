#include "scouting/scout.h"

#include <algorithm>

#include "store/commit.h"

namespace argosy::scouting {

using model::ShipSymbol;
using model::WaypointSymbol;

namespace {

// One leg and the look.
constexpr std::int64_t kRequestsOfLookElsewhere = 2;

std::int64_t requests_of_look(const fleet::RoutePlan& way) {
    constexpr std::int64_t kLook = 1;
    return kLook + std::int64_t(way.legs.size());
}

}  // namespace

Scout::Scout(fleet::Fleet& fleet, Settings settings)
    : fleet_(fleet),
      settings_(settings),
      value_(std::make_unique<TradeValue>(fleet.markets)),
      next_look_(fleet.runtime.now()) {}

std::size_t Scout::spending(const core::OperationId& operation) const {
    return std::size_t(std::count_if(under_way_.begin(), under_way_.end(), [&](const auto& trip) {
        const model::Ship* ship = fleet_.ships.find(trip.first);
        return trip.second.operation == operation && ship != nullptr && ship->fuel.capacity > 0;
    }));
}

WaypointSymbol Scout::target_of(const ShipSymbol& ship) const {
    const auto found = under_way_.find(ship);
    return found == under_way_.end() ? WaypointSymbol() : found->second.market;
}

bool Scout::is_taken(const WaypointSymbol& market) const {
    return std::any_of(under_way_.begin(), under_way_.end(),
                       [&](const auto& trip) { return trip.second.market == market; });
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
    const std::int64_t requests = requests_of_look(*way);
    gain -= double(requests * settings_.request_price.count() + way->fuel_price.count());
    if (is_hauler) {
        gain -= double(time / std::chrono::seconds(1) * fleet::kCreditsPerShipSecond);
    }
    if (gain <= 0) return std::nullopt;
    const double spent = requests_are_short() ? double(requests) : double(time.count());
    return Prospect{ship.symbol, market, requests, gain / spent, time};
}

std::optional<Scout::Prospect> Scout::best_look(const ShipSymbol& symbol,
                                                const std::set<WaypointSymbol>& awaited) {
    const model::Ship* ship = fleet_.ships.find(symbol);
    if (ship == nullptr || !fleet_.claims.owner_of(symbol).empty()) return std::nullopt;
    if (settings_.policy == Policy::kRoundRobin) return next_in_tour(*ship);
    std::optional<Prospect> best;
    for (const WaypointSymbol& market : fleet_.chart.with_trait("MARKETPLACE", ship->nav.system)) {
        const auto look = prospect(*ship, market, awaited);
        if (look && (!best || is_better(*look, *best))) best = look;
    }
    return best;
}

// Haulers have work of their own; a tour is for ships that do nothing else. They share one tour.
std::optional<Scout::Prospect> Scout::next_in_tour(const model::Ship& ship) {
    if (fleet::ShipRegistry::is_hauler(ship)) return std::nullopt;
    const auto markets = fleet_.chart.with_trait("MARKETPLACE", ship.nav.system);
    if (markets.empty()) return std::nullopt;
    const auto after = std::upper_bound(markets.begin(), markets.end(), last_in_tour_);
    const WaypointSymbol& next = after == markets.end() ? markets.front() : *after;
    const fleet::RoutePlan* way = fleet_.routes.find(ship, ship.nav.waypoint, next);
    if (way == nullptr) return std::nullopt;
    return Prospect{ship.symbol, next, requests_of_look(*way), 0, {}};
}

// With few requests to spend, whose look is best matters as much as where it goes.
std::vector<Scout::Prospect> Scout::best_looks(const std::vector<ShipSymbol>& ships,
                                               const std::set<WaypointSymbol>& awaited) {
    std::vector<Prospect> looks;
    for (const ShipSymbol& ship : ships) {
        if (auto look = best_look(ship, awaited)) looks.push_back(*std::move(look));
    }
    std::stable_sort(looks.begin(), looks.end(), is_better);
    return looks;
}

// By request, markets that nobody has seen are all worth the same.
bool Scout::is_better(const Prospect& a, const Prospect& b) {
    return a.rate != b.rate ? a.rate > b.rate : a.time < b.time;
}

// The limit held a ship back until so little ago that ships could hardly make twice as many looks.
// Were ships short, the next look would be allowed long before one was free for it.
bool Scout::requests_are_short() const {
    return settings_.requests_per_hour > 0 &&
           fleet_.runtime.now() < next_look_ + pause_after(kRequestsOfLookElsewhere);
}

core::Duration Scout::pause_after(std::int64_t requests) const {
    return core::Duration(std::chrono::hours(1)) * requests / settings_.requests_per_hour;
}

bool Scout::may_look_now() const {
    return settings_.requests_per_hour == 0 || fleet_.runtime.now() >= next_look_;
}

void Scout::count_requests(std::int64_t requests) {
    if (settings_.requests_per_hour == 0) return;
    const core::Duration pause = pause_after(requests);
    next_look_ = std::max(next_look_, fleet_.runtime.now() - pause) + pause;
}

Task<void> Scout::send(std::vector<ShipSymbol> idle, std::set<WaypointSymbol> awaited,
                       core::OperationId operation) {
    for (const Prospect& planned : best_looks(idle, awaited)) {
        if (!may_look_now()) co_return;
        // Whoever was before it may have taken the market, and others the ship.
        const auto look = is_taken(planned.market) || !fleet_.claims.owner_of(planned.ship).empty()
                              ? best_look(planned.ship, awaited)
                              : planned;
        if (!look) continue;
        last_in_tour_ = look->market;
        count_requests(look->requests);
        store::Transaction transaction;
        fleet_.claims.claim(look->ship, kOwner, transaction);
        under_way_[look->ship] = {look->market, operation};
        fleet_.runtime.decisions.mix(look->ship.str());
        fleet_.runtime.decisions.mix(look->market.str());
        co_await store::commit_or_abort(fleet_.store, fleet_.runtime.log, std::move(transaction));
        fleet_.runtime.spawn(trip(look->ship, look->market, operation));
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
