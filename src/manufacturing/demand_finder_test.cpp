#include "manufacturing/demand_finder.h"

#include <gmock/gmock.h>

#include "manufacturing/testing/two_chains.h"

namespace argosy::manufacturing {
namespace {

using core::Credits;
using core::Units;
using goods::AcquisitionMethod;
using model::TradeSymbol;
using model::WaypointSymbol;
using testing::exports;
using ::testing::HasSubstr;
using testing::imports;
using ::testing::IsEmpty;
using testing::kClothing;
using testing::kFactory;
using testing::kLack;
using testing::kMachinery;
using testing::kMill;
using testing::kMine;
using testing::kPlenty;
using testing::kTown;
using testing::kVolume;
using testing::Remains;
using ::testing::SizeIs;
using testing::Workshop;

const WaypointSymbol kVillage("X1-AD75-E45");

class DemandFinderTest : public testing::TwoChainsTest {
  protected:
    std::vector<ManufacturingOpportunity> find(const std::set<FactoryOutput>& reserved = {}) {
        return DemandFinder(workshop_.fleet.markets, profitability_, settings_).find(reserved);
    }

    const ManufacturingOpportunity* find(const TradeSymbol& good) {
        found_ = find();
        for (const ManufacturingOpportunity& opportunity : found_) {
            if (opportunity.good == good) return &opportunity;
        }
        return nullptr;
    }

