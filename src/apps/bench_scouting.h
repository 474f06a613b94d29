#pragma once

/// @file
/// `spacetraders-bench scouting`: how much fresher the prices are that trades are planned with when
/// looks go where they are worth most, against looks that go round.

namespace CLI {
class App;
}

namespace argosy::apps {

/// Adds the command; when it is the chosen one, parsing runs it and leaves its exit code here.
void add_scouting_command(CLI::App& app, int& exit_code);

}  // namespace argosy::apps
