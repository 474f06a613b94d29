#include "kernel/scouting_trial.h"

#include <gtest/gtest.h>

namespace argosy::kernel {
namespace {

using namespace std::chrono_literals;

TEST(ScoutingTrial, ByValueKeepsPricesFresherThanToursWithAsManyRequests) {
    const auto report = try_scouting({.length = 8h, .foresight = false});
    ASSERT_TRUE(report.ok()) << report.error().message;
    EXPECT_GT(report->trades, 200);
    for (const Sight sight : kSights) {
        const SightReport& of = report->of(sight);
        EXPECT_LE(of.by_value.requests, of.round_robin.requests * 21 / 20);
        EXPECT_GT(of.by_value.requests, 100);
        EXPECT_LT(of.by_value.errors.planned, of.round_robin.errors.planned);
    }
    const SightReport& scouts = report->of(Sight::kScouts);
    // One run varies: `spacetraders-bench scouting` takes the median of three.
    EXPECT_GE(scouts.round_robin.errors.planned, 1.25 * scouts.by_value.errors.planned);
}

TEST(ScoutingTrial, JudgesForesightOnTheSameTrades) {
    const auto report =
        try_scouting({.haulers = 4, .probes = 2, .length = 3h, .warm_up = 1h, .foresight = true});
    ASSERT_TRUE(report.ok()) << report.error().message;
    const SightReport& all = report->of(Sight::kAllShips);
    EXPECT_GT(all.foresight.looks, 0);
    EXPECT_LE(all.foresight.errors.planned, all.round_robin.errors.planned);
}

TEST(ScoutingTrial, KnowsNoOtherLaws) {
    EXPECT_EQ(try_scouting({.law = "generous"}).error().code, core::ErrorCode::kInvalidArgument);
}

}  // namespace
}  // namespace argosy::kernel
