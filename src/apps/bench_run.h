#pragma once

/// @file
/// `spacetraders-bench run`: one run of the manufacturing strategy in virtual time, and what it
/// earned.

namespace CLI {
class App;
}

namespace argosy::apps {

inline constexpr const char* kRunExample =
    "Example: spacetraders-bench run --hours 24 --ships 10 --seed 1 --output json";

/// Adds the command; when it is the chosen one, parsing runs it and leaves its exit code here.
void add_run_command(CLI::App& app, int& exit_code);

}  // namespace argosy::apps
