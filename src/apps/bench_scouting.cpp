#include "apps/bench_scouting.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <memory>

#include "apps/usage.h"
#include "kernel/scouting_trial.h"

namespace argosy::apps {
namespace {

using kernel::PartyReport;
using kernel::Sight;

constexpr int kExitFailed = 1;

struct ScoutingCommand {
    kernel::ScoutingTrialOptions trial;
    double hours = 12;
    std::vector<std::string> laws{"measured", "inert", "eager", "crowded"};
    std::vector<std::uint64_t> seeds{1, 2, 3};
    std::string output = "table";
};

/// The median over the seeds of one kind of price, and of how many times fresher it was.
struct Row {
    std::string law;
    std::string price;
    std::string looks_of;
    std::int64_t trades = 0, requests_in_turn = 0, requests_by_value = 0;
    double in_turn = 0, by_value = 0, foresight = 0;
    double times = 0, times_foresight = 0;
};

template <class Value>
Value median(std::vector<Value> values) {
    const auto middle = values.begin() + std::ptrdiff_t(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

Row row_of(const std::vector<kernel::ScoutingTrialReport>& trials, Sight sight,
           double kernel::PriceErrors::* price) {
    const auto over_seeds = [&](const auto& figure) {
        std::vector<decltype(figure(trials.front().of(sight)))> figures;
        for (const kernel::ScoutingTrialReport& trial : trials)
            figures.push_back(figure(trial.of(sight)));
        return median(std::move(figures));
    };
    const auto error = [&](const PartyReport& party) { return party.errors.*price; };
    std::vector<std::int64_t> trades;
    for (const kernel::ScoutingTrialReport& trial : trials)
        trades.push_back(trial.trades);
    return {
        .price = price == &kernel::PriceErrors::planned ? "planned" : "forecast",
        .looks_of = sight == Sight::kScouts ? "scouts" : "all ships",
        .trades = median(std::move(trades)),
        .requests_in_turn = over_seeds([](const auto& of) { return of.round_robin.requests; }),
        .requests_by_value = over_seeds([](const auto& of) { return of.by_value.requests; }),
        .in_turn = over_seeds([&](const auto& of) { return error(of.round_robin); }),
        .by_value = over_seeds([&](const auto& of) { return error(of.by_value); }),
        .foresight = over_seeds([&](const auto& of) { return error(of.foresight); }),
        .times =
            over_seeds([&](const auto& of) { return error(of.round_robin) / error(of.by_value); }),
        .times_foresight =
            over_seeds([&](const auto& of) { return error(of.round_robin) / error(of.foresight); }),
    };
}

core::Result<std::vector<Row>> rows_of(const ScoutingCommand& command, const std::string& law) {
    std::vector<kernel::ScoutingTrialReport> trials;
    for (const std::uint64_t seed : command.seeds) {
        kernel::ScoutingTrialOptions options = command.trial;
        options.law = law;
        options.seed = seed;
        options.length = core::Duration(std::int64_t(command.hours * 3'600'000.0));
        options.warm_up = options.length / 4;
        ARGOSY_TRY(kernel::ScoutingTrialReport report, kernel::try_scouting(options));
        trials.push_back(std::move(report));
    }
    std::vector<Row> rows;
    for (const Sight sight : kernel::kSights) {
        for (const auto price : {&kernel::PriceErrors::planned, &kernel::PriceErrors::forecast})
            rows.push_back(row_of(trials, sight, price));
    }
    for (Row& row : rows)
        row.law = law;
    return rows;
}

void print_json(const Row& row) {
    fmt::print("{}\n", boost::json::serialize(
                           boost::json::object{{"law", row.law},
                                               {"looks_of", row.looks_of},
                                               {"price", row.price},
                                               {"trades", row.trades},
                                               {"requests_round_robin", row.requests_in_turn},
                                               {"requests_value", row.requests_by_value},
                                               {"error_round_robin", row.in_turn},
                                               {"error_value", row.by_value},
                                               {"error_foresight", row.foresight},
                                               {"times_fresher", row.times},
                                               {"times_fresher_foresight", row.times_foresight}}));
}

void print_heading() {
    fmt::print("{:<9} {:<9} {:<8} {:>6} {:>15} {:>11} {:>8} {:>6} {:>9} {:>6}\n", "law", "looks of",
               "price", "trades", "requests", "round robin", "value", "times", "foresight",
               "times");
}

void print_line(const Row& row) {
    const auto percent = [](double share) { return fmt::format("{:.2f} %", share * 100); };
    fmt::print("{:<9} {:<9} {:<8} {:>6} {:>15} {:>11} {:>8} {:>6.2f} {:>9} {:>6.2f}\n", row.law,
               row.looks_of, row.price, row.trades,
               fmt::format("{} / {}", row.requests_in_turn, row.requests_by_value),
               percent(row.in_turn), percent(row.by_value), row.times, percent(row.foresight),
               row.times_foresight);
}

int run(const ScoutingCommand& command) {
    const bool table = command.output == "table";
    if (table) print_heading();
    for (const std::string& law : command.laws) {
        const auto rows = rows_of(command, law);
        if (!rows) {
            fmt::print(stderr, "spacetraders-bench: {}\n", rows.error().message);
            return rows.error().code == core::ErrorCode::kInvalidArgument ? kExitUsage
                                                                          : kExitFailed;
        }
        for (const Row& row : *rows)
            table ? print_line(row) : print_json(row);
        std::fflush(stdout);
    }
    return 0;
}

}  // namespace

void add_scouting_command(CLI::App& app, int& exit_code) {
    const auto chosen = std::make_shared<ScoutingCommand>();
    CLI::App* command = app.add_subcommand(
        "scouting", "Compares looks by value with tours, on the same trades, under each law");
    command->add_option("--system", chosen->trial.scenario, "X1-AD75 or X1-ZG64")
        ->capture_default_str();
    command
        ->add_option("--hours", chosen->hours, "Simulated hours; the first quarter is not judged")
        ->check(CLI::Range(0.5, 24.0 * 31))
        ->capture_default_str();
    command->add_option("--ships", chosen->trial.haulers, "Light haulers that trade")
        ->check(CLI::Range(1, 1'000))
        ->capture_default_str();
    command->add_option("--probes", chosen->trial.probes, "Probes of each policy")
        ->check(CLI::Range(1, 1'000))
        ->capture_default_str();
    command
        ->add_option("--requests-per-hour", chosen->trial.requests_per_hour,
                     "Requests of all probes of a policy")
        ->check(CLI::Range(1, 100'000))
        ->capture_default_str();
    command->add_option("--law", chosen->laws, "Economies: measured, inert, eager, crowded")
        ->capture_default_str();
    command->add_option("--seed", chosen->seeds, "Seeds; figures are their medians")
        ->capture_default_str();
    command->add_option("--output", chosen->output, "table or json")
        ->check(CLI::IsMember({"table", "json"}))
        ->capture_default_str();
    command->footer("Example: spacetraders-bench scouting --hours 2 --law inert --output json");
    command->callback([chosen, &exit_code] { exit_code = run(*chosen); });
}

}  // namespace argosy::apps
