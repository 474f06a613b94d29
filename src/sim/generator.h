#pragma once

/// @file
/// Universes from a seed: systems of the measured shape of starting systems, simpler ones around
/// them, and jump gates that join them all. The same options give the same scenario, number for
/// number, on any machine: nothing drawn is ever floating point.
/// docs/reference/simulator.md says which numbers are measured and which are chosen.

#include <cstdint>
#include <string>

#include "sim/scenario.h"

namespace argosy::sim {

inline constexpr std::int64_t kMostSystems = 10'000;

struct GeneratorOptions {
    std::uint64_t seed = 1;
    std::int64_t systems = 1;
    /// Share of systems that are no starting systems: poorer or richer, with open gates, partly
    /// uncharted. The first system is a starting one whatever the share.
    std::int64_t outer_percent = 0;
    std::string reset_date = "2025-04-06";
};

/// Returns a universe. Every starting system is in `starts`, with the factions in turn.
/// @pre 1 <= systems <= kMostSystems, 0 <= outer_percent <= 100, reset_date is a date.
Scenario generate(const GeneratorOptions& options);

}  // namespace argosy::sim
