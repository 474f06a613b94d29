#include "planner/planner.h"

#include <algorithm>

#include "trading/best_first.h"

namespace argosy::planner {
namespace {

using model::PriceState;
using model::TradeType;
using trading::Lane;
using trading::LaneNow;
using trading::Rule;
using trading::Score;
using trading::Trade;
using trading::TradeDesk;
using trading::TradeTerms;
using trading::Verdict;

// What a lot is at most, where trade volumes are larger than holds: a light hauler's.
constexpr core::Units kHold{80};
// What a factory that starves is fed with is worth beyond its price at least: it loses more.
constexpr double kUrgency = 3'000;
constexpr double kStarved = -2;
// Below it, what an export that grows is made from is fetched from wherever there is any.
constexpr double kHungry = -1.5;
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

// Whether a factory that is left alone gets some of an input all the same: the rest goes to others.
bool is_rationed(const PlannedGood& import) {
    return import.feeds && import.flow > 0 && !import.kept && !import.feeds_growth;
}

double lot_of(const PriceState& source, const PriceState& sink) {
    return double(std::min({source.volume, sink.volume, kHold}).count());
}

// Units that are worth a flight.
double least_lot(const PriceState& source, const PriceState& sink, std::int64_t percent) {
    return lot_of(source, sink) * double(percent) / 100;
}

// The plan by the numbers of a board, so that a round looks nothing up by name.
class NumberedPlan {
  public:
    NumberedPlan(const trading::LaneBoard& board, const FlowPlan& plan)
        : has_flow_(board.lanes().size()) {
        for (const trading::LanePlace& place : board.places()) {
            goods_.push_back(plan.find(place.listing->market, place.listing->good));
            activities_.push_back(place.listing->activity);
        }
        for (const auto& [lane, units] : plan.flows) {
            const auto found = std::ranges::lower_bound(board.lanes(), lane);
            if (found != board.lanes().end() && *found == lane)
                has_flow_[std::size_t(found - board.lanes().begin())] = true;
        }
    }

    PlannedLane find(const LaneNow& lane) const {
        return {goods_[std::size_t(lane.ends.source)], goods_[std::size_t(lane.ends.sink)],
                has_flow_[lane.number], activities_[std::size_t(lane.ends.sink)]};
    }

