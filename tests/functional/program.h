#pragma once

/// @file
/// Programs and scripts of this tree, started the way a user starts them.

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "apps/process.h"

namespace argosy::tests {

/// How long a program may take for what takes it far less than a second: only a hanging one waits
/// this long.
constexpr core::Duration kPatience = std::chrono::seconds(60);

/// What a program that ran to its end left behind.
struct Finished {
    int code = -1;
    std::string out;
    std::string err;
};

/// Returns the path of a script or file of the source tree.
inline std::filesystem::path source_path(const std::string& name) {
    return std::filesystem::path(ARGOSY_SOURCE_DIR) / name;
}

/// Returns the path of one of the four programs.
inline std::filesystem::path program_path(const std::string& name) {
    return std::filesystem::path(ARGOSY_BINARY_DIR) / "bin" / name;
}

/// Runs a program to its end; a program that cannot be started or does not end fails the test.
inline Finished run_to_end(const apps::Process::Options& options) {
    auto process = apps::Process::start(options);
    if (!process) {
        ADD_FAILURE() << process.error().message;
        return {};
    }
    const auto ended = process->wait(kPatience);
    if (!ended) {
        ADD_FAILURE() << ended.error().message;
        return {};
    }
    return {.code = ended->code, .out = process->out(), .err = process->err()};
}

}  // namespace argosy::tests
