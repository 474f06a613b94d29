#pragma once

/// @file
/// `spacetraders-bench markets`: how far forecasts of prices are off under each law of the economy.

namespace CLI {
class App;
}

namespace argosy::apps {

/// Adds the command; when it is the chosen one, parsing runs it and leaves its exit code here.
void add_markets_command(CLI::App& app, int& exit_code);

}  // namespace argosy::apps
