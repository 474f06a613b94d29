#include "operations/operation.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "core/enum_names.h"

namespace argosy::operations {
namespace {

using Status = OperationStatus;

constexpr auto kNames = core::enum_names<Status>({
    {Status::kPending, "PENDING"},
    {Status::kRunning, "RUNNING"},
    {Status::kStopping, "STOPPING"},
    {Status::kCompleted, "COMPLETED"},
    {Status::kFailed, "FAILED"},
    {Status::kStopped, "STOPPED"},
    {Status::kInterrupted, "INTERRUPTED"},
});

constexpr std::array<std::pair<Status, Status>, 9> kTransitions{{
    {Status::kPending, Status::kRunning},
    {Status::kPending, Status::kStopped},
    {Status::kRunning, Status::kStopping},
    {Status::kRunning, Status::kCompleted},
    {Status::kRunning, Status::kFailed},
    {Status::kRunning, Status::kInterrupted},
    {Status::kStopping, Status::kStopped},
    {Status::kStopping, Status::kFailed},
    {Status::kInterrupted, Status::kRunning},
}};

}  // namespace

std::string_view to_string(OperationStatus status) {
    return kNames.name_of(status);
}

std::optional<OperationStatus> parse_operation_status(std::string_view text) {
    return kNames.value_of(text);
}

bool is_terminal(OperationStatus status) {
    return status == Status::kCompleted || status == Status::kFailed || status == Status::kStopped;
}

std::span<const std::pair<Status, Status>> transitions() {
    return kTransitions;
}

core::Result<void> check_transition(OperationStatus from, OperationStatus to) {
    const auto step = std::pair(from, to);
    if (std::find(kTransitions.begin(), kTransitions.end(), step) != kTransitions.end()) {
        return core::Result<void>();
    }
    return core::Error{
        core::ErrorCode::kRejected,
        fmt::format("an operation cannot go from {} to {}", to_string(from), to_string(to))};
}

}  // namespace argosy::operations
