#pragma once

/// @file
/// What the commands of spacetraders-sim share: how they end.

#include "core/result.h"

namespace argosy::apps {

inline constexpr int kSimOk = 0;
inline constexpr int kSimFailed = 1;
inline constexpr int kSimConfiguration = 4;

/// Writes the error to stderr, in one line that names the program.
/// @returns the exit code that goes with it
int fail_sim(const core::Error& error);

}  // namespace argosy::apps
