#include "trading/hull_meter.h"

#include <algorithm>

namespace argosy::trading {

bool HullWorth::is_known() const {
    return seen >= HullMeter::kWindow;
}

void HullMeter::watch(core::TimePoint now, Ships ships, double worth) {
    moments_.push_back({now, ships, worth});
    // The one that the window begins in stays.
    while (moments_.size() > 1 && moments_[1].at <= now - kWindow)
        moments_.pop_front();
}

HullWorth HullMeter::worth(core::TimePoint now) const {
    HullWorth worth;
    if (moments_.empty()) return worth;
    const core::TimePoint begin = std::max(moments_.front().at, now - kWindow);
    worth.seen = now - begin;
    if (worth.seen <= core::Duration(0)) return worth;
    double credits = 0;
    double busy = 0;
    for (std::size_t i = 0; i < moments_.size(); ++i) {
        const core::TimePoint from = std::max(moments_[i].at, begin);
        const core::TimePoint until = i + 1 < moments_.size() ? moments_[i + 1].at : now;
        const auto length = double((until - from).count());
        if (moments_[i].ships == Ships::kSomeFree || length <= 0) continue;
        busy += length;
        credits += length * moments_[i].worth;
    }
    worth.all_at_work = busy / double(worth.seen.count());
    worth.credits_an_hour = credits / double(worth.seen.count());
    return worth;
}

}  // namespace argosy::trading
