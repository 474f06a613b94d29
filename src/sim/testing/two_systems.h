#pragma once

/// @file
/// The recorded system with its gate complete, and another one it leads to.

#include "sim/scenario.h"

namespace argosy::sim::testing {

inline const model::WaypointSymbol kHomeGate("X1-AD75-I55");
inline const model::WaypointSymbol kOtherGate("X1-TWO-G1");
inline const model::WaypointSymbol kLoneGate("X1-TWO-G2");        ///< Not connected with home.
inline const model::WaypointSymbol kUnfinishedGate("X1-TWO-G3");  ///< Connected.
inline const model::WaypointSymbol kOtherPlanet("X1-TWO-P1");

/// Returns the recorded system with X1-TWO, at a distance of 500.
inline Scenario two_systems() {
    Scenario scenario = recorded_scenario();
    SystemFacts system = scenario.systems.front();
    system.symbol = model::SystemSymbol("X1-TWO");
    system.position.x += 300;
    system.position.y += 400;
    scenario.systems.push_back(system);
    for (const auto& symbol : {kOtherGate, kLoneGate, kUnfinishedGate, kOtherPlanet}) {
        WaypointFacts facts;
        facts.waypoint.symbol = symbol;
        facts.waypoint.type = symbol == kOtherPlanet ? "PLANET" : "JUMP_GATE";
        scenario.waypoints.push_back(facts);
    }
    for (SiteMaterial& material : scenario.sites.front().materials)
        material.fulfilled = material.required;
    scenario.sites.push_back({kUnfinishedGate, scenario.sites.front().materials});
    scenario.sites.back().materials.front().fulfilled = core::Units(0);
    scenario.gates.front().connections.push_back(kOtherGate);
    scenario.gates.front().connections.push_back(kUnfinishedGate);
    scenario.gates.push_back({kOtherGate, {kHomeGate}});
    scenario.gates.push_back({kLoneGate, {}});
    scenario.gates.push_back({kUnfinishedGate, {kHomeGate}});
    return scenario;
}

}  // namespace argosy::sim::testing
