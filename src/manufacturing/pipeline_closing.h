#pragma once

/// @file
/// What ends of a pipeline's work when it is no longer wanted, and what goes on.

#include <string>

#include "hauls/task_book.h"

namespace argosy::manufacturing {

/// Returns whether a ship has the task.
bool is_bound(const hauls::ManufacturingTask& task);

/// Cancels what no ship has begun of a haul. The second half of one goes on when the first half is
/// under way or done.
void cancel_waiting(hauls::TaskBook& tasks, const hauls::Haul& haul, const std::string& reason,
                    store::Transaction& transaction);

/// The same for all hauls of a pipeline.
void cancel_waiting(hauls::TaskBook& tasks, const core::PipelineId& pipeline,
                    const std::string& reason, store::Transaction& transaction);

/// Returns whether a ship has any of the pipeline's tasks.
bool has_work_under_way(const hauls::TaskBook& tasks, const core::PipelineId& pipeline);

}  // namespace argosy::manufacturing
