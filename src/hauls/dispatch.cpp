#include "hauls/dispatch.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "core/enum_names.h"
#include "hauls/effort.h"

namespace argosy::hauls {
namespace {

using model::TradeSymbol;
using model::WaypointSymbol;

constexpr auto kSizings = core::enum_names<Sizing>({
    {Sizing::kExact, "exact"},
    {Sizing::kRequirements, "requirements"},
});

}  // namespace

std::string_view to_string(Sizing sizing) {
    return kSizings.name_of(sizing);
}

std::optional<Sizing> parse_sizing(std::string_view text) {
    return kSizings.value_of(text);
}

std::int64_t least_margin_bp(const DispatchSettings& settings, TaskType unload) {
    // Advisory mode lets everything through that can be bought and sold at all.
    if (settings.advisory) return -100'000;
    return unload == TaskType::kSell ? settings.sale_margin_bp : settings.feed_margin_bp;
}

HaulPrice price_by(const DispatchSettings& settings, TaskType unload,
                   const model::PriceState& source, const model::PriceState& sink,
                   core::Units capacity, core::Credits budget) {
    const HaulTerms terms{source, sink, capacity, budget, least_margin_bp(settings, unload)};
    if (settings.sizing == Sizing::kExact) return price_haul(terms);
    HaulTerms sized = terms;
    sized.capacity = trade_size({.cargo_capacity = capacity,
                                 .trade_volume = source.volume,
                                 .supply = supply_of(source),
                                 .ask = ask_of(source),
                                 .available_credits = budget,
                                 .target_quantity = core::Units(0)});
    return price_haul(sized);
}

ledger::EarmarkId earmark_of(const core::HaulId& haul) {
    return ledger::EarmarkId(haul.str());
}

Dispatch::Dispatch(fleet::Fleet& fleet, const TaskBook& tasks, DispatchSettings settings)
    : fleet_(fleet), tasks_(tasks), settings_(settings) {}

const DispatchSettings& Dispatch::settings(const core::OperationId& operation) const {
    const auto found = settings_of_.find(operation);
    return found == settings_of_.end() ? settings_ : found->second;
}

std::optional<model::PriceState> Dispatch::state_at(const WaypointSymbol& market,
                                                    const TradeSymbol& good) const {
    const market::Listing* listing = fleet_.markets.find(market, good);
    if (listing == nullptr || !listing->state) return std::nullopt;
    model::PriceState state = *listing->state;
    state.stock += commitments_.of(market, good);
    return state;
}

// Hauls that were asked for may all lose, and of two losses the greatest rate is no measure. So
// each unit counts as worth more than any ask, and all are set beside a long time at what a ship's
// time is worth: then the best is what costs least, with that much for each second.
core::Credits Dispatch::worth_of(const Haul& haul, const Place& place) const {
    constexpr std::int64_t kMoreThanAnyAsk = 10;
    if (haul.load->wanted == core::Units(0)) return core::Credits(0);
    const auto source = state_at(place.from, haul.good());
    return core::Credits(kMoreThanAnyAsk * source->base * place.price.units.count()) +
           core::Credits(kBeside / std::chrono::seconds(1) * fleet::kCreditsPerShipSecond);
}

core::Duration Dispatch::time_beside(const Haul& haul) {
    return haul.load->wanted == core::Units(0) ? core::Duration(0) : kBeside;
}

core::Credits Dispatch::least_profit(const Haul& haul) const {
    const DispatchSettings& settings = settings_of(haul);
    return haul.unload->type == TaskType::kSell ? settings.least_profit
                                                : settings.feed_least_profit;
}

std::optional<HaulPrice> Dispatch::price(const Haul& haul, const WaypointSymbol& from,
                                         const WaypointSymbol& to, core::Units capacity,
                                         core::Credits budget) const {
    const auto source = state_at(from, haul.good());
    const core::Units wanted = haul.load->wanted;
    const core::Units most = wanted > core::Units(0) ? std::min(capacity, wanted) : capacity;
    if (haul.unload->type == TaskType::kKeep) {
        if (!source) return std::nullopt;
        return price_purchase(*source, most, budget);
    }
    const auto sink = state_at(to, haul.good());
    if (!source || !sink) return std::nullopt;
    return price_by(settings_of(haul), haul.unload->type, *source, *sink, most, budget);
}

std::optional<HaulPrice> Dispatch::price_again(const Haul& haul, core::Units capacity) {
    commitments_ = Commitments(tasks_, haul.id);
    // Of what was asked for, what one ship does not take is planned for another.
    if (haul.load->wanted > core::Units(0)) capacity = std::min(capacity, haul.load->quantity);
    return price(haul, haul.load->place(), haul.unload->place(), capacity,
                 fleet_.ledger.to_spend(haul.load->operation, earmark_of(haul.id)));
}

Dispatch::Places Dispatch::places(const Haul& haul, core::Units capacity) const {
    // A collection buys from its factory and a delivery sells to its factory; the other end is
    // wherever it pays most. What is kept is carried nowhere.
    const bool keeps = haul.unload->type == TaskType::kKeep;
    std::vector<WaypointSymbol> sources, sinks;
    if (haul.load->type == TaskType::kCollect) {
        sources.push_back(haul.load->place());
    } else {
        for (const market::Listing* seller : fleet_.markets.sellers_of(haul.good())) {
            sources.push_back(seller->market);
        }
    }
    if (keeps) {
        sinks = sources;
    } else if (haul.unload->type == TaskType::kSell) {
        for (const market::Listing* buyer : fleet_.markets.buyers_of(haul.good())) {
            sinks.push_back(buyer->market);
        }
    } else {
        sinks.push_back(haul.unload->place());
    }

    const core::Credits budget = fleet_.ledger.to_spend(haul.load->operation);
    const auto volume_at = [&](const WaypointSymbol& market) {
        return fleet_.markets.find(market, haul.good())->volume;
    };
    Places places;
    places.obstacle = {haul.id, "no_price",
                       fmt::format("{}: no source or no sink with a known price", haul.good())};
    for (const WaypointSymbol& from : sources) {
        for (const WaypointSymbol& to : sinks) {
            if ((from == to) != keeps) continue;
            const auto priced = price(haul, from, to, capacity, budget);
            if (!priced) continue;
            // A ship that keeps a part of a lot is lost for the rest.
            const bool whole = !keeps || priced->units >= haul.load->wanted;
            if (priced->units.count() > 0 && whole) {
                places.found.push_back(
                    {from, to, *priced,
                     trading_requests(priced->units, volume_at(from), volume_at(to))});
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
    if (haul.unload->type == TaskType::kKeep && capacity < haul.load->wanted) {
        return {haul.id, "no_ship",
                fmt::format("{}: {} are to be kept, and the hold takes {}", haul.good(),
                            haul.load->wanted, capacity)};
    }
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
                        least_margin_bp(settings_of(haul), haul.unload->type))};
}

void Dispatch::begin_round() {
    declined_.clear();
    places_.clear();
    commitments_ = Commitments(tasks_);
    request_price_ = fleet_.game.budget().shared().price();
}

core::Duration Dispatch::charged_time(const Offer& offer) const {
    return offer.time + request_price_ * offer.requests + time_beside(tasks_.haul(offer.haul));
}

double Dispatch::rate_of(const Offer& offer) const {
    const auto seconds = std::max(0.001, double(charged_time(offer).count()) / 1'000);
    return double((offer.profit + offer.worth).count()) / seconds;
}

// Profit per second, compared without dividing.
bool Dispatch::earns_more(const Offer& a, const Offer& b) const {
    const double left = double((a.profit + a.worth).count()) * double(charged_time(b).count());
    const double right = double((b.profit + b.worth).count()) * double(charged_time(a).count());
    if (left != right) return left > right;
    return std::tie(a.haul, a.ship, a.from, a.to) < std::tie(b.haul, b.ship, b.from, b.to);
}

std::optional<Declined> Dispatch::refusal_of(const Haul& haul, const Offer& offer) const {
    if (settings_of(haul).advisory) return std::nullopt;
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
    commitments_ = Commitments(tasks_);
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
