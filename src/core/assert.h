#pragma once

/// @file
/// Checks of our own invariants. On in every build: a program that trades for real must stop
/// before it acts on a state that cannot be.

namespace argosy::core {

/// Prints the failed condition and its place, then aborts.
[[noreturn]] void assertion_failed(const char* condition, const char* file, int line);

}  // namespace argosy::core

/// Aborts when `condition` is false: a bug after which continuing could lose money or cargo.
#define ARGOSY_ASSERT(condition) \
    ((condition) ? void(0) : ::argosy::core::assertion_failed(#condition, __FILE__, __LINE__))

/// Aborts: this place must never be reached.
#define ARGOSY_FAIL(why) ::argosy::core::assertion_failed(why, __FILE__, __LINE__)
