#pragma once

/// @file
/// Opens pipelines for what is worth making, and closes those whose work is done or whose time is
/// over.

#include "manufacturing/declines.h"
#include "manufacturing/demand_finder.h"
#include "manufacturing/pipeline_planner.h"
#include "manufacturing/profit_forecaster.h"
#include "manufacturing/profitability.h"
#include "manufacturing/shared_resources.h"

namespace argosy::manufacturing {

class PipelineLifecycle {
  public:
    PipelineLifecycle(fleet::Fleet& fleet, hauls::TaskBook& tasks, PipelineBook& pipelines,
                      FactoryTracker& factories, SharedResourceCoordinator& shared,
                      Declines& declines, const Profitability& profitability,
                      const hauls::DispatchSettings& gate, core::OperationId operation,
                      const Settings& settings);

    /// Plans a pipeline for every opportunity that clears, the best first, as long as there may be
    /// more pipelines; what does not clear is declined with its arithmetic.
    /// @param except  Products that get none this time.
    Task<void> open_pipelines(std::set<model::TradeSymbol> except = {});

    /// Ends the pipelines that are over and have no haul under way; those that are over start
    /// nothing more. A pipeline whose plan is too old and that has sold nothing yet is planned
    /// anew, if it still clears.
    Task<void> close_pipelines();

    /// The first of a pipeline's hauls is about to be bound: from now on it is EXECUTING.
    /// No-op for one that is.
    void begin(const core::PipelineId& pipeline, store::Transaction& transaction);

    /// Ends a pipeline whose product is not worth selling: what waits is cancelled for this reason.
    /// @pre It has no haul under way.
    Task<void> give_up(core::PipelineId pipeline, std::string reason);

    /// Ends every pipeline: what waits is cancelled for this reason.
    /// @pre No haul is under way.
    Task<void> end_all(std::string reason);

    /// Opens nothing from now on.
    void stop() { stopped_ = true; }

  private:
    Task<void> open_pipeline(ManufacturingOpportunity opportunity);
    Task<void> decline(const ManufacturingOpportunity& opportunity);
    ProfitForecast forecast_of(const core::PipelineId& pipeline) const;
    LotsOf lots_of() const;
    /// @param spared  Inputs that the plan fetches because share() found them.
    void add_work(const PipelinePlan& plan, const std::set<FactoryOutput>& spared,
                  store::Transaction& transaction);
    bool plan_again(const core::PipelineId& pipeline, store::Transaction& transaction);
    bool is_sold(const core::PipelineId& pipeline) const;
    bool has_sales_left(const core::PipelineId& pipeline) const;
    bool is_outdated(const core::PipelineId& pipeline) const;
    void end_pipeline(const core::PipelineId& pipeline, store::Transaction& transaction);
    Task<void> commit(store::Transaction transaction);

    fleet::Fleet& fleet_;
    hauls::TaskBook& tasks_;
    PipelineBook& pipelines_;
    FactoryTracker& factories_;
    SharedResourceCoordinator& shared_;
    Declines& declines_;
    const Profitability& profitability_;
    core::OperationId operation_;
    const Settings& settings_;
    DemandFinder demand_;
    ProfitForecaster forecaster_;
    bool stopped_ = false;
};

}  // namespace argosy::manufacturing
