#pragma once

/// @file
/// `spacetraders-bench crowd`: many players in one universe.

namespace CLI {
class App;
}

namespace argosy::apps {

/// Adds the command; when it is the chosen one, parsing runs it and leaves its exit code here.
void add_crowd_command(CLI::App& app, int& exit_code);

}  // namespace argosy::apps
