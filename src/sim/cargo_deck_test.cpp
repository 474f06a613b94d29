#include "sim/cargo_deck.h"

#include <gmock/gmock.h>

#include "sim/testing/one_agent.h"

namespace argosy::sim {
namespace {

using core::Units;
using model::NavStatus;
using model::ShipSymbol;
using model::TradeSymbol;
using model::WaypointSymbol;
using sim::testing::code;
using sim::testing::kDawn;
using sim::testing::OneAgent;

constexpr int kFrigate = 1;  // Holds 40.
constexpr int kHauler = 3;   // Holds 80.
const WaypointSymbol kA1("X1-AD75-A1");
const TradeSymbol kIron("IRON");

class CargoDeckTest : public ::testing::Test {
  protected:
    CargoDeckTest() {
        for (const int ship : {kFrigate, kHauler})
            agent_.put(ship, kA1);
        hold(kHauler)[kIron] = Units(60);
    }

    std::map<TradeSymbol, Units>& hold(int ship) { return agent_.ship(ship).ship.cargo.items; }
    auto give(std::int64_t units, const ShipSymbol& to) {
        return CargoDeck(agent_.world())
            .transfer(agent_.name(), agent_.symbol(kHauler), {kIron, Units(units), to}, kDawn);
    }
    auto give(std::int64_t units) { return give(units, agent_.symbol(kFrigate)); }
    auto jettison(const TradeSymbol& good, std::int64_t units) {
        return CargoDeck(agent_.world())
            .jettison(agent_.name(), agent_.symbol(kHauler), good, Units(units), kDawn);
    }

    OneAgent agent_{"SHIP_LIGHT_HAULER"};
};

TEST_F(CargoDeckTest, HandsCargoFromShipToShipInOrbitOrDocked) {
    const auto given = give(25);
    ASSERT_TRUE(given.ok());
    EXPECT_EQ(given->from->ship.cargo.of(kIron), Units(35));
    EXPECT_EQ(given->to->ship.cargo.of(kIron), Units(25));
    for (const int ship : {kFrigate, kHauler})
        agent_.ship(ship).ship.nav.status = NavStatus::kDocked;
    ASSERT_TRUE(give(15).ok());
    EXPECT_EQ(hold(kFrigate)[kIron], Units(40));
    EXPECT_EQ(code(give(1)), 4228);
}

TEST_F(CargoDeckTest, LeavesNothingBehindOfAGoodThatIsAllGiven) {
    hold(kHauler)[kIron] = Units(10);
    ASSERT_TRUE(give(10).ok());
    EXPECT_TRUE(hold(kHauler).empty());
}

TEST_F(CargoDeckTest, RefusesMoreThanOneHasOrTheOtherHolds) {
    EXPECT_EQ(code(give(41)), 4217);
    EXPECT_EQ(code(give(61)), 4219);
    EXPECT_EQ(code(give(0)), 422);
    EXPECT_EQ(code(give(-5)), 422);
    EXPECT_EQ(hold(kHauler)[kIron], Units(60));
    EXPECT_TRUE(hold(kFrigate).empty());
}

TEST_F(CargoDeckTest, RefusesShipsThatCannotReceive) {
    EXPECT_EQ(code(give(1, agent_.symbol(kHauler))), 4233);
    EXPECT_EQ(code(give(1, ShipSymbol("ARGOSY-9"))), 4231);
    ASSERT_TRUE(agent_.world().register_agent("account", "OTHER", "COSMIC", kDawn).ok());
    EXPECT_EQ(code(give(1, ShipSymbol("OTHER-1"))), 4232);
}

TEST_F(CargoDeckTest, RefusesShipsThatAreNotSideBySide) {
    agent_.ship(kFrigate).ship.nav.status = NavStatus::kDocked;
    EXPECT_EQ(code(give(1)), 4271);
    agent_.put(kFrigate, WaypointSymbol("X1-AD75-A2"));
    EXPECT_EQ(code(give(1)), 4234);
    agent_.send(kFrigate, kA1, kDawn);
    EXPECT_EQ(code(give(1)), 4214);
    agent_.put(kFrigate, kA1);
    agent_.send(kHauler, kA1, kDawn);
    EXPECT_EQ(code(give(1)), 4214);
}

TEST_F(CargoDeckTest, ThrowsCargoOverboard) {
    const auto thrown = jettison(kIron, 20);
    ASSERT_TRUE(thrown.ok());
    EXPECT_EQ((*thrown)->ship.cargo.of(kIron), Units(40));
    ASSERT_TRUE(jettison(kIron, 40).ok());
    EXPECT_TRUE(hold(kHauler).empty());
}

TEST_F(CargoDeckTest, RefusesToThrowWhatIsNotThere) {
    EXPECT_EQ(code(jettison(kIron, 61)), 4219);
    EXPECT_EQ(code(jettison(TradeSymbol("GOLD"), 1)), 4219);
    EXPECT_EQ(code(jettison(kIron, 0)), 422);
    agent_.send(kHauler, kA1, kDawn);
    EXPECT_EQ(code(jettison(kIron, 1)), 4214);
    EXPECT_EQ(hold(kHauler)[kIron], Units(60));
}

}  // namespace
}  // namespace argosy::sim
