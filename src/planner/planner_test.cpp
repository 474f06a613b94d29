#include "planner/planner.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <type_traits>

#include "trading/testing/trading_test.h"
#include "trading/why.h"

namespace argosy::planner {
namespace {

using core::Units;
using fleet::testing::priced;
using hauls::testing::kCustomer;
using hauls::testing::kFactory;
using hauls::testing::kIron;
using hauls::testing::kMachinery;
using hauls::testing::kRival;
using hauls::testing::kSmelter;
using model::TradeType;
using trading::Lane;
using trading::Trade;
using trading::testing::kIronLane;
using trading::testing::kMachineryLane;
using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

static_assert(!std::is_move_constructible_v<Planner> && !std::is_move_assignable_v<Planner>);

class PlannerTest : public trading::testing::TradingTest {
  protected:
    /// Exports of factories that nobody feeds are bought from the top, so that is where they stand,
    /// but what is for sale not so that it must go.
    PlannerTest() {
        remains_.world.markets.at(kSmelter)[kIron] = priced("IRON", TradeType::kExport, 60, 460);
        remains_.world.markets.at(kFactory)[kMachinery] =
            priced("MACHINERY", TradeType::kExport, 20, 149);
    }

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

    /// A lane as it is now, by the first ship.
    trading::LaneReason why(const Lane& lane) {
        desk_->begin_round();
        return trading::explain(*desk_, planner_, lane, ship(process_->fleet.idle_ships().front()));
    }

