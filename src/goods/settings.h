#pragma once

/// @file
/// What an operator may set about goods. Names and defaults are documented in
/// docs/reference/configuration.md.

#include <cstdint>
#include <string>

#include "core/time.h"
#include "goods/recipes.h"

namespace argosy::goods {

struct Settings {
    std::string supply_chain_path;  ///< Where `recipes` are from; empty: the game's own.
    Recipes recipes = game_recipes();
    std::int64_t max_workers = 0;  ///< Hauls at once, of all factories; 0: every ship.
    /// How long a factory of the game that has all its inputs is waited for until the supply of its
    /// output is HIGH; then it is collected as it is.
    core::Duration patience = std::chrono::minutes(30);
    /// How long a factory of the game may take to make what its inputs were brought for; 0: however
    /// long it takes.
    core::Duration production_timeout{0};
    /// From the last delivery to the first look at what a factory holds, and between later ones.
    core::Duration poll_initial = std::chrono::seconds(30);
    core::Duration poll_settled = std::chrono::seconds(60);
};

}  // namespace argosy::goods
