#pragma once

/// @file
/// What a scenario that can be read may still have wrong: shapes no recorded system has, gates that
/// do not lead back, products without their inputs, systems nobody can reach.

#include <string>
#include <vector>

#include "sim/scenario.h"

namespace argosy::sim {

/// Returns everything that is unlikely about the scenario, each with its place, what it was and
/// what was expected; empty for one that a server should have no trouble with.
std::vector<std::string> scenario_problems(const Scenario& scenario);

}  // namespace argosy::sim
