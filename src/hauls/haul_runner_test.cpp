#include "hauls/haul_runner.h"

#include <gmock/gmock.h>

#include "hauls/testing/haul_process.h"

namespace argosy::hauls {
namespace {

using core::Credits;
using core::Units;
using ledger::EntryType;
using ::testing::ElementsAre;
using testing::Fate;
using testing::HaulProcess;
using testing::kCustomer;
using testing::kFactory;
using testing::kIron;
using testing::kMachinery;
using testing::Remains;

constexpr core::Duration kLong = std::chrono::hours(6);

class HaulRunnerTest : public ::testing::Test {
  protected:
    HaulRunnerTest() {
        testing::settle_world(remains_);
        ship_ = remains_.world.add_ship(400).symbol;
    }

    HaulProcess& start() {
        process_.reset();
        process_ = std::make_unique<HaulProcess>(remains_, ++seed_);
        EXPECT_TRUE(process_->run(process_->open()).ok());
        process_->runner.on_end([this](const core::HaulId& haul) { ended_.push_back(haul); });
        return *process_;
    }

    static core::Task<void> begin(HaulRunner& runner, Offer offer) {
        EXPECT_TRUE((co_await runner.start(offer)).ok());
    }

    // Starts the haul that the gate lets through.
    Offer send() {
        const auto offer = process_->best();
        EXPECT_TRUE(offer.has_value());
        process_->runtime.spawn(begin(process_->runner, *offer));
        return *offer;
    }

    // Runs until everything that the offer is of is aboard.
    void buy_all(const Offer& offer) {
        while (bought() < offer.price.units && process_->run_events(1)) {
        }
        ASSERT_EQ(bought(), offer.price.units);
    }

    // The haul's tasks as they are stored, whoever remembers them.
    std::vector<std::string> stored(std::string_view column) {
        std::vector<std::string> values;
        const auto rows = remains_.engine->query(
            "SELECT status, error, task_type FROM manufacturing_tasks ORDER BY id", {});
        for (const store::Row& row : rows.value())
            values.push_back(row.text(column));
        return values;
    }

    model::Ship& real_ship() { return remains_.world.ships.at(ship_); }
    model::PriceState& real(const model::WaypointSymbol& market, const model::TradeSymbol& good) {
        return remains_.world.markets.at(market).at(good);
    }

    Units traded(model::TransactionType type) const {
        Units units;
        for (const model::MarketTransaction& line : remains_.world.trades) {
            if (line.good == kMachinery && line.type == type) units += line.units;
        }
        return units;
    }
    Units bought() const { return traded(model::TransactionType::kPurchase); }
    Units sold() const { return traded(model::TransactionType::kSell); }

    void expect_at_rest() {
        EXPECT_EQ(process_->runner.running(), 0);
        EXPECT_EQ(process_->fleet.claims.owner_of(ship_), "");
        EXPECT_EQ(
            remains_.number("SELECT COUNT(*) AS n FROM ship_assignments WHERE owner_id <> ''"), 0);
        EXPECT_TRUE(real_ship().cargo.items.empty());
        EXPECT_EQ(process_->ledger.balance(), remains_.world.credits);
        EXPECT_TRUE(process_->ledger.open_intents().empty());
        EXPECT_EQ(process_->ledger.reserved(), core::Credits(0)) << "no credits are left set aside";
    }

    Remains remains_;
    model::ShipSymbol ship_;
    std::unique_ptr<HaulProcess> process_;
    std::uint64_t seed_ = 0;
    std::vector<core::HaulId> ended_;
};

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

TEST_F(HaulRunnerTest, TriesAgainAfterARefusal) {
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

TEST_F(HaulRunnerTest, FailsNoHaulBecauseTheServerIsAway) {
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

TEST_F(HaulRunnerTest, NeverGivesUpCargoThatMustBeSold) {
    HaulProcess& process = start();
    process.add_sale();
    buy_all(send());
    process.game.fates.assign(3 * HaulRunner::kMaxAttempts, Fate::kRefused);
    process.run_for(std::chrono::hours(24));
    EXPECT_THAT(stored("task_type"), ElementsAre("COLLECT", "SELL", "LIQUIDATE"));
    EXPECT_EQ(sold(), bought());
    expect_at_rest();
}

TEST_F(HaulRunnerTest, GivesUpAfterItsAttemptsAndFreesTheShip) {
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

TEST_F(HaulRunnerTest, LiquidatesTheCargoOfAHaulItGaveUp) {
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

TEST_F(HaulRunnerTest, EndsTheHaulOfAShipThatVanished) {
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

TEST_F(HaulRunnerTest, EndsTheHaulOfAShipThatVanishedWhileNobodyWasThere) {
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

TEST_F(HaulRunnerTest, KeepsAnExceptionInTheHaulItLeft) {
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

TEST_F(HaulRunnerTest, FreesNoShipThatHoldsOtherCargo) {
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

TEST_F(HaulRunnerTest, SettlesAPurchaseInDoubtBeforeItGoesOn) {
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

TEST_F(HaulRunnerTest, LeavesAHaulAsItIsStoredWhenTheProgramIsStopping) {
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
