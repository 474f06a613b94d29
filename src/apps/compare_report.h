#pragma once

/// @file
/// What a comparison says: medians over seeds and systems, multiples, and the Markdown of both.

#include "apps/compare_tuning.h"

namespace argosy::apps {

/// Medians of the same strategy under one law with one number of hulls.
struct Row {
    std::string law;
    std::string system;  ///< Empty: over all systems.
    std::int64_t ships = 0;
    std::string strategy;
    std::string settings;                 ///< With its numbers; empty over all systems.
    std::size_t runs = 0;                 ///< That did not fail.
    Figures median;                       ///< Of these; each figure by itself.
    std::optional<double> of_greedy;      ///< What it is judged by, against greedy's, not told.
    std::optional<double> of_best;        ///< Against the best baseline's.
    std::optional<double> least_of_best;  ///< In the system where that is least.
    std::optional<double> least_share;    ///< Of the steady bound, where that is least.
};

/// Returns the middle value; of an even number of them, the mean of the two in the middle.
/// @pre There is one.
double median(std::vector<double> values);

/// What the label of a baseline ends with that is told when the run ends.
inline constexpr std::string_view kToldSuffix = ", told";

/// Whether a strategy is one that the planner is compared with: every other.
bool is_baseline(std::string_view strategy);

/// Returns medians over seeds for each law, system, number of hulls and strategy, in the order of
/// the outcomes. Where all runs failed there is no row.
std::vector<Row> by_system(const std::vector<Outcome>& outcomes);

/// Returns medians over the systems of by_system()'s rows.
std::vector<Row> by_law(const std::vector<Row>& rows);

/// A comparison that has been made.
struct Comparison {
    std::vector<Choice> choices;
    std::vector<Outcome> outcomes;
    std::vector<Outcome> failed_sweeps;

    bool has_failed() const;
};

/// Returns its tables as Markdown.
std::string to_markdown(const Comparison& comparison);

/// Returns everything as one line of JSON, without the credits over time.
std::string to_json(const Comparison& comparison);

}  // namespace argosy::apps
