#pragma once

/// @file
/// `operation`: what runs for long, and what ran.

#include <cstdint>
#include <string>

#include "apps/cli_command.h"
#include "argosy.pb.h"

namespace CLI {
class App;
}

namespace argosy::cli {

struct OperationList {};
struct OperationShow {
    std::string id;
};
struct OperationLogs {
    std::string id;
    std::int32_t limit = 100;
    std::string level;          ///< Empty: all.
    std::int64_t since_ms = 0;  ///< How old lines may be; 0: however old.
    bool oldest = false;
    bool follow = false;
};
struct OperationStop {
    std::string id;
};

void add_operation(CLI::App& root, Invocation& invocation);

core::Result<void> carry_out(const OperationList& command, Session& session);
core::Result<void> carry_out(const OperationShow& command, Session& session);
core::Result<void> carry_out(const OperationLogs& command, Session& session);
core::Result<void> carry_out(const OperationStop& command, Session& session);

std::string render(const v1::Operation& operation);
std::string render(const v1::ListOperationsResponse& answer);
std::string render(const v1::OperationDetails& answer);
std::string render(const v1::GetOperationLogsResponse& answer);

}  // namespace argosy::cli
