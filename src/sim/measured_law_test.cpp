#include "sim/measured_law.h"

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

TEST(MeasuredLaw, UpdatesAMarketEvery33MinutesGiveOrTakeTwo) {
    OneMarket market({});
    TimePoint last = market.economy().find(kHere)->next_update;
    EXPECT_LE(last - kStart, std::chrono::minutes(33));
    for (int i = 0; i < 200; ++i) {
        market.update();
        const TimePoint next = market.economy().find(kHere)->next_update;
        EXPECT_GE(next - last, std::chrono::minutes(31));
        EXPECT_LE(next - last, std::chrono::minutes(35));
        last = next;
    }
}

TEST(MeasuredLaw, RestrictsAnExportExactlyWhileAnInputIsScarce) {
    for (const std::int64_t stock : {-81, -80}) {
        OneMarket market({good("MEDICINE", TradeType::kExport, 20, 0),
                          good("FABRICS", TradeType::kImport, 60, 0),
                          good("POLYNUCLEOTIDES", TradeType::kImport, 20, stock)});
        market.update_awake();
        EXPECT_EQ(market["MEDICINE"].activity == Activity::kRestricted, stock < -80) << stock;
    }
}

TEST(MeasuredLaw, LetsARestrictedExportMakeAFifthOfAVolume) {
    OneMarket market({good("MEDICINE", TradeType::kExport, 20, 0, Activity::kStrong),
                      good("FABRICS", TradeType::kImport, 60, -480),
                      good("POLYNUCLEOTIDES", TradeType::kImport, 20, -160)});
    market.update_awake();
    EXPECT_EQ(market.stock_of("MEDICINE"), 4);
    EXPECT_EQ(market["MEDICINE"].activity, Activity::kRestricted);
}

TEST(MeasuredLaw, RestrictsAnExportWhoseInputIsNotTradedHereUnlessItIsRaw) {
    OneMarket market({good("FAB_MATS", TradeType::kExport, 20, 0),
                      good("IRON", TradeType::kImport, 60, 0),
                      good("IRON_ORE", TradeType::kExport, 60, 0)});
    market.update_awake();
    EXPECT_EQ(market["FAB_MATS"].activity, Activity::kRestricted);
    EXPECT_NE(market["IRON_ORE"].activity, Activity::kRestricted);
}

TEST(MeasuredLaw, RaisesAFedExportFromRestrictedToStrongWithinThreeUpdates) {
    OneMarket market({good("FOOD", TradeType::kExport, 60, 0, Activity::kRestricted),
                      good("FERTILIZERS", TradeType::kImport, 60, 120)});
    for (const Activity label : {Activity::kGrowing, Activity::kGrowing, Activity::kStrong}) {
        market.update_awake();
        EXPECT_EQ(market["FOOD"].activity, label);
    }
    EXPECT_EQ(market["FOOD"].flows.produced, Units(30 + 48 + 60));
}

TEST(MeasuredLaw, KeepsAnExportWithALimitedInputWeak) {
    OneMarket market({good("FOOD", TradeType::kExport, 60, -200, Activity::kStrong),
                      good("FERTILIZERS", TradeType::kImport, 60, -130)});
    for (int i = 0; i < 10; ++i) {
        market.settle("FERTILIZERS", -130);
        market.update_awake();
    }
    EXPECT_EQ(market["FOOD"].activity, Activity::kWeak);
    EXPECT_EQ(market["FOOD"].rate, 300);
}

TEST(MeasuredLaw, LowersTheRateOfAnExportThatIsAbundant) {
    OneMarket market({good("FOOD", TradeType::kExport, 60, 240, Activity::kStrong),
                      good("FERTILIZERS", TradeType::kImport, 60, 120)});
    market.update_awake();
    EXPECT_EQ(market["FOOD"].rate, 900);
    EXPECT_EQ(market["FOOD"].activity, Activity::kGrowing);
}

TEST(MeasuredLaw, LowersTheRateOfARestrictedExportToTheLeastThereIs) {
    OneMarket market({good("FOOD", TradeType::kExport, 60, 0, Activity::kStrong),
                      good("FERTILIZERS", TradeType::kImport, 60, -480)});
    for (const std::int64_t rate : {800, 600, 400, 200, 200}) {
        market.update_awake();
        EXPECT_EQ(market["FOOD"].rate, rate);
    }
}

TEST(MeasuredLaw, GivesAnImportTheMeanRateOfWhatIsMadeFromIt) {
    OneMarket market({good("FOOD", TradeType::kExport, 60, 240, Activity::kStrong),
                      good("FABRICS", TradeType::kExport, 60, 0),
                      good("FERTILIZERS", TradeType::kImport, 60, 120)});
    market.update_awake();
    EXPECT_EQ(market["FOOD"].rate, 900);
    EXPECT_EQ(market["FABRICS"].rate, 600);
    EXPECT_EQ(market["FERTILIZERS"].rate, 750);
    EXPECT_EQ(market["FERTILIZERS"].activity, Activity::kGrowing);
}

