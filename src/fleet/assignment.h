#pragma once

/// @file
/// Who does what when all decide together: a matching of workers to jobs of the greatest total
/// value, over the few pairs worth considering. Whole numbers, full tie-breaks, no clock; it does
/// not know what a ship or a haul is. docs/concepts/assignment.md has the measurements.

#include <cstdint>
#include <vector>

namespace argosy::fleet {

/// One worker on one job, and what that is worth. Pairs without an edge are not considered.
struct AssignmentEdge {
    std::int32_t worker;
    std::int32_t job;
    std::int64_t value;
};

struct AssignmentProblem {
    std::int32_t workers = 0;
    std::int32_t jobs = 0;
    std::vector<AssignmentEdge> edges;  ///< At most one for each pair, in any order.
    /// How many workers each job takes; empty: one each. Jobs that are alike are one, which is much
    /// less to search than each for itself.
    std::vector<std::int32_t> capacities;
};

/// What one worker was given when it was given nothing.
inline constexpr std::int32_t kNoJob = -1;

struct Assignment {
    std::vector<std::int32_t> job_of;  ///< By worker; kNoJob for none.
    std::int64_t value = 0;
    std::int64_t operations = 0;  ///< Edges looked at: a measure of work.
    /// Workers whose turn came when the operations were used up, greedily served; all of them where
    /// the whole was worth more when served so.
    std::int32_t served_greedily = 0;
};

/// Operations of match() that a planner's tick has room for: about 13 ms where
/// docs/concepts/assignment.md was measured.
inline constexpr std::int64_t kTickOperations = 1'500'000;

/// Returns the matching of the greatest total value. A worker or job is left out where that is
/// worth more, so no edge below zero is ever used. Of matchings of equal value always the same one
/// is returned for the same problem.
///
/// Successive shortest paths with prices on jobs, as Jonker and Volgenant do it for sparse
/// problems: each worker in turn takes the job it gains most from, and others move on where that is
/// worth it.
///
/// @param most_operations  When they are used up, the workers that are left take the best job that
///                         has room, so the time is bounded; never worth less than
///                         match_greedily().
Assignment match(const AssignmentProblem& problem, std::int64_t most_operations = kTickOperations);

/// Returns what taking the best pair left, again and again, comes to.
Assignment match_greedily(const AssignmentProblem& problem);

}  // namespace argosy::fleet
