#include "apps/bench_compare.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <fstream>
#include <memory>
#include <thread>

#include "apps/compare_plot.h"
#include "apps/compare_range.h"
#include "apps/compare_run_file.h"
#include "kernel/strategies.h"

namespace argosy::apps {
namespace {

using core::Result;
using kernel::StrategyTrial;

constexpr int kExitFailed = 1;
constexpr double kMillisecondsPerHour = 3'600'000;

struct Command {
    std::vector<std::string> systems{"X1-AD75", "X1-ZG64"};
    std::vector<std::string> ships{"10"};
    std::vector<std::string> seeds{"1..3"};
    std::vector<std::string> laws{"measured"};
    std::vector<std::string> strategies{"planner",       "greedy-arbitrage", "lanes",  "vrp",
                                        "manufacturing", "serial",           "literal"};
    double hours = 24;
    double sweep_hours = 12;
    bool has_no_sweep = false;
    bool tells_all = false;
    std::int64_t jobs = std::max(1u, std::thread::hardware_concurrency());
    std::string output = "table";
    std::string page;
    std::string plots;
    std::string runs;
};

core::Duration length_of(double hours) {
    return core::Duration(std::int64_t(hours * kMillisecondsPerHour));
}

Result<Contest> contest_of(const Command& command) {
    Contest contest{.laws = command.laws, .length = length_of(command.hours)};
    if (!command.has_no_sweep) contest.sweep_length = length_of(command.sweep_hours);
    if (command.laws == std::vector<std::string>{"all"})
        contest.laws = {"measured", "eager", "inert", "crowded"};
    ARGOSY_TRY(contest.systems, expand_ranges(command.systems));
    ARGOSY_TRY(contest.seeds, expand_numbers(command.seeds));
    ARGOSY_TRY(const std::vector<std::uint64_t> ships, expand_numbers(command.ships));
    contest.ships.assign(ships.begin(), ships.end());
    for (const std::string& text : command.strategies) {
        ARGOSY_TRY(trading::StrategySpec spec, trading::parse_strategy_spec(text));
        contest.strategies.push_back(std::move(spec));
    }
    return contest;
}

// A choice, and a baseline told of the end too: nobody's bot sells out, but it is no secret how.
std::vector<trading::StrategySpec> runs_of(const Choice& choice, bool tells_all) {
    std::vector<trading::StrategySpec> specs{choice.chosen};
    const bool can_sell_out = kernel::make_strategy({.name = choice.chosen.name}).ok();
    const bool is_said = choice.chosen.parameters.contains(kernel::kSellOutParameter);
    if (!tells_all || is_said || !is_baseline(choice.strategy) || !can_sell_out) return specs;
    specs.push_back(choice.chosen);
    specs.back().parameters[kernel::kSellOutParameter] = 1;
    return specs;
}

Result<Comparison> compare(const Command& command) {
    ARGOSY_TRY(const Contest contest, contest_of(command));
    Runner runner{.program = std::filesystem::read_symlink("/proc/self/exe"),
                  .jobs = command.jobs,
                  .what = "sweep"};
    std::optional<RunFile> kept;
    if (!command.runs.empty()) {
        ARGOSY_TRY(kept, RunFile::open(command.runs));
        runner.kept = &*kept;
        fmt::print(stderr, "{} has {} runs\n", command.runs, kept->size());
    }
    Comparison comparison;
    ARGOSY_TRY(comparison.choices, tune(runner, contest, comparison.failed_sweeps));
    std::vector<StrategyTrial> trials;
    std::vector<std::string> labels;
    for (const Choice& choice : comparison.choices) {
        ARGOSY_TRY(StrategyTrial trial, trial_in(choice.system));
        trial.law = choice.law;
        trial.haulers = choice.ships;
        trial.length = contest.length;
        std::string label = choice.strategy;
        for (const trading::StrategySpec& spec : runs_of(choice, command.tells_all)) {
            trial.strategy = spec;
            for (const std::uint64_t seed : contest.seeds) {
                trial.seed = seed;
                trials.push_back(trial);
                labels.push_back(label);
            }
            label += kToldSuffix;
        }
    }
    runner.what = "run";
    comparison.outcomes = run_all(runner, trials);
    for (std::size_t number = 0; number < labels.size(); ++number)
        comparison.outcomes[number].label = labels[number];
    return comparison;
}

std::string command_line(const Command& command) {
    std::string line = fmt::format(
        "./run bench compare --systems {} --ships {} --hours {} --seeds {} --laws {} --strategies "
        "{}",
        fmt::join(command.systems, " "), fmt::join(command.ships, ","), command.hours,
        fmt::join(command.seeds, ","), fmt::join(command.laws, " "),
        fmt::join(command.strategies, " "));
    line += command.has_no_sweep ? " --no-sweep"
                                 : fmt::format(" --sweep-hours {}", command.sweep_hours);
    if (command.tells_all) line += " --tell-all";
    if (!command.plots.empty()) line += " --plots " + command.plots;
    return line + " --page " + command.page;
}

std::string page_of(const Command& command, const Comparison& comparison,
                    const std::vector<std::string>& plots) {
    std::string page = fmt::format(
        "# Results of the comparison\n\n"
        "Every strategy on equal ground: the same universe, fleet, treasury, request budget and\n"
        "knowledge ([how](../concepts/comparing.md)). This page is what this command writes:\n\n"
        "    {}\n\n"
        "- **after hour 6** is what the strategies are judged by; **times greedy** and **of the "
        "best\n"
        "  baseline** are multiples of it, in brackets the least of any system.\n"
        "- **told**: it knows when the run ends and [sells out](../concepts/selling-out.md) "
        "before,\n"
        "  as the planner does.\n"
        "- **share of the bound** is what was earned of the most that any strategy could have\n"
        "  earned ([how](../concepts/upper-bound.md)), with the markets as this run had grown\n"
        "  them: of the whole run, stocks sold out, and from hour 6 (24 in a run of two days or\n"
        "  more) to an hour before the end, which is **steady**, of what can go on for ever.\n"
        "- **worst drawdown** is the deepest fall of credits and the cost of the cargo aboard "
        "after\n"
        "  the first hour, as a share of the credits at the start.\n"
        "- **in hauls** is the share of the haulers' time, **between hauls** the mean time from a\n"
        "  ship's haul to its next, **forecast error** what hauls brought more or less than "
        "forecast\n"
        "  when they were given to a ship, as a share of the forecasts.\n\n---\n\n",
        command_line(command));
    page += to_markdown(comparison);
    if (plots.empty()) return page;
    const auto folder = std::filesystem::path(command.plots)
                            .lexically_relative(std::filesystem::path(command.page).parent_path());
    page += "\n## Plots\n\n";
    for (const std::string& plot : plots)
        page += fmt::format("![{0}]({1}/{0})\n", plot, folder.string());
    return page;
}

Result<void> write_files(const Command& command, const Comparison& comparison) {
    std::vector<std::string> plots;
    const std::vector<Row> rows = by_system(comparison.outcomes);
    if (!command.plots.empty() && !rows.empty()) {
        ARGOSY_TRY(plots, write_plots(rows, command.plots));
    }
    if (command.page.empty()) return {};
    std::ofstream file(command.page, std::ios::binary);
    file << page_of(command, comparison, plots);
    file.close();
    if (file) return {};
    return core::Error{core::ErrorCode::kUnavailable,
                       fmt::format("{} could not be written", command.page)};
}

int refuse(const core::Error& error) {
    fmt::print(stderr, "spacetraders-bench: {}\n", error.message);
    return kExitFailed;
}

int run(const Command& command) {
    const auto comparison = compare(command);
    if (!comparison) return refuse(comparison.error());
    fmt::print("{}{}", command.output == "json" ? to_json(*comparison) : to_markdown(*comparison),
               command.output == "json" ? "\n" : "");
    if (const auto written = write_files(command, *comparison); !written)
        return refuse(written.error());
    return comparison->has_failed() ? kExitFailed : 0;
}

struct OneCommand {
    std::string system;
    std::string strategy;
    std::int64_t milliseconds = 0;
    bool has_bound = false;
    StrategyTrial trial;
};

int run_one(const OneCommand& command) {
    auto trial = trial_in(command.system);
    if (!trial) return refuse(trial.error());
    auto spec = trading::parse_strategy_spec(command.strategy);
    if (!spec) return refuse(spec.error());
    trial->strategy = *std::move(spec);
    trial->law = command.trial.law;
    trial->seed = command.trial.seed;
    trial->haulers = command.trial.haulers;
    trial->length = core::Duration(command.milliseconds);
    trial->bound = command.has_bound ? kernel::BoundOf::kEveryHour : kernel::BoundOf::kNothing;
    const auto result = kernel::try_strategy(*trial);
    if (!result) return refuse(result.error());
    fmt::print("{}\n", to_json(figures_of(*result)));
    return 0;
}

// Not for people: what run_all() starts.
void add_one_command(CLI::App& app, int& exit_code) {
    const auto chosen = std::make_shared<OneCommand>();
    CLI::App* command = app.add_subcommand(kCompareOne, "")->group("");
    command->add_option("--system", chosen->system)->required();
    command->add_option("--strategy", chosen->strategy)->required();
    command->add_option("--milliseconds", chosen->milliseconds)->required();
    command->add_option("--law", chosen->trial.law)->required();
    command->add_option("--seed", chosen->trial.seed)->required();
    command->add_option("--ships", chosen->trial.haulers)->required();
    command->add_flag("--bound", chosen->has_bound);
    command->callback([chosen, &exit_code] { exit_code = run_one(*chosen); });
}

void add_options(CLI::App& command, Command& chosen) {
    command
        .add_option("--systems", chosen.systems, "Recorded ones, generated-1 or generated-1..10")
        ->capture_default_str();
    command
        .add_option("--ships", chosen.ships,
                    "Light haulers besides frigate and probe; several numbers draw a curve")
        ->delimiter(',')
        ->capture_default_str();
    command.add_option("--seeds", chosen.seeds, "Seeds of all randomness: 1..5, or 1,2")
        ->delimiter(',')
        ->capture_default_str();
    command.add_option("--laws", chosen.laws, "Laws of the economy; all: every one")
        ->capture_default_str();
    command
        .add_option("--strategies", chosen.strategies,
                    "By name; with numbers as in greedy-arbitrage:min_margin_bp=4500 it is not"
                    " tuned")
        ->capture_default_str();
    command.add_option("--hours", chosen.hours, "Simulated hours")
        ->check(CLI::Range(0.1, 24.0 * 30))
        ->capture_default_str();
    command.add_option("--sweep-hours", chosen.sweep_hours, "Of the runs that choose the numbers")
        ->check(CLI::Range(0.1, 24.0 * 30))
        ->capture_default_str();
    command.add_flag("--no-sweep", chosen.has_no_sweep, "Strategies keep their defaults");
    command.add_flag("--tell-all", chosen.tells_all,
                     "Each baseline is run once more, told when the run ends, and sells out before "
                     "as the planner does");
    command.add_option("--jobs", chosen.jobs, "Runs at a time, each a process")
        ->check(CLI::Range(1, 1'000))
        ->capture_default_str();
    command.add_option("--output", chosen.output, "table or json")
        ->check(CLI::IsMember({"table", "json"}))
        ->capture_default_str();
    command.add_option("--page", chosen.page, "Markdown file to write");
    command.add_option("--plots", chosen.plots, "Folder to draw into");
    command.add_option(
        "--runs", chosen.runs,
        "File that runs are added to as they end. Runs that are in it already are not made again, "
        "so that a comparison that was stopped goes on; delete it when the program has changed");
}

}  // namespace

void add_compare_command(CLI::App& app, int& exit_code) {
    const auto chosen = std::make_shared<Command>();
    CLI::App* command = app.add_subcommand(
        "compare", "Compares strategies on equal ground, each tuned by a sweep before");
    add_options(*command, *chosen);
    command->footer(
        "Example: spacetraders-bench compare --systems X1-AD75 --seeds 1..5 --laws all --plots "
        "out");
    command->callback([chosen, &exit_code] { exit_code = run(*chosen); });
    add_one_command(app, exit_code);
}

}  // namespace argosy::apps
