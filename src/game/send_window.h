#pragma once

/// @file
/// Points that a request takes and that come back some time later: the client's side of one of the
/// server's windows.

#include <algorithm>
#include <vector>

#include "core/time.h"

namespace argosy::game {

/// So many sendings, each held for `hold`: the oldest decides when the next may leave.
class SendWindow {
  public:
    struct Size {
        std::size_t points;
        core::Duration hold;
    };

    explicit SendWindow(Size size) : size_(size), freed_(size.points) {}

    /// Returns when a request may leave so that `kept` points stay free for others; never, with no
    /// more points than that.
    core::TimePoint free_at(std::size_t kept = 0) const {
        return kept < freed_.size() ? freed_[kept] : core::TimePoint::max();
    }

    /// Takes a point, or the one that would be the next free.
    void take(core::TimePoint now) {
        if (freed_.empty()) return;
        std::rotate(freed_.begin(), freed_.begin() + 1, freed_.end());
        freed_.back() = now + size_.hold;
    }

    /// A clock that was set back must not make us wait for the difference.
    void clock_reads(core::TimePoint now) {
        for (core::TimePoint& freed : freed_)
            freed = std::min(freed, now + size_.hold);
    }

    /// A window that grows gets points that were taken a moment ago, as far as we know; one that
    /// shrinks keeps those that come back last.
    void resize(Size size, core::TimePoint now) {
        while (freed_.size() > size.points)
            freed_.erase(freed_.begin());
        freed_.resize(size.points, now + size.hold);
        size_ = size;
        std::sort(freed_.begin(), freed_.end());
    }

  private:
    Size size_;
    std::vector<core::TimePoint> freed_;  ///< When each point comes back, in order.
};

}  // namespace argosy::game
