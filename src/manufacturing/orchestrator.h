#pragma once

/// @file
/// `--mode parallel`. Keeps pipelines going: plans, opens what is ready, gives hauls to ships,
/// closes what is done. It only connects the services; what each decides is theirs. Events wake it
/// at once, and a periodic pass derives the same decisions from the state, so no lost event
/// matters.

#include "manufacturing/coordinator.h"
#include "manufacturing/predictive_supply_monitor.h"

namespace argosy::manufacturing {

class Orchestrator final : public Coordinator {
  public:
    Orchestrator(const Workplace& workplace, core::OperationId operation, Settings settings)
        : Coordinator(workplace, std::move(operation), std::move(settings)),
          predictive_(fleet_, tasks_, workplace.factories, workplace.estimates, settings_.look) {}

    Task<void> run() override;
    std::set<model::WaypointSymbol> awaited() const override { return predictive_.awaited(); }
    std::int64_t looks() const override { return predictive_.looks(); }

  private:
    Task<void> pass();
    Task<void> watch_factories();
    Task<void> share_resources();

    PredictiveSupplyMonitor predictive_;
};

}  // namespace argosy::manufacturing
