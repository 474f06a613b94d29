#pragma once

/// @file
/// `--mode parallel`. Keeps pipelines going: plans, opens what is ready, gives hauls to ships,
/// closes what is done. It only connects the services; what each decides is theirs. Events wake it
/// at once, and a periodic pass derives the same decisions from the state, so no lost event
/// matters.

#include <memory>

#include "manufacturing/coordinator.h"
#include "manufacturing/predictive_supply_monitor.h"
#include "manufacturing/supply_monitor.h"
#include "manufacturing/task_assignment.h"

namespace argosy::manufacturing {

class Orchestrator final : public Coordinator {
  public:
    Orchestrator(fleet::Fleet& fleet, hauls::TaskBook& tasks, hauls::Dispatch& dispatch,
                 hauls::HaulRunner& runner, PipelineBook& pipelines, FactoryTracker& factories,
                 SharedResources& shared, EstimateBook& estimates, Declines& declines,
                 core::OperationId operation, Settings settings);

    Task<void> run() override;
    void stop() override;
    void wake() override { timer_->wake(); }
    bool stopping() const override { return stopping_; }
    std::string waits_for(const hauls::ManufacturingTask& task) const override {
        return monitor_.waits_for(task);
    }
    std::string doing(const model::ShipSymbol&) const override { return ""; }
    const WorkTime& work() const override { return assignment_.work(); }
    const Settings& settings() const override { return settings_; }
    const core::OperationId& operation() const override { return operation_; }
    std::set<model::WaypointSymbol> awaited() const override { return predictive_.awaited(); }
    std::int64_t looks() const override { return predictive_.looks(); }

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
};

}  // namespace argosy::manufacturing
