#include "trading/why.h"

#include <gmock/gmock.h>

#include "trading/greedy.h"
#include "trading/testing/trading_test.h"

namespace argosy::trading {
namespace {

using hauls::testing::kCustomer;
using hauls::testing::kFactory;
using hauls::testing::kMachinery;
using hauls::testing::kRival;
using hauls::testing::kSmelter;
using testing::kIronLane;
using testing::kMachineryLane;
using namespace std::chrono_literals;
using ::testing::HasSubstr;

// MACHINERY is made at the factory and wanted by customer and rival; IRON feeds the factory.
class WhyTest : public testing::TradingTest {
  protected:
    std::vector<LaneReason> why(const WhyQuery& query, const model::Ship* ship = nullptr) {
        desk_->begin_round();
        return explain_all(*desk_, greedy_, query, ship);
    }

    LaneReason reason(const Lane& lane) {
        return explain(*desk_, greedy_, lane, ship(process_->fleet.idle_ships().front()));
    }

    Greedy greedy_{{}};
};

TEST_F(WhyTest, NamesFirstWhatAShipIsGiven) {
    add_ship(kSmelter);
    open();
    const auto ships = process_->fleet.idle_ships();
    const std::vector<LaneReason> lanes = why({}, &ship(ships.front()));
    desk_->begin_round();
    const std::vector<Trade> chosen = greedy_.choose(*desk_, ships);
    ASSERT_EQ(chosen.size(), 1u);
    ASSERT_GT(lanes.size(), 1u);
    EXPECT_EQ(lanes.front().lane, chosen.front().lane());
    EXPECT_EQ(lanes.front().trade->offer.profit, chosen.front().offer.profit);
    EXPECT_EQ(lanes.front().score.rate, rate_of(chosen.front()));
    EXPECT_GT(lanes.front().score.rate, lanes.back().score.rate);
}

TEST_F(WhyTest, TellsOnlyOfLanesThatAreAskedAbout) {
    add_ship(kSmelter);
    open();
    const std::size_t all = why({}).size();
    for (const LaneReason& lane : why({.good = kMachinery}))
        EXPECT_EQ(lane.lane.good, kMachinery);
    EXPECT_LT(why({.good = kMachinery}).size(), all);
    ASSERT_EQ(why({.good = kMachinery, .to = kCustomer}).size(), 1u);
    EXPECT_EQ(why({.good = kMachinery, .from = kRival}).size(), 0u);
    EXPECT_EQ(why({.limit = 1}).size(), 1u);
}

TEST_F(WhyTest, TakesALightHaulerAtTheSourceWhereNoShipIsNamed) {
    add_ship(kCustomer);
    open();
    const LaneReason nobody = why({.good = kMachinery, .to = kCustomer}).front();
    const LaneReason ours = reason(kMachineryLane);
    ASSERT_TRUE(nobody.trade && ours.trade);
    EXPECT_LT(nobody.trade->offer.time, ours.trade->offer.time) << "it need not come there";
}

TEST_F(WhyTest, SaysThatNoUnitHasTheMargin) {
    greedy_ = Greedy({.min_margin_bp = 1'000'000});
    add_ship(kFactory);
    open();
    const LaneReason machinery = reason(kMachineryLane);
    EXPECT_THAT(machinery.rule.text(), HasSubstr("no unit has the margin"));
    EXPECT_FALSE(machinery.score.rate.has_value());
    EXPECT_TRUE(machinery.source && machinery.sink);
}

TEST_F(WhyTest, SaysThatAShipHasNoHold) {
    add_ship(kFactory);
    open();
    model::Ship probe = ship(process_->fleet.idle_ships().front());
    probe.cargo.capacity = core::Units(0);
    const LaneReason machinery = explain(*desk_, greedy_, kMachineryLane, probe);
    EXPECT_EQ(machinery.rule.text(), "the ship has no hold");
}

TEST_F(WhyTest, SaysThatALaneRestsThoughNoRoundHasIt) {
    add_ship(kSmelter);
    open();
    desk_->rest(kIronLane, process_->runtime.now() + 90s);
    const std::vector<LaneReason> lanes = why({.good = kIronLane.good});
    ASSERT_EQ(lanes.size(), 1u);
    EXPECT_THAT(lanes.front().rule.text(), HasSubstr("it rests for 90 s more"));
    EXPECT_FALSE(lanes.front().score.rate.has_value());
}

TEST_F(WhyTest, SaysThatAMarketTradesTheGoodNoMore) {
    add_ship(kSmelter);
    open();
    const LaneReason nothing = reason({kMachinery, kSmelter, kFactory});
    EXPECT_THAT(nothing.rule.text(), HasSubstr("is not known any more"));
    EXPECT_FALSE(nothing.trade.has_value());
}

}  // namespace
}  // namespace argosy::trading
