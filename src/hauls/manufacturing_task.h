#pragma once

/// @file
/// One step of a pipeline. Two tasks that one hold of cargo goes through, ACQUIRE or COLLECT and
/// then DELIVER, SELL or KEEP, are a haul: one ship carries it from pick-up to drop, because cargo
/// whose next step belongs to another ship is cargo nobody delivers.

#include <optional>
#include <string>
#include <vector>

#include "core/symbol.h"
#include "core/time.h"
#include "core/units.h"
#include "hauls/task_state.h"
#include "model/symbols.h"

namespace argosy::hauls {

struct ManufacturingTask {
    core::TaskId id;
    core::OperationId operation;
    core::PipelineId pipeline;  ///< Empty for LIQUIDATE of cargo without one.
    core::HaulId haul;
    TaskType type = TaskType::kAcquire;
    TaskStatus status = TaskStatus::kPending;

    model::TradeSymbol good;
    model::WaypointSymbol source;   ///< ACQUIRE: where to buy.
    model::WaypointSymbol target;   ///< DELIVER, SELL, LIQUIDATE: where to sell. KEEP: empty.
    model::WaypointSymbol factory;  ///< COLLECT: who made it. DELIVER: who needs it.
    model::TradeSymbol output;      ///< DELIVER: what the factory makes of it.

    core::Units wanted;           ///< Most that it is to move; 0: whatever pays.
    core::Units quantity;         ///< Planned when a ship was assigned; 0 before.
    core::Units actual_quantity;  ///< Moved so far.
    core::Credits total_cost;
    core::Credits total_revenue;

    model::ShipSymbol ship;  ///< Empty before ASSIGNED.
    std::int64_t retries = 0;
    std::string error;  ///< Why it failed, was handed back or was cancelled.

    std::vector<core::TaskId> depends_on;

    core::TimePoint created_at;
    std::optional<core::TimePoint> ready_at;
    std::optional<core::TimePoint> started_at;
    std::optional<core::TimePoint> completed_at;

    /// Where the ship has to be for this task.
    const model::WaypointSymbol& place() const {
        if (type == TaskType::kAcquire) return source;
        return type == TaskType::kCollect ? factory : target;
    }
};

}  // namespace argosy::hauls
