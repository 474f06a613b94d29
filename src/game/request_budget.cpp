#include "game/request_budget.h"

#include <algorithm>
#include <list>
#include <numeric>

namespace argosy::game {
namespace {

using core::Duration;
using core::TimePoint;

// A waiter behind the head sleeps until it is woken; the length only bounds the alarms left behind.
constexpr Duration kFollowerWait = std::chrono::minutes(10);

// `Points` sendings, each held for `hold`: the oldest decides when the next may leave.
template <std::size_t Points>
class SendWindow {
  public:
    explicit SendWindow(Duration hold) : hold_(hold) {}

    TimePoint free_at() const { return freed_[oldest_]; }

    void take(TimePoint now) {
        freed_[oldest_] = now + hold_;
        oldest_ = (oldest_ + 1) % Points;
    }

    // A clock that was set back must not make us wait for the difference.
    void clock_reads(TimePoint now) {
        for (TimePoint& freed : freed_)
            freed = std::min(freed, now + hold_);
    }

  private:
    Duration hold_;
    std::array<TimePoint, Points> freed_{};
    std::size_t oldest_ = 0;
};

struct Waiter {
    TimePoint since;
    std::unique_ptr<core::Timer> timer;
};

}  // namespace

struct RequestBudget::State {
    using Queue = std::list<Waiter>;

    explicit State(core::Clock& time) : clock(time) {}

    core::Clock& clock;
    Counts counts;
    std::array<Queue, 4> queues;
    SendWindow<kPerSecond> second{kSecond + kJitter};
    SendWindow<kBurst> burst{kBurstWindow + kSecond + kJitter * 2};
    TimePoint paused_until{};
    TimePoint last_reading{};

    // Queues are in order of arrival, so only their heads compete. A waiter's place is its arrival
    // plus one ageing step for each step of priority below the highest: it never changes, and equal
    // places go to the higher priority.
    Waiter* head() {
        Waiter* best = nullptr;
        TimePoint best_place{};
        for (std::size_t priority = 0; priority < queues.size(); ++priority) {
            if (queues[priority].empty()) continue;
            Waiter& waiter = queues[priority].front();
            const TimePoint place = waiter.since + kAgeingStep * std::int64_t(priority);
            if (best != nullptr && place >= best_place) continue;
            best = &waiter;
            best_place = place;
        }
        return best;
    }

    void wake_head() {
        if (Waiter* next = head()) next->timer->wake();
    }

    TimePoint free_at(TimePoint now) {
        if (now < last_reading) {
            second.clock_reads(now);
            burst.clock_reads(now);
            paused_until = std::min(paused_until, now + kLongestPause);
        }
        last_reading = now;
        return std::max(paused_until, std::min(second.free_at(), burst.free_at()));
    }

    void send(Priority priority, TimePoint now, TimePoint since) {
        second.free_at() <= now ? second.take(now) : burst.take(now);
        const auto index = std::size_t(priority);
        ++counts.sent[index];
        counts.waited[index] += std::max(now - since, Duration(0));
    }
};

// A waiter's place in its queue, given up when the waiter leaves or is destroyed.
class RequestBudget::Place {
  public:
    Place(std::shared_ptr<State> state, Priority priority)
        : state_(std::move(state)), queue_(state_->queues[std::size_t(priority)]) {
        queue_.push_back(Waiter{state_->clock.now(), state_->clock.make_timer()});
        waiter_ = std::prev(queue_.end());
    }
    ~Place() {
        const bool was_head = is_head();
        queue_.erase(waiter_);
        if (was_head) state_->wake_head();
    }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

    Waiter& operator*() { return *waiter_; }
    bool is_head() const { return state_->head() == &*waiter_; }

  private:
    std::shared_ptr<State> state_;
    State::Queue& queue_;
    State::Queue::iterator waiter_;
};

std::string_view to_string(Priority priority) {
    switch (priority) {
        case Priority::kAct:
            return "act";
        case Priority::kMove:
            return "move";
        case Priority::kLook:
            return "look";
        case Priority::kList:
            return "list";
    }
    return "unknown";
}

RequestBudget::RequestBudget(core::Clock& clock) : state_(std::make_shared<State>(clock)) {}
RequestBudget::~RequestBudget() = default;

core::Task<void> RequestBudget::acquire(Priority priority) {
    return wait_for_turn(state_, priority);
}

core::Task<void> RequestBudget::wait_for_turn(std::shared_ptr<State> state, Priority priority) {
    Place place(state, priority);
    while (true) {
        const TimePoint now = state->clock.now();
        const bool head = place.is_head();
        const TimePoint until = head ? state->free_at(now) : now + kFollowerWait;
        if (head && until <= now) {
            state->send(priority, now, (*place).since);
            co_return;
        }
        co_await (*place).timer->wait_until(until);
    }
}

void RequestBudget::pause_until(core::TimePoint until) {
    ++state_->counts.refused;
    const TimePoint longest = state_->clock.now() + kLongestPause;
    state_->paused_until = std::max(state_->paused_until, std::min(until, longest));
}

std::int64_t RequestBudget::Counts::total() const {
    return std::accumulate(sent.begin(), sent.end(), std::int64_t(0));
}

const RequestBudget::Counts& RequestBudget::counts() const {
    return state_->counts;
}

std::size_t RequestBudget::waiting() const {
    std::size_t count = 0;
    for (const auto& queue : state_->queues)
        count += queue.size();
    return count;
}

}  // namespace argosy::game
