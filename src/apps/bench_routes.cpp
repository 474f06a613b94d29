#include "apps/bench_routes.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <memory>

#include "apps/stop_watch.h"
#include "kernel/voyages.h"

namespace argosy::apps {
namespace {

constexpr int kExitFailed = 1;
constexpr std::int64_t kLookUps = 1'000'000;
constexpr const char* kGenerated = "generated";

struct RoutesCommand {
    std::uint64_t seed = 1;
    std::int64_t legs = 0;
    std::vector<std::string> systems{"X1-AD75", "X1-ZG64", kGenerated};
    std::string output = "table";

    /// Returns the scenario that Voyages know a system by.
    static std::string scenario_of(const std::string& system) {
        return system == kGenerated ? "" : system;
    }
};

/// A class of hull, by what a route depends on.
struct HullClass {
    const char* name;
    std::int64_t speed;
    std::int64_t tank;
};

constexpr HullClass kHulls[] = {
    {"light hauler", 15, 600}, {"frigate", 36, 400}, {"mining drone", 9, 80}, {"probe", 9, 0}};

struct MatrixFigures {
    std::string system;
    const char* hull = "";
    std::int64_t waypoints = 0;
    std::int64_t cells = 0;
    double build_ms = 0;
    double find_ns = 0;
    double plan_us = 0;        ///< Of one route with a tank half full, not in the matrix.
    std::int64_t dropped = 0;  ///< Cells, when one fuel stop is lost.
    double drop_us = 0;
};

MatrixFigures measure(const fleet::Fleet& fleet, const model::SystemSymbol& system,
                      const HullClass& hull) {
    model::Ship ship;
    ship.speed = hull.speed;
    ship.fuel = {hull.tank, hull.tank};
    std::vector<model::WaypointSymbol> places;
    for (const auto& [symbol, waypoint] : fleet.chart.all()) {
        if (model::system_of(symbol) == system) places.push_back(symbol);
    }
    fleet::RouteTimes routes(fleet.chart);
    fleet::FuelStops stops = fleet.routes.fuel_sold_at();
    routes.set_fuel_sold_at(stops);
    routes.map();

    MatrixFigures figures{
        .system = system.str(), .hull = hull.name, .waypoints = std::int64_t(places.size())};
    StopWatch watch;
    figures.cells = routes.fill(ship, system);
    figures.build_ms = watch.lap() * 1e3;
    std::size_t number = 0;
    for (std::int64_t asked = 0; asked < kLookUps; ++asked) {
        number = (number + 7) % (places.size() * places.size());
        routes.find(ship, places[number / places.size()], places[number % places.size()]);
    }
    figures.find_ns = watch.lap() * 1e9 / double(kLookUps);
    for (const model::WaypointSymbol& to : places) {
        (void)routes.plan({.from = places.front(),
                           .to = to,
                           .speed = hull.speed,
                           .fuel = {hull.tank / 2, hull.tank}});
    }
    figures.plan_us = watch.lap() * 1e6 / double(places.size());
    for (const auto& [stop, ask] : stops) {
        if (model::system_of(stop) != system) continue;
        stops.erase(stop);
        break;
    }
    watch.lap();
    routes.set_fuel_sold_at(stops);
    figures.drop_us = watch.lap() * 1e6;
    figures.dropped = routes.work().dropped;
    return figures;
}

void print_table(const std::vector<MatrixFigures>& all) {
    fmt::print("{:<10} {:<13} {:>9} {:>7} {:>9} {:>8} {:>8} {:>9} {:>9}\n", "system", "hull",
               "waypoints", "cells", "build ms", "find ns", "plan us", "dropped", "drop us");
    for (const MatrixFigures& each : all) {
        fmt::print("{:<10} {:<13} {:>9} {:>7} {:>9.1f} {:>8.0f} {:>8.1f} {:>9} {:>9.0f}\n",
                   each.system, each.hull, each.waypoints, each.cells, each.build_ms, each.find_ns,
                   each.plan_us, each.dropped, each.drop_us);
    }
}

void print_json(const std::vector<MatrixFigures>& all) {
    boost::json::array rows;
    for (const MatrixFigures& each : all) {
        rows.push_back(boost::json::object{{"system", each.system},
                                           {"hull", each.hull},
                                           {"waypoints", each.waypoints},
                                           {"cells", each.cells},
                                           {"build_ms", each.build_ms},
                                           {"find_ns", each.find_ns},
                                           {"plan_us", each.plan_us},
                                           {"dropped", each.dropped},
                                           {"drop_us", each.drop_us}});
    }
    fmt::print("{}\n", boost::json::serialize(rows));
}

// Returns whether no ship was stranded.
core::Result<bool> fly(const RoutesCommand& command) {
    bool sound = true;
    const auto systems = std::int64_t(command.systems.size());
    for (const std::string& system : command.systems) {
        ARGOSY_TRY(auto voyages,
                   kernel::Voyages::create(
                       {.seed = command.seed, .scenario = RoutesCommand::scenario_of(system)}));
        ARGOSY_TRY(const kernel::VoyageReport report, voyages->fly(command.legs / systems));
        fmt::print(stderr,
                   "{}: {} legs, {} journeys, {} to another system, {} told again, {} fuel stops"
                   " lost, {} kills, {} hours, {} stranded\n",
                   system, report.legs, report.arrivals, report.jumps, report.refused,
                   report.fuel_stops_lost, report.killed, report.hours, report.stranded.size());
        for (const std::string& ship : report.stranded)
            fmt::print(stderr, "stranded: {}\n", ship);
        sound = sound && report.stranded.empty();
    }
    return sound;
}

core::Result<bool> run(const RoutesCommand& command) {
    if (command.legs > 0) return fly(command);
    std::vector<MatrixFigures> all;
    for (const std::string& name : command.systems) {
        ARGOSY_TRY(
            const auto voyages,
            kernel::Voyages::create(
                {.seed = command.seed, .ships = 0, .scenario = RoutesCommand::scenario_of(name)}));
        const fleet::Fleet& fleet = voyages->fleet();
        const model::SystemSymbol system = model::system_of(fleet.chart.all().begin()->first);
        for (const HullClass& hull : kHulls)
            all.push_back(measure(fleet, system, hull));
    }
    command.output == "json" ? print_json(all) : print_table(all);
    return true;
}

}  // namespace

void add_routes_command(CLI::App& app, int& exit_code) {
    const auto chosen = std::make_shared<RoutesCommand>();
    CLI::App* command = app.add_subcommand(
        "routes", "Measures the matrices of routes, or lets ships fly at random and be let down");
    command
        ->add_option("--legs", chosen->legs,
                     "Random legs to fly; fails when a ship is stranded (0: measure instead)")
        ->check(CLI::Range(std::int64_t(0), std::int64_t(100'000'000)))
        ->capture_default_str();
    command->add_option("--system", chosen->systems, "X1-AD75, X1-ZG64, generated, or all three")
        ->delimiter(',')
        ->check(CLI::IsMember({"X1-AD75", "X1-ZG64", kGenerated}))
        ->capture_default_str();
    command->add_option("--seed", chosen->seed, "Seed of all randomness")->capture_default_str();
    command->add_option("--output", chosen->output, "table or json")
        ->check(CLI::IsMember({"table", "json"}))
        ->capture_default_str();
    command->footer("Example: spacetraders-bench routes --output json");
    command->callback([chosen, &exit_code] {
        const auto sound = run(*chosen);
        if (!sound) fmt::print(stderr, "spacetraders-bench: {}\n", sound.error().message);
        exit_code = sound && *sound ? 0 : kExitFailed;
    });
}

}  // namespace argosy::apps
