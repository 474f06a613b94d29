#pragma once

/// @file
/// `spacetraders-bench assignment`: how fast and how well ships are given to hauls.

namespace CLI {
class App;
}

namespace argosy::apps {

/// Adds the command; when it is the chosen one, parsing runs it and leaves its exit code here.
void add_assignment_command(CLI::App& app, int& exit_code);

}  // namespace argosy::apps
