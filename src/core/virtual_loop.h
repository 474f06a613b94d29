#pragma once

/// @file
/// An executor with a clock of its own: runs the same coroutines as the real loop, and jumps to
/// the next timer whenever nothing is left to do now. Events are ordered by (time, sequence), so a
/// run depends on its inputs only. Destroying the loop destroys every suspended task: a crash.

#include <boost/asio/execution_context.hpp>
#include <cstdint>
#include <memory>

#include "core/clock.h"

namespace argosy::core {

class VirtualLoop final : public boost::asio::execution_context {
  public:
    /// @param start  The first reading of the clock.
    explicit VirtualLoop(TimePoint start);
    ~VirtualLoop();
    VirtualLoop(const VirtualLoop&) = delete;
    VirtualLoop& operator=(const VirtualLoop&) = delete;

    Executor executor();
    Clock& clock();

    /// Runs until nothing is left to do, or `end` is reached; timers due exactly at `end` run.
    /// The clock then reads `end` when there is more to do, else the time of the last event.
    void run_until(TimePoint end);

    /// Runs the next event, whenever it is due: for tests that crash between any two.
    /// @returns false when nothing is left to do.
    bool run_one();

    /// Destroys every suspended task and everything queued: for owners whose tasks refer to
    /// things that are destroyed before the loop.
    void destroy_tasks();

    /// Ends run_until() after the event in progress.
    void stop();

    /// Events executed so far: a measure of work that does not depend on the machine.
    std::uint64_t events() const;

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace argosy::core
