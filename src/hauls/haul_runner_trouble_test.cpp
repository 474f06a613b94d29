#include "hauls/haul_runner.h"

#include <gmock/gmock.h>

#include "hauls/testing/one_hauler.h"

namespace argosy::hauls {
namespace {

using core::Credits;
using core::Units;
using ::testing::ElementsAre;
using testing::Fate;
using testing::HaulProcess;
using testing::kCustomer;
using testing::kFactory;
using testing::kIron;
using testing::kLong;

class HaulRunnerInTrouble : public testing::HaulRunnerTest {};

TEST_F(HaulRunnerInTrouble, TriesAgainAfterARefusal) {
    HaulProcess& process = start();
    const core::HaulId id = process.add_sale();
    process.game.fates = {Fate::kRefused};
    const Offer offer = send();
    process.run_for(std::chrono::seconds(10));
    EXPECT_EQ(process.tasks.haul(id).unload->retries, 1);
    EXPECT_EQ(bought(), Units(0));
    process.run_for(kLong);
    EXPECT_EQ(bought(), offer.price.units);
    EXPECT_THAT(stored("status"), ElementsAre("COMPLETED", "COMPLETED"));
    expect_at_rest();
}

TEST_F(HaulRunnerInTrouble, FailsNoHaulBecauseTheServerIsAway) {
    HaulProcess& process = start();
    const core::HaulId id = process.add_sale();
    send();
    process.game.blind = 2 * int(HaulRunner::kMaxAttempts);
    process.run_for(kLong);
    EXPECT_EQ(process.tasks.haul(id).unload->retries, 0);
    EXPECT_THAT(stored("status"), ElementsAre("COMPLETED", "COMPLETED"));
    EXPECT_EQ(sold(), bought());
    expect_at_rest();
}

TEST_F(HaulRunnerInTrouble, NeverGivesUpCargoThatMustBeSold) {
    HaulProcess& process = start();
    process.add_sale();
    buy_all(send());
    process.game.fates.assign(3 * HaulRunner::kMaxAttempts, Fate::kRefused);
    process.run_for(std::chrono::hours(24));
    EXPECT_THAT(stored("task_type"), ElementsAre("COLLECT", "SELL", "LIQUIDATE"));
    EXPECT_EQ(sold(), bought());
    expect_at_rest();
}

TEST_F(HaulRunnerInTrouble, GivesUpAfterItsAttemptsAndFreesTheShip) {
    real_ship().nav.waypoint = kCustomer;
    HaulProcess& process = start();
    const core::HaulId id = process.add_sale();
    send();
    remains_.world.waypoints.erase(kFactory);
    process.run_for(kLong);
    EXPECT_EQ(process.tasks.haul(id).unload->retries, HaulRunner::kMaxAttempts);
    EXPECT_THAT(stored("status"), ElementsAre("FAILED", "CANCELLED"));
    EXPECT_THAT(ended_, ElementsAre(id));
    expect_at_rest();
}

TEST_F(HaulRunnerInTrouble, LiquidatesTheCargoOfAHaulItGaveUp) {
    HaulProcess& process = start();
    process.add_sale();
    buy_all(send());
    process.game.fates.assign(HaulRunner::kMaxAttempts, Fate::kRefused);
    process.run_for(kLong);
    EXPECT_THAT(stored("status"), ElementsAre("COMPLETED", "FAILED", "COMPLETED"));
    EXPECT_THAT(stored("task_type"), ElementsAre("COLLECT", "SELL", "LIQUIDATE"));
    EXPECT_EQ(sold(), bought());
    expect_at_rest();
}

TEST_F(HaulRunnerInTrouble, EndsTheHaulOfAShipThatVanished) {
    HaulProcess& process = start();
    const core::HaulId id = process.add_sale();
    send();
    process.run_for(std::chrono::seconds(1));
    remains_.world.ships.clear();
    process.run_for(kLong);
    EXPECT_THAT(stored("status"), ElementsAre("FAILED", "CANCELLED"));
    EXPECT_EQ(process.runner.running(), 0);
    EXPECT_EQ(process.fleet.claims.owner_of(ship_), "");
    EXPECT_THAT(ended_, ElementsAre(id));
}

TEST_F(HaulRunnerInTrouble, EndsTheHaulOfAShipThatVanishedWhileNobodyWasThere) {
    start().add_sale();
    send();
    process_->run_for(std::chrono::seconds(1));
    process_.reset();
    remains_.world.ships.clear();
    HaulProcess& process = start();
    process.run_for(kLong);
    EXPECT_THAT(stored("status"), ElementsAre("FAILED", "CANCELLED"));
    EXPECT_EQ(process.fleet.claims.owner_of(ship_), "");
}

TEST_F(HaulRunnerInTrouble, KeepsAnExceptionInTheHaulItLeft) {
    HaulProcess& process = start();
    process.add_sale();
    const Offer offer = send();
    int looks = 0;
    process.fleet.helm.on_look([&](const model::WaypointSymbol&) {
        if (++looks <= 2) throw std::runtime_error("a bug");
    });
    process.run_for(kLong);
    EXPECT_GT(looks, 2);
    EXPECT_THAT(stored("status"), ElementsAre("COMPLETED", "COMPLETED"));
    EXPECT_EQ(bought(), offer.price.units);
    EXPECT_EQ(sold(), offer.price.units);
    expect_at_rest();
}

TEST_F(HaulRunnerInTrouble, FreesNoShipThatHoldsOtherCargo) {
    real_ship().cargo.items[kIron] = Units(10);
    HaulProcess& process = start();
    const core::HaulId id = process.add_sale();
    send();
    bool was_free = false;
    while (stored("status").size() < 3 && process.run_events(1)) {
        const bool begun = process.tasks.haul(id).load->status != TaskStatus::kReady;
        was_free = was_free || (begun &&
                                remains_.number("SELECT COUNT(*) AS n FROM ship_assignments"
                                                " WHERE owner_id <> ''") == 0 &&
                                remains_.number("SELECT COUNT(*) AS n FROM manufacturing_tasks"
                                                " WHERE status IN ('ASSIGNED', 'EXECUTING')") > 0);
    }
    EXPECT_FALSE(was_free);
    process.run_for(kLong);
    EXPECT_THAT(stored("task_type"), ElementsAre("COLLECT", "SELL", "LIQUIDATE"));
    EXPECT_THAT(stored("status"), ElementsAre("COMPLETED", "COMPLETED", "COMPLETED"));
    expect_at_rest();
}

TEST_F(HaulRunnerInTrouble, SettlesAPurchaseInDoubtBeforeItGoesOn) {
    HaulProcess& process = start();
    const core::HaulId id = process.add_sale();
    // The first purchase happens, its answer is lost, and looking fails as well.
    bool lost = false;
    process.game.on_effect = [&lost] { lost = true; };
    process.game.fates = {Fate::kAnswerLost};
    const Offer offer = send();
    while (!lost && process.run_events(1)) {
    }
    ASSERT_EQ(process.game.requests.back(), "purchase");
    process.game.blind = 1;
    process.run_for(kLong);
    const Haul haul = process.tasks.haul(id);
    EXPECT_EQ(haul.load->status, TaskStatus::kCompleted);
    EXPECT_EQ(haul.load->actual_quantity, bought()) << "what was in doubt is progress too";
    EXPECT_GE(haul.load->total_cost, Credits(1));
    EXPECT_LE(bought(), offer.price.units);
    EXPECT_EQ(sold(), bought());
    expect_at_rest();
}

TEST_F(HaulRunnerInTrouble, LeavesAHaulAsItIsStoredWhenTheProgramIsStopping) {
    HaulProcess& process = start();
    process.add_sale();
    send();
    while (bought() == Units(0) && process.run_events(1)) {
    }
    process.game.fates = {Fate::kStopped};
    process.run_for(kLong);
    EXPECT_EQ(process.runner.running(), 0);
    EXPECT_TRUE(ended_.empty());
    EXPECT_THAT(stored("status"), ElementsAre("EXECUTING", "ASSIGNED"));
    start().run_for(kLong);
    EXPECT_THAT(stored("status"), ElementsAre("COMPLETED", "COMPLETED"));
    EXPECT_EQ(sold(), bought());
    expect_at_rest();
}

}  // namespace
}  // namespace argosy::hauls
