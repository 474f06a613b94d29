#include "planner/planner.h"

#include <gmock/gmock.h>

#include <type_traits>

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
using trading::Lane;
using trading::Trade;
using trading::testing::kIronLane;
using trading::testing::kMachineryLane;
using namespace std::chrono_literals;
using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Not;

static_assert(!std::is_move_constructible_v<Planner> && !std::is_move_assignable_v<Planner>);

class PlannerTest : public trading::testing::TradingTest {
  protected:
    /// What is chosen now, in a round of which nothing is then started.
    std::vector<Trade> choose() {
        desk_->begin_round();
        return planner_.choose(*desk_, process_->fleet.idle_ships());
    }

    std::vector<Lane> lanes() {
        std::vector<Lane> chosen;
        for (const Trade& trade : choose())
            chosen.push_back(trade.lane());
        return chosen;
    }

    /// Returns how many units are sent on a lane, again and again until there are no more.
    Units send_all(const Lane& lane) {
        constexpr int kMost = 100;
        Units sent;
        for (int round = 0; round < kMost; ++round) {
            Units more;
            for (const Trade& trade : choose()) {
                if (trade.lane() == lane) more += trade.offer.price.units;
            }
            if (more == Units(0)) return sent;
            sent += more;
        }
        ADD_FAILURE() << "there is no end to it";
        return sent;
    }

    /// IRON comes from a small source that cannot feed the factory at its best rate, and whose
    /// stock is not what keeps it from being bought.
    void ration_iron() {
        remains_.world.markets.at(kSmelter)[kIron] = priced("IRON", TradeType::kExport, 10, 80);
    }

    Planner planner_{{}, goods::game_recipes()};
};

TEST_F(PlannerTest, FeedsAFactoryAndSellsWhatItMakes) {
    add_ship(kSmelter);
    add_ship(kFactory);
    open();
    const std::vector<Lane> chosen = lanes();
    EXPECT_THAT(chosen, Contains(kIronLane));
    EXPECT_THAT(chosen, Contains(kMachineryLane));
    EXPECT_TRUE(planner_.sells_anyway(kIronLane)) << "more is made of it";
    EXPECT_FALSE(planner_.sells_anyway(kMachineryLane));
}

TEST_F(PlannerTest, FeedsAFactoryFromAnExchange) {
    remains_.world.markets.at(kSmelter)[kIron] = priced("IRON", TradeType::kExchange, 60, 0);
    add_ship(kSmelter);
    open();
    EXPECT_THAT(lanes(), Contains(kIronLane));
}

TEST_F(PlannerTest, SellsNothingToAnExchangeAndFillsNoMarketThatIsFull) {
    remains_.world.markets.at(kFactory)[kIron] = priced("IRON", TradeType::kImport, 60, 400);
    remains_.world.markets.at(kCustomer)[kMachinery] =
        priced("MACHINERY", TradeType::kExchange, 20, 0);
    add_ship(kSmelter);
    add_ship(kFactory);
    open();
    const std::vector<Lane> chosen = lanes();
    EXPECT_THAT(chosen, Not(Contains(kIronLane)));
    EXPECT_THAT(chosen, Not(Contains(kMachineryLane)));
}

TEST_F(PlannerTest, SellsWhatStandsFullToMarketsThatAreHardlyHungry) {
    remains_.world.markets.at(kCustomer)[kMachinery] =
        priced("MACHINERY", TradeType::kImport, 20, -30);
    auto& made = remains_.world.markets.at(kFactory)[kMachinery];
    made = priced("MACHINERY", TradeType::kExport, 20, 100);
    add_ship(kFactory);
    open();
    EXPECT_THAT(lanes(), Not(Contains(kMachineryLane))) << "it may stand and wait";
    made = priced("MACHINERY", TradeType::kExport, 20, 160);
    open();
    EXPECT_THAT(lanes(), Contains(kMachineryLane)) << "no more is made of it";
}

TEST_F(PlannerTest, SendsNoMoreOfARationedInputThanIsDue) {
    ration_iron();
    add_ship(kSmelter);
    open();
    const Units sent = send_all(kIronLane);
    EXPECT_GT(sent, Units(0)) << "what is new begins at once";
    EXPECT_THAT(lanes(), Not(Contains(kIronLane)));
    pass(24h);
    const Units later = send_all(kIronLane);
    EXPECT_GT(later, Units(0)) << "its account has filled";
    const double due = planner_.plan().find(kFactory, kIron)->flow * 24;
    EXPECT_LE(double(later.count()), std::max(due, 2 * 60.0) + 1);
}

TEST_F(PlannerTest, GivesBackWhatWasDueForATradeThatWasNotMade) {
    ration_iron();
    add_ship(kSmelter);
    open();
    const Units sent = send_all(kIronLane);
    ASSERT_THAT(lanes(), Not(Contains(kIronLane)));
    planner_.dropped(kIronLane, sent);
    EXPECT_THAT(lanes(), Contains(kIronLane));
    planner_.dropped(kMachineryLane, Units(20));
    EXPECT_EQ(planner_.plan().find(kCustomer, kMachinery)->feeds, false)
        << "what is not rationed has no account";
}

TEST_F(PlannerTest, LetsShipsFlySlowlyOnceMostOfThemHaveWaited) {
    for (int ship = 0; ship < 10; ++ship)
        add_ship(kSmelter);
    open();
    choose();
    EXPECT_EQ(planner_.time_for_a_credit(), fleet::kUsualTimeForACredit) << "nobody has waited yet";
    pass(1h);
    choose();
    EXPECT_GT(planner_.time_for_a_credit(), fleet::kUsualTimeForACredit);
}

TEST_F(PlannerTest, PlansForAShipThatArrivesBeforeAnyIsIdle) {
    add_ship(kSmelter);
    open();
    ASSERT_THAT(planner_.plan().goods, IsEmpty());
    EXPECT_TRUE(planner_.terms_on_arrival(*desk_, kIronLane).has_value());
    EXPECT_FALSE(planner_.plan().goods.empty());
    EXPECT_FALSE(planner_.terms_on_arrival(*desk_, Lane{kIron, kFactory, kSmelter}).has_value());
}

TEST_F(PlannerTest, SaysThatNoPlanCanBeMadeAndSendsNobody) {
    add_ship(kSmelter);
    open();
    Planner none{{.requests_an_hour = -1}, goods::game_recipes()};
    EXPECT_THAT(none.choose(*desk_, process_->fleet.idle_ships()), IsEmpty());
    EXPECT_EQ(process_->logged("no_plan"), 1);
    EXPECT_EQ(process_->errors(), 0u);
}

TEST_F(PlannerTest, PlansForTheShipsOfItsOwnSystem) {
    add_ship(kSmelter);
    open();
    choose();
    const double alone = planner_.plan().credits_an_hour;
    ASSERT_GT(alone, 0);
    add_ship(model::WaypointSymbol("X1-ELSE-A1"));
    open();
    Planner anew{{}, goods::game_recipes()};
    anew.choose(*desk_, {});
    EXPECT_EQ(anew.plan().credits_an_hour, alone);
    open(model::SystemSymbol("X1-ELSE"));
    Planner abroad{{}, goods::game_recipes()};
    EXPECT_THAT(abroad.choose(*desk_, process_->fleet.idle_ships()), IsEmpty());
    EXPECT_THAT(abroad.plan().goods, IsEmpty());
}

}  // namespace
}  // namespace argosy::planner
