#pragma once

/// @file
/// `--watch`: the status of manufacturing, again each second, until it ends or the user does.

#include "apps/cli_command.h"
#include "apps/cli_terminal.h"
#include "argosy.pb.h"
#include "core/result.h"
#include "rpc/client.h"

namespace argosy::cli {

/// Redraws the status in place on a terminal. Elsewhere prints a line for each change: a summary,
/// or with JSON the status itself. Returns when the operation has ended or nobody reads.
/// @error  Of the call; kRejected when the operation failed.
core::Result<void> watch_manufacturing(rpc::Client& client, const v1::PlayerRef& player,
                                       OutputFormat output, Terminal& terminal);

}  // namespace argosy::cli
