#pragma once

/// @file
/// What to try before a strategy is compared with: a baseline that is not tuned proves nothing.

#include <string>
#include <vector>

#include "trading/strategy_spec.h"

namespace argosy::kernel {

/// Returns the settings to try of a strategy, its defaults first; only these where it has nothing
/// to tune.
std::vector<trading::StrategySpec> sweep_of(const std::string& strategy);

}  // namespace argosy::kernel
