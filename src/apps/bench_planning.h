#pragma once

/// @file
/// `spacetraders-bench planning`: how long a tick of the planner takes as fleet and markets grow.

namespace CLI {
class App;
}

namespace argosy::apps {

/// Adds the command; once it has run, `exit_code` is the program's.
void add_planning_command(CLI::App& app, int& exit_code);

}  // namespace argosy::apps
