#pragma once

/// @file
/// Keeps pipelines going: finds demand, plans, opens what is ready, gives hauls to ships, closes
/// what is done. It only connects the services; what each decides is theirs. Events wake it at
/// once, and a periodic pass derives the same decisions from the state, so no lost event matters.

#include <functional>
#include <memory>

#include "hauls/haul_runner.h"
#include "manufacturing/declines.h"
#include "manufacturing/pipeline_planner.h"
#include "manufacturing/supply_monitor.h"

namespace argosy::manufacturing {

class Orchestrator {
  public:
    Orchestrator(fleet::Fleet& fleet, hauls::TaskBook& tasks, hauls::Dispatch& dispatch,
                 hauls::HaulRunner& runner, PipelineBook& pipelines, FactoryTracker& factories,
                 Declines& declines, core::OperationId operation, Settings settings);

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

    const DemandFinder& demand() const { return demand_; }
    const SupplyMonitor& monitor() const { return monitor_; }
    const Settings& settings() const { return settings_; }
    const core::OperationId& operation() const { return operation_; }

  private:
    Task<void> pass();
    Task<void> close_pipelines();
    Task<void> open_pipelines();
    Task<void> open_pipeline(const ManufacturingOpportunity& opportunity);
    Task<void> assign_hauls();
    bool is_full() const;
    bool still_stands(const hauls::Offer& offer) const;
    Task<void> record_declines(std::vector<hauls::Declined> declined);

    void cancel_waiting(const core::PipelineId& pipeline, const std::string& reason,
                        store::Transaction& transaction);
    void end_pipeline(const core::PipelineId& pipeline, store::Transaction& transaction);
    bool is_over(const ManufacturingPipeline& pipeline) const;
    bool has_work_under_way(const core::PipelineId& pipeline) const;
    std::vector<hauls::Haul> ready_hauls() const;
    int lots_of(const model::TradeSymbol& good, const model::WaypointSymbol& from,
                const model::WaypointSymbol& to, hauls::TaskType unload) const;
    Task<void> commit(store::Transaction transaction);

    fleet::Fleet& fleet_;
    hauls::TaskBook& tasks_;
    hauls::Dispatch& dispatch_;
    hauls::HaulRunner& runner_;
    PipelineBook& pipelines_;
    FactoryTracker& factories_;
    Declines& declines_;
    core::OperationId operation_;
    Settings settings_;
    DemandFinder demand_;
    SupplyMonitor monitor_;
    std::unique_ptr<core::Timer> timer_;
    core::TimePoint next_plan_;
    bool stopping_ = false;
    std::function<void(const std::vector<model::ShipSymbol>&)> on_idle_;
};

}  // namespace argosy::manufacturing
