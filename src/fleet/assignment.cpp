#include "fleet/assignment.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <queue>
#include <tuple>
#include <utility>

#include "core/assert.h"

namespace argosy::fleet {
namespace {

constexpr std::int64_t kFar = std::numeric_limits<std::int64_t>::max();

/// The edges that may be used, by worker; of a worker's, the best first.
class Rows {
  public:
    explicit Rows(const AssignmentProblem& problem) : begins_(std::size_t(problem.workers) + 1) {
        for (const AssignmentEdge& edge : problem.edges) {
            ARGOSY_ASSERT(edge.worker >= 0 && edge.worker < problem.workers);
            ARGOSY_ASSERT(edge.job >= 0 && edge.job < problem.jobs);
            if (edge.value >= 0) ++begins_[std::size_t(edge.worker) + 1];
        }
        for (std::size_t i = 1; i < begins_.size(); ++i)
            begins_[i] += begins_[i - 1];
        edges_.resize(begins_.back());
        std::vector<std::size_t> next = begins_;
        for (const AssignmentEdge& edge : problem.edges) {
            if (edge.value >= 0) edges_[next[std::size_t(edge.worker)]++] = edge;
        }
        // Row by row, which is twice as fast as all at once; who finds pairs often has them sorted.
        for (std::size_t row = 0; row + 1 < begins_.size(); ++row) {
            const auto begin = edges_.begin() + std::ptrdiff_t(begins_[row]);
            const auto end = edges_.begin() + std::ptrdiff_t(begins_[row + 1]);
            const auto is_better = [](const auto& a, const auto& b) {
                return a.value != b.value ? a.value > b.value : a.job < b.job;
            };
            if (!std::is_sorted(begin, end, is_better)) std::sort(begin, end, is_better);
        }
    }

    const AssignmentEdge* begin_of(std::int32_t worker) const {
        return edges_.data() + begins_[std::size_t(worker)];
    }
    const AssignmentEdge* end_of(std::int32_t worker) const {
        return edges_.data() + begins_[std::size_t(worker) + 1];
    }

  private:
    std::vector<AssignmentEdge> edges_;
    std::vector<std::size_t> begins_;
};

std::int32_t capacity_of(const AssignmentProblem& problem, std::size_t job) {
    return problem.capacities.empty() ? 1 : problem.capacities[job];
}

/// The matching as it grows. Between two workers' turns no edge is worth more than its worker's
/// gain and its job's price together, and every edge in use is worth exactly that: so the matching
/// is the best one for the workers that have had their turn.
class Matcher {
  public:
    explicit Matcher(const AssignmentProblem& problem)
        : rows_(problem),
          gain_(std::size_t(problem.workers)),
          price_(std::size_t(problem.jobs)),
          free_(std::size_t(problem.jobs)),
          workers_of_(std::size_t(problem.jobs)),
          taken_from_(std::size_t(problem.jobs)),
          distance_(std::size_t(problem.jobs), kFar) {
        result_.job_of.assign(std::size_t(problem.workers), kNoJob);
        for (std::size_t job = 0; job < free_.size(); ++job)
            free_[job] = capacity_of(problem, job);
    }

    Assignment run(std::int64_t most_operations) {
        const auto workers = std::int32_t(gain_.size());
        for (std::int32_t worker = 0; worker < workers; ++worker) {
            if (result_.operations < most_operations) {
                serve(worker);
            } else {
                serve_greedily(worker);
            }
        }
        for (std::int32_t worker = 0; worker < workers; ++worker)
            result_.value += value_of(worker);
        return std::move(result_);
    }

  private:
    static constexpr std::int32_t kNobody = -1;

    /// A job that can be reached, by how much is lost on the way to it.
    using Reached = std::pair<std::int64_t, std::int32_t>;

    /// A worker on the way, and what is lost until it must move.
    struct Moved {
        std::int32_t worker;
        std::int64_t distance;
    };

    /// Where a search ended: at a job with room, or at a worker that is best left without one.
    struct End {
        std::int32_t job = kNoJob;
        std::int32_t worker = kNobody;
        std::int64_t distance = 0;
    };

    void serve(std::int32_t worker) {
        gain_[std::size_t(worker)] = best_gain(worker);
        const End end = search(worker);
        reprice(end.distance);
        if (end.job != kNoJob) {
            shift(end.job, worker);
        } else if (end.worker != worker) {
            const std::int32_t given_up = result_.job_of[std::size_t(end.worker)];
            leave(end.worker);
            shift(given_up, worker);
        }
        for (const std::int32_t job : touched_)
            distance_[std::size_t(job)] = kFar;
    }

    std::int64_t best_gain(std::int32_t worker) {
        std::int64_t best = 0;
        for (const auto* edge = rows_.begin_of(worker); edge != rows_.end_of(worker); ++edge) {
            ++result_.operations;
            // Prices only lower what an edge is worth, and the best come first.
            if (edge->value <= best) break;
            best = std::max(best, edge->value - price_[std::size_t(edge->job)]);
        }
        return best;
    }

