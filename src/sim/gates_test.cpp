#include "sim/gates.h"

#include <gmock/gmock.h>

#include "sim/testing/one_agent.h"
#include "sim/testing/two_systems.h"

namespace argosy::sim {
namespace {

using core::Credits;
using core::Units;
using model::FlightMode;
using model::NavStatus;
using model::WaypointSymbol;
using sim::testing::code;
using sim::testing::kDawn;
using sim::testing::kHomeGate;
using sim::testing::kLoneGate;
using sim::testing::kOtherGate;
using sim::testing::kOtherPlanet;
using sim::testing::kUnfinishedGate;
using sim::testing::OneAgent;
using sim::testing::two_systems;

constexpr int kFrigate = 1;
constexpr int kExplorer = 3;
const model::TradeSymbol kAntimatter("ANTIMATTER");

class GatesTest : public ::testing::Test {
  protected:
    GatesTest() { agent_.put(kFrigate, kHomeGate); }

    auto jump(const WaypointSymbol& to, core::TimePoint now = kDawn) {
        return Gates(agent_.world()).jump(agent_.name(), agent_.symbol(kFrigate), to, now);
    }
    auto warp(int ship, const WaypointSymbol& to) {
        return Gates(agent_.world()).warp(agent_.name(), agent_.symbol(ship), to, kDawn);
    }
    const MarketGoodState& sold() {
        return *agent_.world().economy().find(kHomeGate)->find(kAntimatter);
    }

