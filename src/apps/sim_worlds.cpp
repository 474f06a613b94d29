#include "apps/sim_worlds.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <fstream>
#include <iostream>

#include "apps/sim_command.h"
#include "sim/scenario_check.h"
#include "sim/scenario_writer.h"

namespace argosy::apps {
namespace {

using core::Error;
using core::ErrorCode;
using core::Result;

std::string size_of(const sim::Scenario& scenario) {
    return fmt::format("{} systems, {} waypoints, {} market goods", scenario.systems.size(),
                       scenario.waypoints.size(), scenario.market_goods.size());
}

}  // namespace

Result<sim::Scenario> find_scenario(const std::string& name) {
    if (auto recorded = sim::recorded_scenario(name)) return recorded;
    auto loaded = sim::load_scenario(name);
    if (!loaded && loaded.error().code == ErrorCode::kNotFound) {
        return Error{ErrorCode::kNotFound,
                     fmt::format("scenario was \"{}\", expected {} or the path of a file", name,
                                 fmt::join(sim::kRecordedScenarios, ", "))};
    }
    return loaded;
}

void declare_generate(CLI::App& command, GenerateOptions& options) {
    command.add_option("--systems", options.world.systems, "How many systems")
        ->check(CLI::Range(std::int64_t{1}, sim::kMostSystems))
        ->capture_default_str();
    command
        .add_option("--outer", options.world.outer_percent,
                    "Percent of systems that no agent starts in")
        ->check(CLI::Range(0, 100))
        ->capture_default_str();
    command.add_option("--seed", options.world.seed, "The same seed gives the same world")
        ->capture_default_str();
    command.add_option("--out", options.out, "File to write (default: stdout)");
    command.footer(
        "example: spacetraders-sim generate --systems 50 --outer 80 --seed 7 "
        "--out world.json");
}

Result<void> generate(const GenerateOptions& options) {
    const sim::Scenario scenario = sim::generate(options.world);
    if (options.out.empty()) {
        sim::write_scenario(scenario, std::cout);
        std::cout.flush();
        return {};
    }
    std::ofstream file(options.out, std::ios::binary);
    if (file) sim::write_scenario(scenario, file);
    file.close();
    if (!file) {
        return Error{ErrorCode::kUnavailable, fmt::format("{}: cannot be written", options.out)};
    }
    fmt::print("{}: {}\n", options.out, size_of(scenario));
    return {};
}

void declare_validate(CLI::App& command, ValidateOptions& options) {
    command.add_option("scenario", options.scenario, "Name, or path of a scenario file")
        ->required();
    command.footer(
        "example: spacetraders-sim validate world.json\n"
        "\n"
        "Exit codes: 0 nothing is wrong, 1 something is, 4 there is no such scenario.");
}

int validate(const ValidateOptions& options) {
    const auto scenario = find_scenario(options.scenario);
    if (!scenario) {
        const int code = fail_sim(scenario.error());
        return scenario.error().code == ErrorCode::kConfiguration ? kSimFailed : code;
    }
    const std::vector<std::string> problems = sim::scenario_problems(*scenario);
    for (const std::string& problem : problems)
        fmt::print(stderr, "spacetraders-sim: {}\n", problem);
    if (!problems.empty()) return kSimFailed;
    fmt::print("{}: nothing is wrong with {}\n", options.scenario, size_of(*scenario));
    return kSimOk;
}

}  // namespace argosy::apps
