#include "apps/bench_bound.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <memory>
#include <numeric>

#include "apps/stop_watch.h"
#include "kernel/bound_meter.h"

namespace argosy::apps {
namespace {

using kernel::BoundedSystem;
using planner::SteadyState;

constexpr int kExitFailed = 1;
constexpr double kMillisecondsPerHour = 3'600'000;

struct Command {
    std::vector<std::string> systems{"X1-AD75", "X1-ZG64"};
    std::vector<std::uint64_t> generated;
    std::vector<double> ships{10};
    std::vector<std::string> laws{"measured", "inert", "eager", "crowded"};
    double hours = 24;
    std::string output = "table";
    std::string plan = "none";
    bool run = false;
    std::uint64_t seed = 1;
};

struct System {
    std::string name;
    kernel::VirtualWorldOptions world;
};

/// What a run of the strategy in use earned, and the bounds that go with it.
struct Played {
    double earned = 0;        ///< Credits an hour of the whole run,
    double earned_later = 0;  ///< and after `kSettled`.
    double whole = 0;         ///< Bound of the first,
    double steady_later = 0;  ///< and of the second.
};

/// One line of the table.
struct Bound {
    std::string system;
    std::string law;
    double haulers = 0;
    SteadyState steady;    ///< For ever, at the volumes of the start.
    double days = 0;       ///< The same, no factory fed by turns: no bound.
    double whole = 0;      ///< The mean of the hours, from the stocks of the start.
    double grown = 0;      ///< For ever, with exports grown.
    double solve_ms = 0;   ///< Of the first.
    double curves_ms = 0;  ///< Once for each law.
    std::optional<Played> played;
};

// From when on a run counts as settled.
constexpr core::Duration kSettled = std::chrono::hours(6);

std::vector<System> systems_of(const Command& command) {
    std::vector<System> systems;
    for (const std::string& name : command.systems)
        systems.push_back({name, {.scenario = name}});
    for (const std::uint64_t seed : command.generated)
        systems.push_back({fmt::format("generated {}", seed), {.generated = seed}});
    return systems;
}

/// A system under a law, and the ships that are there.
struct Scene {
    std::unique_ptr<kernel::VirtualWorld> world;
    BoundedSystem now;
    std::vector<planner::SteadyHulls> hulls;

    static core::Result<Scene> open(const System& system, const std::string& law) {
        kernel::VirtualWorldOptions options = system.world;
        options.law = law;
        options.haulers = 1;
        Scene scene;
        ARGOSY_TRY(scene.world, kernel::VirtualWorld::create(std::move(options)));
        kernel::Company& company = scene.world->company();
        const auto& chart = company.fleet().chart;
        const auto home = company.home_system();
        const sim::Truth& truth = scene.world->truth();
        ARGOSY_TRY(scene.now, kernel::bounded_system(truth, chart, home, law));
        scene.hulls =
            kernel::hulls_of(scene.now, truth.ships(company.player().agent, scene.world->now()));
        return scene;
    }

