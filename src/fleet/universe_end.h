#pragma once

/// @file
/// When the universe is to be reset, as the game announces it. Nothing that is begun for later is
/// worth anything then.

#include <optional>

#include "core/clock.h"

namespace argosy::fleet {

class UniverseEnd {
  public:
    /// An announced end that is past for longer did not come, and is not believed any more.
    static constexpr core::Duration kOverdue = std::chrono::hours(1);

    explicit UniverseEnd(const core::Clock& clock) : clock_(clock) {}

    /// Takes in what the game announces; nothing: it announces no reset.
    void announce(std::optional<core::TimePoint> at) { announced_ = at; }

    /// Returns when it is; nothing where that is not known.
    std::optional<core::TimePoint> at() const;
    /// Returns the sooner of it and an end of one's own, of those that are known.
    std::optional<core::TimePoint> or_sooner(std::optional<core::TimePoint> own) const;
    /// Returns whether it is known to come within this time.
    bool is_within(core::Duration time) const;

  private:
    const core::Clock& clock_;
    std::optional<core::TimePoint> announced_;
};

}  // namespace argosy::fleet
