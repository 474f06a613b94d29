#pragma once

/// @file
/// What the command line can be asked to do: one struct for each verb, filled from the arguments
/// and from nothing else. Knows neither how arguments are spelled nor how commands are carried out.

#include <chrono>
#include <cstdint>
#include <string>
#include <variant>

namespace argosy::cli {

/// What scripts act on (docs/reference/cli.md).
enum class ExitCode : std::uint8_t {
    kOk = 0,
    kFailed = 1,
    kUsage = 2,
    kNotFound = 3,
    kConfiguration = 4,
    kUnreachable = 5,
    kTimedOut = 6,
};

enum class OutputFormat : std::uint8_t { kTable, kJson };

struct PlayerRegister {
    std::string agent;
    std::string faction;
    std::string account_token_file;
    std::string agent_token_file;
};
struct PlayerList {};

/// Zero and empty leave the choice to the daemon's configuration.
struct ManufacturingStart {
    std::string system;
    std::int32_t max_workers = 0;
    std::int32_t max_pipelines = 0;
    std::int64_t min_price = 0;
    std::string profitability;
    bool dry_run = false;
    bool watch = false;
};
struct ManufacturingShow {
    bool watch = false;
};
struct ManufacturingTasks {
    std::string status;
};
struct ManufacturingStop {};

struct AnalyzeDemand {
    std::string system;
    std::int32_t top = 10;
};

struct ShipList {};
struct ShipPurchase {
    std::string type;
    std::string shipyard;
};

struct MarketShow {
    std::string waypoint;
    std::string good;  ///< Empty: all of them.
};

struct LedgerReport {
    std::string by = "category";
};

struct OperationList {};
struct OperationLogs {
    std::string id;
    std::int32_t limit = 100;
};
struct OperationStop {
    std::string id;
};

struct Health {};
struct Version {};

using Command = std::variant<PlayerRegister, PlayerList, ManufacturingStart, ManufacturingShow,
                             ManufacturingTasks, ManufacturingStop, AnalyzeDemand, ShipList,
                             ShipPurchase, MarketShow, LedgerReport, OperationList, OperationLogs,
                             OperationStop, Health, Version>;

struct Invocation {
    Command command;
    OutputFormat output = OutputFormat::kTable;
    std::string player;  ///< An agent's name or a player's number; empty for the only one.
    std::string socket;
    std::chrono::seconds timeout{60};  ///< For each call to the daemon.
};

}  // namespace argosy::cli
