#include "hauls/positioner.h"

#include <gmock/gmock.h>

#include "hauls/testing/haul_process.h"

namespace argosy::hauls {
namespace {

using testing::HaulProcess;
using testing::kCustomer;
using testing::kFactory;
using testing::kRival;
using testing::Remains;

class PositionerTest : public ::testing::Test {
  protected:
    PositionerTest() { testing::settle_world(remains_); }

    model::ShipSymbol add_ship(const model::WaypointSymbol& where) {
        model::Ship& ship = remains_.world.add_ship(400);
        ship.nav.waypoint = where;
        return ship.symbol;
    }

    void start() {
        process_ = std::make_unique<HaulProcess>(remains_);
        EXPECT_TRUE(process_->run(process_->open()).ok());
        positioner_ = std::make_unique<Positioner>(process_->fleet, process_->tasks);
    }

    std::vector<Post> plan(const Expected& expected) {
        return positioner_->plan(process_->fleet.idle_ships(), expected);
    }

    Remains remains_;
    std::unique_ptr<HaulProcess> process_;
    std::unique_ptr<Positioner> positioner_;
};

TEST_F(PositionerTest, SendsTheNearestShipAheadAndNoMoreThanAreExpected) {
    const auto far = add_ship(kRival);
    const auto near = add_ship(kCustomer);
    start();
    const std::vector<Post> posts = plan({{kFactory, 1}});
    ASSERT_EQ(posts.size(), 1u);
    EXPECT_EQ(posts.front().at, kFactory);
    const auto time = [&](const model::ShipSymbol& ship) {
        const model::Ship& hull = process_->fleet.ships.at(ship);
        return process_->fleet.routes.find(hull, hull.nav.waypoint, kFactory)->time;
    };
    EXPECT_EQ(posts.front().ship, time(near) <= time(far) ? near : far);
}

TEST_F(PositionerTest, LeavesAShipThatIsThereWhereItIs) {
    add_ship(kFactory);
    add_ship(kRival);
    start();
    EXPECT_TRUE(plan({{kFactory, 1}}).empty());
}

TEST_F(PositionerTest, SendsNobodyWhereNothingIsExpected) {
    add_ship(kRival);
    start();
    EXPECT_TRUE(positioner_->expected().empty());
    EXPECT_TRUE(plan({}).empty());
}

TEST_F(PositionerTest, AShipSentAheadIsIdleAgainWhereItWasSent) {
    const auto ship = add_ship(kRival);
    start();
    // A haul whose load waits for its factory.
    const core::HaulId haul = process_->add_sale();
    store::Transaction unstored;
    const core::TaskId load = process_->tasks.haul(haul).load->id;
    process_->tasks.transition(load, TaskStatus::kPending, unstored, "the factory is empty");
    ASSERT_EQ(positioner_->expected(), (Expected{{kFactory, 1}}));
    process_->runtime.spawn(positioner_->send({ship}, core::OperationId("operation-1-1")));
    process_->run_for(std::chrono::seconds(1));
    EXPECT_EQ(positioner_->post_of(ship), kFactory);
    EXPECT_EQ(positioner_->under_way(core::OperationId("operation-1-1")), 1u);
    EXPECT_EQ(positioner_->under_way(core::OperationId("operation-1-2")), 0u) << "it sent nobody";
    process_->run_for(std::chrono::hours(2));
    EXPECT_EQ(process_->fleet.ships.at(ship).nav.waypoint, kFactory);
    EXPECT_TRUE(process_->fleet.claims.owner_of(ship).empty());
    EXPECT_EQ(positioner_->under_way(core::OperationId("operation-1-1")), 0u);
}

}  // namespace
}  // namespace argosy::hauls
