#include "trading/why.h"

#include <algorithm>
#include <tuple>

#include "trading/lane_scan.h"

namespace argosy::trading {
namespace {

bool is_asked_about(const Lane& lane, const WhyQuery& query) {
    return (query.good.empty() || lane.good == query.good) &&
           (query.from.empty() || lane.from == query.from) &&
           (query.to.empty() || lane.to == query.to);
}

// Lanes that rest are not among those of a round.
Verdict judge(const TradeDesk& desk, const Strategy& strategy, const LaneNow& lane) {
    const auto rest = desk.resting().find(lane.lane);
    if (rest == desk.resting().end()) return strategy.judge(desk, lane);
    const core::Duration left = rest->second - desk.fleet().runtime.now();
    return Verdict::closed({"a ship found less than it had seemed: it rests for {0:.0f} s more",
                            double(left.count()) / 1'000});
}

}  // namespace

Score Strategy::score(const LaneNow&, const Trade& trade) const {
    if (trade.offer.profit > core::Credits(0)) return {.rate = rate_of(trade)};
    return {.refusal = {"it brings {0:.0f} credits, expected more than {1:.0f}",
                        double(trade.offer.profit.count())}};
}

LaneReason explain(const TradeDesk& desk, const Strategy& strategy, const Lane& lane,
                   const model::Ship& ship) {
    LaneReason reason{.lane = lane,
                      .source = desk.state(lane.from, lane.good),
                      .sink = desk.state(lane.to, lane.good),
                      .figures = strategy.figures_of(lane)};
    if (!reason.source || !reason.sink) {
        reason.rule = {"what a market has of it is not known any more"};
        return reason;
    }
    const LaneNow now{0, lane, {}, *reason.source, *reason.sink};
    const Verdict verdict = judge(desk, strategy, now);
    reason.rule = verdict.rule;
    const hauls::HaulPrice price =
        desk.price(now, ship.cargo.free(), verdict.terms.value_or(TradeTerms{}));
    if (price.units.count() > 0) reason.trade = desk.trade(ship, lane, price);
    if (!verdict.is_open()) return reason;
    if (ship.cargo.free().count() == 0) {
        reason.rule = {"the ship has no hold"};
    } else if (price.units.count() == 0) {
        reason.rule = {"no unit has the margin at these prices, with {0:.0f} credits to spend",
                       double(desk.budget().count())};
    } else if (!reason.trade) {
        reason.rule = {"the ship cannot fly it"};
    } else {
        reason.score = strategy.score(now, *reason.trade);
        if (!reason.score.rate) reason.rule = reason.score.refusal;
    }
    return reason;
}

std::vector<LaneReason> explain_all(const TradeDesk& desk, const Strategy& strategy,
                                    const WhyQuery& query, const model::Ship* ship) {
    std::vector<Lane> lanes = desk.lanes();
    for (const auto& [lane, until] : desk.resting())
        lanes.push_back(lane);
    std::vector<LaneReason> reasons;
    for (const Lane& lane : lanes) {
        if (!is_asked_about(lane, query)) continue;
        const model::Ship& flown_by = ship != nullptr ? *ship : light_hauler_at(lane.from);
        reasons.push_back(explain(desk, strategy, lane, flown_by));
    }
    std::ranges::sort(reasons, {}, [](const LaneReason& reason) {
        const double profit_rate = reason.trade ? rate_of(*reason.trade) : -1e9;
        return std::make_tuple(!reason.score.rate, -reason.score.rate.value_or(profit_rate),
                               reason.lane);
    });
    if (reasons.size() > query.limit) reasons.resize(query.limit);
    return reasons;
}

}  // namespace argosy::trading
