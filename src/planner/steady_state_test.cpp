#include "planner/steady_state.h"

#include <gtest/gtest.h>

#include <cmath>

namespace argosy::planner {
namespace {

using model::TradeType;

constexpr double kSeconds = 90;

// Strain of the best levels: an export that is bought from 5 to 4, an import that is sold to from
// -5 to -4, or a feeding one from -3 to -2.
const double kMadeStrain = std::exp2(-0.3 * 5);
const double kConsumedStrain = std::exp2(-0.3 * 5);
const double kFedStrain = std::exp2(-0.3 * 3);
const double kRestStrain = std::exp2(-0.3 * 8);

SteadyGood good(std::int32_t place, std::int32_t number, TradeType type, std::int64_t base,
                std::int64_t volume = 20) {
    return {.place = place,
            .good = number,
            .price = {type, base, 8, core::Units(volume), core::Units(0)}};
}

double ask(double base, double strain) {
    return base * (0.6 + 0.32 * strain) - 0.5;
}

double bid(double base, double strain) {
    return base * (1.4 - 0.32 * strain) + 0.5;
}

SteadyHulls hulls(double count, std::int32_t places) {
    SteadyHulls all{.count = count, .hold = 80};
    all.seconds.assign(std::size_t(places * places), kSeconds);
    all.credits.assign(std::size_t(places * places), 0);
    return all;
}

// An export that is made from nothing, and an import elsewhere that nothing is made from.
SteadyProblem one_lane(double ships) {
    SteadyProblem problem;
    problem.places = 2;
    problem.goods = {good(0, 0, TradeType::kExport, 1'000), good(1, 0, TradeType::kImport, 1'000)};
    problem.hulls = {hulls(ships, 2)};
    return problem;
}

// A raw good is sold at a loss to a factory whose product earns.
SteadyProblem one_factory() {
    SteadyProblem problem;
    problem.places = 3;
    problem.goods = {good(0, 0, TradeType::kExport, 300, 20), good(1, 0, TradeType::kImport, 300),
                     good(1, 1, TradeType::kExport, 3'000), good(2, 1, TradeType::kImport, 3'000)};
    problem.goods[2].inputs = {1};
    problem.hulls = {hulls(10, 3)};
    return problem;
}

SteadyState solve(const SteadyProblem& problem) {
    StockCurves curves(problem.law);
    auto state = steady_state(problem, curves);
    EXPECT_TRUE(state.ok());
    return *std::move(state);
}

TEST(SteadyState, OfOneLaneWithManyShipsIsWhatMarketsMakeAndUseUp) {
    const SteadyState state = solve(one_lane(100));
    const double units = 20 * 60.0 / 33;
    EXPECT_NEAR(state.goods[0].units_an_hour, units, 0.01);
    EXPECT_NEAR(state.credits_an_hour,
                units * (bid(1'000, kConsumedStrain) - ask(1'000, kMadeStrain)), 1);
    EXPECT_NEAR(state.goods[0].level, 5, 0.01);
    EXPECT_NEAR(state.goods[1].level, -5, 0.01);
    EXPECT_NEAR(state.hull_worth[0], 0, 1e-6);
}

TEST(SteadyState, OfOneLaneWithLittleTimeIsTheBestPricesForWhatFitsIn) {
    const double ships = 0.004;
    const SteadyState state = solve(one_lane(ships));
    const double units = 3'600 * ships / (2 * kSeconds) * 80;
    EXPECT_NEAR(state.goods[0].units_an_hour, units, 0.01);
    EXPECT_NEAR(state.credits_an_hour, units * (bid(1'000, kRestStrain) - ask(1'000, kRestStrain)),
                1);
    EXPECT_NEAR(state.hull_hours[0], ships, 1e-9);
    EXPECT_NEAR(state.hull_worth[0], state.credits_an_hour / ships, 1);
    EXPECT_NEAR(state.goods[0].level, 8, 0.01);
    EXPECT_NEAR(state.goods[1].level, -8, 0.01);
}

TEST(SteadyState, CountsFlightsWithCargoBothWaysOnce) {
    SteadyProblem problem = one_lane(0.01);
    problem.goods.push_back(good(1, 1, TradeType::kExport, 1'000));
    problem.goods.push_back(good(0, 1, TradeType::kImport, 1'000));
    EXPECT_NEAR(solve(problem).credits_an_hour, 2 * solve(one_lane(0.01)).credits_an_hour, 1);
}

TEST(SteadyState, FliesBackByWayOfAnotherPlaceWhereTheStraightWayIsNotFlown) {
    const double ships = 0.004;
    SteadyProblem problem = one_lane(ships);
    problem.places = 3;
    problem.hulls = {hulls(ships, 3)};
    std::vector<double>& seconds = problem.hulls[0].seconds;
    seconds[1 * 3 + 0] = SteadyHulls::kNever;
    const double units = 3'600 * ships / (3 * kSeconds) * 80;
    EXPECT_NEAR(solve(problem).goods[0].units_an_hour, units, 0.01);
    seconds[0 * 3 + 1] = SteadyHulls::kNever;
    EXPECT_NEAR(solve(problem).credits_an_hour, 0, 0.01) << "nor is its cargo carried";
}

TEST(SteadyState, IsBoundByRequests) {
    SteadyProblem problem = one_lane(100);
    problem.requests_an_hour = 1;
    const SteadyState state = solve(problem);
    // A full flight, the empty one back, and four transactions on either side.
    const double requests = (2 * 3.0 + 2 * 4.0) / 80;
    EXPECT_NEAR(state.goods[0].units_an_hour, 1 / requests, 0.01);
    EXPECT_NEAR(state.request_worth, state.credits_an_hour, 0.1);
}

TEST(SteadyState, FeedsAFactoryAtALossWhereItsProductPays) {
    SteadyProblem problem = one_factory();
    // Dearer at its source than any import pays.
    problem.goods[0].price.base = 700;
    const SteadyState state = solve(problem);
    ASSERT_GT(state.goods[0].units_an_hour, 1);
    EXPECT_GT(state.goods[0].price, state.goods[1].price);
    EXPECT_NEAR(state.goods[2].volumes_an_update, 1, 0.01);
    EXPECT_NEAR(state.goods[1].level, -3, 0.01);
    const double units = 20 * 60.0 / 33;
    EXPECT_NEAR(state.credits_an_hour,
                units * (bid(3'000, kConsumedStrain) - ask(3'000, kMadeStrain) +
                         bid(300, kFedStrain) - ask(700, kMadeStrain)),
                1);
}

TEST(SteadyState, OfAFactoryWhoseInputNobodySellsIsTheRestrictedStep) {
    SteadyProblem problem = one_factory();
    problem.goods[0].price.type = TradeType::kImport;
    EXPECT_NEAR(solve(problem).goods[2].volumes_an_update, 0.2, 1e-6);
}

TEST(SteadyState, MakesNoMoreOfWhatIsFedWhereFeedingChangesNothing) {
    SteadyProblem problem = one_factory();
    problem.law.feeding = Feeding::kChangesNothing;
    const SteadyState state = solve(problem);
    EXPECT_NEAR(state.goods[2].volumes_an_update, 0.2, 1e-6);
    EXPECT_NEAR(state.goods[1].volumes_an_update, 0.2, 1e-6);
}

TEST(SteadyState, OneExportThatNobodyBuysLeavesTheImportItSharesAsDearAsTheOtherNeedsIt) {
    SteadyProblem problem = one_factory();
    const double alone = solve(problem).credits_an_hour;
    problem.goods.push_back(good(1, 2, TradeType::kExport, 3'000));
    problem.goods.back().inputs = {1};
    EXPECT_NEAR(solve(problem).credits_an_hour, alone, 0.002 * alone);
}

TEST(SteadyState, NeverFallsWithMoreShipsRequestsOrVolume) {
    double before = 0;
    for (const double ships : {0.001, 0.01, 0.02, 0.05, 0.1, 1.0}) {
        const double credits = solve(one_lane(ships)).credits_an_hour;
        EXPECT_GE(credits, before);
        before = credits;
    }
    before = 0;
    for (const double requests : {1.0, 2.0, 5.0, 10.0, 100.0}) {
        SteadyProblem problem = one_lane(1);
        problem.requests_an_hour = requests;
        const double credits = solve(problem).credits_an_hour;
        EXPECT_GE(credits, before);
        before = credits;
    }
    before = 0;
    for (const std::int64_t volume : {6, 20, 22, 60}) {
        SteadyProblem problem = one_lane(1);
        for (SteadyGood& each : problem.goods)
            each.price.volume = core::Units(volume);
        const double credits = solve(problem).credits_an_hour;
        EXPECT_GE(credits, before);
        before = credits;
    }
}

TEST(SteadyState, OfAFewHoursCountsTheStocksAtHand) {
    SteadyProblem problem = one_lane(100);
    problem.goods[0].price.stock = core::Units(100);
    problem.goods[1].price.stock = core::Units(-100);
    for (SteadyGood& each : problem.goods)
        each.rate = 1;
    const double forever = solve(problem).credits_an_hour;
    problem.hours = 24;
    const double day = solve(problem).credits_an_hour;
    problem.hours = 240;
    const double days = solve(problem).credits_an_hour;
    EXPECT_GT(day, days);
    EXPECT_GT(days, forever);
    // Bought from 5 down to a dearth, sold from -5 up to a glut: once.
    EXPECT_LT((day - forever) * 24, 20 * 24 * 1'000);
}

SteadyState decide(const SteadyProblem& problem) {
    StockCurves curves(problem.law);
    auto state = decided_state(problem, curves);
    EXPECT_TRUE(state.ok());
    return *std::move(state);
}

// A factory for whose input there is a source of so many volumes an update.
SteadyProblem rationed_factory(double volumes) {
    SteadyProblem problem = one_factory();
    problem.goods[1].price.volume = problem.goods[2].price.volume = core::Units(100);
    problem.goods[3].price.volume = core::Units(100);
    problem.goods[0].price.volume = core::Units(std::llround(100 * volumes));
    return problem;
}

TEST(DecidedState, IsTheBoundWhereNoFactoryIsFedByTurns) {
    const SteadyProblem problem = one_factory();
    EXPECT_EQ(decide(problem).credits_an_hour, solve(problem).credits_an_hour);
}

TEST(DecidedState, BringsAFactoryAllThatIsMadeOfAnInput) {
    const SteadyProblem problem = rationed_factory(0.5);
    EXPECT_NEAR(solve(problem).goods[2].volumes_an_update, 0.2 + 0.8 * 0.5, 0.01) << "by turns";
    const SteadyState decided = decide(problem);
    EXPECT_NEAR(decided.goods[2].volumes_an_update, 0.5, 0.01);
    EXPECT_NEAR(decided.goods[1].volumes_an_update, 0.5, 0.01);
    EXPECT_LT(decided.credits_an_hour, solve(problem).credits_an_hour);
}

TEST(DecidedState, LeavesAFactoryAloneForWhichThereIsLittle) {
    const SteadyProblem problem = rationed_factory(0.2);
    EXPECT_NEAR(solve(problem).goods[2].volumes_an_update, 0.2 + 0.8 * 0.2, 0.01) << "by turns";
    EXPECT_NEAR(decide(problem).goods[2].volumes_an_update, 0.2, 1e-6);
}

TEST(DecidedState, LeavesTheWholeFactoryAloneForWhichOneInputOfTwoIsScarce) {
    SteadyProblem problem = rationed_factory(1);
    problem.goods.push_back(good(0, 2, TradeType::kExport, 300, 20));
    problem.goods.push_back(good(1, 2, TradeType::kImport, 300, 100));
    problem.goods[2].inputs = {1, 5};
    EXPECT_NEAR(decide(problem).goods[2].volumes_an_update, 0.2, 1e-6);
}

TEST(DecidedState, FeedsNobodyWhereFeedingChangesNothing) {
    SteadyProblem problem = one_factory();
    problem.law.feeding = Feeding::kChangesNothing;
    EXPECT_EQ(decide(problem).credits_an_hour, solve(problem).credits_an_hour);
}

TEST(DecidedState, HoldsBesideOtherTraders) {
    SteadyProblem problem = rationed_factory(0.5);
    problem.law.others = 0.05;
    const SteadyState decided = decide(problem);
    const SteadyGoodPlan& made = decided.goods[2];
    EXPECT_GT(made.volumes_an_update, 0.4);
    EXPECT_LE(made.volumes_an_update + problem.law.others,
              decided.goods[1].volumes_an_update + problem.law.others + 1e-6);
}

// Of two factories that share an input one is fed always. The other, which is left alone, uses the
// input up as well, for it is there.
TEST(SteadyState, CountsWhatAFactoryLeftAloneUsesUpOfAnInputThatIsKeptForAnother) {
    SteadyProblem problem = rationed_factory(0.6);
    problem.goods.push_back(good(1, 2, TradeType::kExport, 9'000, 100));
    problem.goods.back().inputs = {1};
    problem.goods.push_back(good(2, 2, TradeType::kImport, 9'000, 100));
    problem.goods[2].fed = Fed::kAlways;
    problem.goods[4].fed = Fed::kNever;
    const SteadyState state = solve(problem);
    EXPECT_NEAR(state.goods[4].volumes_an_update, 0.2, 1e-6);
    EXPECT_NEAR(state.goods[2].volumes_an_update, 0.6 - 0.2, 0.01);
}

TEST(SteadyState, SellsToAnExchangeWhatFlowsOff) {
    SteadyProblem problem = one_lane(100);
    problem.goods[1] = good(1, 0, TradeType::kExchange, 1'000, 180);
    const SteadyState state = solve(problem);
    EXPECT_NEAR(state.goods[1].units_an_hour, -20 * 60.0 / 33, 0.01);
    EXPECT_NEAR(state.goods[1].level, 20.0 / 180 / 0.1, 0.01);
}

}  // namespace
}  // namespace argosy::planner
