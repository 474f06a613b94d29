#pragma once

/// @file
/// What can be got out of a place, and how often each good: by the deposits an asteroid's traits
/// name, and by its being a gas giant. Measured by clients from logged extractions.

#include <cstdint>
#include <string>
#include <vector>

#include "core/rng.h"
#include "model/market.h"
#include "model/symbols.h"

namespace argosy::sim {

struct Deposit {
    model::TradeSymbol good;
    std::int64_t weight = 0;  ///< Against the weights of the place's other goods.
};

/// Waypoint types that can be mined and surveyed.
const std::vector<std::string>& minable_types();
/// Waypoint types that can be siphoned.
const std::vector<std::string>& siphonable_types();

/// Returns the goods of the place, each once, by symbol; none where nothing can be had.
std::vector<Deposit> deposits_of(const model::Waypoint& waypoint);

/// Returns one of them at random, by weight.  @pre `deposits` is not empty.
model::TradeSymbol draw_deposit(const std::vector<Deposit>& deposits, core::RandomStream& stream);

}  // namespace argosy::sim
