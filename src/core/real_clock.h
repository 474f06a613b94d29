#pragma once

/// @file
/// Time as the machine tells it, optionally faster and shifted: a simulator server may run its
/// universe at 240 times real time or hold it still, and a daemon that plays there lives in the
/// server's time.

#include <memory>

#include "core/clock.h"

namespace argosy::core {

class RealClock final : public Clock {
  public:
    /// @param factor  Seconds of this clock per real second: 1 for real time, 0 to stand still.
    explicit RealClock(Executor executor, double factor = 1.0);
    /// Starts at `epoch` instead of the machine's time of day.
    RealClock(Executor executor, double factor, TimePoint epoch);

    TimePoint now() const override;
    std::unique_ptr<Timer> make_timer() override;

    double factor() const override { return factor_; }

    /// Sets the clock to another one's reading and factor; waits in progress end by the new ones.
    /// Differences below `tolerance` are left alone, so that jitter does not become drift.
    void follow(TimePoint reading, double factor, Duration tolerance);

    struct Waits;

  private:
    using Machine = std::chrono::steady_clock;

    Executor executor_;
    // Shared with the timers: those of suspended tasks are destroyed with the loop, after the
    // clock.
    std::shared_ptr<Waits> waits_;
    double factor_;
    TimePoint base_;
    Machine::time_point machine_base_;
};

}  // namespace argosy::core
