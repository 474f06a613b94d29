#include "fleet/claims.h"

#include <gtest/gtest.h>

#include "fleet/testing/fleet_process.h"

namespace argosy::fleet {
namespace {

using testing::FleetProcess;
using testing::kPlayer;
using testing::Remains;

const model::ShipSymbol kShip("ARGOSY-1");
const model::ShipSymbol kOther("ARGOSY-2");

class ClaimsTest : public ::testing::Test {
  protected:
    Result<void> commit(store::Transaction transaction) {
        return remains_.engine->commit(transaction, store::Durability::kNormal);
    }

    Result<void> claim(Claims& claims, const model::ShipSymbol& ship, const std::string& owner) {
        store::Transaction transaction;
        claims.claim(ship, owner, transaction);
        return commit(std::move(transaction));
    }

    Result<void> release(Claims& claims, const model::ShipSymbol& ship, const std::string& owner) {
        store::Transaction transaction;
        claims.release(ship, owner, transaction);
        return commit(std::move(transaction));
    }

    std::int64_t version() {
        return remains_.number(
            "SELECT version AS n FROM ship_assignments WHERE ship_symbol = 'ARGOSY-1'");
    }

    Remains remains_;
    FleetProcess process_{remains_};
    Claims& claims_ = process_.fleet.claims;
};

TEST_F(ClaimsTest, GivesAShipOneOwner) {
    EXPECT_EQ(claims_.owner_of(kShip), "");
    ASSERT_TRUE(claim(claims_, kShip, "haul-1-1").ok());
    EXPECT_EQ(claims_.owner_of(kShip), "haul-1-1");
    EXPECT_EQ(claims_.owner_of(kOther), "");
    EXPECT_EQ(claims_.all(), (std::map<model::ShipSymbol, std::string>{{kShip, "haul-1-1"}}));
}

TEST_F(ClaimsTest, RaisesTheVersionWithEveryChangeOfOwner) {
    ASSERT_TRUE(claim(claims_, kShip, "haul-1-1").ok());
    EXPECT_EQ(version(), 1);
    ASSERT_TRUE(release(claims_, kShip, "haul-1-1").ok());
    EXPECT_EQ(version(), 2);
    EXPECT_TRUE(claims_.all().empty());
    ASSERT_TRUE(claim(claims_, kShip, "scout").ok());
    EXPECT_EQ(version(), 3);
}

TEST_F(ClaimsTest, PassesAShipOnInOneTransaction) {
    ASSERT_TRUE(claim(claims_, kShip, "haul-1-1").ok());
    store::Transaction transaction;
    claims_.transfer(kShip, "haul-1-1", "haul-1-2", transaction);
    ASSERT_TRUE(commit(std::move(transaction)).ok());
    EXPECT_EQ(claims_.owner_of(kShip), "haul-1-2");
    EXPECT_EQ(version(), 2);
    EXPECT_EQ(remains_.number("SELECT COUNT(*) AS n FROM ship_assignments"
                              " WHERE owner_id = 'haul-1-2'"),
              1);
}

TEST_F(ClaimsTest, RefuseToPassOnAShipThatWasTakenAwayMeanwhile) {
    ASSERT_TRUE(claim(claims_, kShip, "haul-1-1").ok());
    FleetProcess second(remains_);
    ASSERT_TRUE(second.run(second.fleet.claims.load()).ok());
    ASSERT_TRUE(release(second.fleet.claims, kShip, "haul-1-1").ok());
    ASSERT_TRUE(claim(second.fleet.claims, kShip, "scout").ok());

    store::Transaction transaction;
    claims_.transfer(kShip, "haul-1-1", "haul-1-2", transaction);
    EXPECT_EQ(commit(std::move(transaction)).error().code, core::ErrorCode::kConflict);
    EXPECT_EQ(remains_.number("SELECT COUNT(*) AS n FROM ship_assignments"
                              " WHERE owner_id = 'scout'"),
              1);
}

TEST_F(ClaimsTest, AreRememberedByTheNextRun) {
    ASSERT_TRUE(claim(claims_, kShip, "haul-1-1").ok());
    ASSERT_TRUE(claim(claims_, kOther, "scout").ok());
    ASSERT_TRUE(release(claims_, kOther, "scout").ok());

    FleetProcess next(remains_);
    ASSERT_TRUE(next.run(next.fleet.claims.load()).ok());
    EXPECT_EQ(next.fleet.claims.owner_of(kShip), "haul-1-1");
    EXPECT_EQ(next.fleet.claims.owner_of(kOther), "");
    EXPECT_TRUE(claim(next.fleet.claims, kOther, "haul-2-1").ok());
}

TEST_F(ClaimsTest, RefuseTheSecondOfTwoProcessesThatTakeAShip) {
    FleetProcess second(remains_);
    ASSERT_TRUE(claim(claims_, kShip, "haul-1-1").ok());
    // It has not heard of the claim, so only the store can tell it.
    const auto refused = claim(second.fleet.claims, kShip, "haul-2-1");
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, core::ErrorCode::kConflict);
    EXPECT_EQ(remains_.number("SELECT COUNT(*) AS n FROM ship_assignments"
                              " WHERE owner_id = 'haul-1-1'"),
              1);
}

TEST_F(ClaimsTest, RefuseAClaimThatIsAChangeBehind) {
    ASSERT_TRUE(claim(claims_, kShip, "haul-1-1").ok());
    ASSERT_TRUE(release(claims_, kShip, "haul-1-1").ok());
    FleetProcess second(remains_);
    ASSERT_TRUE(second.run(second.fleet.claims.load()).ok());
    ASSERT_TRUE(claim(claims_, kShip, "haul-1-2").ok());
    ASSERT_TRUE(release(claims_, kShip, "haul-1-2").ok());

    // The ship is idle again, and yet the second process knows an older state of it.
    store::Transaction transaction;
    transaction.add("UPDATE players SET faction = 'VOID' WHERE id = $1", {kPlayer});
    second.fleet.claims.claim(kShip, "haul-2-1", transaction);
    EXPECT_EQ(commit(std::move(transaction)).error().code, core::ErrorCode::kConflict);
    EXPECT_EQ(remains_.number("SELECT COUNT(*) AS n FROM players WHERE faction = 'VOID'"), 0)
        << "what the claim would have justified did not happen either";
}

TEST_F(ClaimsTest, LeaveOutOfTheIdleShipsThoseThatAreTaken) {
    remains_.world.add_ship();
    remains_.world.add_ship();
    ASSERT_TRUE(process_.run(process_.fleet.ships.refresh()).ok());
    ASSERT_TRUE(claim(claims_, kShip, "haul-1-1").ok());
    EXPECT_EQ(process_.fleet.idle_ships(), std::vector{kOther});
}

}  // namespace
}  // namespace argosy::fleet
