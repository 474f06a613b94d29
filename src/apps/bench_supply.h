#pragma once

/// @file
/// `spacetraders-bench supply`: how many requests looks at fed factories take, and how long after
/// an update it is known that a factory is ready, against looks at a fixed interval.

namespace CLI {
class App;
}

namespace argosy::apps {

/// Adds the command; when it is the chosen one, parsing runs it and leaves its exit code here.
void add_supply_command(CLI::App& app, int& exit_code);

}  // namespace argosy::apps
