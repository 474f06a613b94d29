#include "apps/bench_planning.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <limits>
#include <memory>

#include "apps/planning_ground.h"
#include "kernel/strategies.h"

namespace argosy::apps {
namespace {

using core::Result;

constexpr int kExitFailed = 1;
// Requests that the game allows in an hour, and ships that they are taken to be enough for: the
// limit grows with the fleet.
constexpr std::int64_t kRequestsAnHour = 9'000;
constexpr std::int64_t kShipsAtTheLimit = 10;
// A tick is measured so many times, and the least is what it takes.
constexpr int kTimes = 5;

struct PlanningCommand {
    std::int64_t most = 10'000;
    std::int64_t candidates = 10'000;
    std::int64_t ships = 1'000;
    std::string strategy = "planner";
    std::uint64_t seed = 1;
    std::string output = "table";
};

/// What a tick took: over all systems, one after the other.
struct Tick {
    double milliseconds = 0;
    std::int64_t idle = 0;
    std::int64_t decisions = 0;  ///< Trades chosen.
    trading::RoundWork work;

    double microseconds_each() const {
        return milliseconds * 1'000 / double(std::max<std::int64_t>(1, decisions));
    }
};

struct Row {
    std::string sweep;
    std::int64_t ships = 0;
    std::int64_t markets = 0;
    std::int64_t systems = 0;
    std::int64_t candidates = 0;  ///< Lanes.
    double plan_ms = 0;           ///< The plans of all systems, made once.
    std::int64_t routes = 0;      ///< That were worked out for that.
    double routes_ms = 0;
    Tick all_idle;
    Tick one_idle;  ///< All others under way.
};

std::int64_t requests_for(std::int64_t ships) {
    return kRequestsAnHour * std::max<std::int64_t>(1, ships / kShipsAtTheLimit);
}

template <class Work>
double milliseconds_of(const Work& work) {
    // The processor's time: what else the machine does is not measured.
    const std::clock_t begin = std::clock();
    work();
    return 1'000.0 * double(std::clock() - begin) / CLOCKS_PER_SEC;
}

/// One system's desk and strategy, as its operation has them.
struct Office {
    std::unique_ptr<trading::TradeDesk> desk;
    std::unique_ptr<trading::Strategy> strategy;
    std::vector<model::ShipSymbol> idle;
};

using Trades = std::vector<std::vector<trading::Trade>>;  ///< By office.

Trades choose(std::vector<Office>& offices) {
    Trades chosen;
    for (Office& office : offices) {
        chosen.emplace_back();
        if (office.idle.empty()) continue;
        office.desk->begin_round();
        chosen.back() = office.strategy->choose(*office.desk, office.idle);
    }
    return chosen;
}

// As if none of them had been started.
void drop(std::vector<Office>& offices, const Trades& chosen) {
    for (std::size_t number = 0; number < offices.size(); ++number) {
        for (const trading::Trade& trade : chosen[number])
            offices[number].strategy->dropped(trade.lane(), trade.offer.price.units);
    }
}

Tick measure_tick(std::vector<Office>& offices, Trades& chosen) {
    Tick tick{.milliseconds = std::numeric_limits<double>::max()};
    for (int time = 1; time <= kTimes; ++time) {
        if (time > 1) drop(offices, chosen);
        tick.milliseconds =
            std::min(tick.milliseconds, milliseconds_of([&] { chosen = choose(offices); }));
    }
    for (std::size_t number = 0; number < offices.size(); ++number) {
        Office& office = offices[number];
        if (office.idle.empty()) continue;
        tick.idle += std::int64_t(office.idle.size());
        tick.decisions += std::int64_t(chosen[number].size());
        tick.work.pricings += office.desk->work().pricings;
        tick.work.offers += office.desk->work().offers;
        tick.work.was_cut_short |= office.desk->work().was_cut_short;
    }
    return tick;
}

Result<std::vector<Office>> open_offices(PlanningGround& ground, const PlanningCommand& command,
                                         std::int64_t ships) {
    trading::StrategySpec spec{.name = command.strategy, .parameters = {}};
    if (command.strategy == "planner") spec.parameters["requests_an_hour"] = requests_for(ships);
    std::vector<Office> offices;
    for (const model::SystemSymbol& system : ground.systems()) {
        Office& office = offices.emplace_back();
        office.desk = std::make_unique<trading::TradeDesk>(
            ground.fleet(), ground.tasks(), core::OperationId("operation-1-1"), system);
        ARGOSY_TRY(office.strategy, kernel::make_strategy(spec));
        office.idle = ground.idle(system);
    }
    return offices;
}

// All but one of the ships that have a trade go on their way.
void send_all_but_one(PlanningGround& ground, std::vector<Office>& offices, const Trades& chosen) {
    bool has_one = false;
    for (std::size_t number = 0; number < offices.size(); ++number) {
        offices[number].idle.clear();
        for (const trading::Trade& trade : chosen[number]) {
            if (!has_one) {
                has_one = true;
                offices[number].idle = {trade.offer.ship};
                offices[number].strategy->dropped(trade.lane(), trade.offer.price.units);
            } else {
                ground.send(trade);
            }
        }
    }
}

Result<Row> measure(const std::string& sweep, const GroundOptions& options,
                    const PlanningCommand& command) {
    ARGOSY_TRY(const auto ground, PlanningGround::create(options));
    Row row{.sweep = sweep, .ships = options.ships};
    row.markets = ground->markets();
    row.systems = std::int64_t(ground->systems().size());
    // The first tick of all finds the routes, the first of a strategy makes its plan, and those
    // that follow go by it.
    ARGOSY_TRY(auto pathfinders, open_offices(*ground, command, options.ships));
    const double cold_ms = milliseconds_of([&] { choose(pathfinders); });
    ARGOSY_TRY(auto offices, open_offices(*ground, command, options.ships));
    Trades chosen;
    const double first_ms = milliseconds_of([&] { chosen = choose(offices); });
    row.routes = ground->fleet().routes.work().planned;
    row.routes_ms = cold_ms - first_ms;
    drop(offices, chosen);
    row.all_idle = measure_tick(offices, chosen);
    row.plan_ms = first_ms - row.all_idle.milliseconds;
    for (Office& office : offices)
        row.candidates += std::int64_t(office.desk->lanes().size());
    send_all_but_one(*ground, offices, chosen);
    row.one_idle = measure_tick(offices, chosen);
    return row;
}

/// By least squares on logarithms: how time grows with size.
std::optional<double> exponent(const std::vector<Row>& rows, double (*size)(const Row&),
                               double (*time)(const Row&)) {
    double n = 0, x = 0, y = 0, xx = 0, xy = 0;
    for (const Row& row : rows) {
        const double log_size = std::log(size(row));
        const double log_time = std::log(std::max(1e-6, time(row)));
        n += 1;
        x += log_size;
        y += log_time;
        xx += log_size * log_size;
        xy += log_size * log_time;
    }
    const double spread = n * xx - x * x;
    if (n < 2 || spread <= 0) return std::nullopt;
    return (n * xy - x * y) / spread;
}

double ships_of(const Row& row) {
    return double(row.ships);
}
double candidates_of(const Row& row) {
    return double(row.candidates);
}
double tick_of(const Row& row) {
    return row.all_idle.milliseconds;
}
double decision_of(const Row& row) {
    return row.all_idle.microseconds_each();
}
double plan_of(const Row& row) {
    return row.plan_ms;
}

/// Rows in which one thing grows.
struct Sweep {
    std::string title;
    std::string grows;
    double (*size)(const Row&);
    std::vector<Row> rows;
};

std::string text_of(const std::optional<double>& exponent) {
    return exponent ? fmt::format("{:.2f}", *exponent) : "-";
}

void print_head(const Sweep& sweep) {
    fmt::print("## {}\n\n", sweep.title);
    fmt::print(
        "| ships | markets | systems | candidates | tick ms | decisions | us each | pricings |"
        " offers | one idle ms | plan ms | routes ms |\n"
        "|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n");
}

void print_row(const Row& row) {
    const Tick& tick = row.all_idle;
    fmt::print(
        "| {} | {} | {} | {} | {:.2f}{} | {} | {:.1f} | {} | {} | {:.2f} | {:.0f} | {:.0f} |\n",
        row.ships, row.markets, row.systems, row.candidates, tick.milliseconds,
        tick.work.was_cut_short ? " (cut short)" : "", tick.decisions, tick.microseconds_each(),
        tick.work.pricings, tick.work.offers, row.one_idle.milliseconds, row.plan_ms,
        row.routes_ms);
}

void print_end(const Sweep& sweep) {
    fmt::print("\nexponent by {}: tick {}, decision {}, plan {}\n\n", sweep.grows,
               text_of(exponent(sweep.rows, sweep.size, tick_of)),
               text_of(exponent(sweep.rows, sweep.size, decision_of)),
               text_of(exponent(sweep.rows, sweep.size, plan_of)));
}

boost::json::object json_of(const Tick& tick) {
    return {{"ms", tick.milliseconds},
            {"idle", tick.idle},
            {"decisions", tick.decisions},
            {"us_each", tick.microseconds_each()},
            {"pricings", tick.work.pricings},
            {"offers", tick.work.offers},
            {"cut_short", tick.work.was_cut_short}};
}

void print_json(const Row& row) {
    const boost::json::object json{{"sweep", row.sweep},
                                   {"ships", row.ships},
                                   {"markets", row.markets},
                                   {"systems", row.systems},
                                   {"candidates", row.candidates},
                                   {"all_idle", json_of(row.all_idle)},
                                   {"one_idle", json_of(row.one_idle)},
                                   {"plan_ms", row.plan_ms},
                                   {"routes", row.routes},
                                   {"routes_ms", row.routes_ms},
                                   {"requests_an_hour", requests_for(row.ships)}};
    fmt::print("{}\n", boost::json::serialize(json));
}

void print_json(const Sweep& sweep) {
    boost::json::object json{{"sweep", sweep.rows.front().sweep}, {"grows", sweep.grows}};
    if (const auto fitted = exponent(sweep.rows, sweep.size, tick_of))
        json["exponent_of_tick"] = *fitted;
    if (const auto fitted = exponent(sweep.rows, sweep.size, decision_of))
        json["exponent_of_decision"] = *fitted;
    if (const auto fitted = exponent(sweep.rows, sweep.size, plan_of))
        json["exponent_of_plan"] = *fitted;
    fmt::print("{}\n", boost::json::serialize(json));
}

Result<void> measure_sweep(Sweep sweep, const std::vector<GroundOptions>& sizes,
                           const PlanningCommand& command) {
    const bool is_table = command.output == "table";
    if (is_table) print_head(sweep);
    for (const GroundOptions& options : sizes) {
        ARGOSY_TRY(Row row, measure(sweep.title, options, command));
        is_table ? print_row(row) : print_json(row);
        // A large size takes a while.
        std::fflush(stdout);
        sweep.rows.push_back(std::move(row));
    }
    is_table ? print_end(sweep) : print_json(sweep);
    return {};
}

Result<void> measure_all(const PlanningCommand& command) {
    std::vector<GroundOptions> together, ships, candidates;
    for (std::int64_t size = 10; size <= command.most; size *= 10) {
        together.push_back({.seed = command.seed, .ships = size, .markets = size});
        ships.push_back({.seed = command.seed, .ships = size, .lanes = command.candidates});
    }
    const std::int64_t fleet = std::min(command.ships, command.most);
    for (std::int64_t lanes = 100; lanes <= command.candidates; lanes *= 10)
        candidates.push_back({.seed = command.seed, .ships = fleet, .lanes = lanes});
    ARGOSY_CHECK(measure_sweep({"Candidates grow, in one system", "candidates", candidates_of, {}},
                               candidates, command));
    ARGOSY_CHECK(
        measure_sweep({"Ships grow, in one system", "ships", ships_of, {}}, ships, command));
    ARGOSY_CHECK(measure_sweep(
        {"Ships and markets grow together, in systems of the game's size", "ships", ships_of, {}},
        together, command));
    if (command.output == "table") {
        fmt::print("request limit: scaled with the fleet, {} an hour for every {} ships\n",
                   kRequestsAnHour, kShipsAtTheLimit);
    }
    return {};
}

int run(const PlanningCommand& command) {
    const auto measured = measure_all(command);
    if (measured) return 0;
    fmt::print(stderr, "spacetraders-bench: {}\n", measured.error().message);
    return kExitFailed;
}

}  // namespace

void add_planning_command(CLI::App& app, int& exit_code) {
    const auto chosen = std::make_shared<PlanningCommand>();
    CLI::App* command = app.add_subcommand(
        "planning", "Measures a tick of a strategy as ships, markets and candidates grow");
    command->add_option("--most", chosen->most, "Most ships, and most markets: 10, 100, 1000, ...")
        ->check(CLI::Range(10, 100'000))
        ->capture_default_str();
    command
        ->add_option("--candidates", chosen->candidates,
                     "Lanes of the one system that ships grow in, and the most that grow")
        ->check(CLI::Range(100, 1'000'000))
        ->capture_default_str();
    command->add_option("--ships", chosen->ships, "Ships while candidates grow, if --most allows")
        ->check(CLI::Range(10, 100'000))
        ->capture_default_str();
    command
        ->add_option("--strategy", chosen->strategy,
                     "That of planner, greedy-arbitrage, lanes, vrp")
        ->capture_default_str();
    command->add_option("--seed", chosen->seed, "Seed of all randomness")->capture_default_str();
    command->add_option("--output", chosen->output, "table or json (one line for each row)")
        ->check(CLI::IsMember({"table", "json"}))
        ->capture_default_str();
    command->footer("Example: spacetraders-bench planning --most 100 --candidates 1000");
    command->callback([chosen, &exit_code] { exit_code = run(*chosen); });
}

}  // namespace argosy::apps
