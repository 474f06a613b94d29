#pragma once

/// @file
/// How the cargo ships' time is spent: in hauls, held because there is no haul or none would pay,
/// or waiting although one might. Told at every pass; what happens between two passes counts as it
/// was after the first.

#include <cstdint>

#include "core/time.h"

namespace argosy::manufacturing {

/// Ship time since the meter was started.
struct WorkTime {
    core::Duration at_work{0};  ///< Fetching, carrying, trading.
    /// Idle after every haul that is ready was priced for the ship: there was none, or none paid.
    core::Duration held{0};
    core::Duration waiting{0};  ///< All other: between hauls, for money, looking, going ahead.
    std::int64_t hauls = 0;     ///< Started.

    /// Returns the share of all time that was spent in hauls; 0 when there was none.
    double share_in_hauls() const;
    /// Returns the share of the time not held that was spent in hauls; 0 when there was none.
    double share_of_not_held() const;
    /// Returns the share of all time that was held; 0 when there was none.
    double held_share() const;
    /// Returns how long a ship waits before a haul, the time that it is held aside.
    core::Duration mean_wait() const;
};

class WorkMeter {
  public:
    /// Cargo ships at one moment. Those neither at work nor held look, go ahead, want for money,
    /// or have just become free.
    struct Ships {
        std::int64_t all = 0;
        std::int64_t at_work = 0;
        std::int64_t held = 0;
    };

    explicit WorkMeter(core::TimePoint now) : last_(now) {}

    void note(core::TimePoint now, const Ships& ships);
    void note_start() { ++time_.hauls; }

    const WorkTime& time() const { return time_; }

  private:
    WorkTime time_;
    core::TimePoint last_;
    Ships ships_;
};

}  // namespace argosy::manufacturing
