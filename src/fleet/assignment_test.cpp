#include "fleet/assignment.h"

#include <gtest/gtest.h>

namespace argosy::fleet {
namespace {

using Jobs = std::vector<std::int32_t>;

TEST(Assignment, OfNothingIsNothing) {
    const Assignment none = match({.workers = 2, .jobs = 0, .edges = {}});
    EXPECT_EQ(none.job_of, (Jobs{kNoJob, kNoJob}));
    EXPECT_EQ(none.value, 0);
}

TEST(Assignment, GivesUpABestPairForABetterWhole) {
    // Greed takes 10 and is left with 1; together they make 9 + 8.
    const AssignmentProblem problem{
        .workers = 2, .jobs = 2, .edges = {{0, 0, 10}, {0, 1, 9}, {1, 0, 8}, {1, 1, 1}}};
    EXPECT_EQ(match(problem).job_of, (Jobs{1, 0}));
    EXPECT_EQ(match(problem).value, 17);
    EXPECT_EQ(match_greedily(problem).job_of, (Jobs{0, 1}));
    EXPECT_EQ(match_greedily(problem).value, 11);
}

TEST(Assignment, LeavesAWorkerOutWhereAnotherDoesMoreWithItsJob) {
    const AssignmentProblem problem{
        .workers = 3, .jobs = 2, .edges = {{0, 0, 5}, {0, 1, 4}, {1, 0, 6}, {2, 0, 7}, {2, 1, 1}}};
    const Assignment best = match(problem);
    EXPECT_EQ(best.job_of, (Jobs{1, kNoJob, 0}));
    EXPECT_EQ(best.value, 11);
}

TEST(Assignment, NeverTakesALossAndTakesWhatIsWorthNothing) {
    const AssignmentProblem problem{.workers = 2, .jobs = 2, .edges = {{0, 0, -1}, {1, 1, 0}}};
    EXPECT_EQ(match(problem).job_of, (Jobs{kNoJob, 1}));
    EXPECT_EQ(match_greedily(problem).job_of, (Jobs{kNoJob, 1}));
}

TEST(Assignment, EqualsGoToTheFirst) {
    const AssignmentProblem problem{
        .workers = 2, .jobs = 2, .edges = {{1, 1, 3}, {1, 0, 3}, {0, 1, 3}, {0, 0, 3}}};
    EXPECT_EQ(match(problem).job_of, (Jobs{0, 1}));
    EXPECT_EQ(match_greedily(problem).job_of, (Jobs{0, 1}));
}

TEST(Assignment, ServesTheRestGreedilyWhenItsOperationsAreUsedUp) {
    const AssignmentProblem problem{
        .workers = 2, .jobs = 2, .edges = {{0, 0, 10}, {0, 1, 9}, {1, 0, 8}, {1, 1, 1}}};
    const Assignment cut_short = match(problem, 1);
    EXPECT_EQ(cut_short.served_greedily, 1);
    EXPECT_EQ(cut_short.job_of, (Jobs{0, 1}));
    EXPECT_EQ(cut_short.value, 11);
}

TEST(Assignment, FillsAJobUpToItsCapacity) {
    const AssignmentProblem problem{.workers = 3,
                                    .jobs = 2,
                                    .edges = {{0, 0, 9}, {1, 0, 8}, {1, 1, 2}, {2, 0, 7}},
                                    .capacities = {2, 1}};
    EXPECT_EQ(match(problem).job_of, (Jobs{0, 1, 0}));
    EXPECT_EQ(match(problem).value, 18);
    EXPECT_EQ(match_greedily(problem).job_of, (Jobs{0, 0, kNoJob}));
}

TEST(Assignment, CutShortIsNeverWorthLessThanGreed) {
    // The first is served, and the others find nothing left: greed gives them what they do best.
    const AssignmentProblem problem{.workers = 2, .jobs = 1, .edges = {{0, 0, 1}, {1, 0, 100}}};
    const Assignment cut_short = match(problem, 1);
    EXPECT_EQ(cut_short.value, 100);
    EXPECT_EQ(cut_short.served_greedily, 2);
}

}  // namespace
}  // namespace argosy::fleet
