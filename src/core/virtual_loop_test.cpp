#include "core/virtual_loop.h"

#include <gmock/gmock.h>

#include <memory>
#include <string>
#include <vector>

namespace argosy::core {
namespace {

using std::chrono::hours;
using std::chrono::seconds;
using testing::ElementsAre;

const TimePoint kStart = from_millis(1'750'000'000'000);
const TimePoint kFarAway = kStart + hours(24 * 365);

using Diary = std::vector<std::string>;

Task<void> note_after(Clock& clock, Duration delay, std::string text, Diary& diary) {
    co_await clock.sleep_for(delay);
    diary.push_back(text + "@" + std::to_string((clock.now() - kStart) / seconds(1)));
}

Task<void> note_now(std::string text, Diary& diary) {
    diary.push_back(std::move(text));
    co_return;
}

TEST(VirtualLoop, RunsTasksInOrderOfTimeAndThenOfStart) {
    VirtualLoop loop(kStart);
    Diary diary;
    for (const auto& [delay, name] : {std::pair(30, "c"), {10, "a"}, {20, "b1"}, {20, "b2"}}) {
        spawn(loop.executor(), note_after(loop.clock(), seconds(delay), name, diary));
    }
    loop.run_until(kFarAway);
    EXPECT_THAT(diary, ElementsAre("a@10", "b1@20", "b2@20", "c@30"));
}

TEST(VirtualLoop, RunsWhatIsReadyBeforeItMovesTheClock) {
    VirtualLoop loop(kStart);
    Diary diary;
    spawn(loop.executor(), note_after(loop.clock(), seconds(0), "slept", diary));
    spawn(loop.executor(), note_now("first", diary));
    post(loop.executor(), [&] { diary.push_back("second"); });
    loop.run_until(kFarAway);
    EXPECT_THAT(diary, ElementsAre("first", "second", "slept@0"));
}

TEST(VirtualLoop, YieldsOnceForADeadlineInThePast) {
    VirtualLoop loop(kStart);
    Diary diary;
    spawn(loop.executor(), note_after(loop.clock(), -hours(5), "late", diary));
    spawn(loop.executor(), note_now("now", diary));
    loop.run_until(kFarAway);
    EXPECT_THAT(diary, ElementsAre("now", "late@0"));
}

TEST(VirtualLoop, RunsTimersDueExactlyAtTheEnd) {
    VirtualLoop loop(kStart);
    Diary diary;
    spawn(loop.executor(), note_after(loop.clock(), seconds(10), "due", diary));
    spawn(loop.executor(), note_after(loop.clock(), seconds(11), "later", diary));
    loop.run_until(kStart + seconds(10));
    EXPECT_THAT(diary, ElementsAre("due@10"));
    loop.run_until(kFarAway);
    EXPECT_THAT(diary, ElementsAre("due@10", "later@11"));
}

TEST(VirtualLoop, ReadsTheEndWhileThereIsMoreToDo) {
    VirtualLoop loop(kStart);
    Diary diary;
    spawn(loop.executor(), note_after(loop.clock(), seconds(100), "later", diary));
    loop.run_until(kStart + seconds(40));
    EXPECT_EQ(loop.clock().now(), kStart + seconds(40));
}

TEST(VirtualLoop, ReadsTheTimeOfTheLastEventWhenNothingIsLeft) {
    VirtualLoop loop(kStart);
    Diary diary;
    spawn(loop.executor(), note_after(loop.clock(), seconds(100), "last", diary));
    loop.run_until(kFarAway);
    EXPECT_EQ(loop.clock().now(), kStart + seconds(100));
}

TEST(VirtualLoop, DoesNotMoveBackForAnEndInThePast) {
    VirtualLoop loop(kStart);
    Diary diary;
    spawn(loop.executor(), note_after(loop.clock(), seconds(100), "later", diary));
    loop.run_until(kStart - seconds(1));
    EXPECT_EQ(loop.clock().now(), kStart);
}

Task<void> stop_after(VirtualLoop& loop, Duration delay) {
    co_await loop.clock().sleep_for(delay);
    loop.stop();
}

TEST(VirtualLoop, StopsAfterTheEventInProgressAndGoesOnWhenRunAgain) {
    VirtualLoop loop(kStart);
    Diary diary;
    spawn(loop.executor(), stop_after(loop, seconds(5)));
    spawn(loop.executor(), note_after(loop.clock(), seconds(6), "after", diary));
    loop.run_until(kFarAway);
    EXPECT_TRUE(diary.empty());
    EXPECT_EQ(loop.clock().now(), kStart + seconds(5));
    loop.run_until(kFarAway);
    EXPECT_THAT(diary, ElementsAre("after@6"));
}

Task<void> wait_and_note(Clock& clock, Timer& timer, TimePoint deadline, Diary& diary) {
    const bool reached = co_await timer.wait_until(deadline);
    diary.push_back(std::string(reached ? "reached" : "woken") + "@" +
                    std::to_string((clock.now() - kStart) / seconds(1)));
}

Task<void> wake_after(Clock& clock, Timer& timer, Duration delay) {
    co_await clock.sleep_for(delay);
    timer.wake();
}

TEST(VirtualTimer, ReachesItsDeadline) {
    VirtualLoop loop(kStart);
    Diary diary;
    const auto timer = loop.clock().make_timer();
    spawn(loop.executor(), wait_and_note(loop.clock(), *timer, kStart + seconds(9), diary));
    loop.run_until(kFarAway);
    EXPECT_THAT(diary, ElementsAre("reached@9"));
}

TEST(VirtualTimer, IsWokenBeforeItsDeadline) {
    VirtualLoop loop(kStart);
    Diary diary;
    const auto timer = loop.clock().make_timer();
    spawn(loop.executor(), wait_and_note(loop.clock(), *timer, TimePoint::max(), diary));
    spawn(loop.executor(), wake_after(loop.clock(), *timer, seconds(4)));
    loop.run_until(kFarAway);
    EXPECT_THAT(diary, ElementsAre("woken@4"));
}

TEST(VirtualTimer, DoesNotHoldTheClockAfterItWasWoken) {
    VirtualLoop loop(kStart);
    Diary diary;
    const auto timer = loop.clock().make_timer();
    spawn(loop.executor(), wait_and_note(loop.clock(), *timer, kStart + hours(2), diary));
    spawn(loop.executor(), wake_after(loop.clock(), *timer, seconds(4)));
    loop.run_until(kStart + hours(1));
    EXPECT_EQ(loop.clock().now(), kStart + seconds(4));
}

TEST(VirtualTimer, DoesNotLoseAWakeBeforeTheWait) {
    VirtualLoop loop(kStart);
    Diary diary;
    const auto timer = loop.clock().make_timer();
    timer->wake();
    timer->wake();
    spawn(loop.executor(), wait_and_note(loop.clock(), *timer, kStart + seconds(9), diary));
    loop.run_until(kFarAway);
    EXPECT_THAT(diary, ElementsAre("woken@0"));
    spawn(loop.executor(), wait_and_note(loop.clock(), *timer, kStart + seconds(9), diary));
    loop.run_until(kFarAway);
    EXPECT_THAT(diary, ElementsAre("woken@0", "reached@9"));
}

Task<void> wake_at_the_deadline(Clock& clock, Timer& timer, TimePoint deadline) {
    co_await clock.sleep_until(deadline);
    timer.wake();
}

TEST(VirtualTimer, TellsOfAWakeAtTheDeadlineItself) {
    VirtualLoop loop(kStart);
    Diary diary;
    const auto timer = loop.clock().make_timer();
    const TimePoint deadline = kStart + seconds(9);
    spawn(loop.executor(), wake_at_the_deadline(loop.clock(), *timer, deadline));
    spawn(loop.executor(), wait_and_note(loop.clock(), *timer, deadline, diary));
    loop.run_until(kFarAway);
    EXPECT_THAT(diary, ElementsAre("woken@9"));
}

TEST(VirtualTimerDeathTest, ServesOneWaitingTaskAtATime) {
    VirtualLoop loop(kStart);
    Diary diary;
    const auto timer = loop.clock().make_timer();
    spawn(loop.executor(), wait_and_note(loop.clock(), *timer, kFarAway, diary));
    spawn(loop.executor(), wait_and_note(loop.clock(), *timer, kFarAway, diary));
    EXPECT_DEATH(loop.run_until(kStart), "waiting_");
}

Task<void> hold(Clock& clock, std::shared_ptr<int> held, TimePoint until) {
    co_await clock.sleep_until(until);
    *held = 1;
}

Task<void> hold_deep(Clock& clock, std::shared_ptr<int> held) {
    const auto copy = held;
    co_await hold(clock, held, kFarAway);
}

TEST(VirtualLoop, DestroysSuspendedTasksWhenItIsDestroyed) {
    const auto held = std::make_shared<int>(0);
    {
        VirtualLoop loop(kStart);
        for (int i = 0; i < 3; ++i)
            spawn(loop.executor(), hold_deep(loop.clock(), held));
        loop.run_until(kStart + seconds(1));
        EXPECT_GT(held.use_count(), 3);
        spawn(loop.executor(), hold_deep(loop.clock(), held));  // queued, never begun
    }
    EXPECT_EQ(held.use_count(), 1);
    EXPECT_EQ(*held, 0);
}

TEST(VirtualLoop, DestroysItsTasksOnRequestAndGoesOnWithOthers) {
    const auto held = std::make_shared<int>(0);
    VirtualLoop loop(kStart);
    Diary diary;
    spawn(loop.executor(), hold_deep(loop.clock(), held));
    loop.run_until(kStart);
    loop.destroy_tasks();
    EXPECT_EQ(held.use_count(), 1);
    spawn(loop.executor(), note_after(loop.clock(), seconds(2), "alive", diary));
    loop.run_until(kFarAway);
    EXPECT_THAT(diary, ElementsAre("alive@2"));
}

// Wakes a timer and queues work as its task is destroyed, as a careless destructor may.
struct Parting {
    Executor executor;
    Timer& timer;
    std::shared_ptr<int> held;

