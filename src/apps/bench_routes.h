#pragma once

/// @file
/// `spacetraders-bench routes`: what the matrices of routes cost, and whether ships get stranded.

namespace CLI {
class App;
}

namespace argosy::apps {

/// Adds the command; when it is the chosen one, parsing runs it and leaves its exit code here.
void add_routes_command(CLI::App& app, int& exit_code);

}  // namespace argosy::apps
