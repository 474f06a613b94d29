#pragma once

/// @file
/// The shape of a system: counts and distances that tell a likely system from an unlikely one, and
/// the ranges in which those of recorded starting systems lie.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario.h"

namespace argosy::sim {

/// Between markets, in whole units.
struct MarketDistances {
    std::int64_t median = 0;  ///< Of all pairs, those that share a place included.
    std::int64_t most = 0;
    std::int64_t nearest_median = 0;  ///< From a market to the nearest one elsewhere.
};
MarketDistances measure_distances(std::span<const model::Position> markets);

struct SystemShape {
    model::SystemSymbol system;
    std::int64_t waypoints = 0;
    std::int64_t markets = 0;
    std::int64_t fuel_markets = 0;  ///< Markets of FUEL and nothing else.
    std::int64_t shipyards = 0;
    std::int64_t exports = 0;
    std::int64_t imports = 0;
    std::int64_t exchanges = 0;
    MarketDistances distances;
    std::int64_t engineered_asteroids = 0;
    std::int64_t gas_giants = 0;
    std::int64_t jump_gates = 0;
    std::int64_t gates_under_construction = 0;
};

/// Returns the shapes of all systems, in the scenario's order.
std::vector<SystemShape> measure_shapes(const Scenario& scenario);

/// Where a measure of starting systems lies.
struct ShapeRange {
    std::string_view name;  ///< As describe prints it: "nearest_median".
    std::int64_t (*measure)(const SystemShape&);
    std::int64_t least;
    std::int64_t most;
    std::string_view source;
};

/// Returns every measure, in the order they are shown, with the range of starting systems.
std::span<const ShapeRange> home_ranges();

/// Returns whether the distances are those of a starting system.
bool distances_fit_home(const MarketDistances& distances);

/// How gates join the systems of a scenario.
struct GateShape {
    std::int64_t gates = 0;
    std::int64_t under_construction = 0;
    std::int64_t edges = 0;         ///< Between systems of the scenario, each once.
    std::int64_t leaving = 0;       ///< Connections to systems that are not in it.
    std::int64_t least_degree = 0;  ///< Connections of a gate.
    std::int64_t median_degree = 0;
    std::int64_t most_degree = 0;
    std::int64_t shortest = 0;  ///< Lengths of edges; 0 where there are none.
    std::int64_t median = 0;
    std::int64_t longest = 0;
};
GateShape measure_gates(const Scenario& scenario);

/// Of 3,101 gates and 6,827 edges between them, recorded in 2026.
inline constexpr std::int64_t kMostGateDegree = 9;
inline constexpr std::int64_t kShortestGateEdge = 200;
inline constexpr std::int64_t kLongestGateEdge = 6'422;

/// Returns what of a shape lies outside the ranges of starting systems: which measure, what it
/// was, what was expected on what evidence.
std::vector<std::string> home_shape_problems(const SystemShape& shape);

}  // namespace argosy::sim
