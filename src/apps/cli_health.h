#pragma once

/// @file
/// `health` and `version`: the state of the programs themselves.

#include <string>

#include "apps/cli_command.h"
#include "argosy.pb.h"

namespace CLI {
class App;
}

namespace argosy::cli {

struct Health {};
struct Version {};

void add_health(CLI::App& root, Invocation& invocation);

core::Result<void> carry_out(const Health& command, Session& session);
core::Result<void> carry_out(const Version& command, Session& session);

std::string render(const v1::Health& health);

}  // namespace argosy::cli
