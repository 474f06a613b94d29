#pragma once

/// @file
/// `spacetraders-bench universe`: how fast the simulated game's markets live, and in how much
/// memory.

namespace CLI {
class App;
}

namespace argosy::apps {

/// Adds the command; when it is the chosen one, parsing runs it and leaves its exit code here.
void add_universe_command(CLI::App& app, int& exit_code);

}  // namespace argosy::apps
