#pragma once

/// @file
/// Runs that are recorded, and replayed on the recorded answers alone: a universe is built for a
/// replay as for any trial, but the program never reaches it. Both speak the public API through
/// `live::HttpGame`, as against a server: a recording is of the wire, so that everything above it
/// is the same program, and answers take as long as they took.

#include <optional>
#include <string>

#include "kernel/recording.h"

namespace argosy::kernel {

/// As try_strategy(), with all that goes over the wire written to a file.
/// @error as try_strategy() and RecordingWriter; the file is cut then.
Result<StrategyResult> record_strategy(const StrategyTrial& trial, const std::string& file);

/// The first request that was not the recorded one.
struct Divergence {
    std::size_t number = 0;  ///< From 0.
    std::string expected;    ///< Exchange::request(), or that nothing more was recorded.
    std::string asked;       ///< The same, or that nothing more was asked.
};

struct Replay {
    std::optional<Divergence> divergence;
    std::size_t requests = 0;   ///< That were as recorded.
    std::string decision_hash;  ///< Empty where the run diverged.

    bool is_as(const Recording& recording) const {
        return !divergence && decision_hash == recording.decision_hash;
    }
};

/// Runs the same trial again, on the recorded answers alone.
/// @param trial  The recording's own, or one that is to be compared with it.
/// @error as try_strategy()
Result<Replay> replay(const Recording& recording, const StrategyTrial& trial);

}  // namespace argosy::kernel
