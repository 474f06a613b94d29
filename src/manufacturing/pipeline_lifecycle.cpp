#include "manufacturing/pipeline_lifecycle.h"

#include <algorithm>

#include "manufacturing/pipeline_closing.h"
#include "store/commit.h"

namespace argosy::manufacturing {
namespace {

using hauls::ManufacturingTask;
using hauls::TaskStatus;
using hauls::TaskType;
using model::TradeSymbol;
using model::WaypointSymbol;

// Whether a task buys or sells the product itself; the others feed factories.
bool is_of_sale(const ManufacturingTask& task, const TradeSymbol& product) {
    return task.good == product && task.type != TaskType::kDeliver;
}

}  // namespace

PipelineLifecycle::PipelineLifecycle(fleet::Fleet& fleet, hauls::TaskBook& tasks,
                                     PipelineBook& pipelines, FactoryTracker& factories,
                                     SharedResourceCoordinator& shared, Declines& declines,
                                     const Profitability& profitability,
                                     const hauls::DispatchSettings& gate,
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
      demand_(fleet.markets, profitability, settings),
      forecaster_(fleet, gate) {}

Task<void> PipelineLifecycle::commit(store::Transaction transaction) {
    co_await store::commit_or_abort(fleet_.store, fleet_.runtime.log, std::move(transaction));
}

Task<void> PipelineLifecycle::give_up(core::PipelineId pipeline, std::string reason) {
    store::Transaction transaction;
    cancel_waiting(tasks_, pipeline, reason, transaction);
    end_pipeline(pipeline, transaction);
    co_await commit(std::move(transaction));
}

Task<void> PipelineLifecycle::end_all(std::string reason) {
    store::Transaction transaction;
    std::vector<core::PipelineId> left;
    for (const auto& [id, pipeline] : pipelines_.active())
        left.push_back(id);
    for (const core::PipelineId& id : left) {
        cancel_waiting(tasks_, id, reason, transaction);
        end_pipeline(id, transaction);
    }
    co_await commit(std::move(transaction));
}

bool PipelineLifecycle::is_sold(const core::PipelineId& pipeline) const {
    const auto tasks = tasks_.of_pipeline(pipeline);
    return std::any_of(tasks.begin(), tasks.end(), [](const ManufacturingTask* task) {
        return task->type == TaskType::kSell && task->status == TaskStatus::kCompleted;
    });
}

bool PipelineLifecycle::has_sales_left(const core::PipelineId& pipeline) const {
    const auto tasks = tasks_.of_pipeline(pipeline);
    return std::any_of(tasks.begin(), tasks.end(), [](const ManufacturingTask* task) {
        return task->type == TaskType::kSell && !hauls::is_terminal(task->status);
    });
}

bool PipelineLifecycle::is_outdated(const core::PipelineId& pipeline) const {
    core::TimePoint planned_at = pipelines_.active().at(pipeline).created_at;
    for (const ManufacturingTask* task : tasks_.of_pipeline(pipeline)) {
        if (task->type == TaskType::kSell) planned_at = std::max(planned_at, task->created_at);
    }
    return fleet_.runtime.now() >= planned_at + settings_.horizon;
}

void PipelineLifecycle::end_pipeline(const core::PipelineId& id, store::Transaction& transaction) {
    Takings sale, feeding;
    bool sold = false, failed = false;
    std::string reason;
    const model::TradeSymbol product = pipelines_.active().at(id).product;
    for (const ManufacturingTask* task : tasks_.of_pipeline(id)) {
        (is_of_sale(*task, product) ? sale : feeding) +=
            {core::Units(0), task->total_cost, task->total_revenue};
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
                             {"profit", sale.profit() + feeding.profit()}});
    pipelines_.end(id, status, sale, feeding, sold ? "" : reason, transaction);
    shared_.release(id, transaction);
    tasks_.forget(id);
    factories_.forget(id);
}

Task<void> PipelineLifecycle::close_pipelines() {
    store::Transaction transaction;
    std::vector<core::PipelineId> over;
    for (const auto& [id, pipeline] : pipelines_.active()) {
        const bool has_sales = has_sales_left(id);
        if (has_sales && !is_outdated(id)) continue;
        const bool goes_on = has_sales && !stopped_ && !is_sold(id) && plan_again(id, transaction);
        if (!goes_on) over.push_back(id);
    }
    for (const core::PipelineId& id : over) {
        cancel_waiting(tasks_, id, "the pipeline's product is sold, or no longer worth making",
                       transaction);
        if (!has_work_under_way(tasks_, id)) end_pipeline(id, transaction);
    }
    co_await commit(std::move(transaction));
}

// @returns false when the product is no longer worth making; nothing was changed then
bool PipelineLifecycle::plan_again(const core::PipelineId& id, store::Transaction& transaction) {
    const ManufacturingPipeline& pipeline = pipelines_.active().at(id);
    ReservationBook& reservations = shared_.books().factories;
    std::set<FactoryOutput> others = reservations.held();
    std::erase_if(others, [&](const FactoryOutput& factory) {
        return reservations.holder_of(factory) == id;
    });
    auto found = demand_.find(others);
    const auto same = std::find_if(found.begin(), found.end(), [&](const auto& opportunity) {
        return opportunity.good == pipeline.product && opportunity.clears;
    });
    if (same == found.end()) return false;
    const std::set<FactoryOutput> spared = shared_.share(same->tree);
    if (!spared.empty()) profitability_.assess(*same);
    // As many lots of the product as were forecast: what more there is to sell is the next one's.
    const auto old = tasks_.of_pipeline(id);
    const int sales = int(std::count_if(old.begin(), old.end(), [](const ManufacturingTask* task) {
        return task->type == TaskType::kSell && !hauls::is_terminal(task->status);
    }));
    const LotsOf lots = [of = lots_of(), sales](const TradeSymbol& good, const WaypointSymbol& from,
                                                const WaypointSymbol& to, TaskType unload) {
        const int most = of(good, from, to, unload);
        return unload == TaskType::kSell ? std::min(most, sales) : most;
    };
    const PipelinePlan plan =
        plan_anew(*same, pipeline, fleet_.runtime.now(), fleet_.runtime.ids, lots);
    cancel_waiting(tasks_, id, "planned anew", transaction);
    shared_.release_before(plan.factories, id, transaction);
    factories_.remove(id, transaction);
    add_work(plan, spared, transaction);
    return true;
}

LotsOf PipelineLifecycle::lots_of() const {
    return [this](const TradeSymbol& good, const WaypointSymbol& from, const WaypointSymbol& to,
                  TaskType unload) {
        const int lots = profitability_.lots_of(good, from, to, unload);
        // Several lots of a leg are for several ships.
        return settings_.mode == Mode::kSerial ? std::min(lots, 1) : lots;
    };
}

void PipelineLifecycle::add_work(const PipelinePlan& plan, const std::set<FactoryOutput>& spared,
                                 store::Transaction& transaction) {
    for (const FactoryState& factory : plan.factories) {
        shared_.books().factories.reserve(plan.pipeline.id, {factory.factory, factory.output},
                                          settings_.horizon, transaction);
        factories_.add(factory, transaction);
    }
    for (const ManufacturingTask& task : plan.tasks)
        tasks_.add(task, transaction);
    shared_.reserve_from_pool(transaction, {plan.pipeline.id, spared});
    core::DecisionHash& decisions = fleet_.runtime.decisions;
    decisions.mix(plan.pipeline.id.str());
    decisions.mix(plan.pipeline.product.str());
    decisions.mix(std::int64_t(plan.tasks.size()));
}

ProfitForecast PipelineLifecycle::forecast_of(const core::PipelineId& id) const {
    return forecaster_.forecast(id, pipelines_.active().at(id).product, tasks_.of_pipeline(id));
}

void PipelineLifecycle::begin(const core::PipelineId& id, store::Transaction& transaction) {
    if (pipelines_.active().at(id).status != PipelineStatus::kPlanning) return;
    pipelines_.forecasts().freeze(forecast_of(id), transaction);
    pipelines_.transition(id, PipelineStatus::kExecuting, transaction);
}

// A pipeline pays back by the horizon of its plan.
Task<void> PipelineLifecycle::open_pipelines(std::set<TradeSymbol> except) {
    if (fleet_.universe_end.is_within(settings_.horizon)) co_return;
    for (const ManufacturingOpportunity& opportunity :
         demand_.find(shared_.books().factories.held())) {
        if (stopped_) break;
        const auto active = std::int64_t(pipelines_.active().size());
        const std::int64_t most = settings_.most_pipelines();
        if (most > 0 && active >= most) break;
        if (except.contains(opportunity.good)) continue;
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
    const std::set<FactoryOutput> spared = shared_.share(opportunity.tree);
    if (!spared.empty()) profitability_.assess(opportunity);
    const PipelinePlan plan = plan_pipeline(opportunity, operation_, pipelines_.next_sequence(),
                                            runtime.now(), runtime.ids, lots_of());
    const std::set<FactoryOutput> held = shared_.books().factories.held();
    for (const FactoryState& factory : plan.factories) {
        if (held.contains({factory.factory, factory.output})) co_return;
    }
    store::Transaction transaction;
    pipelines_.add(plan.pipeline, transaction);
    add_work(plan, spared, transaction);
    pipelines_.forecasts().add(forecast_of(plan.pipeline.id), transaction);
    runtime.log.info("manufacturing", "pipeline_planned",
                     {{"pipeline", plan.pipeline.id},
                      {"product", opportunity.good},
                      {"sell_market", opportunity.sell_market},
                      {"tasks", plan.tasks.size()},
                      {"forecast", pipelines_.forecasts().find(plan.pipeline.id)->profit()}});
    co_await commit(std::move(transaction));
}

}  // namespace argosy::manufacturing
