#pragma once

/// @file
/// Goods and recipes of the game, as the program's own data: the supply-chain map of API v2.3 (129
/// outputs), base prices solved from recorded markets, and the goods that are taken from nature.
/// The map is cyclic (IRON_ORE <- EXPLOSIVES <- LIQUID_HYDROGEN <- MACHINERY <- IRON <- IRON_ORE),
/// so "raw" is a set and not the absence of a recipe.

#include <map>
#include <optional>
#include <vector>

#include "core/time.h"
#include "core/units.h"
#include "model/symbols.h"

namespace argosy::model {

/// Output to inputs, inputs in the game's order, each once.
using RecipeMap = std::map<TradeSymbol, std::vector<TradeSymbol>>;

/// Returns the recipes of API v2.3, recorded 2025-05-06.
const RecipeMap& recipes();

/// Returns whether the good is mined, siphoned or found, and therefore bought as it is whatever
/// its supply, though the map has a recipe for it.
bool is_raw(const TradeSymbol& good);

/// Returns the good's base price since 2025, or nothing where no recorded row settles it.
/// Where records leave a range (GOLD_ORE 83 to 94) or two candidates, the value in use is named in
/// goods.cpp.
std::optional<std::int64_t> base_price(const TradeSymbol& good);

/// Returns the base price at a date: four goods were dearer or cheaper before 2025.
std::optional<std::int64_t> base_price_at(const TradeSymbol& good, core::TimePoint date);

/// Returns the trade volume a market good starts with (60, 20 or 6; exchanges 180, ANTIMATTER 18),
/// or nothing for goods never seen.
std::optional<core::Units> starting_volume(const TradeSymbol& good, bool exchange);

}  // namespace argosy::model
