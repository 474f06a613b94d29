#include "game/queue_pressure.h"

#include <algorithm>
#include <numeric>

namespace argosy::game {

void QueuePressure::advance(core::TimePoint now) {
    constexpr auto kAll = kSlot * std::int64_t(kSlots + 1);
    // After a jump of the clock, either way, only the length now is known to be true.
    if (now < last_ || now >= last_ + kAll) {
        areas_.fill(length_ * kSlot.count());
        areas_[current_] = 0;
        slot_began_ = last_ = now;
        return;
    }
    while (now >= slot_began_ + kSlot) {
        const core::TimePoint slot_ends = slot_began_ + kSlot;
        areas_[current_] += length_ * (slot_ends - last_).count();
        current_ = (current_ + 1) % areas_.size();
        areas_[current_] = 0;
        slot_began_ = last_ = slot_ends;
    }
    areas_[current_] += length_ * (now - last_).count();
    last_ = now;
}

void QueuePressure::set(std::size_t length, core::TimePoint now) {
    advance(now);
    length_ = std::int64_t(length);
}

std::int64_t QueuePressure::mean_thousandths(core::TimePoint now) {
    advance(now);
    const std::int64_t whole =
        std::accumulate(areas_.begin(), areas_.end(), std::int64_t(0)) - areas_[current_];
    return whole * 1'000 / (kSlot.count() * std::int64_t(kSlots));
}

}  // namespace argosy::game
