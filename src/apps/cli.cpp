/// @file
/// `spacetraders`: the command line, a client of the daemon and nothing more.

#include <cstdio>
#include <string>
#include <vector>

#include "apps/cli_arguments.h"
#include "apps/cli_commands.h"

int main(int argc, char** argv) {
    using argosy::cli::EarlyExit;
    using argosy::cli::ExitCode;
    using argosy::cli::Invocation;

    const auto parsed =
        argosy::cli::parse_arguments(std::vector<std::string>(argv + 1, argv + argc));
    if (const auto* early = std::get_if<EarlyExit>(&parsed)) {
        if (early->code == ExitCode::kOk) {
            std::fputs(early->text.c_str(), stdout);
        } else {
            std::fprintf(stderr, "%s\n", early->text.c_str());
        }
        return static_cast<int>(early->code);
    }
    return static_cast<int>(argosy::cli::run(std::get<Invocation>(parsed)));
}
