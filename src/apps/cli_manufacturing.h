#pragma once

/// @file
/// `manufacturing` and `analyze`: the manufacturing business of a system.

#include <cstdint>
#include <string>

#include "apps/cli_command.h"
#include "argosy.pb.h"

namespace CLI {
class App;
}

namespace argosy::cli {

/// Zero and empty leave the choice to the daemon's configuration.
struct ManufacturingStart {
    std::string system;
    std::int32_t max_workers = 0;
    std::int32_t max_pipelines = 0;
    std::int64_t min_price = 0;
    std::string mode;
    std::string strategy;
    std::string rank;
    std::string profitability;
    bool dry_run = false;
    bool watch = false;
};
struct ManufacturingShow {
    bool watch = false;
};
struct ManufacturingTasks {
    std::string status;
    std::string format = "tree";
};
struct ManufacturingStop {};

struct AnalyzeDemand {
    std::string system;
    std::int32_t top = 10;
};

void add_manufacturing(CLI::App& root, Invocation& invocation);
void add_analyze(CLI::App& root, Invocation& invocation);

core::Result<void> carry_out(const ManufacturingStart& command, Session& session);
core::Result<void> carry_out(const ManufacturingShow& command, Session& session);
core::Result<void> carry_out(const ManufacturingTasks& command, Session& session);
core::Result<void> carry_out(const ManufacturingStop& command, Session& session);
core::Result<void> carry_out(const AnalyzeDemand& command, Session& session);

std::string render(const v1::ManufacturingStatus& status);
std::string render(const v1::ManufacturingPreview& preview);
std::string render(const v1::AnalyzeDemandResponse& answer);

/// Returns the status in one line without its end and without times, so that it changes when
/// something happened and not because a second passed.
std::string summarize(const v1::ManufacturingStatus& status);

}  // namespace argosy::cli
