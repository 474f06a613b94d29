#pragma once

/// @file
/// The runs of a comparison, each in a process of its own, and what is kept of each.

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "kernel/strategy_trial.h"

namespace argosy::apps {

/// What a run is judged by.
struct Figures {
    double per_hour = 0;              ///< Credits an hour, the cost of the cargo aboard included.
    std::optional<double> after_six;  ///< The same from hour 6 on; nothing for a shorter run.
    /// From kernel::steady_from() to an hour before the end, in which stocks may be sold out.
    std::optional<double> steady;
    std::optional<double> bound;         ///< The most there was to earn, of the whole run,
    std::optional<double> bound_steady;  ///< and of what can go on for ever, from then on.
    std::optional<double> share;         ///< Of these: what was earned of the first,
    std::optional<double> share_steady;  ///< and what `steady` is of the second.
    double per_request = 0;              ///< Credits.
    double in_hauls = 0;                 ///< Share of the haulers' time.
    double gap_seconds = 0;              ///< Mean time from a ship's haul to its next.
    double requests = 0;
    double rate_limited = 0;  ///< Answers of 429.
    double drawdown = 0;      ///< Deepest after the first hour, as a share of the credits at first.
    double stranded = 0;      ///< Units of cargo.
    std::optional<double> forecast_error;      ///< kernel::StrategyResult::forecast_error.
    std::map<std::string, double> by_purpose;  ///< Requests.
    bool books_agree = false;
    std::string decision_hash;
    std::vector<double> worth;  ///< Credits, every five minutes.

    /// What strategies are ranked by: after hour 6 where there is such a time.
    double judged() const { return after_six.value_or(per_hour); }
    /// What is held against a bound: what could have gone on where there is such a time.
    double lasting() const { return steady.value_or(per_hour); }
    std::optional<double> bound_of_lasting() const { return steady ? bound_steady : bound; }
};

Figures figures_of(const kernel::StrategyResult& result);

/// A run and how it ended.
struct Outcome {
    kernel::StrategyTrial trial;
    core::Result<Figures> figures;
    /// What it was asked for as: its strategy's name where its numbers are those of the sweep.
    std::string label;
};

/// Returns a system as commands name it: "X1-AD75", "generated-3".
std::string system_of(const kernel::StrategyTrial& trial);

/// Returns a trial with the system of this name.
/// @error kInvalidArgument  "generated-" without a number.
core::Result<kernel::StrategyTrial> trial_in(const std::string& system);

/// One line of JSON, and back.
std::string to_json(const Figures& figures);
core::Result<Figures> figures_from_json(std::string_view text);

class RunFile;

/// How runs are made.
struct Runner {
    std::filesystem::path program;  ///< spacetraders-bench.
    std::int64_t jobs = 1;          ///< Processes at a time.
    std::string what;               ///< For the progress on stderr: "sweep", "runs".
    RunFile* kept = nullptr;        ///< Runs in it are not made again, others are added to it.
};

/// The hidden command that a child process is started with, and its arguments.
inline constexpr const char* kCompareOne = "compare-one";
std::vector<std::string> arguments_of(const kernel::StrategyTrial& trial);

/// Runs them all.
/// @returns outcomes in the order of the trials
std::vector<Outcome> run_all(const Runner& runner,
                             const std::vector<kernel::StrategyTrial>& trials);

}  // namespace argosy::apps