    ~Parting() {
        timer.wake();
        post(executor, [held = held] { ++*held; });
    }
};

Task<void> part(Executor executor, Clock& clock, Timer& timer, std::shared_ptr<int> held) {
    const Parting parting{executor, timer, held};
    co_await clock.sleep_until(kFarAway);
}

TEST(VirtualLoop, RunsNothingWhileItIsDestroyed) {
    const auto held = std::make_shared<int>(0);
    std::unique_ptr<Timer> timer;
    Diary diary;
    {
        VirtualLoop loop(kStart);
        timer = loop.clock().make_timer();
        spawn(loop.executor(), wait_and_note(loop.clock(), *timer, kFarAway, diary));
        spawn(loop.executor(), part(loop.executor(), loop.clock(), *timer, held));
        loop.run_until(kStart + seconds(1));
    }
    EXPECT_EQ(held.use_count(), 1);
    EXPECT_EQ(*held, 0);
    EXPECT_TRUE(diary.empty());
}

std::uint64_t events_of_one_program() {
    VirtualLoop loop(kStart);
    Diary diary;
    const auto timer = loop.clock().make_timer();
    spawn(loop.executor(), wait_and_note(loop.clock(), *timer, kFarAway, diary));
    spawn(loop.executor(), wake_after(loop.clock(), *timer, seconds(3)));
    for (int i = 0; i < 50; ++i) {
        spawn(loop.executor(), note_after(loop.clock(), seconds(i % 7), "x", diary));
    }
    loop.run_until(kFarAway);
    return loop.events();
}

TEST(VirtualLoop, CountsTheSameEventsForTheSameProgram) {
    const std::uint64_t events = events_of_one_program();
    EXPECT_GT(events, 100u);
    EXPECT_EQ(events_of_one_program(), events);
}

Task<void> fail() {
    throw std::runtime_error("lost");
    co_return;
}

TEST(SpawnDeathTest, AbortsWhenAnExceptionLeavesATask) {
    VirtualLoop loop(kStart);
    spawn(loop.executor(), fail());
    EXPECT_DEATH(loop.run_until(kFarAway), "exception left a task");
}

}  // namespace
}  // namespace argosy::core
