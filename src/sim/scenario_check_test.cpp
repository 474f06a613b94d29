#include "sim/scenario_check.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "sim/generator.h"

namespace argosy::sim {
namespace {

using core::Units;
using model::TradeSymbol;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Scenario three_systems() {
    return generate({.seed = 1, .systems = 3});
}

TEST(ScenarioCheck, FindsNothingInRecordedSystems) {
    for (const std::string_view name : kRecordedScenarios)
        EXPECT_THAT(scenario_problems(*recorded_scenario(name)), IsEmpty());
}

TEST(ScenarioCheck, FindsAProductWithoutAnInput) {
    Scenario scenario = recorded_scenario();
    std::erase_if(scenario.market_goods, [](const MarketGoodFacts& facts) {
        return facts.waypoint.str() == "X1-AD75-F49" && facts.good.str() == "QUARTZ_SAND";
    });
    EXPECT_THAT(scenario_problems(scenario),
                Contains("X1-AD75-F49: exports FAB_MATS and does not import QUARTZ_SAND, which it "
                         "is made from"));
}

TEST(ScenarioCheck, FindsAShapeNoStartingSystemHas) {
    Scenario scenario = recorded_scenario();
    std::erase_if(scenario.waypoints,
                  [](const WaypointFacts& facts) { return facts.waypoint.type == "ASTEROID"; });
    EXPECT_THAT(scenario_problems(scenario), ElementsAre(HasSubstr("waypoints was 28")));
}

TEST(ScenarioCheck, FindsAGateThatDoesNotLeadBack) {
    Scenario scenario = three_systems();
    GateFacts& gate = scenario.gates.front();
    const std::string other = gate.connections.front().str();
    gate.connections.erase(gate.connections.begin());
    EXPECT_THAT(scenario_problems(scenario),
                Contains("gate at " + other + ": connects to " + gate.waypoint.str() +
                         ", which does not connect back"));
}

TEST(ScenarioCheck, FindsASystemThatCannotBeReached) {
    Scenario scenario = three_systems();
    const std::string lost = scenario.systems.back().symbol.str();
    const model::WaypointSymbol gate = scenario.gates.back().waypoint;
    scenario.gates.pop_back();
    for (GateFacts& other : scenario.gates)
        std::erase(other.connections, gate);
    EXPECT_THAT(scenario_problems(scenario),
                ElementsAre(lost + ": cannot be reached from " +
                            scenario.systems.front().symbol.str() + " along gates"));
}

TEST(ScenarioCheck, FindsAConnectionToAPlaceWithoutAGate) {
    Scenario scenario = recorded_scenario();
    scenario.gates.front().connections.emplace_back("X1-AD75-A1");
    EXPECT_THAT(scenario_problems(scenario),
                Contains("gate at X1-AD75-I55: connects to X1-AD75-A1, which has no gate"));
}

TEST(ScenarioCheck, FindsGatesTooNearOrTooManyAtOne) {
    Scenario scenario = three_systems();
    scenario.systems[1].position = scenario.systems[0].position;
    EXPECT_THAT(scenario_problems(scenario), Contains(HasSubstr("gates: distances were 0 to ")));

    Scenario crowded = recorded_scenario();
    for (int i = 0; i < 5; ++i)
        crowded.gates.front().connections.emplace_back("X1-FAR" + std::to_string(i) + "-I1");
    EXPECT_THAT(scenario_problems(crowded),
                Contains("gates: one has 10 connections, expected at most 9"));
}

TEST(ScenarioCheck, FindsSitesGatesHullsAndFactionsThatAreNone) {
    Scenario scenario = recorded_scenario();
    scenario.sites.front().materials.front().fulfilled = Units(1601);
    scenario.sites.push_back({model::WaypointSymbol("X1-AD75-A1"), {}});
    scenario.gates.push_back({model::WaypointSymbol("X1-AD75-B6"), {}});
    scenario.ship_listings.front().type = model::ShipType("SHIP_ARK");
    scenario.starts.front().faction = "NOBODY";
    const auto problems = scenario_problems(scenario);
    EXPECT_THAT(problems, Contains(HasSubstr("faction was \"NOBODY\"")));
    EXPECT_THAT(problems, Contains("X1-AD75-A2: lists SHIP_ARK, expected a known hull"));
    EXPECT_THAT(problems, Contains("site at X1-AD75-A1: expected a JUMP_GATE there"));
    EXPECT_THAT(problems, Contains("gate at X1-AD75-B6: expected a JUMP_GATE there"));
    EXPECT_THAT(problems, Contains("site at X1-AD75-I55: fulfilled was 1601 of FAB_MATS, expected "
                                   "0 to 1600"));
}

TEST(ScenarioCheck, FindsASystemWithoutWaypoints) {
    Scenario scenario = recorded_scenario();
    SystemFacts empty;
    empty.symbol = model::SystemSymbol("X1-VOID");
    scenario.systems.push_back(empty);
    EXPECT_THAT(scenario_problems(scenario), Contains("X1-VOID: has no waypoints, expected some"));
}

}  // namespace
}  // namespace argosy::sim
