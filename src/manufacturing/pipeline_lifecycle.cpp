#include "manufacturing/pipeline_lifecycle.h"

#include <algorithm>

#include "store/commit.h"

namespace argosy::manufacturing {
namespace {

using hauls::Haul;
using hauls::ManufacturingTask;
using hauls::TaskStatus;
using hauls::TaskType;
using model::TradeSymbol;
using model::WaypointSymbol;

bool under_way(TaskStatus status) {
    return status == TaskStatus::kAssigned || status == TaskStatus::kExecuting;
}

}  // namespace

PipelineLifecycle::PipelineLifecycle(fleet::Fleet& fleet, hauls::TaskBook& tasks,
                                     PipelineBook& pipelines, FactoryTracker& factories,
                                     SharedResourceCoordinator& shared, Declines& declines,
                                     const Profitability& profitability,
                                     core::OperationId operation, const Settings& settings)
    : fleet_(fleet),
      tasks_(tasks),
      pipelines_(pipelines),
      factories_(factories),
      shared_(shared),
      declines_(declines),
      profitability_(profitability),
      operation_(std::move(operation)),
      settings_(settings),
      demand_(fleet.markets, profitability, settings) {}

Task<void> PipelineLifecycle::commit(store::Transaction transaction) {
    co_await store::commit_or_abort(fleet_.store, fleet_.runtime.log, std::move(transaction));
}

Task<void> PipelineLifecycle::end_all(std::string reason) {
    store::Transaction transaction;
    std::vector<core::PipelineId> left;
    for (const auto& [id, pipeline] : pipelines_.active())
        left.push_back(id);
    for (const core::PipelineId& id : left) {
        cancel_waiting(id, reason, transaction);
        end_pipeline(id, transaction);
    }
    co_await commit(std::move(transaction));
}

bool PipelineLifecycle::has_work_under_way(const core::PipelineId& pipeline) const {
    const auto tasks = tasks_.of_pipeline(pipeline);
    return std::any_of(tasks.begin(), tasks.end(),
                       [](const ManufacturingTask* task) { return under_way(task->status); });
}

// A pipeline is over when all its product lots have ended, or its horizon has passed.
bool PipelineLifecycle::is_over(const ManufacturingPipeline& pipeline) const {
    if (fleet_.runtime.now() >= pipeline.created_at + settings_.horizon) return true;
    const auto tasks = tasks_.of_pipeline(pipeline.id);
    return std::none_of(tasks.begin(), tasks.end(), [](const ManufacturingTask* task) {
        return task->type == TaskType::kSell && !hauls::is_terminal(task->status);
    });
}

void PipelineLifecycle::cancel_waiting(const core::PipelineId& pipeline, const std::string& reason,
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

void PipelineLifecycle::end_pipeline(const core::PipelineId& id, store::Transaction& transaction) {
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
    shared_.release(id, transaction);
    tasks_.forget(id);
    factories_.forget(id);
}

Task<void> PipelineLifecycle::close_pipelines() {
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

Task<void> PipelineLifecycle::open_pipelines() {
    for (const ManufacturingOpportunity& opportunity :
         demand_.find(shared_.books().factories.held())) {
        if (stopped_) break;
        const auto active = std::int64_t(pipelines_.active().size());
        if (settings_.max_pipelines > 0 && active >= settings_.max_pipelines) break;
        if (!opportunity.clears) {
            co_await decline(opportunity);
            continue;
        }
        // An earlier pipeline of this round may have reserved a factory of this tree.
        const FactoryOutput factory(opportunity.tree.market, opportunity.good);
        if (shared_.books().factories.held().contains(factory)) continue;
        co_await open_pipeline(opportunity);
    }
}

Task<void> PipelineLifecycle::decline(const ManufacturingOpportunity& opportunity) {
    store::Transaction transaction;
    const bool poor = fleet_.ledger.working_capital() <= core::Credits(0);
    declines_.record(opportunity.good.str(), poor ? "no_money" : "margin", opportunity.verdict,
                     transaction);
    co_await commit(std::move(transaction));
}

Task<void> PipelineLifecycle::open_pipeline(ManufacturingOpportunity opportunity) {
    const core::Runtime& runtime = fleet_.runtime;
    if (shared_.share(opportunity.tree)) profitability_.assess(opportunity);
    const PipelinePlan plan = plan_pipeline(
        opportunity, operation_, pipelines_.next_sequence(), runtime.now(), runtime.ids,
        [this](const TradeSymbol& good, const WaypointSymbol& from, const WaypointSymbol& to,
               TaskType unload) { return profitability_.lots_of(good, from, to, unload); });
    const std::set<FactoryOutput> held = shared_.books().factories.held();
    for (const FactoryState& factory : plan.factories) {
        if (held.contains({factory.factory, factory.output})) co_return;
    }
    store::Transaction transaction;
    pipelines_.add(plan.pipeline, transaction);
    for (const FactoryState& factory : plan.factories) {
        shared_.books().factories.reserve(plan.pipeline.id, {factory.factory, factory.output},
                                          settings_.horizon, transaction);
        factories_.add(factory, transaction);
    }
    for (const ManufacturingTask& task : plan.tasks)
        tasks_.add(task, transaction);
    shared_.reserve_from_pool(transaction);
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

}  // namespace argosy::manufacturing
