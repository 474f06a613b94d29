#include "game/request_budget.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
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

struct World {
    core::VirtualLoop loop{kStart};
    RequestBudget budget{loop.clock()};
    std::vector<TimePoint> sent;
    std::vector<std::string> order;

    void request(Priority priority, std::string name = "") {
        core::spawn(loop.executor(), one_request(*this, priority, std::move(name)));
    }
    void request_at(Duration offset, Priority priority, std::string name = "") {
        core::spawn(loop.executor(), later(*this, offset, priority, std::move(name)));
    }
    void run(Duration length) { loop.run_until(kStart + length); }

    static Task<void> one_request(World& world, Priority priority, std::string name) {
        co_await world.budget.acquire(priority);
        world.sent.push_back(world.loop.clock().now());
        world.order.push_back(std::move(name));
    }
    static Task<void> later(World& world, Duration offset, Priority priority, std::string name) {
        co_await world.loop.clock().sleep_until(kStart + offset);
        co_await one_request(world, priority, std::move(name));
    }
};

TEST(RequestBudget, LetsTheWholeAllowanceLeaveAtOnce) {
    World world;
    for (int i = 0; i < 32; ++i)
        world.request(Priority::kAct);
    world.run(milliseconds(0));
    EXPECT_EQ(world.sent.size(), 32u);
    EXPECT_EQ(world.budget.waiting(), 0u);
}

TEST(RequestBudget, HoldsBackWhatTheServerWouldRefuse) {
    World world;
    for (int i = 0; i < 40; ++i)
        world.request(Priority::kAct);
    world.run(milliseconds(999));
    EXPECT_EQ(world.sent.size(), 32u);
    EXPECT_EQ(world.budget.waiting(), 8u);
    world.run(milliseconds(1'100));
    EXPECT_EQ(world.sent.size(), 34u);
}

TEST(RequestBudget, ReachesNearlyTheServersCeilingOverAnHour) {
    World world;
    for (int i = 0; i < 20'000; ++i)
        world.request(Priority::kList);
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
    // It gives way to what came within three ageing steps of it: 76 actions.
    const TimePoint left = world.sent[std::size_t(list - world.order.begin())];
    EXPECT_LT(left, kStart + seconds(50));
    EXPECT_GT(left, kStart + 3 * RequestBudget::kAgeingStep);
}

TEST(RequestBudget, SendsNothingBeforeTheServersPauseEnds) {
    World world;
    world.budget.pause_until(kStart + seconds(7));
    world.request(Priority::kAct);
    world.run(milliseconds(6'999));
    EXPECT_TRUE(world.sent.empty());
    world.run(minutes(1));
    EXPECT_EQ(world.sent, std::vector{kStart + seconds(7)});
    EXPECT_EQ(world.budget.counts().refused, 1);
}

TEST(RequestBudget, APauseAlsoHoldsThoseWhoWaitAlready) {
    World world;
    for (int i = 0; i < 33; ++i)
        world.request(Priority::kAct);
    world.run(milliseconds(500));
    world.budget.pause_until(kStart + seconds(30));
    world.run(minutes(1));
    EXPECT_EQ(world.sent.back(), kStart + seconds(30));
}

TEST(RequestBudget, NoAnswerOfTheServerStopsItForGood) {
    World world;
    world.budget.pause_until(kStart + std::chrono::hours(1'000'000));
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
    const RequestBudget::Counts& counts = world.budget.counts();
    EXPECT_EQ(counts.total(), 33);
    EXPECT_EQ(counts.sent[std::size_t(Priority::kMove)], 32);
    EXPECT_EQ(counts.waited[std::size_t(Priority::kMove)], Duration(0));
    EXPECT_EQ(counts.waited[std::size_t(Priority::kLook)], milliseconds(1'050));
}

TEST(RequestBudget, WaitersDieWithTheirLoop) {
    core::VirtualLoop* const loop = new core::VirtualLoop(kStart);
    RequestBudget budget(loop->clock());
    struct Waiting {
        static Task<void> task(RequestBudget& queue) { co_await queue.acquire(Priority::kAct); }
    };
    for (int i = 0; i < 40; ++i)
        core::spawn(loop->executor(), Waiting::task(budget));
    loop->run_until(kStart);
    EXPECT_EQ(budget.waiting(), 8u);
    delete loop;
    EXPECT_EQ(budget.waiting(), 0u);
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
