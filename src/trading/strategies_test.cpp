#include <gmock/gmock.h>

#include "trading/greedy.h"
#include "trading/lanes.h"
#include "trading/sell_out.h"
#include "trading/testing/trading_test.h"
#include "trading/vrp.h"
#include "trading/why.h"

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
using model::PriceState;
using model::TradeType;
using testing::kMachineryLane;
using namespace std::chrono_literals;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

// MACHINERY is made at the factory and wanted by customer and rival; IRON feeds the factory.
class StrategiesTest : public testing::TradingTest {
  protected:
    std::vector<Trade> choose(Strategy& strategy) {
        desk_->begin_round();
        return strategy.choose(*desk_, process_->fleet.idle_ships());
    }

    std::vector<Lane> lanes(Strategy& strategy) {
        std::vector<Lane> chosen;
        for (const Trade& trade : choose(strategy))
            chosen.push_back(trade.lane());
        return chosen;
    }

    // Books a trade as if its ship had made it.
    void carry_out(const Trade& trade) {
        store::Transaction unstored;
        const Units units = trade.offer.price.units;
        process_->markets.record_trade(trade.offer.from, trade.good, units, unstored);
        process_->markets.record_trade(trade.offer.to, trade.good, -units, unstored);
    }
};

TEST_F(StrategiesTest, TheDeskKnowsWhatIsUnderWay) {
    add_ship(kFactory);
    open();
    EXPECT_FALSE(desk_->is_under_way(kMachinery));
    const model::Ship& hauler = process_->fleet.ships.all().begin()->second;
    const auto trade =
        desk_->trade(hauler, kMachineryLane, desk_->price(kMachineryLane, Units(10), {}));
    ASSERT_TRUE(trade.has_value());
    desk_->take(*trade);
    EXPECT_TRUE(desk_->is_under_way(kMachineryLane));
    EXPECT_TRUE(desk_->is_under_way(kMachinery));
    EXPECT_FALSE(desk_->is_under_way(Lane{kMachinery, kFactory, kRival}));
    EXPECT_FALSE(desk_->is_under_way(kIron));
    desk_->begin_round();
    EXPECT_FALSE(desk_->is_under_way(kMachinery)) << "it was not started";
}

TEST_F(StrategiesTest, GreedyTakesTheBestRateAndOneTradeVolume) {
    add_ship(kFactory);
    open();
    Greedy greedy({});
    const std::vector<Trade> trades = choose(greedy);
    ASSERT_THAT(trades, SizeIs(1));
    EXPECT_EQ(trades.front().lane(), kMachineryLane);
    EXPECT_EQ(trades.front().offer.price.units, Units(20));
    Greedy whole({.whole_hold = true});
    EXPECT_GT(choose(whole).front().offer.price.units, Units(20));
}

