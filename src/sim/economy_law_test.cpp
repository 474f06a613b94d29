#include "sim/economy.h"

#include <gtest/gtest.h>

#include "sim/testing/one_market.h"

namespace argosy::sim {
namespace {

using core::TimePoint;
using core::Units;
using model::Activity;
using model::TradeSymbol;
using model::TradeType;
using testing::good;
using testing::kHere;
using testing::kStart;
using testing::OneMarket;

TEST(EconomyLaw, IsKnownByNameAndListsTheNamesWhenItIsNot) {
    for (const char* name : {"measured", "inert", "eager", "crowded"}) {
        EXPECT_EQ(economy_law(name).value()->name(), name);
    }
    const auto unknown = economy_law("generous");
    ASSERT_FALSE(unknown.ok());
    EXPECT_NE(unknown.error().message.find("measured, inert, eager, crowded"), std::string::npos);
}

TEST(EconomyLaw, InertMakesAFifthHoweverWellFed) {
    OneMarket market(
        {good("FOOD", TradeType::kExport, 60, 0), good("FERTILIZERS", TradeType::kImport, 60, 400)},
        "inert");
    market.update_awake(10);
    EXPECT_EQ(market["FOOD"].flows.produced, Units(120));
    EXPECT_EQ(market["FOOD"].activity, Activity::kWeak);
}

TEST(EconomyLaw, InertShowsWhatIsStarvedAndMakesAsMuch) {
    OneMarket market({good("FOOD", TradeType::kExport, 60, 0, Activity::kStrong),
                      good("FERTILIZERS", TradeType::kImport, 60, -480)},
                     "inert");
    market.update_awake(10);
    EXPECT_EQ(market["FOOD"].flows.produced, Units(120));
    EXPECT_EQ(market["FOOD"].activity, Activity::kRestricted);
}

TEST(EconomyLaw, EagerRisesTwiceAsFastAndFallsAsTheOthersDo) {
    OneMarket market({good("FOOD", TradeType::kExport, 60, 0, Activity::kRestricted),
                      good("FABRICS", TradeType::kExport, 60, 240, Activity::kStrong),
                      good("FERTILIZERS", TradeType::kImport, 60, 200),
                      good("JEWELRY", TradeType::kImport, 20, 0)},
                     "eager");
    market.update_awake();
    EXPECT_EQ(market["FOOD"].rate, 800);
    EXPECT_EQ(market["FABRICS"].rate, 900);
    EXPECT_EQ(market["JEWELRY"].rate, 600);
}

TEST(EconomyLaw, EagerRestrictsOnlyBelowMinusSixVolumes) {
    for (const std::int64_t stock : {-361, -360}) {
        OneMarket market({good("FOOD", TradeType::kExport, 60, 0),
                          good("FERTILIZERS", TradeType::kImport, 60, stock)},
                         "eager");
        market.update_awake();
        EXPECT_EQ(market["FOOD"].activity == Activity::kRestricted, stock < -360) << stock;
    }
}

TEST(EconomyLaw, CrowdedLetsOthersFeedImportsAndEmptyExports) {
    OneMarket market({good("SHIP_PARTS", TradeType::kExport, 60, 480),
                      good("EQUIPMENT", TradeType::kImport, 60, -480),
                      good("ELECTRONICS", TradeType::kImport, 60, -480)},
                     "crowded");
    for (int i = 0; i < 100; ++i)
        market.update();
    // 100 draws around 3 units with a deviation of about 1.7 each: far inside these bounds.
    EXPECT_NEAR(double(market["SHIP_PARTS"].flows.others.count()), -300.0, 80.0);
    EXPECT_NEAR(double(market["EQUIPMENT"].flows.others.count()), 300.0, 80.0);
    EXPECT_LT(market.economy().find(kHere)->next_update - kStart, std::chrono::hours(26));
}

TEST(EconomyLaw, CrowdedUpdatesAMarketEvery15MinutesGiveOrTakeTwo) {
    OneMarket market({}, "crowded");
    TimePoint last = market.economy().find(kHere)->next_update;
    EXPECT_LE(last - kStart, std::chrono::minutes(15));
    for (int i = 0; i < 200; ++i) {
        market.update();
        const TimePoint next = market.economy().find(kHere)->next_update;
        EXPECT_GE(next - last, std::chrono::minutes(13));
        EXPECT_LE(next - last, std::chrono::minutes(17));
        last = next;
    }
}

TEST(EconomyLaw, TakesOtherTradersIntoAnyWorld) {
    for (const char* name : {"measured", "inert", "eager"}) {
        OneMarket market({good("SHIP_PARTS", TradeType::kExport, 60, 480),
                          good("EQUIPMENT", TradeType::kImport, 60, -480),
                          good("ELECTRONICS", TradeType::kImport, 60, -480),
                          good("ICE_WATER", TradeType::kExchange, 180, -2000)},
                         name, {.other_traders = true});
        for (int i = 0; i < 100; ++i)
            market.update();
        EXPECT_EQ(market.economy().law().name(), name);
        EXPECT_NEAR(double(market["SHIP_PARTS"].flows.others.count()), -300.0, 80.0) << name;
        EXPECT_NEAR(double(market["EQUIPMENT"].flows.others.count()), 300.0, 80.0) << name;
        EXPECT_EQ(market["ICE_WATER"].flows.others, Units(0)) << name;
        EXPECT_GT(market.economy().find(kHere)->next_update - kStart, std::chrono::hours(51));
        // Drifted a tenth of the gap at each update: what others trade in is never idle.
        EXPECT_GT(market.stock_of("ICE_WATER"), -100) << name;
    }
}

}  // namespace
}  // namespace argosy::sim
