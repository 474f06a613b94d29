#pragma once

/// @file
/// Kinds and states of manufacturing tasks, and which state may follow which.

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/result.h"

namespace argosy::hauls {

enum class TaskType : std::uint8_t {
    kAcquire,    ///< Buy an input where it is sold.
    kDeliver,    ///< Sell an input to the factory that needs it.
    kCollect,    ///< Buy the product from the factory that made it.
    kSell,       ///< Sell the product where it is in demand.
    kLiquidate,  ///< Sell cargo that lost its purpose, where it brings most.
    kKeep,       ///< Leave it aboard: from then on the ship is the player's to order.
};

enum class TaskStatus : std::uint8_t {
    kPending,    ///< Waits for other tasks, or for the factory's supply.
    kReady,      ///< May be assigned to a ship as soon as it pays.
    kAssigned,   ///< A ship has it.
    kExecuting,  ///< The ship is at it.
    kCompleted,
    kFailed,     ///< Given up after its retries.
    kCancelled,  ///< No longer needed; nothing was bought for it.
};

std::string_view to_string(TaskType type);
std::string_view to_string(TaskStatus status);
std::optional<TaskType> parse_task_type(std::string_view text);
std::optional<TaskStatus> parse_task_status(std::string_view text);

/// Returns whether a task in this state has ended.
bool is_terminal(TaskStatus status);

/// Returns whether the task puts cargo aboard (and so opens a haul).
bool loads(TaskType type);

/// @error kRejected  The step is not one of the state machine; the message names both states.
core::Result<void> check_transition(TaskStatus from, TaskStatus to);

}  // namespace argosy::hauls
