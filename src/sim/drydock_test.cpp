#include "sim/drydock.h"

#include <gmock/gmock.h>

#include "sim/testing/one_agent.h"

namespace argosy::sim {
namespace {

using core::Credits;
using core::Units;
using model::NavStatus;
using model::TradeSymbol;
using model::WaypointSymbol;
using sim::testing::code;
using sim::testing::kDawn;
using sim::testing::OneAgent;

constexpr int kFrigate = 1;
const WaypointSymbol kYard("X1-AD75-A2");
const WaypointSymbol kNoYard("X1-AD75-A1");
const TradeSymbol kPlating("SHIP_PLATING");
const TradeSymbol kParts("SHIP_PARTS");

class DrydockTest : public ::testing::Test {
  protected:
    DrydockTest() { dock(kYard); }

    void dock(const WaypointSymbol& waypoint) {
        agent_.put(kFrigate, waypoint).ship.nav.status = NavStatus::kDocked;
    }
    ShipRecord& ship() { return agent_.ship(kFrigate); }
    Drydock desk() { return Drydock(agent_.world()); }
    auto repair_quote() {
        return desk().repair_quote(agent_.name(), agent_.symbol(kFrigate), kDawn);
    }
    auto repair() { return desk().repair(agent_.name(), agent_.symbol(kFrigate), kDawn); }
    auto scrap_quote() { return desk().scrap_quote(agent_.name(), agent_.symbol(kFrigate), kDawn); }
    auto scrap() { return desk().scrap(agent_.name(), agent_.symbol(kFrigate), kDawn); }
    const MarketGoodState& good(const TradeSymbol& symbol) {
        return *agent_.world().economy().find(kYard)->find(symbol);
    }
    std::int64_t ask(const TradeSymbol& symbol) {
        return model::ask_of(good(symbol).price).count();
    }
    std::int64_t bid(const TradeSymbol& symbol) {
        return model::bid_of(good(symbol).price).count();
    }

