#include "apps/bench_universe.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <memory>

#include "apps/stop_watch.h"
#include "apps/usage.h"
#include "sim/generator.h"
#include "sim/truth.h"

namespace argosy::apps {
namespace {

constexpr int kExitFailed = 1;
constexpr double kMostHours = 24.0 * 31;

struct UniverseCommand {
    std::int64_t systems = 1'000;
    double hours = 24;
    std::string law = "measured";
    bool other_traders = false;
    std::uint64_t seed = 1;
    std::string output = "table";
};

struct UniverseReport {
    std::size_t waypoints = 0;
    std::size_t markets = 0;
    std::size_t goods = 0;
    std::int64_t updates = 0;  ///< Of whole markets.
    double setup_seconds = 0;
    double seconds = 0;
    std::uint64_t peak_memory_bytes = 0;  ///< Of the whole process.
    std::uint64_t state_hash = 0;
};

std::uint64_t peak_memory_bytes() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return std::uint64_t(usage.ru_maxrss) * 1024;
}

core::Result<UniverseReport> measure(const UniverseCommand& command) {
    StopWatch watch;
    sim::Scenario scenario = sim::generate({.seed = command.seed, .systems = command.systems});
    const core::TimePoint start = scenario.charted_at;
    ARGOSY_TRY(const auto universe,
               sim::Universe::create(std::move(scenario), {.seed = command.seed,
                                                           .law = command.law,
                                                           .other_traders = command.other_traders,
                                                           .start = start}));
    UniverseReport report{.setup_seconds = watch.lap()};
    universe->advance(start + core::Duration(std::int64_t(command.hours * 3'600'000.0)));
    report.seconds = watch.lap();
    if (sim::Truth(*universe).unbalanced_good() != nullptr) {
        return core::Error{core::ErrorCode::kRejected, "units of stock are unaccounted for"};
    }
    report.waypoints = universe->scenario().waypoints.size();
    report.markets = universe->economy().markets().size();
    for (const auto& [waypoint, market] : universe->economy().markets()) {
        report.goods += market.goods.size();
        report.updates += market.updates;
    }
    report.peak_memory_bytes = peak_memory_bytes();
    report.state_hash = universe->state_hash();
    return report;
}

void print_json(const UniverseCommand& command, const UniverseReport& report) {
    const boost::json::object json{
        {"systems", command.systems},
        {"hours", command.hours},
        {"law", command.law},
        {"other_traders", command.other_traders},
        {"seed", command.seed},
        {"waypoints", report.waypoints},
        {"markets", report.markets},
        {"goods", report.goods},
        {"updates", report.updates},
        {"setup_seconds", report.setup_seconds},
        {"seconds", report.seconds},
        {"updates_per_second", double(report.updates) / report.seconds},
        {"peak_memory_bytes", report.peak_memory_bytes},
        {"state_hash", fmt::format("{:016x}", report.state_hash)},
    };
    fmt::print("{}\n", boost::json::serialize(json));
}

void print_table(const UniverseCommand& command, const UniverseReport& report) {
    const auto line = [](const char* name, const std::string& value) {
        fmt::print("{:<22} {}\n", name, value);
    };
    line("systems", fmt::format("{} ({} waypoints)", command.systems, report.waypoints));
    line("markets", fmt::format("{} ({} goods)", report.markets, report.goods));
    line("law", command.law + (command.other_traders ? ", other traders" : ""));
    line("hours", fmt::format("{:.1f}", command.hours));
    line("updates", fmt::format("{}", report.updates));
    line("setup seconds", fmt::format("{:.2f}", report.setup_seconds));
    line("seconds", fmt::format("{:.2f}", report.seconds));
    line("updates per second", fmt::format("{:.0f}", double(report.updates) / report.seconds));
    line("peak memory", fmt::format("{} MiB", report.peak_memory_bytes >> 20));
    line("state hash", fmt::format("{:016x}", report.state_hash));
}

int run(const UniverseCommand& command) {
    const auto report = measure(command);
    if (!report) {
        fmt::print(stderr, "spacetraders-bench: {}\n", report.error().message);
        return report.error().code == core::ErrorCode::kInvalidArgument ? kExitUsage : kExitFailed;
    }
    command.output == "json" ? print_json(command, *report) : print_table(command, *report);
    return 0;
}

}  // namespace

void add_universe_command(CLI::App& app, int& exit_code) {
    const auto chosen = std::make_shared<UniverseCommand>();
    CLI::App* command = app.add_subcommand(
        "universe", "Lets the markets of many systems live, and measures time and memory");
    command->add_option("--systems", chosen->systems, "Star systems")
        ->check(CLI::Range(std::int64_t(1), sim::kMostSystems))
        ->capture_default_str();
    command->add_option("--hours", chosen->hours, "Simulated hours")
        ->check(CLI::Range(0.1, kMostHours))
        ->capture_default_str();
    command->add_option("--law", chosen->law, "Economy: measured, inert, eager or crowded")
        ->capture_default_str();
    command->add_flag("--other-traders", chosen->other_traders,
                      "Other agents trade a little in every market");
    command->add_option("--seed", chosen->seed, "Seed of all randomness")->capture_default_str();
    command->add_option("--output", chosen->output, "table or json")
        ->check(CLI::IsMember({"table", "json"}))
        ->capture_default_str();
    command->footer("Example: spacetraders-bench universe --systems 3 --hours 2 --output json");
    command->callback([chosen, &exit_code] { exit_code = run(*chosen); });
}

}  // namespace argosy::apps