    // Dijkstra's search, from the worker over jobs and those who have them.
    End search(std::int32_t worker) {
        touched_.clear();
        settled_.clear();
        moved_.clear();
        frontier_ = {};
        End stay = expand({worker, 0}, {kNoJob, kNobody, kFar});
        while (!frontier_.empty()) {
            const auto [distance, job] = frontier_.top();
            if (distance > stay.distance) break;
            frontier_.pop();
            if (distance != distance_[std::size_t(job)]) continue;
            if (free_[std::size_t(job)] > 0) return {job, kNobody, distance};
            settled_.push_back(job);
            for (const std::int32_t owner : workers_of_[std::size_t(job)])
                stay = expand({owner, distance}, stay);
        }
        return stay;
    }

    End expand(Moved moved, End stay) {
        moved_.push_back(moved);
        const std::int64_t gain = gain_[std::size_t(moved.worker)];
        if (moved.distance + gain < stay.distance) {
            stay = {kNoJob, moved.worker, moved.distance + gain};
        }
        for (const auto* edge = rows_.begin_of(moved.worker); edge != rows_.end_of(moved.worker);
             ++edge) {
            ++result_.operations;
            // Later edges are worth less still: none leads on before this worker is better left.
            if (moved.distance + gain - edge->value > stay.distance) break;
            const auto job = std::size_t(edge->job);
            const std::int64_t distance = moved.distance + gain - (edge->value - price_[job]);
            if (distance >= distance_[job]) continue;
            if (distance_[job] == kFar) touched_.push_back(edge->job);
            distance_[job] = distance;
            taken_from_[job] = moved.worker;
            frontier_.emplace(distance, edge->job);
        }
        return stay;
    }

    void reprice(std::int64_t reached) {
        for (const std::int32_t job : settled_)
            price_[std::size_t(job)] += reached - distance_[std::size_t(job)];
        for (const Moved& moved : moved_)
            gain_[std::size_t(moved.worker)] -= reached - moved.distance;
    }

    // Gives the job to the worker it was reached from, whose own job goes to the one before it.
    void shift(std::int32_t job, std::int32_t first) {
        while (true) {
            const std::int32_t worker = taken_from_[std::size_t(job)];
            const std::int32_t left = result_.job_of[std::size_t(worker)];
            if (left != kNoJob) leave(worker);
            take(worker, job);
            if (worker == first) return;
            job = left;
        }
    }

    void take(std::int32_t worker, std::int32_t job) {
        result_.job_of[std::size_t(worker)] = job;
        workers_of_[std::size_t(job)].push_back(worker);
        --free_[std::size_t(job)];
    }

    void leave(std::int32_t worker) {
        const auto job = std::size_t(std::exchange(result_.job_of[std::size_t(worker)], kNoJob));
        std::erase(workers_of_[job], worker);
        ++free_[job];
    }

    void serve_greedily(std::int32_t worker) {
        ++result_.served_greedily;
        for (const auto* edge = rows_.begin_of(worker); edge != rows_.end_of(worker); ++edge) {
            if (free_[std::size_t(edge->job)] == 0) continue;
            return take(worker, edge->job);
        }
    }

    std::int64_t value_of(std::int32_t worker) const {
        const std::int32_t job = result_.job_of[std::size_t(worker)];
        if (job == kNoJob) return 0;
        const auto* edge =
            std::find_if(rows_.begin_of(worker), rows_.end_of(worker),
                         [job](const AssignmentEdge& one) { return one.job == job; });
        return edge->value;
    }

    Rows rows_;
    std::vector<std::int64_t> gain_;   ///< What each worker's job leaves it after the job's price.
    std::vector<std::int64_t> price_;  ///< What others would gain from each job.
    std::vector<std::int32_t> free_;   ///< By job: how many workers it has room for.
    std::vector<std::vector<std::int32_t>> workers_of_;
    std::vector<std::int32_t> taken_from_;  ///< By job: from whose place a search reached it.
    std::vector<std::int64_t> distance_;
    std::vector<std::int32_t> touched_;
    std::vector<std::int32_t> settled_;
    std::vector<Moved> moved_;
    std::priority_queue<Reached, std::vector<Reached>, std::greater<>> frontier_;
    Assignment result_;
};

bool worth_more(const AssignmentEdge& a, const AssignmentEdge& b) {
    return std::tuple(-a.value, a.worker, a.job) < std::tuple(-b.value, b.worker, b.job);
}

}  // namespace

Assignment match(const AssignmentProblem& problem, std::int64_t most_operations) {
    Assignment found = Matcher(problem).run(most_operations);
    if (found.served_greedily == 0) return found;
    Assignment greedy = match_greedily(problem);
    if (greedy.value <= found.value) return found;
    greedy.operations += found.operations;
    greedy.served_greedily = problem.workers;
    return greedy;
}

Assignment match_greedily(const AssignmentProblem& problem) {
    std::vector<AssignmentEdge> edges = problem.edges;
    std::sort(edges.begin(), edges.end(), worth_more);
    std::vector<std::int32_t> taken(std::size_t(problem.jobs));
    Assignment result;
    result.job_of.assign(std::size_t(problem.workers), kNoJob);
    for (const AssignmentEdge& edge : edges) {
        if (edge.value < 0) break;
        ++result.operations;
        const auto job = std::size_t(edge.job);
        if (taken[job] == capacity_of(problem, job)) continue;
        if (result.job_of[std::size_t(edge.worker)] != kNoJob) continue;
        ++taken[job];
        result.job_of[std::size_t(edge.worker)] = edge.job;
        result.value += edge.value;
    }
    return result;
}

}  // namespace argosy::fleet
