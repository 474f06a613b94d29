#pragma once

/// @file
/// Time that passes on this machine, for programs that report how long they took. Nothing is
/// decided by it.

#include <chrono>
#include <utility>

namespace argosy::apps {

class StopWatch {
  public:
    /// Returns the seconds since the last lap, or since the watch was made.
    double lap() {
        const auto now = Clock::now();
        return std::chrono::duration<double>(now - std::exchange(begin_, now)).count();
    }

  private:
    using Clock = std::chrono::steady_clock;  // check: allow clock: measures the run

    Clock::time_point begin_ = Clock::now();
};

}  // namespace argosy::apps
