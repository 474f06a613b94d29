#include "core/virtual_loop.h"

#include <algorithm>
#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/execution.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <deque>
#include <map>
#include <utility>

namespace argosy::core {
namespace {

// Work queued on the loop, type-erased without the copy that std::function would ask for.
class Work {
  public:
    virtual ~Work() = default;
    virtual void run() = 0;
};

template <class Function>
class FunctionWork final : public Work {
  public:
    explicit FunctionWork(Function function) : function_(std::move(function)) {}
    void run() override { std::move(function_)(); }

  private:
    Function function_;
};

using Waiter = boost::asio::any_completion_handler<void()>;

// When a waiter is due, and its place among those due at the same time.
using AlarmKey = std::pair<TimePoint, std::uint64_t>;

}  // namespace

class VirtualLoop::Impl final : public Clock {
  public:
    Impl(VirtualLoop& loop, TimePoint start) : loop_(loop), now_(start) {}

    TimePoint now() const override { return now_; }
    std::unique_ptr<Timer> make_timer() override;

    void push(std::unique_ptr<Work> work) { ready_.push_back(std::move(work)); }

    AlarmKey add_alarm(TimePoint at, Waiter waiter) {
        const AlarmKey key(std::max(at, now_), ++sequence_);
        alarms_.emplace(key, std::move(waiter));
        return key;
    }

    // Resumes the waiter through the queue. Does nothing for an alarm that has gone off already.
    void end_alarm(const AlarmKey& key) {
        auto alarm = alarms_.extract(key);
        if (!alarm) return;
        Waiter& waiter = alarm.mapped();
        const auto executor = boost::asio::get_associated_executor(waiter, loop_.executor());
        boost::asio::dispatch(executor, std::move(waiter));
    }

    void run_until(TimePoint end) {
        stopped_ = false;
        while (!stopped_ && run_one(end)) {
        }
    }

    // Returns false when nothing is due by `end`.
    bool run_one(TimePoint end) {
        if (!ready_.empty()) {
            auto work = std::move(ready_.front());
            ready_.pop_front();
            ++events_;
            work->run();
            return true;
        }
        if (alarms_.empty()) return false;
        const AlarmKey next = alarms_.begin()->first;
        if (next.first > end) {
            now_ = std::max(now_, end);
            return false;
        }
        now_ = next.first;
        ++events_;
        end_alarm(next);
        return true;
    }

    void clear() {
        // Asio unwinds a suspended task by queueing its destruction, and what that destroys may
        // queue more.
        while (!ready_.empty() || !alarms_.empty()) {
            const auto ready = std::exchange(ready_, {});
            const auto alarms = std::exchange(alarms_, {});
        }
    }

    void stop() { stopped_ = true; }
    std::uint64_t events() const { return events_; }

  private:
    VirtualLoop& loop_;
    TimePoint now_;
    std::deque<std::unique_ptr<Work>> ready_;
    std::map<AlarmKey, Waiter> alarms_;
    std::uint64_t sequence_ = 0;
    std::uint64_t events_ = 0;
    bool stopped_ = false;
};

namespace {

// The properties that Boost.Asio asks of an executor, answered for a single-threaded loop.
template <class Loop, class Impl>
class LoopExecutor {
  public:
    LoopExecutor(Loop& loop, Impl& impl) : loop_(&loop), impl_(&impl) {}

    Loop& query(boost::asio::execution::context_t) const noexcept { return *loop_; }
    static constexpr auto query(boost::asio::execution::blocking_t) noexcept {
        return boost::asio::execution::blocking.never;
    }
    static constexpr auto query(boost::asio::execution::relationship_t) noexcept {
        return boost::asio::execution::relationship.fork;
    }
    static constexpr auto query(boost::asio::execution::outstanding_work_t) noexcept {
        return boost::asio::execution::outstanding_work.untracked;
    }

    template <class Function>
    void execute(Function&& function) const {
        using Stored = std::decay_t<Function>;
        impl_->push(std::make_unique<FunctionWork<Stored>>(std::forward<Function>(function)));
    }

    friend bool operator==(const LoopExecutor& a, const LoopExecutor& b) noexcept {
        return a.loop_ == b.loop_;
    }
    friend bool operator!=(const LoopExecutor& a, const LoopExecutor& b) noexcept {
        return a.loop_ != b.loop_;
    }

  private:
    Loop* loop_;
    Impl* impl_;
};

template <class Impl>
class VirtualTimer final : public Timer {
  public:
    explicit VirtualTimer(Impl& impl) : impl_(impl) {}

    Task<bool> wait_until(TimePoint deadline) override {
        ARGOSY_ASSERT(!waiting_);
        waiting_ = true;
        const TimePoint due = woken_ ? impl_.now() : deadline;
        co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<>, void()>(
            [this, due](auto handler) { alarm_ = impl_.add_alarm(due, std::move(handler)); },
            boost::asio::use_awaitable);
        waiting_ = false;
        co_return !std::exchange(woken_, false);
    }

    void wake() override {
        woken_ = true;
        impl_.end_alarm(alarm_);
    }

  private:
    Impl& impl_;
    AlarmKey alarm_;
    bool waiting_ = false;
    bool woken_ = false;
};

}  // namespace

std::unique_ptr<Timer> VirtualLoop::Impl::make_timer() {
    return std::make_unique<VirtualTimer<Impl>>(*this);
}

VirtualLoop::VirtualLoop(TimePoint start) : impl_(std::make_unique<Impl>(*this, start)) {}

VirtualLoop::~VirtualLoop() {
    impl_->clear();
    shutdown();
    impl_->clear();
    destroy();
}

Executor VirtualLoop::executor() {
    return LoopExecutor<VirtualLoop, Impl>(*this, *impl_);
}
Clock& VirtualLoop::clock() {
    return *impl_;
}
void VirtualLoop::run_until(TimePoint end) {
    impl_->run_until(end);
}
bool VirtualLoop::run_one() {
    return impl_->run_one(TimePoint::max());
}
void VirtualLoop::destroy_tasks() {
    impl_->clear();
}
void VirtualLoop::stop() {
    impl_->stop();
}
std::uint64_t VirtualLoop::events() const {
    return impl_->events();
}

}  // namespace argosy::core
