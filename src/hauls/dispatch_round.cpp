// Dispatch's rounds: all idle ships and all ready hauls as numbers, and what is chosen of them.

#include <algorithm>
#include <set>

#include "hauls/dispatch.h"
#include "hauls/effort.h"
#include "hauls/task_queue.h"

namespace argosy::hauls {
namespace {

using model::WaypointSymbol;

// No two offers of a round meet at a market, so more hauls that are alike than this are not given
// out at once.
std::int32_t most_at_once(const std::vector<Haul>& alike, std::size_t sources, std::size_t sinks) {
    return std::int32_t(std::min({alike.size(), sources, sinks}));
}

}  // namespace

std::optional<Offer> Dispatch::offer(const model::Ship& ship, const Haul& haul,
                                     const Place& place) {
    const fleet::RoutePlan* there = fleet_.routes.find(ship, ship.nav.waypoint, place.from);
    const fleet::RoutePlan* onward = fleet_.routes.find(ship, place.from, place.to);
    if (there == nullptr || onward == nullptr) return std::nullopt;
    Offer made{.ship = ship.symbol,
               .haul = haul.id,
               .from = place.from,
               .to = place.to,
               .price = place.price,
               .requests = place.trading_requests + requests_of(*there) + requests_of(*onward)};
    made.profit = place.price.profit() - there->fuel_price - onward->fuel_price;
    made.worth = worth_of(haul, place);
    made.time = there->time + onward->time + kTimePerRequest * place.trading_requests;
    return made;
}

const Dispatch::Places& Dispatch::known_places(const Haul& haul, core::Units capacity) {
    const PlacesKey key(lot_of(haul), capacity);
    auto known = places_.find(key);
    if (known == places_.end()) known = places_.emplace(key, places(haul, capacity)).first;
    return known->second;
}

Dispatch::LotKey Dispatch::lot_of(const Haul& haul) {
    return {haul.load->type,      haul.unload->type, haul.good(),         haul.load->place(),
            haul.unload->place(), haul.load->wanted, haul.load->operation};
}

Dispatch::Round Dispatch::make_round(const std::vector<model::ShipSymbol>& ships,
                                     const std::vector<Haul>& hauls) {
    Round round;
    round.groups = group_ships(fleet_.ships, ships);
    std::vector<Kind> kinds;
    std::vector<std::int32_t> kind_of_group;
    std::map<std::tuple<std::int64_t, std::int64_t, core::Units>, std::int32_t> known;
    for (const ShipGroup& group : round.groups) {
        const model::Ship& hull = fleet_.ships.at(group.ships.front());
        const auto [kind, is_new] = known.emplace(
            std::tuple(hull.speed, hull.fuel.capacity, group.free_hold), kinds.size());
        if (is_new) kinds.push_back({&hull, group.free_hold});
        kind_of_group.push_back(kind->second);
    }
    std::map<LotKey, std::size_t> lots;
    for (const Haul& haul : hauls) {
        const auto [lot, is_new] = lots.emplace(lot_of(haul), round.hauls.size());
        if (is_new) round.hauls.emplace_back();
        round.hauls[lot->second].push_back(haul);
    }
    std::map<WaypointSymbol, std::int32_t> numbers;
    add_trips(round, kinds, numbers);
    add_berths(round, kind_of_group, numbers);
    return round;
}

void Dispatch::add_trips(Round& round, const std::vector<Kind>& kinds,
                         std::map<WaypointSymbol, std::int32_t>& numbers) {
    const std::int64_t request_credits =
        request_price_ * fleet::kCreditsPerShipSecond / std::chrono::seconds(1);
    for (const std::vector<Haul>& alike : round.hauls) {
        const Haul& haul = alike.front();
        Lot& lot = round.lots.emplace_back();
        std::vector<const Place*>& places = round.places.emplace_back();
        std::set<WaypointSymbol> sources, sinks;
        for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
            for (const Place& place : known_places(haul, kinds[kind].hold).found) {
                const fleet::RoutePlan* way =
                    fleet_.routes.find(*kinds[kind].hull, place.from, place.to);
                if (way == nullptr) continue;
                const std::int64_t requests = place.trading_requests + requests_of(*way);
                const core::Duration time = way->time + kTimePerRequest * place.trading_requests +
                                            request_price_ * requests + time_beside(haul);
                const auto from =
                    numbers.emplace(place.from, std::int32_t(numbers.size())).first->second;
                const core::Credits profit =
                    place.price.profit() - way->fuel_price + worth_of(haul, place);
                lot.trips.push_back(
                    {std::int32_t(kind), from, profit.count(), time.count(), requests});
                places.push_back(&place);
                sources.insert(place.from);
                sinks.insert(place.to);
            }
        }
        lot.hauls = most_at_once(alike, sources.size(), sinks.size());
        constexpr std::int64_t kAnything = -1'000'000'000'000;
        const bool advisory = settings_of(haul).advisory;
        lot.least_profit = advisory ? kAnything : least_profit(haul).count();
        lot.least_for_a_request = advisory ? 0 : request_credits;
    }
}

