#include "trading/haul_sequence.h"

#include <algorithm>
#include <tuple>

namespace argosy::trading {
namespace {

constexpr std::size_t kNone = SIZE_MAX;

// A sequence, as its last job and the sequence before that.
struct Step {
    std::size_t job = kNone;
    std::size_t before = kNone;
    std::int64_t value = 0;
    core::Duration time{0};
    double promise = 0;  ///< Value, were the rest of the window worth the best job's rate.
};

class Search {
  public:
    Search(const SequenceProblem& problem, std::size_t width)
        : problem_(problem), width_(width), steps_{Step{}} {
        for (const Job& job : problem.jobs) {
            const auto time = std::max<std::int64_t>(1, job.time.count());
            best_rate_ = std::max(best_rate_, double(job.value) / double(time));
        }
    }

    std::vector<std::size_t> run() {
        std::vector<std::size_t> level{0};
        while (!level.empty())
            level = keep_best(extend(level));
        std::vector<std::size_t> jobs;
        for (std::size_t at = best_; steps_[at].job != kNone; at = steps_[at].before)
            jobs.push_back(steps_[at].job);
        std::reverse(jobs.begin(), jobs.end());
        return jobs;
    }

  private:
    bool has_kind(std::size_t at, std::size_t kind) const {
        for (; steps_[at].job != kNone; at = steps_[at].before) {
            if (problem_.jobs[steps_[at].job].kind == kind) return true;
        }
        return false;
    }

    std::vector<Step> extend(const std::vector<std::size_t>& level) const {
        std::vector<Step> longer;
        for (const std::size_t at : level) {
            const Step& step = steps_[at];
            const auto& ways = step.job == kNone ? problem_.from_start
                                                 : problem_.between[problem_.jobs[step.job].to];
            for (std::size_t number = 0; number < problem_.jobs.size(); ++number) {
                const Job& job = problem_.jobs[number];
                if (!ways[job.from]) continue;
                const core::Duration time = step.time + *ways[job.from] + job.time;
                if (time > problem_.window || has_kind(at, job.kind)) continue;
                const std::int64_t value = step.value + job.value;
                const double left = double((problem_.window - time).count());
                longer.push_back({number, at, value, time, double(value) + left * best_rate_});
            }
        }
        return longer;
    }

    std::vector<std::size_t> keep_best(std::vector<Step> longer) {
        const auto ranks_before = [](const Step& a, const Step& b) {
            return std::tuple(-a.promise, a.time, a.before, a.job) <
                   std::tuple(-b.promise, b.time, b.before, b.job);
        };
        const std::size_t kept = std::min(width_, longer.size());
        std::partial_sort(longer.begin(), longer.begin() + std::ptrdiff_t(kept), longer.end(),
                          ranks_before);
        // What is not gone on from may still be the best as it is.
        std::vector<std::size_t> level;
        for (std::size_t number = 0; number < longer.size(); ++number) {
            const Step& step = longer[number];
            const bool is_best = std::tuple(-step.value, step.time) <
                                 std::tuple(-steps_[best_].value, steps_[best_].time);
            if (number >= kept && !is_best) continue;
            steps_.push_back(step);
            if (number < kept) level.push_back(steps_.size() - 1);
            if (is_best) best_ = steps_.size() - 1;
        }
        return level;
    }

    const SequenceProblem& problem_;
    std::size_t width_;
    std::vector<Step> steps_;  ///< The first is the start.
    std::size_t best_ = 0;
    double best_rate_ = 0;
};

}  // namespace

std::vector<std::size_t> best_sequence(const SequenceProblem& problem, std::size_t width) {
    return Search(problem, width).run();
}

}  // namespace argosy::trading
