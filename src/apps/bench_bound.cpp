#include "apps/bench_bound.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <memory>

#include "apps/stop_watch.h"
#include "kernel/manufacturing_trial.h"
#include "kernel/upper_bound.h"

namespace argosy::apps {
namespace {

using kernel::BoundedSystem;
using kernel::Volumes;
using planner::SteadyState;

constexpr int kExitFailed = 1;

struct Command {
    std::vector<std::string> systems{"X1-AD75", "X1-ZG64"};
    std::vector<std::uint64_t> generated;
    std::vector<double> ships{10};
    std::vector<std::string> laws{"measured", "inert", "eager", "crowded"};
    double hours = 24;
    std::string output = "table";
    bool plan = false;
    bool run = false;
};

struct System {
    std::string name;
    kernel::VirtualWorldOptions world;
};

/// One line of the table.
struct Bound {
    std::string system;
    std::string law;
    double haulers = 0;
    SteadyState steady;          ///< For ever, at the volumes of the start.
    SteadyState whole;           ///< The mean of the hours, from the stocks of the start.
    SteadyState grown;           ///< For ever, with exports grown.
    double solve_ms = 0;         ///< The first of them.
    double curves_ms = 0;        ///< Once for each law.
    std::optional<double> earned;  ///< Credits an hour of the strategy in use.
    double share() const { return *earned / whole.credits_an_hour; }
};

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
    BoundedSystem grown;
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
        ARGOSY_TRY(scene.grown,
                   kernel::bounded_system(truth, chart, home, law, Volumes::kExportsGrown));
        scene.hulls = kernel::hulls_of(
            scene.now, truth.ships(company.player().agent, scene.world->now()));
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
    fmt::print("\nmarket          good                      type      vol  mgn | units/h  vol/upd |"
               "  level   price    base | worth\n");
    for (std::size_t i = 0; i < state.goods.size(); ++i) {
        const planner::SteadyGoodPlan& plan = state.goods[i];
        const planner::SteadyGood& good = system.problem.goods[i];
        if (std::abs(plan.units_an_hour) < 0.01) continue;
        fmt::print("{:<15} {:<25} {:<8} {:>4} {:>4} | {:>7.1f} {:>8.2f} | {:>6.1f} {:>7.0f} {:>7} | "
                   "{:>6.0f}\n",
                   system.place_of(good).str(), system.symbol_of(good).str(),
                   model::to_string(good.price.type), good.price.volume, good.price.margin,
                   plan.units_an_hour, plan.volumes_an_update, plan.level, plan.price,
                   good.price.base, plan.unit_worth);
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
    ARGOSY_TRY(bound.whole,
               kernel::upper_bound(scene.now, {.hulls = fleet, .hours = command.hours}, curves));
    ARGOSY_TRY(bound.grown, kernel::upper_bound(scene.grown, {.hulls = fleet}, curves));
    if (command.plan) print_plan(scene.now, bound.steady);
    return bound;
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
                bounds.push_back(std::move(bound));
            }
        }
    }
    return bounds;
}

void print_table(const std::vector<Bound>& bounds) {
    fmt::print("{:<13} {:<9} {:>7} | {:>9} {:>9} {:>9} | {:>9} {:>9} {:>8} | {:>8} {:>9}\n",
               "system", "law", "haulers", "steady/h", "whole/h", "grown/h", "hulls", "hull/h",
               "request", "solve ms", "curves ms");
    for (const Bound& bound : bounds) {
        double used = 0;
        for (const double hours : bound.steady.hull_hours)
            used += hours;
        fmt::print("{:<13} {:<9} {:>7} | {:>9.0f} {:>9.0f} {:>9.0f} | {:>9.2f} {:>9.0f} {:>8.1f} | "
                   "{:>8.1f} {:>9.1f}\n",
                   bound.system, bound.law, bound.haulers, bound.steady.credits_an_hour,
                   bound.whole.credits_an_hour, bound.grown.credits_an_hour, used,
                   bound.steady.hull_worth.back(), bound.steady.request_worth, bound.solve_ms,
                   bound.curves_ms);
    }
}

int run(const Command& command) {
    const auto bounds = bounds_of(command);
    if (!bounds) {
        fmt::print(stderr, "spacetraders-bench: {}\n", bounds.error().message);
        return kExitFailed;
    }
    print_table(*bounds);
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
        ->check(CLI::Range(0.1, 24.0 * 31))
        ->capture_default_str();
    command->add_flag("--plan", chosen->plan, "Print the flows and levels of each bound");
    command->add_option("--output", chosen->output, "table or json")
        ->check(CLI::IsMember({"table", "json"}))
        ->capture_default_str();
    command->footer("Example: spacetraders-bench bound --systems X1-AD75 --laws measured --ships 1 10");
    command->callback([chosen, &exit_code] { exit_code = run(*chosen); });
}

}  // namespace argosy::apps
