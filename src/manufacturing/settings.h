#pragma once

/// @file
/// What a player may set about manufacturing. Names and defaults are documented in
/// docs/reference/configuration.md.

#include "core/time.h"
#include "core/units.h"
#include "model/symbols.h"

namespace argosy::manufacturing {

struct Settings {
    model::SystemSymbol system;
    std::int64_t max_workers = 0;    ///< Hauls at once; 0: every ship.
    std::int64_t max_pipelines = 0;  ///< Pipelines at once; 0: as many as clear the gate.
    core::Bid min_price{1'000};      ///< Products that bring less are only made as inputs.
    int max_depth = 3;               ///< Levels of making; deeper inputs are bought.

    /// How often the whole state is looked over without any event.
    core::Duration pass_interval = std::chrono::seconds(30);
    /// How often new pipelines are looked for.
    core::Duration plan_interval = std::chrono::minutes(1);
    /// After this a pipeline starts no more hauls: what still waits is planned anew, at the
    /// prices of the day.
    core::Duration horizon = std::chrono::minutes(60);
};

}  // namespace argosy::manufacturing
