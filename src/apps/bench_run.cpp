#include "apps/bench_run.h"

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <memory>

#include "apps/stop_watch.h"
#include "kernel/virtual_world.h"

namespace argosy::apps {
namespace {

using namespace std::chrono_literals;
using kernel::RunReport;
using kernel::VirtualWorld;
using kernel::VirtualWorldOptions;

constexpr int kExitFailed = 1;
constexpr int kExitNotFound = 3;

// How long a stop may take in virtual time before the run counts as stuck.
constexpr auto kLongestDrain = 12h;

struct RunCommand {
    std::string system = "X1-AD75";
    double hours = 24;
    std::int64_t ships = 10;
    std::uint64_t seed = 1;
    std::string output = "table";
    std::int64_t feed_margin_bp = hauls::DispatchSettings{}.feed_margin_bp;
    std::int64_t sale_margin_bp = hauls::DispatchSettings{}.sale_margin_bp;
    std::string choice = "together";
    std::string idle = "stay";
    std::string mode{to_string(manufacturing::Mode::kParallel)};
    std::string strategy{to_string(goods::Strategy::kSmart)};
    std::string rank{to_string(manufacturing::Rank::kValue)};
    std::string profitability = "gate";
};

kernel::ManufacturingRequest request_of(const RunCommand& command) {
    kernel::ManufacturingRequest request;
    request.system = model::SystemSymbol(command.system);
    request.advisory = command.profitability == "advisory";
    request.mode = manufacturing::parse_mode(command.mode);
    request.strategy = goods::parse_strategy(command.strategy);
    request.rank = manufacturing::parse_rank(command.rank);
    return request;
}

core::Error with_advice(core::Error error, VirtualWorld& world) {
    if (error.code == core::ErrorCode::kNotFound) {
        while (error.message.ends_with('.'))
            error.message.pop_back();
        error.message += ": this universe has " + world.company().home_system().str();
    }
    return error;
}

core::Result<RunReport> play(const RunCommand& command) {
    VirtualWorldOptions world_options{.seed = command.seed, .haulers = command.ships};
    world_options.settings.gate.feed_margin_bp = command.feed_margin_bp;
    world_options.settings.gate.sale_margin_bp = command.sale_margin_bp;
    using hauls::Choice;
    using hauls::Idle;
    world_options.settings.gate.choice =
        command.choice == "together" ? Choice::kTogether : Choice::kBestFirst;
    world_options.settings.gate.idle = command.idle == "go-ahead" ? Idle::kGoesAhead : Idle::kStays;
    // Asked for in the default one, a system of no recorded scenario is refused like any other.
    if (sim::recorded_scenario(command.system)) world_options.scenario = command.system;
    ARGOSY_TRY(auto world, VirtualWorld::create(std::move(world_options)));

    auto started = world->call(world->company().start_manufacturing(request_of(command)));
    if (!started) return with_advice(std::move(started).error(), *world);
    world->run_for(core::Duration(std::int64_t(command.hours * 3'600'000.0)));
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
        return core::Error{core::ErrorCode::kRejected,
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

void add_strategy_options(CLI::App& app, RunCommand& filled) {
    app.add_option("--feed-margin", filled.feed_margin_bp,
                   "Least margin of a unit fed to a factory, in basis points of its base price")
        ->capture_default_str();
    app.add_option("--sale-margin", filled.sale_margin_bp,
                   "Least margin of a unit of product sold, in basis points")
        ->capture_default_str();
    app.add_option("--choice", filled.choice, "How ships and hauls find each other")
        ->check(CLI::IsMember({"together", "best-first"}))
        ->capture_default_str();
    app.add_option("--idle", filled.idle, "What ships without work do")
        ->check(CLI::IsMember({"stay", "go-ahead"}))
        ->capture_default_str();
    app.add_option("--mode", filled.mode, "Every ship, or one that waits at factories")
        ->check(CLI::IsMember({"parallel", "serial"}))
        ->capture_default_str();
    app.add_option("--strategy", filled.strategy, "Where inputs come from")
        ->check(CLI::IsMember({"smart", "buy", "fabricate", "profit"}))
        ->capture_default_str();
    app.add_option("--rank", filled.rank, "What goes first")
        ->check(CLI::IsMember({"value", "return", "price"}))
        ->capture_default_str();
    app.add_option("--profitability", filled.profitability, "Whether what loses waits")
        ->check(CLI::IsMember({"gate", "advisory"}))
        ->capture_default_str();
}

int run(const RunCommand& command) {
    StopWatch watch;
    auto report = play(command);
    if (!report) {
        std::fprintf(stderr, "spacetraders-bench: %s\n", report.error().message.c_str());
        return report.error().code == core::ErrorCode::kNotFound ? kExitNotFound : kExitFailed;
    }
    report->seed = command.seed;
    report->wall_seconds = watch.lap();
    if (command.output == "json") {
        std::printf("%s\n", kernel::to_json(*report).c_str());
    } else {
        print_table(*report);
    }
    return 0;
}

}  // namespace

void add_run_command(CLI::App& app, int& exit_code) {
    const auto chosen = std::make_shared<RunCommand>();
    CLI::App* command = app.add_subcommand("run", "One run of the manufacturing strategy");
    command->add_option("--system", chosen->system, "System to manufacture in: X1-AD75 or X1-ZG64")
        ->capture_default_str();
    command->add_option("--hours", chosen->hours, "Simulated hours")
        ->check(CLI::Range(0.1, 24.0 * 365))
        ->capture_default_str();
    command->add_option("--ships", chosen->ships, "Light haulers given at the start")
        ->check(CLI::Range(0, 10'000))
        ->capture_default_str();
    command->add_option("--seed", chosen->seed, "Seed of all randomness")->capture_default_str();
    command->add_option("--output", chosen->output, "table or json")
        ->check(CLI::IsMember({"table", "json"}))
        ->capture_default_str();
    add_strategy_options(*command, *chosen);
    command->footer(kRunExample);
    command->callback([chosen, &exit_code] { exit_code = run(*chosen); });
}

}  // namespace argosy::apps
