#include "sim/construction.h"

#include <gtest/gtest.h>

#include "sim/testing/one_agent.h"

namespace argosy::sim {
namespace {

using core::Units;
using model::ShipSymbol;
using model::TradeSymbol;
using model::WaypointSymbol;
using testing::code;
using testing::kDawn;
using testing::OneAgent;

const WaypointSymbol kGate("X1-AD75-I55");
const WaypointSymbol kA1("X1-AD75-A1");
const TradeSymbol kFabMats("FAB_MATS");
const TradeSymbol kCircuitry("ADVANCED_CIRCUITRY");
const TradeSymbol kStabilizers("QUANTUM_STABILIZERS");

class ConstructionTest : public ::testing::Test {
  protected:
    Universe& world() { return agent_.world(); }
    Construction desk() { return Construction(world()); }

    void bring(const TradeSymbol& good, Units units, const WaypointSymbol& waypoint = kGate) {
        ShipRecord& ship = agent_.put(3, waypoint);
        ship.ship.nav.status = model::NavStatus::kDocked;
        ship.ship.cargo.items[good] = units;
    }
    ApiResult<SupplyDeal> supply(const TradeSymbol& good, Units units) {
        return desk().supply(agent_.name(), kGate, {agent_.symbol(3), good, units}, kDawn);
    }

    OneAgent agent_{"SHIP_LIGHT_HAULER"};
};

TEST_F(ConstructionTest, ShowsWhatASiteStillNeeds) {
    const auto site = desk().site(kGate);
    ASSERT_TRUE(site.ok());
    ASSERT_EQ((*site)->materials.size(), 3u);
    EXPECT_EQ((*site)->materials[0].required, Units(1600));
    EXPECT_EQ((*site)->materials[2].fulfilled, Units(1));
    EXPECT_FALSE((*site)->is_complete());
    EXPECT_EQ(code(desk().site(kA1)), 404);
    EXPECT_EQ(code(desk().site(WaypointSymbol("X1-AD75-Q1"))), 404);
}

TEST_F(ConstructionTest, TakesMaterialOutOfTheHoldAndLeavesMarketsAlone) {
    const std::uint64_t before = [&] {
        core::DecisionHash hash;
        world().economy().mix_into(hash);
        return hash.value();
    }();
    bring(kFabMats, Units(80));
    const auto deal = supply(kFabMats, Units(30));
    ASSERT_TRUE(deal.ok()) << deal.error().message;
    EXPECT_EQ(deal->site->materials[0].fulfilled, Units(30));
    EXPECT_EQ(deal->ship->ship.cargo.of(kFabMats), Units(50));
    core::DecisionHash hash;
    world().economy().mix_into(hash);
    EXPECT_EQ(hash.value(), before);
}

TEST_F(ConstructionTest, IsSharedByAllAgents) {
    bring(kFabMats, Units(80));
    ASSERT_TRUE(supply(kFabMats, Units(80)).ok());
    ASSERT_TRUE(world().register_agent("account", "OTHER", "COSMIC", kDawn).ok());
    ShipRecord& theirs = world().state().ships.at(ShipSymbol("OTHER-1"));
    world().move_to(theirs, kGate);
    theirs.ship.cargo.items[kFabMats] = Units(40);
    const auto deal = desk().supply(model::AgentSymbol("OTHER"), kGate,
                                    {ShipSymbol("OTHER-1"), kFabMats, Units(40)}, kDawn);
    ASSERT_TRUE(deal.ok()) << deal.error().message;
    EXPECT_EQ(deal->site->materials[0].fulfilled, Units(120));
}

TEST_F(ConstructionTest, OpensTheGateWithTheLastUnit) {
    for (int i = 0; i < 20; ++i) {
        bring(kFabMats, Units(80));
        ASSERT_TRUE(supply(kFabMats, Units(80)).ok());
    }
    for (int i = 0; i < 5; ++i) {
        EXPECT_TRUE(world().is_under_construction(kGate));
        bring(kCircuitry, Units(80));
        ASSERT_TRUE(supply(kCircuitry, Units(80)).ok());
    }
    EXPECT_FALSE(world().is_under_construction(kGate));
    EXPECT_TRUE((*desk().site(kGate))->is_complete());
    bring(kFabMats, Units(1));
    EXPECT_EQ(code(supply(kFabMats, Units(1))), 4801);
}

TEST_F(ConstructionTest, RefusesWhatItDoesNotNeed) {
    bring(TradeSymbol("FOOD"), Units(10));
    EXPECT_EQ(code(supply(TradeSymbol("FOOD"), Units(1))), 4800);
    bring(kStabilizers, Units(1));
    const auto met = supply(kStabilizers, Units(1));
    EXPECT_EQ(code(met), 4801);
    EXPECT_EQ(met.error().message,
              "Construction material requirements for QUANTUM_STABILIZERS have been met.");
    world().state().sites.at(kGate).materials[0].fulfilled = Units(1590);
    bring(kFabMats, Units(80));
    EXPECT_EQ(code(supply(kFabMats, Units(11))), 4801);
    EXPECT_EQ(code(supply(kFabMats, Units(10))), 0);
}

TEST_F(ConstructionTest, RefusesShipsThatCannotSupply) {
    bring(kFabMats, Units(5));
    EXPECT_EQ(code(supply(kFabMats, Units(6))), 4219);
    EXPECT_EQ(code(supply(kFabMats, Units(0))), 422);
    agent_.ship(3).ship.nav.status = model::NavStatus::kInOrbit;
    EXPECT_EQ(code(supply(kFabMats, Units(1))), 4244);
    bring(kFabMats, Units(5), kA1);
    EXPECT_EQ(code(supply(kFabMats, Units(1))), 4802);
    agent_.send(3, kGate, kDawn);
    EXPECT_EQ(code(supply(kFabMats, Units(1))), 4214);
    const Handover theirs{ShipSymbol("OTHER-1"), kFabMats, Units(1)};
    EXPECT_EQ(code(desk().supply(agent_.name(), kGate, theirs, kDawn)), 404);
    EXPECT_EQ(code(desk().supply(agent_.name(), kA1, theirs, kDawn)), 404);
    EXPECT_EQ((*desk().site(kGate))->materials[0].fulfilled, Units(0));
}

}  // namespace
}  // namespace argosy::sim
