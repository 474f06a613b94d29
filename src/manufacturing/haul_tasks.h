#pragma once

/// @file
/// The two tasks of a haul, from what it is to do. Pure but for the ids it takes.

#include <utility>
#include <vector>

#include "core/ids.h"
#include "goods/supply_chain_node.h"
#include "hauls/manufacturing_task.h"

namespace argosy::manufacturing {

/// What a haul is to do.
struct HaulOrder {
    core::OperationId operation;
    core::PipelineId pipeline;
    goods::AcquisitionMethod method;  ///< Bought, or collected from the factory that made it.
    model::TradeSymbol good;
    model::WaypointSymbol from;
    hauls::TaskType unload;     ///< DELIVER, SELL or KEEP.
    model::WaypointSymbol to;   ///< Empty: wherever it sells best, or nowhere.
    model::TradeSymbol output;  ///< DELIVER: what the factory makes of it.
    core::Units wanted;         ///< As of hauls::ManufacturingTask.
    std::vector<core::TaskId> depends_on;
};

/// Returns the task that loads and the one that unloads. What is bought is READY at once.
std::pair<hauls::ManufacturingTask, hauls::ManufacturingTask> tasks_of(const HaulOrder& order,
                                                                       core::TimePoint now,
                                                                       core::IdSource& ids);

}  // namespace argosy::manufacturing
