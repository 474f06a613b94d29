#pragma once

/// @file
/// Long-running operations and their lifecycle (the first requirements call them containers):
///
///   PENDING -> RUNNING -> COMPLETED              (STOPPED and FAILED also from PENDING,
///              RUNNING -> STOPPING -> STOPPED     FAILED also from RUNNING and STOPPING)
///              RUNNING or STOPPING <-> INTERRUPTED

#include <optional>
#include <string>
#include <string_view>

#include "core/result.h"
#include "core/symbol.h"
#include "core/time.h"

namespace argosy::operations {

enum class OperationStatus : std::uint8_t {
    kPending,
    kRunning,
    kStopping,  ///< Asked to stop; finishing what must not be left half-done.
    kCompleted,
    kFailed,
    kStopped,
    kInterrupted,  ///< Its process ended under it; adopted at the next start.
};

std::string_view to_string(OperationStatus status);
std::optional<OperationStatus> parse_operation_status(std::string_view text);

/// Returns whether an operation in this state has ended for good.
bool is_terminal(OperationStatus status);

/// @error kRejected  Not a step of the lifecycle; the message names both states.
core::Result<void> check_transition(OperationStatus from, OperationStatus to);

struct Operation {
    core::OperationId id;
    std::string kind;  ///< "manufacturing"
    OperationStatus status = OperationStatus::kPending;
    core::OperationId parent;  ///< The operation that started it; empty: a player did.
    std::string config;        ///< JSON: what it was started with, and is adopted with.
    std::string error;
    core::TimePoint created_at;
    core::TimePoint updated_at;
};

}  // namespace argosy::operations
