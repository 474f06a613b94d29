#include "apps/bench_scouting.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <cmath>
#include <deque>
#include <map>
#include <memory>
#include <numeric>

#include "kernel/virtual_world.h"

namespace argosy::apps {
namespace {

constexpr int kExitFailed = 1;
constexpr std::array kLaws{"measured", "inert", "eager", "crowded"};

struct ScoutingCommand {
    std::string system = "X1-AD75";
    double hours = 12;
    std::int64_t ships = 10;
    std::int64_t probes = 3;
    std::int64_t looks_per_hour = 40;
    std::uint64_t seed = 1;
    std::string output = "table";
};

/// What one policy's looks were good for.
struct Freshness {
    std::int64_t looks = 0;
    std::int64_t trades = 0;  ///< Requests that bought or sold.
    double error = 0;         ///< Mean over them: see KnowledgeMeter.
    core::Credits earned;
};

/// Holds what the company believes of prices against what they are, every minute, and weighs the
/// errors by trades: each trade request takes the mean error of its price over the time in which
/// it was decided on, from half an hour to five minutes before it.
class KnowledgeMeter {
  public:
    explicit KnowledgeMeter(kernel::VirtualWorld& world) : world_(world) {}

    core::Result<void> minute() {
        sample();
        return weigh_new_trades();
    }

    std::int64_t trades() const { return trades_; }
    double mean_error() const { return trades_ == 0 ? 0 : error_sum_ / double(trades_); }

  private:
    static constexpr std::size_t kFirst = 30, kLast = 5;  ///< Minutes before the trade.
    using Place = std::pair<std::string, std::string>;

    void sample() {
        const market::MarketBook& book = world_.company().markets();
        for (const auto& [waypoint, market] : world_.truth().markets()) {
            for (const sim::MarketGoodState& good : market.goods) {
                const auto believed = book.forecast(waypoint, good.good, world_.now());
                if (!believed) continue;
                auto& errors = errors_[{waypoint.str(), good.good.str()}];
                const double ask = double(model::ask_of(good.price).count());
                errors.push_back(std::abs(double(believed->ask.count()) - ask) / ask);
                if (errors.size() > kFirst) errors.pop_front();
            }
        }
    }

    core::Result<void> weigh_new_trades() {
        ARGOSY_TRY(const store::Rows rows,
                   world_.stored("SELECT id, waypoint_symbol, good_symbol FROM transactions"
                                 " WHERE id > $1 AND type IN ('PURCHASE_CARGO', 'SELL_CARGO')"
                                 " ORDER BY id",
                                 {last_entry_}));
        for (const store::Row& row : rows) {
            last_entry_ = row.integer("id");
            const auto& errors = errors_[{row.text("waypoint_symbol"), row.text("good_symbol")}];
            if (errors.size() <= kLast) continue;
            error_sum_ += std::accumulate(errors.begin(), errors.end() - kLast, 0.0) /
                          double(errors.size() - kLast);
            ++trades_;
        }
        return {};
    }

    kernel::VirtualWorld& world_;
    std::map<Place, std::deque<double>> errors_;
    std::int64_t last_entry_ = 0;
    std::int64_t trades_ = 0;
    double error_sum_ = 0;
};

core::Result<Freshness> measure(const ScoutingCommand& command, const std::string& law,
                                scouting::Policy policy, std::int64_t looks_per_hour) {
    kernel::VirtualWorldOptions options{.seed = command.seed,
                                        .scenario = command.system,
                                        .law = law,
                                        .haulers = command.ships,
                                        .probes = command.probes - 1};
    options.settings.scouting.policy = policy;
    options.settings.scouting.looks_per_hour = looks_per_hour;
    ARGOSY_TRY(auto world, kernel::VirtualWorld::create(std::move(options)));
    ARGOSY_CHECK(world->call(world->company().start_manufacturing({})));
    KnowledgeMeter meter(*world);
    for (double minute = 0; minute < command.hours * 60; ++minute) {
        world->run_for(std::chrono::minutes(1));
        ARGOSY_CHECK(meter.minute());
    }
    const ledger::Ledger& ledger = world->company().ledger();
    return Freshness{.looks = world->company().scout().looks(),
                     .trades = meter.trades(),
                     .error = meter.mean_error(),
                     .earned = ledger.balance() - ledger.opening()};
}

struct Comparison {
    std::string law;
    Freshness by_value;
    Freshness round_robin;

