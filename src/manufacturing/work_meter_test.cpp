#include "manufacturing/work_meter.h"

#include <gtest/gtest.h>

namespace argosy::manufacturing {
namespace {

using std::chrono::minutes;

core::TimePoint at(int minute) {
    return core::TimePoint() + minutes(minute);
}

TEST(WorkMeter, CountsTheTimeBetweenTwoPassesAsItWasAfterTheFirst) {
    WorkMeter meter(at(0));
    meter.note(at(0), {.all = 4, .at_work = 3});
    meter.note_start();
    meter.note(at(10), {.all = 4, .at_work = 1, .held = 2});
    meter.note_start();
    meter.note(at(30), {.all = 4, .at_work = 4});
    const WorkTime& time = meter.time();
    EXPECT_EQ(time.at_work, minutes(3 * 10 + 1 * 20));
    EXPECT_EQ(time.waiting, minutes(1 * 10 + 1 * 20));
    EXPECT_EQ(time.held, minutes(2 * 20));
    EXPECT_EQ(time.mean_wait(), minutes(15));
    EXPECT_DOUBLE_EQ(time.share_of_not_held(), 50.0 / 80.0);
    EXPECT_DOUBLE_EQ(time.share_in_hauls(), 50.0 / 120.0);
    EXPECT_DOUBLE_EQ(time.held_share(), 40.0 / 120.0);
}

TEST(WorkMeter, SaysNothingOfNoTime) {
    const WorkMeter meter(at(0));
    EXPECT_EQ(meter.time().share_of_not_held(), 0);
    EXPECT_EQ(meter.time().held_share(), 0);
    EXPECT_EQ(meter.time().mean_wait(), core::Duration(0));
}

}  // namespace
}  // namespace argosy::manufacturing
