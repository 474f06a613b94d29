#pragma once

/// @file
/// `spacetraders-bench compare`: strategies on equal ground.

namespace CLI {
class App;
}

namespace argosy::apps {

/// Adds the command; when it is the chosen one, parsing runs it and leaves its exit code here.
void add_compare_command(CLI::App& app, int& exit_code);

}  // namespace argosy::apps
