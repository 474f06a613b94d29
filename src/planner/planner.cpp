#include "planner/planner.h"

#include <algorithm>

#include "trading/best_first.h"

namespace argosy::planner {
namespace {

using model::PriceState;
using model::TradeType;
using trading::Lane;
using trading::LaneNow;
using trading::Trade;
using trading::TradeDesk;
using trading::TradeTerms;

// What a lot is at most, where trade volumes are larger than holds: a light hauler's.
constexpr core::Units kHold{80};
// What a factory that starves is fed with is worth beyond its price at least: it loses more.
constexpr double kUrgency = 3'000;
constexpr double kStarved = -2;
// The plan has decided that it pays: a margin says nothing.
constexpr std::int64_t kAnyMargin = -100'000;
// While markets are still being found, a plan is soon out of date.
constexpr core::Duration kLeastPlanAge = std::chrono::minutes(2);
// What was seen of ships that wait counts the less the older it is.
constexpr core::Duration kWaitMemory = std::chrono::hours(1);
// An account holds no more than so many hours of its flow: what was missed is missed.
constexpr double kMostHours = 2;

double units_of(double volumes, const PriceState& state) {
    return volumes * double(state.volume.count());
}

bool is_full(const PriceState& source, const SaleRules& sales) {
    return source.type == TradeType::kExport && model::stock_ratio(source) >= sales.full_from;
}

// Whether an import gets a part of what could be used up there: the rest goes to others.
bool is_rationed(const PlannedGood& import) {
    return import.feeds && import.flow > 0 && !import.at_full_rate();
}

double lot_of(const PriceState& source, const PriceState& sink) {
    return double(std::min({source.volume, sink.volume, kHold}).count());
}

// The plan by the numbers of a board, so that a round looks nothing up by name.
class NumberedPlan {
  public:
    NumberedPlan(const trading::LaneBoard& board, const FlowPlan& plan)
        : has_flow_(board.lanes().size()) {
        for (const trading::LanePlace& place : board.places())
            goods_.push_back(plan.find(place.listing->market, place.listing->good));
        for (const auto& [lane, units] : plan.flows) {
            const auto found = std::ranges::lower_bound(board.lanes(), lane);
            if (found != board.lanes().end() && *found == lane)
                has_flow_[std::size_t(found - board.lanes().begin())] = true;
        }
    }

    const PlannedGood* from(const LaneNow& lane) const {
        return goods_[std::size_t(lane.ends.source)];
    }
    const PlannedGood* to(const LaneNow& lane) const { return goods_[std::size_t(lane.ends.sink)]; }
    bool has_flow(const LaneNow& lane) const { return has_flow_[lane.number]; }

