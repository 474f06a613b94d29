#include "hauls/dispatch.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "hauls/task_queue.h"

namespace argosy::hauls {
namespace {

using model::TradeSymbol;
using model::WaypointSymbol;

// Docking, looking and trading take a request each, and a request about half a second with its
// turn in the budget.
constexpr core::Duration kTimePerRequest = std::chrono::milliseconds(600);

std::int64_t trading_requests(const HaulPrice& price, const model::PriceState& source,
                              const model::PriceState& sink) {
    const auto tranches = [&](const model::PriceState& state) {
        return (price.units.count() + state.volume.count() - 1) / state.volume.count();
    };
    constexpr std::int64_t kFixedRequests = 6;  // two docks, two looks, two departures
    return tranches(source) + tranches(sink) + kFixedRequests;
}

// Docking, looking and trading take a request each, on top of those of the flights.
std::int64_t requests_of(const fleet::RoutePlan& way) {
    constexpr std::int64_t kFuelStop = 3;  // dock, refuel, orbit
    std::int64_t requests = 0;
    for (const fleet::RouteLeg& leg : way.legs)
        requests += 1 + (leg.refuel_first ? kFuelStop : 0);
    return requests;
}

}  // namespace

ledger::EarmarkId earmark_of(const core::HaulId& haul) {
    return ledger::EarmarkId(haul.str());
}

Dispatch::Dispatch(fleet::Fleet& fleet, const TaskBook& tasks, DispatchSettings settings)
    : fleet_(fleet), tasks_(tasks), settings_(settings) {}

void Dispatch::gather_commitments(const core::HaulId& except) {
    committed_.clear();
    for (const Haul& haul : tasks_.open_hauls()) {
        if (haul.ship().empty() || haul.id == except) continue;
        core::Units planned = haul.unload->quantity;
        if (haul.load != nullptr) {
            const bool loading = !is_terminal(haul.load->status);
            if (loading) {
                committed_[{haul.load->place(), haul.good()}] -=
                    std::max(core::Units(0), haul.load->quantity - haul.load->actual_quantity);
            } else {
                planned = haul.load->actual_quantity;
            }
        }
        committed_[{haul.unload->place(), haul.good()}] +=
            std::max(core::Units(0), planned - haul.unload->actual_quantity);
    }
}

std::optional<model::PriceState> Dispatch::state_at(const WaypointSymbol& market,
                                                    const TradeSymbol& good) const {
    const market::Listing* listing = fleet_.markets.find(market, good);
    if (listing == nullptr || !listing->state) return std::nullopt;
    model::PriceState state = *listing->state;
    const auto committed = committed_.find({market, good});
    if (committed != committed_.end()) state.stock += committed->second;
    return state;
}

std::int64_t Dispatch::min_margin_bp(const Haul& haul) const {
    // Advisory mode lets everything through that can be bought and sold at all.
    if (settings_.advisory) return -100'000;
    return haul.unload->type == TaskType::kSell ? settings_.sale_margin_bp
                                                : settings_.feed_margin_bp;
}

core::Credits Dispatch::least_profit(const Haul& haul) const {
    return haul.unload->type == TaskType::kSell ? settings_.least_profit
                                                : settings_.feed_least_profit;
}

std::optional<HaulPrice> Dispatch::price(const Haul& haul, const WaypointSymbol& from,
                                         const WaypointSymbol& to, core::Units capacity,
                                         core::Credits budget) const {
    const auto source = state_at(from, haul.good());
    const auto sink = state_at(to, haul.good());
    if (!source || !sink) return std::nullopt;
    return price_haul({*source, *sink, capacity, budget, min_margin_bp(haul)});
}

std::optional<HaulPrice> Dispatch::price_again(const Haul& haul, core::Units capacity) {
    gather_commitments(haul.id);
    return price(haul, haul.load->place(), haul.unload->place(), capacity,
                 fleet_.ledger.to_spend(haul.load->operation, earmark_of(haul.id)));
}

Dispatch::Places Dispatch::places(const Haul& haul, core::Units capacity) const {
    // A collection buys from its factory and a delivery sells to its factory; the other end is
    // wherever it pays most.
    std::vector<WaypointSymbol> sources, sinks;
    if (haul.load->type == TaskType::kCollect) {
        sources.push_back(haul.load->place());
    } else {
        for (const market::Listing* seller : fleet_.markets.sellers_of(haul.good())) {
            sources.push_back(seller->market);
        }
    }
    if (haul.unload->type == TaskType::kSell) {
        for (const market::Listing* buyer : fleet_.markets.buyers_of(haul.good())) {
            sinks.push_back(buyer->market);
        }
    } else {
        sinks.push_back(haul.unload->place());
    }

    const core::Credits budget = fleet_.ledger.to_spend(haul.load->operation);
    Places places;
    places.obstacle = {haul.id, "no_price",
                       fmt::format("{}: no source or no sink with a known price", haul.good())};
    for (const WaypointSymbol& from : sources) {
        for (const WaypointSymbol& to : sinks) {
            if (from == to) continue;
            const auto priced = price(haul, from, to, capacity, budget);
            if (!priced) continue;
            if (priced->units.count() > 0) {
                places.found.push_back({from, to, *priced});
            } else if (places.obstacle.reason != "no_money") {
                places.obstacle = obstacle(haul, from, to, capacity);
            }
        }
    }
    return places;
}

// Why not one unit is worth moving, or can be paid for.
Declined Dispatch::obstacle(const Haul& haul, const WaypointSymbol& from, const WaypointSymbol& to,
                            core::Units capacity) const {
    constexpr core::Credits kAnyMoney(1'000'000'000'000);
    if (price(haul, from, to, capacity, kAnyMoney)->units.count() > 0) {
        const core::OperationId& operation = haul.load->operation;
        const std::string short_of =
            fmt::format("{} from {}: {} credits to spend buy no unit of it", haul.good(), from,
                        fleet_.ledger.to_spend(operation));
        return {haul.id, "no_money", fleet_.ledger.why_blocked(operation).value_or(short_of)};
    }
    return {haul.id, "margin",
            fmt::format("{}: no unit clears {} bp of its base price", haul.good(),
                        min_margin_bp(haul))};
}

std::optional<Offer> Dispatch::offer(const model::Ship& ship, const Haul& haul,
                                     const Place& place) {
    const fleet::RoutePlan* there = fleet_.routes.find(ship, ship.nav.waypoint, place.from);
    const fleet::RoutePlan* onward = fleet_.routes.find(ship, place.from, place.to);
    if (there == nullptr || onward == nullptr) return std::nullopt;
    const auto source = state_at(place.from, haul.good());
    const auto sink = state_at(place.to, haul.good());
    const std::int64_t trading = trading_requests(place.price, *source, *sink);
    Offer made{.ship = ship.symbol,
               .haul = haul.id,
               .from = place.from,
               .to = place.to,
               .price = place.price,
               .requests = trading + requests_of(*there) + requests_of(*onward)};
    made.profit = place.price.profit() - there->fuel_price - onward->fuel_price;
    made.time = there->time + onward->time + kTimePerRequest * trading;
    return made;
}

void Dispatch::begin_round() {
    declined_.clear();
    places_.clear();
    gather_commitments();
    request_price_ = fleet_.game.budget().shared().price();
}

core::Duration Dispatch::charged_time(const Offer& offer) const {
    return offer.time + request_price_ * offer.requests;
}

// Profit per second, compared without dividing.
bool Dispatch::earns_more(const Offer& a, const Offer& b) const {
    const double left = double(a.profit.count()) * double(charged_time(b).count());
    const double right = double(b.profit.count()) * double(charged_time(a).count());
    if (left != right) return left > right;
    return std::tie(a.haul, a.ship, a.from, a.to) < std::tie(b.haul, b.ship, b.from, b.to);
}

std::int64_t Dispatch::credits_per_hour(const Offer& offer) const {
    constexpr std::int64_t kHour = core::Duration(std::chrono::hours(1)).count();
    return offer.profit.count() * kHour / std::max<std::int64_t>(1, charged_time(offer).count());
}

const Dispatch::Places& Dispatch::known_places(const Haul& haul, core::Units capacity) {
    const PlacesKey key(haul.load->type, haul.unload->type, haul.good(), haul.load->place(),
                        haul.unload->place(), capacity);
    auto known = places_.find(key);
    if (known == places_.end()) known = places_.emplace(key, places(haul, capacity)).first;
    return known->second;
}

std::optional<Declined> Dispatch::refusal_of(const Haul& haul, const Offer& offer) const {
    if (settings_.advisory) return std::nullopt;
    if (offer.profit < least_profit(haul)) {
        return Declined{
            haul.id, "profit",
            fmt::format("{} from {} to {}: {} units cost {}, bring {}, leave {} after fuel; the"
                        " least is {}",
                        haul.good(), offer.from, offer.to, offer.price.units, offer.price.cost,
                        offer.price.revenue, offer.profit, least_profit(haul))};
    }
    const core::Credits each(request_price_ * fleet::kCreditsPerShipSecond /
                             std::chrono::seconds(1));
    if (offer.profit < least_profit(haul) + each * offer.requests) {
        return Declined{
            haul.id, "requests",
            fmt::format("{} from {} to {}: {} credits for {} requests, and one costs {} now, as it"
                        " takes {} ms of waiting ships' time; the least beyond that is {}",
                        haul.good(), offer.from, offer.to, offer.profit, offer.requests, each,
                        request_price_.count(), least_profit(haul))};
    }
    return std::nullopt;
}

std::vector<Dispatch::GroupOffer> Dispatch::offers_for(const Haul& haul,
                                                       const std::vector<ShipGroup>& groups) {
    std::vector<GroupOffer> offers;
    Declined why{haul.id, "no_ship", fmt::format("{}: no hold is free", haul.good())};
    for (const ShipGroup& group : groups) {
        const Places& known = known_places(haul, group.free_hold);
        why = known.found.empty() ? known.obstacle
                                  : Declined{haul.id, "no_route",
                                             fmt::format("{}: no ship can fly there", haul.good())};
        why.haul = haul.id;
        std::optional<Offer> best;
        for (const Place& place : known.found) {
            const auto made = offer(fleet_.ships.at(group.ships.front()), haul, place);
            if (made && (!best || earns_more(*made, *best))) best = made;
        }
        if (best) offers.push_back({&group, *std::move(best)});
    }
    std::sort(offers.begin(), offers.end(), [this](const GroupOffer& a, const GroupOffer& b) {
        return earns_more(a.offer, b.offer);
    });
    if (!offers.empty()) {
        // The best tells why, when even it is refused.
        if (const auto refused = refusal_of(haul, offers.front().offer)) why = *refused;
        std::erase_if(offers, [&](const GroupOffer& made) {
            return refusal_of(haul, made.offer).has_value();
        });
    }
    if (offers.empty()) declined_.push_back(std::move(why));
    return offers;
}

std::optional<Offer> Dispatch::best(const std::vector<model::ShipSymbol>& ships,
                                    const std::vector<Haul>& hauls) {
    begin_round();
    const std::vector<ShipGroup> groups = group_ships(fleet_.ships, ships);
    std::optional<Offer> best;
    for (const Haul& haul : hauls) {
        const auto offers = offers_for(haul, groups);
        if (offers.empty()) continue;
        if (!best || earns_more(offers.front().offer, *best)) best = offers.front().offer;
    }
    return best;
}

std::vector<Offer> Dispatch::choose(const std::vector<model::ShipSymbol>& ships,
                                    const std::vector<Haul>& hauls) {
    if (settings_.choice == Choice::kBestFirst) {
        const auto first = best(ships, hauls);
        return first ? std::vector{*first} : std::vector<Offer>{};
    }
    if (settings_.choice == Choice::kByKind) return in_order(ships, hauls);
    begin_round();
    const std::vector<ShipGroup> groups = group_ships(fleet_.ships, ships);
    std::map<model::ShipSymbol, std::int32_t> number_of;
    for (const model::ShipSymbol& ship : ships)
        number_of.emplace(ship, std::int32_t(number_of.size()));
    Pairs pairs;
    fleet::AssignmentProblem problem{std::int32_t(ships.size()), std::int32_t(hauls.size()), {}};
    for (std::size_t haul = 0; haul < hauls.size(); ++haul) {
        for (const GroupOffer& made : offers_for(hauls[haul], groups)) {
            // Ships of a group are equals: other hauls begin with others of them, so that not all
            // hauls consider the same few.
            const std::vector<model::ShipSymbol>& equals = made.group->ships;
            const std::size_t some = std::min<std::size_t>(equals.size(), kShipsForEachHaul);
            for (std::size_t i = 0; i < some; ++i) {
                Offer pair = made.offer;
                pair.ship = equals[(haul * some + i) % equals.size()];
                const std::int32_t worker = number_of.at(pair.ship);
                const auto job = std::int32_t(haul);
                problem.edges.push_back({worker, job, credits_per_hour(pair)});
                pairs.emplace(std::pair(worker, job), std::move(pair));
            }
        }
    }
    return compatible(matched(std::move(problem), std::move(pairs)));
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
        const auto made = offers_for(queued.haul, group_ships(fleet_.ships, ships));
        --waiting[kind];
        if (made.empty()) continue;
        offers.push_back(made.front().offer);
        ++workers.busy[kind];
        std::erase(ships, offers.back().ship);
    }
    return compatible(std::move(offers));
}

