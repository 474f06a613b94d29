#pragma once

/// @file
/// `ledger`: the money.

#include <string>

#include "apps/cli_command.h"
#include "argosy.pb.h"

namespace CLI {
class App;
}

namespace argosy::cli {

struct LedgerReport {
    std::string by = "category";
};

void add_ledger(CLI::App& root, Invocation& invocation);

core::Result<void> carry_out(const LedgerReport& command, Session& session);

std::string render(const v1::LedgerReport& report);

}  // namespace argosy::cli
