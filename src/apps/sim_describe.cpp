// `spacetraders-sim describe`: a world on one page.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/algorithm/string/split.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <cstdio>
#include <set>

#include "apps/sim_worlds.h"
#include "sim/json_text.h"
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
    {"shortest_edge", &sim::GateShape::shortest},
    {"median_edge", &sim::GateShape::median},
    {"longest_edge", &sim::GateShape::longest},
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

constexpr std::size_t kHeadingLines = 3;
constexpr std::size_t kValueWidth = 7;  ///< "135-150"

// A measure's name over several lines: "engineered_asteroids" would widen the table otherwise.
std::string heading(std::string_view name, std::size_t line) {
    std::vector<std::string> words;
    boost::algorithm::split(words, name, [](char c) { return c == '_'; });
    const std::size_t empty = kHeadingLines - words.size();
    return line < empty ? "" : words[line - empty];
}

std::size_t width_of(const sim::ShapeRange& range) {
    std::size_t width = kValueWidth;
    for (std::size_t line = 0; line < kHeadingLines; ++line)
        width = std::max(width, heading(range.name, line).size());
    return width;
}

void print_row(const std::string& title, const std::string& kind, auto value_of) {
    fmt::print("{:<10} {:<8}", title, kind);
    for (const sim::ShapeRange& range : sim::home_ranges())
        fmt::print(" {:>{}}", value_of(range), width_of(range));
    fmt::print("\n");
}

void print_facts(const World& world) {
    const auto line = [](std::string_view name, const auto& value) {
        fmt::print("{:<20} {}\n", name, value);
    };
    line("name", world.scenario.name);
    line("reset_date", world.scenario.reset_date);
    line("systems", world.scenario.systems.size());
    line("waypoints", world.scenario.waypoints.size());
    line("market_goods", world.scenario.market_goods.size());
    for (const GateMeasure& measure : kGateMeasures)
        line(measure.name, world.gates.*measure.value);
}

void print_table(const World& world) {
    print_facts(world);
    fmt::print("\n");
    for (std::size_t line = 0; line < kHeadingLines; ++line) {
        print_row(line + 1 == kHeadingLines ? "system" : "", "",
                  [line](const sim::ShapeRange& range) { return heading(range.name, line); });
    }
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
        fmt::print("{}\n", sim::to_json_text(to_json(world)));
    } else {
        print_table(world);
    }
    return {};
}

}  // namespace argosy::apps
