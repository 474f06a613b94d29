#pragma once

/// @file
/// `spacetraders-bench manufacturing`: the modes of manufacturing on the same universes, and the
/// default under every law of the economy. Its markdown is docs/reference/results.md.

namespace CLI {
class App;
}

namespace argosy::apps {

/// Adds the command; when it is the chosen one, parsing runs it and leaves its exit code here.
void add_manufacturing_command(CLI::App& app, int& exit_code);

}  // namespace argosy::apps
