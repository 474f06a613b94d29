#include "operations/restart_budget.h"

#include <algorithm>

namespace argosy::operations {

std::optional<core::Duration> RestartBudget::take(core::TimePoint now) {
    drop_before(restarts_, now - limits_.window);
    if (std::int64_t(restarts_.size()) >= limits_.restarts) return std::nullopt;
    restarts_.push_back(now);
    return delay_after(restarts_.size());
}

core::Duration RestartBudget::wait_out(core::TimePoint now) {
    drop_before(passing_, now - limits_.window);
    passing_.push_back(now);
    return delay_after(passing_.size());
}

void RestartBudget::drop_before(std::deque<core::TimePoint>& times, core::TimePoint oldest) {
    while (!times.empty() && times.front() < oldest)
        times.pop_front();
}

core::Duration RestartBudget::delay_after(std::size_t failures) const {
    core::Duration delay = limits_.first_delay;
    for (std::size_t i = 1; i < failures && delay < limits_.longest_delay; ++i)
        delay *= 2;
    return std::min(delay, limits_.longest_delay);
}

}  // namespace argosy::operations
