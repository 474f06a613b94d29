#include "hauls/dispatch.h"

#include <algorithm>
#include <tuple>

namespace argosy::hauls {
namespace {

using model::TradeSymbol;
using model::WaypointSymbol;

// Docking, looking and trading take a request each, and a request about half a second with its
// turn in the budget.
constexpr core::Duration kTimePerRequest = std::chrono::milliseconds(600);

core::Duration trading_time(const HaulPrice& price, const model::PriceState& source,
                            const model::PriceState& sink) {
    const auto tranches = [&](const model::PriceState& state) {
        return (price.units.count() + state.volume.count() - 1) / state.volume.count();
    };
    constexpr std::int64_t kFixedRequests = 6;  // two docks, two looks, two departures
    return kTimePerRequest * (tranches(source) + tranches(sink) + kFixedRequests);
}

// Profit per second, compared without dividing.
bool earns_more(const Offer& a, const Offer& b) {
    const double left = double(a.profit.count()) * double(b.time.count());
    const double right = double(b.profit.count()) * double(a.time.count());
    if (left != right) return left > right;
    return std::tie(a.haul, a.ship, a.from, a.to) < std::tie(b.haul, b.ship, b.from, b.to);
}

}  // namespace

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
                 fleet_.ledger.available());
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

    const core::Credits budget = fleet_.ledger.available();
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
        return {haul.id, "no_money",
                fmt::format("{} from {}: {} credits to spend buy no unit of it", haul.good(), from,
                            fleet_.ledger.available())};
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
    Offer made{ship.symbol, haul.id, place.from, place.to, place.price, {}, {}};
    made.profit = place.price.profit() - there->fuel_price - onward->fuel_price;
    made.time = there->time + onward->time + trading_time(place.price, *source, *sink);
    return made;
}

std::optional<Offer> Dispatch::best(const std::vector<model::ShipSymbol>& ships,
                                    const std::vector<Haul>& hauls) {
    declined_.clear();
    gather_commitments();
    std::optional<Offer> best;
    for (const Haul& haul : hauls) {
        const auto offered = best_for(haul, ships);
        if (offered && (!best || earns_more(*offered, *best))) best = offered;
    }
    return best;
}

std::optional<Offer> Dispatch::best_for(const Haul& haul,
                                        const std::vector<model::ShipSymbol>& ships) {
    std::map<core::Units, Places> by_capacity;
    std::optional<Offer> best;
    Declined why{haul.id, "no_ship", fmt::format("{}: no hold is free", haul.good())};
    for (const model::ShipSymbol& symbol : ships) {
        const model::Ship& ship = fleet_.ships.at(symbol);
        const core::Units capacity = ship.cargo.free();
        if (capacity.count() <= 0) continue;
        auto known = by_capacity.find(capacity);
        if (known == by_capacity.end()) {
            known = by_capacity.emplace(capacity, places(haul, capacity)).first;
        }
        const auto& [found, obstacle] = known->second;
        why = found.empty() ? obstacle
                            : Declined{haul.id, "no_route",
                                       fmt::format("{}: no ship can fly there", haul.good())};
        for (const Place& place : found) {
            const auto made = offer(ship, haul, place);
            if (made && (!best || earns_more(*made, *best))) best = made;
        }
    }
    if (best && !settings_.advisory && best->profit < least_profit(haul)) {
        why = {haul.id, "profit",
               fmt::format("{} from {} to {}: {} units cost {}, bring {}, leave {} after fuel; the"
                           " least is {}",
                           haul.good(), best->from, best->to, best->price.units, best->price.cost,
                           best->price.revenue, best->profit, least_profit(haul))};
        best.reset();
    }
    if (!best) declined_.push_back(std::move(why));
    return best;
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
