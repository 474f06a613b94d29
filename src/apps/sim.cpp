// spacetraders-sim: a game server with the public HTTP API, over a universe of its own.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>

#include "apps/sim_command.h"
#include "apps/sim_serve.h"
#include "apps/sim_worlds.h"
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

struct Commands {
    ServeOptions serve;
    GenerateOptions generate;
    ValidateOptions validate;
    DescribeOptions describe;
};

void declare(CLI::App& app, Commands& commands) {
    app.require_subcommand(0, 1);  // None means `serve`, as it comes.
    app.set_version_flag("--version", "spacetraders-sim " ARGOSY_VERSION);
    app.footer(kServeExample);
    declare_serve(*app.add_subcommand("serve", "Serve a universe until stopped"), commands.serve);
    declare_generate(*app.add_subcommand("generate", "Make a world from a seed"),
                     commands.generate);
    declare_validate(*app.add_subcommand("validate", "Say everything that is wrong with a world"),
                     commands.validate);
    declare_describe(*app.add_subcommand("describe", "Show the shape of a world"),
                     commands.describe);
}

int code_of(const core::Result<void>& ended) {
    return ended ? kSimOk : fail_sim(ended.error());
}

int run(int argc, char** argv) {
    CLI::App app("A game server that speaks the public SpaceTraders API", "spacetraders-sim");
    Commands commands;
    declare(app, commands);
    const auto chosen = [&app] {
        const auto names = app.get_subcommands();
        return names.empty() ? "serve" : names.front()->get_name();
    };
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& problem) {
        if (problem.get_exit_code() == kSimOk) return app.exit(problem);
        return refuse_usage("spacetraders-sim", problem.what(), "spacetraders-sim " + chosen());
    }
    const std::string name = chosen();
    if (name == "generate") return code_of(generate(commands.generate));
    if (name == "validate") return validate(commands.validate);
    if (name == "describe") return code_of(describe(commands.describe));
    return code_of(serve(commands.serve));
}

}  // namespace
}  // namespace argosy::apps

int main(int argc, char** argv) {
    return argosy::apps::run(argc, argv);
}
