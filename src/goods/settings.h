#pragma once

/// @file
/// What an operator may set about goods. Names and defaults are documented in
/// docs/reference/configuration.md.

#include <string>

#include "goods/recipes.h"

namespace argosy::goods {

struct Settings {
    std::string supply_chain_path;  ///< Where `recipes` are from; empty: the game's own.
    Recipes recipes = game_recipes();
};

}  // namespace argosy::goods
