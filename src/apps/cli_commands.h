#pragma once

/// @file
/// Carries a command out: one call to the daemon, one answer shown. Holds no business of its own.

#include <string>

#include "apps/cli_command.h"
#include "core/result.h"

namespace argosy::cli {

/// Carries the invocation out, results on stdout, and says on stderr in one line what went wrong.
ExitCode run(const Invocation& invocation);

/// Returns the exit code that stands for a daemon's error.
ExitCode exit_code(core::ErrorCode code);

/// Returns "spacetraders: <what>: <what to do>".
std::string explain(const core::Error& error);

}  // namespace argosy::cli