    OneAgent agent_{{"SHIP_EXPLORER"}, two_systems()};
};

TEST_F(GatesTest, MovesTheShipAtOnceAndCoolsItDownForTheDistance) {
    const auto jumped = jump(kOtherGate);
    ASSERT_TRUE(jumped.ok());
    const model::Nav& nav = jumped->ship->ship.nav;
    EXPECT_EQ(nav.waypoint, kOtherGate);
    EXPECT_EQ(nav.system.str(), "X1-TWO");
    EXPECT_EQ(nav.status, NavStatus::kInOrbit);
    EXPECT_EQ(nav.route.origin, kHomeGate);
    EXPECT_EQ(nav.route.arrival, kDawn);
    EXPECT_EQ(jumped->ship->cooldown.total_seconds, 165);  // 15 + 0.3 * 500
    EXPECT_EQ(jumped->ship->ship.fuel.current, 400);
    EXPECT_TRUE(agent_.world().is_present(agent_.name(), kOtherGate, kDawn));
    EXPECT_FALSE(agent_.world().is_present(agent_.name(), kHomeGate, kDawn));
}

TEST_F(GatesTest, BuysAntimatterWhereItLeavesAndTakesNoneAboard) {
    const core::Ask ask = model::ask_of(sold().price);
    const Units stock = sold().price.stock;
    const Credits before = agent_.credits();
    const auto jumped = jump(kOtherGate);
    ASSERT_TRUE(jumped.ok());
    EXPECT_EQ(jumped->antimatter.line.waypoint, kHomeGate);
    EXPECT_EQ(jumped->antimatter.line.total, ask * Units(1));
    EXPECT_EQ(agent_.credits(), before - ask * Units(1));
    EXPECT_EQ(sold().price.stock, stock - Units(1));
    EXPECT_EQ(sold().accounted_stock(), sold().price.stock);
    EXPECT_TRUE(jumped->ship->ship.cargo.items.empty());
    EXPECT_EQ(agent_.world().state().deals.at(kHomeGate).front().good, kAntimatter);
}

TEST_F(GatesTest, RefusesAJumpWhileTheShipCoolsDownButLetsItFly) {
    ASSERT_TRUE(jump(kOtherGate).ok());
    const core::TimePoint soon = kDawn + std::chrono::seconds(164);
    EXPECT_EQ(code(jump(kHomeGate, soon)), 4000);
    EXPECT_EQ(
        code(agent_.world().navigate(agent_.name(), agent_.symbol(kFrigate), kOtherPlanet, soon)),
        0);
}

TEST_F(GatesTest, RefusesJumpsThatLeadNowhere) {
    EXPECT_EQ(code(jump(WaypointSymbol("X1-AD75-A1"))), 4208);
    EXPECT_EQ(code(jump(WaypointSymbol("X1-P34-XX8A"))), 4207);
    EXPECT_EQ(code(jump(WaypointSymbol("X1-TWO-Q9"))), 4211);
    EXPECT_EQ(code(jump(kOtherPlanet)), 4229);
    EXPECT_EQ(code(jump(kLoneGate)), 4255);
    EXPECT_EQ(code(jump(kUnfinishedGate)), 4262);
    EXPECT_EQ(agent_.ship(kFrigate).ship.nav.waypoint, kHomeGate);
}

TEST_F(GatesTest, RefusesJumpsFromWhereNoGateIsOrWorks) {
    agent_.put(kFrigate, WaypointSymbol("X1-AD75-A1"));
    EXPECT_EQ(code(jump(kOtherGate)), 4254);
    agent_.put(kFrigate, kUnfinishedGate);
    EXPECT_EQ(code(jump(kHomeGate)), 4256);
    agent_.put(kFrigate, kOtherGate);
    EXPECT_EQ(code(jump(kHomeGate)), 4212);  // No market there.
}

TEST_F(GatesTest, RefusesJumpsWithoutOrbitOrCredits) {
    agent_.world().agent_record(agent_.name()).agent.credits = Credits(100);
    const Units stock = sold().price.stock;
    EXPECT_EQ(code(jump(kOtherGate)), 4600);
    EXPECT_EQ(sold().price.stock, stock);
    agent_.ship(kFrigate).ship.nav.status = NavStatus::kDocked;
    EXPECT_EQ(code(jump(kOtherGate)), 4236);
    agent_.send(kFrigate, kHomeGate, kDawn);
    EXPECT_EQ(code(jump(kOtherGate)), 4214);
}

TEST_F(GatesTest, WarpsBetweenSystemsForFuelAndTime) {
    agent_.put(kExplorer, WaypointSymbol("X1-AD75-A1"));
    const auto warped = warp(kExplorer, kOtherPlanet);
    ASSERT_TRUE(warped.ok());
    const ShipRecord& ship = *warped->ship;
    EXPECT_EQ(ship.ship.fuel.current, 300);
    // 500 * 50 / 36 + 15 = 709.4
    EXPECT_EQ(ship.ship.nav.route.arrival - kDawn, std::chrono::seconds(709));
    EXPECT_EQ(ship.ship.nav.waypoint, kOtherPlanet);
    EXPECT_EQ(ship.ship.nav.status, NavStatus::kInTransit);
    EXPECT_EQ(ship.cooldown.total_seconds, 0);
}

TEST_F(GatesTest, WarpsInOtherModesAsTold) {
    agent_.put(kExplorer, WaypointSymbol("X1-AD75-A1")).ship.nav.flight_mode = FlightMode::kDrift;
    const auto drifting = warp(kExplorer, kOtherPlanet);
    ASSERT_TRUE(drifting.ok());
    // 500 * 300 / 36 + 15 = 4181.7
    EXPECT_EQ(drifting->ship->ship.nav.route.arrival - kDawn, std::chrono::seconds(4182));
    EXPECT_EQ(drifting->ship->ship.fuel.current, 799);
}

TEST_F(GatesTest, RefusesWarpsThatCannotBe) {
    EXPECT_EQ(code(warp(kFrigate, kOtherPlanet)), 4241);
    agent_.put(kExplorer, WaypointSymbol("X1-AD75-A1"));
    EXPECT_EQ(code(warp(kExplorer, WaypointSymbol("X1-AD75-H51"))), 4235);
    EXPECT_EQ(code(warp(kExplorer, WaypointSymbol("X1-TWO-Q9"))), 4201);
    agent_.ship(kExplorer).ship.fuel.current = 499;
    const auto dry = warp(kExplorer, kOtherPlanet);
    EXPECT_EQ(code(dry), 4203);
    EXPECT_EQ(dry.error().message,
              "Warp request failed. Ship ARGOSY-3 requires 1 more fuel for navigation.");
    EXPECT_EQ(agent_.ship(kExplorer).ship.nav.waypoint, WaypointSymbol("X1-AD75-A1"));
    EXPECT_EQ(agent_.ship(kExplorer).ship.nav.route.destination, WaypointSymbol("X1-AD75-A1"));
}

TEST(GatesOutOfReach, RefusesAWarpBeyondTheRangeOfTheDrive) {
    Scenario scenario = two_systems();
    scenario.systems.back().position.x += 5'000;
    OneAgent agent({"SHIP_EXPLORER"}, std::move(scenario));
    agent.put(kExplorer, WaypointSymbol("X1-AD75-A1"));
    EXPECT_EQ(
        code(Gates(agent.world()).warp(agent.name(), agent.symbol(kExplorer), kOtherPlanet, kDawn)),
        4201);
}

}  // namespace
}  // namespace argosy::sim
