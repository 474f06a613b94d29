#pragma once

/// @file
/// Looks at what a daemon stands on, and says of each thing whether it is well and what to do about
/// it. It changes nothing. The daemon examines itself; without one, examine_alone() builds what is
/// needed to look.

#include <functional>
#include <string>
#include <vector>

#include "game/game_port.h"
#include "kernel/config.h"
#include "kernel/player.h"

namespace argosy::kernel {

/// One line of the doctor's report.
struct Finding {
    enum class Level : std::uint8_t {
        kOk,
        kWarning,  ///< It works, and something should be seen to.
        kProblem,  ///< Something does not work.
    };
    Level level;
    std::string check;   ///< "database"
    std::string what;    ///< What was found.
    std::string advice;  ///< What to do; empty when all is well.
};

using Findings = std::vector<Finding>;

std::string_view to_string(Finding::Level level);

/// What is examined. All of it outlives the examination.
struct Subject {
    store::Store& store;
    const store::StoreUrl& url;
    game::GamePort& game;
    core::Clock& machine;  ///< The machine's own time.
    /// Asks the game for a player's agent, with the player's token.
    /// @error kConflict  Another daemon plays it.
    std::function<Task<Result<model::Agent>>(Player)> ask_agent;
};

/// Examines database, disk, game, era, clock and tokens, in this order.
/// @cost 1 request, and 1 for each player of the era
Task<Findings> examine(Subject subject);

/// Says whether the game's limit of requests is felt. Part of a running daemon's examination.
Finding check_requests(const game::RequestCounts& counts);

/// Examines what a daemon with this configuration would stand on, where none is running. Blocks.
Findings examine_alone(const Config& config);

}  // namespace argosy::kernel
