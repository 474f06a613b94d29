#include "trading/lanes.h"

#include <algorithm>

#include "trading/best_first.h"

namespace argosy::trading {
namespace {

// Of a lane's profit a unit: from where it counts as back, and below what the lane is dead.
constexpr double kIsBack = 0.9;
constexpr double kIsDead = 0.5;
// What is taken for observed when nothing at all has come back: four times the rest.
constexpr double kLeastShare = 0.25;

std::int64_t unit_profit_of(const model::PriceState& source, const model::PriceState& sink) {
    return model::bid_of(sink).count() - model::ask_of(source).count();
}

std::int64_t unit_profit_of(const TradeDesk& desk, const Lane& lane) {
    const auto source = desk.state(lane.from, lane.good);
    const auto sink = desk.state(lane.to, lane.good);
    return source && sink ? unit_profit_of(*source, *sink) : 0;
}

}  // namespace

core::Duration Lanes::cooldown(const model::TradeSymbol& good) const {
    const auto found = recovery_.find(good);
    const core::Duration observed = found == recovery_.end() ? settings_.cooldown : found->second;
    return std::clamp(observed, settings_.cooldown * kLeastCooldown / 100,
                      settings_.cooldown * kMostCooldown / 100);
}

void Lanes::note_recovery(const model::TradeSymbol& good, Rest& rest, double share,
                          core::TimePoint now) {
    if (rest.is_observed) return;
    rest.is_observed = true;
    const double waited = double((now - rest.since).count());
    const double part = share >= kIsBack ? 1 : std::max(share, kLeastShare);
    const auto took = core::Duration(std::int64_t(waited / part));
    const auto [known, is_first] = recovery_.try_emplace(good, took);
    if (!is_first) known->second += (took - known->second) * kNewest / 100;
}

bool Lanes::has_rested(const TradeDesk& desk, const Lane& lane, Rest& rest, core::TimePoint now) {
    if (desk.is_under_way(lane)) {
        rest.since = now;
        rest.until = now + cooldown(lane.good);
        return false;
    }
    const double fell = double(rest.profit_before - rest.profit_after);
    const double came_back = double(unit_profit_of(desk, lane) - rest.profit_after);
    const double share = fell <= 0 ? 1 : std::clamp(came_back / fell, 0.0, 1.0);
    if (share >= kIsBack || now >= rest.until) note_recovery(lane.good, rest, share, now);
    if (now < rest.until) return false;
    // Once only: prices may have found a new level, and never come back to the old.
    if (share < kIsDead && !rest.was_prolonged) {
        rest.was_prolonged = true;
        rest.until = now + cooldown(lane.good) * kDeadLaneFactor;
        return false;
    }
    return true;
}

void Lanes::observe(const TradeDesk& desk, core::TimePoint now) {
    for (auto lane = resting_.begin(); lane != resting_.end();) {
        const bool is_over = has_rested(desk, lane->first, lane->second, now);
        lane = is_over ? resting_.erase(lane) : std::next(lane);
    }
}

std::vector<Trade> Lanes::choose(TradeDesk& desk, const std::vector<model::ShipSymbol>& ships) {
    const core::TimePoint now = desk.fleet().runtime.now();
    observe(desk, now);
    std::map<Lane, std::int64_t> unit_profits;
    const auto terms_of = [&](const LaneNow& lane) {
        const Verdict verdict = judge(desk, lane);
        if (verdict.is_open())
            unit_profits.try_emplace(lane.lane, unit_profit_of(lane.source, lane.sink));
        return verdict.terms;
    };
    const auto score_of = [&](const LaneNow& lane, const Trade& trade) {
        return score(lane, trade).rate;
    };
    std::vector<Trade> trades = best_first(desk, ships, terms_of, score_of);
    for (const Trade& trade : trades) {
        const Lane lane = trade.lane();
        resting_[lane] = {.since = now,
                          .until = now + cooldown(lane.good),
                          .profit_before = unit_profits.at(lane),
                          .profit_after = unit_profit_of(desk, lane)};
    }
    return trades;
}

Verdict Lanes::judge(const TradeDesk& desk, const LaneNow& lane) const {
    if (desk.is_under_way(lane.lane)) return Verdict::closed({"a trade of it is under way"});
    if (resting_.contains(lane.lane)) return Verdict::closed({"it rests after a trade"});
    const TradeTerms terms = terms_between(lane.source, lane.sink);
    return Verdict::open(terms, {"at most {0:.0f} units", double(terms.most.count())});
}

Score Lanes::score(const LaneNow& lane, const Trade& trade) const {
    const core::Credits profit = trade.offer.profit;
    if (profit >= settings_.park_below) return Strategy::score(lane, trade);
    return {.refusal = {"it brings {0:.0f} credits, expected {1:.0f} at least",
                        double(profit.count()), double(settings_.park_below.count())}};
}

std::optional<TradeTerms> Lanes::terms_on_arrival(const TradeDesk& desk, const Lane& lane) {
    const auto source = desk.state(lane.from, lane.good);
    const auto sink = desk.state(lane.to, lane.good);
    if (!source || !sink) return std::nullopt;
    return terms_between(*source, *sink);
}

TradeTerms Lanes::terms_between(const model::PriceState& source,
                                const model::PriceState& sink) const {
    return {.most = std::min({source.volume, sink.volume, settings_.lot_cap})};
}

}  // namespace argosy::trading
