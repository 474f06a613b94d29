#pragma once

/// @file
/// `spacetraders-sim serve`: a universe behind HTTP until it is told to stop.

#include <cstdint>
#include <optional>
#include <string>

#include "core/result.h"
#include "sim/scenario.h"

namespace CLI {
class App;
}

namespace argosy::apps {

struct ServeOptions {
    std::string host = "127.0.0.1";
    std::uint16_t port = 8080;
    std::string scenario{sim::kRecordedScenarios.front()};
    std::int64_t systems = 0;  ///< Of a generated world; 0: the scenario.
    std::int64_t outer_percent = 0;
    std::uint64_t seed = 1;
    double speed = 1.0;
    std::int64_t credits = 175'000;
    std::string law = "measured";
    bool other_traders = false;
    bool no_rate_limit = false;
    bool no_wear = false;
    std::string start_time;
    std::string state;  ///< Path of the file that keeps the universe; empty: nothing does.
    std::optional<std::uint16_t> admin_port;  ///< Absent: no admin interface.
};

inline constexpr const char* kServeExample =
    "example: spacetraders-sim serve --port 8080 --speed 60 --seed 7\n"
    "\n"
    "Once it listens it prints one line of JSON with its url. Stop it with Ctrl-C.\n"
    "Without a command, spacetraders-sim serves as it comes.\n"
    "Exit codes: 0 stopped, 1 failed, 2 usage, 4 bad scenario or state file.";

/// Gives the command its options.
void declare_serve(CLI::App& command, ServeOptions& options);

/// Serves until SIGINT or SIGTERM.
/// @error kNotFound, kConfiguration  There is no such scenario; it or the state file is wrong.
/// @error kConflict     The port is taken, or the state file.
/// @error kUnavailable  The state file cannot be written any more.
core::Result<void> serve(const ServeOptions& options);

}  // namespace argosy::apps
