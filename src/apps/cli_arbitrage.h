#pragma once

/// @file
/// `arbitrage`: the lanes that pay, and the operation that trades on them.

#include <cstdint>
#include <string>

#include "apps/cli_command.h"
#include "argosy.pb.h"

namespace CLI {
class App;
}

namespace argosy::cli {

struct ArbitrageScan {
    std::string system;
    std::string good;
    std::int64_t limit = 20;
    std::int64_t min_margin_bp = 0;
};
/// Zero and empty leave the choice to the daemon.
struct ArbitrageStart {
    std::string system;
    std::string strategy;
    std::int32_t max_workers = 0;
    std::int32_t buy_ships = 0;
    double pay_back_hours = 0;
    double hours = 0;
};
struct ArbitrageWhy {
    std::string ship;
    std::string good;
    std::string from;
    std::string to;
    std::int64_t limit = 10;
};
struct ArbitrageShow {
    bool watch = false;
};
struct ArbitrageStop {};

void add_arbitrage(CLI::App& root, Invocation& invocation);

core::Result<void> carry_out(const ArbitrageScan& command, Session& session);
core::Result<void> carry_out(const ArbitrageWhy& command, Session& session);
core::Result<void> carry_out(const ArbitrageStart& command, Session& session);
core::Result<void> carry_out(const ArbitrageShow& command, Session& session);
core::Result<void> carry_out(const ArbitrageStop& command, Session& session);

std::string render(const v1::ScanArbitrageResponse& answer);
std::string render(const v1::WhyArbitrageResponse& answer);
std::string render(const v1::ArbitrageStatus& status);

/// As of manufacturing: one line without times.
std::string summarize(const v1::ArbitrageStatus& status);

}  // namespace argosy::cli
