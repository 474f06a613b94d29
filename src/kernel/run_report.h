#pragma once

/// @file
/// The figures of a run, as the demo and the bench print them: one JSON object, one line.

#include <optional>
#include <string>

#include "core/units.h"

namespace argosy::kernel {

struct RunReport {
    std::uint64_t seed = 0;
    std::string system;
    double hours = 0;  ///< Simulated, from the start of manufacturing until it was told to stop.
    std::int64_t ships = 0;
    core::Credits hull_cost;      ///< Paid for hulls in this run, before credits_start.
    core::Credits credits_start;  ///< When manufacturing began.
    core::Credits credits_end;
    core::Credits ledger_balance;
    core::Credits game_credits;  ///< What the game says; equal to the ledger's, or it is a bug.
    std::int64_t pipelines_completed = 0;
    std::int64_t tasks_completed = 0;
    std::int64_t tasks_failed = 0;
    double utilisation = 0;  ///< Share of the haulers' time spent in hauls.
    std::int64_t requests = 0;
    std::int64_t requests_429 = 0;
    core::Units stranded_cargo_units;
    std::string decision_hash;
    std::optional<double> wall_seconds;  ///< Only where the run is timed.
};

/// Returns the report as one line of JSON.
std::string to_json(const RunReport& report);

}  // namespace argosy::kernel