    std::vector<ManufacturingOpportunity> found_;
};

TEST_F(DemandFinderTest, FindsWhatIsDemandedAndCanBeMade) {
    const ManufacturingOpportunity* machinery = find(kMachinery);
    ASSERT_NE(machinery, nullptr);
    EXPECT_EQ(machinery->sell_market, kTown);
    EXPECT_EQ(machinery->tree.market, kFactory);
    EXPECT_EQ(machinery->tree.method, AcquisitionMethod::kFabricate);
    ASSERT_THAT(machinery->tree.children, SizeIs(1));
    EXPECT_EQ(machinery->tree.children.front().good, TradeSymbol("IRON"));
    EXPECT_EQ(machinery->tree.children.front().market, kMine);
    EXPECT_TRUE(machinery->clears);
    EXPECT_EQ(machinery->verdict, "clears");
}

TEST_F(DemandFinderTest, LeavesOutWhatNobodyHereMakes) {
    settings_.min_price = core::Bid(1);
    EXPECT_EQ(find(TradeSymbol("IRON")), nullptr);
    see(kVillage, {exports("IRON", kPlenty), imports("IRON_ORE", kLack)});
    see(kMine, {exports("IRON_ORE", kPlenty)});
    EXPECT_NE(find(TradeSymbol("IRON")), nullptr);
}

TEST_F(DemandFinderTest, ForecastsEveryLegOfTheChain) {
    const ManufacturingOpportunity* machinery = find(kMachinery);
    ASSERT_NE(machinery, nullptr);
    const Takings feeding = profitability_.forecast_leg(TradeSymbol("IRON"), kMine, kFactory,
                                                        hauls::TaskType::kDeliver);
    EXPECT_GT(machinery->sale.profit(), Credits(0));
    EXPECT_GT(feeding.profit(), Credits(0));
    EXPECT_EQ(machinery->whole.profit(), machinery->sale.profit() + feeding.profit());
    EXPECT_EQ(machinery->whole.units, machinery->sale.units);
}

TEST_F(DemandFinderTest, RanksByTheWholeForecast) {
    const auto found = find();
    ASSERT_THAT(found, SizeIs(2));
    EXPECT_GE(found.front().whole.profit(), found.back().whole.profit());
    // The dearer product leads until neither it nor its input is wanted.
    EXPECT_EQ(found.front().good, kClothing);
    see(kMill, {exports("CLOTHING", kPlenty), imports("FABRICS", kPlenty)});
    see(kTown, {imports("MACHINERY", kLack), imports("CLOTHING", kPlenty)});
    EXPECT_EQ(find().front().good, kMachinery);
}

TEST_F(DemandFinderTest, RanksByWhatACreditBringsWhenToldTo) {
    const auto by_value = find();
    ASSERT_THAT(by_value, SizeIs(2));
    settings_.rank = Rank::kReturn;
    const auto by_return = find();
    const auto bp = [](const ManufacturingOpportunity& one) {
        return one.whole.profit().count() * 10'000 / one.whole.cost.count();
    };
    EXPECT_GT(bp(by_return.front()), bp(by_return.back()));
    EXPECT_GT(by_value.front().whole.profit(), by_value.back().whole.profit());
    EXPECT_NE(by_return.front().good, by_value.front().good) << "or this shows nothing";
}

TEST_F(DemandFinderTest, LeavesOutWhatRanksBehindTheMostThatCount) {
    settings_.max_opportunities = 1;
    const auto found = find();
    ASSERT_THAT(found, SizeIs(1));
    EXPECT_EQ(found.front().good, kClothing);
}

TEST_F(DemandFinderTest, ForecastsWhatHaulsWillDoWithoutTheGate) {
    // Below what the gate asks for nothing would be carried; without it everything is.
    settings_.min_price = core::Bid(1);
    see(kTown, {imports("MACHINERY", kPlenty), imports("CLOTHING", kLack)});
    ASSERT_NE(find(kMachinery), nullptr);
    EXPECT_EQ(find(kMachinery)->sale.units, Units(0));
    gate_.advisory = true;
    EXPECT_GT(find(kMachinery)->sale.units, Units(0));
    EXPECT_LT(find(kMachinery)->sale.profit(), Credits(0));
    gate_.sizing = hauls::Sizing::kRequirements;
    EXPECT_EQ(find(kMachinery)->sale.units, Units(kVolume * 80 / 100)) << "it is ABUNDANT";
}

TEST_F(DemandFinderTest, RanksByThePriceAloneWhenToldTo) {
    // The mill can neither be fed nor emptied at a gain; only the price of its product is high.
    see(kMill, {exports("CLOTHING", kLack), imports("FABRICS", kPlenty)});
    see(kTown, {imports("MACHINERY", kVolume), imports("CLOTHING", kLack)});
    gate_.least_profit = Credits(1'000'000);
    settings_.rank = Rank::kPrice;
    const auto found = find();
    ASSERT_THAT(found, SizeIs(2));
    EXPECT_GT(found.front().bid, found.back().bid);
    EXPECT_EQ(found.front().good, kClothing);
    // And sells where the price is highest.
    see(kVillage, {imports("CLOTHING", kLack - kVolume)});
    EXPECT_EQ(find().front().sell_market, kVillage);
}

TEST_F(DemandFinderTest, TakesInputsFromWhereTheStrategySays) {
    see(kVillage, {exports("IRON", kPlenty), imports("IRON_ORE", kLack)});
    see(kMine, {exports("IRON_ORE", kPlenty), exports("IRON", kPlenty)});
    EXPECT_EQ(find(kMachinery)->tree.children.front().method, AcquisitionMethod::kBuy);
    settings_.strategy = goods::Strategy::kFabricate;
    EXPECT_EQ(find(kMachinery)->tree.children.front().method, AcquisitionMethod::kFabricate);
}

TEST_F(DemandFinderTest, SellsWhereTheForecastIsBest) {
    see(kVillage, {imports("MACHINERY", kLack - kVolume)});
    ASSERT_NE(find(kMachinery), nullptr);
    EXPECT_EQ(find(kMachinery)->sell_market, kVillage);
}

TEST_F(DemandFinderTest, LeavesOutWhatBringsLessThanTheLeastPrice) {
    settings_.min_price = find(kMachinery)->bid;
    EXPECT_NE(find(kMachinery), nullptr);
    settings_.min_price = core::Bid(settings_.min_price.count() + 1);
    EXPECT_EQ(find(kMachinery), nullptr);
}

TEST_F(DemandFinderTest, LeavesOutWhatAPipelineFeedsAlready) {
    const auto found = find({{kFactory, kMachinery}});
    ASSERT_THAT(found, SizeIs(1));
    EXPECT_EQ(found.front().good, kClothing);
}

TEST_F(DemandFinderTest, FindsNothingWhereNothingIsKnown) {
    Remains unknown;
    Workshop empty(unknown);
    EXPECT_THAT(DemandFinder(empty.fleet.markets, profitability_, settings_).find({}), IsEmpty());
}

TEST_F(DemandFinderTest, GatesAChainWithoutALegThatPays) {
    // Dear where it is made, cheap where it is wanted, and the factory has all the iron it needs.
    see(kFactory, {exports("MACHINERY", kLack), imports("IRON", kPlenty)});
    see(kTown, {imports("MACHINERY", kVolume)});
    const ManufacturingOpportunity* machinery = find(kMachinery);
    ASSERT_NE(machinery, nullptr);
    EXPECT_FALSE(machinery->clears);
    EXPECT_THAT(machinery->verdict, HasSubstr("selling 0 units would bring 0 for 0"));

    gate_.advisory = true;
    ASSERT_NE(find(kMachinery), nullptr);
    EXPECT_TRUE(find(kMachinery)->clears);
}

TEST_F(DemandFinderTest, LetsAChainThroughForItsFeedingAlone) {
    see(kFactory, {exports("MACHINERY", kLack), imports("IRON", kLack)});
    see(kTown, {imports("MACHINERY", kVolume)});
    gate_.least_profit = Credits(1);
    const ManufacturingOpportunity* machinery = find(kMachinery);
    ASSERT_NE(machinery, nullptr);
    EXPECT_EQ(machinery->sale.units, Units(0));
    EXPECT_TRUE(machinery->clears);
}

TEST_F(DemandFinderTest, ForecastsNoMoreThanTheMoneyBuys) {
    Remains poor;
    poor.world.credits = Credits(10'000);
    Workshop workshop(poor);
    workshop.look(kFactory, fleet::testing::goods_of({exports("MACHINERY", kPlenty)}));
    workshop.look(kTown, fleet::testing::goods_of({imports("MACHINERY", kLack)}));
    const Takings forecast = Profitability(workshop.fleet, gate_)
                                 .forecast_leg(kMachinery, kFactory, kTown, hauls::TaskType::kSell);
    EXPECT_GT(forecast.units, Units(0));
    EXPECT_LE(forecast.cost, Credits(10'000));
}

}  // namespace
}  // namespace argosy::manufacturing
