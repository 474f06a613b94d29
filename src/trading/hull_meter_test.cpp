#include "trading/hull_meter.h"

#include <gtest/gtest.h>

namespace argosy::trading {
namespace {

using namespace std::chrono_literals;
using Ships = HullMeter::Ships;

const core::TimePoint kStart{1'000h};

TEST(HullMeter, KnowsNothingBeforeItHasWatchedForAWholeWindow) {
    HullMeter meter;
    EXPECT_FALSE(meter.worth(kStart).is_known());
    meter.watch(kStart, Ships::kAllAtWork, 1'000);
    EXPECT_FALSE(meter.worth(kStart + HullMeter::kWindow - 1s).is_known());
    EXPECT_TRUE(meter.worth(kStart + HullMeter::kWindow).is_known());
}

TEST(HullMeter, CountsAHullOnlyWhileNoShipIsFree) {
    HullMeter meter;
    meter.watch(kStart, Ships::kAllAtWork, 100'000);
    meter.watch(kStart + 15min, Ships::kSomeFree, 100'000);
    const HullWorth worth = meter.worth(kStart + 60min);
    EXPECT_DOUBLE_EQ(worth.all_at_work, 0.25);
    EXPECT_DOUBLE_EQ(worth.credits_an_hour, 25'000);
}

TEST(HullMeter, ForgetsWhatIsOlderThanItsWindow) {
    HullMeter meter;
    meter.watch(kStart, Ships::kAllAtWork, 100'000);
    meter.watch(kStart + 30min, Ships::kAllAtWork, 50'000);
    EXPECT_DOUBLE_EQ(meter.worth(kStart + 60min).credits_an_hour, 75'000);
    EXPECT_DOUBLE_EQ(meter.worth(kStart + 75min).credits_an_hour, 62'500);
    meter.watch(kStart + 3h, Ships::kSomeFree, 0);
    EXPECT_EQ(meter.worth(kStart + 3h).seen, HullMeter::kWindow);
    EXPECT_DOUBLE_EQ(meter.worth(kStart + 4h).credits_an_hour, 0);
}

TEST(HullMeter, BeginsAnewWhenTheFleetHasChanged) {
    HullMeter meter;
    meter.watch(kStart, Ships::kAllAtWork, 100'000);
    meter.begin_anew();
    EXPECT_FALSE(meter.worth(kStart + 2h).is_known());
    meter.watch(kStart + 2h, Ships::kAllAtWork, 10'000);
    EXPECT_DOUBLE_EQ(meter.worth(kStart + 3h).credits_an_hour, 10'000);
}

}  // namespace
}  // namespace argosy::trading
