#pragma once

/// @file
/// Manufacturing as an operation: what it is started with, what of a company it works on, and what
/// the company asks of it while it runs. Its duty is the coordinator's run, from the first plan to
/// the moment when no money of it moves any more.

#include <memory>
#include <optional>
#include <string>

#include "fleet/fleet.h"
#include "hauls/haul_runner.h"
#include "kernel/idle_work.h"
#include "manufacturing/declines.h"
#include "manufacturing/orchestrator.h"
#include "manufacturing/preview.h"
#include "manufacturing/serial_coordinator.h"
#include "operations/supervisor.h"

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
    std::optional<hauls::Sizing> sizing;
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
        hauls::Bidding& bidding;
        IdleWork& idle_work;
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
    const manufacturing::Coordinator* coordinator() const { return coordinator_.get(); }

    /// Returns what is worth manufacturing in a system by what is known of its markets now, with
    /// the settings it runs with, or would.
    std::vector<manufacturing::ManufacturingOpportunity> analyze_demand(
        model::SystemSymbol system) const;

    /// What a start would begin with, and with what settings.
    struct Preview {
        manufacturing::Settings settings;
        bool advisory;
        std::vector<manufacturing::PreviewedPipeline> pipelines;
    };

    /// Returns what a start would do by what is known now.  @cost none
    /// @param system  The one that the request means.
    Preview preview(const ManufacturingRequest& request, model::SystemSymbol system) const;

  private:
    class Shift;
    /// What one operation manufactures with.
    struct Settings {
        manufacturing::Settings manufacturing;
        hauls::DispatchSettings gate;
    };

    std::unique_ptr<manufacturing::Coordinator> make_coordinator(core::OperationId operation,
                                                                 manufacturing::Settings settings);
    Settings settings_for(const ManufacturingRequest& request, model::SystemSymbol system) const;
    /// @pre It runs.
    IdleWork::Operation as_seen_by_idle_ships() const;
    fleet::IdlePool::Idle why_idle() const;
    bool is_too_late() const;

    Parts parts_;
    Settings defaults_;
    std::unique_ptr<manufacturing::Coordinator> coordinator_;
};

}  // namespace argosy::kernel
