#include "trading/arbitrage_coordinator.h"

#include <algorithm>

#include "store/commit.h"
#include "trading/best_first.h"
#include "trading/lane_scan.h"

namespace argosy::trading {

using hauls::Haul;
using hauls::TaskStatus;
using hauls::TaskType;
using model::ShipSymbol;
using model::WaypointSymbol;

namespace {

// Credits a second of a ship's time: the measure that operations bid by. What a strategy counts as
// time besides is its own affair.
double bid_of(const Score& score, const Trade& trade) {
    const auto seconds = std::max(0.001, double(trade.offer.time.count()) / 1'000);
    return (double(trade.offer.profit.count()) + score.beyond_profit) / seconds;
}

}  // namespace

ArbitrageCoordinator::ArbitrageCoordinator(fleet::Fleet& fleet, hauls::TaskBook& tasks,
                                           hauls::HaulRunner& runner, hauls::Bidding& bidding,
                                           std::unique_ptr<Strategy> strategy,
                                           core::OperationId operation, Settings settings)
    : fleet_(fleet),
      tasks_(tasks),
      runner_(runner),
      bidding_(bidding),
      strategy_(std::move(strategy)),
      operation_(std::move(operation)),
      settings_(std::move(settings)),
      desk_(fleet, tasks, operation_, settings_.system),
      timer_(fleet.runtime.clock.make_timer()) {
    runner_.sell_anyway(operation_, [this](const Haul& haul) {
        return in_charge().sells_anyway({haul.good(), haul.load->place(), haul.unload->place()});
    });
    runner_.price_on_arrival(
        operation_, [this](const Haul& haul, core::Units hold) { return price_again(haul, hold); });
    bidding_.join(*this);
    // Before hauls that go on after a restart ask what to do.
    watch_the_end();
}

ArbitrageCoordinator::~ArbitrageCoordinator() {
    bidding_.leave(*this);
    runner_.price_as_usual(operation_);
    fleet_.routes.set_time_for_a_credit(fleet::kUsualTimeForACredit);
}

hauls::HaulPrice ArbitrageCoordinator::price_again(const Haul& haul, core::Units hold) {
    desk_.begin_again(haul);
    const Lane lane{haul.good(), haul.load->place(), haul.unload->place()};
    const auto terms = in_charge().terms_on_arrival(desk_, lane);
    if (!terms) return {};
    const hauls::HaulPrice price = desk_.price(lane, std::min(hold, haul.load->quantity), *terms);
    return is_too_late(haul, lane, price) ? hauls::HaulPrice() : price;
}

bool ArbitrageCoordinator::is_too_late(const Haul& haul, const Lane& lane,
                                       const hauls::HaulPrice& price) const {
    const auto end = ends_at();
    if (!end || price.units.count() == 0) return false;
    const auto trade = desk_.trade(fleet_.ships.at(haul.ship()), lane, price);
    return !trade || !SellOut::is_sold_by(*end, *trade, fleet_.runtime.now());
}

Task<void> ArbitrageCoordinator::run() {
    while (true) {
        // Asked before the pass: it drops what has been handed back by then, and nothing follows.
        const bool is_over = stopping_ && runner_.running(operation_) == 0;
        co_await pass();
        if (is_over) co_return;
        co_await timer_->wait_until(fleet_.runtime.now() + kPassInterval);
    }
}

void ArbitrageCoordinator::stop() {
    stopping_ = true;
    bidding_.leave(*this);
    wake();
}

bool ArbitrageCoordinator::is_full() const {
    return settings_.max_workers > 0 && runner_.running(operation_) >= settings_.max_workers;
}

std::vector<ShipSymbol> ArbitrageCoordinator::idle_haulers() const {
    std::vector<ShipSymbol> haulers;
    for (const ShipSymbol& symbol : fleet_.idle_ships()) {
        const model::Ship& ship = fleet_.ships.at(symbol);
        const bool may_trade = fleet::ShipRegistry::is_hauler(ship) && ship.cargo.items.empty();
        if (may_trade && !bidding_.has_left(operation_, symbol)) haulers.push_back(symbol);
    }
    return haulers;
}

hauls::Appraisal ArbitrageCoordinator::appraise(const hauls::Intention& intention) {
    const hauls::Offer& offer = intention.offer;
    const Lane lane{intention.good, offer.from, offer.to};
    if (stopping_ || is_full() || !in_charge().values_goods(lane)) return {};
    desk_.begin_round();
    const auto source = desk_.state(lane.from, lane.good);
    const auto sink = desk_.state(lane.to, lane.good);
    if (!source || !sink) return {};
    const LaneNow now{0, lane, {}, *source, *sink};
    const Verdict verdict = in_charge().judge(desk_, now);
    if (!verdict.is_open()) return {.objection = verdict.rule.text()};
    const Rule too_many{"{0:.0f} units would be carried, and {1:.0f} are to go there at most",
                        double(offer.price.units.count()), double(verdict.terms->most.count())};
    if (offer.price.units > verdict.terms->most) return {.objection = too_many.text()};
    const Trade trade{lane.good, offer};
    return {.objection = "", .rate = bid_of(in_charge().score(now, trade), trade)};
}

std::optional<double> ArbitrageCoordinator::bid(const ShipSymbol& ship) {
    if (stopping_ || is_full() || !fleet_.ships.at(ship).cargo.items.empty()) return std::nullopt;
    desk_.begin_round();
    const auto terms_of = [this](const LaneNow& lane) {
        return in_charge().judge(desk_, lane).terms;
    };
    const auto score_of = [this](const LaneNow& lane, const Trade& trade) {
        return in_charge().score(lane, trade).rate;
    };
    const std::vector<Trade> best = best_first(desk_, {ship}, terms_of, score_of);
    if (best.empty()) return std::nullopt;
    desk_.begin_round();
    const LaneReason reason =
        explain(desk_, in_charge(), best.front().lane(), fleet_.ships.at(ship));
    return reason.score.rate ? std::optional(bid_of(reason.score, *reason.trade)) : std::nullopt;
}

void ArbitrageCoordinator::count_in(const hauls::Intention& intention) {
    const hauls::Offer& offer = intention.offer;
    strategy_->count_in({intention.good, offer.from, offer.to}, offer.price.units);
}

const Strategy& ArbitrageCoordinator::strategy() const {
    if (sell_out_) return *sell_out_;
    return *strategy_;
}

Strategy& ArbitrageCoordinator::in_charge() {
    if (sell_out_) return *sell_out_;
    return *strategy_;
}

std::optional<core::TimePoint> ArbitrageCoordinator::ends_at() const {
    return fleet_.universe_end.or_sooner(settings_.ends_at);
}

// A reset may be put off: then trading goes on as before.
void ArbitrageCoordinator::watch_the_end() {
    const core::TimePoint now = fleet_.runtime.now();
    const auto pays_back_by = fleet_.universe_end.or_sooner(settings_.pays_back_by);
    if (pays_back_by != told_to_pay_back_by_) strategy_->must_pay_back_by(pays_back_by);
    told_to_pay_back_by_ = pays_back_by;
    const auto end = ends_at();
    if (end && now + SellOut::kLength >= *end) {
        if (!sell_out_ || sell_out_->end() != *end) {
            sell_out_.emplace(fleet_.runtime.clock, *end);
            fleet_.runtime.log.info("trading", "sells_out", {{"until", core::format_time(*end)}});
        }
    } else if (sell_out_) {
        sell_out_.reset();
        meter_.begin_anew();
    }
    if (settings_.ends_at && now >= *settings_.ends_at && !stopping_) stop();
}

Task<void> ArbitrageCoordinator::pass() {
    co_await drop_handed_back();
    watch_the_end();
    if (!stopping_ && !is_full()) {
        const std::vector<ShipSymbol> haulers = idle_haulers();
        if (!haulers.empty()) {
            desk_.begin_round();
            const std::vector<Trade> trades = in_charge().choose(desk_, haulers);
            fleet_.routes.set_time_for_a_credit(in_charge().time_for_a_credit());
            // Its strategy counts its own in. It may be asked again, if the end is put off.
            for (const Trade& trade : trades) {
                if (sell_out_) strategy_->count_in(trade.lane(), trade.offer.price.units);
            }
            if (desk_.work().was_cut_short) {
                fleet_.runtime.log.info("trading", "round_cut_short",
                                        {{"ships", std::to_string(haulers.size())},
                                         {"lanes", std::to_string(desk_.lanes().size())},
                                         {"trades", std::to_string(trades.size())}});
            }
            for (const Trade& trade : trades) {
                const bool started = !is_full() && !stopping_ && co_await start(trade);
                if (!started) strategy_->dropped(trade.lane(), trade.offer.price.units);
            }
        }
    }
    watch_fleet();
    if (on_idle_ && !stopping_) on_idle_(fleet_.idle_ships());
}

// A ship that looks at markets or waits at a post is free: nothing was to be carried when it left.
void ArbitrageCoordinator::watch_fleet() {
    const core::TimePoint now = fleet_.runtime.now();
    if (stopping_ || sell_out_ || now - watched_at_ < kWatchInterval) return;
    watched_at_ = now;
    std::set<ShipSymbol> haulers;
    for (const auto& [symbol, ship] : fleet_.ships.all()) {
        const bool is_here = model::system_of(ship.nav.waypoint) == settings_.system;
        if (is_here && fleet::ShipRegistry::is_hauler(ship)) haulers.insert(symbol);
    }
    if (haulers != watched_) meter_.begin_anew();
    watched_ = haulers;
    for (const Haul& haul : tasks_.open_hauls())
        haulers.erase(haul.ship());
    const bool some_free = !haulers.empty() || watched_.empty() || is_full();
    double worth = 0;
    if (!some_free) {
        desk_.begin_round();
        const WaypointSymbol& anywhere = fleet_.ships.at(*watched_.begin()).nav.waypoint;
        worth = in_charge().hull_worth(desk_, light_hauler_at(anywhere)).value_or(0);
    }
    using Ships = HullMeter::Ships;
    meter_.watch(now, some_free ? Ships::kSomeFree : Ships::kAllAtWork, worth);
}

Reasons ArbitrageCoordinator::why(const WhyQuery& query) {
    desk_.begin_round();
    Reasons reasons;
    if (query.ship.empty()) {
        reasons.lanes = explain_all(desk_, in_charge(), query, nullptr);
        return reasons;
    }
    // As if it had no trade, and what is aboard were sold.
    model::Ship ship = fleet_.ships.at(query.ship);
    ship.cargo.items.clear();
    for (const Haul& haul : tasks_.open_hauls()) {
        const bool is_trade = haul.load != nullptr && haul.load->pipeline.empty();
        if (!is_trade || haul.ship() != ship.symbol) continue;
        desk_.begin_again(haul);
        const Lane lane{haul.good(), haul.load->place(), haul.unload->place()};
        reasons.flown = explain(desk_, in_charge(), lane, ship);
    }
    reasons.lanes = explain_all(desk_, in_charge(), query, &ship);
    std::erase_if(reasons.lanes, [&](const LaneReason& reason) {
        return reasons.flown && reason.lane == reasons.flown->lane;
    });
    return reasons;
}

// A trade is chosen for a ship where it is. One that was handed back is chosen anew, later: its
// ship has just seen that it does not pay. Nothing but trades has no pipeline, so one of an
// operation that has failed since is dropped as well.
Task<void> ArbitrageCoordinator::drop_handed_back() {
    store::Transaction transaction;
    std::vector<core::TaskId> dropped;
    for (const Haul& haul : tasks_.ready_hauls()) {
        if (!haul.load->pipeline.empty()) continue;
        const Lane lane{haul.good(), haul.load->place(), haul.unload->place()};
        desk_.rest(lane, fleet_.runtime.now() + kRest);
        strategy_->dropped(lane, haul.load->wanted);
        for (const core::TaskId& task : {haul.load->id, haul.unload->id}) {
            tasks_.transition(task, TaskStatus::kCancelled, transaction, haul.load->error);
            dropped.push_back(task);
        }
    }
    if (dropped.empty()) co_return;
    for (const core::TaskId& task : dropped)
        tasks_.forget(task);
    co_await store::commit_or_abort(fleet_.store, fleet_.runtime.log, std::move(transaction));
}

Task<bool> ArbitrageCoordinator::start(Trade trade) {
    // While the trades before it were stored, others may have taken the ship.
    const ShipSymbol& ship = trade.offer.ship;
    if (fleet_.ships.find(ship) == nullptr || !fleet_.claims.owner_of(ship).empty()) {
        co_return false;
    }
    // A strategy that knows what goods are worth has seen whatever others would do with the ship.
    const hauls::Intention intention{
        .operation = operation_, .good = trade.good, .offer = trade.offer, .rate = rate_of(trade)};
    if (!in_charge().values_goods(trade.lane()) && bidding_.outbid(intention)) co_return false;
    const auto started = co_await runner_.start(hauls::HaulOrder{.operation = operation_,
                                                                 .pipeline = {},
                                                                 .load = TaskType::kAcquire,
                                                                 .good = trade.good,
                                                                 .from = trade.offer.from,
                                                                 .unload = TaskType::kSell,
                                                                 .to = trade.offer.to,
                                                                 .output = {},
                                                                 .wanted = trade.offer.price.units,
                                                                 .depends_on = {}},
                                                trade.offer);
    // Without credits for it, it is chosen again when there are some.
    if (started) {
        bidding_.started(intention);
        co_return true;
    }
    fleet_.runtime.log.info("trading", "trade_not_started", {{"reason", started.error().message}});
    co_return false;
}

}  // namespace argosy::trading
