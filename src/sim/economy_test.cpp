#include "sim/economy.h"

#include <gtest/gtest.h>

#include "model/goods.h"
#include "sim/measured_law.h"

namespace argosy::sim {
namespace {

using core::Ask;
using core::Credits;
using core::TimePoint;
using core::Units;
using model::Activity;
using model::TradeSymbol;
using model::TradeType;
using model::WaypointSymbol;

const TimePoint kStart = core::parse_time("2025-04-09T12:00:00.000Z").value();
const WaypointSymbol kHere("X1-TEST-A1");

MarketGoodFacts good(const char* symbol, TradeType type, std::int64_t volume, std::int64_t stock,
                     std::optional<Activity> activity = Activity::kWeak) {
    if (type == TradeType::kExchange) activity.reset();
    return {kHere,
            TradeSymbol(symbol),
            {type, model::base_price(TradeSymbol(symbol)).value(), 8, Units(volume), Units(stock)},
            activity};
}

// One market, kept awake by a trade of a good that nothing else depends on.
class OneMarket {
  public:
    explicit OneMarket(std::vector<MarketGoodFacts> goods, std::string_view law = "measured",
                       std::uint64_t seed = 1)
        : economy_(economy_law(law).value(), with_fuel(std::move(goods)), core::Rng(seed), kStart) {
    }

    void update() { economy_.advance(economy_.find(kHere)->next_update); }
    void trade_and_update() {
        const TimePoint now = economy_.find(kHere)->next_update - core::Duration(1);
        economy_.sell(kHere, TradeSymbol("FUEL"), Units(1), now);
        update();
    }
    void update_awake(int times) {
        for (int i = 0; i < times; ++i)
            trade_and_update();
    }

    const MarketGoodState& operator[](const char* symbol) const {
        return *economy_.find(kHere)->find(TradeSymbol(symbol));
    }
    std::int64_t stock(const char* symbol) const { return (*this)[symbol].price.stock.count(); }
    Economy& economy() { return economy_; }

  private:
    static std::vector<MarketGoodFacts> with_fuel(std::vector<MarketGoodFacts> goods) {
        goods.push_back(good("FUEL", TradeType::kExchange, 180, 0));
        return goods;
    }

