#include "game/request_budget.h"

#include <fmt/format.h>

#include <algorithm>
#include <list>

#include "game/fair_queue.h"
#include "game/queue_pressure.h"
#include "game/send_window.h"

namespace argosy::game {
namespace {

using core::Duration;
using core::TimePoint;

// A waiter behind the head sleeps until it is woken; the length only bounds the alarms left behind.
constexpr Duration kFollowerWait = std::chrono::minutes(10);

struct Waiter {
    TimePoint since;
    std::unique_ptr<core::Timer> timer;
};

/// What one of several processes may send.
struct Allowance {
    SendWindow::Size second;
    SendWindow::Size burst;
};

// With more processes than points in a second, those of one server second may be one each, and
// what exceeds its two is taken from the burst: so they may coincide no more often than it has
// room.
Allowance allowance_of_one_in(std::int64_t processes) {
    using Budget = RequestBudget;
    constexpr Duration kBurstHold = Budget::kBurstWindow + Budget::kSecond + Budget::kJitter * 2;
    const std::int64_t beyond = processes - Budget::kPerSecond;
    if (beyond <= 0) {
        return {{std::size_t(Budget::kPerSecond / processes), Budget::kSecond + Budget::kJitter},
                {std::size_t(Budget::kBurst / processes), kBurstHold}};
    }
    const std::int64_t times = std::max<std::int64_t>(1, Budget::kBurst / beyond);
    return {{1, Budget::kBurstWindow / times + Budget::kJitter * 2}, {0, kBurstHold}};
}

}  // namespace

struct RequestBudget::State {
    using Queue = FairQueue<Waiter>;

    explicit State(core::Clock& time) : clock(time) {}

    core::Clock& clock;
    std::array<Queue, kPriorities> queues;
    SendWindow second{allowance_of_one_in(1).second};
    SendWindow burst{allowance_of_one_in(1).burst};
    TimePoint paused_until{};
    TimePoint last_reading{};  ///< Of the clock, which may be gone before the last waiters.
    TimePoint last_acted{};
    int since_aged = 0;  ///< Requests that left since one went before more urgent ones.
    std::int64_t processes = 1;
    QueuePressure pressure;
    std::int64_t next_member = 0;
    std::list<std::shared_ptr<const RequestCounts>> members;
    RequestCounts of_members_gone;

    std::size_t waiting() const {
        std::size_t count = 0;
        for (const Queue& queue : queues)
            count += queue.size();
        return count;
    }

    // Of those that have aged, the priority of the one that did so first; kPriorities when none.
    std::size_t first_aged(TimePoint now) const {
        std::size_t first = kPriorities;
        TimePoint aged_first = TimePoint::max();
        for (std::size_t priority = 1; priority < kPriorities; ++priority) {
            if (queues[priority].empty()) continue;
            const TimePoint aged = queues[priority].oldest() + kAgeingStep * std::int64_t(priority);
            if (aged > now || aged >= aged_first) continue;
            first = priority;
            aged_first = aged;
        }
        return first;
    }

    // Whose turn it is now; nullptr when nobody waits.
    Waiter* head(TimePoint now) {
        if (since_aged >= kAgedTurn - 1) {
            const std::size_t aged = first_aged(now);
            if (aged < kPriorities) return &queues[aged].front();
        }
        for (Queue& queue : queues) {
            if (!queue.empty()) return &queue.front();
        }
        return nullptr;
    }

    void wake_head() {
        if (Waiter* next = head(last_reading)) next->timer->wake();
    }

    void note_length() { pressure.set(waiting(), last_reading); }

    TimePoint read_clock() {
        const TimePoint now = clock.now();
        if (now < last_reading) {
            second.clock_reads(now);
            burst.clock_reads(now);
            last_acted = std::min(last_acted, now);
            paused_until = std::min(paused_until, now + kLongestPause);
        }
        last_reading = now;
        return now;
    }

    TimePoint free_at(Priority priority, TimePoint since, TimePoint now) const {
        const bool acts = priority <= Priority::kMove;
        TimePoint of_burst = burst.free_at();
        if (acts && others_wait()) {
            of_burst = std::min(std::max(of_burst, since + kPatience), burst.free_at(kReserve));
        } else if (!acts && last_acted + kBurstWindow > now) {
            of_burst = burst.free_at(kReserve);
        }
        return std::max(paused_until, std::min(second.free_at(), of_burst));
    }

    bool others_wait() const {
        return !queues[std::size_t(Priority::kLook)].empty() ||
               !queues[std::size_t(Priority::kList)].empty();
    }

    void take(TimePoint now) { second.free_at() <= now ? second.take(now) : burst.take(now); }

    void send(Priority priority, TimePoint now) {
        take(now);
        if (priority <= Priority::kMove) last_acted = now;
        const bool passed_by = std::any_of(queues.begin(), queues.begin() + int(priority),
                                           [](const Queue& queue) { return !queue.empty(); });
        since_aged = passed_by ? 0 : std::min(since_aged + 1, kAgedTurn);
    }
};

// A waiter's place in its queue, given up when the waiter leaves or is destroyed.
class RequestBudget::Ticket {
  public:
    Ticket(std::shared_ptr<State> state, std::int64_t member, Priority priority)
        : state_(std::move(state)), queue_(state_->queues[std::size_t(priority)]) {
        place_ = queue_.add(member, Waiter{state_->read_clock(), state_->clock.make_timer()});
        state_->note_length();
    }
    ~Ticket() {
        queue_.remove(place_,
                      served_ ? State::Queue::Leaves::kServed : State::Queue::Leaves::kGaveUp);
        state_->note_length();
        state_->wake_head();
    }
    Ticket(const Ticket&) = delete;
    Ticket& operator=(const Ticket&) = delete;

