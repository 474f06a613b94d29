#include "kernel/strategy_trial.h"

#include <gmock/gmock.h>

#include "kernel/strategies.h"
#include "kernel/strategy_sweep.h"

namespace argosy::kernel {
namespace {

using core::ErrorCode;
using namespace std::chrono_literals;

StrategyResult result_with(std::vector<std::pair<core::Duration, std::int64_t>> credits) {
    StrategyResult result;
    for (const auto& [after, amount] : credits)
        result.curve.push_back({.after = after, .credits = core::Credits(amount)});
    return result;
}

TEST(StrategyResult, CountsWhatWasEarnedBetweenTwoMoments) {
    const StrategyResult result = result_with({{0h, 100}, {6h, 700}, {8h, 1'100}});
    EXPECT_EQ(result.per_hour(0h, 8h), 125);
    EXPECT_EQ(result.per_hour(6h, 8h), 200);
    EXPECT_EQ(result.per_hour(9h, 10h), 0) << "it did not last as long";
}

TEST(StrategyResult, ADrawdownIsTheFallBelowTheHighestBefore) {
    const StrategyResult result = result_with(
        {{0h, 1'000}, {30min, 100}, {2h, 1'500}, {3h, 1'200}, {4h, 1'900}, {5h, 1'800}});
    EXPECT_EQ(result.drawdown(0h), core::Credits(900));
    EXPECT_EQ(result.drawdown(1h), core::Credits(300));
}

class EveryStrategy : public ::testing::TestWithParam<const char*> {};

TEST_P(EveryStrategy, DecidesTheSameWithTheSameSeed) {
    StrategyTrial trial{
        .strategy = {.name = GetParam(), .parameters = {}}, .haulers = 4, .length = 1h};
    const auto first = try_strategy(trial);
    trial.bound = BoundOf::kNothing;
    const auto second = try_strategy(trial);
    ASSERT_TRUE(first.ok()) << first.error().message;
    ASSERT_TRUE(second.ok()) << second.error().message;
    EXPECT_EQ(first->decision_hash, second->decision_hash);
    EXPECT_EQ(first->earned, second->earned);
    ASSERT_TRUE(first->bound.has_value());
    EXPECT_GT(first->bound->whole, first->per_hour(0h, 1h));
    EXPECT_EQ(first->bound->steady, std::nullopt) << "it did not last as long";
    EXPECT_EQ(second->bound, std::nullopt);
    EXPECT_TRUE(first->books_agree);
    EXPECT_EQ(first->stranded, core::Units(0));
    EXPECT_GT(first->earned, core::Credits(0));
    ASSERT_TRUE(first->forecast_error.has_value());
    EXPECT_LT(*first->forecast_error, 1);
}

INSTANTIATE_TEST_SUITE_P(Baselines, EveryStrategy,
                         ::testing::Values("greedy-arbitrage", "lanes", "vrp", "manufacturing",
                                           "planner"),
                         [](const auto& info) {
                             std::string name = info.param;
                             std::erase(name, '-');
                             return name;
                         });

TEST(StrategyTrial, MayHaveMoreProbesThatLook) {
    const auto looks = [](std::int64_t probes) {
        const auto result =
            try_strategy({.strategy = {.name = "planner", .parameters = {{"probes", probes}}},
                          .haulers = 2,
                          .length = 2h,
                          .bound = BoundOf::kNothing});
        EXPECT_TRUE(result.ok()) << result.error().message;
        return result->requests.sent_for(game::RequestPurpose::kMarketLook);
    };
    EXPECT_GT(looks(6), looks(0));
}

TEST(StrategyTrial, MaySellOutBeforeItsEnd) {
    const auto earned = [](std::string strategy, std::int64_t sells_out) {
        const auto result =
            try_strategy({.strategy = {.name = std::move(strategy),
                                       .parameters = {{kSellOutParameter, sells_out}}},
                          .haulers = 2,
                          .length = 2h,
                          .bound = BoundOf::kNothing});
        EXPECT_TRUE(result.ok()) << result.error().message;
        return result->earned.count();
    };
    // Lanes that rest in an hour, and stocks that a plan keeps.
    EXPECT_GT(earned("lanes", 1), earned("lanes", 0));
    EXPECT_GT(earned("planner", 1), earned("planner", 0));
}

TEST(StrategyTrial, HasABoundAfterHourSixWhateverItsLength) {
    const StrategyTrial trial{.strategy = {.name = "greedy-arbitrage", .parameters = {}},
                              .haulers = 1,
                              .length = 6h + 2min + 30s};
    const auto result = try_strategy(trial);
    ASSERT_TRUE(result.ok()) << result.error().message;
    EXPECT_EQ(result->curve.back().after, trial.length);
    ASSERT_TRUE(result->bound.has_value());
    ASSERT_TRUE(result->bound->steady.has_value());
    EXPECT_GT(*result->bound->steady, 0);
}

TEST(StrategyTrial, RefusesAStrategyOrAParameterThatIsNone) {
    EXPECT_EQ(try_strategy({.strategy = {.name = "luck", .parameters = {}}}).error().code,
              ErrorCode::kInvalidArgument);
    for (const char* name : {"vrp", "manufacturing"}) {
        const auto refused =
            try_strategy({.strategy = {.name = name, .parameters = {{"luck", 1}}}});
        ASSERT_FALSE(refused.ok());
        EXPECT_THAT(refused.error().message, ::testing::HasSubstr("no parameter \"luck\""));
    }
}

TEST(StrategySweep, TriesOnlyParametersThatTheStrategyHas) {
    for (const char* name : {"greedy-arbitrage", "lanes", "vrp"}) {
        for (const trading::StrategySpec& spec : sweep_of(name))
            EXPECT_TRUE(make_strategy(spec).ok()) << trading::to_string(spec);
    }
}

}  // namespace
}  // namespace argosy::kernel
