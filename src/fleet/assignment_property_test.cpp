// The matching against an exact solver of another kind: the Hungarian method on the whole table.

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <set>

#include "core/rng.h"
#include "fleet/assignment.h"
#include "tests/support/seed.h"

namespace argosy::fleet {
namespace {

using Table = std::vector<std::vector<std::int64_t>>;

// Returns the greatest total value of a full table; a pair worth less than nothing counts nothing.
// The Hungarian method in its short form, with potentials; workers <= jobs.
std::int64_t hungarian_value(const Table& values, std::size_t workers, std::size_t jobs) {
    constexpr std::int64_t kInfinite = std::numeric_limits<std::int64_t>::max() / 4;
    std::vector<std::int64_t> u(workers + 1), v(jobs + 1);
    std::vector<std::size_t> matched(jobs + 1), way(jobs + 1);
    const auto cost = [&](std::size_t i, std::size_t j) {
        return -std::max<std::int64_t>(0, values[i - 1][j - 1]);
    };
    for (std::size_t i = 1; i <= workers; ++i) {
        matched[0] = i;
        std::size_t j0 = 0;
        std::vector<std::int64_t> least(jobs + 1, kInfinite);
        std::vector<bool> used(jobs + 1);
        do {
            used[j0] = true;
            const std::size_t i0 = matched[j0];
            std::int64_t delta = kInfinite;
            std::size_t j1 = 0;
            for (std::size_t j = 1; j <= jobs; ++j) {
                if (used[j]) continue;
                const std::int64_t reduced = cost(i0, j) - u[i0] - v[j];
                if (reduced < least[j]) least[j] = reduced, way[j] = j0;
                if (least[j] < delta) delta = least[j], j1 = j;
            }
            for (std::size_t j = 0; j <= jobs; ++j) {
                if (used[j]) {
                    u[matched[j]] += delta, v[j] -= delta;
                } else {
                    least[j] -= delta;
                }
            }
            j0 = j1;
        } while (matched[j0] != 0);
        do {
            const std::size_t j1 = way[j0];
            matched[j0] = matched[j1];
            j0 = j1;
        } while (j0 != 0);
    }
    return v[0];
}

struct Instance {
    AssignmentProblem problem;
    Table table;
};

Instance draw(core::RandomStream& random, std::int64_t most) {
    Instance drawn;
    const std::int64_t workers = random.uniform(1, most);
    const std::int64_t jobs = random.uniform(workers, most + workers);
    const double density = 0.05 + 0.95 * random.unit();
    // Few different values make ties, many make none; some are losses.
    const std::int64_t highest = random.chance(0.5) ? 5 : 1'000'000;
    drawn.problem = {std::int32_t(workers), std::int32_t(jobs), {}};
    drawn.table.assign(std::size_t(workers), std::vector<std::int64_t>(std::size_t(jobs), -1));
    for (std::int32_t worker = 0; worker < workers; ++worker) {
        for (std::int32_t job = 0; job < jobs; ++job) {
            if (!random.chance(density)) continue;
            const std::int64_t value = random.uniform(-highest / 5, highest);
            drawn.problem.edges.push_back({worker, job, value});
            drawn.table[std::size_t(worker)][std::size_t(job)] = value;
        }
    }
    return drawn;
}

std::int64_t checked_value(const Instance& instance, const Assignment& assignment) {
    std::set<std::int32_t> jobs;
    std::int64_t value = 0;
    for (std::size_t worker = 0; worker < assignment.job_of.size(); ++worker) {
        const std::int32_t job = assignment.job_of[worker];
        if (job == kNoJob) continue;
        EXPECT_TRUE(jobs.insert(job).second) << "two workers have job " << job;
        EXPECT_GE(instance.table[worker][std::size_t(job)], 0);
        value += instance.table[worker][std::size_t(job)];
    }
    EXPECT_EQ(value, assignment.value);
    return value;
}

TEST(AssignmentProperty, IsWorthWhatTheHungarianMethodFinds) {
    core::RandomStream random = core::Rng(tests::seed_of_this_run()).stream("assignment");
    for (int i = 0; i < 2'000; ++i) {
        const Instance instance = draw(random, i % 20 == 0 ? 60 : 12);
        const Assignment found = match(instance.problem, 100'000'000);
        const std::int64_t best =
            hungarian_value(instance.table, std::size_t(instance.problem.workers),
                            std::size_t(instance.problem.jobs));
        ASSERT_EQ(checked_value(instance, found), best) << "instance " << i;
        ASSERT_EQ(found.served_greedily, 0);
        const std::int64_t greedy = checked_value(instance, match_greedily(instance.problem));
        ASSERT_LE(greedy, best);
        ASSERT_GE(2 * greedy, best) << "greed loses at most half";
    }
}

TEST(AssignmentProperty, AJobWithRoomForSeveralIsWorthAsManyJobs) {
    core::RandomStream random = core::Rng(tests::seed_of_this_run()).stream("capacities");
    for (int i = 0; i < 1'000; ++i) {
        AssignmentProblem problem = draw(random, 12).problem;
        AssignmentProblem each{problem.workers, 0, {}};
        std::vector<std::int32_t> first;
        for (std::int32_t job = 0; job < problem.jobs; ++job) {
            problem.capacities.push_back(std::int32_t(random.uniform(0, 3)));
            first.push_back(each.jobs);
            each.jobs += problem.capacities.back();
        }
        for (const AssignmentEdge& edge : problem.edges) {
            for (std::int32_t k = 0; k < problem.capacities[std::size_t(edge.job)]; ++k)
                each.edges.push_back({edge.worker, first[std::size_t(edge.job)] + k, edge.value});
        }
        const Assignment found = match(problem);
        ASSERT_EQ(found.value, match(each).value) << "instance " << i;
        std::vector<std::int32_t> taken(problem.capacities.size());
        for (const std::int32_t job : found.job_of) {
            if (job != kNoJob) ++taken[std::size_t(job)];
        }
        for (std::size_t job = 0; job < taken.size(); ++job)
            ASSERT_LE(taken[job], problem.capacities[job]) << "instance " << i;
    }
}

TEST(AssignmentProperty, IsSoundWhateverItsOperations) {
    core::RandomStream random = core::Rng(tests::seed_of_this_run()).stream("cut");
    for (int i = 0; i < 500; ++i) {
        const Instance instance = draw(random, 12);
        const Assignment found = match(instance.problem, random.uniform(0, 200));
        checked_value(instance, found);
        const Assignment again = match(instance.problem, 1'000'000);
        EXPECT_LE(found.value, again.value);
        EXPECT_GE(found.value, match_greedily(instance.problem).value);
    }
}

TEST(AssignmentProperty, DoesNotDependOnTheOrderOfEdges) {
    core::RandomStream random = core::Rng(tests::seed_of_this_run()).stream("order");
    for (int i = 0; i < 300; ++i) {
        Instance instance = draw(random, 12);
        const Assignment first = match(instance.problem);
        std::reverse(instance.problem.edges.begin(), instance.problem.edges.end());
        EXPECT_EQ(match(instance.problem).job_of, first.job_of);
    }
}

}  // namespace
}  // namespace argosy::fleet