    /// Returns the kinds of hull with so many of the largest; the frigate is there in any case.
    std::vector<planner::SteadyHulls> fleet_of(double haulers) const {
        std::vector<planner::SteadyHulls> fleet = hulls;
        std::max_element(fleet.begin(), fleet.end(), [](const auto& a, const auto& b) {
            return a.hold < b.hold;
        })->count = haulers;
        return fleet;
    }
};

void print_plan(const BoundedSystem& system, const SteadyState& state) {
    fmt::print(
        "\nmarket          good                      type      vol  mgn | units/h  vol/upd |"
        "  level   price    base | worth\n");
    for (std::size_t i = 0; i < state.goods.size(); ++i) {
        const planner::SteadyGoodPlan& plan = state.goods[i];
        const planner::SteadyGood& good = system.problem.goods[i];
        if (std::abs(plan.units_an_hour) < 0.01) continue;
        fmt::print(
            "{:<15} {:<25} {:<8} {:>4} {:>4} | {:>7.1f} {:>8.2f} | {:>6.1f} {:>7.0f} {:>7} | "
            "{:>6.0f}\n",
            system.place_of(good).str(), system.symbol_of(good).str(),
            model::to_string(good.price.type), good.price.volume, good.price.margin,
            plan.units_an_hour, plan.volumes_an_update, plan.level, plan.price, good.price.base,
            plan.unit_worth);
    }
    fmt::print("\n");
    for (const planner::SteadyFlow& flow : state.flows) {
        const planner::SteadyGood& from = system.problem.goods[std::size_t(flow.from)];
        const planner::SteadyGood& to = system.problem.goods[std::size_t(flow.to)];
        fmt::print("{:<25} {} -> {} {:.1f}/h\n", system.symbol_of(from).str(),
                   system.place_of(from).str(), system.place_of(to).str(), flow.units_an_hour);
    }
    fmt::print("\n");
}

core::Result<Bound> bound_of(const Command& command, const Scene& scene, double haulers,
                             planner::StockCurves& curves) {
    Bound bound{.haulers = haulers};
    const auto fleet = scene.fleet_of(haulers);
    StopWatch watch;
    ARGOSY_TRY(bound.steady, kernel::upper_bound(scene.now, {.hulls = fleet}, curves));
    bound.solve_ms = watch.lap() * 1e3;
    ARGOSY_TRY(const SteadyState days,
               kernel::upper_bound(scene.now, {.hulls = fleet, .by_turns = false}, curves));
    bound.days = days.credits_an_hour;
    ARGOSY_TRY(const SteadyState whole,
               kernel::upper_bound(scene.now, {fleet, command.hours}, curves));
    bound.whole = whole.credits_an_hour;
    const BoundedSystem grown = kernel::with_exports_grown(scene.now);
    ARGOSY_TRY(const SteadyState later, kernel::upper_bound(grown, {.hulls = fleet}, curves));
    bound.grown = later.credits_an_hour;
    if (command.plan == "start") print_plan(scene.now, bound.steady);
    if (command.plan == "grown") print_plan(grown, later);
    return bound;
}

// Plays the strategy in use for the hours, and works the bound out every hour.
core::Result<Played> play(const Command& command, const System& system, const std::string& law,
                          double haulers) {
    const double later = command.hours - double(kSettled / std::chrono::hours(1));
    if (later <= 0) {
        return core::Error{
            core::ErrorCode::kInvalidArgument,
            fmt::format("hours was {}, expected more than 6 with --run", command.hours)};
    }
    kernel::VirtualWorldOptions options = system.world;
    options.law = law;
    options.haulers = std::int64_t(haulers);
    options.seed = command.seed;
    ARGOSY_TRY(auto world, kernel::VirtualWorld::create(std::move(options)));
    ARGOSY_TRY(kernel::BoundMeter meter, kernel::BoundMeter::create(law));
    const core::TimePoint start = world->now();
    Played played;
    const core::Duration length(std::int64_t(command.hours * kMillisecondsPerHour));
    ARGOSY_CHECK(meter.start(*world, length));
    kernel::ManufacturingRequest request;
    request.system = world->company().home_system();
    ARGOSY_CHECK(world->call(world->company().start_manufacturing(request)));
    const auto agent = world->company().player().agent;
    const double before = double(world->truth().credits(agent).count());
    double settled = before;
    while (world->now() < start + length) {
        const auto hours = std::chrono::floor<std::chrono::hours>(world->now() - start);
        const core::Duration next = std::min<core::Duration>(hours + std::chrono::hours(1), length);
        world->run_for(start + next - world->now());
        ARGOSY_CHECK(meter.mark_when_due(*world));
        if (world->now() - start == kSettled)
            settled = double(world->truth().credits(agent).count());
    }
    const double after = double(world->truth().credits(agent).count());
    played.earned = (after - before) / command.hours;
    played.earned_later = (after - settled) / later;
    played.whole = meter.whole();
    played.steady_later = meter.mean_since(start + kSettled);
    return played;
}

core::Result<std::vector<Bound>> bounds_of(const Command& command) {
    std::vector<Bound> bounds;
    for (const System& system : systems_of(command)) {
        for (const std::string& law : command.laws) {
            ARGOSY_TRY(const Scene scene, Scene::open(system, law));
            planner::StockCurves curves(scene.now.problem.law);
            StopWatch watch;
            ARGOSY_CHECK(kernel::upper_bound(scene.now, {.hulls = scene.hulls}, curves));
            const double curves_ms = watch.lap() * 1e3;
            for (const double haulers : command.ships) {
                ARGOSY_TRY(Bound bound, bound_of(command, scene, haulers, curves));
                bound.system = system.name;
                bound.law = law;
                bound.curves_ms = curves_ms;
                if (command.run) {
                    ARGOSY_TRY(bound.played, play(command, system, law, haulers));
                }
                bounds.push_back(std::move(bound));
            }
        }
    }
    return bounds;
}

double hulls_used(const SteadyState& state) {
    return std::accumulate(state.hull_hours.begin(), state.hull_hours.end(), 0.0);
}

void print_table(const std::vector<Bound>& bounds) {
    fmt::print("{:<12} {:<8} {:>7} | {:>9} {:>9} {:>9} {:>9} | {:>10} {:>9} {:>10} {:>9} | {:>5}\n",
               "system", "law", "haulers", "steady/h", "days/h", "whole/h", "grown/h", "ships used",
               "one more", "requests/h", "one more", "ms");
    for (const Bound& bound : bounds) {
        fmt::print(
            "{:<12} {:<8} {:>7} | {:>9.0f} {:>9.0f} {:>9.0f} {:>9.0f} | {:>10.1f} {:>9.0f} "
            "{:>10.0f} {:>9.1f} | {:>5.0f}\n",
            bound.system, bound.law, bound.haulers, bound.steady.credits_an_hour, bound.days,
            bound.whole, bound.grown, hulls_used(bound.steady), bound.steady.hull_worth.back(),
            bound.steady.requests_an_hour, bound.steady.request_worth, bound.solve_ms);
    }
    for (const Bound& bound : bounds) {
        if (!bound.played) continue;
        const Played& played = *bound.played;
        fmt::print(
            "{:<12} {:<8} {:>7} | the strategy in use earned {:.0f}/h, {:.1f} % of {:.0f}; "
            "after hour 6 {:.0f}/h, {:.1f} % of {:.0f}\n",
            bound.system, bound.law, bound.haulers, played.earned,
            100 * played.earned / played.whole, played.whole, played.earned_later,
            100 * played.earned_later / played.steady_later, played.steady_later);
    }
}

void print_json(const std::vector<Bound>& bounds) {
    boost::json::array rows;
    for (const Bound& bound : bounds) {
        boost::json::object row{{"system", bound.system},
                                {"law", bound.law},
                                {"haulers", bound.haulers},
                                {"steady_credits_per_hour", bound.steady.credits_an_hour},
                                {"days_credits_per_hour", bound.days},
                                {"whole_credits_per_hour", bound.whole},
                                {"grown_credits_per_hour", bound.grown},
                                {"ship_hours_per_hour", hulls_used(bound.steady)},
                                {"credits_per_hour_of_one_hauler", bound.steady.hull_worth.back()},
                                {"requests_per_hour", bound.steady.requests_an_hour},
                                {"credits_of_one_request", bound.steady.request_worth},
                                {"rows", bound.steady.rows},
                                {"columns", bound.steady.columns},
                                {"solve_ms", bound.solve_ms},
                                {"curves_ms", bound.curves_ms}};
        if (bound.played) {
            row["earned_per_hour"] = bound.played->earned;
            row["earned_per_hour_after_6"] = bound.played->earned_later;
            row["bound_per_hour"] = bound.played->whole;
            row["bound_per_hour_after_6"] = bound.played->steady_later;
        }
        rows.push_back(std::move(row));
    }
    fmt::print("{}\n", boost::json::serialize(rows));
}

int run(const Command& command) {
    const auto bounds = bounds_of(command);
    if (!bounds) {
        fmt::print(stderr, "spacetraders-bench: {}\n", bounds.error().message);
        return kExitFailed;
    }
    command.output == "json" ? print_json(*bounds) : print_table(*bounds);
    return 0;
}

}  // namespace

void add_bound_command(CLI::App& app, int& exit_code) {
    const auto chosen = std::make_shared<Command>();
    CLI::App* command = app.add_subcommand(
        "bound", "Works out the most that any strategy could earn, by system, law and fleet");
    command->add_option("--systems", chosen->systems, "Recorded systems")->capture_default_str();
    command->add_option("--generated", chosen->generated, "Seeds of generated systems");
    command->add_option("--ships", chosen->ships, "Light haulers, besides the frigate")
        ->check(CLI::Range(0.0, 100'000.0))
        ->capture_default_str();
    command->add_option("--laws", chosen->laws, "Laws of the economy")->capture_default_str();
    command->add_option("--hours", chosen->hours, "Length of the run that has the bound whole/h")
        ->check(CLI::Range(1.0, 24.0 * 31))
        ->capture_default_str();
    command
        ->add_option("--plan", chosen->plan,
                     "Print the flows, levels and prices of each bound at these volumes")
        ->check(CLI::IsMember({"none", "start", "grown"}))
        ->capture_default_str();
    command->add_flag("--run", chosen->run, "Play the strategy in use for the hours as well");
    command->add_option("--seed", chosen->seed, "Seed of that run")->capture_default_str();
    command->add_option("--output", chosen->output, "table or json")
        ->check(CLI::IsMember({"table", "json"}))
        ->capture_default_str();
    command->footer(
        "Example: spacetraders-bench bound --systems X1-AD75 --laws measured --ships 1 10");
    command->callback([chosen, &exit_code] { exit_code = run(*chosen); });
}

}  // namespace argosy::apps
