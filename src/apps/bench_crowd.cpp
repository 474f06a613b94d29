#include "apps/bench_crowd.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "kernel/crowd.h"

namespace argosy::apps {
namespace {

constexpr int kExitFailed = 1;

struct CrowdCommand {
    double hours = 24;
    kernel::CrowdOptions crowd;
};

int run(const CrowdCommand& command) {
    const auto length = core::Duration(std::int64_t(command.hours * 3'600'000.0));
    auto crowd = kernel::Crowd::create(command.crowd);
    core::Result<void> ended =
        crowd ? ((*crowd)->run_for(length), (*crowd)->settle()) : core::Result<void>(crowd.error());
    if (!ended) {
        std::fprintf(stderr, "spacetraders-bench: %s\n", ended.error().message.c_str());
        return kExitFailed;
    }
    const kernel::CrowdReport report = (*crowd)->report();
    std::printf("%s\n", kernel::to_json(report).c_str());
    return report.sound() ? 0 : kExitFailed;
}

}  // namespace

void add_crowd_command(CLI::App& app, int& exit_code) {
    const auto chosen = std::make_shared<CrowdCommand>();
    CLI::App* command = app.add_subcommand(
        "crowd",
        "Many players at once in one universe; fails unless every credit, every unit of cargo but "
        "fuel, and every unit of stock is accounted for");
    command->add_option("--agents", chosen->crowd.agents, "Players, each with a company of its own")
        ->check(CLI::Range(1, 1'000))
        ->capture_default_str();
    command->add_option("--hours", chosen->hours, "Simulated hours")
        ->check(CLI::Range(0.1, 24.0 * 7))
        ->capture_default_str();
    command->add_option("--ships", chosen->crowd.haulers, "Light haulers given to each")
        ->check(CLI::Range(0, 100))
        ->capture_default_str();
    command->add_option("--seed", chosen->crowd.seed, "Seed of all randomness")
        ->capture_default_str();
    command->footer("Example: spacetraders-bench crowd --agents 3 --hours 1");
    command->callback([chosen, &exit_code] { exit_code = run(*chosen); });
}

}  // namespace argosy::apps