  private:
    std::vector<const PlannedGood*> goods_;
    std::vector<bool> has_flow_;
};

std::vector<model::ShipSymbol> haulers_of(const TradeDesk& desk) {
    std::vector<model::ShipSymbol> haulers;
    for (const auto& [symbol, ship] : desk.fleet().ships.all()) {
        const bool is_here = model::system_of(ship.nav.waypoint) == desk.system();
        if (is_here && fleet::ShipRegistry::is_hauler(ship)) haulers.push_back(symbol);
    }
    return haulers;
}

}  // namespace

Planner::Planner(PlannerSettings settings, goods::Recipes recipes)
    : settings_(settings),
      sales_(&settings_.sales),
      planner_(recipes, settings.requests_an_hour),
      belief_(recipes) {}

void Planner::plan_anew(const TradeDesk& desk) {
    const core::TimePoint now = desk.fleet().runtime.now();
    const core::Duration age = planned_at_ ? now - *planned_at_ : settings_.plan_every;
    if (age < kLeastPlanAge) return;
    if (age < settings_.plan_every && planner_.count_known(desk) <= plan_.known) return;
    planned_at_ = now;
    belief_.observe(desk.fleet().markets, now);
    const bool patient = belief_.feeding() == Feeding::kChangesNothing;
    sales_ = patient ? &settings_.patient_sales : &settings_.sales;
    hull_worth_.reset();
    const std::vector<model::ShipSymbol> haulers = haulers_of(desk);
    haulers_ = haulers.size();
    auto plan = planner_.plan(desk, haulers, belief_.feeding());
    if (!plan) {
        // The last one is still better than none.
        desk.fleet().runtime.log.warning("planner", "no_plan", {{"reason", plan.error().message}});
        return;
    }
    plan_ = *std::move(plan);
    for (const auto& [place, planned] : plan_.goods) {
        const auto state = desk.state(place.first, place.second);
        // What is new is to begin at once.
        if (is_rationed(planned) && state) due_.try_emplace(place, units_of(1, *state));
    }
    std::erase_if(due_, [this](const auto& due) {
        const PlannedGood* planned = plan_.find(due.first.first, due.first.second);
        return planned == nullptr || !is_rationed(*planned);
    });
}

void Planner::fill_accounts(const TradeDesk& desk) {
    const core::TimePoint now = desk.fleet().runtime.now();
    const double hours = planned_at_ ? double((now - filled_at_).count()) / 3'600'000 : 0;
    filled_at_ = now;
    for (auto& [place, due] : due_) {
        const PlannedGood* planned = plan_.find(place.first, place.second);
        const auto state = desk.state(place.first, place.second);
        if (planned == nullptr || !state) continue;
        const double most = std::max(units_of(2, *state), planned->flow * kMostHours);
        due = std::min(due + planned->flow * hours, most);
    }
}

bool Planner::sells_anyway(const Lane& lane) const {
    const PlannedGood* to = plan_.find(lane.to, lane.good);
    return to != nullptr && to->feeds;
}

void Planner::dropped(const Lane& lane, core::Units units) {
    const auto due = due_.find({lane.to, lane.good});
    if (due != due_.end()) due->second += double(units.count());
}

std::optional<TradeTerms> Planner::terms_on_arrival(const TradeDesk& desk, const Lane& lane) {
    // After a crash ships arrive before any is idle.
    if (plan_.goods.empty()) plan_anew(desk);
    const auto source = desk.state(lane.from, lane.good);
    const auto sink = desk.state(lane.to, lane.good);
    const PlannedGood* from = plan_.find(lane.from, lane.good);
    const PlannedGood* to = plan_.find(lane.to, lane.good);
    if (!source || !sink || from == nullptr || to == nullptr) return std::nullopt;
    return terms_between(*source, *sink, *from, *to);
}

std::optional<TradeTerms> Planner::terms_between(const PriceState& source, const PriceState& sink,
                                                 const PlannedGood& from,
                                                 const PlannedGood& to) const {
    if (sink.type != TradeType::kImport) return std::nullopt;
    // Nothing is made of it that is worth what it costs.
    if (to.feeds && double(model::ask_of(source).count()) > to.worth) return std::nullopt;
    const StockRules& rules = settings_.rules;
    const double sold = is_full(source, *sales_) ? sales_->full_fill : sales_->fill;
    const double fill = to.feeds ? fill_of(rules, sink, to) : sold;
    double most = units_of(fill, sink) - double(sink.stock.count());
    if (source.type == TradeType::kExport) {
        const double keep = keep_of(rules, source, from, to.worth);
        most = std::min(most, double(source.stock.count()) - units_of(keep, source));
    }
    if (most < lot_of(source, sink) * double(settings_.lot_percent) / 100) return std::nullopt;
    return TradeTerms{.min_margin_bp = kAnyMargin, .most = core::Units(std::int64_t(most))};
}

// Where a good is scarce, the plan says who makes something of it.
bool Planner::is_open(const LaneNow& lane, const PlannedGood& from, const PlannedGood& to,
                      bool is_planned) const {
    if (to.feeds) {
        return to.flow > 0 && (is_planned || lane.source.type == TradeType::kExchange);
    }
    const auto bid = double(model::bid_of(lane.sink).count());
    const auto ask = double(model::ask_of(lane.source).count());
    const bool pays = (bid - ask) * 100 >= double(lane.source.base * sales_->margin_percent);
    const bool is_dear = bid * 100 >= from.worth * double(sales_->worth_percent);
    return pays && (is_dear || is_full(lane.source, *sales_));
}

std::optional<TradeTerms> Planner::terms_of(const LaneNow& lane, const PlannedGood& from,
                                            const PlannedGood& to) {
    auto terms = terms_between(lane.source, lane.sink, from, to);
    if (!terms || !is_rationed(to)) return terms;
    const double lot = lot_of(lane.source, lane.sink);
    const double due = due_[{lane.lane.to, lane.lane.good}];
    if (due < lot * double(settings_.lot_percent) / 100) return std::nullopt;
    terms->most = std::min(terms->most, core::Units(std::int64_t(std::max(lot, due))));
    return terms;
}

// Credits a second, with what a unit is worth to a factory beyond its price. Where ships wait for
// something to fly, the time is that until the ship would fly again.
std::optional<double> Planner::score_of(const LaneNow& lane, const PlannedGood& to,
                                        const Trade& trade) const {
    auto gain = double(trade.offer.profit.count());
    if (to.feeds) {
        const double extra = to.worth * double(trade.offer.price.units.count()) -
                             double(trade.offer.price.revenue.count());
        gain += std::max(0.0, extra);
        if (model::stock_ratio(lane.sink) < kStarved) gain += kUrgency;
        gain = std::max(gain, 1.0);
    }
    const auto seconds = std::max(0.001, double(trade.offer.time.count()) / 1'000);
    if (gain <= 0 || gain < settings_.least_rate * seconds) return std::nullopt;
    return gain / (seconds + waiting_ * double(settings_.most_wait / std::chrono::seconds(1)));
}

std::vector<Trade> Planner::choose(TradeDesk& desk, const std::vector<model::ShipSymbol>& ships) {
    fill_accounts(desk);
    plan_anew(desk);
    const NumberedPlan plan(desk.board(), plan_);
    const auto terms_of = [&](const LaneNow& lane) -> std::optional<TradeTerms> {
        const PlannedGood* from = plan.from(lane);
        const PlannedGood* to = plan.to(lane);
        if (from == nullptr || to == nullptr) return std::nullopt;
        if (!is_open(lane, *from, *to, plan.has_flow(lane))) return std::nullopt;
        return this->terms_of(lane, *from, *to);
    };
    const auto score_of = [&](const LaneNow& lane, const Trade& trade) {
        return this->score_of(lane, *plan.to(lane), trade);
    };
    std::vector<Trade> trades = trading::best_first(desk, ships, terms_of, score_of);
    for (const Trade& trade : trades) {
        const auto due = due_.find({trade.offer.to, trade.good});
        if (due != due_.end()) due->second -= double(trade.offer.price.units.count());
    }
    const std::int64_t idle = std::ranges::count_if(ships, [&](const model::ShipSymbol& ship) {
        return model::system_of(desk.fleet().ships.at(ship).nav.waypoint) == desk.system();
    });
    note_waiting(desk.fleet().runtime.now(), idle - std::int64_t(trades.size()));
    return trades;
}

void Planner::note_waiting(core::TimePoint now, std::int64_t waiting) {
    const double share =
        std::clamp(double(waiting) / double(std::max<std::size_t>(1, haulers_)), 0.0, 1.0);
    const double age = double((now - waited_at_.value_or(now)).count());
    waiting_ += (share - waiting_) * std::min(1.0, age / double(kWaitMemory.count()));
    waited_at_ = now;
}

core::Duration Planner::time_for_a_credit() const {
    return waiting_ > settings_.abundance ? settings_.time_for_a_credit
                                          : fleet::kUsualTimeForACredit;
}

// While it is open whether feeding helps, both are weighed: a ship is for good.
std::optional<double> Planner::hull_worth(const TradeDesk& desk, const model::Ship& hull) {
    const std::vector<model::ShipSymbol> haulers = haulers_of(desk);
    if (hull_worth_ && hull_worth_of_ == haulers.size()) return hull_worth_;
    const double likely = belief_.likelihood();
    const std::pair<Feeding, double> beliefs[] = {{Feeding::kHelps, likely},
                                                  {Feeding::kChangesNothing, 1 - likely}};
    double sum = 0;
    for (const auto& [feeding, share] : beliefs) {
        if (share <= 0) continue;
        const auto worth =
            planner_.hull_worth(desk, {.ships = haulers,
                                       .hull = hull,
                                       .feeding = feeding,
                                       .pace = double(settings_.pace_percent) / 100});
        if (!worth) return std::nullopt;
        sum += share * *worth;
    }
    hull_worth_ = sum;
    hull_worth_of_ = haulers.size();
    return hull_worth_;
}

}  // namespace argosy::planner
