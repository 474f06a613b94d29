#pragma once

/// @file
/// How often, and how soon, an operation that failed is started again. Failures that follow each
/// other closely wait longer and longer, and end it; an operation that failed long ago and has
/// worked since starts with a full budget.

#include <deque>
#include <optional>

#include "core/time.h"

namespace argosy::operations {

struct RestartLimits {
    std::int64_t restarts = 3;  ///< In any window of this length:
    core::Duration window = std::chrono::minutes(10);
    /// The wait before a restart doubles with each one in the window.
    core::Duration first_delay = std::chrono::seconds(5);
    core::Duration longest_delay = std::chrono::minutes(2);
};

class RestartBudget {
  public:
    explicit RestartBudget(RestartLimits limits) : limits_(limits) {}

    /// Takes one restart from the budget.
    /// @returns how long to wait before it; nothing when the budget is spent.
    std::optional<core::Duration> take(core::TimePoint now);

    /// Returns how long to wait after trouble that passes by itself, such as a game that is away:
    /// the same waits, at no cost.
    core::Duration wait_out(core::TimePoint now);

  private:
    static void drop_before(std::deque<core::TimePoint>& times, core::TimePoint oldest);
    core::Duration delay_after(std::size_t failures) const;

    RestartLimits limits_;
    std::deque<core::TimePoint> restarts_;
    std::deque<core::TimePoint> passing_;
};

}  // namespace argosy::operations
