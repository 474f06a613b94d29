#include "kernel/strategy_trial.h"

#include <gtest/gtest.h>

namespace argosy::kernel {
namespace {

using namespace std::chrono_literals;

StrategyResult run(const std::string& strategy, core::Duration length,
                   const std::string& law = "measured", std::int64_t haulers = 10) {
    const auto spec = trading::parse_strategy_spec(strategy);
    EXPECT_TRUE(spec.ok());
    auto result =
        try_strategy({.strategy = *spec, .law = law, .haulers = haulers, .length = length});
    EXPECT_TRUE(result.ok()) << result.error().message;
    return *std::move(result);
}

TEST(StrategyTrial, ThePlannerEarnsMoreThanTwiceWhatGreedOnceTheStartIsSpent) {
    const StrategyResult planner = run("planner", 12h);
    const StrategyResult greedy = run("greedy-arbitrage", 12h);
    // Over 24 hours it is more: `spacetraders-bench compare`.
    EXPECT_GT(planner.per_hour(6h, 12h), 2 * greedy.per_hour(6h, 12h));
    EXPECT_GT(planner.per_hour(6h, 12h), 300'000);
}

TEST(StrategyTrial, EachStrategyEndsWithAgreeingBooksAndNoCargoForgotten) {
    for (const char* strategy : {"planner", "greedy-arbitrage", "manufacturing"}) {
        const StrategyResult result = run(strategy, 2h);
        EXPECT_TRUE(result.books_agree) << strategy;
        EXPECT_EQ(result.stranded, core::Units(0)) << strategy;
        EXPECT_GT(result.earned, core::Credits(0)) << strategy;
        EXPECT_EQ(result.curve.size(), 25U) << strategy;
    }
}

TEST(StrategyTrial, TheSameSeedIsTheSameRun) {
    const StrategyResult once = run("planner", 2h);
    const StrategyResult again = run("planner", 2h);
    EXPECT_EQ(once.decision_hash, again.decision_hash);
    EXPECT_EQ(once.earned, again.earned);
}

TEST(StrategyTrial, ThePlannerLosesNothingWhereFeedingChangesNothing) {
    const StrategyResult inert = run("planner", 8h, "inert");
    EXPECT_GT(inert.per_hour(4h, 8h), 0);
    EXPECT_LT(inert.drawdown(1h), core::Credits(100'000));
}

TEST(StrategyTrial, RefusesWhatItDoesNotKnow) {
    const auto refused = try_strategy({.strategy = {.name = "oracle", .parameters = {}}});
    EXPECT_EQ(refused.error().code, core::ErrorCode::kInvalidArgument);
    const auto odd = try_strategy({.strategy = {.name = "planner", .parameters = {{"luck", 1}}}});
    EXPECT_EQ(odd.error().code, core::ErrorCode::kInvalidArgument);
}

TEST(StrategyResult, FallsFromTheHighestWorthBeforeAndEarnsBetweenMoments) {
    StrategyResult result;
    for (const std::int64_t credits : {100, 300, 250, 400, 200, 500}) {
        result.curve.push_back({.after = result.curve.size() * 1h,
                                .credits = core::Credits(credits),
                                .cargo = core::Credits(0)});
    }
    EXPECT_EQ(result.drawdown(0h), core::Credits(200));
    EXPECT_EQ(result.drawdown(5h), core::Credits(0));
    EXPECT_DOUBLE_EQ(result.per_hour(1h, 3h), 50);
    EXPECT_DOUBLE_EQ(result.per_hour(0h, 100h), 80);
}

}  // namespace
}  // namespace argosy::kernel
