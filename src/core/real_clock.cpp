#include "core/real_clock.h"

#include <algorithm>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <set>
#include <utility>

#include "core/assert.h"

namespace argosy::core {
namespace {

using Milliseconds = std::chrono::duration<double, std::milli>;

// Bounds the arithmetic, not the wait: the deadline is compared with the clock again.
constexpr auto kLongestMachineWait = std::chrono::hours(1);

}  // namespace

// The machine's timers that wait for a reading of the clock.
struct RealClock::Waits {
    std::set<boost::asio::steady_timer*> timers;
};

namespace {

class RealTimer final : public Timer {
  public:
    RealTimer(const RealClock& clock, const Executor& executor,
              std::shared_ptr<RealClock::Waits> waits)
        : clock_(clock), timer_(executor), waits_(std::move(waits)) {
        waits_->timers.insert(&timer_);
    }
    ~RealTimer() override { waits_->timers.erase(&timer_); }
    RealTimer(const RealTimer&) = delete;
    RealTimer& operator=(const RealTimer&) = delete;

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
        const Milliseconds left = deadline - clock_.now();
        if (woken_ || left <= Milliseconds(0)) return {};
        if (clock_.factor() == 0.0) return kLongestMachineWait;
        return std::chrono::ceil<std::chrono::microseconds>(
            std::min<Milliseconds>(left / clock_.factor(), kLongestMachineWait));
    }

    const RealClock& clock_;
    boost::asio::steady_timer timer_;
    std::shared_ptr<RealClock::Waits> waits_;
    bool woken_ = false;
};

}  // namespace

RealClock::RealClock(Executor executor, double factor)
    : RealClock(std::move(executor), factor,
                std::chrono::floor<Duration>(std::chrono::system_clock::now())) {}

RealClock::RealClock(Executor executor, double factor, TimePoint epoch)
    : executor_(std::move(executor)),
      waits_(std::make_shared<Waits>()),
      factor_(factor),
      base_(epoch),
      machine_base_(Machine::now()) {
    ARGOSY_ASSERT(factor >= 0.0);
}

TimePoint RealClock::now() const {
    const Milliseconds real = Machine::now() - machine_base_;
    return base_ + Duration(std::int64_t(real.count() * factor_));
}

std::unique_ptr<Timer> RealClock::make_timer() {
    return std::make_unique<RealTimer>(*this, executor_, waits_);
}

void RealClock::follow(TimePoint reading, double factor, Duration tolerance) {
    ARGOSY_ASSERT(factor >= 0.0);
    if (factor == factor_ && std::chrono::abs(reading - now()) < tolerance) return;
    base_ = reading;
    machine_base_ = Machine::now();
    factor_ = factor;
    for (boost::asio::steady_timer* timer : waits_->timers)
        timer->cancel();
}

}  // namespace argosy::core
