#pragma once

/// @file
/// The sweep before a comparison: each strategy's numbers, chosen per system, law and fleet by
/// shorter runs of one seed.

#include "apps/compare_runs.h"

namespace argosy::apps {

/// What a comparison is made of: every combination is run.
struct Contest {
    std::vector<std::string> systems;
    std::vector<std::string> laws;
    std::vector<std::int64_t> ships;
    std::vector<std::uint64_t> seeds;
    /// A strategy with parameters is run with just these; one without has them chosen.
    std::vector<trading::StrategySpec> strategies;
    core::Duration length{0};
    core::Duration sweep_length{0};  ///< 0: defaults are taken.
};

/// The numbers chosen for a strategy.
struct Choice {
    std::string system;
    std::string law;
    std::int64_t ships = 0;
    std::string strategy;
    trading::StrategySpec chosen;
    std::size_t tried = 0;           ///< 0: there was nothing to choose.
    std::optional<double> fallback;  ///< What its defaults earned in the sweep, credits an hour.
    std::optional<double> best;      ///< What the chosen earned.
};

/// Returns a choice for every system, law, fleet and strategy, in this order.
/// @param failed  Gets the runs of the sweep that failed.
/// @error kInvalidArgument  As trial_in().
core::Result<std::vector<Choice>> tune(const Runner& runner, const Contest& contest,
                                       std::vector<Outcome>& failed);

}  // namespace argosy::apps
