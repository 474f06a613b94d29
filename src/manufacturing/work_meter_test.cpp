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
    meter.note(at(0), {.all = 4, .at_work = 3, .others_held = false});
    meter.note_start();
    meter.note(at(10), {.all = 4, .at_work = 1, .others_held = true});
    meter.note_start();
    meter.note(at(30), {.all = 4, .at_work = 4, .others_held = false});
    const WorkTime& time = meter.time();
    EXPECT_EQ(time.at_work, minutes(3 * 10 + 1 * 20));
    EXPECT_EQ(time.waiting, minutes(1 * 10));
    EXPECT_EQ(time.held, minutes(3 * 20));
    EXPECT_EQ(time.mean_wait(), minutes(5));
    EXPECT_DOUBLE_EQ(time.utilisation(), 50.0 / 60.0);
    EXPECT_DOUBLE_EQ(time.held_share(), 0.5);
}

TEST(WorkMeter, SaysNothingOfNoTime) {
    const WorkMeter meter(at(0));
    EXPECT_EQ(meter.time().utilisation(), 0);
    EXPECT_EQ(meter.time().held_share(), 0);
    EXPECT_EQ(meter.time().mean_wait(), core::Duration(0));
}

}  // namespace
}  // namespace argosy::manufacturing
