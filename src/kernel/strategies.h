#pragma once

/// @file
/// All strategies that trade, by name.

#include <memory>

#include "trading/strategy.h"
#include "trading/strategy_spec.h"

namespace argosy::kernel {

/// @error kInvalidArgument  There is no such strategy, or parameter of it; lists those there are.
core::Result<std::unique_ptr<trading::Strategy>> make_strategy(const trading::StrategySpec& spec);

}  // namespace argosy::kernel
