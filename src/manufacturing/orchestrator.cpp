#include "manufacturing/orchestrator.h"

#include <algorithm>

#include "store/commit.h"

namespace argosy::manufacturing {
namespace {

using hauls::Haul;
using hauls::ManufacturingTask;
using hauls::TaskStatus;
using hauls::TaskType;
using model::ShipSymbol;
using model::TradeSymbol;
using model::WaypointSymbol;

// More lots of one leg than this at once would meet each other's prices.
constexpr int kMostLots = 4;

bool under_way(TaskStatus status) {
    return status == TaskStatus::kAssigned || status == TaskStatus::kExecuting;
}

}  // namespace

Orchestrator::Orchestrator(fleet::Fleet& fleet, hauls::TaskBook& tasks, hauls::Dispatch& dispatch,
                           hauls::HaulRunner& runner, PipelineBook& pipelines,
                           FactoryTracker& factories, Declines& declines,
                           core::OperationId operation, Settings settings)
    : fleet_(fleet),
      tasks_(tasks),
      dispatch_(dispatch),
      runner_(runner),
      pipelines_(pipelines),
      factories_(factories),
      declines_(declines),
      operation_(std::move(operation)),
      settings_(std::move(settings)),
      demand_(fleet, dispatch.settings(), settings_),
      monitor_(fleet.markets, tasks, factories),
      timer_(fleet.runtime.clock.make_timer()),
      next_plan_(fleet.runtime.now()) {}

Task<void> Orchestrator::commit(store::Transaction transaction) {
    co_await store::commit_or_abort(fleet_.store, fleet_.runtime.log, std::move(transaction));
}

void Orchestrator::stop() {
    stopping_ = true;
    wake();
}

Task<void> Orchestrator::run() {
    while (true) {
        co_await pass();
        if (stopping_ && runner_.running() == 0) break;
        co_await timer_->wait_until(fleet_.runtime.now() + settings_.pass_interval);
    }
    store::Transaction transaction;
    std::vector<core::PipelineId> left;
    for (const auto& [id, pipeline] : pipelines_.active())
        left.push_back(id);
    for (const core::PipelineId& id : left) {
        cancel_waiting(id, "manufacturing was stopped", transaction);
        end_pipeline(id, transaction);
    }
    co_await commit(std::move(transaction));
}

Task<void> Orchestrator::pass() {
    co_await close_pipelines();
    if (!stopping_ && fleet_.runtime.now() >= next_plan_) {
        next_plan_ = fleet_.runtime.now() + settings_.plan_interval;
        co_await open_pipelines();
    }
    store::Transaction transaction;
    for (const auto& [id, pipeline] : pipelines_.active())
        monitor_.update(id, transaction);
    co_await commit(std::move(transaction));
    if (!stopping_) co_await assign_hauls();
    if (on_idle_ && !stopping_) on_idle_(fleet_.idle_ships());
}

bool Orchestrator::has_work_under_way(const core::PipelineId& pipeline) const {
    const auto tasks = tasks_.of_pipeline(pipeline);
    return std::any_of(tasks.begin(), tasks.end(),
                       [](const ManufacturingTask* task) { return under_way(task->status); });
}

// A pipeline is over when all its product lots have ended, or its horizon has passed.
bool Orchestrator::is_over(const ManufacturingPipeline& pipeline) const {
    if (fleet_.runtime.now() >= pipeline.created_at + settings_.horizon) return true;
    const auto tasks = tasks_.of_pipeline(pipeline.id);
    return std::none_of(tasks.begin(), tasks.end(), [](const ManufacturingTask* task) {
        return task->type == TaskType::kSell && !hauls::is_terminal(task->status);
    });
}

void Orchestrator::cancel_waiting(const core::PipelineId& pipeline, const std::string& reason,
                                  store::Transaction& transaction) {
    for (const ManufacturingTask* task : tasks_.of_pipeline(pipeline)) {
        if (hauls::is_terminal(task->status) || under_way(task->status)) continue;
        // The second half of a haul goes on when the first half is under way or done.
        const Haul haul = tasks_.haul(task->haul);
        const bool carried =
            haul.load != nullptr && task == haul.unload &&
            (under_way(haul.load->status) || haul.load->status == TaskStatus::kCompleted);
        if (!carried) tasks_.transition(task->id, TaskStatus::kCancelled, transaction, reason);
    }
}

void Orchestrator::end_pipeline(const core::PipelineId& id, store::Transaction& transaction) {
    core::Credits cost, revenue;
    bool sold = false, failed = false;
    std::string reason;
    for (const ManufacturingTask* task : tasks_.of_pipeline(id)) {
        cost += task->total_cost;
        revenue += task->total_revenue;
        sold = sold || (task->type == TaskType::kSell && task->status == TaskStatus::kCompleted);
        failed = failed || task->status == TaskStatus::kFailed;
        if (!task->error.empty()) reason = task->error;
    }
    const PipelineStatus status = sold     ? PipelineStatus::kCompleted
                                  : failed ? PipelineStatus::kFailed
                                           : PipelineStatus::kCancelled;
    fleet_.runtime.log.info("manufacturing", "pipeline_ended",
                            {{"pipeline", id},
                             {"product", pipelines_.active().at(id).product},
                             {"status", to_string(status)},
                             {"profit", revenue - cost}});
    pipelines_.end(id, status, cost, revenue, sold ? "" : reason, transaction);
    tasks_.forget(id);
    factories_.forget(id);
}

Task<void> Orchestrator::close_pipelines() {
    store::Transaction transaction;
    std::vector<core::PipelineId> ended;
    for (const auto& [id, pipeline] : pipelines_.active()) {
        if (!is_over(pipeline)) continue;
        cancel_waiting(id, "the pipeline's product is sold or its horizon has passed", transaction);
        if (!has_work_under_way(id)) ended.push_back(id);
    }
    for (const core::PipelineId& id : ended)
        end_pipeline(id, transaction);
    co_await commit(std::move(transaction));
}

Task<void> Orchestrator::open_pipelines() {
    for (const ManufacturingOpportunity& opportunity : demand_.find(pipelines_.reserved())) {
        if (stopping_) break;
        const auto active = std::int64_t(pipelines_.active().size());
        if (settings_.max_pipelines > 0 && active >= settings_.max_pipelines) break;
        if (!opportunity.clears) {
            store::Transaction transaction;
            const bool poor = fleet_.ledger.working_capital() <= core::Credits(0);
            declines_.record(opportunity.good.str(), poor ? "no_money" : "margin",
                             opportunity.verdict, transaction);
            co_await commit(std::move(transaction));
            continue;
        }
        // An earlier pipeline of this round may have reserved a factory of this tree.
        if (pipelines_.reserved().contains({opportunity.tree.market, opportunity.good})) continue;
        co_await open_pipeline(opportunity);
    }
}

Task<void> Orchestrator::open_pipeline(const ManufacturingOpportunity& opportunity) {
    const core::Runtime& runtime = fleet_.runtime;
    const PipelinePlan plan = plan_pipeline(
        opportunity, operation_, pipelines_.next_sequence(), runtime.now(), runtime.ids,
        [this](const TradeSymbol& good, const WaypointSymbol& from, const WaypointSymbol& to,
               TaskType unload) { return lots_of(good, from, to, unload); });
    const std::set<FactoryOutput> reserved = pipelines_.reserved();
    for (const FactoryState& factory : plan.factories) {
        if (reserved.contains({factory.factory, factory.output})) co_return;
    }
    store::Transaction transaction;
    pipelines_.add(plan.pipeline, transaction);
    for (const FactoryState& factory : plan.factories) {
        pipelines_.reserve(plan.pipeline.id, {factory.factory, factory.output}, transaction);
        factories_.add(factory, transaction);
    }
    for (const ManufacturingTask& task : plan.tasks)
        tasks_.add(task, transaction);
    const Forecast& forecast = opportunity.whole;
    const std::int64_t margin_bp =
        forecast.revenue.count() == 0
            ? 0
            : forecast.profit().count() * 10'000 / forecast.revenue.count();
    transaction.add(
        "INSERT INTO profit_forecasts (id, pipeline_id, target_good, estimated_cost,"
        " estimated_revenue, estimated_profit, profit_margin_bp, created_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        {runtime.ids.next<core::Symbol<struct ForecastTag>>("forecast").str(),
         plan.pipeline.id.str(), opportunity.good.str(), forecast.cost.count(),
         forecast.revenue.count(), forecast.profit().count(), margin_bp,
         core::to_millis(runtime.now())});
    pipelines_.transition(plan.pipeline.id, PipelineStatus::kExecuting, transaction);
    runtime.decisions.mix(plan.pipeline.id.str());
    runtime.decisions.mix(opportunity.good.str());
    runtime.decisions.mix(std::int64_t(plan.tasks.size()));
    runtime.log.info("manufacturing", "pipeline_planned",
                     {{"pipeline", plan.pipeline.id},
                      {"product", opportunity.good},
                      {"sell_market", opportunity.sell_market},
                      {"tasks", plan.tasks.size()},
                      {"forecast", forecast.profit()}});
    co_await commit(std::move(transaction));
}