void Dispatch::add_berths(Round& round, const std::vector<std::int32_t>& kind_of_group,
                          const std::map<WaypointSymbol, std::int32_t>& numbers) {
    for (std::size_t number = 0; number < round.groups.size(); ++number) {
        const ShipGroup& group = round.groups[number];
        const model::Ship& hull = fleet_.ships.at(group.ships.front());
        Berth& berth = round.berths.emplace_back(
            Berth{kind_of_group[number], std::int32_t(group.ships.size()), {}});
        berth.approaches.resize(numbers.size());
        for (const auto& [place, index] : numbers) {
            const fleet::RoutePlan* way = fleet_.routes.find(hull, group.at, place);
            Approach& approach = berth.approaches[std::size_t(index)];
            approach.possible = way != nullptr;
            if (way == nullptr) continue;
            approach.cost = way->fuel_price.count();
            approach.requests = requests_of(*way);
            approach.milliseconds = (way->time + request_price_ * approach.requests).count();
        }
    }
}

std::optional<Offer> Dispatch::best_of(const Round& round, std::size_t lot) {
    BestTrip best;
    std::size_t of_group = 0;
    for (std::size_t group = 0; group < round.groups.size(); ++group) {
        const BestTrip trip = best_trip(round.berths[group], round.lots[lot]);
        if (trip.trip < 0 || (best.trip >= 0 && trip.credits_per_ms <= best.credits_per_ms))
            continue;
        best = trip;
        of_group = group;
    }
    if (best.trip < 0) return std::nullopt;
    return offer(fleet_.ships.at(round.groups[of_group].ships.front()), round.hauls[lot].front(),
                 *round.places[lot][std::size_t(best.trip)]);
}

void Dispatch::decline(const Round& round, std::size_t lot) {
    const Haul& haul = round.hauls[lot].front();
    Declined why{haul.id, "no_ship", fmt::format("{}: no hold is free", haul.good())};
    if (!round.groups.empty()) {
        const Places& known = known_places(haul, round.groups.front().free_hold);
        why = known.found.empty() ? known.obstacle
                                  : Declined{haul.id, "no_route",
                                             fmt::format("{}: no ship can fly there", haul.good())};
    }
    // The best tells why, when even it is refused.
    if (const auto best = best_of(round, lot)) {
        if (auto refused = refusal_of(haul, *best)) why = *std::move(refused);
    }
    for (const Haul& each : round.hauls[lot]) {
        why.haul = each.id;
        declined_.push_back(why);
    }
}

std::optional<Offer> Dispatch::clearing(const Round& round, std::size_t lot) {
    auto made = best_of(round, lot);
    if (made && !refusal_of(round.hauls[lot].front(), *made)) return made;
    decline(round, lot);
    return std::nullopt;
}

