#pragma once

/// @file
/// What every workflow stands on: the loop, its time, randomness, ids, log and decision hash.
/// kernel builds one per process and hands references down; nothing here is global.

#include "core/clock.h"
#include "core/decision_hash.h"
#include "core/ids.h"
#include "core/log.h"
#include "core/rng.h"
#include "core/task.h"

namespace argosy::core {

struct Runtime {
    Executor executor;
    Clock& clock;
    Log& log;
    const Rng& rng;
    IdSource& ids;
    DecisionHash& decisions;

    TimePoint now() const { return clock.now(); }

    /// Starts a task of this process.
    void spawn(Task<void> task) const { core::spawn(executor, std::move(task)); }
};

}  // namespace argosy::core
