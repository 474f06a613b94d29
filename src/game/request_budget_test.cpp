#include "game/request_budget.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "core/virtual_loop.h"

namespace argosy::game {
namespace {

using core::Duration;
using core::Task;
using core::TimePoint;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

const TimePoint kStart = core::from_millis(1'750'000'000'000);

// The server's own limiter, as its documentation has it: two fixed windows, each opened by the
// first request that consumes from it.
class ServerWindows {
  public:
    bool accept(TimePoint at) { return second_.consume(at) || burst_.consume(at); }

  private:
    struct Window {
        Duration length;
        int limit;
        TimePoint opened{};
        int used = 0;

        bool consume(TimePoint at) {
            if (used == 0 || at >= opened + length) {
                opened = at;
                used = 0;
            }
            if (used == limit) return false;
            ++used;
            return true;
        }
    };

    Window second_{seconds(1), 2};
    Window burst_{seconds(60), 30};
};

// Some purpose of each priority.
RequestPurpose purpose_of(Priority priority) {
    constexpr std::array kOne{RequestPurpose::kTrade, RequestPurpose::kNavigation,
                              RequestPurpose::kMarketLook, RequestPurpose::kShipListing};
    return kOne[std::size_t(priority)];
}

struct World {
    core::VirtualLoop loop{kStart};
    std::shared_ptr<RequestBudget> budget = std::make_shared<RequestBudget>(loop.clock());
    BudgetMember member{budget};
    std::vector<TimePoint> sent;
    std::vector<std::string> order;
    int turned_away = 0;

    void request(Priority priority, std::string name = "", BudgetMember* of = nullptr) {
        core::spawn(loop.executor(),
                    one_request(*this, of == nullptr ? member : *of, priority, std::move(name)));
    }
    void request_at(Duration offset, Priority priority, std::string name = "") {
        core::spawn(loop.executor(), later(*this, offset, priority, std::move(name)));
    }
    void run(Duration length) { loop.run_until(kStart + length); }

