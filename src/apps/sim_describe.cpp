// `spacetraders-sim describe`: a world on one page.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <cstdio>
#include <set>

#include "apps/sim_worlds.h"
#include "sim/shape.h"

namespace argosy::apps {
namespace {

namespace json = boost::json;

struct World {
    explicit World(const sim::Scenario& whole)
        : scenario(whole), shapes(sim::measure_shapes(whole)), gates(sim::measure_gates(whole)) {
        for (const sim::StartFacts& start : whole.starts)
            homes.insert(model::system_of(start.headquarters));
    }

    const sim::Scenario& scenario;
    std::vector<sim::SystemShape> shapes;
    sim::GateShape gates;
    std::set<model::SystemSymbol> homes;
};

struct GateMeasure {
    const char* name;
    std::int64_t sim::GateShape::* value;
};
constexpr GateMeasure kGateMeasures[] = {
    {"gates", &sim::GateShape::gates},
    {"under_construction", &sim::GateShape::under_construction},
    {"edges", &sim::GateShape::edges},
    {"leaving", &sim::GateShape::leaving},
    {"least_degree", &sim::GateShape::least_degree},
    {"median_degree", &sim::GateShape::median_degree},
    {"most_degree", &sim::GateShape::most_degree},
    {"shortest", &sim::GateShape::shortest},
    {"median", &sim::GateShape::median},
    {"longest", &sim::GateShape::longest},
};

json::object to_json(const World& world) {
    json::array systems;
    for (std::size_t i = 0; i < world.shapes.size(); ++i) {
        const sim::SystemFacts& facts = world.scenario.systems[i];
        json::object shape;
        for (const sim::ShapeRange& range : sim::home_ranges())
            shape[range.name] = range.measure(world.shapes[i]);
        systems.push_back({{"symbol", facts.symbol.str()},
                           {"type", facts.type},
                           {"x", facts.position.x},
                           {"y", facts.position.y},
                           {"faction", facts.faction},
                           {"start", world.homes.contains(facts.symbol)},
                           {"shape", std::move(shape)}});
    }
    json::object gates;
    for (const GateMeasure& measure : kGateMeasures)
        gates[measure.name] = world.gates.*measure.value;
    return {{"name", world.scenario.name},
            {"reset_date", world.scenario.reset_date},
            {"waypoints", world.scenario.waypoints.size()},
            {"market_goods", world.scenario.market_goods.size()},
            {"gates", std::move(gates)},
            {"systems", std::move(systems)}};
}

// A heading of the table in two lines: "engineered_asteroids" would widen it otherwise.
std::string half(std::string_view name, bool first) {
    const std::size_t at = name.find('_');
    if (at == std::string_view::npos) return std::string(first ? "" : name);
    return std::string(first ? name.substr(0, at) : name.substr(at + 1));
}

void print_row(const std::string& title, const std::string& kind, auto value_of) {
    fmt::print("{:<10} {:<8}", title, kind);
    for (const sim::ShapeRange& range : sim::home_ranges())
        fmt::print(" {:>12}", value_of(range));
    fmt::print("\n");
}

void print_table(const World& world) {
    fmt::print("{:<20} {}\n", "name", world.scenario.name);
    fmt::print("{:<20} {}\n", "reset_date", world.scenario.reset_date);
    fmt::print("{:<20} {}\n", "systems", world.scenario.systems.size());
    fmt::print("{:<20} {}\n", "waypoints", world.scenario.waypoints.size());
    fmt::print("{:<20} {}\n", "market_goods", world.scenario.market_goods.size());
    for (const GateMeasure& measure : kGateMeasures)
        fmt::print("{:<20} {}\n", measure.name, world.gates.*measure.value);
    fmt::print("\n");
    print_row("", "", [](const sim::ShapeRange& range) { return half(range.name, true); });
    print_row("system", "", [](const sim::ShapeRange& range) { return half(range.name, false); });
    print_row("", "expected", [](const sim::ShapeRange& range) {
        return range.least == range.most ? fmt::format("{}", range.least)
                                         : fmt::format("{}-{}", range.least, range.most);
    });
    for (const sim::SystemShape& shape : world.shapes) {
        print_row(shape.system.str(), world.homes.contains(shape.system) ? "start" : "",
                  [&shape](const sim::ShapeRange& range) {
                      return fmt::format("{}", range.measure(shape));
                  });
    }
}

}  // namespace

void declare_describe(CLI::App& command, DescribeOptions& options) {
    command.add_option("scenario", options.scenario, "Name, or path of a scenario file")
        ->required();
    command.add_option("--output", options.output, "table or json")
        ->check(CLI::IsMember({"table", "json"}))
        ->capture_default_str();
    command.footer("example: spacetraders-sim describe x1-zg64 --output json");
}

core::Result<void> describe(const DescribeOptions& options) {
    ARGOSY_TRY(const sim::Scenario scenario, find_scenario(options.scenario));
    const World world(scenario);
    if (options.output == "json") {
        fmt::print("{}\n", json::serialize(to_json(world)));
    } else {
        print_table(world);
    }
    return {};
}

}  // namespace argosy::apps
