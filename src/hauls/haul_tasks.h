#pragma once

/// @file
/// The two tasks of a haul, from what it is to do. Pure but for the ids it takes.

#include <utility>
#include <vector>

#include "core/ids.h"
#include "hauls/manufacturing_task.h"

namespace argosy::hauls {

/// What a haul is to do.
struct HaulOrder {
    core::OperationId operation;
    core::PipelineId pipeline;  ///< Empty for a haul that stands alone.
    TaskType load;              ///< ACQUIRE or COLLECT.
    model::TradeSymbol good;
    model::WaypointSymbol from;
    TaskType unload;            ///< DELIVER, SELL or KEEP.
    model::WaypointSymbol to;   ///< Empty: wherever it sells best, or nowhere.
    model::TradeSymbol output;  ///< DELIVER: what the factory makes of it.
    core::Units wanted;         ///< As of ManufacturingTask.
    std::vector<core::TaskId> depends_on;
};

/// Returns the task that loads and the one that unloads. An ACQUIRE is READY at once.
std::pair<ManufacturingTask, ManufacturingTask> tasks_of(const HaulOrder& order,
                                                         core::TimePoint now, core::IdSource& ids);

}  // namespace argosy::hauls
