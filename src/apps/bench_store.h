#pragma once

/// @file
/// `spacetraders-bench store`: how fast a database takes and gives back.

namespace CLI {
class App;
}

namespace argosy::apps {

/// Adds the command; when it is the chosen one, parsing runs it and leaves its exit code here.
void add_store_command(CLI::App& app, int& exit_code);

}  // namespace argosy::apps
