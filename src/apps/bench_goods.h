#pragma once

/// @file
/// `spacetraders-bench goods`: goods on request, each once, and what several ships make faster than
/// one.

namespace CLI {
class App;
}

namespace argosy::apps {

/// Adds the command; when it is the chosen one, parsing runs it and leaves its exit code here.
void add_goods_command(CLI::App& app, int& exit_code);

}  // namespace argosy::apps
