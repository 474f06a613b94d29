#pragma once

/// @file
/// `spacetraders-bench bound`: the most that any strategy could earn, by system, law and fleet.

namespace CLI {
class App;
}

namespace argosy::apps {

/// Adds the command; when it is the chosen one, parsing runs it and leaves its exit code here.
void add_bound_command(CLI::App& app, int& exit_code);

}  // namespace argosy::apps
