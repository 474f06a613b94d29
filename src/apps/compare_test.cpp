#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "apps/compare_range.h"
#include "apps/compare_report.h"
#include "apps/compare_run_file.h"
#include "kernel/strategy_sweep.h"

namespace argosy::apps {
namespace {

using core::ErrorCode;

Figures earning(double per_hour) {
    return {.per_hour = per_hour / 2,
            .after_six = per_hour,
            .steady = per_hour - 300,
            .bound = 1'000,
            .bound_steady = 2'000,
            .share = per_hour / 2'000,
            .share_steady = per_hour / 2'000,
            .requests = 100,
            .by_purpose = {{"trade", 60}, {"navigation", 40}},
            .books_agree = true,
            .decision_hash = "00",
            .worth = {1'000, 1'000 + per_hour}};
}

Outcome outcome(const std::string& system, const std::string& strategy, std::uint64_t seed,
                core::Result<Figures> figures) {
    Outcome made{*trial_in(system), std::move(figures), strategy};
    made.trial.strategy.name = strategy;
    made.trial.seed = seed;
    return made;
}

TEST(CompareRange, CountsUpWhatIsNamedByItsEnds) {
    EXPECT_EQ(*expand_ranges({"X1-AD75", "generated-9..11"}),
              (std::vector<std::string>{"X1-AD75", "generated-9", "generated-10", "generated-11"}));
    EXPECT_EQ(*expand_numbers({"1..3", "7"}), (std::vector<std::uint64_t>{1, 2, 3, 7}));
}

TEST(CompareRange, RefusesWhatIsNoRange) {
    for (const char* text : {"3..1", "..", "1..", "1..x", "1..99999999"})
        EXPECT_EQ(expand_ranges({text}).error().code, ErrorCode::kInvalidArgument) << text;
    EXPECT_EQ(expand_numbers({"one"}).error().code, ErrorCode::kInvalidArgument);
}

TEST(Compare, NamesASystemAsItIsAskedFor) {
    EXPECT_EQ(trial_in("generated-12")->generated, 12u);
    EXPECT_EQ(system_of(*trial_in("generated-12")), "generated-12");
    EXPECT_EQ(system_of(*trial_in("X1-ZG64")), "X1-ZG64");
    EXPECT_EQ(trial_in("generated-x").error().code, ErrorCode::kInvalidArgument);
}

TEST(Compare, HandsFiguresOverAsTheyAre) {
    Figures figures = earning(1'500);
    figures.forecast_error = 0.25;
    const auto read = figures_from_json(to_json(figures));
    ASSERT_TRUE(read.ok()) << read.error().message;
    EXPECT_EQ(read->judged(), 1'500);
    EXPECT_EQ(read->forecast_error, 0.25);
    EXPECT_EQ(read->lasting(), 1'200);
    EXPECT_EQ(read->bound_of_lasting(), 2'000);
    EXPECT_EQ(read->share_steady, 0.75);
    EXPECT_EQ(read->by_purpose, figures.by_purpose);
    EXPECT_EQ(read->worth, figures.worth);
    EXPECT_EQ(read->decision_hash, "00");
    EXPECT_TRUE(read->books_agree);
    EXPECT_EQ(figures_from_json("{}").error().code, ErrorCode::kInvalidArgument);
    EXPECT_EQ(figures_from_json("no json").error().code, ErrorCode::kInvalidArgument);
}

// A run that had so many credits after so many hours.
kernel::StrategyResult run_with(const std::vector<std::pair<int, int>>& curve) {
    kernel::StrategyResult run;
    for (const auto& [after, credits] : curve) {
        run.curve.push_back({.after = std::chrono::hours(after),
                             .credits = core::Credits(credits),
                             .cargo = core::Credits(0)});
    }
    return run;
}

TEST(CompareReport, SetsARunBesideTheBoundOfItsTime) {
    kernel::StrategyResult run = run_with({{0, 0}, {6, 600}, {8, 1'400}, {9, 2'250}});
    EXPECT_EQ(figures_of(run).share, std::nullopt) << "a sweep has no bound";
    run.bound = kernel::RunBound{.whole = 1'000, .steady = 500};
    EXPECT_EQ(figures_of(run).share, 0.25) << "2250 in 9 hours, of 1000 an hour";
    EXPECT_EQ(figures_of(run).after_six, 550) << "1650 in 3 hours";
    EXPECT_EQ(figures_of(run).share_steady, 0.8)
        << "800 in 2 hours, of 500 an hour: stocks are sold out in the last";
    run.bound->steady = 0;
    EXPECT_EQ(figures_of(run).share_steady, std::nullopt) << "of nothing there is no share";
}

TEST(CompareReport, HoldsARunOfTwoDaysAgainstTheBoundFromTheSecondDayOn) {
    kernel::StrategyResult run =
        run_with({{0, 0}, {6, 600}, {24, 6'000}, {47, 29'000}, {48, 90'000}});
    run.bound = kernel::RunBound{.whole = 4'000, .steady = 2'000};
    EXPECT_EQ(figures_of(run).steady, 1'000) << "23000 in 23 hours";
    EXPECT_EQ(figures_of(run).share_steady, 0.5);
    EXPECT_EQ(figures_of(run).after_six, 89'400.0 / 42) << "that is from hour 6 on all the same";
    EXPECT_EQ(kernel::steady_from(std::chrono::hours(47)), std::chrono::hours(6));
}

TEST(CompareReport, TakesTheMiddle) {
    EXPECT_EQ(median({3, 1, 2}), 2);
    EXPECT_EQ(median({4, 1, 2, 3}), 2.5);
    EXPECT_EQ(median({7}), 7);
}

TEST(CompareReport, SetsEachStrategyBesideGreedyAndTheBestBaseline) {
    const std::vector<Row> rows = by_system({
        outcome("X1-AD75", "greedy-arbitrage", 1, earning(100)),
        outcome("X1-AD75", "greedy-arbitrage", 2, earning(300)),
        outcome("X1-AD75", "greedy-arbitrage", 3, earning(200)),
        outcome("X1-AD75", "lanes", 1, earning(400)),
        outcome("X1-AD75", "planner", 1, earning(600)),
    });
    ASSERT_EQ(rows.size(), 3u);
    EXPECT_EQ(rows[0].runs, 3u);
    EXPECT_EQ(rows[0].median.judged(), 200);
    EXPECT_EQ(rows[0].median.worth, (std::vector<double>{1'000, 1'200}));
    EXPECT_EQ(rows[0].of_best, 0.5);
    EXPECT_EQ(rows[1].of_greedy, 2);
    EXPECT_EQ(rows[1].of_best, 1);
    EXPECT_EQ(rows[2].of_greedy, 3);
    EXPECT_EQ(rows[2].of_best, 1.5) << "the planner is no baseline, though it earned the most";
}

TEST(CompareReport, HoldsItAgainstGreedAsItIsAndTheBestBaselineThatIsTold) {
    const std::vector<Row> rows = by_system({
        outcome("X1-AD75", "greedy-arbitrage, told", 1, earning(400)),
        outcome("X1-AD75", "greedy-arbitrage", 1, earning(200)),
        outcome("X1-AD75", "planner", 1, earning(600)),
    });
    ASSERT_EQ(rows.size(), 3u);
    EXPECT_EQ(rows[2].of_greedy, 3);
    EXPECT_EQ(rows[2].of_best, 1.5);
}

TEST(CompareReport, GivesNoMultipleOfALoss) {
    const std::vector<Row> rows =
        by_system({outcome("X1-AD75", "greedy-arbitrage", 1, earning(-100)),
                   outcome("X1-AD75", "planner", 1, earning(600))});
    EXPECT_EQ(rows[1].of_greedy, std::nullopt);
    EXPECT_EQ(rows[1].of_best, std::nullopt);
}

TEST(CompareReport, TellsTheSystemInWhichAStrategyDoesWorst) {
    std::vector<Outcome> outcomes;
    for (const auto& [system, planner] :
         {std::pair{"X1-AD75", 150.0}, {"X1-ZG64", 90.0}, {"generated-1", 200.0}}) {
        outcomes.push_back(outcome(system, "vrp", 1, earning(100)));
        outcomes.push_back(outcome(system, "planner", 1, earning(planner)));
    }
    const std::vector<Row> laws = by_law(by_system(outcomes));
    ASSERT_EQ(laws.size(), 2u);
    EXPECT_EQ(laws[1].of_best, 1.5);
    EXPECT_EQ(laws[1].least_of_best, 0.9);
    EXPECT_EQ(laws[1].runs, 3u);
    EXPECT_EQ(laws[1].of_greedy, std::nullopt) << "greedy was not run";
    EXPECT_EQ(laws[1].median.share_steady, 0.075);
    EXPECT_EQ(laws[1].least_share, 0.045);
}

TEST(CompareReport, ShowsARunThatFailedInItsRow) {
    Comparison comparison;
    comparison.outcomes = {
        outcome("X1-AD75", "vrp", 1, earning(100)),
        outcome("X1-AD75", "vrp", 2, core::Error{ErrorCode::kRejected, "the run logged errors"})};
    EXPECT_TRUE(comparison.has_failed());
    const std::string text = to_markdown(comparison);
    EXPECT_NE(text.find("| 2 | vrp | FAILED: the run logged errors |"), std::string::npos) << text;
    EXPECT_EQ(by_system(comparison.outcomes).front().runs, 1u);
    EXPECT_NE(to_json(comparison).find("\"failed\":\"the run logged errors\""), std::string::npos);
}

class CompareRunFile : public ::testing::Test {
  protected:
    ~CompareRunFile() override {
        std::filesystem::remove(path_);
        std::filesystem::remove(path_.string() + ".lock");
    }

    static kernel::StrategyTrial trial(std::uint64_t seed) {
        return outcome("generated-3", "lanes", seed, earning(1)).trial;
    }

    void append(const std::string& text) const {
        std::ofstream(path_, std::ios::binary | std::ios::app) << text;
    }

    const std::filesystem::path path_ =
        std::filesystem::path(::testing::TempDir()) /
        ("runs_" + std::string(::testing::UnitTest::GetInstance()->current_test_info()->name()));
};

TEST_F(CompareRunFile, FindsARunAgainByWhatWasRun) {
    ASSERT_TRUE(RunFile::open(path_)->add(trial(1), earning(100)).ok());
    ASSERT_TRUE(RunFile::open(path_)->add(trial(2), earning(200)).ok());
    const auto file = RunFile::open(path_);
    ASSERT_TRUE(file.ok()) << file.error().message;
    EXPECT_EQ(file->size(), 2u);
    ASSERT_TRUE(file->find(trial(2)).has_value());
    EXPECT_EQ(file->find(trial(2))->judged(), 200);
    EXPECT_EQ(file->find(trial(3)), std::nullopt);
    kernel::StrategyTrial other = trial(1);
    other.strategy.parameters["lot_cap"] = 60;
    EXPECT_EQ(file->find(other), std::nullopt) << "another number is another run";
    other = trial(1);
    other.bound = kernel::BoundOf::kNothing;
    EXPECT_EQ(file->find(other), std::nullopt) << "it has no share of the bound";
}

TEST_F(CompareRunFile, GoesOnAfterALineThatWasCutOff) {
    ASSERT_TRUE(RunFile::open(path_)->add(trial(1), earning(100)).ok());
    append("{\"version\":1,\"run\":\"comp");
    ASSERT_TRUE(RunFile::open(path_)->add(trial(2), earning(200)).ok());
    EXPECT_EQ(RunFile::open(path_)->size(), 2u);
}

TEST_F(CompareRunFile, LeavesAFileAloneThatAnotherWrites) {
    const std::string half = "{\"version\":1,\"run\":\"comp";
    {
        RunFile writer = *RunFile::open(path_);
        ASSERT_TRUE(writer.add(trial(1), earning(100)).ok());
        append(half);
        const auto before = std::filesystem::file_size(path_);
        const auto other = RunFile::open(path_);
        ASSERT_FALSE(other.ok());
        EXPECT_EQ(other.error().code, ErrorCode::kConflict);
        EXPECT_NE(other.error().message.find("is being written by another compare"),
                  std::string::npos)
            << other.error().message;
        EXPECT_EQ(std::filesystem::file_size(path_), before) << "the half line may become a whole";
    }
    EXPECT_EQ(RunFile::open(path_)->size(), 1u) << "nobody holds it any more";
}

TEST_F(CompareRunFile, NamesTheLineOfAnotherVersion) {
    ASSERT_TRUE(RunFile::open(path_)->add(trial(1), earning(100)).ok());
    for (const char* line :
         {"{\"version\":0}", "[]", "no json", "{\"version\":1,\"run\":\"x\",\"figures\":{}}"}) {
        std::filesystem::resize_file(path_, 0);
        append(std::string(line) + "\n");
        const auto file = RunFile::open(path_);
        ASSERT_FALSE(file.ok()) << line;
        EXPECT_EQ(file.error().code, ErrorCode::kInvalidArgument);
        EXPECT_NE(file.error().message.find("line 1"), std::string::npos) << file.error().message;
        EXPECT_NE(file.error().message.find("delete the file"), std::string::npos);
    }
}

TEST_F(CompareRunFile, SparesRunsThatItHas) {
    {
        RunFile file = *RunFile::open(path_);
        ASSERT_TRUE(file.add(trial(1), earning(100)).ok());
        const Runner runner{.program = "/nowhere/spacetraders-bench", .what = "run", .kept = &file};
        const std::vector<Outcome> outcomes = run_all(runner, {trial(1), trial(2)});
        ASSERT_TRUE(outcomes[0].figures.ok());
        EXPECT_EQ(outcomes[0].figures->judged(), 100);
        EXPECT_FALSE(outcomes[1].figures.ok()) << "it has to be run, and there is no program";
    }
    EXPECT_EQ(RunFile::open(path_)->size(), 1u) << "what failed is not kept";
}

TEST(CompareTuning, TriesTheDefaultsFirstAndFewEnough) {
    for (const char* name : {"greedy-arbitrage", "lanes", "vrp", "manufacturing"}) {
        const auto specs = kernel::sweep_of(name);
        EXPECT_GT(specs.size(), 1u) << name;
        EXPECT_LE(specs.size(), 12u) << name;
        for (const auto& spec : specs)
            EXPECT_EQ(spec.name, name);
    }
    for (const char* name : {"serial", "literal", "planner"})
        EXPECT_EQ(kernel::sweep_of(name).size(), 1u) << name;
}

}  // namespace
}  // namespace argosy::apps