TEST(MeasuredLaw, RestrictsAnImportWhenAllThatIsMadeFromItIsAbundant) {
    OneMarket market({good("AMMUNITION", TradeType::kExport, 20, 160),
                      good("IRON", TradeType::kImport, 60, 0),
                      good("LIQUID_NITROGEN", TradeType::kImport, 60, 0),
                      good("EXPLOSIVES", TradeType::kExport, 20, 0),
                      good("LIQUID_HYDROGEN", TradeType::kImport, 60, 0),
                      good("JEWELRY", TradeType::kImport, 20, 160)});
    market.update_awake();
    EXPECT_EQ(market["IRON"].activity, Activity::kRestricted);
    EXPECT_NE(market["LIQUID_NITROGEN"].activity, Activity::kRestricted);
    EXPECT_NE(market["JEWELRY"].activity, Activity::kRestricted);
}

TEST(MeasuredLaw, StopsProductionAtEightVolumesAndSpendsInputsInProportion) {
    OneMarket market({good("FOOD", TradeType::kExport, 60, 470, Activity::kStrong),
                      good("FERTILIZERS", TradeType::kImport, 60, 0)});
    market.update_awake();
    EXPECT_EQ(market.stock_of("FOOD"), 480);
    EXPECT_EQ(market.stock_of("FERTILIZERS"), -10);
    market.update_awake();
    EXPECT_EQ(market.stock_of("FOOD"), 480);
    EXPECT_EQ(market.stock_of("FERTILIZERS"), -10);
}

TEST(MeasuredLaw, NeverTakesAnImportBelowMinusEightVolumesNorLiftsIt) {
    OneMarket market({good("JEWELRY", TradeType::kImport, 20, -158),
                      good("CLOTHING", TradeType::kImport, 20, -300)});
    market.update_awake(20);
    EXPECT_EQ(market.stock_of("JEWELRY"), -160);
    EXPECT_EQ(market.stock_of("CLOTHING"), -300);
}

TEST(MeasuredLaw, LeavesGoodsThatStartBeyondTheLimitsWhereTheyAre) {
    OneMarket market({good("SHIP_PARTS", TradeType::kExport, 6, 97),
                      good("EQUIPMENT", TradeType::kImport, 20, 0),
                      good("ELECTRONICS", TradeType::kImport, 20, 0)});
    market.update_awake(20);
    EXPECT_EQ(market.stock_of("SHIP_PARTS"), 97);
}

TEST(MeasuredLaw, ConsumesFasterWhereAnImportThatFeedsNothingIsWellSupplied) {
    OneMarket market({good("JEWELRY", TradeType::kImport, 20, 200)});
    market.update_awake(4);
    EXPECT_EQ(market["JEWELRY"].rate, 1000);
    EXPECT_EQ(market["JEWELRY"].activity, Activity::kStrong);
    EXPECT_EQ(market["JEWELRY"].flows.consumed, Units(8 + 12 + 16 + 20));
}

TEST(MeasuredLaw, ConsumesSlowerWhereAnImportThatFeedsNothingIsScarce) {
    OneMarket market({good("JEWELRY", TradeType::kImport, 20, -81, Activity::kGrowing),
                      good("CLOTHING", TradeType::kImport, 20, -60, Activity::kGrowing)});
    market.update_awake();
    EXPECT_EQ(market["JEWELRY"].rate, 650);
    EXPECT_EQ(market["CLOTHING"].rate, 750) << "between MODERATE and SCARCE it stays";
}

TEST(MeasuredLaw, MovesAnIdleMarketATenthAsFast) {
    OneMarket market(
        {good("FOOD", TradeType::kExport, 60, 0), good("FERTILIZERS", TradeType::kImport, 60, 0)});
    market.update();
    EXPECT_EQ(market["FOOD"].rate, 330);
    EXPECT_EQ(market.stock_of("FOOD"), 1);  // 0.33 of 60, a tenth of it
    EXPECT_EQ(market["FOOD"].carried, 980);
}

TEST(MeasuredLaw, GrowsNothingInAnIdleMarket) {
    OneMarket market({good("JEWELRY", TradeType::kImport, 20, 200, Activity::kStrong)});
    for (int i = 0; i < 10; ++i)
        market.update();
    EXPECT_EQ(market["JEWELRY"].activity, Activity::kStrong);
    EXPECT_EQ(market["JEWELRY"].growth_updates, 0);
    market.update_awake(3);
    EXPECT_EQ(market.volume_of("JEWELRY"), 22);
}

