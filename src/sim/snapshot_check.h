#pragma once

/// @file
/// Whether what a snapshot says of one thing agrees with what it says of others: no operation may
/// meet a ship at a place that does not exist.

#include "sim/json_reader.h"
#include "sim/universe.h"

namespace argosy::sim {

/// Adds a problem for everything that names what is not there.
void check_snapshot(const Universe& universe, JsonReader& problems);

}  // namespace argosy::sim
