#pragma once

/// @file
/// Long-running operations and their lifecycle (the first requirements call them containers):
///
///   PENDING -> RUNNING -> COMPLETED             (FAILED also from RUNNING and STOPPING,
///              RUNNING -> STOPPING -> STOPPED    STOPPED also from PENDING)
///              RUNNING <-> INTERRUPTED

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "core/result.h"
#include "core/symbol.h"
#include "core/time.h"

namespace argosy::operations {

enum class OperationStatus : std::uint8_t {
    kPending,  ///< Accepted, and nothing of it begun.
    kRunning,
    kStopping,  ///< Asked to stop; finishing what must not be left half-done, restarts or not.
    kCompleted,
    kFailed,
    kStopped,
    kInterrupted,  ///< Its process was ended in good order; goes on at the next start.
};

std::string_view to_string(OperationStatus status);
std::optional<OperationStatus> parse_operation_status(std::string_view text);

/// Returns whether an operation in this state has ended for good.
bool is_terminal(OperationStatus status);

/// Returns every step of the lifecycle, from and to.
std::span<const std::pair<OperationStatus, OperationStatus>> transitions();

/// @error kRejected  Not a step of the lifecycle; the message names both states.
core::Result<void> check_transition(OperationStatus from, OperationStatus to);

struct Operation {
    core::OperationId id;
    std::string kind;  ///< "manufacturing"
    OperationStatus status = OperationStatus::kPending;
    core::OperationId parent;   ///< The operation that started it; empty: a player did.
    std::string config;         ///< JSON: what it was started with, and is adopted with.
    std::string error;          ///< Why it ended in FAILED.
    std::string waits_for;      ///< Why it does nothing at the moment; empty: it does something.
    std::int64_t restarts = 0;  ///< Times it was started again after a failure, in all its life.
    core::TimePoint created_at;
    core::TimePoint updated_at;  ///< The last change of its row; an ended operation's end.
};

}  // namespace argosy::operations
