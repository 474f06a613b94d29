#include "kernel/fleet_growth.h"

#include <gmock/gmock.h>

#include "kernel/arbitrage_operation.h"
#include "sim/sim_game.h"
#include "tests/support/virtual_run.h"

namespace argosy::kernel {
namespace {

using namespace std::chrono_literals;
using core::Credits;
using ::testing::HasSubstr;
using tests::expect_settled;
using tests::make_world;
using tests::number;

/// A hull that pays back in three hours, with money for it and a day to go.
GrowthView worthwhile() {
    return {.most = 1,
            .worth = {.credits_an_hour = 100'000,
                      .all_at_work = 1,
                      .seen = trading::HullMeter::kWindow},
            .price = Credits(300'000),
            .time_left = 24h,
            .to_spend = Credits(1'000'000),
            .working_capital = Credits(100'000)};
}

TEST(GrowthView, FindsNothingAgainstAHullThatPaysBackInTime) {
    EXPECT_EQ(worthwhile().why_not(), "");
    EXPECT_EQ(worthwhile().pays_back_in(), core::Duration(3h));
    EXPECT_EQ(worthwhile().most_to_pay(), Credits(900'000)) << "cargo must still be paid";
}

TEST(GrowthView, NamesTheFirstThingThatSpeaksAgainstAHull) {
    GrowthView view = worthwhile();
    view.working_capital = Credits(700'001);
    EXPECT_THAT(view.why_not(), HasSubstr("700001 are for cargo"));
    view.time_left = 2h;
    EXPECT_THAT(view.why_not(), HasSubstr("would pay back in 3h 00m, and 2h 00m are left"));
    view.worth.credits_an_hour = 0;
    EXPECT_THAT(view.why_not(), HasSubstr("expects nothing"));
    view.worth.seen = 59min;
    EXPECT_THAT(view.why_not(), HasSubstr("seen for 59m 00s of 1h 00m"));
    view.bought = 1;
    EXPECT_THAT(view.why_not(), HasSubstr("it has bought the 1"));
    view.most = 0;
    EXPECT_THAT(view.why_not(), HasSubstr("--buy-ships"));
}

TEST(GrowthView, PaysNoMoreThanComesBackInTime) {
    GrowthView view = worthwhile();
    view.time_left = 4h;
    EXPECT_EQ(view.most_to_pay(), Credits(400'000));
}

/// Ships bought by an operation, as the ledger has them.
std::int64_t bought(const VirtualWorld& world) {
    return number(world,
                  "SELECT COUNT(*) AS n FROM transactions WHERE type = 'PURCHASE_SHIP'"
                  " AND category = 'SHIP_PURCHASE' AND operation_id <> ''");
}

std::unique_ptr<VirtualWorld> growing(VirtualWorldOptions options, GrowthTerms terms) {
    auto world = make_world(std::move(options));
    EXPECT_TRUE(world->call(world->company().start_arbitrage({.growth = terms})).ok());
    return world;
}

TEST(FleetGrowth, BuysHullsThatPayBackAndNoMoreThanItMay) {
    const auto world = growing({.haulers = 1}, {.most = 1});
    const std::size_t ships = world->company().fleet().ships.all().size();
    world->run_for(4h);
    ASSERT_EQ(bought(*world), 1);
    EXPECT_EQ(world->company().fleet().ships.all().size(), ships + 1);
    ASSERT_TRUE(world->company().growth().has_value());
    EXPECT_THAT(world->company().growth()->why_not(), HasSubstr("it has bought the 1"));
    ASSERT_TRUE(world->call(world->company().stop_arbitrage()).ok());
    ASSERT_TRUE(tests::drain(*world));
    expect_settled(*world);
}

TEST(FleetGrowth, BuysNoneWhereShipsAreFree) {
    const auto world = growing({.haulers = 10}, {.most = 3});
    world->run_for(3h);
    EXPECT_EQ(bought(*world), 0);
    const auto view = world->company().growth();
    ASSERT_TRUE(view.has_value());
    EXPECT_LT(view->worth.all_at_work, 0.5);
}

TEST(FleetGrowth, BuysNoneWhenTheEndIsNear) {
    const auto world = growing({.haulers = 1}, {.most = 3, .within = 2h});
    world->run_for(2h);
    EXPECT_EQ(bought(*world), 0);
    EXPECT_THAT(world->company().growth()->why_not(), HasSubstr("are left"));
}

TEST(FleetGrowth, BuysNoneWhenTheUniverseEndsSoonWhateverTimeItWasGiven) {
    const auto world = growing({.haulers = 1}, {.most = 3, .within = 48h});
    world->company().fleet().universe_end.announce(world->now() + 3h);
    world->run_for(2h);
    EXPECT_EQ(bought(*world), 0);
    EXPECT_EQ(world->company().growth()->time_left, 1h);
}

TEST(FleetGrowth, IsRefusedWhereNoShipyardIsSearched) {
    const auto world = make_world({.haulers = 1});
    const auto refused = world->call(world->company().start_arbitrage(
        {.system = model::SystemSymbol("X1-ELSE"), .growth = {.most = 1}}));
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, core::ErrorCode::kInvalidArgument);
    EXPECT_THAT(refused.error().message, HasSubstr("X1-AD75"));
}

TEST(FleetGrowth, BuysNoneUnlessItWasTold) {
    const auto world = growing({.haulers = 1}, {});
    world->run_for(2h);
    EXPECT_EQ(bought(*world), 0);
    const auto view = world->company().growth();
    EXPECT_GT(view->worth.credits_an_hour, 0) << "what it would be worth is shown all the same";
    EXPECT_THAT(view->why_not(), HasSubstr("--buy-ships"));
}

TEST(FleetGrowth, SurvivesAKillBetweenIntentAndEffect) {
    const auto world = growing({.haulers = 1}, {.most = 1});
    const std::size_t ships = world->company().fleet().ships.all().size();
    const auto is_asking = [&] {
        return number(*world,
                      "SELECT COUNT(*) AS n FROM intents WHERE kind = 'SHIP_PURCHASE'"
                      " AND status = 'OPEN'") > 0;
    };
    const core::TimePoint end = world->now() + 6h;
    while (!is_asking() && world->now() < end)
        world->run_for(40ms);
    ASSERT_TRUE(is_asking());
    ASSERT_TRUE(world->crash().ok());
    world->run_for(4h);
    EXPECT_EQ(bought(*world), 1) << "the one that was asked for, or another in its place";
    EXPECT_EQ(world->company().fleet().ships.all().size(), ships + 1);
    ASSERT_TRUE(world->call(world->company().stop_arbitrage()).ok());
    ASSERT_TRUE(tests::drain(*world));
    expect_settled(*world);
}

/// Answers no purchase of a ship, and shows no ships for some looks after one: whether it was made
/// cannot be known before.
class LosesAHull final : public sim::SimGame {
  public:
    using SimGame::SimGame;

    Task<Result<game::ShipReceipt>> purchase_ship(model::ShipType type,
                                                  model::WaypointSymbol shipyard) override {
        auto answer = co_await SimGame::purchase_ship(std::move(type), std::move(shipyard));
        if (!answer) co_return answer;
        blind_ = kBlind;
        co_return core::Error{core::ErrorCode::kOutcomeUnknown, "the answer was lost"};
    }

    Task<Result<std::vector<model::Ship>>> my_ships() override {
        if (blind_-- > 0) co_return core::Error{core::ErrorCode::kUnavailable, "no answer"};
        co_return co_await SimGame::my_ships();
    }

  private:
    static constexpr int kBlind = 2;
    int blind_ = 0;
};

/// A company that may buy two hulls, and does not hear of the first.
std::unique_ptr<VirtualWorld> growing_unheard() {
    return growing({.haulers = 1,
                    .make_game =
                        [](sim::Universe& universe, const core::Runtime& runtime) {
                            return std::make_unique<LosesAHull>(universe, runtime.clock,
                                                                runtime.rng);
                        }},
                   {.most = 2});
}

void run_until_in_doubt(VirtualWorld& world) {
    const core::TimePoint end = world.now() + 8h;
    std::string refused;
    while (refused != "the answer was lost" && world.now() < end) {
        world.run_for(1s);
        ASSERT_TRUE(world.company().growth().has_value());
        refused = world.company().growth()->refused;
    }
    EXPECT_EQ(refused, "the answer was lost");
}

void expect_one_hull_more(VirtualWorld& world, std::size_t ships) {
    EXPECT_EQ(bought(world), 1);
    EXPECT_EQ(world.company().fleet().ships.all().size(), ships + 1);
    EXPECT_EQ(world.company().growth()->bought, 1);
    EXPECT_EQ(number(world, "SELECT COUNT(*) AS n FROM ships WHERE price > 0"), 1);
    ASSERT_TRUE(world.call(world.company().stop_arbitrage()).ok());
    ASSERT_TRUE(tests::drain(world));
    expect_settled(world);
}

TEST(FleetGrowth, BuysNoSecondHullForOneWhoseAnswerWasLost) {
    const auto world = growing_unheard();
    const std::size_t ships = world->company().fleet().ships.all().size();
    run_until_in_doubt(*world);
    EXPECT_EQ(bought(*world), 0) << "it is not known yet";
    world->run_for(10min);
    expect_one_hull_more(*world, ships);
}

TEST(FleetGrowth, TakesInAHullThatSomebodyElseFoundToHaveBeenBought) {
    const auto world = growing_unheard();
    const std::size_t ships = world->company().fleet().ships.all().size();
    run_until_in_doubt(*world);
    ledger::Ledger& ledger = world->company().fleet().ledger;
    for (int look = 0; look < 3; ++look)
        EXPECT_TRUE(world->call(ledger.settle_open_intents()).ok());
    ASSERT_EQ(bought(*world), 1);
    world->run_for(10min);
    expect_one_hull_more(*world, ships);
}

}  // namespace
}  // namespace argosy::kernel
