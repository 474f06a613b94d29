#pragma once

/// @file
/// Keeps pipelines going: plans, opens what is ready, gives hauls to ships, closes what is done.
/// It only connects the services; what each decides is theirs. Events wake it at once, and a
/// periodic pass derives the same decisions from the state, so no lost event matters.

#include <functional>
#include <memory>

#include "manufacturing/pipeline_lifecycle.h"
#include "manufacturing/predictive_supply_monitor.h"
#include "manufacturing/supply_monitor.h"
#include "manufacturing/task_assignment.h"

namespace argosy::manufacturing {

class Orchestrator {
  public:
    Orchestrator(fleet::Fleet& fleet, hauls::TaskBook& tasks, hauls::Dispatch& dispatch,
                 hauls::HaulRunner& runner, PipelineBook& pipelines, FactoryTracker& factories,
                 SharedResources& shared, EstimateBook& estimates, Declines& declines,
                 core::OperationId operation, Settings settings);

    /// Works until stop() and until every haul under way has ended; then every pipeline is ended.
    Task<void> run();

    /// Starts no more hauls from now on; run() returns when those under way are done.
    void stop();

    /// Something happened that may change a decision.
    void wake() { timer_->wake(); }

    bool stopping() const { return stopping_; }

    /// Called after every pass with the ships that found no haul, by symbol.
    void on_idle(std::function<void(const std::vector<model::ShipSymbol>&)> listener) {
        on_idle_ = std::move(listener);
    }

    const DemandFinder& demand() const { return lifecycle_.demand(); }
    const SupplyMonitor& monitor() const { return monitor_; }
    const WorkTime& work() const { return assignment_.work(); }
    const PredictiveSupplyMonitor& predictive_monitor() const { return predictive_; }
    const Settings& settings() const { return settings_; }
    const core::OperationId& operation() const { return operation_; }

  private:
    Task<void> pass();
    Task<void> watch_factories();
    Task<void> share_resources();

    fleet::Fleet& fleet_;
    hauls::HaulRunner& runner_;
    PipelineBook& pipelines_;
    core::OperationId operation_;
    Settings settings_;
    Profitability profitability_;
    SharedResourceCoordinator shared_;
    PipelineLifecycle lifecycle_;
    SupplyMonitor monitor_;
    PredictiveSupplyMonitor predictive_;
    TaskAssignment assignment_;
    std::unique_ptr<core::Timer> timer_;
    core::TimePoint next_plan_;
    bool stopping_ = false;
    std::function<void(const std::vector<model::ShipSymbol>&)> on_idle_;
};

}  // namespace argosy::manufacturing
