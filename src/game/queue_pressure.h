#pragma once

/// @file
/// How long a queue has been of late: the mean over the last minute, in whole numbers, so that
/// decisions made from it are the same on every machine.

#include <array>
#include <cstdint>

#include "core/time.h"

namespace argosy::game {

class QueuePressure {
  public:
    static constexpr core::Duration kSlot = std::chrono::seconds(5);
    static constexpr std::size_t kSlots = 12;

    /// The queue has this length from now on.
    void set(std::size_t length, core::TimePoint now);

    /// Returns the mean length over the last kSlots whole slots, in thousandths.
    std::int64_t mean_thousandths(core::TimePoint now);

  private:
    void advance(core::TimePoint now);

    /// Length times milliseconds in each slot; the slot in progress is beyond the last.
    std::array<std::int64_t, kSlots + 1> areas_{};
    std::size_t current_ = 0;
    core::TimePoint slot_began_{};
    core::TimePoint last_{};
    std::int64_t length_ = 0;
};

}  // namespace argosy::game
