#pragma once

/// @file
/// What runs one manufacturing operation, in whichever mode: `Orchestrator` with every ship,
/// `SerialCoordinator` with one. Both work on the same books with the same haul runner.

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "manufacturing/pipeline_lifecycle.h"
#include "manufacturing/work_meter.h"

namespace argosy::manufacturing {

class Coordinator {
  public:
    virtual ~Coordinator() = default;

    /// Works until stop() and until every haul under way has ended; then every pipeline is ended.
    virtual Task<void> run() = 0;

    /// Starts no more hauls from now on; run() returns when those under way are done.
    virtual void stop() = 0;

    /// Something happened that may change a decision.
    virtual void wake() = 0;

    virtual bool stopping() const = 0;

    /// Why a task that is PENDING waits: "IRON at X1-AD75-H51 is MODERATE, collected from HIGH".
    virtual std::string waits_for(const hauls::ManufacturingTask& task) const = 0;

    /// What a ship of this operation does that is in no haul; empty: nothing.
    virtual std::string doing(const model::ShipSymbol& ship) const = 0;

    /// Returns the markets where a look is waited for.
    virtual std::set<model::WaypointSymbol> awaited() const = 0;

    /// Returns how many looks at factories it has spent a request on.
    virtual std::int64_t looks() const = 0;

    /// How the cargo ships' time was spent.
    virtual const WorkTime& work() const = 0;

    virtual const Settings& settings() const = 0;
    virtual const core::OperationId& operation() const = 0;

    /// Called after every pass with the ships it has no use for, by symbol.
    void on_idle(std::function<void(const std::vector<model::ShipSymbol>&)> listener) {
        on_idle_ = std::move(listener);
    }

  protected:
    void offer_idle(const std::vector<model::ShipSymbol>& ships) const {
        if (on_idle_ && !stopping()) on_idle_(ships);
    }

  private:
    std::function<void(const std::vector<model::ShipSymbol>&)> on_idle_;
};

}  // namespace argosy::manufacturing
