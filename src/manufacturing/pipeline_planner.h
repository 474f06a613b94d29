#pragma once

/// @file
/// From a supply-chain tree to a task graph: every input is fetched and delivered to its factory,
/// what a factory makes is collected and carried on, and the product is sold. Tasks of one hold of
/// cargo share a haul. Pure but for the ids it takes.

#include <functional>
#include <vector>

#include "core/ids.h"
#include "hauls/manufacturing_task.h"
#include "manufacturing/demand_finder.h"
#include "manufacturing/factory_state.h"
#include "manufacturing/pipeline.h"

namespace argosy::manufacturing {

struct PipelinePlan {
    ManufacturingPipeline pipeline;
    std::vector<hauls::ManufacturingTask> tasks;
    std::vector<FactoryState> factories;
};

/// How many hold-sized lots a leg is split into, so that several ships can work on it at once.
/// 0: the leg is not needed now.
using LotsOf = std::function<int(const model::TradeSymbol& good, const model::WaypointSymbol& from,
                                 const model::WaypointSymbol& to, hauls::TaskType unload)>;

/// Returns the pipeline of an opportunity. A COLLECT depends on the deliveries to its factory; a
/// DELIVER or SELL on the ACQUIRE or COLLECT of its haul.
PipelinePlan plan_pipeline(const ManufacturingOpportunity& opportunity,
                           const core::OperationId& operation, std::int64_t sequence,
                           core::TimePoint now, core::IdSource& ids, const LotsOf& lots_of);

/// Returns the same for a pipeline that is under way and is planned anew.
PipelinePlan plan_anew(const ManufacturingOpportunity& opportunity, ManufacturingPipeline pipeline,
                       core::TimePoint now, core::IdSource& ids, const LotsOf& lots_of);

}  // namespace argosy::manufacturing
