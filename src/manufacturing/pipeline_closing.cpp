#include "manufacturing/pipeline_closing.h"

#include <algorithm>

namespace argosy::manufacturing {

using hauls::Haul;
using hauls::ManufacturingTask;
using hauls::TaskStatus;

bool is_bound(const ManufacturingTask& task) {
    return task.status == TaskStatus::kAssigned || task.status == TaskStatus::kExecuting;
}

void cancel_waiting(hauls::TaskBook& tasks, const Haul& haul, const std::string& reason,
                    store::Transaction& transaction) {
    for (const ManufacturingTask* task : {haul.load, haul.unload}) {
        if (task == nullptr || hauls::is_terminal(task->status) || is_bound(*task)) continue;
        const bool carried = haul.load != nullptr && task == haul.unload &&
                             (is_bound(*haul.load) || haul.load->status == TaskStatus::kCompleted);
        if (!carried) tasks.transition(task->id, TaskStatus::kCancelled, transaction, reason);
    }
}

void cancel_waiting(hauls::TaskBook& tasks, const core::PipelineId& pipeline,
                    const std::string& reason, store::Transaction& transaction) {
    for (const ManufacturingTask* task : tasks.of_pipeline(pipeline)) {
        if (!hauls::loads(task->type))
            cancel_waiting(tasks, tasks.haul(task->haul), reason, transaction);
    }
}

bool has_work_under_way(const hauls::TaskBook& tasks, const core::PipelineId& pipeline) {
    return std::ranges::any_of(tasks.of_pipeline(pipeline),
                               [](const ManufacturingTask* task) { return is_bound(*task); });
}

}  // namespace argosy::manufacturing
