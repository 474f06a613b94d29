#pragma once

/// @file
/// `doctor` and `config`: what the daemon runs with and stands on. The only commands that do more
/// than ask the daemon: where none runs, they look for themselves.

#include <string>

#include "apps/cli_command.h"
#include "argosy.pb.h"

namespace CLI {
class App;
}

namespace argosy::cli {

struct Doctor {
    std::string config_file;  ///< Empty: the one that a daemon started here would read.
};
struct ConfigShow {
    bool origin = false;
    std::string config_file;  ///< Empty: the running daemon's settings, if there is one.
};

void add_doctor(CLI::App& root, Invocation& invocation);

/// @error kRejected  There are problems; they have been shown.
core::Result<void> carry_out(const Doctor& command, Session& session);
/// @error kConfiguration  The file or a variable is wrong.
core::Result<void> carry_out(const ConfigShow& command, Session& session);

std::string render(const v1::Diagnosis& diagnosis);
/// One line for each key, as the file would have it.
std::string render_plain(const v1::ConfigSettings& settings);
/// The same as a table with where each value came from.
std::string render_with_origin(const v1::ConfigSettings& settings);

}  // namespace argosy::cli
