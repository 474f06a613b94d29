// spacetraders-bench: runs the program in virtual time and prints what it earned.

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>

#include "apps/bench_assignment.h"
#include "apps/bench_crowd.h"
#include "apps/bench_manufacturing.h"
#include "apps/bench_markets.h"
#include "apps/bench_routes.h"
#include "apps/bench_scouting.h"
#include "apps/bench_store.h"
#include "apps/bench_supply.h"
#include "apps/bench_universe.h"
#include "apps/usage.h"
#include "kernel/virtual_world.h"

namespace {

using namespace std::chrono_literals;
using argosy::kernel::RunReport;
using argosy::kernel::VirtualWorld;
using argosy::kernel::VirtualWorldOptions;

constexpr const char* kName = "spacetraders-bench";
constexpr int kExitFailed = 1;
constexpr int kExitNotFound = 3;

// How long a stop may take in virtual time before the run counts as stuck.
constexpr auto kLongestDrain = 12h;

struct RunOptions {
    std::string system = "X1-AD75";
    double hours = 24;
    std::int64_t ships = 10;
    std::uint64_t seed = 1;
    std::string output = "table";
    std::int64_t feed_margin_bp = argosy::hauls::DispatchSettings{}.feed_margin_bp;
    std::int64_t sale_margin_bp = argosy::hauls::DispatchSettings{}.sale_margin_bp;
    std::string choice = "together";
    std::string idle = "stay";
    std::string mode{to_string(argosy::manufacturing::Mode::kParallel)};
    std::string strategy{to_string(argosy::goods::Strategy::kSmart)};
    std::string rank{to_string(argosy::manufacturing::Rank::kValue)};
    std::string profitability = "gate";
};

argosy::kernel::ManufacturingRequest request_of(const RunOptions& options) {
    argosy::kernel::ManufacturingRequest request;
    request.system = argosy::model::SystemSymbol(options.system);
    request.advisory = options.profitability == "advisory";
    request.mode = argosy::manufacturing::parse_mode(options.mode);
    request.strategy = argosy::goods::parse_strategy(options.strategy);
    request.rank = argosy::manufacturing::parse_rank(options.rank);
    return request;
}

argosy::core::Error with_advice(argosy::core::Error error, VirtualWorld& world) {
    if (error.code == argosy::core::ErrorCode::kNotFound) {
        while (error.message.ends_with('.'))
            error.message.pop_back();
        error.message += ": this universe has " + world.company().home_system().str();
    }
    return error;
}

argosy::core::Result<RunReport> run(const RunOptions& options) {
    VirtualWorldOptions world_options{.seed = options.seed, .haulers = options.ships};
    world_options.settings.gate.feed_margin_bp = options.feed_margin_bp;
    world_options.settings.gate.sale_margin_bp = options.sale_margin_bp;
    using argosy::hauls::Choice;
    using argosy::hauls::Idle;
    world_options.settings.gate.choice =
        options.choice == "together" ? Choice::kTogether : Choice::kBestFirst;
    world_options.settings.gate.idle = options.idle == "go-ahead" ? Idle::kGoesAhead : Idle::kStays;
    // Asked for in the default one, a system of no recorded scenario is refused like any other.
    if (argosy::sim::recorded_scenario(options.system)) world_options.scenario = options.system;
    ARGOSY_TRY(auto world, VirtualWorld::create(std::move(world_options)));

    auto started = world->call(world->company().start_manufacturing(request_of(options)));
    if (!started) return with_advice(std::move(started).error(), *world);
    world->run_for(argosy::core::Duration(std::int64_t(options.hours * 3'600'000.0)));
    ARGOSY_TRY(RunReport report, world->report());

    ARGOSY_CHECK(world->call(world->company().stop_manufacturing()));
    for (auto waited = 0min; world->company().manufacturing() != nullptr && waited < kLongestDrain;
         waited += 1min) {
        world->run_for(1min);
    }
    // Money, cargo and counts are those after the last haul has ended; rates those of the hours.
    ARGOSY_TRY(RunReport end, world->report());
    end.hours = report.hours;
    end.utilisation = report.utilisation;
    if (world->errors() > 0) {
        return argosy::core::Error{argosy::core::ErrorCode::kRejected,
                                   "the run logged errors; its figures are not to be trusted"};
    }
    return end;
}

void print_table(const RunReport& report) {
    std::printf("%-22s %s\n", "system", report.system.c_str());
    std::printf("%-22s %lld\n", "ships", static_cast<long long>(report.ships));
    std::printf("%-22s %.1f\n", "hours", report.hours);
    const auto earned = (report.credits_end - report.credits_start).count();
    std::printf("%-22s %lld\n", "credits earned", static_cast<long long>(earned));
    std::printf("%-22s %.0f\n", "credits per hour", double(earned) / report.hours);
    std::printf("%-22s %lld\n", "pipelines completed",
                static_cast<long long>(report.pipelines_completed));
    std::printf("%-22s %lld (%lld failed)\n", "tasks completed",
                static_cast<long long>(report.tasks_completed),
                static_cast<long long>(report.tasks_failed));
    std::printf("%-22s %.1f %%\n", "utilisation", report.utilisation * 100.0);
    std::printf("%-22s %lld (%lld refused: 429)\n", "requests",
                static_cast<long long>(report.requests),
                static_cast<long long>(report.requests_429));
    std::printf("%-22s %s\n", "decision hash", report.decision_hash.c_str());
    std::printf("%-22s %.2f\n", "wall seconds", report.wall_seconds.value_or(0));
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app{"Runs Argosy, or the simulator alone, in virtual time and reports figures.",
                 kName};
    app.set_version_flag("--version", std::string(kName) + " " ARGOSY_VERSION);
    app.require_subcommand(1);
    RunOptions options;
    CLI::App* command = app.add_subcommand("run", "One run of the manufacturing strategy");
    command->add_option("--system", options.system, "System to manufacture in: X1-AD75 or X1-ZG64")
        ->capture_default_str();
    command->add_option("--hours", options.hours, "Simulated hours")
        ->check(CLI::Range(0.1, 24.0 * 365))
        ->capture_default_str();
    command->add_option("--ships", options.ships, "Light haulers given at the start")
        ->check(CLI::Range(0, 10'000))
        ->capture_default_str();
    command->add_option("--seed", options.seed, "Seed of all randomness")->capture_default_str();
    command->add_option("--output", options.output, "table or json")
        ->check(CLI::IsMember({"table", "json"}))
        ->capture_default_str();
    command
        ->add_option("--feed-margin", options.feed_margin_bp,
                     "Least margin of a unit fed to a factory, in basis points of its base price")
        ->capture_default_str();
    command
        ->add_option("--sale-margin", options.sale_margin_bp,
                     "Least margin of a unit of product sold, in basis points")
        ->capture_default_str();
    command->add_option("--choice", options.choice, "How ships and hauls find each other")
        ->check(CLI::IsMember({"together", "best-first"}))
        ->capture_default_str();
    command->add_option("--idle", options.idle, "What ships without work do")
        ->check(CLI::IsMember({"stay", "go-ahead"}))
        ->capture_default_str();
    command->add_option("--mode", options.mode, "Every ship, or one that waits at factories")
        ->check(CLI::IsMember({"parallel", "serial"}))
        ->capture_default_str();
    command->add_option("--strategy", options.strategy, "Where inputs come from")
        ->check(CLI::IsMember({"smart", "buy", "fabricate", "profit"}))
        ->capture_default_str();
    command->add_option("--rank", options.rank, "What goes first")
        ->check(CLI::IsMember({"value", "return", "price"}))
        ->capture_default_str();
    command->add_option("--profitability", options.profitability, "Whether what loses waits")
        ->check(CLI::IsMember({"gate", "advisory"}))
        ->capture_default_str();
    for (CLI::App* page : {&app, command}) {
        page->footer(
            "Example: spacetraders-bench run --hours 24 --ships 10 --seed 1 --output json");
    }
    int exit_code = 0;
    argosy::apps::add_assignment_command(app, exit_code);
    argosy::apps::add_crowd_command(app, exit_code);
    argosy::apps::add_manufacturing_command(app, exit_code);
    argosy::apps::add_markets_command(app, exit_code);
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

    if (!*command) return exit_code;

    // Wall time is what this program reports of itself; nothing is decided by it.
    const auto begin = std::chrono::steady_clock::now();  // check: allow clock: measures the run
    auto report = run(options);
    if (!report) {
        std::fprintf(stderr, "spacetraders-bench: %s\n", report.error().message.c_str());
        return report.error().code == argosy::core::ErrorCode::kNotFound ? kExitNotFound
                                                                         : kExitFailed;
    }
    report->seed = options.seed;
    const auto end = std::chrono::steady_clock::now();  // check: allow clock: measures the run
    report->wall_seconds = std::chrono::duration<double>(end - begin).count();
    if (options.output == "json") {
        std::printf("%s\n", argosy::kernel::to_json(*report).c_str());
    } else {
        print_table(*report);
    }
    return 0;
}
