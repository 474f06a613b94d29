#pragma once

/// @file
/// What a schema means, whichever engine holds it: read from the engine's own catalogue and written
/// as one line per fact, so that two of them can be compared as sets.

#include <set>
#include <string>

#include "store/engine.h"

namespace argosy::tests {

/// Lines like "ships.speed: bigint, not null" and "unique ships (player_id, symbol)".
using SchemaFacts = std::set<std::string>;

/// Conditions (of checks and partial indexes) are given by the columns and values they mention,
/// because each engine writes them down in its own way.
SchemaFacts facts_of_sqlite(store::Engine& engine);

/// Leaves out what the engine keeps for itself (`store_writers`).
SchemaFacts facts_of_postgres(store::Engine& engine);

}  // namespace argosy::tests
