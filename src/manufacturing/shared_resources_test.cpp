#include "manufacturing/shared_resources.h"

#include <gmock/gmock.h>

#include "manufacturing/testing/workshop.h"

namespace argosy::manufacturing {
namespace {

using namespace std::chrono_literals;
using core::Units;
using fleet::testing::goods_of;
using fleet::testing::priced;
using goods::AcquisitionMethod;
using hauls::ManufacturingTask;
using hauls::TaskStatus;
using hauls::TaskType;
using model::TradeSymbol;
using model::TradeType;
using model::WaypointSymbol;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using testing::Remains;
using testing::Workshop;

const WaypointSymbol kMine("X1-AD75-B7"), kSmelter("X1-AD75-H51"), kWorks("X1-AD75-D4"),
    kMarket("X1-AD75-A1");
const TradeSymbol kOre("IRON_ORE"), kIron("IRON"), kMachinery("MACHINERY");
const FactoryOutput kSmelting(kSmelter, kIron), kMaking(kWorks, kMachinery);
const model::ShipSymbol kShip("ARGOSY-1");
constexpr std::int64_t kVolume = 60, kHigh = 3 * kVolume;

// Two pipelines: one makes IRON of ore, the other MACHINERY of that IRON.
class SharedResourceTest : public ::testing::Test {
  protected:
    SharedResourceTest() {
        model::Ship& ship = remains_.world.add_ship();
        ship.cargo.capacity = Units(40);
        start();
        smelting_ = open({kIron,
                          AcquisitionMethod::kFabricate,
                          kSmelter,
                          {{kOre, AcquisitionMethod::kBuy, kMine, {}}}});
        making_ = open({kMachinery,
                        AcquisitionMethod::kFabricate,
                        kWorks,
                        {{kIron, AcquisitionMethod::kBuy, kSmelter, {}}}});
    }

    void start() {
        coordinator_.reset();
        workshop_.reset();
        workshop_ = std::make_unique<Workshop>(remains_);
        EXPECT_TRUE(workshop_->run(workshop_->fleet.ships.refresh()).ok());
        coordinator_ = std::make_unique<SharedResourceCoordinator>(
            workshop_->fleet, workshop_->tasks, workshop_->factories, profitability(),
            workshop_->shared, goods::game_recipes());
    }

    const Profitability& profitability() {
        profitability_.emplace(workshop_->fleet, gate_);
        return *profitability_;
    }

    core::PipelineId open(goods::SupplyChainNode tree) {
        const ManufacturingOpportunity opportunity{
            .good = tree.good, .sell_market = kMarket, .tree = std::move(tree)};
        const PipelinePlan plan =
            plan_pipeline(opportunity, testing::kOperation, workshop_->pipelines.next_sequence(),
                          workshop_->runtime.now(), workshop_->runtime.ids,
                          [](const TradeSymbol&, const WaypointSymbol&, const WaypointSymbol&,
                             TaskType) { return 1; });
        workshop_->adopt(plan);
        store::Transaction transaction;
        for (const FactoryState& factory : plan.factories) {
            workshop_->shared.factories.reserve(plan.pipeline.id, {factory.factory, factory.output},
                                                1h, transaction);
        }
        EXPECT_TRUE(workshop_->commit(std::move(transaction)).ok());
        return plan.pipeline.id;
    }

    void refresh() {
        store::Transaction transaction;
        coordinator_->refresh(transaction);
        EXPECT_TRUE(workshop_->commit(std::move(transaction)).ok());
    }

    void see_iron_at(std::int64_t stock) {
        workshop_->look(kSmelter,
                        goods_of({{"IRON", priced("IRON", TradeType::kExport, kVolume, stock)}}));
    }

    core::TaskId task(const core::PipelineId& pipeline, TaskType type) const {
        for (const ManufacturingTask* task : workshop_->tasks.of_pipeline(pipeline)) {
            if (task->type == type) return task->id;
        }
        ARGOSY_FAIL("the plan has no such task");
    }

    const ManufacturingTask& at(const core::TaskId& id) const { return *workshop_->tasks.find(id); }

