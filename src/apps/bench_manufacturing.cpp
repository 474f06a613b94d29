#include "apps/bench_manufacturing.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <memory>

#include "kernel/manufacturing_trial.h"

namespace argosy::apps {
namespace {

using kernel::ManufacturingTrial;
using kernel::TrialResult;

constexpr int kExitFailed = 1;

struct Command {
    std::vector<std::string> systems{"X1-AD75", "X1-ZG64"};
    std::vector<std::uint64_t> seeds{1, 2, 3};
    std::vector<std::string> laws{"inert", "eager", "crowded"};
    double hours = 24;
    std::int64_t ships = 10;
    std::string output = "markdown";
};

/// A way to manufacture, under the name the tables give it.
struct Mode {
    const char* name;
    kernel::ManufacturingRequest request;
};

std::vector<Mode> modes() {
    return {{"parallel", {}},
            {"serial", {.mode = manufacturing::Mode::kSerial}},
            {"literal",
             {.advisory = true,
              .rank = manufacturing::Rank::kPrice,
              .sizing = hauls::Sizing::kRequirements}}};
}

struct Run {
    std::string mode;
    ManufacturingTrial trial;
    TrialResult result;

    double per_hour() const {
        const double hours = double(trial.length.count()) / 3'600'000.0;
        return double(result.earned.count()) / hours;
    }
};

core::Result<Run> run_one(const Command& command, const Mode& mode, const std::string& system,
                          const std::string& law, std::uint64_t seed) {
    Run run{.mode = mode.name,
            .trial = {.scenario = system,
                      .law = law,
                      .seed = seed,
                      .haulers = command.ships,
                      .length = core::Duration(std::int64_t(command.hours * 3'600'000.0)),
                      .request = mode.request},
            .result = {}};
    auto result = kernel::run_trial(run.trial);
    if (!result) {
        return core::Error{result.error().code,
                           fmt::format("{} in {} under {}, seed {}: {}", run.mode, system, law,
                                       seed, result.error().message)};
    }
    run.result = *std::move(result);
    return run;
}

core::Result<std::vector<Run>> run_all(const Command& command) {
    std::vector<Run> runs;
    for (const std::string& system : command.systems) {
        for (const std::uint64_t seed : command.seeds) {
            for (const Mode& mode : modes()) {
                ARGOSY_TRY(Run run, run_one(command, mode, system, "measured", seed));
                runs.push_back(std::move(run));
            }
            for (const std::string& law : command.laws) {
                ARGOSY_TRY(Run run, run_one(command, modes().front(), system, law, seed));
                runs.push_back(std::move(run));
            }
        }
    }
    return runs;
}

std::string percent(double share) {
    return fmt::format("{:.1f} %", share * 100);
}

std::string error_of(const TrialResult& result) {
    if (!result.forecast_error_bp) return "none";
    return percent(double(*result.forecast_error_bp) / 10'000);
}

double seconds(core::Duration duration) {
    return double(duration.count()) / 1'000;
}

constexpr const char* kTimeHeader =
    "ships | in hauls | mean time between hauls | held: no haul, or none pays | in hauls, of the "
    "time not held | wait before a haul, held aside";

// The first three are by the stored tasks, the others by the parallel mode's meter: the serial
// mode's ship waits at a factory for reasons of its own.
std::string time_of(const Run& run) {
    const TrialResult& result = run.result;
    const std::string stored = fmt::format("{} | {} | {:.0f} s", result.ships,
                                           percent(result.in_hauls), seconds(result.gaps.mean()));
    if (run.mode == "serial") return stored + " | - | - | -";
    const manufacturing::WorkTime& work = result.work;
    return fmt::format("{} | {} | {} | {:.1f} s", stored, percent(work.held_share()),
                       percent(work.share_of_not_held()), seconds(work.mean_wait()));
}

std::string broke_after(const TrialResult& result) {
    if (!result.broke_after) return "-";
    return fmt::format("{:.1f} h", seconds(*result.broke_after) / 3'600);
}

void print_modes(const std::vector<Run>& runs) {
    fmt::print(
        "## Modes, law `measured`\n\n"
        "| system | seed | mode | credits/h | broke after | against serial | {} | requests | 429 "
        "|\n|---|---|---|---|---|---|---|---|---|---|---|---|---|---|\n",
        kTimeHeader);
    for (const Run& run : runs) {
        if (run.trial.law != "measured") continue;
        std::string times = "";
        for (const Run& other : runs) {
            const bool base = other.mode == "serial" && other.trial.seed == run.trial.seed &&
                              other.trial.scenario == run.trial.scenario;
            if (base && other.result.earned.count() > 0) {
                times = fmt::format("{:.1f}", run.per_hour() / other.per_hour());
            }
        }
        fmt::print("| {} | {} | {} | {:.0f} | {} | {} | {} | {} | {} |\n", run.trial.scenario,
                   run.trial.seed, run.mode, run.per_hour(), broke_after(run.result), times,
                   time_of(run), run.result.requests, run.result.requests_429);
    }
}

void print_pipelines(const std::vector<Run>& runs) {
    fmt::print(
        "\n## Pipelines, law `measured`\n\n"
        "| system | seed | mode | pipelines | with a sale | forecast before it spent, and actual | "
        "median error | factory conflicts | hauls saved by sharing |\n"
        "|---|---|---|---|---|---|---|---|---|\n");
    for (const Run& run : runs) {
        if (run.trial.law != "measured") continue;
        const TrialResult& result = run.result;
        fmt::print("| {} | {} | {} | {} | {} | {} | {} | {} | {} |\n", run.trial.scenario,
                   run.trial.seed, run.mode, result.pipelines, result.completed, result.forecast,
                   error_of(result), result.conflicts, result.shared_hauls);
    }
}

void print_money(const std::vector<Run>& runs) {
    fmt::print(
        "\n## Where the money came from and went, law `measured`\n\n"
        "| system | seed | mode | inputs bought | inputs sold | products bought | products sold | "
        "fuel | earned | ledger is game |\n|---|---|---|---|---|---|---|---|---|---|\n");
    for (const Run& run : runs) {
        if (run.trial.law != "measured") continue;
        const kernel::Accounts& accounts = run.result.accounts;
        fmt::print("| {} | {} | {} | {} | {} | {} | {} | {} | {} | {} |\n", run.trial.scenario,
                   run.trial.seed, run.mode, accounts.inputs_bought, accounts.inputs_sold,
                   accounts.products_bought, accounts.products_sold, accounts.fuel,
                   run.result.earned, run.result.books_agree ? "yes" : "NO");
    }
}

void print_laws(const std::vector<Run>& runs) {
    fmt::print(
        "\n## The default under the other laws\n\n"
        "| law | system | seed | credits/h | earned by feeding itself | {} | stranded |\n"
        "|---|---|---|---|---|---|---|---|---|---|---|---|\n",
        kTimeHeader);
    for (const Run& run : runs) {
        if (run.trial.law == "measured") continue;
        fmt::print("| {} | {} | {} | {:.0f} | {} | {} | {} |\n", run.trial.law, run.trial.scenario,
                   run.trial.seed, run.per_hour(),
                   run.result.accounts.inputs_sold - run.result.accounts.inputs_bought,
                   time_of(run), run.result.stranded);
    }
}

boost::json::object to_json(const Run& run) {
    const TrialResult& result = run.result;
    boost::json::object row{{"system", run.trial.scenario},
                            {"seed", run.trial.seed},
                            {"law", run.trial.law},
                            {"mode", run.mode},
                            {"credits_earned", result.earned.count()},
                            {"credits_per_hour", run.per_hour()},
                            {"ships", result.ships},
                            {"in_hauls", result.in_hauls},
                            {"mean_gap_ms", result.gaps.mean().count()},
                            {"held", result.work.held_share()},
                            {"in_hauls_of_not_held", result.work.share_of_not_held()},
                            {"mean_wait_ms", result.work.mean_wait().count()},
                            {"requests", result.requests},
                            {"requests_429", result.requests_429},
                            {"pipelines", result.pipelines},
                            {"pipelines_completed", result.completed},
                            {"pipelines_forecast", result.forecast},
                            {"factory_conflicts", result.conflicts},
                            {"hauls_saved", result.shared_hauls},
                            {"stranded_cargo_units", result.stranded.count()},
                            {"ledger_is_game", result.books_agree},
                            {"decision_hash", result.decision_hash}};
    row["forecast_error_bp"] = result.forecast_error_bp
                                   ? boost::json::value(*result.forecast_error_bp)
                                   : boost::json::value(nullptr);
    row["broke_after_ms"] = result.broke_after ? boost::json::value(result.broke_after->count())
                                               : boost::json::value(nullptr);
    return row;
}

int run(const Command& command) {
    const auto runs = run_all(command);
    if (!runs) {
        fmt::print(stderr, "spacetraders-bench: {}\n", runs.error().message);
        return kExitFailed;
    }
    if (command.output == "json") {
        boost::json::array rows;
        for (const Run& each : *runs)
            rows.push_back(to_json(each));
        fmt::print("{}\n", boost::json::serialize(rows));
        return 0;
    }
    print_modes(*runs);
    print_pipelines(*runs);
    print_money(*runs);
    print_laws(*runs);
    return 0;
}

}  // namespace

void add_manufacturing_command(CLI::App& app, int& exit_code) {
    const auto chosen = std::make_shared<Command>();
    CLI::App* command = app.add_subcommand(
        "manufacturing", "Compares the modes of manufacturing, and the default under every law");
    command->add_option("--systems", chosen->systems, "Recorded systems")->capture_default_str();
    command->add_option("--seeds", chosen->seeds, "Seeds of all randomness")->capture_default_str();
    command->add_option("--laws", chosen->laws, "Laws for the default, besides measured")
        ->capture_default_str();
    command->add_option("--hours", chosen->hours, "Simulated hours")
        ->check(CLI::Range(0.1, 24.0 * 31))
        ->capture_default_str();
    command->add_option("--ships", chosen->ships, "Light haulers")
        ->check(CLI::Range(0, 1'000))
        ->capture_default_str();
    command->add_option("--output", chosen->output, "markdown or json")
        ->check(CLI::IsMember({"markdown", "json"}))
        ->capture_default_str();
    command->footer("Example: spacetraders-bench manufacturing --hours 2 --seeds 1 --output json");
    command->callback([chosen, &exit_code] { exit_code = run(*chosen); });
}

}  // namespace argosy::apps
