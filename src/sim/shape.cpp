#include "sim/shape.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <tuple>
#include <utility>

namespace argosy::sim {
namespace {

using model::Position;

constexpr std::string_view kTable = "the four starting systems recorded from 2024 to 2025";
constexpr std::string_view kPlan = "all starting systems seen";

constexpr ShapeRange kHomeRanges[] = {
    {"waypoints", [](const SystemShape& s) { return s.waypoints; }, 82, 93, kTable},
    {"markets", [](const SystemShape& s) { return s.markets; }, 25, 29, kTable},
    {"fuel_markets", [](const SystemShape& s) { return s.fuel_markets; }, 4, 5, kTable},
    {"shipyards", [](const SystemShape& s) { return s.shipyards; }, 3, 3, kPlan},
    {"exports", [](const SystemShape& s) { return s.exports; }, 35, 39, kTable},
    {"imports", [](const SystemShape& s) { return s.imports; }, 68, 83, kTable},
    {"exchanges", [](const SystemShape& s) { return s.exchanges; }, 43, 48, kTable},
    {"median_distance", [](const SystemShape& s) { return s.distances.median; }, 135, 150, kTable},
    {"most_distance", [](const SystemShape& s) { return s.distances.most; }, 828, 935, kTable},
    {"nearest_median", [](const SystemShape& s) { return s.distances.nearest_median; }, 40, 51,
     kTable},
    {"engineered_asteroids", [](const SystemShape& s) { return s.engineered_asteroids; }, 1, 1,
     kPlan},
    {"gas_giants", [](const SystemShape& s) { return s.gas_giants; }, 1, 1, kPlan},
    {"jump_gates", [](const SystemShape& s) { return s.jump_gates; }, 1, 1, kPlan},
    {"gates_under_construction", [](const SystemShape& s) { return s.gates_under_construction; }, 1,
     1, kPlan},
};

std::int64_t between(Position a, Position b) {
    const std::int64_t x = a.x - b.x;
    const std::int64_t y = a.y - b.y;
    return std::llround(std::sqrt(double(x * x + y * y)));
}

// The middle one, or the mean of both middle ones, rounded.
std::int64_t median(std::vector<std::int64_t>& values) {
    if (values.empty()) return 0;
    const auto middle = values.begin() + std::ptrdiff_t(values.size() / 2);
    std::ranges::nth_element(values, middle);
    if (values.size() % 2 == 1) return *middle;
    return (*middle + *std::max_element(values.begin(), middle) + 1) / 2;
}

// The least, the median and the most; zeros when there are none.
std::tuple<std::int64_t, std::int64_t, std::int64_t> spread(std::vector<std::int64_t>& values) {
    if (values.empty()) return {0, 0, 0};
    const auto [least, most] = std::ranges::minmax(values);
    return {least, median(values), most};
}

bool fits(const ShapeRange& range, std::int64_t value) {
    return value >= range.least && value <= range.most;
}

bool is_complete(const SiteFacts& site) {
    return std::ranges::all_of(site.materials, [](const SiteMaterial& material) {
        return material.fulfilled >= material.required;
    });
}

class ShapeMeter {
  public:
    explicit ShapeMeter(const Scenario& scenario) : scenario_(scenario) {
        for (const SystemFacts& system : scenario.systems) {
            numbers_.emplace(system.symbol, shapes_.size());
            shapes_.push_back({.system = system.symbol});
        }
        places_.resize(shapes_.size());
    }

    std::vector<SystemShape> measure() {
        for (const WaypointFacts& facts : scenario_.waypoints)
            count_waypoint(facts.waypoint);
        count_goods();
        for (const SiteFacts& site : scenario_.sites) {
            if (!is_complete(site)) ++shapes_[number_of(site.waypoint)].gates_under_construction;
        }
        for (std::size_t i = 0; i < shapes_.size(); ++i)
            shapes_[i].distances = measure_distances(places_[i]);
        return std::move(shapes_);
    }

  private:
    std::size_t number_of(const model::WaypointSymbol& waypoint) const {
        return numbers_.at(model::system_of(waypoint));
    }

    void count_waypoint(const model::Waypoint& waypoint) {
        const std::size_t number = number_of(waypoint.symbol);
        SystemShape& shape = shapes_[number];
        ++shape.waypoints;
        shape.engineered_asteroids += waypoint.type == "ENGINEERED_ASTEROID" ? 1 : 0;
        shape.gas_giants += waypoint.type == "GAS_GIANT" ? 1 : 0;
        shape.jump_gates += waypoint.type == "JUMP_GATE" ? 1 : 0;
        shape.shipyards += waypoint.has_trait("SHIPYARD") ? 1 : 0;
        if (!waypoint.has_trait("MARKETPLACE")) return;
        ++shape.markets;
        places_[number].push_back(waypoint.position);
    }