    OneAgent agent_;
};

TEST_F(DrydockTest, RepairsAtThePriceOfTheQuoteAndTheMarket) {
    // Frame and engine of a frigate have a quality of 4: 2 units of plating, 0.8 of parts.
    ship().wear_of(Component::kFrame).condition = 5'000;
    ship().wear_of(Component::kEngine).condition = 8'000;
    const Credits price((20 * ask(kPlating) + 8 * ask(kParts) + 9) / 10);
    const Credits before = agent_.credits();
    const Units plating = good(kPlating).price.stock;
    const Units parts = good(kParts).price.stock;
    EXPECT_EQ(repair_quote()->total, price);
    EXPECT_EQ(agent_.credits(), before);

    const auto repaired = repair();
    ASSERT_TRUE(repaired.ok());
    EXPECT_EQ(repaired->bill.total, price);
    EXPECT_EQ(repaired->bill.waypoint, kYard);
    EXPECT_EQ(agent_.credits(), before - price);
    EXPECT_EQ(good(kPlating).price.stock, plating - Units(2));
    EXPECT_EQ(good(kParts).price.stock, parts - Units(1));
    EXPECT_EQ(good(kParts).accounted_stock(), good(kParts).price.stock);
}

TEST_F(DrydockTest, RestoresEveryConditionAndTakesALittleIntegrity) {
    ship().wear_of(Component::kFrame).condition = 5'000;
    ship().wear_of(Component::kEngine).condition = 0;
    ASSERT_TRUE(repair().ok());
    EXPECT_EQ(ship().wear_of(Component::kFrame).condition, Wear::kNew);
    EXPECT_EQ(ship().wear_of(Component::kFrame).integrity, 9'750);
    EXPECT_EQ(ship().wear_of(Component::kEngine).condition, Wear::kNew);
    EXPECT_EQ(ship().wear_of(Component::kEngine).integrity, 9'500);
    EXPECT_EQ(ship().wear_of(Component::kReactor).integrity, Wear::kNew);
}

TEST_F(DrydockTest, RepairsAShipAsGoodAsNewForNothing) {
    const Credits before = agent_.credits();
    EXPECT_EQ(repair()->bill.total, Credits(0));
    EXPECT_EQ(agent_.credits(), before);
}

TEST_F(DrydockTest, RefusesARepairThatTheAgentCannotPay) {
    ship().wear_of(Component::kFrame).condition = 5'000;
    agent_.world().agent_record(agent_.name()).agent.credits = Credits(10);
    const Units plating = good(kPlating).price.stock;
    EXPECT_EQ(code(repair()), 4265);
    EXPECT_EQ(ship().wear_of(Component::kFrame).condition, 5'000);
    EXPECT_EQ(good(kPlating).price.stock, plating);
}

TEST_F(DrydockTest, ScrapsAShipForItsMaterial) {
    // Half a unit for each point of quality: frame 4; reactor 5 and engine 4.
    const Credits price((20 * bid(kPlating) + 45 * bid(kParts)) / 10);
    ship().ship.cargo.items[TradeSymbol("IRON")] = Units(7);
    const Credits before = agent_.credits();
    const Units parts = good(kParts).price.stock;
    EXPECT_EQ(scrap_quote()->total, price);

    const auto scrapped = scrap();
    ASSERT_TRUE(scrapped.ok());
    EXPECT_EQ(scrapped->bill.total, price);
    EXPECT_EQ(scrapped->agent->agent.credits, before + price);
    EXPECT_EQ(scrapped->agent->earned, price);
    EXPECT_EQ(good(kParts).price.stock, parts + Units(5));
    EXPECT_EQ(code(agent_.world().ship(agent_.name(), agent_.symbol(kFrigate), kDawn)), 404);
    EXPECT_FALSE(agent_.world().is_present(agent_.name(), kYard, kDawn));
    EXPECT_EQ(agent_.world().ships(agent_.name(), kDawn)->size(), 1u);
}

TEST_F(DrydockTest, GoesOnNumberingAfterAScrappedShip) {
    ASSERT_TRUE(scrap().ok());
    Universe& world = agent_.world();
    const ShipRecord& next =
        world.add_ship(world.agent_record(agent_.name()),
                       *world.catalogue().hull(model::ShipType("SHIP_PROBE")), kYard, kDawn);
    EXPECT_EQ(next.ship.symbol, agent_.symbol(3));
    EXPECT_EQ(world.agent_record(agent_.name()).agent.ship_count, 3);
}

TEST_F(DrydockTest, PaysLessForAWornShip) {
    const Credits as_new = scrap_quote()->total;
    ship().wear_of(Component::kFrame).condition = 5'000;
    EXPECT_LT(scrap_quote()->total, as_new);
    for (Wear& wear : ship().wear)
        wear.condition = 0;
    EXPECT_EQ(scrap_quote()->total, Credits(0));
}

TEST_F(DrydockTest, WorksOnlyWhereTheShipIsDockedAtAShipyard) {
    ship().ship.nav.status = NavStatus::kInOrbit;
    EXPECT_EQ(code(repair_quote()), 4264);
    EXPECT_EQ(code(repair()), 4264);
    EXPECT_EQ(code(scrap_quote()), 4263);
    EXPECT_EQ(code(scrap()), 4263);
    dock(kNoYard);
    EXPECT_EQ(code(repair()), 4264);
    EXPECT_EQ(code(scrap()), 4263);
    agent_.send(kFrigate, kYard, kDawn);
    EXPECT_EQ(code(repair()), 4214);
    EXPECT_EQ(code(scrap()), 4214);
}

// Chosen so that nobody lives on buying ships and scrapping them.
TEST_F(DrydockTest, IsNoPlaceToSellNewShipsAtAProfit) {
    Universe& world = agent_.world();
    for (const auto& [yard, record] : world.state().yards) {
        for (const Listing& listing : record.listings) {
            ShipRecord& bought =
                world.add_ship(world.agent_record(agent_.name()),
                               *world.catalogue().hull(listing.facts.type), yard, kDawn);
            const auto worth = desk().scrap_quote(agent_.name(), bought.ship.symbol, kDawn);
            ASSERT_TRUE(worth.ok());
            EXPECT_LT(worth->total, model::ask_of(listing.facts.state) * Units(1))
                << listing.facts.type.str();
        }
    }
}

}  // namespace
}  // namespace argosy::sim