    Economy economy_;
};

TEST(Economy, MovesStockByExactlyTheUnitsTraded) {
    OneMarket market({good("IRON", TradeType::kExport, 60, 100)});
    market.economy().buy(kHere, TradeSymbol("IRON"), Units(37), Economy::Cause::kTrade, kStart);
    EXPECT_EQ(market.stock("IRON"), 63);
    market.economy().sell(kHere, TradeSymbol("IRON"), Units(5), kStart);
    EXPECT_EQ(market.stock("IRON"), 68);
}

struct Impact {
    std::int64_t s;
    double ask_ratio;  // of an export, after buying one trade volume
    double bid_ratio;  // of an import, after selling one; 0 where the floor is reached
};

TEST(Economy, MovesPricesByTheRecordedImpactOfOneTradeVolume) {
    const std::vector<Impact> recorded{{-8, 1.171, 0.990}, {-6, 1.150, 0.984}, {-4, 1.127, 0.974},
                                       {-3, 1.115, 0.968}, {-2, 1.103, 0.959}, {-1, 1.092, 0.947},
                                       {0, 1.080, 0.932},  {1, 1.070, 0.909},  {2, 1.060, 0.877},
                                       {3, 1.051, 0.828},  {4, 1.044, 0.744},  {6, 1.031, 0.098},
                                       {8, 1.021, 0.0},    {12, 1.010, 0.0}};
    for (const Impact& impact : recorded) {
        OneMarket market({good("MICRO_FUSION_GENERATORS", TradeType::kExport, 20, 20 * impact.s),
                          good("EXOTIC_MATTER", TradeType::kImport, 20, 20 * impact.s)});
        const auto ask = [&] { return model::ask_of(market["MICRO_FUSION_GENERATORS"].price); };
        const auto bid = [&] { return model::bid_of(market["EXOTIC_MATTER"].price); };
        const auto ask_before = double(ask().count());
        const auto bid_before = double(bid().count());
        market.economy().buy(kHere, TradeSymbol("MICRO_FUSION_GENERATORS"), Units(20),
                             Economy::Cause::kTrade, kStart);
        market.economy().sell(kHere, TradeSymbol("EXOTIC_MATTER"), Units(20), kStart);
        EXPECT_NEAR(double(ask().count()) / ask_before, impact.ask_ratio, 0.0006) << impact.s;
        if (impact.bid_ratio > 0) {
            EXPECT_NEAR(double(bid().count()) / bid_before, impact.bid_ratio, 0.0006) << impact.s;
        } else {
            EXPECT_EQ(bid().count(), 1) << impact.s;
        }
    }
}

Credits buy_out(OneMarket& market, const char* symbol, Units units, Units batch) {
    Credits total;
    for (Units left = units; left > Units(0);) {
        const Units now = std::min(left, batch);
        total += model::ask_of(market[symbol].price) * now;
        market.economy().buy(kHere, TradeSymbol(symbol), now, Economy::Cause::kTrade, kStart);
        left -= now;
    }
    return total;
}

TEST(Economy, BuysOutAConstructionSitesCircuitryForTheRecordedTotal) {
    OneMarket market({good("ADVANCED_CIRCUITRY", TradeType::kExport, 20, -51)});
    ASSERT_EQ(model::ask_of(market["ADVANCED_CIRCUITRY"].price), Ask(5'948));
    EXPECT_EQ(buy_out(market, "ADVANCED_CIRCUITRY", Units(206), Units(20)), Credits(2'491'172));
}

TEST(Economy, BuysOutAConstructionSitesFabMatsForTheRecordedTotal) {
    std::int64_t stock = 0;
    while (model::ask_of({TradeType::kExport, 1600, 8, Units(48), Units(stock)}) > Ask(1'327)) {
        ++stock;
    }
    OneMarket market({good("FAB_MATS", TradeType::kExport, 48, stock)});
    ASSERT_EQ(model::ask_of(market["FAB_MATS"].price), Ask(1'327));
    EXPECT_EQ(buy_out(market, "FAB_MATS", Units(725), Units(48)), Credits(2'384'663));
}

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
        market.trade_and_update();
        EXPECT_EQ(market["MEDICINE"].activity == Activity::kRestricted, stock < -80) << stock;
    }
}

TEST(MeasuredLaw, LetsARestrictedExportMakeAFifthOfAVolume) {
    OneMarket market({good("MEDICINE", TradeType::kExport, 20, 0, Activity::kStrong),
                      good("FABRICS", TradeType::kImport, 60, -480),
                      good("POLYNUCLEOTIDES", TradeType::kImport, 20, -160)});
    market.trade_and_update();
    EXPECT_EQ(market.stock("MEDICINE"), 4);
    EXPECT_EQ(market["MEDICINE"].activity, Activity::kRestricted);
}

TEST(MeasuredLaw, RestrictsAnExportWhoseInputIsNotTradedHereUnlessItIsRaw) {
    OneMarket market({good("FAB_MATS", TradeType::kExport, 20, 0),
                      good("IRON", TradeType::kImport, 60, 0),
                      good("IRON_ORE", TradeType::kExport, 60, 0)});
    market.trade_and_update();
    EXPECT_EQ(market["FAB_MATS"].activity, Activity::kRestricted);
    EXPECT_NE(market["IRON_ORE"].activity, Activity::kRestricted);
}

TEST(MeasuredLaw, RaisesAFedExportFromRestrictedToStrongWithinThreeUpdates) {
    OneMarket market({good("FOOD", TradeType::kExport, 60, 0, Activity::kRestricted),
                      good("FERTILIZERS", TradeType::kImport, 60, 120)});
    market.update_awake(3);
    EXPECT_EQ(market["FOOD"].activity, Activity::kStrong);
    EXPECT_EQ(market["FOOD"].flows.produced, Units(30 + 48 + 60));
}

TEST(MeasuredLaw, KeepsAnExportWithALimitedInputWeak) {
    OneMarket market({good("FOOD", TradeType::kExport, 60, -200, Activity::kStrong),
                      good("FERTILIZERS", TradeType::kImport, 60, -130)});
    for (int i = 0; i < 10; ++i) {
        market.economy().sell(kHere, TradeSymbol("FERTILIZERS"),
                              Units(-130 - market.stock("FERTILIZERS")), kStart);
        market.trade_and_update();
    }
    EXPECT_EQ(market["FOOD"].activity, Activity::kWeak);
    EXPECT_EQ(market["FOOD"].rate, 300);
}

TEST(MeasuredLaw, RestrictsAnImportWhenAllThatIsMadeFromItIsAbundant) {
    OneMarket market({good("AMMUNITION", TradeType::kExport, 20, 160),
                      good("IRON", TradeType::kImport, 60, 0),
                      good("LIQUID_NITROGEN", TradeType::kImport, 60, 0),
                      good("EXPLOSIVES", TradeType::kExport, 20, 0),
                      good("LIQUID_HYDROGEN", TradeType::kImport, 60, 0),
                      good("JEWELRY", TradeType::kImport, 20, 160)});
    market.trade_and_update();
    EXPECT_EQ(market["IRON"].activity, Activity::kRestricted);
    EXPECT_NE(market["LIQUID_NITROGEN"].activity, Activity::kRestricted);
    EXPECT_NE(market["JEWELRY"].activity, Activity::kRestricted);
}

TEST(MeasuredLaw, StopsProductionAtEightVolumesAndSpendsInputsInProportion) {
    OneMarket market({good("FOOD", TradeType::kExport, 60, 470, Activity::kStrong),
                      good("FERTILIZERS", TradeType::kImport, 60, 0)});
    market.trade_and_update();
    EXPECT_EQ(market.stock("FOOD"), 480);
    EXPECT_EQ(market.stock("FERTILIZERS"), -10);
    market.trade_and_update();
    EXPECT_EQ(market.stock("FOOD"), 480);
    EXPECT_EQ(market.stock("FERTILIZERS"), -10);
}

TEST(MeasuredLaw, NeverTakesAnImportBelowMinusEightVolumesNorLiftsIt) {
    OneMarket market({good("JEWELRY", TradeType::kImport, 20, -158),
                      good("CLOTHING", TradeType::kImport, 20, -300)});
    market.update_awake(20);
    EXPECT_EQ(market.stock("JEWELRY"), -160);
    EXPECT_EQ(market.stock("CLOTHING"), -300);
}

TEST(MeasuredLaw, LeavesGoodsThatStartBeyondTheLimitsWhereTheyAre) {
    OneMarket market({good("SHIP_PARTS", TradeType::kExport, 6, 97),
                      good("EQUIPMENT", TradeType::kImport, 20, 0),
                      good("ELECTRONICS", TradeType::kImport, 20, 0)});
    market.update_awake(20);
    EXPECT_EQ(market.stock("SHIP_PARTS"), 97);
}

TEST(MeasuredLaw, ConsumesFasterWhereAnImportThatFeedsNothingIsWellSupplied) {
    OneMarket market({good("JEWELRY", TradeType::kImport, 20, 200)});
    market.update_awake(4);
    EXPECT_EQ(market["JEWELRY"].rate, 1000);
    EXPECT_EQ(market["JEWELRY"].activity, Activity::kStrong);
    EXPECT_EQ(market["JEWELRY"].flows.consumed, Units(8 + 12 + 16 + 20));
}

TEST(MeasuredLaw, MovesAnIdleMarketATenthAsFast) {
    OneMarket market(
        {good("FOOD", TradeType::kExport, 60, 0), good("FERTILIZERS", TradeType::kImport, 60, 0)});
    market.update();
    EXPECT_EQ(market["FOOD"].rate, 330);
    EXPECT_EQ(market.stock("FOOD"), 1);  // 0.33 of 60, a tenth of it
    EXPECT_EQ(market["FOOD"].carried, 980);
}

TEST(MeasuredLaw, KeepsAMarketAwakeForFourHoursAfterATrade) {
    OneMarket market({good("JEWELRY", TradeType::kImport, 20, 159)});
    market.economy().sell(kHere, TradeSymbol("JEWELRY"), Units(1), kStart);
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
    traded.economy().buy(kHere, TradeSymbol("FUEL"), Units(4), Economy::Cause::kTrade, kStart);
    traded.update();
    EXPECT_EQ(traded["JEWELRY"].rate, 400);
}

TEST(MeasuredLaw, GrowsAStrongScarceExportAlongTheRecordedLadderToTwoThirdsOfItsInput) {
    OneMarket market({good("EQUIPMENT", TradeType::kExport, 20, -200, Activity::kStrong),
                      good("ALUMINUM", TradeType::kImport, 60, 200),
                      good("PLASTICS", TradeType::kImport, 60, 200)});
    std::vector<std::int64_t> ladder;
    for (int i = 0; i < 40; ++i) {
        const auto deepen = Units(market.stock("EQUIPMENT") + 6 * 20);
        if (deepen > Units(0)) {
            market.economy().buy(kHere, TradeSymbol("EQUIPMENT"), deepen, Economy::Cause::kTrade,
                                 kStart);
        }
        for (const char* input : {"ALUMINUM", "PLASTICS"}) {
            market.economy().sell(kHere, TradeSymbol(input), Units(100 - market.stock(input)),
                                  kStart);
        }
        market.trade_and_update();
        const std::int64_t volume = market["EQUIPMENT"].price.volume.count();
        if (ladder.empty() || ladder.back() != volume) ladder.push_back(volume);
    }
    EXPECT_EQ(ladder, (std::vector<std::int64_t>{20, 22, 25, 28, 31, 35, 39, 43}));
    EXPECT_EQ(market["EQUIPMENT"].starting_volume, Units(20));
}

TEST(MeasuredLaw, GrowsAFloodedImportThatFeedsNothingToThreeTimesItsStart) {
    OneMarket market({good("JEWELRY", TradeType::kImport, 20, 0)});
    for (int i = 0; i < 60; ++i) {
        market.economy().sell(
            kHere, TradeSymbol("JEWELRY"),
            Units(6 * market["JEWELRY"].price.volume.count() - market.stock("JEWELRY")), kStart);
        market.trade_and_update();
    }
    EXPECT_EQ(market["JEWELRY"].price.volume, Units(65));  // 59 was below 60
    EXPECT_GE(market["JEWELRY"].price.margin, 5);
    EXPECT_LE(market["JEWELRY"].price.margin, 11);
}

TEST(MeasuredLaw, KeepsStockInVolumesWhenTheTradeVolumeGrows) {
    OneMarket market({good("JEWELRY", TradeType::kImport, 20, 200, Activity::kStrong)});
    market.update_awake(2);
    const std::int64_t before = market.stock("JEWELRY");
    market.trade_and_update();
    ASSERT_EQ(market["JEWELRY"].price.volume, Units(22));
    EXPECT_EQ(market.stock("JEWELRY"), (before - 20) * 22 / 20);
    EXPECT_EQ(market["JEWELRY"].flows.grown, Units((before - 20) * 2 / 20));
}

TEST(MeasuredLaw, DriftsAnExchangeTowardsRestByATenthOfTheGap) {
    OneMarket market({good("ICE_WATER", TradeType::kExchange, 180, -200)});
    market.trade_and_update();
    EXPECT_EQ(market.stock("ICE_WATER"), -180);
}

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
}

TEST(EconomyLaw, EagerRisesTwiceAsFastAndLiftsRestrictedEarlier) {
    OneMarket market({good("FOOD", TradeType::kExport, 60, 0, Activity::kRestricted),
                      good("FERTILIZERS", TradeType::kImport, 60, 200),
                      good("MEDICINE", TradeType::kExport, 20, 0, Activity::kRestricted),
                      good("FABRICS", TradeType::kImport, 60, 0),
                      good("POLYNUCLEOTIDES", TradeType::kImport, 20, -110)},
                     "eager");
    market.trade_and_update();
    EXPECT_EQ(market["FOOD"].rate, 800);
    EXPECT_NE(market["MEDICINE"].activity, Activity::kRestricted);
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

}  // namespace
}  // namespace argosy::sim
