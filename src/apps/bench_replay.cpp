#include "apps/bench_replay.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>

#include "apps/compare_runs.h"
#include "kernel/replay.h"

namespace argosy::apps {
namespace {

constexpr int kExitFailed = 1;
constexpr int kExitDiffers = 3;

struct RecordCommand {
    std::string file;
    std::string system = "X1-AD75";
    std::string strategy = "planner";
    std::string law = "measured";
    std::uint64_t seed = 1;
    std::int64_t ships = 10;
    double hours = 2;
};

struct ReplayCommand {
    std::string file;
    std::optional<std::string> strategy;
    std::optional<std::uint64_t> seed;
};

int refuse(const core::Error& error) {
    fmt::print(stderr, "spacetraders-bench: {}\n", error.message);
    return kExitFailed;
}

core::Result<kernel::StrategyTrial> trial_of(const RecordCommand& command) {
    ARGOSY_TRY(kernel::StrategyTrial trial, trial_in(command.system));
    ARGOSY_TRY(trial.strategy, trading::parse_strategy_spec(command.strategy));
    trial.law = command.law;
    trial.seed = command.seed;
    trial.haulers = command.ships;
    trial.length = core::Duration(std::int64_t(command.hours * 3'600'000.0));
    return trial;
}

int record(const RecordCommand& command) {
    const auto trial = trial_of(command);
    if (!trial) return refuse(trial.error());
    const auto result = kernel::record_strategy(*trial, command.file);
    if (!result) return refuse(result.error());
    fmt::print("decision hash  {}\ncredits earned {}\nrecorded in    {}\n", result->decision_hash,
               result->earned.count(), command.file);
    return 0;
}

int replay(const ReplayCommand& command) {
    const auto recording = kernel::load_recording(command.file);
    if (!recording) return refuse(recording.error());
    kernel::StrategyTrial trial = recording->trial;
    if (command.seed) trial.seed = *command.seed;
    if (command.strategy) {
        auto spec = trading::parse_strategy_spec(*command.strategy);
        if (!spec) return refuse(spec.error());
        trial.strategy = *std::move(spec);
    }
    const auto replayed = kernel::replay(*recording, trial);
    if (!replayed) return refuse(replayed.error());
    fmt::print("requests       {} of {} as recorded\n", replayed->requests,
               recording->exchanges.size());
    if (replayed->divergence) {
        fmt::print("differs at     request {}\n  expected     {}\n  asked        {}\n",
                   replayed->divergence->number + 1, replayed->divergence->expected,
                   replayed->divergence->asked);
        return kExitDiffers;
    }
    const bool is_same = replayed->is_as(*recording);
    fmt::print("decision hash  {}: {}\n", replayed->decision_hash,
               is_same ? "the same" : "recorded was " + recording->decision_hash);
    return is_same ? 0 : kExitDiffers;
}

void add_record(CLI::App& app, int& exit_code) {
    const auto chosen = std::make_shared<RecordCommand>();
    CLI::App* command = app.add_subcommand(
        "record", "One run of a strategy, with all that went over the wire in a file");
    command->add_option("file", chosen->file, "File to write")->required();
    command->add_option("--system", chosen->system, "A recorded one, or generated-1")
        ->capture_default_str();
    command->add_option("--strategy", chosen->strategy, "As compare has them")
        ->capture_default_str();
    command->add_option("--law", chosen->law, "Law of the economy")->capture_default_str();
    command->add_option("--seed", chosen->seed, "Seed of all randomness")->capture_default_str();
    command->add_option("--ships", chosen->ships, "Light haulers besides frigate and probe")
        ->check(CLI::Range(0, 10'000))
        ->capture_default_str();
    command->add_option("--hours", chosen->hours, "Simulated hours")
        ->check(CLI::Range(0.1, 24.0 * 30))
        ->capture_default_str();
    command->footer("Example: spacetraders-bench record run.jsonl --hours 2");
    command->callback([chosen, &exit_code] { exit_code = record(*chosen); });
}

void add_replay(CLI::App& app, int& exit_code) {
    const auto chosen = std::make_shared<ReplayCommand>();
    CLI::App* command = app.add_subcommand(
        "replay", "Runs this program on recorded answers, and says whether it decides the same");
    command->add_option("file", chosen->file, "What record wrote")->required();
    command->add_option("--strategy", chosen->strategy, "Another one, to see where it differs");
    command->add_option("--seed", chosen->seed, "Another one");
    command->footer("Exits with 3 where it differs.\nExample: spacetraders-bench replay run.jsonl");
    command->callback([chosen, &exit_code] { exit_code = replay(*chosen); });
}

}  // namespace

void add_replay_commands(CLI::App& app, int& exit_code) {
    add_record(app, exit_code);
    add_replay(app, exit_code);
}

}  // namespace argosy::apps
