#pragma once

/// @file
/// How often something has happened lately: a count whose past fades. It is not stored: after a
/// restart it fills again within hours.

#include <cmath>
#include <numbers>

#include "core/time.h"

namespace argosy::market {

class Frequency {
  public:
    /// After this long an event counts half.
    static constexpr core::Duration kHalfLife = std::chrono::hours(4);

    void count(core::TimePoint now) {
        events_ = at(now) + 1;
        counted_at_ = now;
    }

    /// Returns how many events an hour the count stands for: what it would be worn down by.
    double per_hour(core::TimePoint now) const {
        constexpr double kHours =
            std::chrono::duration<double, std::ratio<3600>>(kHalfLife).count();
        return at(now) * std::numbers::ln2 / kHours;
    }

  private:
    /// The events so far, each fading with its age.
    double at(core::TimePoint now) const {
        return events_ *
               std::exp2(-double((now - counted_at_).count()) / double(kHalfLife.count()));
    }

    double events_ = 0;
    core::TimePoint counted_at_;
};

}  // namespace argosy::market