// The offers of the best matching. An investment may cost something, and an idle ship is worth
// nothing: so what matters is only how much more one pair brings than another.
std::vector<Offer> Dispatch::matched(fleet::AssignmentProblem problem, Pairs pairs) const {
    std::int64_t least = 0;
    for (const fleet::AssignmentEdge& edge : problem.edges)
        least = std::min(least, edge.value);
    for (fleet::AssignmentEdge& edge : problem.edges)
        edge.value -= least;
    fleet::keep_best_edges(problem, kHaulsForEachShip, kShipsForEachHaul);
    const fleet::Assignment assignment = fleet::match(problem);
    std::vector<Offer> offers;
    for (std::size_t worker = 0; worker < assignment.job_of.size(); ++worker) {
        const std::int32_t job = assignment.job_of[worker];
        if (job != fleet::kNoJob)
            offers.push_back(std::move(pairs.at({std::int32_t(worker), job})));
    }
    std::sort(offers.begin(), offers.end(),
              [this](const Offer& a, const Offer& b) { return earns_more(a, b); });
    return offers;
}

// Each offer was priced as if the others were not: of those that meet, the best one stands.
std::vector<Offer> Dispatch::compatible(std::vector<Offer> offers) const {
    std::set<std::pair<model::WaypointSymbol, model::TradeSymbol>> taken;
    std::erase_if(offers, [&](const Offer& offer) {
        const model::TradeSymbol& good = tasks_.haul(offer.haul).good();
        const std::pair source(offer.from, good), sink(offer.to, good);
        if (taken.contains(source) || taken.contains(sink)) return true;
        taken.insert({source, sink});
        return false;
    });
    return offers;
}

std::optional<Dispatch::Sink> Dispatch::best_sink(const model::ShipSymbol& symbol,
                                                  const TradeSymbol& good, core::Units units) {
    gather_commitments();
    const model::Ship& ship = fleet_.ships.at(symbol);
    std::optional<Sink> best;
    std::int64_t best_worth = 0;
    const auto consider = [&](const market::Listing& listing) {
        const auto state = state_at(listing.market, good);
        const fleet::RoutePlan* way = fleet_.routes.find(ship, ship.nav.waypoint, listing.market);
        if (!state || way == nullptr) return;
        const model::Quote quote = model::quote_sale(*state, units, core::Bid(1));
        const std::int64_t worth = quote.total.count() - way->time / std::chrono::seconds(1) *
                                                             fleet::kCreditsPerShipSecond;
        if (!best || worth > best_worth) {
            best = Sink{listing.market, quote.total};
            best_worth = worth;
        }
    };
    for (const market::Listing* buyer : fleet_.markets.buyers_of(good))
        consider(*buyer);
    if (best) return best;
    // Nobody consumes it: whoever makes it takes it back, at half the price.
    for (const market::Listing* seller : fleet_.markets.sellers_of(good))
        consider(*seller);
    return best;
}

}  // namespace argosy::hauls
