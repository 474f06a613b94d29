#include "manufacturing/predictive_supply_monitor.h"

#include <algorithm>
#include <cmath>

namespace argosy::manufacturing {

using core::Duration;
using core::TimePoint;
using hauls::ManufacturingTask;
using model::WaypointSymbol;

namespace {

// From this long before a factory is expected to be ready it is looked at fast, and from this long
// after it, urgently: the requirements' "polling algorithm".
constexpr Duration kNear = std::chrono::minutes(5);

}  // namespace

PredictiveSupplyMonitor::PredictiveSupplyMonitor(fleet::Fleet& fleet, const hauls::TaskBook& tasks,
                                                 const FactoryTracker& factories,
                                                 EstimateBook& estimates,
                                                 const LookSettings& settings)
    : fleet_(fleet),
      tasks_(tasks),
      factories_(factories),
      estimates_(estimates),
      settings_(settings) {}

void PredictiveSupplyMonitor::update(const std::vector<core::PipelineId>& pipelines,
                                     store::Transaction& transaction) {
    pipelines_ = pipelines;
    estimates_.keep_only(
        [this](const core::PipelineId& each) { return !factories_.of_pipeline(each).empty(); });
    for (const core::PipelineId& pipeline : pipelines) {
        const auto tasks = tasks_.of_pipeline(pipeline);
        for (const FactoryState* factory : factories_.of_pipeline(pipeline)) {
            for (const ManufacturingTask* task : tasks) {
                const bool arrived = task->type == hauls::TaskType::kDeliver &&
                                     task->status == hauls::TaskStatus::kCompleted &&
                                     task->factory == factory->factory &&
                                     task->output == factory->output;
                if (!arrived) continue;
                estimates_.record_delivery(*factory, task->good,
                                           task->completed_at.value_or(fleet_.runtime.now()),
                                           transaction);
            }
            if (factory->status == FactoryStatus::kReadyForCollection) continue;
            estimates_.update(*factory,
                              estimate_readiness(fleet_.markets, factory->factory, factory->output,
                                                 fleet_.runtime.now()),
                              transaction);
        }
    }
}

template <class Visit>
void PredictiveSupplyMonitor::each_awaited(Visit visit) const {
    for (const core::PipelineId& pipeline : pipelines_) {
        for (const FactoryState* factory : factories_.of_pipeline(pipeline)) {
            if (factory->status != FactoryStatus::kReadyForCollection) visit(*factory);
        }
    }
}

std::vector<const FactoryState*> PredictiveSupplyMonitor::factories_to_poll() const {
    const TimePoint now = fleet_.runtime.now();
    std::map<WaypointSymbol, const FactoryState*> due;
    each_awaited([&](const FactoryState& factory) {
        if (due_at(factory) <= now) due.emplace(factory.factory, &factory);
    });
    std::vector<const FactoryState*> factories;
    for (const auto& [market, factory] : due)
        factories.push_back(factory);
    return factories;
}

std::set<WaypointSymbol> PredictiveSupplyMonitor::awaited() const {
    std::set<WaypointSymbol> markets;
    for (const FactoryState* factory : factories_to_poll())
        markets.insert(factory->factory);
    return markets;
}

std::set<WaypointSymbol> PredictiveSupplyMonitor::unattended() const {
    std::set<WaypointSymbol> markets = awaited();
    std::erase_if(markets,
                  [this](const WaypointSymbol& market) { return stationed_at(market) != nullptr; });
    return markets;
}

std::optional<TimePoint> PredictiveSupplyMonitor::next_look() const {
    std::optional<TimePoint> next;
    each_awaited([&](const FactoryState& factory) {
        if (stationed_at(factory.factory) == nullptr) return;
        const TimePoint due = due_at(factory);
        if (!next || due < *next) next = due;
    });
    return next;
}

Task<std::vector<WaypointSymbol>> PredictiveSupplyMonitor::look_where_due() {
    const std::set<WaypointSymbol> markets = awaited();
    std::vector<WaypointSymbol> looked_at;
    for (const WaypointSymbol& market : markets) {
        const model::Ship* ship = stationed_at(market);
        if (ship == nullptr) continue;
        tried_at_[market] = fleet_.runtime.now();
        const model::ShipSymbol symbol = ship->symbol;
        const auto seen = co_await fleet_.helm.look(symbol);
        ++looks_;
        if (seen) {
            looked_at.push_back(market);
            continue;
        }
        fleet_.runtime.log.warning(
            "manufacturing", "factory_not_seen",
            {{"factory", market}, {"ship", symbol}, {"reason", seen.error().message}});
    }
    co_return looked_at;
}

TimePoint PredictiveSupplyMonitor::due_at(const FactoryState& factory) const {
    const auto seen = fleet_.markets.looked_at(factory.factory);
    const auto tried = tried_at_.find(factory.factory);
    // What got no answer is not asked again at once.
    TimePoint last = seen.value_or(TimePoint());
    if (tried != tried_at_.end()) last = std::max(last, tried->second);
    if (settings_.looks == Looks::kFixed) {
        const auto fed = settings_.after_delivery ? fed_at(factory) : std::nullopt;
        return fed && last <= *fed ? *fed + *settings_.after_delivery : last + settings_.fixed;
    }
    const ProductionEstimate* estimate = estimates_.find(factory);
    if (!seen || estimate == nullptr) return last + settings_.fast;
    const TimePoint by_estimate = last + interval(estimate->estimated_ready_at);
    if (settings_.looks == Looks::kByEstimate) return by_estimate;
    return std::max(by_estimate, pays_at(factory, *seen));
}

std::optional<TimePoint> PredictiveSupplyMonitor::fed_at(const FactoryState& factory) const {
    std::optional<TimePoint> latest;
    for (const ManufacturingTask* task : tasks_.of_pipeline(factory.pipeline)) {
        const bool arrived = task->type == hauls::TaskType::kDeliver && task->completed_at &&
                             task->factory == factory.factory && task->output == factory.output;
        if (arrived) latest = std::max(latest.value_or(*task->completed_at), *task->completed_at);
    }
    return latest;
}

Duration PredictiveSupplyMonitor::interval(TimePoint ready_at) const {
    const Duration left = ready_at - fleet_.runtime.now();
    if (left > kNear) return settings_.slow;
    return left >= -kNear ? settings_.fast : settings_.urgent;
}

// Not knowing costs a ship's time for as long as the factory may be ready: nothing before the next
// update, and then as much more each second as it is likelier that the update has come. The look
// pays when that has added up to the price of its request: v * p * (t - a)^2 / 2(b - a) within an
// update's window a to b, v * p a second after it.
TimePoint PredictiveSupplyMonitor::pays_at(const FactoryState& factory, TimePoint seen) const {
    const Readiness expected =
        estimate_readiness(fleet_.markets, factory.factory, factory.output, seen);
    constexpr double kLeastChance = 0.01;
    const double a_second =
        double(fleet::kCreditsPerShipSecond) * std::max(kLeastChance, expected.chance);
    const double price = request_price();
    const double window = std::max(1.0, double(expected.next_update.width().count()) / 1'000.0);
    const double within = std::sqrt(2 * price * window / a_second);
    const double seconds =
        within <= window ? within : window + (price - a_second * window / 2) / a_second;
    return expected.next_update.from + Duration(std::llround(seconds * 1'000));
}

double PredictiveSupplyMonitor::request_price() const {
    const Duration wait = fleet_.game.budget().shared().price();
    return double(settings_.request_price.count()) +
           double(wait.count()) / 1'000 * double(fleet::kCreditsPerShipSecond);
}

// A hauler that is at work looks when it has to, and its trades would be in flight while we look.
const model::Ship* PredictiveSupplyMonitor::stationed_at(const WaypointSymbol& market) const {
    const TimePoint now = fleet_.runtime.now();
    for (const auto& [symbol, ship] : fleet_.ships.all()) {
        if (ship.nav.waypoint != market ||
            model::status_at(ship.nav, now) == model::NavStatus::kInTransit) {
            continue;
        }
        const bool at_work =
            fleet::ShipRegistry::is_hauler(ship) && !fleet_.claims.owner_of(symbol).empty();
        if (!at_work) return &ship;
    }
    return nullptr;
}

}  // namespace argosy::manufacturing
