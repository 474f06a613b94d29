#pragma once

/// @file
/// `--watch`: the status of manufacturing, of arbitrage, or of a goods factory, again each second,
/// until it ends or the user does.

#include "apps/cli_command.h"
#include "core/result.h"

namespace argosy::cli {

struct GoodsShow;

/// Redraws the status in place on a terminal. Elsewhere prints a line for each change: a summary,
/// or with JSON the status itself. Returns when the operation has ended or nobody reads.
/// @error  Of the call; kRejected when the operation failed.
core::Result<void> watch_manufacturing(Session& session);

/// Does the same with arbitrage.
core::Result<void> watch_arbitrage(Session& session);

/// Does the same with a goods factory.
/// @param wanted  Which, and what of it is drawn on a terminal.
core::Result<void> watch_goods(Session& session, const GoodsShow& wanted);

}  // namespace argosy::cli
