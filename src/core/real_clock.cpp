#include "core/real_clock.h"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/redirect_error.hpp>
#include <algorithm>

namespace argosy::core {
namespace {

// A clock that follows another one may be set while somebody waits, so no wait on the machine is
// longer than this before the deadline is compared with the clock again.
constexpr auto kLongestMachineWait = std::chrono::milliseconds(250);

class RealTimer final : public Timer {
  public:
    RealTimer(const RealClock& clock, const Executor& executor) : clock_(clock), timer_(executor) {}

    Task<bool> wait_until(TimePoint deadline) override {
        while (!woken_) {
            const Duration left = deadline - clock_.now();
            if (left <= Duration(0)) break;
            const std::chrono::duration<double, std::milli> real(double(left.count()) /
                                                                 clock_.factor());
            const auto machine_wait = std::chrono::ceil<std::chrono::microseconds>(real);
            timer_.expires_after(std::min<std::chrono::microseconds>(machine_wait, kLongestMachineWait));
            boost::system::error_code ignored;
            co_await timer_.async_wait(
                boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
        }
        const bool reached = !woken_;
        woken_ = false;
        co_return reached;
    }

    void wake() override {
        woken_ = true;
        timer_.cancel();
    }

  private:
    const RealClock& clock_;
    boost::asio::steady_timer timer_;
    bool woken_ = false;
};

}  // namespace

RealClock::RealClock(Executor executor, double factor)
    : RealClock(std::move(executor), factor,
                std::chrono::floor<Duration>(std::chrono::system_clock::now())) {}

RealClock::RealClock(Executor executor, double factor, TimePoint epoch)
    : executor_(std::move(executor)),
      factor_(factor),
      base_(epoch),
      machine_base_(Machine::now()) {}

TimePoint RealClock::now() const {
    const std::chrono::duration<double, std::milli> real = Machine::now() - machine_base_;
    return base_ + Duration(std::int64_t(real.count() * factor_));
}

std::unique_ptr<Timer> RealClock::make_timer() {
    return std::make_unique<RealTimer>(*this, executor_);
}

void RealClock::follow(TimePoint reading, double factor, Duration tolerance) {
    if (factor == factor_ && std::chrono::abs(reading - now()) < tolerance) return;
    base_ = reading;
    machine_base_ = Machine::now();
    factor_ = factor;
}

}  // namespace argosy::core
