#pragma once

/// @file
/// The words of the command line, their help and their examples. Turns arguments into an
/// `Invocation`; does nothing with it.

#include <string>
#include <variant>
#include <vector>

#include "apps/cli_command.h"

namespace argosy::cli {

/// The program ends here: help was asked for, or the arguments make no sense.
struct EarlyExit {
    ExitCode code;
    std::string text;  ///< Help for stdout when the code is kOk, else one line for stderr.
};

/// @param arguments  Without the program's name.
std::variant<Invocation, EarlyExit> parse_arguments(std::vector<std::string> arguments);

}  // namespace argosy::cli