TEST(MeasuredLaw, KeepsAMarketAwakeForFourHoursAfterATrade) {
    OneMarket market({good("JEWELRY", TradeType::kImport, 20, 159)});
    market.sell("JEWELRY", 1);
    const auto consumed_until = [&](std::chrono::minutes length) {
        market.economy().advance(kStart + length);
        return market["JEWELRY"].flows.consumed.count();
    };
    const std::int64_t awake = consumed_until(std::chrono::minutes(240));
    EXPECT_GE(awake, 8 + 12 + 16 + 4 * 20);
    // An idle market takes a tenth: at most two units an update, eight updates in four hours.
    EXPECT_LE(consumed_until(std::chrono::minutes(480)) - awake, 16);
}

TEST(MeasuredLaw, TakesNoRefuellingForTrade) {
    OneMarket refuelled({good("JEWELRY", TradeType::kImport, 20, 0)});
    refuelled.economy().buy(kHere, TradeSymbol("FUEL"), Units(4), Economy::Cause::kRefuel, kStart);
    refuelled.update();
    EXPECT_EQ(refuelled["JEWELRY"].rate, 220);
    OneMarket traded({good("JEWELRY", TradeType::kImport, 20, 0)});
    traded.buy("FUEL", 4);
    traded.update();
    EXPECT_EQ(traded["JEWELRY"].rate, 400);
}

TEST(MeasuredLaw, GrowsAStrongScarceExportAlongTheRecordedLadderToTwoThirdsOfItsInput) {
    OneMarket market({good("EQUIPMENT", TradeType::kExport, 20, -200, Activity::kStrong),
                      good("ALUMINUM", TradeType::kImport, 60, 200),
                      good("PLASTICS", TradeType::kImport, 60, 200)});
    std::vector<std::int64_t> ladder;
    for (int i = 0; i < 40; ++i) {
        market.settle("EQUIPMENT", -200);
        market.settle("ALUMINUM", 100);
        market.settle("PLASTICS", 100);
        market.update_awake();
        const std::int64_t volume = market.volume_of("EQUIPMENT");
        if (ladder.empty() || ladder.back() != volume) ladder.push_back(volume);
    }
    EXPECT_EQ(ladder, (std::vector<std::int64_t>{20, 22, 25, 28, 31, 35, 39, 43}));
    EXPECT_EQ(market["EQUIPMENT"].starting_volume, Units(20));
}

TEST(MeasuredLaw, GrowsAFloodedImportThatFeedsNothingToThreeTimesItsStart) {
    OneMarket market({good("JEWELRY", TradeType::kImport, 20, 0)});
    for (int i = 0; i < 60; ++i) {
        market.settle("JEWELRY", 6 * market.volume_of("JEWELRY"));
        market.update_awake();
    }
    EXPECT_EQ(market.volume_of("JEWELRY"), 65);  // 59 was below 60
    EXPECT_GE(market["JEWELRY"].price.margin, 5);
    EXPECT_LE(market["JEWELRY"].price.margin, 11);
}

TEST(MeasuredLaw, GrowsAFloodedImportToThreeTimesTheLargestExportMadeFromIt) {
    OneMarket market({good("FOOD", TradeType::kExport, 25, 0, Activity::kStrong),
                      good("FERTILIZERS", TradeType::kImport, 60, 0)});
    for (int i = 0; i < 30; ++i) {
        market.settle("FOOD", 0);
        market.settle("FERTILIZERS", 6 * market.volume_of("FERTILIZERS"));
        market.update_awake();
    }
    EXPECT_EQ(market.volume_of("FERTILIZERS"), 81);  // 73 was below 75
    EXPECT_EQ(market.volume_of("FOOD"), 25) << "STRONG, but neither SCARCE nor LIMITED";
}

TEST(MeasuredLaw, KeepsStockInVolumesWhenTheTradeVolumeGrows) {
    OneMarket market({good("JEWELRY", TradeType::kImport, 20, 200, Activity::kStrong)});
    market.update_awake(2);
    const std::int64_t before = market.stock_of("JEWELRY");
    market.update_awake();
    ASSERT_EQ(market.volume_of("JEWELRY"), 22);
    EXPECT_EQ(market.stock_of("JEWELRY"), (before - 20) * 22 / 20);
    EXPECT_EQ(market["JEWELRY"].flows.grown, Units((before - 20) * 2 / 20));
}

TEST(MeasuredLaw, DriftsAnExchangeTowardsRestByATenthOfTheGap) {
    OneMarket market({good("ICE_WATER", TradeType::kExchange, 180, -200)});
    market.update_awake();
    EXPECT_EQ(market.stock_of("ICE_WATER"), -180);
    OneMarket idle({good("ICE_WATER", TradeType::kExchange, 180, -200)});
    idle.update();
    EXPECT_EQ(idle.stock_of("ICE_WATER"), -198);
}

TEST(MeasuredLaw, HasNoOtherTradersUnlessTheyAreAskedFor) {
    OneMarket market({good("JEWELRY", TradeType::kImport, 20, 0)});
    market.update_awake(20);
    EXPECT_EQ(market["JEWELRY"].flows.others, Units(0));
}

}  // namespace
}  // namespace argosy::sim