TEST_F(StrategiesTest, GreedyLeavesWhatIsBelowItsMargin) {
    add_ship(kFactory);
    open();
    Greedy greedy({.min_margin_bp = 50'000});
    EXPECT_THAT(choose(greedy), IsEmpty());
}

TEST_F(StrategiesTest, SellOutTakesWhatStillBringsAnythingAndIsSoldBeforeTheEnd) {
    add_ship(kFactory);
    open();
    const core::Clock& clock = process_->runtime.clock;
    SellOut strategy(clock, clock.now() + 45min);
    const std::vector<Trade> trades = choose(strategy);
    ASSERT_THAT(trades, SizeIs(1));
    EXPECT_GT(trades.front().offer.price.units, Units(20)) << "as much as pays, not a trade volume";
    SellOut tight(clock, clock.now() + trades.front().offer.time + SellOut::kReserve);
    EXPECT_THAT(lanes(tight), Contains(trades.front().lane())) << "just in time";
    SellOut late(clock, clock.now() + 1s);
    EXPECT_THAT(choose(late), IsEmpty());
    desk_->begin_round();
    const LaneReason reason =
        explain(*desk_, late, kMachineryLane, ship(trades.front().offer.ship));
    EXPECT_THAT(reason.score.refusal.text(), HasSubstr("and trading ends in 0"));
}

TEST_F(StrategiesTest, LanesCarriesSmallLotsAndNoTwoShipsOnOneLane) {
    add_ship(kSmelter);
    add_ship(kFactory);
    add_ship(kFactory);
    open();
    Lanes strategy({.lot_cap = Units(15)});
    const std::vector<Trade> trades = choose(strategy);
    ASSERT_THAT(trades, SizeIs(3));
    std::set<Lane> taken;
    for (const Trade& trade : trades) {
        EXPECT_LE(trade.offer.price.units, Units(15));
        taken.insert(trade.lane());
    }
    EXPECT_THAT(taken, SizeIs(3));
}

TEST_F(StrategiesTest, LanesRestsALaneAndLearnsHowLong) {
    add_ship(kFactory);
    open();
    Lanes strategy({.cooldown = 300s});
    ASSERT_THAT(lanes(strategy), Contains(kMachineryLane));
    pass(60s);
    // As far as the desk knows nothing was traded after all.
    EXPECT_THAT(lanes(strategy), Not(Contains(kMachineryLane)));
    EXPECT_EQ(strategy.cooldown(kMachinery), 99s) << "never below a third of the usual";
    pass(240s);
    EXPECT_THAT(lanes(strategy), Contains(kMachineryLane));
}

TEST_F(StrategiesTest, LanesRestsADeadLaneThreeTimesAsLongButNotForEver) {
    add_ship(kFactory);
    open();
    Lanes strategy({.cooldown = 300s});
    const std::vector<Trade> trades = choose(strategy);
    ASSERT_EQ(trades.front().lane(), kMachineryLane);
    carry_out(trades.front());
    pass(301s);
    EXPECT_THAT(lanes(strategy), Not(Contains(kMachineryLane)));
    EXPECT_EQ(strategy.cooldown(kMachinery), 1'200s) << "four times the usual at most";
    pass(3'500s);
    EXPECT_THAT(lanes(strategy), Not(Contains(kMachineryLane)));
    pass(200s);
    EXPECT_THAT(lanes(strategy), Contains(kMachineryLane));
}

TEST_F(StrategiesTest, LanesDoesNotRestWhatWasNotTraded) {
    add_ship(kFactory);
    open();
    Lanes strategy({});
    ASSERT_THAT(lanes(strategy), Contains(kMachineryLane));
    strategy.dropped(kMachineryLane, Units(20));
    EXPECT_THAT(lanes(strategy), Contains(kMachineryLane));
}

TEST_F(StrategiesTest, LanesParksAShipBelowItsFloor) {
    add_ship(kFactory);
    open();
    Lanes strategy({.park_below = Credits(1'000'000)});
    EXPECT_THAT(choose(strategy), IsEmpty());
}

TEST_F(StrategiesTest, VrpGivesAGoodToOneShip) {
    add_ship(kFactory);
    add_ship(kFactory);
    open();
    Vrp strategy({});
    const std::vector<Trade> trades = choose(strategy);
    ASSERT_THAT(trades, SizeIs(2));
    EXPECT_NE(trades[0].good, trades[1].good);
}

TEST_F(StrategiesTest, VrpTakesTheDearestJobWhenNoneFitsIntoItsWindow) {
    add_ship(kFactory);
    open();
    Vrp strategy({.window = 1s});
    const std::vector<Trade> trades = choose(strategy);
    ASSERT_THAT(trades, SizeIs(1));
    desk_->begin_round();
    for (const Lane& lane : desk_->lanes()) {
        const auto terms = strategy.terms_on_arrival(*desk_, lane);
        if (!terms) continue;
        EXPECT_LE(desk_->price(lane, Units(40), *terms).profit(),
                  trades.front().offer.price.profit());
    }
}

TEST_F(StrategiesTest, VrpLeavesJobsOfLittleValueAndMarketsThatAreFull) {
    add_ship(kFactory);
    remains_.world.markets.at(kCustomer).at(kMachinery).stock = Units(60);
    open();
    Vrp strategy({});
    desk_->begin_round();
    EXPECT_FALSE(strategy.terms_on_arrival(*desk_, kMachineryLane).has_value());
    Vrp proud({.min_profit = Credits(10'000'000)});
    EXPECT_THAT(choose(proud), IsEmpty());
}

TEST_F(StrategiesTest, VrpBuysStrongExportsAtHighAndOthersAtModerate) {
    const PriceState moderate = fleet::testing::priced("MACHINERY", TradeType::kExport, 20, 0);
    const PriceState high = fleet::testing::priced("MACHINERY", TradeType::kExport, 20, 60);
    const PriceState scarce = fleet::testing::priced("MACHINERY", TradeType::kExport, 20, -90);
    const Vrp usual({});
    EXPECT_TRUE(usual.may_buy(high, model::Activity::kStrong));
    EXPECT_FALSE(usual.may_buy(moderate, model::Activity::kStrong));
    EXPECT_TRUE(usual.may_buy(moderate, model::Activity::kWeak));
    EXPECT_FALSE(usual.may_buy(scarce, model::Activity::kWeak));
    const Vrp strict({.gates_above = 1});
    EXPECT_FALSE(strict.may_buy(high, model::Activity::kStrong));
    EXPECT_TRUE(strict.may_buy(high, model::Activity::kWeak));
    EXPECT_FALSE(strict.may_buy(moderate, model::Activity::kWeak));
    EXPECT_TRUE(usual.may_buy(fleet::testing::priced("FUEL", TradeType::kExchange, 180, -900), {}));
    EXPECT_TRUE(usual.may_sell(fleet::testing::priced("MACHINERY", TradeType::kImport, 20, 0)));
    EXPECT_FALSE(usual.may_sell(fleet::testing::priced("MACHINERY", TradeType::kImport, 20, 60)));
}

TEST_F(StrategiesTest, BaselinesSayWhatClosesALane) {
    add_ship(kFactory);
    open();
    Lanes lanes{{}};
    Vrp strict{{.gates_above = 3}};
    Vrp vrp{{}};
    Lanes proud{{.park_below = Credits(10'000'000)}};
    const auto number = std::ranges::find(desk_->lanes(), kMachineryLane) - desk_->lanes().begin();
    const auto lane = [&] { return desk_->lane_now(std::size_t(number)); };
    EXPECT_TRUE(lanes.judge(*desk_, lane()).is_open());
    EXPECT_THAT(strict.judge(*desk_, lane()).rule.text(), HasSubstr("is supplied too"));
    const model::Ship& hauler = process_->fleet.ships.all().begin()->second;
    const auto trade =
        desk_->trade(hauler, kMachineryLane, desk_->price(kMachineryLane, Units(10), {}));
    EXPECT_TRUE(lanes.score(lane(), *trade).rate.has_value());
    EXPECT_THAT(proud.score(lane(), *trade).refusal.text(),
                HasSubstr("expected 10000000 at least"));
    desk_->take(*trade);
    EXPECT_THAT(lanes.judge(*desk_, lane()).rule.text(), HasSubstr("is under way"));
    EXPECT_THAT(vrp.judge(*desk_, lane()).rule.text(), HasSubstr("is under way"));
}

}  // namespace
}  // namespace argosy::trading
