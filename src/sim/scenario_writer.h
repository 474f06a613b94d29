#pragma once

/// @file
/// Writes a scenario in the form that parse_scenario() reads and people compare line by line: one
/// line per waypoint, market good and listing.

#include <ostream>

#include "sim/scenario.h"

namespace argosy::sim {

/// Writes the scenario; what is read back is equal to it. Notes are not part of a scenario.
void write_scenario(const Scenario& scenario, std::ostream& out);

}  // namespace argosy::sim
