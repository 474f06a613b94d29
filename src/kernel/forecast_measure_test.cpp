#include "kernel/forecast_measure.h"

#include <gtest/gtest.h>

namespace argosy::kernel {
namespace {

using namespace std::chrono_literals;

class ForecastsUnder : public ::testing::TestWithParam<const char*> {};

TEST_P(ForecastsUnder, AreWithinThreePercentAfterHalfAnHourAndSixAfterTwoHoursOfEveryTradeType) {
    const auto report = measure_forecasts({.world = {.seed = 1, .law = GetParam()}, .length = 24h});
    ASSERT_TRUE(report.ok()) << report.error().message;
    EXPECT_GT(report->earned.count(), 0) << "a fleet that trades disturbs what it knows";
    for (const ForecastRow& row : report->rows) {
        ASSERT_TRUE(row.age == 30min || row.age == 2h);
        const auto what = row.type ? model::to_string(*row.type) : "all";
        EXPECT_GT(row.prices, 500) << what;
        EXPECT_LE(row.median_bp, row.age == 30min ? 300 : 600) << what;
    }
    constexpr std::size_t kAges = 2;
    constexpr std::size_t kTypesAndAll = 4;
    EXPECT_EQ(report->rows.size(), kAges * kTypesAndAll);
}

INSTANTIATE_TEST_SUITE_P(EveryLaw, ForecastsUnder,
                         ::testing::Values("measured", "inert", "eager", "crowded"));

}  // namespace
}  // namespace argosy::kernel
