#pragma once

/// @file
/// A player: one agent in one era.

#include <string>

#include "core/result.h"
#include "core/secret.h"
#include "core/task.h"
#include "model/symbols.h"

namespace argosy::kernel {

using core::Result;
using core::Task;

struct Player {
    std::int64_t id = 0;
    model::AgentSymbol agent;
    std::string era;  ///< The universe's reset date.
    std::string faction;
    model::WaypointSymbol headquarters;
    core::Secret token;
    std::string account;  ///< The game's; empty where it was not told.
};

}  // namespace argosy::kernel
