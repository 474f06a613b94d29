#include "core/real_clock.h"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <optional>

namespace argosy::core {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

const TimePoint kEpoch = from_millis(1'750'000'000'000);

// Fast enough that a simulated second costs a hundredth of a millisecond.
constexpr double kFast = 100'000.0;

Task<void> note_wait(Timer& timer, TimePoint deadline, std::optional<bool>& reached) {
    reached = co_await timer.wait_until(deadline);
}

TEST(RealClock, StartsAtItsEpochAndNeverGoesBack) {
    boost::asio::io_context loop;
    const RealClock clock(loop.get_executor(), kFast, kEpoch);
    TimePoint before = kEpoch;
    for (int i = 0; i < 1000; ++i) {
        const TimePoint now = clock.now();
        EXPECT_GE(now, before);
        before = now;
    }
}

TEST(RealClock, ReachesADeadlineSoonerByItsFactor) {
    boost::asio::io_context loop;
    RealClock clock(loop.get_executor(), kFast, kEpoch);
    const auto timer = clock.make_timer();
    std::optional<bool> reached;
    spawn(loop.get_executor(), note_wait(*timer, kEpoch + minutes(3), reached));
    loop.run();
    EXPECT_EQ(reached, true);
    EXPECT_GE(clock.now(), kEpoch + minutes(3));
}

TEST(RealClock, YieldsOnceForADeadlineInThePast) {
    boost::asio::io_context loop;
    RealClock clock(loop.get_executor(), 1.0, kEpoch);
    const auto timer = clock.make_timer();
    std::optional<bool> reached;
    spawn(loop.get_executor(), note_wait(*timer, kEpoch - hours(1), reached));
    std::optional<bool> reached_when_posted_work_ran;
    post(loop.get_executor(), [&] { reached_when_posted_work_ran = reached.has_value(); });
    loop.run();
    EXPECT_EQ(reached_when_posted_work_ran, false);
    EXPECT_EQ(reached, true);
}

TEST(RealTimer, IsWokenFromTheLongestWait) {
    boost::asio::io_context loop;
    RealClock clock(loop.get_executor(), 1.0, kEpoch);
    const auto timer = clock.make_timer();
    std::optional<bool> reached;
    spawn(loop.get_executor(), note_wait(*timer, TimePoint::max(), reached));
    post(loop.get_executor(), [&] { timer->wake(); });
    loop.run();
    EXPECT_EQ(reached, false);
}

TEST(RealTimer, DoesNotLoseAWakeBeforeTheWait) {
    boost::asio::io_context loop;
    RealClock clock(loop.get_executor(), kFast, kEpoch);
    const auto timer = clock.make_timer();
    timer->wake();
    std::optional<bool> reached;
    spawn(loop.get_executor(), note_wait(*timer, TimePoint::max(), reached));
    loop.run();
    EXPECT_EQ(reached, false);
    loop.restart();
    spawn(loop.get_executor(), note_wait(*timer, kEpoch + seconds(1), reached));
    loop.run();
    EXPECT_EQ(reached, true);
}

TEST(RealClock, FollowsAnotherClock) {
    boost::asio::io_context loop;
    RealClock clock(loop.get_executor(), 1.0, kEpoch);
    clock.follow(kEpoch + hours(1), 60.0, seconds(1));
    EXPECT_GE(clock.now(), kEpoch + hours(1));
    EXPECT_EQ(clock.factor(), 60.0);
    clock.follow(kEpoch - hours(1), 60.0, seconds(1));
    EXPECT_LT(clock.now(), kEpoch);
}

TEST(RealClock, LeavesSmallDifferencesAlone) {
    boost::asio::io_context loop;
    RealClock clock(loop.get_executor(), 1.0, kEpoch);
    clock.follow(kEpoch + hours(10), 1.0, hours(11));
    EXPECT_LT(clock.now(), kEpoch + hours(10));
}

TEST(RealClock, StandsStillAtFactorZero) {
    boost::asio::io_context loop;
    RealClock clock(loop.get_executor(), kFast, kEpoch);
    clock.follow(kEpoch + hours(1), 0.0, Duration(0));
    EXPECT_EQ(clock.now(), kEpoch + hours(1));
    EXPECT_EQ(clock.now(), kEpoch + hours(1));
    EXPECT_EQ(clock.factor(), 0.0);
}

TEST(RealClock, ReadingsOfThePastAreReachedWhileItStandsStill) {
    boost::asio::io_context loop;
    RealClock clock(loop.get_executor(), 0.0, kEpoch);
    const auto timer = clock.make_timer();
    std::optional<bool> reached;
    spawn(loop.get_executor(), note_wait(*timer, kEpoch, reached));
    loop.run();
    EXPECT_EQ(reached, true);
}

TEST(RealTimer, WaitsForAStepWhileTheClockStandsStill) {
    boost::asio::io_context loop;
    RealClock clock(loop.get_executor(), 0.0, kEpoch);
    const auto timer = clock.make_timer();
    std::optional<bool> reached;
    spawn(loop.get_executor(), note_wait(*timer, kEpoch + minutes(3), reached));
    post(loop.get_executor(), [&] { clock.follow(kEpoch + minutes(2), 0.0, Duration(0)); });
    while (clock.now() < kEpoch + minutes(2))
        loop.run_one();
    loop.poll();
    EXPECT_FALSE(reached.has_value());
    clock.follow(kEpoch + minutes(3), 0.0, Duration(0));
    loop.run();
    EXPECT_EQ(reached, true);
}

TEST(RealTimer, EndsSoonerWhenTheClockRunsFaster) {
    boost::asio::io_context loop;
    RealClock clock(loop.get_executor(), 1.0, kEpoch);
    const auto timer = clock.make_timer();
    std::optional<bool> reached;
    spawn(loop.get_executor(), note_wait(*timer, kEpoch + hours(24), reached));
    post(loop.get_executor(), [&] { clock.follow(clock.now(), kFast * 1'000, Duration(0)); });
    loop.run();
    EXPECT_EQ(reached, true);
    EXPECT_GE(clock.now(), kEpoch + hours(24));
}

TEST(RealTimer, MayOutliveItsClock) {
    boost::asio::io_context loop;
    auto clock = std::make_unique<RealClock>(loop.get_executor(), 1.0, kEpoch);
    auto timer = clock->make_timer();
    clock.reset();
    timer.reset();
}

TEST(RealClockDeathTest, NeverRunsBackwards) {
    boost::asio::io_context loop;
    EXPECT_DEATH(RealClock(loop.get_executor(), -1.0, kEpoch), "factor >= 0");
}

}  // namespace
}  // namespace argosy::core