    static Task<void> one_request(World& world, BudgetMember& member, Priority priority,
                                  std::string name) {
        const auto allowed = co_await member.acquire(purpose_of(priority));
        if (!allowed) {
            EXPECT_EQ(allowed.error().code, core::ErrorCode::kUnavailable);
            ++world.turned_away;
            co_return;
        }
        world.sent.push_back(world.loop.clock().now());
        world.order.push_back(std::move(name));
    }
    static Task<void> later(World& world, Duration offset, Priority priority, std::string name) {
        co_await world.loop.clock().sleep_until(kStart + offset);
        co_await one_request(world, world.member, priority, std::move(name));
    }
};

TEST(RequestBudget, LetsTheWholeAllowanceLeaveAtOnce) {
    World world;
    for (int i = 0; i < 32; ++i)
        world.request(Priority::kAct);
    world.run(milliseconds(0));
    EXPECT_EQ(world.sent.size(), 32u);
    EXPECT_EQ(world.budget->waiting(), 0u);
}

TEST(RequestBudget, HoldsBackWhatTheServerWouldRefuse) {
    World world;
    for (int i = 0; i < 40; ++i)
        world.request(Priority::kAct);
    world.run(milliseconds(999));
    EXPECT_EQ(world.sent.size(), 32u);
    EXPECT_EQ(world.budget->waiting(), 8u);
    world.run(milliseconds(1'100));
    EXPECT_EQ(world.sent.size(), 34u);
}

TEST(RequestBudget, ReachesNearlyTheServersCeilingOverAnHour) {
    World world;
    // Ten full queues, each offered when the one before it is done.
    for (int i = 0; i < 10'000; ++i)
        world.request_at(milliseconds(i * 360), Priority::kList);
    world.run(minutes(60));
    const auto ceiling = 9'000u;  // 2 a second and 30 a minute
    EXPECT_LE(world.sent.size(), ceiling);
    EXPECT_GE(world.sent.size(), ceiling * 95 / 100);
}

TEST(RequestBudget, ServesTheMoreUrgentFirst) {
    World world;
    for (int i = 0; i < 32; ++i)
        world.request(Priority::kAct, "filler");
    world.request(Priority::kList, "list");
    world.request(Priority::kLook, "look");
    world.request(Priority::kMove, "move");
    world.request(Priority::kAct, "act");
    world.run(seconds(10));
    const std::vector<std::string> last(world.order.end() - 4, world.order.end());
    EXPECT_EQ(last, (std::vector<std::string>{"act", "move", "look", "list"}));
}

TEST(RequestBudget, ServesEqualsInTheOrderTheyCame) {
    World world;
    std::vector<std::string> expected;
    for (int i = 0; i < 100; ++i) {
        expected.push_back(std::to_string(i));
        world.request(Priority::kLook, expected.back());
    }
    world.run(minutes(2));
    EXPECT_EQ(world.order, expected);
}

TEST(RequestBudget, AListThatHasAgedIsServedBeforeFreshActions) {
    World world;
    for (int i = 0; i < 32; ++i)
        world.request(Priority::kAct, "filler");
    world.request(Priority::kList, "list");
    // More actions than the allowance lets through, for ever: without ageing the list never leaves.
    for (int i = 0; i < 600; ++i)
        world.request_at(milliseconds(i * 200), Priority::kAct, "act");
    world.run(minutes(1));
    const auto list = std::find(world.order.begin(), world.order.end(), "list");
    ASSERT_NE(list, world.order.end());
    // It has aged after three steps, and then one request in kAgedTurn is such a one.
    const TimePoint left = world.sent[std::size_t(list - world.order.begin())];
    EXPECT_LT(left, kStart + seconds(45));
    EXPECT_GT(left, kStart + 3 * RequestBudget::kAgeingStep);
}

TEST(RequestBudget, SendsNothingBeforeTheServersPauseEnds) {
    World world;
    world.budget->pause_until(kStart + seconds(7));
    world.request(Priority::kAct);
    world.run(milliseconds(6'999));
    EXPECT_TRUE(world.sent.empty());
    world.run(minutes(1));
    EXPECT_EQ(world.sent, std::vector{kStart + seconds(7)});
}

TEST(RequestBudget, APauseAlsoHoldsThoseWhoWaitAlready) {
    World world;
    for (int i = 0; i < 33; ++i)
        world.request(Priority::kAct);
    world.run(milliseconds(500));
    world.budget->pause_until(kStart + seconds(30));
    world.run(minutes(1));
    EXPECT_EQ(world.sent.back(), kStart + seconds(30));
}

TEST(RequestBudget, NoAnswerOfTheServerStopsItForGood) {
    World world;
    world.budget->pause_until(kStart + std::chrono::hours(1'000'000));
    world.request(Priority::kAct);
    world.run(RequestBudget::kLongestPause);
    EXPECT_EQ(world.sent.size(), 1u);
}

TEST(RequestBudget, CountsWhatLeftAndHowLongItWaited) {
    World world;
    for (int i = 0; i < 32; ++i)
        world.request(Priority::kMove);
    world.request(Priority::kLook);
    world.run(minutes(1));
    const RequestCounts counts = world.budget->counts();
    EXPECT_EQ(counts.total(), 33);
    EXPECT_EQ(counts.sent_for(RequestPurpose::kNavigation), 32);
    EXPECT_EQ(counts.waited[std::size_t(Priority::kMove)].total(), Duration(0));
    EXPECT_EQ(counts.waited[std::size_t(Priority::kLook)].total(), milliseconds(1'050));
    EXPECT_EQ(world.member.counts().total(), 33);
}

TEST(RequestBudget, WaitersDieWithTheirLoop) {
    core::VirtualLoop* const loop = new core::VirtualLoop(kStart);
    const auto budget = std::make_shared<RequestBudget>(loop->clock());
    BudgetMember member(budget);
    struct Waiting {
        static Task<void> task(BudgetMember& queue) {
            (void)co_await queue.acquire(RequestPurpose::kTrade);
        }
    };
    for (int i = 0; i < 40; ++i)
        core::spawn(loop->executor(), Waiting::task(member));
    loop->run_until(kStart);
    EXPECT_EQ(budget->waiting(), 8u);
    delete loop;
    EXPECT_EQ(budget->waiting(), 0u);
}

TEST(RequestBudget, OnePlayersFloodDelaysAnotherByNoMoreThanATurn) {
    World world;
    BudgetMember other(world.budget);
    for (int i = 0; i < 200; ++i)
        world.request(Priority::kLook, "flood");
    world.run(seconds(5));
    for (int i = 0; i < 3; ++i)
        world.request(Priority::kLook, "other", &other);
    const std::size_t before = world.order.size();
    world.run(seconds(20));
    const std::vector<std::string> next(world.order.begin() + before,
                                        world.order.begin() + before + 6);
    EXPECT_EQ(std::count(next.begin(), next.end(), "other"), 3);
}

TEST(RequestBudget, TurnsAwayWhatItsQueueDoesNotHold) {
    World world;
    const std::size_t most = RequestBudget::kMostWaiting[std::size_t(Priority::kList)];
    for (std::size_t i = 0; i < 32 + most + 10; ++i)
        world.request(Priority::kList);
    world.run(milliseconds(0));
    EXPECT_EQ(world.budget->waiting(), most);
    EXPECT_EQ(world.turned_away, 10);
    EXPECT_EQ(world.budget->counts().turned_away[std::size_t(Priority::kList)], 10);
    // The full queue of lists keeps nobody from acting.
    world.request(Priority::kAct);
    world.run(seconds(2));
    EXPECT_EQ(world.turned_away, 10);
}

TEST(RequestBudget, IsBoundWhileAQueueStandsAndFreeWhenItHasGone) {
    World world;
    EXPECT_FALSE(world.budget->is_bound());
    for (int i = 0; i < 400; ++i)
        world.request(Priority::kMove);
    world.run(seconds(90));
    EXPECT_TRUE(world.budget->is_bound());
    // Some 230 have waited on the mean of the last minute, and one request more delays them all by
    // what a request takes of the budget.
    EXPECT_GT(world.budget->price(), seconds(60));
    EXPECT_LT(world.budget->price(), seconds(130));
    world.request_at(minutes(10), Priority::kAct);
    world.run(minutes(10));
    EXPECT_FALSE(world.budget->is_bound());
    EXPECT_EQ(world.budget->price(), Duration(0));
}

TEST(RequestBudget, ABurstThatTheAllowanceCoversIsNoShortage) {
    World world;
    for (int i = 0; i < 40; ++i)
        world.request(Priority::kAct);
    world.run(minutes(2));
    EXPECT_EQ(world.sent.size(), 40u);
    EXPECT_EQ(world.budget->price(), Duration(0));
}

TEST(RequestBudget, CountsWhatBecameOfRequestsAlsoOfThoseWhoLeft) {
    World world;
    auto leaving = std::make_unique<BudgetMember>(world.budget);
    world.request(Priority::kAct, "", leaving.get());
    world.run(seconds(1));
    leaving->record(RequestPurpose::kTrade, RequestOutcome::kRateLimited);
    leaving.reset();
    EXPECT_EQ(world.budget->counts().total(), 1);
    EXPECT_EQ(world.budget->counts().rate_limited(), 1);
    EXPECT_EQ(world.member.counts().total(), 0);
}

TEST(RequestBudget, WhatLeftByAnotherWayIsChargedToTheAllowance) {
    World world;
    world.budget->charge();
    for (int i = 0; i < 40; ++i)
        world.request(Priority::kAct);
    world.run(milliseconds(999));
    EXPECT_EQ(world.sent.size(), 31u);
}

TEST(WaitingTime, TellsAnUpperEndOfMostWaits) {
    WaitingTime waited;
    EXPECT_EQ(waited.percentile(95), Duration(0));
    for (int i = 1; i <= 100; ++i)
        waited.add(milliseconds(i * 10));
    EXPECT_EQ(waited.percentile(50), milliseconds(500));
    EXPECT_EQ(waited.percentile(95), milliseconds(1'000));
    EXPECT_EQ(waited.max(), milliseconds(1'000));
    EXPECT_EQ(waited.mean(), milliseconds(505));
}

RC_GTEST_PROP(RequestBudgetProperty, TheServerRefusesNothingWhileLatencyVariesWithinTheJitter, ()) {
    World world;
    const int count = *rc::gen::inRange(1, 400);
    Duration offset(0);
    for (int i = 0; i < count; ++i) {
        // Mostly bursts, now and then a pause longer than a window.
        offset += milliseconds(*rc::gen::weightedElement<int>({{6, 0}, {3, 400}, {2, 1'000}}));
        if (*rc::gen::inRange(0, 40) == 0) offset += milliseconds(*rc::gen::inRange(0, 70'000));
        world.request_at(offset, Priority(*rc::gen::inRange(0, 4)));
    }
    world.run(std::chrono::hours(2));
    RC_ASSERT(int(world.sent.size()) == count);

    std::vector<TimePoint> arrivals;
    for (const TimePoint sent : world.sent) {
        arrivals.push_back(sent + milliseconds(80 + *rc::gen::inRange(0, 50)));
    }
    std::sort(arrivals.begin(), arrivals.end());
    ServerWindows server;
    for (const TimePoint arrival : arrivals)
        RC_ASSERT(server.accept(arrival));
}

// What one of several processes that share an allowance sends, all of them at full demand.
std::vector<TimePoint> sendings_of_a_sharer(std::int64_t processes, Duration starts_after) {
    World world;
    world.budget->set_share(processes);
    world.sent.clear();
    for (int i = 0; i < 400; ++i)
        world.request_at(starts_after + milliseconds(i * 150), Priority::kAct);
    world.run(minutes(6));
    return world.sent;
}

RC_GTEST_PROP(RequestBudgetProperty, ProcessesThatShareItTogetherStayWithinTheAllowance, ()) {
    const std::int64_t processes = *rc::gen::inRange(1, 8);
    std::vector<TimePoint> arrivals;
    for (std::int64_t i = 0; i < processes; ++i) {
        const auto after = milliseconds(*rc::gen::weightedElement<int>({{3, 0}, {1, 700}}));
        for (const TimePoint sent : sendings_of_a_sharer(processes, after))
            arrivals.push_back(sent + milliseconds(*rc::gen::inRange(0, 50)));
    }
    std::sort(arrivals.begin(), arrivals.end());
    ServerWindows server;
    for (const TimePoint arrival : arrivals)
        RC_ASSERT(server.accept(arrival));
}

RC_GTEST_PROP(RequestBudgetProperty, NoWindowOfSendingsHoldsMoreThanIsAllowed, ()) {
    World world;
    const int count = *rc::gen::inRange(33, 300);
    for (int i = 0; i < count; ++i) {
        world.request_at(milliseconds(*rc::gen::inRange(0, 90'000)), Priority::kAct);
    }
    world.run(std::chrono::hours(1));
    for (std::size_t i = 0; i < world.sent.size(); ++i) {
        const auto within = [&](Duration length) {
            return std::upper_bound(world.sent.begin(), world.sent.end(), world.sent[i] + length) -
                   world.sent.begin() - std::ptrdiff_t(i);
        };
        RC_ASSERT(within(milliseconds(999)) <= 32);
        RC_ASSERT(within(milliseconds(59'999)) <= 2 * 60 + 30);
    }
}

}  // namespace
}  // namespace argosy::game
