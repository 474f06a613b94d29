#include "sim/scenario_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "model/goods.h"
#include "sim/catalogue.h"
#include "sim/shape.h"

namespace argosy::sim {
namespace {

using model::SystemSymbol;
using model::TradeSymbol;
using model::WaypointSymbol;

class Checker {
  public:
    explicit Checker(const Scenario& scenario) : scenario_(scenario) {
        for (const WaypointFacts& facts : scenario.waypoints)
            types_.emplace(facts.waypoint.symbol, facts.waypoint.type);
        for (const GateFacts& gate : scenario.gates)
            gates_[gate.waypoint].insert(gate.connections.begin(), gate.connections.end());
    }

    std::vector<std::string> problems() {
        check_starts();
        check_shapes();
        check_recipes();
        check_ships();
        check_sites();
        check_gates();
        check_gate_shape();
        check_reach();
        return std::move(problems_);
    }

  private:
    template <class... Args>
    void problem(fmt::format_string<Args...> text, Args&&... args) {
        problems_.push_back(fmt::format(text, std::forward<Args>(args)...));
    }

    void check_starts() {
        for (const StartFacts& start : scenario_.starts) {
            if (Catalogue::recorded().faction(start.faction) == nullptr)
                problem("start at {}: faction was \"{}\", expected one of the game's",
                        start.headquarters, start.faction);
        }
    }

    void check_shapes() {
        std::set<SystemSymbol> homes;
        for (const StartFacts& start : scenario_.starts)
            homes.insert(model::system_of(start.headquarters));
        for (const SystemShape& shape : measure_shapes(scenario_)) {
            if (shape.waypoints == 0) problem("{}: has no waypoints, expected some", shape.system);
            if (!homes.contains(shape.system)) continue;
            for (std::string& text : home_shape_problems(shape))
                problems_.push_back(std::move(text));
        }
    }

    // Raw goods are mined as well as made, so a market may export them without inputs.
    void check_recipes() {
        std::map<WaypointSymbol, std::set<TradeSymbol>> imports;
        for (const MarketGoodFacts& facts : scenario_.market_goods) {
            if (facts.state.type == model::TradeType::kImport)
                imports[facts.waypoint].insert(facts.good);
        }
        for (const MarketGoodFacts& facts : scenario_.market_goods) {
            const auto recipe = model::recipes().find(facts.good);
            if (facts.state.type != model::TradeType::kExport || model::is_raw(facts.good) ||
                recipe == model::recipes().end()) {
                continue;
            }
            for (const TradeSymbol& input : recipe->second) {
                if (!imports[facts.waypoint].contains(input))
                    problem("{}: exports {} and does not import {}, which it is made from",
                            facts.waypoint, facts.good, input);
            }
        }
    }

    void check_ships() {
        for (const ShipListingFacts& facts : scenario_.ship_listings) {
            if (Catalogue::recorded().hull(facts.type) == nullptr)
                problem("{}: lists {}, expected a known hull", facts.waypoint, facts.type);
        }
    }

    bool is_gate(const WaypointSymbol& waypoint) const {
        const auto found = types_.find(waypoint);
        return found != types_.end() && found->second == "JUMP_GATE";
    }

    void check_sites() {
        for (const SiteFacts& site : scenario_.sites) {
            if (!is_gate(site.waypoint))
                problem("site at {}: expected a JUMP_GATE there", site.waypoint);
            for (const SiteMaterial& material : site.materials) {
                if (material.fulfilled < core::Units(0) || material.fulfilled > material.required)
                    problem("site at {}: fulfilled was {} of {}, expected 0 to {}", site.waypoint,
                            material.fulfilled.count(), material.good, material.required.count());
            }
        }
    }

    // A connection may lead out of the scenario, as those of a recorded system do.
    void check_gates() {
        for (const auto& [waypoint, connections] : gates_) {
            if (!is_gate(waypoint)) problem("gate at {}: expected a JUMP_GATE there", waypoint);
            for (const WaypointSymbol& other : connections) {
                const auto back = gates_.find(other);
                const bool inside = types_.contains(other);
                if (inside && back == gates_.end())
                    problem("gate at {}: connects to {}, which has no gate", waypoint, other);
                if (back != gates_.end() && !back->second.contains(waypoint))
                    problem("gate at {}: connects to {}, which does not connect back", waypoint,
                            other);
            }
        }
    }

    void check_gate_shape() {
        const GateShape shape = measure_gates(scenario_);
        if (shape.most_degree > kMostGateDegree)
            problem("gates: one has {} connections, expected at most {}", shape.most_degree,
                    kMostGateDegree);
        if (shape.edges > 0 &&
            (shape.shortest < kShortestGateEdge || shape.longest > kLongestGateEdge))
            problem("gates: distances were {} to {}, expected {} to {}", shape.shortest,
                    shape.longest, kShortestGateEdge, kLongestGateEdge);
    }

    // From the first start, along gates, as if none were under construction.
    void check_reach() {
        if (scenario_.starts.empty() || scenario_.systems.size() < 2) return;
        std::map<SystemSymbol, std::set<SystemSymbol>> neighbours;
        for (const auto& [waypoint, connections] : gates_) {
            for (const WaypointSymbol& other : connections)
                neighbours[model::system_of(waypoint)].insert(model::system_of(other));
        }
        const SystemSymbol home = model::system_of(scenario_.starts.front().headquarters);
        std::set<SystemSymbol> reached{home};
        std::vector<SystemSymbol> open{home};
        while (!open.empty()) {
            const SystemSymbol from = std::move(open.back());
            open.pop_back();
            for (const SystemSymbol& to : neighbours[from]) {
                if (reached.insert(to).second) open.push_back(to);
            }
        }
        for (const SystemFacts& system : scenario_.systems) {
            if (!reached.contains(system.symbol))
                problem("{}: cannot be reached from {} along gates", system.symbol, home);
        }
    }

    const Scenario& scenario_;
    std::map<WaypointSymbol, std::string> types_;
    std::map<WaypointSymbol, std::set<WaypointSymbol>> gates_;
    std::vector<std::string> problems_;
};

}  // namespace

std::vector<std::string> scenario_problems(const Scenario& scenario) {
    return Checker(scenario).problems();
}

}  // namespace argosy::sim