std::optional<Offer> Dispatch::best(const std::vector<model::ShipSymbol>& ships,
                                    const std::vector<Haul>& hauls) {
    begin_round();
    const Round round = make_round(ships, hauls);
    std::optional<Offer> best;
    for (std::size_t lot = 0; lot < round.lots.size(); ++lot) {
        auto made = clearing(round, lot);
        if (made && (!best || earns_more(*made, *best))) best = std::move(made);
    }
    return best;
}

std::vector<Offer> Dispatch::choose(const std::vector<model::ShipSymbol>& ships,
                                    const std::vector<Haul>& hauls) {
    const Choice choice = hauls.empty() ? settings_.choice : settings_of(hauls.front()).choice;
    if (choice == Choice::kBestFirst) {
        const auto first = best(ships, hauls);
        return first ? std::vector{*first} : std::vector<Offer>{};
    }
    if (choice == Choice::kByKind) return in_order(ships, hauls);
    begin_round();
    const Round round = make_round(ships, hauls);
    const Candidates candidates =
        find_candidates(round.berths, round.lots, limits_for(std::int64_t(ships.size())));
    const fleet::Assignment assignment = fleet::match(candidates.problem);
    std::vector<Offer> offers;
    std::size_t first_ship = 0;
    std::vector<std::size_t> given(round.lots.size());  // Of each lot's hauls.
    for (std::size_t worker = 0; worker < assignment.job_of.size(); ++worker) {
        const auto group = std::size_t(candidates.berth_of[worker]);
        if (worker > 0 && candidates.berth_of[worker - 1] != candidates.berth_of[worker])
            first_ship = worker;
        const std::int32_t job = assignment.job_of[worker];
        if (job == fleet::kNoJob) continue;
        const auto lot = std::size_t(job);
        const auto trip = std::size_t(best_trip(round.berths[group], round.lots[lot]).trip);
        const auto& ship = fleet_.ships.at(round.groups[group].ships[worker - first_ship]);
        const Haul& haul = round.hauls[lot][given[lot]++];
        if (auto made = offer(ship, haul, *round.places[lot][trip])) {
            offers.push_back(*std::move(made));
        }
    }
    for (std::size_t lot = 0; lot < round.lots.size(); ++lot) {
        if (candidates.refused[lot]) decline(round, lot);
    }
    std::sort(offers.begin(), offers.end(),
              [this](const Offer& a, const Offer& b) { return earns_more(a, b); });
    return compatible(std::move(offers));
}

// The requirements' order, with workers kept for each kind.
std::vector<Offer> Dispatch::in_order(std::vector<model::ShipSymbol> ships,
                                      const std::vector<Haul>& hauls) {
    begin_round();
    std::vector<Queued> queue;
    std::map<HaulKind, std::int64_t> waiting;
    for (const Haul& haul : hauls) {
        const market::Listing* source = fleet_.markets.find(haul.load->place(), haul.good());
        const auto supply = source == nullptr ? std::nullopt : std::optional(source->supply);
        queue.push_back({haul, priority_of(haul, supply, fleet_.runtime.now())});
        ++waiting[kind_of(haul)];
    }
    sort_queue(queue);
    Workers workers{.all = std::int64_t(ships.size()), .busy = {}};
    for (const Haul& haul : tasks_.open_hauls()) {
        if (haul.ship().empty()) continue;
        ++workers.all;
        ++workers.busy[kind_of(haul)];
    }
    std::vector<Offer> offers;
    for (const Queued& queued : queue) {
        if (ships.empty()) break;
        const HaulKind kind = kind_of(queued.haul);
        if (!may_take(kind, workers, waiting)) continue;
        auto made = clearing(make_round(ships, {queued.haul}), 0);
        --waiting[kind];
        if (!made) continue;
        offers.push_back(*std::move(made));
        ++workers.busy[kind];
        std::erase(ships, offers.back().ship);
    }
    return compatible(std::move(offers));
}

}  // namespace argosy::hauls