int Orchestrator::lots_of(const TradeSymbol& good, const WaypointSymbol& from,
                          const WaypointSymbol& to, TaskType unload) const {
    core::Units hold;
    for (const auto& [symbol, ship] : fleet_.ships.all()) {
        hold = std::max(hold, ship.cargo.capacity);
    }
    if (hold.count() == 0) return 1;
    const hauls::DispatchSettings& gate = dispatch_.settings();
    const bool sale = unload == TaskType::kSell;
    const Forecast leg =
        demand_.forecast_leg(good, from, to, sale ? gate.sale_margin_bp : gate.feed_margin_bp);
    if (leg.units.count() == 0) {
        // An input the factory has plenty of is not fetched; one it lacks is wanted though it does
        // not pay yet.
        const market::Listing* sink = fleet_.markets.find(to, good);
        const bool plenty = sink != nullptr && sink->supply >= model::Supply::kModerate;
        return sale || !plenty ? 1 : 0;
    }
    const std::int64_t lots = (leg.units.count() + hold.count() - 1) / hold.count();
    return int(std::min<std::int64_t>(lots, kMostLots));
}

std::vector<Haul> Orchestrator::ready_hauls() const {
    std::vector<Haul> ready;
    for (const Haul& haul : tasks_.open_hauls()) {
        if (haul.load != nullptr && haul.load->status == TaskStatus::kReady) ready.push_back(haul);
    }
    return ready;
}

