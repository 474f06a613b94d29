#pragma once

/// @file
/// What runs one manufacturing operation, in whichever mode: `Orchestrator` with every ship,
/// `SerialCoordinator` with one. Both work on the same books, with the same services and the same
/// haul runner, and differ in what they do at each step.

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "manufacturing/pipeline_lifecycle.h"
#include "manufacturing/supply_monitor.h"
#include "manufacturing/task_assignment.h"

namespace argosy::manufacturing {

class EstimateBook;

/// What an operation works with; all of it outlives the coordinator.
struct Workplace {
    fleet::Fleet& fleet;
    hauls::TaskBook& tasks;
    hauls::Dispatch& dispatch;
    hauls::HaulRunner& runner;
    PipelineBook& pipelines;
    FactoryTracker& factories;
    SharedResources& shared;
    EstimateBook& estimates;
    Declines& declines;
    hauls::Bidding& bidding;
};

class Coordinator {
  public:
    Coordinator(const Workplace& workplace, core::OperationId operation, Settings settings);
    virtual ~Coordinator();

    /// Works until stop() and until every haul under way has ended; then every pipeline is ended.
    virtual Task<void> run() = 0;

    /// Starts no more hauls from now on; run() returns when those under way are done.
    void stop();

    /// Something happened that may change a decision.
    void wake() { timer_->wake(); }

    bool stopping() const { return stopping_; }

    /// Why a task that is PENDING waits: "IRON at X1-AD75-H51 is MODERATE, collected from HIGH".
    std::string waits_for(const hauls::ManufacturingTask& task) const {
        return monitor_.waits_for(task);
    }

    /// What a ship of this operation does that is in no haul; empty: nothing.
    virtual std::string doing(const model::ShipSymbol&) const { return ""; }

    /// Returns the markets where a look is waited for.
    virtual std::set<model::WaypointSymbol> awaited() const { return {}; }

    /// Returns how many looks at factories it has spent a request on.
    virtual std::int64_t looks() const = 0;

    /// How the cargo ships' time was spent.
    const WorkTime& work() const { return assignment_.work(); }

    const Settings& settings() const { return settings_; }
    const core::OperationId& operation() const { return operation_; }

    /// Called after every pass with the ships it has no use for, by symbol.
    void on_idle(std::function<void(const std::vector<model::ShipSymbol>&)> listener) {
        on_idle_ = std::move(listener);
    }

  protected:
    void offer_idle(const std::vector<model::ShipSymbol>& ships) const {
        if (on_idle_ && !stopping()) on_idle_(ships);
    }

    fleet::Fleet& fleet_;
    hauls::TaskBook& tasks_;
    hauls::HaulRunner& runner_;
    PipelineBook& pipelines_;
    core::OperationId operation_;
    Settings settings_;
    Profitability profitability_;
    SharedResourceCoordinator shared_;
    PipelineLifecycle lifecycle_;
    SupplyMonitor monitor_;
    TaskAssignment assignment_;
    std::unique_ptr<core::Timer> timer_;
    core::TimePoint next_plan_;

  private:
    bool stopping_ = false;
    std::function<void(const std::vector<model::ShipSymbol>&)> on_idle_;
};

}  // namespace argosy::manufacturing
