#include "planner/feeding_belief.h"

#include <gtest/gtest.h>

#include "goods/testing/known_markets.h"

namespace argosy::planner {
namespace {

using namespace std::chrono_literals;
using model::Activity;
using model::Supply;
using model::TradeType;

class Belief : public ::testing::Test, protected goods::testing::KnownMarkets {
  protected:
    /// Looks at so many factories of IRON every ten minutes, for so long.
    void watch(int factories, core::Duration length, Activity activity,
               Supply ore = Supply::kModerate) {
        for (core::Duration passed{0}; passed < length; passed += 10min) {
            process_.runtime.spawn(process_.runtime.clock.sleep_for(10min));
            process_.run_for(10min);
            for (int factory = 0; factory < factories; ++factory) {
                look(fmt::format("X1-AD75-H{}", factory),
                     {{"IRON", TradeType::kExport, Supply::kHigh, 100, activity},
                      {"IRON_ORE", TradeType::kImport, ore, 100, activity}});
            }
            belief_.observe(process_.markets, process_.runtime.now());
        }
    }

    FeedingBelief belief_{goods::game_recipes()};
};

TEST_F(Belief, IsThatFeedingHelpsUntilSeenOtherwise) {
    EXPECT_EQ(belief_.feeding(), Feeding::kHelps);
    watch(10, FeedingBelief::kShownAfter - 10min, Activity::kWeak);
    EXPECT_EQ(belief_.feeding(), Feeding::kHelps);
}

TEST_F(Belief, EndsWhenWellFedFactoriesMakeNoMore) {
    watch(FeedingBelief::kEnough, FeedingBelief::kShownAfter + 20min, Activity::kWeak);
    EXPECT_EQ(belief_.feeding(), Feeding::kChangesNothing);
}

TEST_F(Belief, StaysWhenTheyMakeMore) {
    watch(FeedingBelief::kEnough, FeedingBelief::kShownAfter + 20min, Activity::kStrong);
    EXPECT_EQ(belief_.feeding(), Feeding::kHelps);
}

TEST_F(Belief, IsWeighedByWhatWasSeenUntilThatIsEnough) {
    EXPECT_DOUBLE_EQ(belief_.likelihood(), 0.5);
    watch(1, FeedingBelief::kShownAfter + 20min, Activity::kStrong);
    EXPECT_DOUBLE_EQ(belief_.likelihood(), 2.0 / 3);
    watch(FeedingBelief::kEnough, FeedingBelief::kShownAfter + 20min, Activity::kStrong);
    EXPECT_DOUBLE_EQ(belief_.likelihood(), 1);
}

TEST_F(Belief, IsNotSureOfWhatMostSpeaksAgainst) {
    watch(FeedingBelief::kEnough - 1, FeedingBelief::kShownAfter + 20min, Activity::kWeak);
    EXPECT_DOUBLE_EQ(belief_.likelihood(), 0.2);
}

TEST_F(Belief, LearnsNothingFromFactoriesThatAreHungry) {
    watch(10, 3 * FeedingBelief::kShownAfter, Activity::kRestricted, Supply::kLimited);
    EXPECT_EQ(belief_.feeding(), Feeding::kHelps);
}

TEST_F(Belief, ComesBackWhenEnoughMakeMoreAfterAll) {
    watch(FeedingBelief::kEnough, FeedingBelief::kShownAfter + 20min, Activity::kWeak);
    watch(FeedingBelief::kEnough, 2 * FeedingBelief::kShownAfter, Activity::kGrowing);
    EXPECT_EQ(belief_.feeding(), Feeding::kHelps);
}

}  // namespace
}  // namespace argosy::planner
