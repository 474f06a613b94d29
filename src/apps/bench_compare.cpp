#include "apps/bench_compare.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "kernel/strategy_trial.h"

namespace argosy::apps {
namespace {

using kernel::StrategyResult;
using kernel::StrategyTrial;
using namespace std::chrono_literals;

struct Command {
    std::vector<std::string> systems{"X1-AD75"};
    std::vector<std::uint64_t> seeds{1};
    std::vector<std::string> laws{"measured"};
    std::vector<std::string> strategies{"manufacturing", "greedy-arbitrage"};
    double hours = 24;
    std::int64_t ships = 10;
};

int run(const Command& command) {
    fmt::print(
        "| system | law | seed | strategy | credits/h | after hour 6 | in hauls | requests | "
        "drawdown | stranded |\n|---|---|---|---|---|---|---|---|---|---|\n");
    for (const std::string& system : command.systems) {
        for (const std::string& law : command.laws) {
            for (const std::uint64_t seed : command.seeds) {
                for (const std::string& text : command.strategies) {
                    const auto spec = trading::parse_strategy_spec(text);
                    if (!spec) {
                        fmt::print(stderr, "spacetraders-bench: {}\n", spec.error().message);
                        return 1;
                    }
                    StrategyTrial trial{
                        .strategy = *spec,
                        .scenario = system,
                        .law = law,
                        .seed = seed,
                        .haulers = command.ships,
                        .length = core::Duration(std::int64_t(command.hours * 3'600'000.0))};
                    const std::string mark = "generated-";
                    if (system.starts_with(mark))
                        trial.generated = std::stoull(system.substr(mark.size()));
                    const auto result = kernel::try_strategy(trial);
                    if (!result) {
                        fmt::print(stderr, "spacetraders-bench: {}\n", result.error().message);
                        return 1;
                    }
                    fmt::print(
                        "| {} | {} | {} | {} | {:.0f} | {:.0f} | {:.1f} % | {} | {} | {} |\n",
                        system, law, seed, text, result->per_hour(0h, 24h * 31),
                        result->per_hour(6h, 24h * 31), result->in_hauls * 100,
                        result->requests.total(), result->drawdown(1h), result->stranded);
                    std::fflush(stdout);
                }
            }
        }
    }
    return 0;
}

}  // namespace

void add_compare_command(CLI::App& app, int& exit_code) {
    const auto chosen = std::make_shared<Command>();
    CLI::App* command = app.add_subcommand("compare", "Compares strategies on equal ground");
    command->add_option("--systems", chosen->systems)->capture_default_str();
    command->add_option("--seeds", chosen->seeds)->capture_default_str();
    command->add_option("--laws", chosen->laws)->capture_default_str();
    command->add_option("--strategies", chosen->strategies)->capture_default_str();
    command->add_option("--hours", chosen->hours)->capture_default_str();
    command->add_option("--ships", chosen->ships)->capture_default_str();
    command->callback([chosen, &exit_code] { exit_code = run(*chosen); });
}

}  // namespace argosy::apps
