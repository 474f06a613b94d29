#pragma once

/// @file
/// The seed of a test that draws at random: printed, and taken back from $ARGOSY_SEED, so that a
/// run which failed can be had again.

#include <fmt/format.h>
#include <sys/random.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "core/assert.h"

namespace argosy::tests {

/// Returns $ARGOSY_SEED, else a seed from the machine's entropy, and prints how to repeat it.
inline std::uint64_t seed_of_this_run() {
    std::uint64_t seed = 0;
    if (const char* given = std::getenv("ARGOSY_SEED"); given != nullptr && *given != '\0') {
        seed = std::stoull(given);
    } else {
        ARGOSY_ASSERT(::getrandom(&seed, sizeof seed, 0) == ssize_t(sizeof seed));
    }
    fmt::print("repeat with ARGOSY_SEED={}\n", seed);
    std::fflush(stdout);
    return seed;
}

}  // namespace argosy::tests
