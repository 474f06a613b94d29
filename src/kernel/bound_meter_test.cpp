#include "kernel/bound_meter.h"

#include <gtest/gtest.h>

#include "tests/support/virtual_run.h"

namespace argosy::kernel {
namespace {

using namespace std::chrono_literals;

TEST(BoundMeter, MarksEveryHourWhateverTheMomentsItIsCalledAt) {
    auto world = tests::make_world({.haulers = 1});
    const core::TimePoint start = world->now();
    BoundMeter meter = BoundMeter::create("measured").value();
    ASSERT_TRUE(meter.start(*world, 3h).ok());
    while (world->now() < start + 3h) {
        world->run_for(7min);
        ASSERT_TRUE(meter.mark_when_due(*world).ok());
    }
    std::vector<core::Duration> after;
    for (const BoundMeter::Mark& mark : meter.marks())
        after.push_back(mark.at - start);
    EXPECT_EQ(after, (std::vector<core::Duration>{0min, 63min, 126min, 182min}))
        << "late ones do not put off those that follow";
    EXPECT_DOUBLE_EQ(meter.mean_since(start + 2h),
                     (meter.marks()[2].credits_an_hour + meter.marks()[3].credits_an_hour) / 2);
}

TEST(BoundMeter, MarksOnceForHoursThatNobodyCalledItIn) {
    auto world = tests::make_world({.haulers = 1});
    BoundMeter meter = BoundMeter::create("measured").value();
    ASSERT_TRUE(meter.start(*world, 3h).ok());
    world->run_for(150min);
    ASSERT_TRUE(meter.mark_when_due(*world).ok());
    ASSERT_TRUE(meter.mark_when_due(*world).ok());
    EXPECT_EQ(meter.marks().size(), 2u);
    world->run_for(30min);
    ASSERT_TRUE(meter.mark_when_due(*world).ok());
    EXPECT_EQ(meter.marks().size(), 3u);
}

}  // namespace
}  // namespace argosy::kernel
