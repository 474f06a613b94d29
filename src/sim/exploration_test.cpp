#include "sim/exploration.h"

#include <gmock/gmock.h>

#include <functional>

#include "sim/testing/one_agent.h"

namespace argosy::sim {
namespace {

using core::Credits;
using model::AgentSymbol;
using model::NavStatus;
using model::ShipSymbol;
using model::SystemSymbol;
using model::WaypointSymbol;
using sim::testing::code;
using sim::testing::kDawn;
using sim::testing::OneAgent;
using ::testing::ElementsAre;

constexpr int kFrigate = 1;
constexpr int kProbe = 2;

const WaypointSymbol kA1("X1-AD75-A1");
const WaypointSymbol kYard("X1-AD75-A2");
const WaypointSymbol kFar("X1-AD75-J58");

// The recorded system, some of it uncharted, with three more systems around.
Scenario wide_scenario() {
    Scenario scenario = recorded_scenario();
    for (WaypointFacts& facts : scenario.waypoints) {
        const WaypointSymbol& symbol = facts.waypoint.symbol;
        facts.charted = symbol != kA1 && symbol != kYard && symbol != kFar;
    }
    const model::Position home = scenario.systems.front().position;
    const auto add = [&](const char* symbol, std::int64_t x, std::int64_t y) {
        SystemFacts system = scenario.systems.front();
        system.symbol = SystemSymbol(symbol);
        system.position = {home.x + x, home.y + y};
        scenario.systems.push_back(system);
    };
    add("X1-NEAR2", 0, -4'800);
    add("X1-NEAR1", 3'000, 0);
    add("X1-OUT", 4'801, 0);
    return scenario;
}

class ExplorationTest : public ::testing::Test {
  protected:
    Exploration desk(ExplorationParameters law = {}) { return Exploration(agent_.world(), law); }
    auto chart(int ship) { return desk().chart(agent_.name(), agent_.symbol(ship), kDawn); }
    auto scan_systems(int ship) {
        return desk().scan_systems(agent_.name(), agent_.symbol(ship), kDawn);
    }
    auto scan_waypoints(int ship) {
        return desk().scan_waypoints(agent_.name(), agent_.symbol(ship), kDawn);
    }
    auto scan_ships(int ship) {
        return desk().scan_ships(agent_.name(), agent_.symbol(ship), kDawn);
    }

    OneAgent agent_{{}, wide_scenario()};
};

TEST_F(ExplorationTest, AChartIsPaidByTheRarityOfTheTraits) {
    const Credits before = agent_.credits();
    agent_.put(kProbe, kA1);
    const auto charted = chart(kProbe);
    ASSERT_EQ(code(charted), 0);
    // 200, MARKETPLACE, FROZEN and SCATTERED_SETTLEMENTS 200 each, SALT_FLATS and MAGMA_SEAS 1,000.
    EXPECT_EQ(charted->reward, Credits(2'800));
    EXPECT_EQ(agent_.credits(), before + Credits(2'800));
    EXPECT_EQ(charted->agent->charts, 1);
    EXPECT_EQ(charted->agent->events.front().type, "CHART_SUBMITTED");
    const ChartRecord* record = agent_.world().chart_of(kA1);
    ASSERT_NE(record, nullptr);
    EXPECT_EQ(record->submitted_by, "ARGOSY");
    EXPECT_EQ(record->submitted_on, kDawn);
}

TEST_F(ExplorationTest, RareTraitsPayMost) {
    ExplorationParameters law;
    law.chart_base = Credits(0);
    law.common_trait = Credits(1);
    law.uncommon_trait = Credits(100);
    law.rare_trait = Credits(10'000);
    Scenario scenario = wide_scenario();
    for (WaypointFacts& facts : scenario.waypoints) {
        if (facts.waypoint.symbol != kFar) continue;
        facts.waypoint.traits = {"OCEAN", "MARKETPLACE", "PIRATE_BASE", "OUTPOST"};
    }
    OneAgent other({}, std::move(scenario));
    other.put(kProbe, kFar);
    const auto charted =
        Exploration(other.world(), law).chart(other.name(), other.symbol(kProbe), kDawn);
    ASSERT_EQ(code(charted), 0);
    EXPECT_EQ(charted->reward, Credits(10'102));
}

TEST_F(ExplorationTest, RefusesASecondChart) {
    ShipRecord& probe = agent_.put(kProbe, kA1);
    probe.ship.nav.status = NavStatus::kDocked;
    ASSERT_EQ(code(chart(kProbe)), 0);
    const Credits paid = agent_.credits();
    const auto again = chart(kProbe);
    ASSERT_EQ(code(again), 4230);
    EXPECT_EQ(again.error().message, "Waypoint already charted: X1-AD75-A1");
    EXPECT_EQ(agent_.credits(), paid);
    EXPECT_EQ(agent_.world().agent_record(agent_.name()).charts, 1);
}

TEST_F(ExplorationTest, RefusesToChartInFlight) {
    agent_.send(kProbe, kFar, kDawn);
    EXPECT_EQ(code(chart(kProbe)), 4214);
    EXPECT_EQ(agent_.world().chart_of(kFar), nullptr);
    EXPECT_EQ(code(chart(99)), 404);
}

TEST_F(ExplorationTest, AnUnchartedPlaceIsOpenToThoseWhoAreThere) {
    Universe& world = agent_.world();
    agent_.put(kFrigate, kFar);
    agent_.send(kProbe, kYard, kDawn);
    EXPECT_EQ(code(world.market(kA1, agent_.name(), kDawn)), 4001);
    EXPECT_EQ(code(world.market(kA1, std::nullopt, kDawn)), 4001);
    EXPECT_EQ(code(world.shipyard(kYard, agent_.name(), kDawn)), 4001);
    agent_.put(kFrigate, kA1);
    agent_.put(kProbe, kYard);
    EXPECT_EQ(code(world.market(kA1, agent_.name(), kDawn)), 0);
    EXPECT_EQ(code(world.shipyard(kYard, agent_.name(), kDawn)), 0);
    ASSERT_EQ(code(chart(kFrigate)), 0);
    agent_.put(kFrigate, kFar);
    EXPECT_EQ(code(world.market(kA1, agent_.name(), kDawn)), 0);
    EXPECT_EQ(code(world.market(kA1, std::nullopt, kDawn)), 0);
}

TEST_F(ExplorationTest, RefusesShipsThatCannotScan) {
    const std::vector<std::function<std::int32_t(int)>> scans{
        [&](int ship) { return code(scan_systems(ship)); },
        [&](int ship) { return code(scan_waypoints(ship)); },
        [&](int ship) { return code(scan_ships(ship)); },
    };
    for (const auto& scan : scans) {
        EXPECT_EQ(scan(99), 404);
        agent_.put(kProbe, kA1);
        EXPECT_EQ(scan(kProbe), 4215);
        EXPECT_EQ(agent_.ship(kProbe).cooldown.total_seconds, 0);
        agent_.put(kFrigate, kA1);
        EXPECT_EQ(scan(kFrigate), 0);
        EXPECT_EQ(agent_.ship(kFrigate).cooldown.total_seconds, 80);
        EXPECT_EQ(scan(kFrigate), 4000);
        agent_.put(kFrigate, kA1).ship.nav.status = NavStatus::kDocked;
        EXPECT_EQ(scan(kFrigate), 4236);
        agent_.send(kFrigate, kFar, kDawn);
        EXPECT_EQ(scan(kFrigate), 4214);
    }
}

TEST_F(ExplorationTest, ScansFindTheSystemsInRangeNearestFirst) {
    agent_.put(kFrigate, kA1);
    const auto scan = scan_systems(kFrigate);
    ASSERT_EQ(code(scan), 0);
    ASSERT_EQ(scan->found.size(), 2u);
    EXPECT_EQ(scan->found[0].thing->symbol.str(), "X1-NEAR1");
    EXPECT_EQ(scan->found[0].distance, 3'000);
    EXPECT_EQ(scan->found[1].thing->symbol.str(), "X1-NEAR2");
    EXPECT_EQ(scan->found[1].distance, 4'800);
}

TEST_F(ExplorationTest, ScansShowNoMoreThanTheirLimit) {
    agent_.put(kFrigate, kA1);
    const auto scan =
        desk({.systems_shown = 1}).scan_systems(agent_.name(), agent_.symbol(kFrigate), kDawn);
    ASSERT_EQ(code(scan), 0);
    ASSERT_EQ(scan->found.size(), 1u);
    EXPECT_EQ(scan->found[0].thing->symbol.str(), "X1-NEAR1");
}

TEST_F(ExplorationTest, ScansFindTheWaypointsInRangeAndTheShipsOwn) {
    agent_.put(kFrigate, kA1);
    const auto scan = scan_waypoints(kFrigate);
    ASSERT_EQ(code(scan), 0);
    EXPECT_EQ(scan->found.front().thing->waypoint.symbol, kA1);
    EXPECT_EQ(scan->found.front().distance, 0);
    for (std::size_t i = 1; i < scan->found.size(); ++i)
        EXPECT_LE(scan->found[i - 1].distance, scan->found[i].distance);

    agent_.put(kFrigate, kFar);
    const auto few = desk({.waypoint_range_per_strength = 1})
                         .scan_waypoints(agent_.name(), agent_.symbol(kFrigate), kDawn);
    ASSERT_EQ(code(few), 0);
    EXPECT_GT(scan->found.size(), few->found.size());
    for (const auto& each : few->found)
        EXPECT_LE(each.distance, 4);
}

TEST_F(ExplorationTest, ScansFindOtherShipsOfAnyAgentAlsoThoseThatArrive) {
    Universe& world = agent_.world();
    ASSERT_TRUE(world.register_agent("account", "OTHER", "COSMIC", kDawn).ok());
    world.move_to(world.state().ships.at(ShipSymbol("OTHER-1")), kA1);
    world.move_to(world.state().ships.at(ShipSymbol("OTHER-2")), kFar);
    agent_.put(kFrigate, kA1);
    agent_.send(kProbe, kA1, kDawn);
    const auto scan = desk({.waypoint_range_per_strength = 1})
                          .scan_ships(agent_.name(), agent_.symbol(kFrigate), kDawn);
    ASSERT_EQ(code(scan), 0);
    std::vector<std::string> symbols;
    for (const auto& each : scan->found)
        symbols.push_back(each.thing->ship.symbol.str());
    EXPECT_THAT(symbols, ElementsAre("ARGOSY-2", "OTHER-1"));
}

}  // namespace
}  // namespace argosy::sim
