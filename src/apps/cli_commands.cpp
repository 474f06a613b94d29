#include "apps/cli_commands.h"

#include <fmt/format.h>

#include <cstdio>

#include "apps/cli_session.h"
#include "apps/cli_table.h"

namespace argosy::cli {
namespace {

using core::Error;
using core::ErrorCode;
using core::Result;

/// Returns what a person does about an error of the daemon.
std::string_view advice(ErrorCode code) {
    switch (code) {
        case ErrorCode::kInvalidArgument:
            return "correct it, --help says what is expected";
        case ErrorCode::kNotFound:
            return "check the name";
        case ErrorCode::kRejected:
            return "nothing was done";
        case ErrorCode::kInsufficientCredits:
            return "nothing was done, earn or spend less first";
        case ErrorCode::kCargoFull:
            return "nothing was done, sell cargo first";
        case ErrorCode::kConflict:
            return "nothing was done, look again and repeat";
        case ErrorCode::kUnauthorized:
            return "register the agent with its token";
        case ErrorCode::kUniverseReset:
            return "register the agent again";
        case ErrorCode::kUnavailable:
            return "nothing was done, repeat it later";
        case ErrorCode::kOutcomeUnknown:
            return "it may or may not have happened, look before you repeat it";
        case ErrorCode::kConfiguration:
            return "correct the configuration";
        case ErrorCode::kStopped:
            return "start it again and look before you repeat the command";
    }
    return "see the daemon's log";
}

/// The daemon's own messages about wrong requests go "what: what to do" or "was X, expected Y";
/// the game's do not.
bool says_what_to_do(const Error& error) {
    const bool is_mistake = error.code == ErrorCode::kNotFound ||
                            error.code == ErrorCode::kInvalidArgument ||
                            error.code == ErrorCode::kConfiguration;
    const auto has = [&error](std::string_view words) {
        return error.message.find(words) != std::string::npos;
    };
    return is_mistake && (has(": ") || has(", expected "));
}

ExitCode complain(const std::string& line, ExitCode code) {
    std::fprintf(stderr, "%s\n", line.c_str());
    return code;
}

/// An error from before the first call says itself what to do.
ExitCode complain_about_connection(const Error& error) {
    const bool configured = error.code != ErrorCode::kConfiguration;
    return complain("spacetraders: " + one_line(error.message),
                    configured ? ExitCode::kUnreachable : ExitCode::kConfiguration);
}

}  // namespace

ExitCode exit_code(ErrorCode code) {
    switch (code) {
        case ErrorCode::kInvalidArgument:
            return ExitCode::kUsage;
        case ErrorCode::kNotFound:
            return ExitCode::kNotFound;
        case ErrorCode::kConfiguration:
            return ExitCode::kConfiguration;
        case ErrorCode::kStopped:
            return ExitCode::kUnreachable;
        case ErrorCode::kOutcomeUnknown:
            return ExitCode::kTimedOut;
        case ErrorCode::kRejected:
        case ErrorCode::kInsufficientCredits:
        case ErrorCode::kCargoFull:
        case ErrorCode::kConflict:
        case ErrorCode::kUnauthorized:
        case ErrorCode::kUniverseReset:
        case ErrorCode::kUnavailable:
            return ExitCode::kFailed;
    }
    return ExitCode::kFailed;
}

std::string explain(const Error& error) {
    std::string what = one_line(error.message);
    while (!what.empty() && what.back() == '.')
        what.pop_back();  // The game speaks in sentences.
    if (says_what_to_do(error)) return fmt::format("spacetraders: {}", what);
    return fmt::format("spacetraders: {}: {}", what, advice(error.code));
}

ExitCode run(const Invocation& invocation) {
    Session session(invocation);
    const Result<void> done = invocation.command(session);
    if (done) return ExitCode::kOk;
    if (session.unreachable()) return complain_about_connection(done.error());
    return complain(explain(done.error()), exit_code(done.error().code));
}

}  // namespace argosy::cli
