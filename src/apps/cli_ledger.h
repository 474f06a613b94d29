#pragma once

/// @file
/// `ledger`: the money.

#include <cstdint>
#include <optional>
#include <string>

#include "apps/cli_command.h"
#include "argosy.pb.h"

namespace CLI {
class App;
}

namespace argosy::cli {

/// Moments are as the daemon reads them (proto/ledger.proto); empty: no bound.
struct LedgerReport {
    std::string by = "category";
    std::string since;
    std::string until;
    std::string era;  ///< Empty: the one that is played.
};

/// Empty: any.
struct LedgerList {
    std::string category;
    std::string type;
    std::string good;
    std::string ship;
    std::string operation;
    std::string pipeline;
    std::string since;
    std::string until;
    std::int32_t limit = 50;
    std::string era;  ///< Empty: the one that is played.
};

struct LedgerBudget {
    std::string operation;
    std::optional<std::int64_t> credits;  ///< Nothing: no limit.
};

void add_ledger(CLI::App& root, Invocation& invocation);

core::Result<void> carry_out(const LedgerReport& command, Session& session);
core::Result<void> carry_out(const LedgerList& command, Session& session);
core::Result<void> carry_out(const LedgerBudget& command, Session& session);

std::string render(const v1::LedgerReport& report);
std::string render(const v1::ListLedgerResponse& answer);
std::string render(const v1::Budget& budget);

}  // namespace argosy::cli