    std::string rule(const Lane& lane) { return why(lane).rule.text(); }

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
    /// stock is not what keeps it from being bought. There is nothing better to carry.
    void ration_iron() {
        remains_.world.markets.at(kSmelter)[kIron] = priced("IRON", TradeType::kExport, 10, 80);
        remains_.world.markets.at(kFactory)[kMachinery] =
            priced("MACHINERY", TradeType::kExport, 20, 0);
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
    remains_.world.markets.at(kFactory)[kMachinery] =
        priced("MACHINERY", TradeType::kExport, 20, 0);
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

TEST_F(PlannerTest, SellsLessToWhoUsesItUpAsFastAsCanBeAndSaysSo) {
    remains_.world.markets.at(kCustomer)[kMachinery] =
        priced("MACHINERY", TradeType::kImport, 20, -45);
    add_ship(kFactory);
    PlannerSettings settings;
    settings.sales.worth_percent = 0;
    for (const auto activity : {model::Activity::kWeak, model::Activity::kStrong}) {
        const bool sells = activity == model::Activity::kWeak;
        remains_.world.activity = activity;
        open();
        Planner planner{settings, goods::game_recipes()};
        desk_->begin_round();
        const auto chosen = planner.choose(*desk_, process_->fleet.idle_ships());
        EXPECT_EQ(std::ranges::count(chosen, kMachineryLane, &Trade::lane), sells ? 1 : 0);
        desk_->begin_round();
        EXPECT_EQ(planner.terms_on_arrival(*desk_, kMachineryLane).has_value(), sells);
        const std::string said = trading::explain(*desk_, planner, kMachineryLane,
                                                  ship(process_->fleet.idle_ships().front()))
                                     .rule.text();
        EXPECT_THAT(said, HasSubstr(sells ? "stocks at both ends allow" : "the import lacks"));
    }
}

TEST_F(PlannerTest, SellsWhatStandsFullToMarketsThatAreHardlyHungry) {
    remains_.world.markets.at(kCustomer)[kMachinery] =
        priced("MACHINERY", TradeType::kImport, 20, -30);
    auto& made = remains_.world.markets.at(kFactory)[kMachinery];
    add_ship(kFactory);
    open();
    EXPECT_THAT(lanes(), Not(Contains(kMachineryLane))) << "it may stand and wait";
    EXPECT_THAT(rule(kMachineryLane), HasSubstr("elsewhere or later"));
    made = priced("MACHINERY", TradeType::kExport, 20, 160);
    open();
    EXPECT_THAT(lanes(), Contains(kMachineryLane)) << "no more is made of it";
}

TEST_F(PlannerTest, BuysAnExportDownOnlyWhereWhatIsTakenIsNotMissedForLong) {
    remains_.world.markets.at(kFactory)[kMachinery] =
        priced("MACHINERY", TradeType::kExport, 20, 100);
    add_ship(kFactory);
    open();
    choose();
    EXPECT_THAT(rule(kMachineryLane), HasSubstr("above what it keeps"));
    PlannerSettings settings;
    settings.sales.felt_hours = 1;
    Planner hasty{settings, goods::game_recipes()};
    desk_->begin_round();
    EXPECT_THAT(hasty.choose(*desk_, process_->fleet.idle_ships()),
                Contains(testing::ResultOf([](const Trade& trade) { return trade.lane(); },
                                           kMachineryLane)));
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

class GrowingTest : public PlannerTest {
  protected:
    /// There is IRON for nearly all that can be made of it, and MACHINERY stands where it is bought
    /// no further, but to grow.
    GrowingTest() {
        remains_.world.markets.at(kSmelter)[kIron] = priced("IRON", TradeType::kExport, 280, 840);
        remains_.world.markets.at(kFactory)[kMachinery] =
            priced("MACHINERY", TradeType::kExport, 20, 60);
        remains_.world.activity = model::Activity::kStrong;
        add_ship(kFactory);
    }

    bool grows() {
        choose();
        const PlannedGood* made = planner_.plan().find(kFactory, kMachinery);
        EXPECT_NE(made, nullptr);
        return made != nullptr && made->grows;
    }
};

TEST_F(GrowingTest, BuysAnExportOutSoThatItsTradeVolumeGrows) {
    open();
    EXPECT_TRUE(grows());
    EXPECT_TRUE(planner_.plan().find(kFactory, kIron)->feeds_growth);
    EXPECT_THAT(lanes(), Contains(kMachineryLane));
    const trading::LaneReason reason = why(kMachineryLane);
    EXPECT_GT(reason.score.beyond_profit, 0) << "it brings more than its price";
    EXPECT_THAT(reason.figures,
                Contains(AllOf(Field(&trading::Figure::name, HasSubstr("to grow to")),
                               Field(&trading::Figure::value, 43))));
    Planner content{{.grow_volumes = 0}, goods::game_recipes()};
    desk_->begin_round();
    for (const Trade& trade : content.choose(*desk_, process_->fleet.idle_ships()))
        EXPECT_NE(trade.lane(), kMachineryLane);
}

TEST_F(GrowingTest, GrowsNothingThatWouldPayBackTooLate) {
    open();
    planner_.must_pay_back_by(process_->runtime.now() + 5h);
    EXPECT_FALSE(grows());
    pass(20min);
    planner_.must_pay_back_by(process_->runtime.now() + 100h);
    EXPECT_TRUE(grows());
}

TEST_F(GrowingTest, SellsWhatItBoughtDearWhateverItBrings) {
    open();
    EXPECT_FALSE(planner_.sells_anyway(kMachineryLane)) << "no plan says so yet";
    ASSERT_TRUE(grows());
    EXPECT_TRUE(planner_.sells_anyway(kMachineryLane));
}

TEST_F(GrowingTest, RationsNothingOfWhatItIsMadeOf) {
    open();
    ASSERT_TRUE(grows());
    remains_.world.markets.at(kSmelter)[kIron] = priced("IRON", TradeType::kExport, 20, 160);
    open();
    pass(20min);
    ASSERT_TRUE(grows());
    ASSERT_FALSE(planner_.plan().find(kFactory, kIron)->kept);
    ASSERT_GT(planner_.plan().find(kFactory, kIron)->flow, 0);
    send_all(kIronLane);
    EXPECT_THAT(rule(kIronLane), Not(HasSubstr(" are due")));
}

TEST_F(GrowingTest, GrowsNothingThatIsNotStrong) {
    remains_.world.activity = model::Activity::kGrowing;
    open();
    EXPECT_FALSE(grows());
}

TEST_F(GrowingTest, GrowsNothingThatOnlyFactoriesTake) {
    remains_.world.markets.at(kCustomer).erase(kMachinery);
    remains_.world.markets.at(kRival).erase(kMachinery);
    open();
    choose();
    const MadeExport& made = planner_.plan().made.at({kFactory, kMachinery});
    EXPECT_EQ(made.grown, made.volume);
}

TEST_F(GrowingTest, FetchesWhatItIsMadeOfFromAnExportThatIsBoughtOut) {
    remains_.world.markets.at(kSmelter)[kIron] = priced("IRON", TradeType::kExport, 280, -1'100);
    remains_.world.markets.at(kFactory)[kIron] = priced("IRON", TradeType::kImport, 60, -100);
    open();
    choose();
    Planner content{{.grow_volumes = 0}, goods::game_recipes()};
    desk_->begin_round();
    content.choose(*desk_, {});
    desk_->begin_round();
    const auto usual =
        trading::explain(*desk_, content, kIronLane, ship(process_->fleet.idle_ships().front()));
    EXPECT_THAT(usual.rule.text(), HasSubstr("above what it keeps"));
    EXPECT_TRUE(why(kIronLane).trade.has_value()) << rule(kIronLane);
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

TEST_F(PlannerTest, NamesFirstWhatItGivesAShip) {
    add_ship(kSmelter);
    open();
    planner_.choose(*desk_, {});
    const model::Ship& idle = ship(process_->fleet.idle_ships().front());
    desk_->begin_round();
    const auto reasons = trading::explain_all(*desk_, planner_, {}, &idle);
    const std::vector<Trade> chosen = choose();
    ASSERT_EQ(chosen.size(), 1u);
    ASSERT_FALSE(reasons.empty());
    ASSERT_TRUE(reasons.front().trade.has_value());
    EXPECT_EQ(reasons.front().lane, chosen.front().lane());
    EXPECT_EQ(reasons.front().trade->offer.price.units, chosen.front().offer.price.units);
    EXPECT_EQ(reasons.front().trade->offer.profit, chosen.front().offer.profit);
}

TEST_F(PlannerTest, CountsWhatAFactoryMakesOfAnInputAndShowsWhatItGoesBy) {
    add_ship(kSmelter);
    open();
    EXPECT_EQ(rule(kIronLane), "the plan does not know the good there") << "none is made yet";
    planner_.choose(*desk_, {});
    const trading::LaneReason iron = why(kIronLane);
    ASSERT_TRUE(iron.score.rate.has_value()) << iron.rule.text();
    EXPECT_GT(iron.score.beyond_profit, 0);
    EXPECT_EQ(why(kMachineryLane).score.beyond_profit, 0);
    const double gain = double(iron.trade->offer.profit.count()) + iron.score.beyond_profit;
    EXPECT_DOUBLE_EQ(*iron.score.rate, gain * 1'000 / double(iron.trade->offer.time.count()));
    const double flow = planner_.plan().flows.at(kIronLane);
    EXPECT_EQ(iron.figures.front().value, flow);
}

TEST_F(PlannerTest, SaysWhichRuleClosesALane) {
    ration_iron();
    add_ship(kSmelter);
    open();
    send_all(kIronLane);
    EXPECT_FALSE(why(kIronLane).score.rate.has_value());
    EXPECT_THAT(rule(kIronLane), HasSubstr(" are due"));
    EXPECT_THAT(rule({kMachinery, kFactory, kSmelter}), HasSubstr("is not known any more"));
    remains_.world.markets.at(kFactory)[kIron] = priced("IRON", TradeType::kImport, 60, 400);
    remains_.world.markets.at(kCustomer)[kMachinery] =
        priced("MACHINERY", TradeType::kImport, 20, 100);
    open();
    EXPECT_THAT(rule(kIronLane), HasSubstr("the import lacks -"));
    EXPECT_THAT(rule(kMachineryLane), HasSubstr("more than it costs, expected"));
}

TEST_F(PlannerTest, SaysThatAFlightBringsTooLittleForItsTime) {
    Planner choosy{{.least_rate = 1e6}, goods::game_recipes()};
    const model::ShipSymbol hauler = add_ship(kFactory);
    open();
    EXPECT_THAT(choosy.choose(*desk_, {hauler}), IsEmpty());
    const trading::LaneReason machinery =
        trading::explain(*desk_, choosy, kMachineryLane, ship(hauler));
    EXPECT_THAT(machinery.rule.text(), HasSubstr("expected more than 0 and 1000000.00 at least"));
    EXPECT_EQ(machinery.score.rate, std::nullopt);
    EXPECT_GT(machinery.trade->offer.profit, core::Credits(0));
}

TEST_F(PlannerTest, CountsTheTimeThatShipsWaitForSomethingToFly) {
    for (int ships = 0; ships < 5; ++ships)
        add_ship(kCustomer);
    open();
    choose();
    EXPECT_EQ(why(kMachineryLane).score.beyond_time, 0);
    pass(1h);
    ASSERT_LT(choose().size(), 5u);
    const trading::LaneReason later = why(kMachineryLane);
    ASSERT_TRUE(later.score.rate.has_value()) << later.rule.text();
    EXPECT_GT(later.score.beyond_time, 0);
    EXPECT_LT(*later.score.rate, trading::rate_of(*later.trade));
}

}  // namespace
}  // namespace argosy::planner
