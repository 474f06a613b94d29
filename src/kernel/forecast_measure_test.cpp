#include "kernel/forecast_measure.h"

#include <gtest/gtest.h>

namespace argosy::kernel {
namespace {

using namespace std::chrono_literals;

class ForecastsUnder : public ::testing::TestWithParam<const char*> {};

TEST_P(ForecastsUnder, AreWithinThreePercentAfterHalfAnHourAndSixAfterTwoHours) {
    const auto report = measure_forecasts({.world = {.seed = 1, .law = GetParam()}, .length = 8h});
    ASSERT_TRUE(report.ok()) << report.error().message;
    EXPECT_GT(report->earned.count(), 0) << "a fleet that trades disturbs what it knows";
    int judged = 0;
    for (const ForecastRow& row : report->rows) {
        ASSERT_TRUE(row.age == 30min || row.age == 2h);
        if (row.type) continue;
        ++judged;
        EXPECT_GT(row.prices, 500);
        EXPECT_LE(row.median_bp, row.age == 30min ? 300 : 600);
    }
    EXPECT_EQ(judged, 2);
}

INSTANTIATE_TEST_SUITE_P(EveryLaw, ForecastsUnder,
                         ::testing::Values("measured", "inert", "eager", "crowded"));

}  // namespace
}  // namespace argosy::kernel