    Waiter& waiter() { return queue_.at(place_); }
    bool is_head(TimePoint now) { return state_->head(now) == &waiter(); }
    void serve() { served_ = true; }

  private:
    std::shared_ptr<State> state_;
    State::Queue& queue_;
    State::Queue::Place place_;
    bool served_ = false;
};

RequestBudget::RequestBudget(core::Clock& clock) : state_(std::make_shared<State>(clock)) {}
RequestBudget::~RequestBudget() = default;

void RequestBudget::pause_until(core::TimePoint until) {
    const TimePoint longest = state_->read_clock() + kLongestPause;
    state_->paused_until = std::max(state_->paused_until, std::min(until, longest));
}

void RequestBudget::set_share(std::int64_t processes) {
    ARGOSY_ASSERT(processes >= 1);
    if (processes == state_->processes) return;
    state_->processes = processes;
    const Allowance allowance = allowance_of_one_in(std::min(processes, kMostSharers));
    const TimePoint now = state_->read_clock();
    state_->second.resize(allowance.second, now);
    state_->burst.resize(allowance.burst, now);
    state_->wake_head();
}

void RequestBudget::charge() {
    state_->take(state_->read_clock());
}

bool RequestBudget::is_bound() const {
    return price() > Duration(0);
}

core::Duration RequestBudget::price() const {
    constexpr Duration kBetweenRequests =
        kBurstWindow / (kBurstWindow / kSecond * kPerSecond + kBurst);
    const std::int64_t mean = state_->pressure.mean_thousandths(state_->read_clock());
    const std::int64_t beyond = std::max<std::int64_t>(0, mean - kBoundLength * 1'000);
    return kBetweenRequests * state_->processes * beyond / 1'000;
}

RequestCounts RequestBudget::counts() const {
    RequestCounts sum = state_->of_members_gone;
    for (const auto& counts : state_->members)
        sum += *counts;
    return sum;
}

std::size_t RequestBudget::waiting() const {
    return state_->waiting();
}

BudgetMember::BudgetMember(std::shared_ptr<RequestBudget> budget)
    : budget_(std::move(budget)),
      id_(budget_->state_->next_member++),
      counts_(std::make_shared<RequestCounts>()) {
    budget_->state_->members.push_back(counts_);
}

BudgetMember::~BudgetMember() {
    budget_->state_->of_members_gone += *counts_;
    budget_->state_->members.remove(counts_);
}

core::Task<core::Result<void>> BudgetMember::acquire(RequestPurpose purpose) {
    return acquire(purpose, Effect::kLooks, nullptr);
}

core::Task<core::Result<void>> BudgetMember::acquire(RequestPurpose purpose, Effect effect,
                                                     std::shared_ptr<RequestGuard> guard) {
    std::function<bool()> may_leave;
    if (guard) may_leave = [guard, effect] { return guard->may_send(effect); };
    while (true) {
        ARGOSY_CO_TRY(const bool leaves,
                      co_await wait_for_turn(budget_->state_, id_, counts_, purpose, may_leave));
        if (leaves) co_return core::Result<void>();
        co_await guard->wait();
    }
}

core::Task<core::Result<bool>> BudgetMember::wait_for_turn(std::shared_ptr<State> state,
                                                           std::int64_t member,
                                                           std::shared_ptr<RequestCounts> counts,
                                                           RequestPurpose purpose,
                                                           std::function<bool()> may_leave) {
    const Priority priority = priority_of(purpose);
    const auto index = std::size_t(priority);
    if (state->queues[index].size() >= RequestBudget::kMostWaiting[index]) {
        ++counts->turned_away[index];
        co_return core::Error{
            core::ErrorCode::kUnavailable,
            fmt::format("{}: {} requests to {} wait already, expected fewer; try "
                        "again later",
                        to_string(purpose), state->queues[index].size(), to_string(priority))};
    }
    RequestBudget::Ticket ticket(state, member, priority);
    bool was_head = false;
    while (true) {
        const TimePoint now = state->read_clock();
        TimePoint until = now + kFollowerWait;
        if (ticket.is_head(now)) {
            was_head = true;
            until = state->free_at(priority, ticket.waiter().since, now);
            if (until <= now) {
                if (may_leave && !may_leave()) co_return false;
                state->send(priority, now);
                ticket.serve();
                ++counts->sent[std::size_t(purpose)];
                counts->waited[index].add(std::max(now - ticket.waiter().since, Duration(0)));
                co_return true;
            }
        } else if (was_head) {
            // Time alone has made another the head, one that aged.
            was_head = false;
            state->wake_head();
        }
        co_await ticket.waiter().timer->wait_until(until);
    }
}

void BudgetMember::record(RequestPurpose purpose, RequestOutcome outcome) {
    ++counts_->outcomes[std::size_t(purpose)][std::size_t(outcome)];
}

}  // namespace argosy::game
