#include "trading/trade_desk.h"

#include <algorithm>

#include "hauls/effort.h"

namespace argosy::trading {

using model::WaypointSymbol;

double rate_of(const Trade& trade) {
    const auto time = std::max<std::int64_t>(1, trade.offer.time.count());
    return double(trade.offer.profit.count()) * 1'000 / double(time);
}

void come_from(const Approach& approach, Trade& trade) {
    trade.offer.profit -= approach.fuel;
    trade.offer.requests += approach.requests;
    trade.offer.time += approach.time;
}

TradeDesk::TradeDesk(fleet::Fleet& fleet, const hauls::TaskBook& tasks, core::OperationId operation,
                     model::SystemSymbol system)
    : fleet_(fleet), tasks_(tasks), operation_(std::move(operation)), system_(std::move(system)) {}

void TradeDesk::begin_round() {
    const core::TimePoint now = fleet_.runtime.now();
    std::erase_if(resting_, [now](const auto& rest) { return rest.second <= now; });
    board_.refresh(fleet_.markets, system_, resting_);
    forget_beliefs();
    work_ = {};
    commitments_ = hauls::Commitments(tasks_);
    budget_ = fleet_.ledger.to_spend(operation_);
    request_price_ = fleet_.game.budget().shared().price();
    note_under_way({});
}

void TradeDesk::note_under_way(const core::HaulId& but) {
    under_way_.clear();
    for (const hauls::Haul& haul : tasks_.open_hauls()) {
        if (haul.load != nullptr && !haul.ship().empty() && haul.id != but)
            under_way_.insert({haul.good(), haul.load->place(), haul.unload->place()});
    }
}

void TradeDesk::forget_beliefs() {
    believed_.assign(board_.places().size(), std::nullopt);
}

bool TradeDesk::is_under_way(const model::TradeSymbol& good) const {
    const auto first = under_way_.lower_bound({good, {}, {}});
    return first != under_way_.end() && first->good == good;
}

const model::PriceState& TradeDesk::state_at(std::int32_t place) const {
    std::optional<model::PriceState>& believed = believed_[std::size_t(place)];
    if (!believed) {
        const market::Listing& listing = *board_.places()[std::size_t(place)].listing;
        believed = fleet_.markets.forecast(listing, fleet_.runtime.now()).state;
        believed->stock += commitments_.of(listing.market, listing.good);
    }
    return *believed;
}

std::optional<model::PriceState> TradeDesk::state(const WaypointSymbol& market,
                                                  const model::TradeSymbol& good) const {
    if (board_.is_current(fleet_.markets)) {
        if (const auto place = board_.find(market, good)) return state_at(std::int32_t(*place));
    }
    auto forecast = fleet_.markets.forecast(market, good, fleet_.runtime.now());
    if (!forecast) return std::nullopt;
    forecast->state.stock += commitments_.of(market, good);
    return forecast->state;
}

LaneNow TradeDesk::lane_now(std::size_t number) const {
    const LaneBoard::Ends ends = board_.ends()[number];
    return {number, board_.lanes()[number], ends, state_at(ends.source), state_at(ends.sink)};
}

hauls::HaulPrice TradeDesk::price(const Lane& lane, core::Units hold,
                                  const TradeTerms& terms) const {
    const auto source = state(lane.from, lane.good);
    const auto sink = state(lane.to, lane.good);
    if (!source || !sink) return {};
    return price({0, lane, {}, *source, *sink}, hold, terms);
}

hauls::HaulPrice TradeDesk::price(const LaneNow& lane, core::Units hold,
                                  const TradeTerms& terms) const {
    return hauls::price_haul({.source = lane.source,
                              .sink = lane.sink,
                              .capacity = std::min(hold, terms.most),
                              .budget = budget_,
                              .min_margin_bp = terms.min_margin_bp});
}

void TradeDesk::begin_again(const hauls::Haul& haul) {
    board_.refresh(fleet_.markets, system_, resting_);
    forget_beliefs();
    commitments_ = hauls::Commitments(tasks_, haul.id);
    budget_ = fleet_.ledger.to_spend(operation_, hauls::earmark_of(haul.id));
    note_under_way(haul.id);
}

Approach TradeDesk::approach(const fleet::RoutePlan& there) const {
    const std::int64_t requests = hauls::requests_of(there);
    return {there.fuel_price, requests, there.time + request_price_ * requests};
}

Trade TradeDesk::trade_at_source(const LaneNow& lane, const hauls::HaulPrice& price,
                                 const fleet::RoutePlan& onward) const {
    const std::int64_t trading =
        hauls::trading_requests(price.units, lane.source.volume, lane.sink.volume);
    Trade made{.good = lane.lane.good,
               .offer = {.from = lane.lane.from, .to = lane.lane.to, .price = price}};
    hauls::Offer& offer = made.offer;
    offer.requests = trading + hauls::requests_of(onward);
    offer.profit = price.profit() - onward.fuel_price;
    offer.time = onward.time + hauls::kTimePerRequest * trading + request_price_ * offer.requests;
    return made;
}

std::optional<Trade> TradeDesk::trade(const model::Ship& ship, const Lane& lane,
                                      const hauls::HaulPrice& price) const {
    const fleet::RoutePlan* there = fleet_.routes.find(ship, ship.nav.waypoint, lane.from);
    const fleet::RoutePlan* onward = fleet_.routes.find(ship, lane.from, lane.to);
    if (there == nullptr || onward == nullptr) return std::nullopt;
    const auto source = state(lane.from, lane.good);
    const auto sink = state(lane.to, lane.good);
    ARGOSY_ASSERT(source && sink);
    Trade made = trade_at_source({0, lane, {}, *source, *sink}, price, *onward);
    made.offer.ship = ship.symbol;
    come_from(approach(*there), made);
    return made;
}

void TradeDesk::take(const Trade& trade) {
    commitments_.add(trade.offer.from, trade.offer.to, trade.good, trade.offer.price.units);
    const auto move = [&](const WaypointSymbol& market, core::Units units) {
        const auto place = board_.find(market, trade.good);
        if (place && believed_[*place]) believed_[*place]->stock += units;
    };
    move(trade.offer.from, -trade.offer.price.units);
    move(trade.offer.to, trade.offer.price.units);
    budget_ -= trade.offer.price.cost;
    under_way_.insert(trade.lane());
}

}  // namespace argosy::trading