    void count_goods() {
        std::map<model::WaypointSymbol, bool> fuel_only;
        for (const MarketGoodFacts& facts : scenario_.market_goods) {
            SystemShape& shape = shapes_[number_of(facts.waypoint)];
            shape.exports += facts.state.type == model::TradeType::kExport ? 1 : 0;
            shape.imports += facts.state.type == model::TradeType::kImport ? 1 : 0;
            shape.exchanges += facts.state.type == model::TradeType::kExchange ? 1 : 0;
            bool& only = fuel_only.try_emplace(facts.waypoint, true).first->second;
            only = only && facts.good.str() == "FUEL";
        }
        for (const auto& [waypoint, only] : fuel_only)
            shapes_[number_of(waypoint)].fuel_markets += only ? 1 : 0;
    }

    const Scenario& scenario_;
    std::map<model::SystemSymbol, std::size_t> numbers_;
    std::vector<SystemShape> shapes_;
    std::vector<std::vector<Position>> places_;  ///< Of each system's markets.
};

}  // namespace

MarketDistances measure_distances(std::span<const Position> markets) {
    MarketDistances result;
    std::vector<std::int64_t> pairs;
    std::vector<std::int64_t> nearest;
    for (std::size_t i = 0; i < markets.size(); ++i) {
        std::int64_t least = std::numeric_limits<std::int64_t>::max();
        for (std::size_t k = 0; k < markets.size(); ++k) {
            const std::int64_t length = between(markets[i], markets[k]);
            if (k < i) pairs.push_back(length);
            if (markets[i] != markets[k]) least = std::min(least, length);
        }
        if (least != std::numeric_limits<std::int64_t>::max()) nearest.push_back(least);
    }
    result.most = pairs.empty() ? 0 : *std::ranges::max_element(pairs);
    result.median = median(pairs);
    result.nearest_median = median(nearest);
    return result;
}

std::vector<SystemShape> measure_shapes(const Scenario& scenario) {
    return ShapeMeter(scenario).measure();
}

GateShape measure_gates(const Scenario& scenario) {
    std::map<model::SystemSymbol, Position> places;
    for (const SystemFacts& system : scenario.systems)
        places.emplace(system.symbol, system.position);
    GateShape shape;
    std::vector<std::int64_t> degrees;
    std::map<std::pair<model::SystemSymbol, model::SystemSymbol>, std::int64_t> lengths;
    for (const GateFacts& gate : scenario.gates) {
        const model::SystemSymbol here = model::system_of(gate.waypoint);
        degrees.push_back(std::int64_t(gate.connections.size()));
        for (const model::WaypointSymbol& connection : gate.connections) {
            const model::SystemSymbol there = model::system_of(connection);
            if (const auto place = places.find(there); place != places.end()) {
                lengths.emplace(std::minmax(here, there), between(places.at(here), place->second));
            } else {
                ++shape.leaving;
            }
        }
    }
    shape.gates = std::int64_t(degrees.size());
    shape.under_construction =
        std::ranges::count_if(scenario.sites, [](const auto& site) { return !is_complete(site); });
    shape.edges = std::int64_t(lengths.size());
    std::vector<std::int64_t> sorted;
    for (const auto& [ends, length] : lengths)
        sorted.push_back(length);
    std::tie(shape.least_degree, shape.median_degree, shape.most_degree) = spread(degrees);
    std::tie(shape.shortest, shape.median, shape.longest) = spread(sorted);
    return shape;
}

std::span<const ShapeRange> home_ranges() {
    return kHomeRanges;
}

bool distances_fit_home(const MarketDistances& distances) {
    const SystemShape shape{.distances = distances};
    return std::ranges::all_of(kHomeRanges, [&shape](const ShapeRange& range) {
        const bool is_distance = range.name == "median_distance" || range.name == "most_distance" ||
                                 range.name == "nearest_median";
        return !is_distance || fits(range, range.measure(shape));
    });
}

std::vector<std::string> home_shape_problems(const SystemShape& shape) {
    std::vector<std::string> problems;
    for (const ShapeRange& range : kHomeRanges) {
        const std::int64_t value = range.measure(shape);
        if (fits(range, value)) continue;
        const std::string expected = range.least == range.most
                                         ? std::to_string(range.least)
                                         : fmt::format("{} to {}", range.least, range.most);
        problems.push_back(fmt::format("{}: {} was {}, expected {} as in {}", shape.system,
                                       range.name, value, expected, range.source));
    }
    return problems;
}

}  // namespace argosy::sim
