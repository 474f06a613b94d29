#include "hauls/haul_runner.h"

#include <gmock/gmock.h>

#include "hauls/testing/one_hauler.h"

namespace argosy::hauls {
namespace {

using core::Credits;
using core::Units;
using ::testing::ElementsAre;
using testing::HaulProcess;
using testing::HaulRunnerTest;
using testing::kCustomer;
using testing::kFactory;
using testing::kLong;
using testing::kMachinery;

TEST_F(HaulRunnerTest, CarriesAHaulFromPickUpToDrop) {
    HaulProcess& process = start();
    const core::HaulId id = process.add_sale();
    const Offer offer = send();
    EXPECT_EQ(process.fleet.claims.owner_of(ship_), "");
    process.run_for(std::chrono::seconds(1));
    EXPECT_EQ(process.fleet.claims.owner_of(ship_), id.str());
    EXPECT_EQ(process.runner.running(), 1);
    EXPECT_NE(process.runner.doing(id), "");

    process.run_for(kLong);
    EXPECT_THAT(stored("status"), ElementsAre("COMPLETED", "COMPLETED"));
    EXPECT_THAT(ended_, ElementsAre(id));
    EXPECT_EQ(bought(), offer.price.units);
    EXPECT_EQ(sold(), offer.price.units);
    const Haul haul = process.tasks.haul(id);
    EXPECT_EQ(haul.load->total_cost, offer.price.cost);
    EXPECT_EQ(haul.unload->total_revenue, offer.price.revenue);
    EXPECT_EQ(process.runner.doing(id), "");
    expect_at_rest();
}

TEST_F(HaulRunnerTest, KeepsAboardWhatIsWantedAndLeavesTheShipToItsPlayer) {
    HaulProcess& process = start();
    DispatchSettings settings = HaulProcess::kGate;
    settings.advisory = true;
    const core::HaulId id = process.add_keep();
    process.dispatch.set_settings(process.tasks.haul(id).load->operation, settings);
    EXPECT_EQ(send().price.units, Units(30));
    process.run_for(std::chrono::seconds(1));
    EXPECT_EQ(process.runner.running(process.tasks.haul(id).load->operation), 1);
    process.run_for(kLong);
    EXPECT_THAT(stored("status"), ElementsAre("COMPLETED", "COMPLETED"));
    EXPECT_THAT(ended_, ElementsAre(id));
    EXPECT_EQ(real_ship().cargo.of(kMachinery), Units(30));
    EXPECT_EQ(process.tasks.haul(id).unload->actual_quantity, Units(30));
    EXPECT_EQ(process.fleet.claims.owner_of(ship_), fleet::kHeldForPlayer);
    EXPECT_EQ(process.runner.running(), 0);
    EXPECT_EQ(process.ledger.reserved(), Credits(0));
    EXPECT_EQ(process.ledger.balance(), remains_.world.credits);
}

TEST_F(HaulRunnerTest, HandsBackAHaulOfWhichItIsToldOnArrivalThatItIsNotReady) {
    HaulProcess& process = start();
    const core::HaulId id = process.add_sale();
    const core::OperationId operation = process.tasks.haul(id).load->operation;
    process.runner.price_on_arrival(
        operation, [](const Haul&, core::Units) -> core::Result<HaulPrice> {
            return core::Error{core::ErrorCode::kRejected, "not there yet on arrival"};
        });
    send();
    process.run_for(kLong);
    EXPECT_THAT(stored("status"), ElementsAre("READY", "PENDING"));
    EXPECT_EQ(process.tasks.haul(id).load->error, "not there yet on arrival");
    EXPECT_EQ(bought(), Units(0));
    expect_at_rest();
    process.runner.price_as_usual(operation);
    send();
    process.run_for(kLong);
    EXPECT_GT(sold(), Units(0));
}

TEST_F(HaulRunnerTest, SetsItsCreditsAsideUntilItHasBoughtAcrossARestart) {
    HaulProcess& process = start();
    const core::HaulId id = process.add_sale();
    const Offer offer = send();
    while (remains_.number("SELECT COUNT(*) AS n FROM earmarks") == 0 && process.run_events(1)) {
    }
    const core::Credits aside = process.ledger.gate().earmarked(earmark_of(id));
    EXPECT_GE(aside, offer.price.cost);
    EXPECT_EQ(process.ledger.available(), process.ledger.working_capital() - aside);

    EXPECT_EQ(remains_.number("SELECT credits AS n FROM earmarks"), aside.count());

    start().run_for(kLong);
    EXPECT_EQ(bought(), offer.price.units);
    expect_at_rest();
}

TEST_F(HaulRunnerTest, FeedsAFactoryWithWhatItBoughtElsewhere) {
    HaulProcess& process = start();
    const core::HaulId id = process.add_feed();
    const Offer offer = send();
    process.run_for(kLong);
    const Haul haul = process.tasks.haul(id);
    EXPECT_EQ(haul.unload->status, TaskStatus::kCompleted);
    EXPECT_EQ(haul.unload->actual_quantity, offer.price.units);
    // Cheap goods leave the hidden stock open, so that forecasts are a credit a tranche off.
    EXPECT_NEAR(double(haul.unload->total_revenue.count()), double(offer.price.revenue.count()),
                double(offer.price.revenue.count()) / 100.0);
    expect_at_rest();
}

TEST_F(HaulRunnerTest, HandsAHaulBackThatNoLongerPaysOnArrival) {
    real_ship().nav.waypoint = kCustomer;
    HaulProcess& process = start();
    const core::HaulId id = process.add_sale();
    send();
    process.run_for(std::chrono::seconds(10));
    real(kFactory, kMachinery).stock = Units(-400);  // Somebody has bought it all.
    process.run_for(kLong);
    EXPECT_EQ(bought(), Units(0));
    EXPECT_THAT(stored("status"), ElementsAre("READY", "PENDING"));
    EXPECT_THAT(stored("error"),
                ElementsAre("no longer pays on arrival", "no longer pays on arrival"));
    EXPECT_TRUE(process.tasks.haul(id).ship().empty());
    EXPECT_THAT(ended_, ElementsAre(id));
    expect_at_rest();
}

TEST_F(HaulRunnerTest, LiquidatesWhatTheMarketDoesNotTakeAtCost) {
    HaulProcess& process = start();
    process.add_sale();
    buy_all(send());
    // Somebody floods its customer while the ship is on its way.
    real(kCustomer, kMachinery).stock = Units(300);
    process.run_for(kLong);
    EXPECT_EQ(sold(), bought());
    EXPECT_THAT(stored("task_type"), ElementsAre("COLLECT", "SELL", "LIQUIDATE"));
    EXPECT_THAT(stored("status"), ElementsAre("COMPLETED", "CANCELLED", "COMPLETED"));
    EXPECT_EQ(ended_.size(), 2u);
    expect_at_rest();
}

// What was wrong here once read a task after its end: the sanitizers see that at once.
TEST_F(HaulRunnerTest, EndsALiquidationWhosePipelineIsForgottenWhileItIsStored) {
    HaulProcess& process = start();
    const core::HaulId id = process.add_sale();
    const core::PipelineId pipeline = process.tasks.haul(id).unload->pipeline;
    buy_all(send());
    real(kCustomer, kMachinery).stock = Units(300);
    while (process.tasks.completed() < 2 && process.run_events(1)) {
    }
    ASSERT_EQ(process.tasks.completed(), 2) << "the purchase and the liquidation";
    process.tasks.forget(pipeline);
    process.run_for(kLong);
    EXPECT_THAT(stored("status"), ElementsAre("COMPLETED", "CANCELLED", "COMPLETED"));
    expect_at_rest();
}

TEST_F(HaulRunnerTest, LiquidatesCargoWithoutAPurpose) {
    real_ship().cargo.items[kMachinery] = Units(30);
    HaulProcess& process = start();
    process.runtime.spawn(
        process.runner.liquidate(ship_, kMachinery, core::OperationId("operation-1-1")));
    process.run_for(kLong);
    EXPECT_EQ(sold(), Units(30));
    EXPECT_EQ(real_ship().nav.waypoint, kCustomer);
    EXPECT_THAT(stored("status"), ElementsAre("COMPLETED"));
    expect_at_rest();
}

}  // namespace
}  // namespace argosy::hauls
