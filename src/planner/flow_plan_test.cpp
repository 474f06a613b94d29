#include "planner/flow_plan.h"

#include <gmock/gmock.h>

#include "planner/planner.h"
#include "trading/testing/trading_test.h"

namespace argosy::planner {
namespace {

using core::Units;
using fleet::testing::priced;
using hauls::testing::kCustomer;
using hauls::testing::kFactory;
using hauls::testing::kIron;
using hauls::testing::kMachinery;
using hauls::testing::kSmelter;
using model::TradeType;
using ::testing::Contains;
using ::testing::Each;
using ::testing::Field;
using ::testing::Key;
using ::testing::Not;
using ::testing::Pair;
using trading::Lane;
using trading::testing::kIronLane;
using trading::testing::kMachineryLane;

// MACHINERY is made of IRON at the factory, which only the smelter has.
class FlowPlanTest : public trading::testing::TradingTest {
  protected:
    FlowPlan plan(Feeding feeding = Feeding::kHelps) {
        const trading::TradeDesk& desk = open();
        auto made = planner_.plan(desk, ships_, feeding);
        EXPECT_TRUE(made.ok()) << made.error().message;
        return *std::move(made);
    }

    /// There is IRON for nearly all that can be made of it.
    void feed_well() {
        remains_.world.markets.at(kSmelter)[kIron] = priced("IRON", TradeType::kExport, 280, 840);
    }

    /// Looks at a market whose prices are as given, whatever the law says.
    void look(const model::WaypointSymbol& market, std::vector<model::MarketGood> goods) {
        store::Transaction unstored;
        process_->markets.record_look({.symbol = market, .goods = std::move(goods)}, unstored);
    }

    std::vector<model::ShipSymbol> ships_{add_ship(kSmelter)};
    FlowPlanner planner_{goods::game_recipes(), PlannerSettings().requests_an_hour};
};

TEST_F(FlowPlanTest, CarriesWhatIsMadeToWhoWantsItAndFeedsItsFactory) {
    const FlowPlan made = plan();
    EXPECT_THAT(made.flows, Contains(Key(kIronLane)));
    EXPECT_THAT(made.flows, Contains(Key(kMachineryLane)));
    EXPECT_THAT(made.flows, Each(Pair(::testing::_, ::testing::Gt(0))));
    EXPECT_TRUE(made.find(kFactory, kIron)->feeds);
    EXPECT_FALSE(made.find(kCustomer, kMachinery)->feeds);
    EXPECT_GT(made.credits_an_hour, 0);
    EXPECT_EQ(made.find(kFactory, model::TradeSymbol("GOLD")), nullptr);
    EXPECT_EQ(made.known, made.goods.size());
}

TEST_F(FlowPlanTest, GivesAnInputTheWorthOfWhatIsMadeOfIt) {
    feed_well();
    const FlowPlan fed = plan();
    const FlowPlan useless = plan(Feeding::kChangesNothing);
    EXPECT_GT(fed.find(kFactory, kIron)->worth, useless.find(kFactory, kIron)->worth);
    EXPECT_FALSE(useless.find(kFactory, kIron)->feeds) << "nothing more is made of it";
}

TEST_F(FlowPlanTest, KeepsAtHandWhatAFactoryAtWorkIsFedWith) {
    feed_well();
    EXPECT_TRUE(plan().find(kFactory, kIron)->kept);
    remains_.world.markets.at(kSmelter)[kIron] = priced("IRON", TradeType::kExport, 6, 40);
    EXPECT_FALSE(plan().find(kFactory, kIron)->kept) << "there is too little: it is left alone";
}

TEST_F(FlowPlanTest, TakesFromAnExchangeWhatNobodyMakes) {
    remains_.world.markets.at(kSmelter)[kIron] = priced("IRON", TradeType::kExchange, 60, 0);
    EXPECT_THAT(plan().flows, Contains(Key(kIronLane)));
}

TEST_F(FlowPlanTest, EarnsNoLessWithMoreShips) {
    const double one = plan().credits_an_hour;
    ships_.push_back(add_ship(kFactory));
    EXPECT_GE(plan().credits_an_hour, one);
}

TEST_F(FlowPlanTest, LeavesOutWhatItDoesNotUnderstandAndWhatThatUsesUp) {
    const trading::TradeDesk& desk = open();
    const auto iron = priced("IRON", TradeType::kImport, 60, -180);
    look(kFactory, {{kMachinery, TradeType::kExport, Units(20), model::Supply::kModerate,
                     std::nullopt, core::Ask(1), core::Bid(1'000'000)},
                    {kIron, TradeType::kImport, iron.volume, supply_of(iron), std::nullopt,
                     ask_of(iron), bid_of(iron)}});
    const auto known = planner_.known_goods(desk);
    EXPECT_THAT(known, Each(Field(&market::Listing::market, Not(kFactory))));
    EXPECT_THAT(known, Contains(Field(&market::Listing::market, kSmelter)));
}

TEST_F(FlowPlanTest, IsOfOneSystem) {
    const trading::TradeDesk& desk = open();
    const std::size_t here = planner_.known_goods(desk).size();
    const model::WaypointSymbol elsewhere("X1-ELSE-A1");
    const auto machinery = priced("MACHINERY", TradeType::kImport, 20, -160);
    look(elsewhere, {{kMachinery, TradeType::kImport, machinery.volume, supply_of(machinery),
                      std::nullopt, ask_of(machinery), bid_of(machinery)}});
    EXPECT_EQ(planner_.known_goods(desk).size(), here);
    const auto made = planner_.plan(desk, ships_, Feeding::kHelps);
    ASSERT_TRUE(made.ok()) << made.error().message;
    EXPECT_EQ(made->find(elsewhere, kMachinery), nullptr);
    const trading::TradeDesk other(process_->fleet, process_->tasks, trading::testing::kOperation,
                                   model::SystemSymbol("X1-ELSE"));
    EXPECT_EQ(planner_.known_goods(other).size(), 1u);
}

}  // namespace
}  // namespace argosy::planner
