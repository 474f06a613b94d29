// spacetraders-bench: runs the program in virtual time and prints what it earned.

#include <CLI/CLI.hpp>

#include "apps/bench_assignment.h"
#include "apps/bench_bound.h"
#include "apps/bench_compare.h"
#include "apps/bench_crowd.h"
#include "apps/bench_goods.h"
#include "apps/bench_manufacturing.h"
#include "apps/bench_markets.h"
#include "apps/bench_planning.h"
#include "apps/bench_replay.h"
#include "apps/bench_routes.h"
#include "apps/bench_run.h"
#include "apps/bench_scouting.h"
#include "apps/bench_store.h"
#include "apps/bench_supply.h"
#include "apps/bench_universe.h"
#include "apps/usage.h"

namespace {

constexpr const char* kName = "spacetraders-bench";

}  // namespace

int main(int argc, char** argv) {
    CLI::App app{"Runs Argosy, or the simulator alone, in virtual time and reports figures.",
                 kName};
    app.set_version_flag("--version", std::string(kName) + " " ARGOSY_VERSION);
    app.require_subcommand(1);
    app.footer(argosy::apps::kRunExample);
    int exit_code = 0;
    argosy::apps::add_run_command(app, exit_code);
    argosy::apps::add_assignment_command(app, exit_code);
    argosy::apps::add_bound_command(app, exit_code);
    argosy::apps::add_compare_command(app, exit_code);
    argosy::apps::add_crowd_command(app, exit_code);
    argosy::apps::add_goods_command(app, exit_code);
    argosy::apps::add_manufacturing_command(app, exit_code);
    argosy::apps::add_markets_command(app, exit_code);
    argosy::apps::add_planning_command(app, exit_code);
    argosy::apps::add_replay_commands(app, exit_code);
    argosy::apps::add_routes_command(app, exit_code);
    argosy::apps::add_scouting_command(app, exit_code);
    argosy::apps::add_store_command(app, exit_code);
    argosy::apps::add_supply_command(app, exit_code);
    argosy::apps::add_universe_command(app, exit_code);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0) return app.exit(error);
        return argosy::apps::refuse_usage(kName, error.what(), kName);
    }
    return exit_code;
}
