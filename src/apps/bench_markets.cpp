#include "apps/bench_markets.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <memory>

#include "apps/usage.h"
#include "kernel/forecast_measure.h"

namespace argosy::apps {
namespace {

constexpr int kExitFailed = 1;
constexpr double kMostHours = 24.0 * 31;

struct MarketsCommand {
    double hours = 24;
    std::int64_t ships = 10;
    std::vector<std::string> laws{"measured", "inert", "eager", "crowded"};
    std::uint64_t seed = 1;
    std::string output = "table";
};

std::string name_of(const std::optional<model::TradeType>& type) {
    return type ? std::string(model::to_string(*type)) : "all";
}

boost::json::object to_json(const kernel::ForecastReport& report) {
    boost::json::array rows;
    for (const kernel::ForecastRow& row : report.rows) {
        rows.push_back(boost::json::object{
            {"type", name_of(row.type)},
            {"age_minutes", std::chrono::floor<std::chrono::minutes>(row.age).count()},
            {"prices", row.prices},
            {"median_bp", row.median_bp},
            {"worst_tenth_bp", row.worst_tenth_bp},
            {"mean_bp", row.mean_bp},
            {"expected_bp", row.expected_bp},
            {"still_median_bp", row.still_median_bp}});
    }
    return {{"law", report.law},
            {"seed", report.seed},
            {"hours", report.hours},
            {"looks", report.looks},
            {"earned", report.earned.count()},
            {"forecasts", std::move(rows)}};
}

void print_table(const kernel::ForecastReport& report) {
    for (const kernel::ForecastRow& row : report.rows) {
        const auto percent = [](std::int64_t bp) {
            return fmt::format("{:.2f} %", double(bp) / 100);
        };
        fmt::print("{:<9} {:>7} {:<9} {:>7} {:>9} {:>9} {:>9} {:>9} {:>9}\n", report.law,
                   core::format_duration(row.age), name_of(row.type), row.prices,
                   percent(row.median_bp), percent(row.worst_tenth_bp), percent(row.mean_bp),
                   percent(row.expected_bp), percent(row.still_median_bp));
    }
}

int run(const MarketsCommand& command) {
    const bool table = command.output == "table";
    if (table) {
        fmt::print("{:<9} {:>7} {:<9} {:>7} {:>9} {:>9} {:>9} {:>9} {:>9}\n", "law", "age", "type",
                   "prices", "median", "9 in 10", "mean", "expected", "still");
    }
    for (const std::string& law : command.laws) {
        kernel::ForecastMeasureOptions options{
            .world = {.seed = command.seed, .law = law, .haulers = command.ships},
            .length = core::Duration(std::int64_t(command.hours * 3'600'000.0))};
        const auto report = kernel::measure_forecasts(std::move(options));
        if (!report) {
            fmt::print(stderr, "spacetraders-bench: {}\n", report.error().message);
            return report.error().code == core::ErrorCode::kInvalidArgument ? kExitUsage
                                                                            : kExitFailed;
        }
        table ? print_table(*report) : fmt::print("{}\n", boost::json::serialize(to_json(*report)));
    }
    return 0;
}

}  // namespace

void add_markets_command(CLI::App& app, int& exit_code) {
    const auto chosen = std::make_shared<MarketsCommand>();
    CLI::App* command = app.add_subcommand(
        "markets", "Holds forecasts of prices against the true ones, under each law");
    command->add_option("--hours", chosen->hours, "Simulated hours")
        ->check(CLI::Range(0.1, kMostHours))
        ->capture_default_str();
    command->add_option("--ships", chosen->ships, "Light haulers given at the start")
        ->check(CLI::Range(0, 10'000))
        ->capture_default_str();
    command->add_option("--law", chosen->laws, "Economies: measured, inert, eager, crowded")
        ->capture_default_str();
    command->add_option("--seed", chosen->seed, "Seed of all randomness")->capture_default_str();
    command->add_option("--output", chosen->output, "table or json")
        ->check(CLI::IsMember({"table", "json"}))
        ->capture_default_str();
    command->footer("Example: spacetraders-bench markets --hours 2 --law inert --output json");
    command->callback([chosen, &exit_code] { exit_code = run(*chosen); });
}

}  // namespace argosy::apps