    double times_fresher() const { return round_robin.error / by_value.error; }
};

core::Result<std::vector<Comparison>> compare(const ScoutingCommand& command) {
    std::vector<Comparison> all;
    for (const char* law : kLaws) {
        ARGOSY_TRY(const Freshness by_value,
                   measure(command, law, scouting::Policy::kValue, command.looks_per_hour));
        const auto looks_per_hour = std::llround(double(by_value.looks) / command.hours);
        ARGOSY_TRY(const Freshness round_robin,
                   measure(command, law, scouting::Policy::kRoundRobin, looks_per_hour));
        all.push_back({law, by_value, round_robin});
    }
    return all;
}

boost::json::object to_json(const Freshness& freshness) {
    return {{"looks", freshness.looks},
            {"trades", freshness.trades},
            {"mean_error", freshness.error},
            {"credits_earned", freshness.earned.count()}};
}

void print_json(const std::vector<Comparison>& comparisons) {
    boost::json::array rows;
    for (const Comparison& row : comparisons) {
        rows.push_back(boost::json::object{{"law", row.law},
                                           {"value", to_json(row.by_value)},
                                           {"round_robin", to_json(row.round_robin)},
                                           {"times_fresher", row.times_fresher()}});
    }
    fmt::print("{}\n", boost::json::serialize(rows));
}

void print_table(const std::vector<Comparison>& comparisons) {
    fmt::print("{:<10}{:>14}{:>14}{:>14}{:>14}{:>10}\n", "law", "looks", "error", "looks", "error",
               "fresher");
    fmt::print("{:<10}{:>14}{:>14}{:>14}{:>14}{:>10}\n", "", "round robin", "round robin", "value",
               "value", "times");
    for (const Comparison& row : comparisons) {
        fmt::print("{:<10}{:>14}{:>12.2f} %{:>14}{:>12.2f} %{:>10.2f}\n", row.law,
                   row.round_robin.looks, row.round_robin.error * 100, row.by_value.looks,
                   row.by_value.error * 100, row.times_fresher());
    }
}

int run(const ScoutingCommand& command) {
    const auto comparisons = compare(command);
    if (!comparisons) {
        fmt::print(stderr, "spacetraders-bench: {}\n", comparisons.error().message);
        return kExitFailed;
    }
    command.output == "json" ? print_json(*comparisons) : print_table(*comparisons);
    return 0;
}

}  // namespace

void add_scouting_command(CLI::App& app, int& exit_code) {
    const auto chosen = std::make_shared<ScoutingCommand>();
    CLI::App* command = app.add_subcommand(
        "scouting", "Compares looks by value with looks in turn, under every economy law");
    command->add_option("--system", chosen->system, "X1-AD75 or X1-ZG64")->capture_default_str();
    command->add_option("--hours", chosen->hours, "Simulated hours")
        ->check(CLI::Range(0.1, 24.0 * 31))
        ->capture_default_str();
    command->add_option("--ships", chosen->ships, "Light haulers")
        ->check(CLI::Range(0, 1'000))
        ->capture_default_str();
    command->add_option("--probes", chosen->probes, "Probes")
        ->check(CLI::Range(1, 1'000))
        ->capture_default_str();
    command
        ->add_option("--looks-per-hour", chosen->looks_per_hour,
                     "Looks of all scouting ships, the same for both policies")
        ->check(CLI::Range(1, 100'000))
        ->capture_default_str();
    command->add_option("--seed", chosen->seed, "Seed of all randomness")->capture_default_str();
    command->add_option("--output", chosen->output, "table or json")
        ->check(CLI::IsMember({"table", "json"}))
        ->capture_default_str();
    command->footer("Example: spacetraders-bench scouting --hours 2 --output json");
    command->callback([chosen, &exit_code] { exit_code = run(*chosen); });
}

}  // namespace argosy::apps
