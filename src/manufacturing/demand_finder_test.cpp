#include "manufacturing/demand_finder.h"

#include <gmock/gmock.h>

#include "manufacturing/testing/workshop.h"

namespace argosy::manufacturing {
namespace {

using core::Credits;
using core::Units;
using fleet::testing::goods_of;
using fleet::testing::priced;
using goods::AcquisitionMethod;
using model::TradeSymbol;
using model::TradeType;
using model::WaypointSymbol;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::Remains;
using ::testing::SizeIs;
using testing::Workshop;

const WaypointSymbol kMine("X1-AD75-B7");
const WaypointSymbol kFactory("X1-AD75-H51");
const WaypointSymbol kMill("X1-AD75-D43");
const WaypointSymbol kTown("X1-AD75-A1");
const WaypointSymbol kVillage("X1-AD75-E45");
const TradeSymbol kMachinery("MACHINERY");
const TradeSymbol kClothing("CLOTHING");

constexpr std::int64_t kVolume = 20;
constexpr std::int64_t kPlenty = 6 * kVolume;
constexpr std::int64_t kLack = -6 * kVolume;

std::pair<std::string_view, model::PriceState> exports(std::string_view good, std::int64_t stock) {
    return {good, priced(good, TradeType::kExport, kVolume, stock)};
}

std::pair<std::string_view, model::PriceState> imports(std::string_view good, std::int64_t stock) {
    return {good, priced(good, TradeType::kImport, kVolume, stock)};
}

/// A system with two chains: IRON makes MACHINERY, FABRICS make CLOTHING; a town lacks both.
class DemandFinderTest : public ::testing::Test {
  protected:
    DemandFinderTest() : workshop_(with_credits(remains_, 5'000'000)) {
        workshop_.look(kMine, goods_of({exports("IRON", kPlenty), exports("FABRICS", kPlenty)}));
        workshop_.look(kFactory, goods_of({exports("MACHINERY", kPlenty), imports("IRON", kLack)}));
        workshop_.look(kMill, goods_of({exports("CLOTHING", kPlenty), imports("FABRICS", kLack)}));
        workshop_.look(kTown, goods_of({imports("MACHINERY", kLack), imports("CLOTHING", kLack)}));
    }

    static Remains& with_credits(Remains& remains, std::int64_t credits) {
        remains.world.credits = Credits(credits);
        return remains;
    }

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

    Remains remains_;
    Workshop workshop_;
    hauls::DispatchSettings gate_;
    Profitability profitability_{workshop_.fleet, gate_};
    Settings settings_;
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
    workshop_.look(kVillage, goods_of({exports("IRON", kPlenty), imports("IRON_ORE", kLack)}));
    workshop_.look(kMine, goods_of({exports("IRON_ORE", kPlenty)}));
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
    workshop_.look(kMill, goods_of({exports("CLOTHING", kPlenty), imports("FABRICS", kPlenty)}));
    workshop_.look(kTown, goods_of({imports("MACHINERY", kLack), imports("CLOTHING", kPlenty)}));
    EXPECT_EQ(find().front().good, kMachinery);
}

TEST_F(DemandFinderTest, RanksByThePriceAloneWhenToldTo) {
    // The mill can neither be fed nor emptied at a gain; only the price of its product is high.
    workshop_.look(kMill, goods_of({exports("CLOTHING", kLack), imports("FABRICS", kPlenty)}));
    workshop_.look(kTown, goods_of({imports("MACHINERY", kVolume), imports("CLOTHING", kLack)}));
    gate_.least_profit = Credits(1'000'000);
    settings_.rank = Rank::kPrice;
    const auto found = find();
    ASSERT_THAT(found, SizeIs(2));
    EXPECT_GT(found.front().bid, found.back().bid);
    EXPECT_EQ(found.front().good, kClothing);
    // And sells where the price is highest.
    workshop_.look(kVillage, goods_of({imports("CLOTHING", kLack - kVolume)}));
    EXPECT_EQ(find().front().sell_market, kVillage);
}

TEST_F(DemandFinderTest, TakesInputsFromWhereTheStrategySays) {
    workshop_.look(kVillage, goods_of({exports("IRON", kPlenty), imports("IRON_ORE", kLack)}));
    workshop_.look(kMine, goods_of({exports("IRON_ORE", kPlenty), exports("IRON", kPlenty)}));
    EXPECT_EQ(find(kMachinery)->tree.children.front().method, AcquisitionMethod::kBuy);
    settings_.strategy = goods::Strategy::kFabricate;
    EXPECT_EQ(find(kMachinery)->tree.children.front().method, AcquisitionMethod::kFabricate);
}

TEST_F(DemandFinderTest, SellsWhereTheForecastIsBest) {
    workshop_.look(kVillage, goods_of({imports("MACHINERY", kLack - kVolume)}));
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
    workshop_.look(kFactory, goods_of({exports("MACHINERY", kLack), imports("IRON", kPlenty)}));
    workshop_.look(kTown, goods_of({imports("MACHINERY", kVolume)}));
    const ManufacturingOpportunity* machinery = find(kMachinery);
    ASSERT_NE(machinery, nullptr);
    EXPECT_FALSE(machinery->clears);
    EXPECT_THAT(machinery->verdict, HasSubstr("selling 0 units would bring 0 for 0"));

    gate_.advisory = true;
    ASSERT_NE(find(kMachinery), nullptr);
    EXPECT_TRUE(find(kMachinery)->clears);
}

TEST_F(DemandFinderTest, LetsAChainThroughForItsFeedingAlone) {
    workshop_.look(kFactory, goods_of({exports("MACHINERY", kLack), imports("IRON", kLack)}));
    workshop_.look(kTown, goods_of({imports("MACHINERY", kVolume)}));
    gate_.least_profit = Credits(1);
    const ManufacturingOpportunity* machinery = find(kMachinery);
    ASSERT_NE(machinery, nullptr);
    EXPECT_EQ(machinery->sale.units, Units(0));
    EXPECT_TRUE(machinery->clears);
}

TEST_F(DemandFinderTest, ForecastsNoMoreThanTheMoneyBuys) {
    Remains poor;
    Workshop workshop(with_credits(poor, 10'000));
    workshop.look(kFactory, goods_of({exports("MACHINERY", kPlenty)}));
    workshop.look(kTown, goods_of({imports("MACHINERY", kLack)}));
    const Takings forecast = Profitability(workshop.fleet, gate_)
                                 .forecast_leg(kMachinery, kFactory, kTown, hauls::TaskType::kSell);
    EXPECT_GT(forecast.units, Units(0));
    EXPECT_LE(forecast.cost, Credits(10'000));
}

}  // namespace
}  // namespace argosy::manufacturing
