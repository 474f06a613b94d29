#include "hauls/task_state.h"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "core/enum_names.h"

namespace argosy::hauls {
namespace {

constexpr auto kTypes = core::enum_names<TaskType>({
    {TaskType::kAcquire, "ACQUIRE"},
    {TaskType::kDeliver, "DELIVER"},
    {TaskType::kCollect, "COLLECT"},
    {TaskType::kSell, "SELL"},
    {TaskType::kLiquidate, "LIQUIDATE"},
    {TaskType::kKeep, "KEEP"},
});

constexpr auto kStatuses = core::enum_names<TaskStatus>({
    {TaskStatus::kPending, "PENDING"},
    {TaskStatus::kReady, "READY"},
    {TaskStatus::kAssigned, "ASSIGNED"},
    {TaskStatus::kExecuting, "EXECUTING"},
    {TaskStatus::kCompleted, "COMPLETED"},
    {TaskStatus::kFailed, "FAILED"},
    {TaskStatus::kCancelled, "CANCELLED"},
});

// The requirements' state machine, and two steps it lacks: work handed back because it no longer
// pays (to READY), and work nobody needs any more (to CANCELLED).
constexpr std::array<std::pair<TaskStatus, TaskStatus>, 15> kTransitions{{
    {TaskStatus::kPending, TaskStatus::kReady},
    {TaskStatus::kPending, TaskStatus::kCancelled},
    {TaskStatus::kReady, TaskStatus::kPending},
    {TaskStatus::kReady, TaskStatus::kAssigned},
    {TaskStatus::kReady, TaskStatus::kCancelled},
    {TaskStatus::kPending, TaskStatus::kAssigned},
    {TaskStatus::kAssigned, TaskStatus::kExecuting},
    {TaskStatus::kAssigned, TaskStatus::kReady},
    {TaskStatus::kAssigned, TaskStatus::kPending},
    {TaskStatus::kAssigned, TaskStatus::kCancelled},
    {TaskStatus::kExecuting, TaskStatus::kCompleted},
    {TaskStatus::kExecuting, TaskStatus::kFailed},
    {TaskStatus::kExecuting, TaskStatus::kReady},
    {TaskStatus::kExecuting, TaskStatus::kCancelled},
    {TaskStatus::kFailed, TaskStatus::kPending},
}};

}  // namespace

std::string_view to_string(TaskType type) {
    return kTypes.name_of(type);
}

std::string_view to_string(TaskStatus status) {
    return kStatuses.name_of(status);
}

std::optional<TaskType> parse_task_type(std::string_view text) {
    return kTypes.value_of(text);
}

std::optional<TaskStatus> parse_task_status(std::string_view text) {
    return kStatuses.value_of(text);
}

bool is_terminal(TaskStatus status) {
    return status == TaskStatus::kCompleted || status == TaskStatus::kFailed ||
           status == TaskStatus::kCancelled;
}

bool loads(TaskType type) {
    return type == TaskType::kAcquire || type == TaskType::kCollect;
}

core::Result<void> check_transition(TaskStatus from, TaskStatus to) {
    for (const auto& [before, after] : kTransitions) {
        if (before == from && after == to) return core::Result<void>();
    }
    return core::Error{core::ErrorCode::kRejected, fmt::format("a task cannot go from {} to {}",
                                                               to_string(from), to_string(to))};
}

}  // namespace argosy::hauls
