#pragma once

/// @file
/// The only source of time. Three forms: real, real times a factor (both `RealClock`), and
/// virtual (`VirtualLoop`), where waiting costs nothing and the same seed is the same run.
/// Game times, polling and planning use this clock; only transport timeouts use the machine's.

#include <memory>

#include "core/task.h"
#include "core/time.h"

namespace argosy::core {

/// One waiter's alarm, reusable, for one waiting task at a time.
class Timer {
  public:
    virtual ~Timer() = default;

    /// Suspends until `deadline`, or until wake().
    /// @returns true when the deadline was reached, false when woken before it.
    virtual Task<bool> wait_until(TimePoint deadline) = 0;

    /// Ends the wait in progress. Without one, the next wait ends at once: no wake-up is lost.
    virtual void wake() = 0;
};

class Clock {
  public:
    virtual ~Clock() = default;

    virtual TimePoint now() const = 0;
    virtual std::unique_ptr<Timer> make_timer() = 0;

    /// Returns seconds of this clock per real second: 0 while it stands still, 1 where that has no
    /// meaning, as in virtual time.
    virtual double factor() const { return 1.0; }

    /// Suspends until `deadline`; a deadline in the past still yields to the loop once.
    Task<void> sleep_until(TimePoint deadline);
    Task<void> sleep_for(Duration length);
};

}  // namespace argosy::core
