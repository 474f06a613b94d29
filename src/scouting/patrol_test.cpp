#include "scouting/patrol.h"

#include <gtest/gtest.h>

#include "fleet/testing/fleet_process.h"

namespace argosy::scouting {
namespace {

using namespace std::chrono_literals;
using fleet::testing::at;
using fleet::testing::FleetProcess;
using fleet::testing::goods_of;
using fleet::testing::priced;
using fleet::testing::Remains;
using operations::OperationStatus;

/// A probe at one of two markets, and a patrol under a real supervisor.
class PatrolTest : public ::testing::Test {
  protected:
    PatrolTest() {
        for (const char* name : {"A1", "B2"}) {
            remains_.world.add_market(
                at(name), {name[0] - 'A', 0},
                goods_of({{"FUEL", priced("FUEL", model::TradeType::kExchange, 180, 0)}}));
        }
        model::Ship& ship = remains_.world.add_ship();
        ship.nav.waypoint = at("A1");
        ship.cargo.capacity = core::Units(0);
        ship.fuel = {0, 0};
    }

    void open() {
        process_ = std::make_unique<FleetProcess>(remains_);
        ASSERT_TRUE(process_->run(process_->open()).ok());
        operations_ =
            std::make_unique<operations::OperationRegistry>(process_->runtime, process_->store, 1);
        supervisor_ = std::make_unique<operations::Supervisor>(process_->runtime, process_->store,
                                                               *operations_);
        scout_ = std::make_unique<Scout>(process_->fleet, Settings{});
        patrols_ = std::make_unique<Patrols>(process_->fleet, *scout_, *operations_, [this] {
            return free_ ? process_->fleet.idle_ships() : std::vector<model::ShipSymbol>();
        });
        scout_->on_return([this] { patrols_->wake(); });
        supervisor_->add_kind(std::string(kScout), [this](const operations::Operation& operation) {
            return core::Result<std::unique_ptr<operations::Duty>>(patrols_->make_duty(operation));
        });
    }

    core::OperationId start() {
        const auto started = process_->run(supervisor_->start(std::string(kScout), "{}"));
        EXPECT_TRUE(started.ok());
        return started->id;
    }

    Remains remains_;
    bool free_ = true;
    std::unique_ptr<FleetProcess> process_;
    std::unique_ptr<operations::OperationRegistry> operations_;
    std::unique_ptr<operations::Supervisor> supervisor_;
    std::unique_ptr<Scout> scout_;
    std::unique_ptr<Patrols> patrols_;
};

TEST_F(PatrolTest, LooksAtEveryMarketNobodyHasSeen) {
    open();
    start();
    process_->run_for(5min);
    EXPECT_TRUE(process_->markets.looked_at(at("A1")).has_value());
    EXPECT_TRUE(process_->markets.looked_at(at("B2")).has_value());
    EXPECT_EQ(scout_->looks(), 2);
}

TEST_F(PatrolTest, RunsOnWithAReasonWhenThereIsNothingToDo) {
    free_ = false;
    open();
    const core::OperationId operation = start();
    process_->run_for(5min);
    EXPECT_EQ(operations_->find(operation)->status, OperationStatus::kRunning);
    EXPECT_EQ(operations_->find(operation)->waits_for, "a ship that is free to look");
    free_ = true;
    process_->run_for(5min);
    EXPECT_EQ(scout_->looks(), 2) << "a ship that becomes free is sent without another start";
}

TEST_F(PatrolTest, StopsSendingShipsWhenToldTo) {
    open();
    const core::OperationId operation = start();
    ASSERT_TRUE(process_->run(supervisor_->stop(operation)).ok());
    process_->run_for(10min);
    EXPECT_EQ(operations_->find(operation)->status, OperationStatus::kStopped);
    const std::int64_t looks = scout_->looks();
    process_->run_for(2h);
    EXPECT_EQ(scout_->looks(), looks);
}

}  // namespace
}  // namespace argosy::scouting
