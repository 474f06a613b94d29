#include "fleet/idle_pool.h"

#include <gtest/gtest.h>

#include "fleet/testing/fleet_process.h"

namespace argosy::fleet {
namespace {

using testing::FleetProcess;
using testing::Remains;

class IdlePoolTest : public ::testing::Test {
  protected:
    IdlePoolTest() {
        ship_ = remains_.world.add_ship(400).symbol;
        EXPECT_TRUE(process_.run(fleet_.ships.refresh()).ok());
    }

    void claim_and_release() {
        store::Transaction transaction;
        fleet_.claims.claim(ship_, "haul-1-1", transaction);
        EXPECT_EQ(pool_.all().count(ship_), 0u);
        fleet_.claims.release(ship_, "haul-1-1", transaction);
        EXPECT_TRUE(
            process_.run(process_.store.commit(std::move(transaction), store::Durability::kNormal))
                .ok());
    }

    Remains remains_;
    FleetProcess process_{remains_};
    Fleet& fleet_ = process_.fleet;
    IdlePool& pool_ = fleet_.idle;
    model::ShipSymbol ship_;
};

TEST_F(IdlePoolTest, KnowsNoReasonForAShipNobodyHasLookedAt) {
    EXPECT_EQ(pool_.all().size(), fleet_.ships.all().size());
    EXPECT_EQ(pool_.why(ship_).reason, IdleReason::kNobodyAsked);
}

TEST_F(IdlePoolTest, KeepsAReasonUntilTheShipIsClaimed) {
    pool_.pass_over(ship_, {IdleReason::kNoHaulClears, "3 wait"});
    EXPECT_EQ(pool_.all().at(ship_).reason, IdleReason::kNoHaulClears);
    EXPECT_EQ(describe(pool_.why(ship_)), "no haul clears (3 wait)");
    claim_and_release();
    EXPECT_EQ(pool_.why(ship_).reason, IdleReason::kNobodyAsked);
    pool_.pass_over(ship_, {IdleReason::kNothingDue, ""});
    EXPECT_EQ(pool_.why(ship_).reason, IdleReason::kNothingDue);
    pool_.forget();
    EXPECT_EQ(pool_.why(ship_).reason, IdleReason::kNobodyAsked);
}

TEST_F(IdlePoolTest, SeesCargoAboardWhateverWasSaid) {
    pool_.pass_over(ship_, {IdleReason::kNoHaulClears, ""});
    model::Cargo cargo = fleet_.ships.at(ship_).cargo;
    cargo.items[model::TradeSymbol("IRON")] = core::Units(7);
    fleet_.ships.set_cargo(ship_, cargo);
    EXPECT_EQ(pool_.why(ship_).reason, IdleReason::kLaden);
    EXPECT_EQ(pool_.why(ship_).detail, "7 IRON");
}

}  // namespace
}  // namespace argosy::fleet