bool Orchestrator::is_full() const {
    return settings_.max_workers > 0 && runner_.running() >= settings_.max_workers;
}

// While the offers before it were stored, others may have taken the ship.
bool Orchestrator::still_stands(const hauls::Offer& offer) const {
    return fleet_.ships.find(offer.ship) != nullptr && fleet_.claims.owner_of(offer.ship).empty() &&
           tasks_.haul(offer.haul).load->status == TaskStatus::kReady;
}

Task<void> Orchestrator::assign_hauls() {
    std::vector<hauls::Declined> declined;
    while (!stopping_) {
        std::vector<ShipSymbol> haulers;
        for (const ShipSymbol& symbol : fleet_.idle_ships()) {
            if (fleet::ShipRegistry::is_hauler(fleet_.ships.at(symbol))) haulers.push_back(symbol);
        }
        if (is_full() || haulers.empty()) break;
        const std::vector<hauls::Offer> offers = dispatch_.choose(haulers, ready_hauls());
        declined = dispatch_.declined();
        int started = 0;
        for (const hauls::Offer& offer : offers) {
            if (is_full() || stopping_) break;
            if (!still_stands(offer)) continue;
            const Result<void> bound = co_await runner_.start(offer);
            if (bound) {
                ++started;
            } else {
                declined.push_back({offer.haul, "no_money", bound.error().message});
            }
        }
        // The offers were priced one by one: together they may be more than the credits allow.
        if (started == 0) break;
    }
    co_await record_declines(std::move(declined));
}

Task<void> Orchestrator::record_declines(std::vector<hauls::Declined> declined) {
    store::Transaction transaction;
    for (const hauls::Declined& decline : declined) {
        const Haul haul = tasks_.haul(decline.haul);
        declines_.record(fmt::format("{} for {}", haul.good(), haul.unload->place()),
                         decline.reason, decline.detail, transaction);
    }
    co_await commit(std::move(transaction));
}

}  // namespace argosy::manufacturing
