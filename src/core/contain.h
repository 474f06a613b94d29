#pragma once

/// @file
/// Keeps a bug where it is: an exception that leaves a contained workflow ends that workflow with
/// an error, and nothing else. Whoever contains says what becomes of the work: another attempt, or
/// its end.

#include "core/task.h"

namespace argosy::core {

/// Runs `work` to its end.
/// @error kRejected  An exception left it; the message is the exception's. What the work had stored
///                   by then stands. All other errors are the work's own.
Task<Result<void>> contain(Task<Result<void>> work);

}  // namespace argosy::core
