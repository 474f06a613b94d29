#pragma once

/// @file
/// The demo: what a newcomer would do by hand, in order, with every process ended at the end.

#include <cstdint>
#include <filesystem>

namespace argosy::demo {

struct Options {
    double hours = 6;
    std::uint64_t seed = 1;
    std::int64_t haulers = 8;
    double speed = 240;
    /// Richer than a new agent of the game, so that there is a fleet to see: a light hauler costs
    /// some 300,000 and dearer with each one bought.
    std::int64_t credits = 5'000'000;
    bool json = false;
    std::filesystem::path programs;  ///< Where spacetraders-sim and -daemon are.
};

/// Runs the demo and prints it; the last line on stdout is the report when `json` is set.
/// @returns the exit code: 0 when the fleet earned, and ledger and game agree.
int run(const Options& options);

}  // namespace argosy::demo
