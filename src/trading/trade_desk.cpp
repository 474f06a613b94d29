#include "trading/trade_desk.h"

#include <algorithm>

#include "hauls/effort.h"

namespace argosy::trading {

using model::WaypointSymbol;

double rate_of(const Trade& trade) {
    const auto time = std::max<std::int64_t>(1, trade.offer.time.count());
    return double(trade.offer.profit.count()) * 1'000 / double(time);
}

TradeDesk::TradeDesk(fleet::Fleet& fleet, const hauls::TaskBook& tasks, core::OperationId operation,
                     model::SystemSymbol system)
    : fleet_(fleet), tasks_(tasks), operation_(std::move(operation)), system_(std::move(system)) {}

void TradeDesk::begin_round() {
    states_.clear();
    commitments_ = hauls::Commitments(tasks_);
    budget_ = fleet_.ledger.to_spend(operation_);
    request_price_ = fleet_.game.budget().shared().price();
    const core::TimePoint now = fleet_.runtime.now();
    std::erase_if(resting_, [now](const auto& rest) { return rest.second <= now; });
    under_way_.clear();
    for (const hauls::Haul& haul : tasks_.open_hauls()) {
        if (haul.load != nullptr && !haul.ship().empty())
            under_way_.insert({haul.good(), haul.load->place(), haul.unload->place()});
    }
    lanes_.clear();
    const auto is_unknown = [this](const market::Listing* listing) {
        return !listing->state || model::system_of(listing->market) != system_;
    };
    for (const model::TradeSymbol& good : fleet_.markets.goods()) {
        std::vector<const market::Listing*> sources = fleet_.markets.sellers_of(good);
        std::vector<const market::Listing*> sinks = fleet_.markets.buyers_of(good);
        std::erase_if(sources, is_unknown);
        std::erase_if(sinks, is_unknown);
        for (const market::Listing* source : sources) {
            for (const market::Listing* sink : sinks) {
                if (sink->market == source->market) continue;
                Lane lane{good, source->market, sink->market};
                if (!resting_.contains(lane)) lanes_.push_back(std::move(lane));
            }
        }
    }
}

bool TradeDesk::is_under_way(const model::TradeSymbol& good) const {
    const auto first = under_way_.lower_bound({good, {}, {}});
    return first != under_way_.end() && first->good == good;
}

std::optional<model::PriceState> TradeDesk::state(const WaypointSymbol& market,
                                                  const model::TradeSymbol& good) const {
    const auto [known, is_new] = states_[market].try_emplace(good);
    std::optional<model::PriceState>& state = known->second;
    if (!is_new) return state;
    const auto forecast = fleet_.markets.forecast(market, good, fleet_.runtime.now());
    if (forecast) {
        state = forecast->state;
        state->stock += commitments_.of(market, good);
    }
    return state;
}

void TradeDesk::expect(const WaypointSymbol& market, const model::TradeSymbol& good,
                       core::Units more) {
    const auto known = states_.find(market);
    if (known == states_.end()) return;
    const auto state = known->second.find(good);
    if (state != known->second.end() && state->second) state->second->stock += more;
}

hauls::HaulPrice TradeDesk::price(const Lane& lane, core::Units hold,
                                  const TradeTerms& terms) const {
    const auto source = state(lane.from, lane.good);
    const auto sink = state(lane.to, lane.good);
    if (!source || !sink) return {};
    return hauls::price_haul({.source = *source,
                              .sink = *sink,
                              .capacity = std::min(hold, terms.most),
                              .budget = budget_,
                              .min_margin_bp = terms.min_margin_bp});
}

void TradeDesk::begin_again(const hauls::Haul& haul) {
    states_.clear();
    commitments_ = hauls::Commitments(tasks_, haul.id);
    budget_ = fleet_.ledger.to_spend(operation_, hauls::earmark_of(haul.id));
}

std::optional<Trade> TradeDesk::trade(const model::Ship& ship, const Lane& lane,
                                      const hauls::HaulPrice& price) const {
    const fleet::RoutePlan* there = fleet_.routes.find(ship, ship.nav.waypoint, lane.from);
    const fleet::RoutePlan* onward = fleet_.routes.find(ship, lane.from, lane.to);
    if (there == nullptr || onward == nullptr) return std::nullopt;
    const auto volume_at = [&](const WaypointSymbol& market) {
        return fleet_.markets.find(market, lane.good)->volume;
    };
    const std::int64_t trading =
        hauls::trading_requests(price.units, volume_at(lane.from), volume_at(lane.to));
    Trade made{.good = lane.good,
               .offer = {.ship = ship.symbol, .from = lane.from, .to = lane.to, .price = price}};
    hauls::Offer& offer = made.offer;
    offer.requests = trading + hauls::requests_of(*there) + hauls::requests_of(*onward);
    offer.profit = price.profit() - there->fuel_price - onward->fuel_price;
    offer.time = there->time + onward->time + hauls::kTimePerRequest * trading +
                 request_price_ * offer.requests;
    return made;
}

void TradeDesk::take(const Trade& trade) {
    const core::Units units = trade.offer.price.units;
    commitments_.add(trade.offer.from, trade.offer.to, trade.good, units);
    expect(trade.offer.from, trade.good, -units);
    expect(trade.offer.to, trade.good, units);
    budget_ -= trade.offer.price.cost;
    under_way_.insert(trade.lane());
}

}  // namespace argosy::trading
