// spacetraders-sim: a game server with the public HTTP API, over a universe of its own.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>

#include "apps/sim_command.h"
#include "apps/sim_serve.h"
#include "apps/usage.h"

namespace argosy::apps {

int fail_sim(const core::Error& error) {
    fmt::print(stderr, "spacetraders-sim: {}\n", error.message);
    switch (error.code) {
        case core::ErrorCode::kInvalidArgument:
            return kExitUsage;
        case core::ErrorCode::kNotFound:
        case core::ErrorCode::kConfiguration:
            return kSimConfiguration;
        default:
            return kSimFailed;
    }
}

namespace {

int run(int argc, char** argv) {
    CLI::App app("A game server that speaks the public SpaceTraders API", "spacetraders-sim");
    app.require_subcommand(0, 1);  // None means `serve`, as it comes.
    app.set_version_flag("--version", "spacetraders-sim " ARGOSY_VERSION);
    app.footer(kServeExample);
    ServeOptions options;
    declare_serve(*app.add_subcommand("serve", "Serve a universe until stopped"), options);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& problem) {
        if (problem.get_exit_code() == kSimOk) return app.exit(problem);
        return refuse_usage("spacetraders-sim", problem.what(), "spacetraders-sim serve");
    }
    const core::Result<void> served = serve(options);
    return served ? kSimOk : fail_sim(served.error());
}

}  // namespace
}  // namespace argosy::apps

int main(int argc, char** argv) {
    return argosy::apps::run(argc, argv);
}