    void bind(const core::TaskId& task) {
        store::Transaction transaction;
        workshop_->tasks.assign(task, kShip, Units(10), transaction);
        EXPECT_TRUE(workshop_->commit(std::move(transaction)).ok());
    }

    void deliver_all_of(const core::PipelineId& pipeline) {
        workshop_->complete(task(pipeline, TaskType::kAcquire));
        workshop_->complete(task(pipeline, TaskType::kDeliver));
        const ManufacturingTask& delivery = at(task(pipeline, TaskType::kDeliver));
        store::Transaction transaction;
        workshop_->factories.record_delivery(pipeline, delivery.factory, delivery.output,
                                             delivery.good, transaction);
        EXPECT_TRUE(workshop_->commit(std::move(transaction)).ok());
    }

    ReservationStatus status_of(const FactoryOutput& factory) const {
        for (const auto& [id, reservation] : workshop_->shared.factories.all()) {
            if (reservation.factory == factory) return reservation.status;
        }
        ARGOSY_FAIL("nobody has reserved it");
    }

    const GoodPools& pools() const { return workshop_->shared.pools; }

    Remains remains_;
    std::unique_ptr<Workshop> workshop_;
    hauls::DispatchSettings gate_;
    std::optional<Profitability> profitability_;
    std::unique_ptr<SharedResourceCoordinator> coordinator_;
    core::PipelineId smelting_, making_;
};

TEST_F(SharedResourceTest, AReservationIsFulfilledWhenAllInputsAreDelivered) {
    refresh();
    EXPECT_EQ(status_of(kSmelting), ReservationStatus::kActive);
    deliver_all_of(smelting_);
    refresh();
    EXPECT_EQ(status_of(kSmelting), ReservationStatus::kFulfilled);
    EXPECT_EQ(status_of(kMaking), ReservationStatus::kActive);
}

TEST_F(SharedResourceTest, AnExpiredReservationLeavesNothingThatWouldFeedTheFactory) {
    workshop_->pass(1h);
    refresh();
    EXPECT_EQ(status_of(kSmelting), ReservationStatus::kExpired);
    EXPECT_EQ(at(task(smelting_, TaskType::kAcquire)).status, TaskStatus::kCancelled);
    EXPECT_EQ(at(task(smelting_, TaskType::kDeliver)).status, TaskStatus::kCancelled);
    EXPECT_THAT(workshop_->shared.factories.held(), IsEmpty());
}

TEST_F(SharedResourceTest, AReservationDoesNotExpireWhileADeliveryIsOnItsWay) {
    bind(task(smelting_, TaskType::kAcquire));
    bind(task(smelting_, TaskType::kDeliver));
    for (int hour = 0; hour < 3; ++hour) {
        workshop_->pass(1h);
        refresh();
        ASSERT_EQ(status_of(kSmelting), ReservationStatus::kActive);
        const auto& reservations = workshop_->shared.factories.all();
        const auto& slots = reservations.begin()->second.delivery_slots;
        ASSERT_EQ(slots.size(), 1u);
        EXPECT_EQ(slots.front().input, kOre);
        EXPECT_EQ(slots.front().ship, kShip);
        EXPECT_GT(slots.front().window_end, workshop_->runtime.now());
        EXPECT_GE(reservations.begin()->second.expires_at, slots.front().window_end);
    }
}

TEST_F(SharedResourceTest, PlanningAnewKeepsAFactoryThatADeliveryIsOnItsWayTo) {
    bind(task(smelting_, TaskType::kAcquire));
    bind(task(smelting_, TaskType::kDeliver));
    store::Transaction transaction;
    for (const TaskType type : {TaskType::kAcquire, TaskType::kDeliver})
        workshop_->tasks.transition(task(making_, type), TaskStatus::kCancelled, transaction);
    coordinator_->release_before({}, smelting_, transaction);
    coordinator_->release_before({}, making_, transaction);
    ASSERT_TRUE(workshop_->commit(std::move(transaction)).ok());
    EXPECT_THAT(workshop_->shared.factories.held(), ElementsAre(kSmelting));
}

TEST_F(SharedResourceTest, UnitsAboveHighThatTheirPipelineDoesNotNeedAreThePool) {
    see_iron_at(kVolume);
    refresh();
    EXPECT_THAT(pools().available(), IsEmpty());
    see_iron_at(kHigh);
    refresh();
    // Of what is above HIGH, a hold is reserved for the MACHINERY.
    const Units above = workshop_->markets.find(kSmelter, kIron)->state->stock - Units(2 * kVolume);
    EXPECT_GT(above, Units(40));
    EXPECT_THAT(pools().available(), ElementsAre(Pair(kSmelting, above - Units(40))));
    ASSERT_EQ(pools().open().size(), 1u);
    EXPECT_EQ(pools().open().begin()->second.units, Units(40));
}

TEST_F(SharedResourceTest, WhatAnotherPipelineHasToSpareIsReservedAndConsumed) {
    see_iron_at(kHigh);
    refresh();
    ASSERT_EQ(pools().open().size(), 1u);
    const PoolReservation reservation = pools().open().begin()->second;
    EXPECT_EQ(reservation.pipeline, making_);
    EXPECT_EQ(reservation.factory, kSmelting);
    workshop_->complete(task(making_, TaskType::kAcquire));
    refresh();
    EXPECT_TRUE(pools().open().empty());
    EXPECT_EQ(pools().shared().hauls, 1);
    EXPECT_EQ(pools().shared().units, Units(40));
    EXPECT_EQ(pools().shared().hauls_saved, 0) << "it would have bought that IRON anyway";
    start();
    EXPECT_EQ(pools().shared().units, Units(40));
    EXPECT_TRUE(pools().open().empty());
}

TEST_F(SharedResourceTest, WhatNobodyFetchesIsGivenBackUnlessAShipIsOnItsWay) {
    see_iron_at(kHigh);
    refresh();
    bind(task(making_, TaskType::kAcquire));
    bind(task(making_, TaskType::kDeliver));
    workshop_->pass(20min);
    refresh();
    EXPECT_EQ(pools().open().size(), 1u);
    start();
    EXPECT_EQ(pools().open().size(), 1u);
    store::Transaction transaction;
    workshop_->tasks.transition(task(making_, TaskType::kAcquire), TaskStatus::kReady, transaction);
    workshop_->tasks.transition(task(making_, TaskType::kDeliver), TaskStatus::kPending,
                                transaction);
    ASSERT_TRUE(workshop_->commit(std::move(transaction)).ok());
    see_iron_at(kVolume);
    workshop_->pass(20min);
    refresh();
    EXPECT_TRUE(pools().open().empty());
    EXPECT_EQ(pools().shared().hauls, 0);
}

TEST_F(SharedResourceTest, AnInputThatThePoolHasIsNotMadeAgain) {
    refresh();
    goods::SupplyChainNode tree{kMachinery,
                                AcquisitionMethod::kFabricate,
                                kWorks,
                                {{kIron,
                                  AcquisitionMethod::kFabricate,
                                  WaypointSymbol("X1-AD75-C1"),
                                  {{kOre, AcquisitionMethod::kBuy, kMine, {}}}}}};
    EXPECT_THAT(coordinator_->share(tree), IsEmpty());
    see_iron_at(2 * kHigh);
    refresh();
    EXPECT_THAT(coordinator_->share(tree), ElementsAre(kSmelting));
    EXPECT_EQ(tree.children.front().method, AcquisitionMethod::kBuy);
    EXPECT_EQ(tree.children.front().market, kSmelter);
    EXPECT_TRUE(tree.children.front().children.empty());
}

TEST_F(SharedResourceTest, AHaulIsSavedForEachInputOfWhatWouldHaveBeenMade) {
    store::Transaction planning;
    workshop_->shared.pools.add_to_pool({{kSmelting, Units(40)}}, planning);
    coordinator_->reserve_from_pool(planning, {making_, {kSmelting}});
    ASSERT_TRUE(workshop_->commit(std::move(planning)).ok());
    workshop_->complete(task(making_, TaskType::kAcquire));
    refresh();
    // IRON is made of one input: its own ore would have been one haul more.
    EXPECT_EQ(pools().shared().hauls, 1);
    EXPECT_EQ(pools().shared().hauls_saved, 1);
    start();
    EXPECT_EQ(pools().shared().hauls_saved, 1);
}

}  // namespace
}  // namespace argosy::manufacturing
