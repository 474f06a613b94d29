#include "hauls/haul_tasks.h"

namespace argosy::hauls {

std::pair<ManufacturingTask, ManufacturingTask> tasks_of(const HaulOrder& order,
                                                         core::TimePoint now, core::IdSource& ids) {
    const bool bought = order.load == TaskType::kAcquire;
    ManufacturingTask load{.id = ids.next<core::TaskId>("task"),
                           .operation = order.operation,
                           .pipeline = order.pipeline,
                           .haul = ids.next<core::HaulId>("haul"),
                           .type = order.load,
                           .status = bought ? TaskStatus::kReady : TaskStatus::kPending,
                           .good = order.good,
                           .wanted = order.wanted,
                           .depends_on = order.depends_on,
                           .created_at = now};
    if (bought) load.ready_at = now;
    (bought ? load.source : load.factory) = order.from;

    ManufacturingTask unload{.id = ids.next<core::TaskId>("task"),
                             .operation = load.operation,
                             .pipeline = load.pipeline,
                             .haul = load.haul,
                             .type = order.unload,
                             .status = TaskStatus::kPending,
                             .good = order.good,
                             .target = order.to,
                             .output = order.output,
                             .wanted = order.wanted,
                             .depends_on = {load.id},
                             .created_at = now};
    if (order.unload == TaskType::kDeliver) unload.factory = order.to;
    return {std::move(load), std::move(unload)};
}

}  // namespace argosy::hauls