  private:
    std::vector<const PlannedGood*> goods_;
    std::vector<std::optional<model::Activity>> activities_;
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
      belief_(recipes),
      volumes_(settings.grow_volumes) {}

void Planner::plan_anew(const TradeDesk& desk) {
    const core::TimePoint now = desk.fleet().runtime.now();
    const core::Duration age = planned_at_ ? now - *planned_at_ : settings_.plan_every;
    if (age < kLeastPlanAge) return;
    if (age < settings_.plan_every && planner_.count_known(desk) <= plan_.known) return;
    planned_at_ = now;
    belief_.observe(desk.fleet().markets, now);
    hull_worth_.reset();
    const std::vector<model::ShipSymbol> haulers = haulers_of(desk);
    haulers_ = haulers.size();
    auto plan = planner_.plan(desk, haulers, belief_.feeding());
    if (!plan) {
        // The last one is still better than none, but for what needs to be watched.
        for (auto& [place, good] : plan_.goods)
            good.grows = good.feeds_growth = false;
        desk.fleet().runtime.log.warning("planner", "no_plan", {{"reason", plan.error().message}});
        return;
    }
    plan_ = *std::move(plan);
    const bool patient = belief_.feeding() == Feeding::kChangesNothing;
    sales_ = patient ? &settings_.patient_sales : &settings_.sales;
    grow_volumes(desk);
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

void Planner::grow_volumes(const TradeDesk& desk) {
    const fleet::Fleet& fleet = desk.fleet();
    const core::TimePoint now = fleet.runtime.now();
    const core::Duration left =
        must_pay_back_by_ ? *must_pay_back_by_ - now : settings_.volumes_within;
    const ReviewTime time{.now = now,
                          .gap = fleet.markets.rhythms().gap(),
                          .left = std::min(left, settings_.volumes_within)};
    for (const VolumeNews& news : volumes_.review(chances_of(desk, plan_), time)) {
        fleet.runtime.log.info(
            "planner", to_string(news.kind),
            {{"good", news.place.second.str()}, {"market", news.place.first.str()}});
    }
    for (const auto& [place, made] : plan_.made) {
        if (volumes_.grows(place)) plan_.mark_growing(place);
    }
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
    const PlannedLane planned = plan_.find(lane);
    return planned.is_known() && (planned.to->feeds || planned.from->grows);
}

void Planner::count_in(const Lane& lane, core::Units units) {
    const auto due = due_.find({lane.to, lane.good});
    if (due != due_.end()) due->second -= double(units.count());
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
    const PlannedLane planned = find(desk, lane);
    if (!source || !sink || !planned.is_known()) return std::nullopt;
    return judge_by_stock(*source, *sink, planned).terms;
}

PlannedLane Planner::find(const TradeDesk& desk, const Lane& lane) const {
    PlannedLane planned = plan_.find(lane);
    if (const market::Listing* sink = desk.fleet().markets.find(lane.to, lane.good))
        planned.activity = sink->activity;
    return planned;
}

Verdict Planner::judge_by_stock(const PriceState& source, const PriceState& sink,
                                const PlannedLane& planned) const {
    const PlannedGood& to = *planned.to;
    if (sink.type != TradeType::kImport) return Verdict::closed({"nobody imports it there"});
    const auto ask = double(model::ask_of(source).count());
    if (to.feeds && ask > to.worth) {
        return Verdict::closed(
            {"it costs {0:.0f}, and what is made of a unit is worth {1:.0f}", ask, to.worth});
    }
    const StockRules& rules = settings_.rules;
    const double sold =
        must_go(source, *planned.from) ? sales_->full_fill : sales_->fill.at(planned.activity);
    const double fill = to.feeds ? fill_of(rules, sink, to) : sold;
    const double room = units_of(fill, sink) - double(sink.stock.count());
    const double least = least_lot(source, sink, settings_.lot_percent);
    if (room < least) {
        return Verdict::closed(
            {"the import lacks {0:.0f} of what it is filled to, and {1:.0f} are worth a flight",
             room, least});
    }
    double most = room;
    if (source.type == TradeType::kExport) {
        double keep = keep_of(rules, source, *planned.from, {to.worth, sales_->felt_hours});
        if (to.feeds_growth && model::stock_ratio(sink) < kHungry)
            keep = std::min(keep, rules.keep_growing);
        most = std::min(most, double(source.stock.count()) - units_of(keep, source));
    }
    if (most < least) {
        return Verdict::closed(
            {"the export has {0:.0f} above what it keeps, and {1:.0f} are worth a flight", most,
             least});
    }
    return Verdict::open(
        {.min_margin_bp = kAnyMargin, .most = core::Units(std::int64_t(most))},
        {"stocks at both ends allow {0:.0f} units, and {1:.0f} are worth a flight", most, least});
}

// Where a good is scarce, the plan says who makes something of it.
std::optional<Rule> Planner::closed_by_plan(const LaneNow& lane, const PlannedLane& planned) const {
    if (!planned.is_known()) return Rule{"the plan does not know the good there"};
    if (planned.to->feeds) {
        if (planned.to->flow <= 0) return Rule{"the plan feeds that factory none of it"};
        if (planned.has_flow || lane.source.type == TradeType::kExchange) return std::nullopt;
        return Rule{"the plan feeds that factory from elsewhere"};
    }
    const auto bid = double(model::bid_of(lane.sink).count());
    const auto ask = double(model::ask_of(lane.source).count());
    const double least_margin = double(lane.source.base * sales_->margin_percent) -
                                worth_of_growing(lane.source, *planned.from) * 100;
    if ((bid - ask) * 100 < least_margin) {
        return Rule{"a unit brings {0:.0f} more than it costs, expected {1:.0f} at least",
                    bid - ask, least_margin / 100};
    }
    const double least_bid = planned.from->worth * double(sales_->worth_percent);
    if (bid * 100 < least_bid && !must_go(lane.source, *planned.from)) {
        return Rule{"a unit is bought for {0:.0f}, and elsewhere or later for {1:.0f}", bid,
                    least_bid / 100};
    }
    return std::nullopt;
}

Verdict Planner::judge(const LaneNow& lane, const PlannedLane& planned) const {
    if (const auto rule = closed_by_plan(lane, planned)) return Verdict::closed(*rule);
    const Verdict verdict = judge_by_stock(lane.source, lane.sink, planned);
    if (!verdict.is_open() || !is_rationed(*planned.to)) return verdict;
    const auto account = due_.find({lane.lane.to, lane.lane.good});
    const double due = account == due_.end() ? 0 : account->second;
    const double least = least_lot(lane.source, lane.sink, settings_.lot_percent);
    const Rule rule{"it gets a part of what it could use: {0:.0f} are due, {1:.0f} worth a flight",
                    due, least};
    if (due < least) return Verdict::closed(rule);
    const core::Units most(std::int64_t(std::max(lot_of(lane.source, lane.sink), due)));
    if (most >= verdict.terms->most) return verdict;
    return Verdict::open({.min_margin_bp = kAnyMargin, .most = most}, rule);
}

// Credits for a unit, beyond its price.
double Planner::worth_of_growing(const PriceState& source, const PlannedGood& from) const {
    return from.grows ? double(source.base * settings_.growing_percent) / 100 : 0;
}

// Whether it is sold for less than the plan hopes for.
bool Planner::must_go(const PriceState& source, const PlannedGood& from) const {
    return from.grows || is_full(source, *sales_);
}

// With what a unit is worth to a factory beyond its price. Where ships wait for something to fly,
// the time is that until the ship would fly again.
Score Planner::score(const LaneNow& lane, const PlannedLane& planned, const Trade& trade) const {
    const auto profit = double(trade.offer.profit.count());
    const PlannedGood& to = *planned.to;
    double gain = profit + worth_of_growing(lane.source, *planned.from) *
                               double(trade.offer.price.units.count());
    if (to.feeds) {
        const double extra = to.worth * double(trade.offer.price.units.count()) -
                             double(trade.offer.price.revenue.count());
        gain += std::max(0.0, extra);
        if (model::stock_ratio(lane.sink) < kStarved) gain += kUrgency;
        gain = std::max(gain, 1.0);
    }
    Score score{.beyond_profit = gain - profit,
                .beyond_time = waiting_ * double(settings_.most_wait / std::chrono::seconds(1))};
    const auto seconds = std::max(0.001, double(trade.offer.time.count()) / 1'000);
    if (gain <= 0 || gain < settings_.least_rate * seconds) {
        score.refusal = {"{0:.2f} credits a second, expected more than 0 and {1:.2f} at least",
                         gain / seconds, settings_.least_rate};
    } else {
        score.rate = gain / (seconds + score.beyond_time);
    }
    return score;
}

Verdict Planner::judge(const TradeDesk& desk, const LaneNow& lane) const {
    return judge(lane, find(desk, lane.lane));
}

Score Planner::score(const LaneNow& lane, const Trade& trade) const {
    return score(lane, plan_.find(lane.lane), trade);
}

std::vector<trading::Figure> Planner::figures_of(const Lane& lane) const {
    std::vector<trading::Figure> figures;
    const auto flow = plan_.flows.find(lane);
    figures.push_back({"planned units an hour", flow == plan_.flows.end() ? 0 : flow->second});
    const auto add = [&](const std::string& end, const PlannedGood* good) {
        if (good == nullptr) return;
        figures.push_back({end + ": level in volumes", good->level});
        figures.push_back({end + ": worth of a unit", good->worth});
        figures.push_back({end + ": units an hour", good->flow});
        figures.push_back({end + ": volumes an update", good->share});
    };
    const PlannedLane planned = plan_.find(lane);
    add("source", planned.from);
    add("sink", planned.to);
    const Place source(lane.from, lane.good);
    if (volumes_.grows(source)) {
        const auto grown = double(plan_.made.at(source).grown.count());
        figures.push_back({"source: trade volume that it is to grow to", grown});
    }
    const auto due = due_.find({lane.to, lane.good});
    if (due != due_.end()) figures.push_back({"sink: units due", due->second});
    figures.push_back({"share of ships that wait", waiting_});
    figures.push_back(
        {"seconds of flight for a credit", double(time_for_a_credit().count()) / 1'000});
    return figures;
}

std::vector<Trade> Planner::choose(TradeDesk& desk, const std::vector<model::ShipSymbol>& ships) {
    fill_accounts(desk);
    plan_anew(desk);
    const NumberedPlan plan(desk.board(), plan_);
    const auto terms_of = [&](const LaneNow& lane) { return judge(lane, plan.find(lane)).terms; };
    const auto score_of = [&](const LaneNow& lane, const Trade& trade) {
        return score(lane, plan.find(lane), trade).rate;
    };
    std::vector<Trade> trades = trading::best_first(desk, ships, terms_of, score_of);
    for (const Trade& trade : trades)
        count_in(trade.lane(), trade.offer.price.units);
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
