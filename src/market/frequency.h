#pragma once

/// @file
/// How often something has happened lately: a count whose past fades. It is not stored: after a
/// restart it fills again within the hour.

#include <cmath>

#include "core/time.h"

namespace argosy::market {

class Frequency {
  public:
    /// After this long an event counts half.
    static constexpr core::Duration kHalfLife = std::chrono::minutes(60);

    void count(core::TimePoint now) {
        events_ = at(now) + 1;
        counted_at_ = now;
    }

    /// Returns the events so far, each fading with its age.
    double at(core::TimePoint now) const {
        return events_ *
               std::exp2(-double((now - counted_at_).count()) / double(kHalfLife.count()));
    }

  private:
    double events_ = 0;
    core::TimePoint counted_at_;
};

}  // namespace argosy::market
