#include "manufacturing/supply_monitor.h"

namespace argosy::manufacturing {

using hauls::ManufacturingTask;
using hauls::TaskStatus;
using hauls::TaskType;

bool SupplyMonitor::update(const core::PipelineId& pipeline, store::Transaction& transaction) {
    bool changed = false;
    for (const FactoryState* state : factories_.of_pipeline(pipeline)) {
        const market::Listing* output = markets_.find(state->factory, state->output);
        if (output == nullptr || output->supply == state->supply) continue;
        factories_.update_supply(state->factory, state->output, output->supply, transaction);
        changed = true;
    }
    for (const ManufacturingTask* task : tasks_.of_pipeline(pipeline)) {
        if (task->type == TaskType::kDeliver && task->status == TaskStatus::kCompleted) {
            const FactoryState* state = factories_.find(pipeline, task->factory, task->output);
            if (state != nullptr && !state->delivered.contains(task->good)) {
                factories_.record_delivery(pipeline, task->factory, task->output, task->good,
                                           transaction);
                changed = true;
            }
        }
        if (task->type != TaskType::kCollect) continue;
        const bool ready = factories_.is_ready(pipeline, task->factory, task->good);
        if (ready && task->status == TaskStatus::kPending) {
            tasks_.transition(task->id, TaskStatus::kReady, transaction);
            changed = true;
        } else if (!ready && task->status == TaskStatus::kReady) {
            tasks_.transition(task->id, TaskStatus::kPending, transaction, waits_for(*task));
            changed = true;
        }
    }
    return changed;
}

std::string SupplyMonitor::waits_for(const ManufacturingTask& collect) const {
    const market::Listing* output = markets_.find(collect.factory, collect.good);
    if (output == nullptr) {
        return fmt::format("nobody has looked at {} yet", collect.factory);
    }
    const FactoryState* state = factories_.find(collect.pipeline, collect.factory, collect.good);
    const std::optional<model::Supply> least =
        state == nullptr ? kCollectionSupply : state->collected_from;
    if (!least) return fmt::format("{} at {} lacks inputs", collect.good, collect.factory);
    return fmt::format("{} at {} is {}, collected from {}", collect.good, collect.factory,
                       model::to_string(output->supply), model::to_string(*least));
}

}  // namespace argosy::manufacturing
