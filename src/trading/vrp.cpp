#include "trading/vrp.h"

#include <algorithm>

#include "trading/haul_sequence.h"

namespace argosy::trading {
namespace {

using model::Supply;
using model::TradeType;
using model::WaypointSymbol;

std::int64_t level_of(Supply supply) {
    return static_cast<std::int64_t>(supply);
}

// The jobs of a ship, as numbers for the search and as the trades they would be for it now.
class Jobs {
  public:
    Jobs(const TradeDesk& desk, const model::Ship& ship) : desk_(desk), ship_(ship) {}

    void add(const Trade& trade) {
        const fleet::RoutePlan* there = way(ship_.nav.waypoint, trade.offer.from);
        if (there == nullptr) return;
        const std::size_t kind = kinds_.try_emplace(trade.good, kinds_.size()).first->second;
        problem_.jobs.push_back({.kind = kind,
                                 .from = number_of(trade.offer.from),
                                 .to = number_of(trade.offer.to),
                                 .value = trade.offer.price.profit().count(),
                                 .time = trade.offer.time - there->time});
        trades_.push_back(trade);
    }

    // The first job of the best plan; where none fits into the window, that with most value.
    std::optional<Trade> first(core::Duration window) {
        if (trades_.empty()) return std::nullopt;
        problem_.window = window;
        for (const WaypointSymbol& from : places_) {
            problem_.from_start.push_back(time_of(way(ship_.nav.waypoint, from)));
            auto& row = problem_.between.emplace_back();
            for (const WaypointSymbol& to : places_)
                row.push_back(time_of(way(from, to)));
        }
        const std::vector<std::size_t> plan = best_sequence(problem_, Vrp::kBeam);
        if (!plan.empty()) return trades_[plan.front()];
        const auto value = [](const Trade& trade) { return trade.offer.price.profit(); };
        return *std::ranges::max_element(trades_, {}, value);
    }

  private:
    const fleet::RoutePlan* way(const WaypointSymbol& from, const WaypointSymbol& to) const {
        return desk_.fleet().routes.find(ship_, from, to);
    }
    static TravelTime time_of(const fleet::RoutePlan* plan) {
        return plan == nullptr ? std::nullopt : TravelTime(plan->time);
    }
    std::size_t number_of(const WaypointSymbol& place) {
        const auto [known, is_new] = numbers_.try_emplace(place, places_.size());
        if (is_new) places_.push_back(place);
        return known->second;
    }

    const TradeDesk& desk_;
    const model::Ship& ship_;
    std::vector<Trade> trades_;
    SequenceProblem problem_;
    std::map<model::TradeSymbol, std::size_t> kinds_;
    std::map<WaypointSymbol, std::size_t> numbers_;
    std::vector<WaypointSymbol> places_;
};

}  // namespace

bool Vrp::may_buy(const model::PriceState& state, std::optional<model::Activity> activity) const {
    if (state.type != TradeType::kExport) return true;
    const Supply least = activity == model::Activity::kStrong ? Supply::kHigh : Supply::kModerate;
    return level_of(model::supply_of(state)) >= level_of(least) + settings_.gates_above;
}

bool Vrp::may_sell(const model::PriceState& state) const {
    if (state.type != TradeType::kImport) return true;
    const std::int64_t most = level_of(Supply::kModerate) - settings_.gates_above;
    return level_of(model::supply_of(state)) <= most;
}

Verdict Vrp::judge_by_supply(const TradeDesk& desk, const LaneNow& lane) const {
    if (!may_sell(lane.sink)) return Verdict::closed({"the import is supplied too well"});
    const market::Listing* listing = desk.fleet().markets.find(lane.lane.from, lane.lane.good);
    if (!may_buy(lane.source, listing->activity))
        return Verdict::closed({"the export is supplied too badly"});
    const core::Units most = std::min(lane.source.volume, lane.sink.volume);
    return Verdict::open({.most = most}, {"at most {0:.0f} units", double(most.count())});
}

Verdict Vrp::judge(const TradeDesk& desk, const LaneNow& lane) const {
    if (desk.is_under_way(lane.lane.good))
        return Verdict::closed({"a trade of its good is under way"});
    return judge_by_supply(desk, lane);
}

Score Vrp::score(const LaneNow&, const Trade& trade) const {
    const core::Credits profit = trade.offer.price.profit();
    if (profit >= settings_.min_profit) return {.rate = rate_of(trade)};
    return {.refusal = {"it brings {0:.0f} credits before fuel, expected {1:.0f} at least",
                        double(profit.count()), double(settings_.min_profit.count())}};
}

std::optional<TradeTerms> Vrp::terms_on_arrival(const TradeDesk& desk, const Lane& lane) {
    const auto source = desk.state(lane.from, lane.good);
    const auto sink = desk.state(lane.to, lane.good);
    if (!source || !sink) return std::nullopt;
    return judge_by_supply(desk, {0, lane, {}, *source, *sink}).terms;
}

std::optional<Trade> Vrp::first_of_plan(const TradeDesk& desk, const model::Ship& ship) {
    Jobs jobs(desk, ship);
    for (std::size_t number = 0; number < desk.lanes().size(); ++number) {
        const LaneNow lane = desk.lane_now(number);
        const auto terms = judge(desk, lane).terms;
        if (!terms) continue;
        const hauls::HaulPrice price = desk.price(lane, ship.cargo.free(), *terms);
        if (price.units.count() == 0) continue;
        const auto trade = desk.trade(ship, lane.lane, price);
        if (trade && score(lane, *trade).rate) jobs.add(*trade);
    }
    return jobs.first(settings_.window);
}

std::vector<Trade> Vrp::choose(TradeDesk& desk, const std::vector<model::ShipSymbol>& ships) {
    std::vector<Trade> chosen;
    for (const model::ShipSymbol& symbol : ships) {
        auto trade = first_of_plan(desk, desk.fleet().ships.at(symbol));
        if (!trade) continue;
        desk.take(*trade);
        chosen.push_back(*std::move(trade));
    }
    return chosen;
}

}  // namespace argosy::trading
