#include "core/virtual_loop.h"

#include <algorithm>
#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/execution.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <deque>
#include <vector>

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

using Waiter = boost::asio::any_completion_handler<void(bool)>;

// A timer's entry in the heap. Ended early, it stays there as a tombstone and is skipped without
// moving the clock.
struct Alarm {
    TimePoint at;
    std::uint64_t sequence;
    std::shared_ptr<Waiter> waiter;

    friend bool operator<(const Alarm& a, const Alarm& b) {
        return a.at != b.at ? a.at > b.at : a.sequence > b.sequence;
    }
};

}  // namespace

class VirtualLoop::Impl final : public Clock {
  public:
    Impl(VirtualLoop& loop, TimePoint start) : loop_(loop), now_(start) {}

    TimePoint now() const override { return now_; }
    std::unique_ptr<Timer> make_timer() override;

    void push(std::unique_ptr<Work> work) { ready_.push_back(std::move(work)); }

    void add_alarm(TimePoint at, std::shared_ptr<Waiter> waiter) {
        alarms_.push_back(Alarm{at, ++sequence_, std::move(waiter)});
        std::push_heap(alarms_.begin(), alarms_.end());
    }

    void run_until(TimePoint end) {
        stopped_ = false;
        while (!stopped_) {
            if (!ready_.empty()) {
                auto work = std::move(ready_.front());
                ready_.pop_front();
                ++events_;
                work->run();
                continue;
            }
            if (alarms_.empty()) return;
            if (alarms_.front().at > end) {
                now_ = std::max(now_, end);
                return;
            }
            std::pop_heap(alarms_.begin(), alarms_.end());
            Alarm alarm = std::move(alarms_.back());
            alarms_.pop_back();
            if (!*alarm.waiter) continue;
            now_ = std::max(now_, alarm.at);
            ++events_;
            fire(*alarm.waiter, true);
        }
    }

    void fire(Waiter& waiter, bool reached) {
        Waiter taken = std::move(waiter);
        waiter = nullptr;
        boost::asio::dispatch(
            boost::asio::get_associated_executor(taken, loop_.executor()),
            [taken = std::move(taken), reached]() mutable { std::move(taken)(reached); });
    }

    void clear() {
        // Destroying a suspended task may queue or cancel others: take the lists out first.
        while (!ready_.empty() || !alarms_.empty()) {
            auto ready = std::move(ready_);
            auto alarms = std::move(alarms_);
            ready_.clear();
            alarms_.clear();
            // A task holds its timer and the timer its waiter: the task dies when that is taken.
            for (Alarm& alarm : alarms) Waiter(std::move(*alarm.waiter));
        }
    }

    void stop() { stopped_ = true; }
    std::uint64_t events() const { return events_; }

  private:
    VirtualLoop& loop_;
    TimePoint now_;
    std::deque<std::unique_ptr<Work>> ready_;
    std::vector<Alarm> alarms_;
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
        if (woken_) {
            woken_ = false;
            deadline = impl_.now();
        }
        ARGOSY_ASSERT(!waiter_ || !*waiter_);
        co_return co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<>,
                                                       void(bool)>(
            [this, deadline](auto handler) {
                waiter_ = std::make_shared<Waiter>(std::move(handler));
                impl_.add_alarm(std::max(deadline, impl_.now()), waiter_);
            },
            boost::asio::use_awaitable);
    }

    void wake() override {
        if (!waiter_ || !*waiter_) {
            woken_ = true;
            return;
        }
        impl_.fire(*waiter_, false);
    }

  private:
    Impl& impl_;
    std::shared_ptr<Waiter> waiter_;
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
    destroy();
}

Executor VirtualLoop::executor() { return LoopExecutor<VirtualLoop, Impl>(*this, *impl_); }
Clock& VirtualLoop::clock() { return *impl_; }
void VirtualLoop::run_until(TimePoint end) { impl_->run_until(end); }
void VirtualLoop::stop() { impl_->stop(); }
std::uint64_t VirtualLoop::events() const { return impl_->events(); }

}  // namespace argosy::core
