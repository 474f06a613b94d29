#pragma once

/// @file
/// Manufacturing as an operation: what it is started with, what of a company it works on, and what
/// the company asks of it while it runs. Its duty is the orchestrator's run, from the first plan to
/// the moment when no money of it moves any more.

#include <memory>
#include <optional>
#include <string>

#include "fleet/fleet.h"
#include "hauls/haul_runner.h"
#include "hauls/positioner.h"
#include "manufacturing/orchestrator.h"
#include "operations/supervisor.h"
#include "scouting/scout.h"

namespace argosy::kernel {

using core::Result;
using core::Task;

/// The kind of the operation that manufactures.
inline constexpr std::string_view kManufacturing = "manufacturing";

/// What a player may say when starting manufacturing; nothing leaves the setting as it is.
struct ManufacturingRequest {
    model::SystemSymbol system;  ///< Empty: the headquarters'.
    std::optional<std::int64_t> max_workers;
    std::optional<std::int64_t> max_pipelines;
    std::optional<core::Bid> min_price;
    std::optional<bool> advisory;
    std::optional<manufacturing::Mode> mode;
    std::optional<goods::Strategy> strategy;
    std::optional<manufacturing::Rank> rank;
};

class ManufacturingOperation {
  public:
    /// What it works on; all of it outlives it.
    struct Parts {
        fleet::Fleet& fleet;
        hauls::TaskBook& tasks;
        hauls::Dispatch& dispatch;
        hauls::HaulRunner& runner;
        manufacturing::PipelineBook& pipelines;
        manufacturing::FactoryTracker& factories;
        manufacturing::SharedResources& shared;
        manufacturing::EstimateBook& estimates;
        manufacturing::Declines& declines;
        scouting::Scout& scout;
        hauls::Positioner& positioner;
        operations::OperationRegistry& operations;
    };

    /// @param defaults, gate  The configuration's, where a request leaves them.
    ManufacturingOperation(Parts parts, manufacturing::Settings defaults,
                           hauls::DispatchSettings gate);

    /// Returns what an operation is stored, and later adopted, with.
    /// @param system  The one that the request means.
    std::string config_of(const ManufacturingRequest& request, model::SystemSymbol system) const;

    /// Makes the duty of a stored operation.
    /// @error kInvalidArgument  Its configuration cannot be read.
    Result<std::unique_ptr<operations::Duty>> make_duty(const operations::Operation& operation);

    /// Something happened that may change a decision.
    void wake();

    /// nullptr when manufacturing does not run.
    const manufacturing::Orchestrator* orchestrator() const { return orchestrator_.get(); }

    /// Returns what the markets known now would make worth manufacturing.
    std::vector<manufacturing::ManufacturingOpportunity> analyze_demand() const;

  private:
    class Shift;
    /// What one operation manufactures with.
    struct Settings {
        manufacturing::Settings manufacturing;
        hauls::DispatchSettings gate;
    };

    Task<void> on_idle(std::vector<model::ShipSymbol> idle);
    Task<Result<void>> use_idle(std::vector<model::ShipSymbol> idle);
    void say_why_idle(const model::ShipSymbol& ship);
    Task<void> say_what_it_waits_for(core::OperationId operation);

    Parts parts_;
    Settings defaults_;
    std::unique_ptr<manufacturing::Orchestrator> orchestrator_;
};

}  // namespace argosy::kernel
