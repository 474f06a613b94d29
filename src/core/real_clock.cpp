#include "core/real_clock.h"

#include <algorithm>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "core/assert.h"

namespace argosy::core {
namespace {

using Milliseconds = std::chrono::duration<double, std::milli>;

// A clock that follows another one may be set while somebody waits, so no wait on the machine is
// longer than this before the deadline is compared with the clock again.
constexpr auto kLongestMachineWait = std::chrono::milliseconds(250);

class RealTimer final : public Timer {
  public:
    RealTimer(const RealClock& clock, const Executor& executor) : clock_(clock), timer_(executor) {}

    Task<bool> wait_until(TimePoint deadline) override {
        do {
            timer_.expires_after(machine_time_to(deadline));
            boost::system::error_code ignored;
            co_await timer_.async_wait(
                boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
        } while (!woken_ && clock_.now() < deadline);
        co_return !std::exchange(woken_, false);
    }

    void wake() override {
        woken_ = true;
        timer_.cancel();
    }

  private:
    std::chrono::microseconds machine_time_to(TimePoint deadline) const {
        const Milliseconds left = woken_ ? Duration(0) : deadline - clock_.now();
        return std::chrono::ceil<std::chrono::microseconds>(
            std::clamp<Milliseconds>(left / clock_.factor(), Duration(0), kLongestMachineWait));
    }

    const RealClock& clock_;
    boost::asio::steady_timer timer_;
    bool woken_ = false;
};

}  // namespace

RealClock::RealClock(Executor executor, double factor)
    : RealClock(std::move(executor), factor,
                std::chrono::floor<Duration>(std::chrono::system_clock::now())) {}

RealClock::RealClock(Executor executor, double factor, TimePoint epoch)
    : executor_(std::move(executor)), factor_(factor), base_(epoch), machine_base_(Machine::now()) {
    ARGOSY_ASSERT(factor > 0.0);
}

TimePoint RealClock::now() const {
    const Milliseconds real = Machine::now() - machine_base_;
    return base_ + Duration(std::int64_t(real.count() * factor_));
}

std::unique_ptr<Timer> RealClock::make_timer() {
    return std::make_unique<RealTimer>(*this, executor_);
}

void RealClock::follow(TimePoint reading, double factor, Duration tolerance) {
    ARGOSY_ASSERT(factor > 0.0);
    if (factor == factor_ && std::chrono::abs(reading - now()) < tolerance) return;
    base_ = reading;
    machine_base_ = Machine::now();
    factor_ = factor;
}

}  // namespace argosy::core
