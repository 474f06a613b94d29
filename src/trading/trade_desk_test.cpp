#include "trading/trade_desk.h"

#include <gmock/gmock.h>

#include "trading/greedy.h"
#include "trading/lane_scan.h"
#include "trading/testing/trading_test.h"

namespace argosy::trading {
namespace {

using core::Credits;
using core::Units;
using hauls::testing::kCustomer;
using hauls::testing::kFactory;
using hauls::testing::kIron;
using hauls::testing::kMachinery;
using hauls::testing::kRival;
using hauls::testing::kSmelter;
using hauls::testing::Remains;
using ::testing::Contains;
using ::testing::IsEmpty;
using testing::kIronLane;
using testing::kMachineryLane;
using ::testing::Not;

class TradeDeskTest : public testing::TradingTest {
  protected:
    Trade trade_of(const model::ShipSymbol& symbol, const Lane& lane) {
        const auto trade =
            desk_->trade(ship(symbol), lane, desk_->price(lane, ship(symbol).cargo.free(), {}));
        EXPECT_TRUE(trade.has_value());
        return *trade;
    }
};

TEST_F(TradeDeskTest, KnowsEveryLaneWithPricesAtBothEnds) {
    const TradeDesk& desk = open();
    EXPECT_THAT(desk.lanes(), Contains(kIronLane));
    EXPECT_THAT(desk.lanes(), Contains(kMachineryLane));
    EXPECT_THAT(desk.lanes(), Contains(Lane{kMachinery, kFactory, kRival}));
    EXPECT_THAT(desk.lanes(), Not(Contains(Lane{kIron, kFactory, kSmelter})));
}

TEST_F(TradeDeskTest, KnowsNoLaneOfAnotherSystem) {
    EXPECT_THAT(open(model::SystemSymbol("X1-ELSE")).lanes(), IsEmpty());
}

TEST_F(TradeDeskTest, CountsTheTradesInThatWereDecidedOnAndSpendsTheirCredits) {
    const model::ShipSymbol symbol = add_ship(kSmelter);
    TradeDesk& desk = open();
    const Units source = desk.state(kSmelter, kIron)->stock;
    const Units sink = desk.state(kFactory, kIron)->stock;
    const Credits budget = desk.budget();
    const Trade first = trade_of(symbol, kIronLane);
    ASSERT_GT(first.offer.price.units, Units(0));
    desk.take(first);
    EXPECT_EQ(desk.state(kSmelter, kIron)->stock, source - first.offer.price.units);
    EXPECT_EQ(desk.state(kFactory, kIron)->stock, sink + first.offer.price.units);
    EXPECT_EQ(desk.budget(), budget - first.offer.price.cost);
    EXPECT_LT(trade_of(symbol, kIronLane).offer.profit, first.offer.profit);
}

TEST_F(TradeDeskTest, CountsShipsUnderWayInAndLeavesOutTheOneToBePricedAgain) {
    const model::ShipSymbol symbol = add_ship(kSmelter);
    TradeDesk& desk = open();
    const Units source = desk.state(kSmelter, kIron)->stock;
    const core::HaulId id = process_->add_feed();
    const hauls::Haul haul = process_->tasks.haul(id);
    store::Transaction unstored;
    process_->tasks.assign(haul.load->id, symbol, Units(25), unstored);
    process_->tasks.assign(haul.unload->id, symbol, Units(25), unstored);
    desk.begin_round();
    EXPECT_EQ(desk.state(kSmelter, kIron)->stock, source - Units(25));
    desk.begin_again(process_->tasks.haul(id));
    EXPECT_EQ(desk.state(kSmelter, kIron)->stock, source);
}

TEST_F(TradeDeskTest, LeavesALaneAloneForAsLongAsItRests) {
    TradeDesk& desk = open();
    desk.rest(kIronLane, process_->runtime.now() + std::chrono::minutes(3));
    desk.begin_round();
    EXPECT_THAT(desk.lanes(), Not(Contains(kIronLane)));
    EXPECT_THAT(desk.lanes(), Contains(kMachineryLane));
    pass(std::chrono::minutes(3));
    desk.begin_round();
    EXPECT_THAT(desk.lanes(), Contains(kIronLane));
}

TEST_F(TradeDeskTest, SpendsNoCreditTwiceInARound) {
    const std::vector<model::ShipSymbol> ships{add_ship(kSmelter), add_ship(kFactory)};
    Greedy greedy({.min_margin_bp = 0, .whole_hold = true});
    TradeDesk& rich = open();
    Credits dearest(0), all(0);
    for (const Trade& trade : greedy.choose(rich, ships)) {
        dearest = std::max(dearest, trade.offer.price.cost);
        all += trade.offer.price.cost;
    }
    ASSERT_GT(all, dearest) << "both ships have something to trade";
    // Enough for either of them with what it may turn out dearer, and not for both.
    desk_.reset();
    process_.reset();
    remains_ = Remains();
    hauls::testing::settle_world(remains_);
    remains_.world.credits = Credits(dearest.count() * 106 / 100);
    add_ship(kSmelter);
    add_ship(kFactory);
    TradeDesk& poor = open();
    const Credits budget = poor.budget();
    Credits cost(0);
    for (const Trade& trade : greedy.choose(poor, ships))
        cost += trade.offer.price.cost;
    EXPECT_GT(cost, Credits(0));
    EXPECT_LE(cost, budget);
}

TEST_F(TradeDeskTest, ScansLanesThatPayWithTheNearestIdleShipAndTheBestRateFirst) {
    add_ship(kFactory);
    const model::ShipSymbol near = add_ship(kSmelter);
    TradeDesk& desk = open();
    const std::vector<ScannedLane> lanes = scan_lanes(desk, {});
    ASSERT_GE(lanes.size(), 2u);
    for (std::size_t i = 1; i < lanes.size(); ++i)
        EXPECT_GE(rate_of(lanes[i - 1].trade), rate_of(lanes[i].trade));
    const auto iron = std::find_if(lanes.begin(), lanes.end(), [](const ScannedLane& lane) {
        return lane.trade.lane() == kIronLane;
    });
    ASSERT_NE(iron, lanes.end());
    EXPECT_EQ(iron->trade.offer.ship, near);
    EXPECT_GT(iron->bid.count(), iron->ask.count());
    EXPECT_GT(iron->margin_bp, 0);
    for (const ScannedLane& lane : scan_lanes(desk, {.good = kMachinery}))
        EXPECT_EQ(lane.trade.good, kMachinery);
    EXPECT_THAT(scan_lanes(desk, {.min_margin_bp = 1'000'000}), IsEmpty());
}

TEST_F(TradeDeskTest, ScansAsALightHaulerAtTheSourceWhereNoShipIsIdle) {
    TradeDesk& desk = open();
    const std::vector<ScannedLane> lanes = scan_lanes(desk, {.good = kIron});
    ASSERT_EQ(lanes.size(), 1u);
    EXPECT_TRUE(lanes.front().trade.offer.ship.empty());
    EXPECT_GT(lanes.front().trade.offer.price.units, Units(0));
}

}  // namespace
}  // namespace argosy::trading
