#include "apps/bench_goods.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <memory>

#include "kernel/goods_trial.h"

namespace argosy::apps {
namespace {

using goods::FactoryStrategy;
using goods::GoodsFactory;
using kernel::GoodsTrial;

constexpr int kExitFailed = 1;
// Fleets for which no lot has to wait for a ship: what is left is the way of each lot and the
// updates of the markets.
constexpr std::array<std::int64_t, 2> kShipsEnough = {15, 30};

struct Command {
    std::vector<std::string> systems{"X1-AD75", "X1-ZG64"};
    std::vector<std::uint64_t> generated{1, 2, 3};
    std::vector<std::string> parts{"ships", "goods", "generated"};
    std::string good = "ADVANCED_CIRCUITRY";
    std::int64_t units = 120;
    std::int64_t quantity = 80;
    std::int64_t ships = 6;
    std::uint64_t seed = 1;
    std::string output = "markdown";

    bool has(std::string_view part) const {
        return std::find(parts.begin(), parts.end(), part) != parts.end();
    }
};

/// A production, or why there was none.
struct Run {
    std::string world;
    std::string name;
    core::Result<GoodsFactory> result;
    bool is_refused = false;  ///< Without a try.

    double minutes() const {
        const GoodsFactory& factory = *result;
        return double((*factory.completed_at - *factory.started_at).count()) / 60'000.0;
    }
    core::Credits cost() const { return result->metrics({}).total_cost; }
    double speed_up() const { return double(result->work.at_work.count()) / 60'000.0 / minutes(); }
    double estimated() const {
        const goods::FactoryWork& work = result->work;
        return double(work.at_work.count()) / double(work.critical_path.count());
    }
};

Run run_one(std::string world, std::string name, const GoodsTrial& trial) {
    auto result = kernel::run_trial(trial);
    return {std::move(world), std::move(name), std::move(result)};
}

goods::ProductionTarget target_of(const std::string& good, std::int64_t units) {
    return {.good = model::TradeSymbol(good),
            .quantity = core::Units(units),
            .strategy = FactoryStrategy::kFabricate};
}

// One haul at a time, with whatever ship is nearest, is what one ship could do at best.
std::vector<Run> run_ships(const Command& command) {
    const auto trial = [&](std::int64_t ships, std::int64_t workers) {
        return GoodsTrial{.scenario = command.systems.front(),
                          .seed = command.seed,
                          .haulers = ships - 1,  // The command frigate carries too.
                          .max_workers = workers,
                          .target = target_of(command.good, command.units),
                          .from_nothing = true};
    };
    std::vector<Run> runs;
    const std::string& system = command.systems.front();
    runs.push_back(run_one(system, "one haul at a time", trial(command.ships, 1)));
    runs.push_back(
        run_one(system, fmt::format("{} ships", command.ships), trial(command.ships, 0)));
    for (const std::int64_t ships : kShipsEnough)
        runs.push_back(run_one(system, fmt::format("{} ships", ships), trial(ships, 0)));
    GoodsTrial bought = trial(command.ships, 0);
    bought.target.strategy = FactoryStrategy::kBuy;
    bought.from_nothing = false;
    runs.push_back(run_one(system, "bought", bought));
    return runs;
}

core::Result<std::vector<Run>> run_goods(const Command& command) {
    std::vector<Run> runs;
    for (const std::string& system : command.systems) {
        const GoodsTrial base{.scenario = system,
                              .seed = command.seed,
                              .haulers = command.ships - 1,
                              .target = target_of("", command.quantity)};
        ARGOSY_TRY(const auto prospects, kernel::prospects(base));
        for (const kernel::Prospect& prospect : prospects) {
            if (!prospect.tree) {
                runs.push_back({system, prospect.good.str(), prospect.tree.error(), true});
                continue;
            }
            GoodsTrial trial = base;
            trial.target.good = prospect.good;
            runs.push_back(run_one(system, prospect.good.str(), trial));
        }
    }
    return runs;
}

// Of each generated system the deepest chain.
core::Result<std::vector<Run>> run_generated(const Command& command) {
    std::vector<Run> runs;
    for (const std::uint64_t seed : command.generated) {
        GoodsTrial trial{.scenario = {},
                         .generated = seed,
                         .seed = command.seed,
                         .haulers = command.ships - 1,
                         .target = target_of("", command.quantity)};
        ARGOSY_TRY(const auto prospects, kernel::prospects(trial));
        const auto depth = [](const kernel::Prospect& prospect) {
            return prospect.tree ? prospect.tree->total_depth() : 0;
        };
        trial.target.good = std::ranges::max_element(prospects, {}, depth)->good;
        runs.push_back(run_one(fmt::format("generated {}", seed), trial.target.good.str(), trial));
    }
    return runs;
}

std::string line_of(const Run& run) {
    const GoodsFactory& factory = *run.result;
    return fmt::format("{} | {} | {} | {} | {} | {:.0f} | {} | {:.1f} | {:.1f}",
                       goods::to_string(factory.status), factory.tree.total_depth(),
                       factory.nodes.size(), factory.work.ships, factory.work.hauls, run.minutes(),
                       run.cost(), run.speed_up(), run.estimated());
}

constexpr const char* kHeader =
    "status | depth | pieces of work | ships | hauls | minutes | cost | speed-up | estimated";

void print_tree(const GoodsFactory& factory) {
    fmt::print(
        "\n| good | method | market | asked | brought | spent | came back | ships |\n"
        "|---|---|---|---|---|---|---|---|\n");
    for (const goods::FactoryNode& node : factory.nodes) {
        fmt::print("| {} | {} | {} | {} | {} | {} | {} | {} |\n", node.work.good,
                   goods::to_string(node.work.method), node.work.market, node.work.quantity,
                   node.yield.units, node.yield.spent, node.yield.returned,
                   fmt::join(node.yield.ships, " "));
    }
}

void print_ships(const Command& command, const std::vector<Run>& runs) {
    fmt::print(
        "## {} {} made from nothing in {}\n\n| | {} |\n|---|---|---|---|---|---|---|---|---|---|\n",
        command.units, command.good, command.systems.front(), kHeader);
    for (const Run& run : runs) {
        if (run.result) fmt::print("| {} | {} |\n", run.name, line_of(run));
        if (!run.result) fmt::print("| {} | {} |\n", run.name, run.result.error().message);
    }
    if (!std::ranges::all_of(runs, [](const Run& run) { return run.result.ok(); })) return;
    const double one = runs[0].minutes(), several = runs[1].minutes();
    double least = several;
    for (std::size_t enough = 2; enough < 2 + kShipsEnough.size(); ++enough)
        least = std::min(least, runs[enough].minutes());
    fmt::print(
        "\n{} are {:.2f} times as fast as one haul at a time. Where no lot waits for a ship "
        "it is {:.2f} times: the rest is the way of each lot and the updates of the "
        "markets. That is {:.0f} % of what they allow.\n",
        runs[1].name, one / several, one / least, least / several * 100);
    print_tree(*runs[1].result);
}

void print_failure(const Run& run) {
    fmt::print("| {} | {} | {} |\n", run.world, run.name, run.result.error().message);
}

void print_goods(const Command& command, const std::vector<Run>& runs) {
    fmt::print(
        "\n## {} of every good with a recipe, made, with {} ships\n\n"
        "| system | good | {} |\n|---|---|---|---|---|---|---|---|---|---|---|\n",
        command.quantity, command.ships, kHeader);
    for (const Run& run : runs) {
        if (run.result) fmt::print("| {} | {} | {} |\n", run.world, run.name, line_of(run));
        if (!run.result && !run.is_refused) print_failure(run);
    }
    fmt::print("\n| system | good | refused at once |\n|---|---|---|\n");
    for (const Run& run : runs) {
        if (run.is_refused) print_failure(run);
    }
}

void print_generated(const Command& command, const std::vector<Run>& runs) {
    fmt::print(
        "\n## {} of the deepest chain of generated systems\n\n"
        "| system | good | {} |\n|---|---|---|---|---|---|---|---|---|---|---|\n",
        command.quantity, kHeader);
    for (const Run& run : runs) {
        if (run.result) fmt::print("| {} | {} | {} |\n", run.world, run.name, line_of(run));
        if (!run.result) print_failure(run);
    }
}

boost::json::object to_json(const Run& run) {
    boost::json::object row{{"world", run.world}, {"name", run.name}};
    if (!run.result) {
        row["refused"] = run.result.error().message;
        return row;
    }
    const GoodsFactory& factory = *run.result;
    row["good"] = factory.target.good.str();
    row["status"] = goods::to_string(factory.status);
    row["error"] = factory.error;
    row["depth"] = factory.tree.total_depth();
    row["nodes"] = factory.nodes.size();
    row["ships"] = factory.work.ships;
    row["hauls"] = factory.work.hauls;
    row["market_queries"] = factory.work.market_queries;
    row["minutes"] = run.minutes();
    row["cost"] = run.cost().count();
    row["speed_up"] = run.speed_up();
    row["speed_up_estimated"] = run.estimated();
    row["dependency_tree"] = goods::to_json(factory.tree);
    return row;
}

// What was accepted has to be there in the end.
bool is_sound(const Run& run) {
    if (!run.result) return run.is_refused;
    return run.result->status == goods::FactoryStatus::kCompleted;
}

int run(const Command& command) {
    std::vector<Run> ships;
    core::Result<std::vector<Run>> made = std::vector<Run>(), deep = std::vector<Run>();
    if (command.has("ships")) ships = run_ships(command);
    if (command.has("goods")) made = run_goods(command);
    if (made && command.has("generated")) deep = run_generated(command);
    for (const auto* runs : {&made, &deep}) {
        if (*runs) continue;
        fmt::print(stderr, "spacetraders-bench: {}\n", runs->error().message);
        return kExitFailed;
    }
    const std::vector<Run>& goods = *made;
    const std::vector<Run>& generated = *deep;
    const auto all_sound = [](const std::vector<Run>& runs) {
        return std::all_of(runs.begin(), runs.end(), is_sound);
    };
    const int exit_code =
        all_sound(ships) && all_sound(goods) && all_sound(generated) ? 0 : kExitFailed;
    if (command.output == "json") {
        boost::json::array rows;
        for (const std::vector<Run>* runs : {&std::as_const(ships), &goods, &generated}) {
            for (const Run& each : *runs)
                rows.push_back(to_json(each));
        }
        fmt::print("{}\n", boost::json::serialize(rows));
        return exit_code;
    }
    if (!ships.empty()) print_ships(command, ships);
    if (!goods.empty()) print_goods(command, goods);
    if (!generated.empty()) print_generated(command, generated);
    return exit_code;
}

}  // namespace

void add_goods_command(CLI::App& app, int& exit_code) {
    const auto chosen = std::make_shared<Command>();
    CLI::App* command = app.add_subcommand(
        "goods", "Produces goods on request: with one ship and several, and every good once");
    command->add_option("--parts", chosen->parts, "ships, goods, generated")
        ->check(CLI::IsMember({"ships", "goods", "generated"}))
        ->capture_default_str();
    command
        ->add_option("--systems", chosen->systems,
                     "Recorded systems; the first of them for the "
                     "comparison of ships")
        ->capture_default_str();
    command->add_option("--generated", chosen->generated, "Seeds of generated systems")
        ->capture_default_str();
    command->add_option("--good", chosen->good, "For the comparison of ships")
        ->capture_default_str();
    command->add_option("--units", chosen->units, "Units of that")
        ->check(CLI::Range(1, 10'000))
        ->capture_default_str();
    command->add_option("--quantity", chosen->quantity, "Units of every good")
        ->check(CLI::Range(1, 10'000))
        ->capture_default_str();
    command
        ->add_option("--ships", chosen->ships, "Ships with a hold, the command frigate among them")
        ->check(CLI::Range(1, 1'000))
        ->capture_default_str();
    command->add_option("--seed", chosen->seed, "Of all randomness")->capture_default_str();
    command->add_option("--output", chosen->output, "markdown or json")
        ->check(CLI::IsMember({"markdown", "json"}))
        ->capture_default_str();
    command->footer("Example: spacetraders-bench goods --parts ships --output json");
    command->callback([chosen, &exit_code] { exit_code = run(*chosen); });
}

}  // namespace argosy::apps
