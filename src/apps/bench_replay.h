#pragma once

/// @file
/// `spacetraders-bench record` and `replay`: a run with everything that went over the wire, and the
/// same again on what was in it.

namespace CLI {
class App;
}

namespace argosy::apps {

/// Adds both commands; when one is chosen, parsing runs it and leaves its exit code here.
void add_replay_commands(CLI::App& app, int& exit_code);

}  // namespace argosy::apps
