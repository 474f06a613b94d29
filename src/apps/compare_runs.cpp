#include "apps/compare_runs.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <mutex>
#include <thread>

#include "apps/compare_run_file.h"
#include "apps/process.h"

namespace argosy::apps {
namespace {

using core::Result;
using kernel::StrategyTrial;
using namespace std::chrono_literals;

constexpr std::string_view kGenerated = "generated-";
// A run of 24 hours takes seconds; months of a large fleet may take an hour.
constexpr core::Duration kPatience = 6h;

Result<Figures> run_one(const Runner& runner, const StrategyTrial& trial) {
    ARGOSY_TRY(auto child,
               Process::start({.program = runner.program, .args = arguments_of(trial)}));
    ARGOSY_TRY(const Exit exit, child.wait(kPatience));
    if (exit.code != 0) {
        std::string said = child.err();
        std::ranges::replace(said, '\n', ' ');
        return core::Error{core::ErrorCode::kRejected,
                           fmt::format("exit code {}: {}", exit.code, said)};
    }
    return figures_from_json(child.out());
}

std::optional<double> share_of(double earned, const std::optional<double>& bound) {
    if (!bound || *bound <= 0) return std::nullopt;
    return earned / *bound;
}

void tell(const Runner& runner, const Outcome& outcome, std::size_t done, std::size_t all) {
    const StrategyTrial& trial = outcome.trial;
    fmt::print(stderr, "{} {}/{}: {} {} seed {} ships {} {}: {}\n", runner.what, done, all,
               system_of(trial), trial.law, trial.seed, trial.haulers,
               trading::to_string(trial.strategy),
               outcome.figures ? fmt::format("{:.0f} credits/h", outcome.figures->judged())
                               : outcome.figures.error().message);
}

}  // namespace

Figures figures_of(const kernel::StrategyResult& result) {
    Figures figures;
    const core::Duration whole = result.curve.back().after;
    figures.per_hour = result.per_hour(0h, whole);
    if (whole > 6h) figures.after_six = result.per_hour(6h, whole);
    const core::Duration steady = kernel::steady_from(whole);
    if (whole > steady + 1h) figures.steady = result.per_hour(steady, whole - 1h);
    if (result.bound) {
        figures.bound = result.bound->whole;
        figures.bound_steady = result.bound->steady;
        figures.share = share_of(figures.per_hour, figures.bound);
        if (figures.steady) figures.share_steady = share_of(*figures.steady, figures.bound_steady);
    }
    const double hours = double(whole.count()) / 3'600'000;
    figures.requests = double(result.requests.total());
    if (figures.requests > 0) figures.per_request = figures.per_hour * hours / figures.requests;
    figures.rate_limited = double(result.requests.rate_limited());
    for (std::size_t number = 0; number < game::kPurposes; ++number) {
        const auto sent = double(result.requests.sent[number]);
        if (sent > 0)
            figures.by_purpose[std::string(to_string(game::RequestPurpose(number)))] = sent;
    }
    figures.in_hauls = result.in_hauls;
    figures.gap_seconds = double(result.gaps.mean().count()) / 1'000;
    const auto treasury = double(result.curve.front().total().count());
    if (treasury > 0) figures.drawdown = double(result.drawdown(1h).count()) / treasury;
    figures.stranded = double(result.stranded.count());
    figures.forecast_error = result.forecast_error;
    figures.books_agree = result.books_agree;
    figures.decision_hash = result.decision_hash;
    for (const kernel::Worth& worth : result.curve)
        figures.worth.push_back(double(worth.total().count()));
    return figures;
}

std::string system_of(const StrategyTrial& trial) {
    if (trial.generated) return fmt::format("{}{}", kGenerated, *trial.generated);
    return trial.scenario;
}

Result<StrategyTrial> trial_in(const std::string& system) {
    StrategyTrial trial{.scenario = system};
    if (!system.starts_with(kGenerated)) return trial;
    std::uint64_t seed = 0;
    const char* const end = system.data() + system.size();
    const auto read = std::from_chars(system.data() + kGenerated.size(), end, seed);
    if (read.ec != std::errc() || read.ptr != end) {
        return core::Error{
            core::ErrorCode::kInvalidArgument,
            fmt::format("system was \"{}\", expected a number after {}", system, kGenerated)};
    }
    trial.generated = seed;
    return trial;
}

std::vector<std::string> arguments_of(const StrategyTrial& trial) {
    std::vector<std::string> arguments{kCompareOne,
                                       "--system",
                                       system_of(trial),
                                       "--law",
                                       trial.law,
                                       "--seed",
                                       std::to_string(trial.seed),
                                       "--ships",
                                       std::to_string(trial.haulers),
                                       "--milliseconds",
                                       std::to_string(trial.length.count()),
                                       "--strategy",
                                       trading::to_string(trial.strategy)};
    if (trial.bound == kernel::BoundOf::kEveryHour) arguments.push_back("--bound");
    return arguments;
}

std::vector<Outcome> run_all(const Runner& runner, const std::vector<StrategyTrial>& trials) {
    std::vector<Outcome> outcomes;
    std::vector<std::size_t> missing;
    for (const StrategyTrial& trial : trials) {
        const auto known = runner.kept ? runner.kept->find(trial) : std::nullopt;
        if (!known) missing.push_back(outcomes.size());
        outcomes.push_back({trial, core::Error{core::ErrorCode::kStopped, "was not run"},
                            trading::to_string(trial.strategy)});
        if (known) outcomes.back().figures = *known;
    }
    std::atomic<std::size_t> next{0};
    std::mutex telling;
    std::size_t done = trials.size() - missing.size();
    // A child dies with the thread that started it, so the same one waits for it.
    const auto work = [&] {
        for (std::size_t number = next++; number < missing.size(); number = next++) {
            Outcome& outcome = outcomes[missing[number]];
            core::Result<Figures> figures = run_one(runner, outcome.trial);
            const std::scoped_lock lock(telling);
            if (figures && runner.kept) {
                const Result<void> kept = runner.kept->add(outcome.trial, *figures);
                if (!kept) figures = kept.error();
            }
            outcome.figures = std::move(figures);
            tell(runner, outcome, ++done, trials.size());
        }
    };
    {
        std::vector<std::jthread> workers;
        for (std::int64_t job = 0; job < runner.jobs; ++job)
            workers.emplace_back(work);
    }
    return outcomes;
}

}  // namespace argosy::apps
