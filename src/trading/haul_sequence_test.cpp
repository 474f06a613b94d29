#include "trading/haul_sequence.h"

#include <gtest/gtest.h>

namespace argosy::trading {
namespace {

using namespace std::chrono_literals;

// Three places in a row, a minute from each to the next.
SequenceProblem row_of_places() {
    SequenceProblem problem{.window = 10min};
    for (int from = 0; from < 3; ++from) {
        auto& ways = problem.between.emplace_back();
        for (int to = 0; to < 3; ++to)
            ways.push_back(core::Duration(1min) * std::abs(from - to));
    }
    problem.from_start = problem.between.front();
    return problem;
}

TEST(HaulSequence, TakesTheJobsThatFitTogetherAndNotTheDearestOne) {
    SequenceProblem problem = row_of_places();
    problem.jobs = {{.kind = 0, .from = 0, .to = 2, .value = 500, .time = 9min},
                    {.kind = 1, .from = 0, .to = 1, .value = 300, .time = 4min},
                    {.kind = 2, .from = 1, .to = 2, .value = 300, .time = 4min}};
    EXPECT_EQ(best_sequence(problem, 64), (std::vector<std::size_t>{1, 2}));
}

TEST(HaulSequence, DoesOneJobOfAKind) {
    SequenceProblem problem = row_of_places();
    problem.jobs = {{.kind = 0, .from = 0, .to = 1, .value = 300, .time = 1min},
                    {.kind = 0, .from = 1, .to = 2, .value = 200, .time = 1min}};
    EXPECT_EQ(best_sequence(problem, 64), std::vector<std::size_t>{0});
}

TEST(HaulSequence, OfEqualValuesTakesTheShorterSequence) {
    SequenceProblem problem = row_of_places();
    problem.jobs = {{.kind = 0, .from = 2, .to = 1, .value = 300, .time = 1min},
                    {.kind = 1, .from = 0, .to = 1, .value = 300, .time = 1min}};
    problem.window = 2min;
    EXPECT_EQ(best_sequence(problem, 64), std::vector<std::size_t>{1});
}

TEST(HaulSequence, FindsNothingWhereNothingFitsOrNoWayLeads) {
    SequenceProblem problem = row_of_places();
    problem.jobs = {{.kind = 0, .from = 0, .to = 1, .value = 300, .time = 11min}};
    EXPECT_TRUE(best_sequence(problem, 64).empty());
    problem.jobs.front().time = 1min;
    problem.from_start.front() = std::nullopt;
    EXPECT_TRUE(best_sequence(problem, 64).empty());
    problem.jobs.clear();
    EXPECT_TRUE(best_sequence(problem, 64).empty());
}

TEST(HaulSequence, KeepsTheBestOfASequenceThatANarrowBeamDoesNotGoOnFrom) {
    SequenceProblem problem = row_of_places();
    problem.window = 2min;
    problem.jobs = {{.kind = 0, .from = 0, .to = 1, .value = 10, .time = 1ms},
                    {.kind = 1, .from = 0, .to = 1, .value = 900, .time = 2min}};
    EXPECT_EQ(best_sequence(problem, 1), std::vector<std::size_t>{1});
}

}  // namespace
}  // namespace argosy::trading
