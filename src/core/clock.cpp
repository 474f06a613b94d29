#include "core/clock.h"

namespace argosy::core {

Task<void> Clock::sleep_until(TimePoint deadline) {
    const auto timer = make_timer();
    co_await timer->wait_until(deadline);
}

Task<void> Clock::sleep_for(Duration length) {
    const TimePoint deadline = now() + length;
    co_await sleep_until(deadline);
}

}  // namespace argosy::core
