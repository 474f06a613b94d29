#pragma once

/// @file
/// `scout`: keeping what is known of the markets fresh.

#include <string>

#include "apps/cli_command.h"
#include "argosy.pb.h"

namespace CLI {
class App;
}

namespace argosy::cli {

struct ScoutStart {};
struct ScoutShow {};
struct ScoutStop {};

void add_scout(CLI::App& root, Invocation& invocation);

core::Result<void> carry_out(const ScoutStart& command, Session& session);
core::Result<void> carry_out(const ScoutShow& command, Session& session);
core::Result<void> carry_out(const ScoutStop& command, Session& session);

std::string render(const v1::ScoutStatus& status);

}  // namespace argosy::cli
