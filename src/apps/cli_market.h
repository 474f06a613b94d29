#pragma once

/// @file
/// `market`: what is known of markets.

#include <string>

#include "apps/cli_command.h"
#include "argosy.pb.h"

namespace CLI {
class App;
}

namespace argosy::cli {

struct MarketShow {
    std::string waypoint;
    std::string good;  ///< Empty: all of them.
};

void add_market(CLI::App& root, Invocation& invocation);

core::Result<void> carry_out(const MarketShow& command, Session& session);

std::string render(const v1::Market& market);

}  // namespace argosy::cli
