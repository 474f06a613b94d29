#pragma once

/// @file
/// Requests are the scarcest thing: the game allows 2 a second and 30 more per 60 seconds, for all
/// agents of an account together. One budget of a process is the queue they all go through, by
/// priority and age, in the clock of the game; each port is a member of it, and members of one
/// priority are served in turn. docs/concepts/requests.md explains the rules.

#include <array>
#include <functional>
#include <memory>

#include "core/clock.h"
#include "core/result.h"
#include "game/request_counts.h"
#include "game/request_guard.h"

namespace argosy::game {

/// Lets requests leave no faster than the server accepts them.
///
/// The server counts in fixed windows that open when a request arrives; the client knows only when
/// it sent. So each point is held for the server's window plus `kJitter`, counted from the sending.
/// Every server window then sees at most as many requests beyond its two as points of the burst
/// were taken here since that window opened. A burst window may open in the middle of such a
/// second, so a burst point is held one second longer. While latency varies by less than `kJitter`
/// no request is refused; beyond that an answer of 429 is rare, and `pause_until()` obeys it.
class RequestBudget {
  public:
    static constexpr std::int64_t kPerSecond = 2;
    static constexpr std::int64_t kBurst = 30;
    static constexpr core::Duration kSecond = std::chrono::seconds(1);
    static constexpr core::Duration kBurstWindow = std::chrono::seconds(60);
    /// By how much one request's way to the server may be longer than another's.
    static constexpr core::Duration kJitter = std::chrono::milliseconds(50);
    /// No answer of the server stops requests for longer than this.
    static constexpr core::Duration kLongestPause = std::chrono::minutes(5);

    /// A waiter that has waited this long for each step of priority below the highest has aged.
    static constexpr core::Duration kAgeingStep = std::chrono::seconds(5);
    /// While the more urgent wait too, one request in so many is one that has aged: nothing
    /// starves, and a flood of looks cannot take the place of acting.
    static constexpr int kAgedTurn = 60;
    /// Points of the burst that looks and lists leave to acting and moving, as long as any such
    /// request has left within the last burst window.
    static constexpr std::size_t kReserve = 20;
    /// How long acting and moving wait for the point of a second that a look has just taken before
    /// they use the reserve, so that it lasts for the moments when many act at once.
    static constexpr core::Duration kPatience = std::chrono::milliseconds(1'400);

    /// Most waiters of each priority; what is offered beyond is turned away.
    static constexpr std::array<std::size_t, kPriorities> kMostWaiting{2'048, 2'048, 1'024, 256};
    /// A queue whose mean length over the last minute is below this is no shortage: it is some
    /// two seconds long.
    static constexpr std::int64_t kBoundLength = 5;
    /// More processes than this cannot share one allowance.
    static constexpr std::int64_t kMostSharers = 30;

    /// @pre `clock` outlives the budget and everyone who waits in it.
    explicit RequestBudget(core::Clock& clock);
    ~RequestBudget();

    /// The server answered 429: nothing leaves before `until`.
    void pause_until(core::TimePoint until);

    /// From now on this process is one of `processes` that share the allowance: together they stay
    /// within it, however their requests coincide. Two get half each; with more of them some is
    /// lost, because nobody tells which of them uses the server's second.
    /// @pre 1 <= processes
    void set_share(std::int64_t processes);

    /// A request left by another way: counts it against the allowance.
    void charge();

    /// Requests leave as fast as they may and still wait: the fleet is request-bound.
    bool is_bound() const;

    /// Returns the time of all waiters together that one request more takes: the mean length of
    /// the queue over the last minute times the time between two requests. 0 when not bound. This
    /// is what a request costs the fleet, in ship time.
    core::Duration price() const;

    /// Returns what all members have sent, those that are gone included.
    RequestCounts counts() const;

    /// Waiters in the queue now.
    std::size_t waiting() const;

  private:
    friend class BudgetMember;
    struct State;
    class Ticket;

    // Shared with the waiters: they may be destroyed after the budget, with their loop.
    std::shared_ptr<State> state_;
};

/// One port's access to a budget, with counts of its own.
class BudgetMember {
  public:
    explicit BudgetMember(std::shared_ptr<RequestBudget> budget);
    ~BudgetMember();
    BudgetMember(const BudgetMember&) = delete;
    BudgetMember& operator=(const BudgetMember&) = delete;

    /// Suspends until a request of this purpose may leave, and counts it as sent.
    /// @error kUnavailable  Too many wait already; nothing may be sent. Try again later.
    /// @cancel A waiter that is destroyed leaves the queue and takes no point.
    core::Task<core::Result<void>> acquire(RequestPurpose purpose);

    /// As acquire(), for a request that `guard` may stop: it is asked at the very moment of the
    /// turn. Where it refuses, no point is taken and nothing is counted, and the request queues
    /// again when the guard's wait is over.
    /// @param guard  nullptr: nobody stops it.
    core::Task<core::Result<void>> acquire(RequestPurpose purpose, Effect effect,
                                           std::shared_ptr<RequestGuard> guard);

    /// Counts what became of a request that was sent.
    void record(RequestPurpose purpose, RequestOutcome outcome);

    /// What this member has sent.
    const RequestCounts& counts() const { return *counts_; }

    RequestBudget& shared() { return *budget_; }
    const RequestBudget& shared() const { return *budget_; }

  private:
    using State = RequestBudget::State;

    /// @param may_leave  Asked at the turn; empty: it may.
    /// @returns whether it may leave
    static core::Task<core::Result<bool>> wait_for_turn(std::shared_ptr<State> state,
                                                        std::int64_t member,
                                                        std::shared_ptr<RequestCounts> counts,
                                                        RequestPurpose purpose,
                                                        std::function<bool()> may_leave);

    std::shared_ptr<RequestBudget> budget_;
    std::int64_t id_;
    std::shared_ptr<RequestCounts> counts_;
};

}  // namespace argosy::game
