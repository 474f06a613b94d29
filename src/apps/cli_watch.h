#pragma once

/// @file
/// `--watch`: the status of manufacturing, again each second, until it ends or the user does.

#include "apps/cli_command.h"
#include "core/result.h"

namespace argosy::cli {

/// Redraws the status in place on a terminal. Elsewhere prints a line for each change: a summary,
/// or with JSON the status itself. Returns when the operation has ended or nobody reads.
/// @error  Of the call; kRejected when the operation failed.
core::Result<void> watch_manufacturing(Session& session);

}  // namespace argosy::cli
