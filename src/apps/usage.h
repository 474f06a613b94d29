#pragma once

/// @file
/// How every program answers arguments that it does not understand: one line that says what, and
/// where to read on. Knows no program's arguments.

#include <algorithm>
#include <cstdio>
#include <string>
#include <string_view>
#include <utility>

namespace argosy::apps {

/// The exit code that goes with it.
inline constexpr int kExitUsage = 2;

/// Returns "PROGRAM: WHAT: see COMMAND --help", in one line whatever the parser's `what` holds.
/// @param command  What was understood, like "spacetraders ship".
inline std::string usage_line(std::string_view program, std::string what,
                              std::string_view command) {
    // The parsers' own advice, which names no program.
    if (const auto advice = what.find("\nRun with --help"); advice != std::string::npos) {
        what.resize(advice);
    }
    while (!what.empty() && (what.back() == '\n' || what.back() == '.'))
        what.pop_back();
    std::replace(what.begin(), what.end(), '\n', ' ');
    return std::string(program) + ": " + what + ": see " + std::string(command) + " --help";
}

/// Writes that line to stderr.
/// @returns the exit code
inline int refuse_usage(std::string_view program, std::string what, std::string_view command) {
    std::fprintf(stderr, "%s\n", usage_line(program, std::move(what), command).c_str());
    return kExitUsage;
}

}  // namespace argosy::apps
