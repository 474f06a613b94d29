#include "manufacturing/predictive_supply_monitor.h"

#include <gmock/gmock.h>

#include "manufacturing/testing/workshop.h"

namespace argosy::manufacturing {
namespace {

using namespace std::chrono_literals;
using core::TimePoint;
using core::Units;
using fleet::testing::goods_of;
using fleet::testing::priced;
using goods::AcquisitionMethod;
using hauls::ManufacturingTask;
using hauls::TaskType;
using model::TradeSymbol;
using model::TradeType;
using model::WaypointSymbol;
using ::testing::IsEmpty;
using testing::Remains;
using ::testing::UnorderedElementsAre;
using testing::Workshop;

const WaypointSymbol kFactory("X1-AD75-A1"), kSource("X1-AD75-B7"), kMarket("X1-AD75-C3");
const TradeSymbol kMachinery("MACHINERY"), kIron("IRON");
constexpr std::int64_t kVolume = 20, kHigh = 2 * kVolume;

// A factory that makes MACHINERY, with a probe at it.
class SupplyForesightTest : public ::testing::Test {
  protected:
    SupplyForesightTest() {
        remains_.world.add_market(kFactory, {0, 0}, factory_goods(0));
        model::Ship& probe = remains_.world.add_ship(0);
        probe.cargo.capacity = Units(0);
        probe.nav.waypoint = kFactory;
        probe.nav.status = model::NavStatus::kDocked;
        start();
        const ManufacturingOpportunity opportunity{
            .good = kMachinery,
            .sell_market = kMarket,
            .tree = {kMachinery,
                     AcquisitionMethod::kFabricate,
                     kFactory,
                     {{kIron, AcquisitionMethod::kBuy, kSource, {}}}}};
        const PipelinePlan plan = plan_pipeline(opportunity, testing::kOperation, 1,
                                                workshop_->runtime.now(), workshop_->runtime.ids,
                                                [](const TradeSymbol&, const WaypointSymbol&,
                                                   const WaypointSymbol&, TaskType) { return 1; });
        pipeline_ = plan.pipeline.id;
        workshop_->adopt(plan);
    }

    static fleet::testing::Goods factory_goods(std::int64_t stock) {
        return goods_of({{"MACHINERY", priced("MACHINERY", TradeType::kExport, kVolume, stock)}});
    }

    void start() {
        monitor_.reset();
        estimates_.reset();
        workshop_.reset();
        workshop_ = std::make_unique<Workshop>(remains_);
        EXPECT_TRUE(workshop_->run(workshop_->fleet.ships.refresh()).ok());
        estimates_.emplace(workshop_->runtime, workshop_->store, testing::kPlayer);
        EXPECT_TRUE(workshop_->run(estimates_->load()).ok());
        monitor_.emplace(workshop_->fleet, workshop_->tasks, workshop_->factories, *estimates_,
                         settings_);
    }

    void update() {
        store::Transaction transaction;
        monitor_->update({pipeline_}, transaction);
        EXPECT_TRUE(workshop_->commit(std::move(transaction)).ok());
    }

    // What stands in the factory, as a look shows it.
    void see(std::int64_t stock) {
        remains_.world.markets[kFactory] = factory_goods(stock);
        workshop_->look(kFactory, factory_goods(stock));
        update();
    }

    const FactoryState& factory() const {
        return *workshop_->factories.of_pipeline(pipeline_).front();
    }
    const ProductionEstimate& estimate() const { return *estimates_->find(factory()); }

    core::TaskId task(TaskType type) const {
        for (const ManufacturingTask* task : workshop_->tasks.of_pipeline(pipeline_)) {
            if (task->type == type) return task->id;
        }
        ARGOSY_FAIL("the plan has no such task");
    }

    void look_where_due() {
        EXPECT_TRUE(workshop_->run(looked()).ok());
        update();
    }
    Task<Result<void>> looked() {
        co_await monitor_->look_where_due();
        co_return Result<void>();
    }

    TimePoint now() const { return workshop_->runtime.now(); }
    TimePoint looked_at() const { return workshop_->markets.looked_at(kFactory).value(); }

    Remains remains_;
    LookSettings settings_;
    std::unique_ptr<Workshop> workshop_;
    std::optional<EstimateBook> estimates_;
    std::optional<PredictiveSupplyMonitor> monitor_;
    core::PipelineId pipeline_;
};

TEST_F(SupplyForesightTest, ADeliveryIsNotedOnceAndSurvivesACrash) {
    see(0);
    workshop_->complete(task(TaskType::kAcquire));
    workshop_->complete(task(TaskType::kDeliver));
    const TimePoint delivered_at =
        workshop_->tasks.find(task(TaskType::kDeliver))->completed_at.value();
    update();
    workshop_->pass(10min);
    update();
    const ProductionEstimate before = estimate();
    EXPECT_THAT(before.inputs_delivered_at, UnorderedElementsAre(std::pair(kIron, delivered_at)));
    EXPECT_EQ(before.all_inputs_at, delivered_at);
    start();
    EXPECT_EQ(estimate(), before);
    EXPECT_EQ(remains_.number("SELECT COUNT(*) AS n FROM production_estimates"), 1);
}

TEST_F(SupplyForesightTest, WhatLacksLittleIsExpectedAtTheNextUpdate) {
    see(kHigh);
    store::Transaction trade;
    // A market that is traded with moves; the others were recorded hardly moving.
    workshop_->markets.record_trade(kFactory, kMachinery, Units(1), trade);
    ASSERT_TRUE(workshop_->commit(std::move(trade)).ok());
    update();
    EXPECT_LE(estimate().estimated_ready_at, now() + 33min);
    EXPECT_GT(estimate().production_rate, Units(0));
    const Readiness near = estimate_readiness(workshop_->markets, kFactory, kMachinery, now());
    see(-5 * kVolume);
    const Readiness far = estimate_readiness(workshop_->markets, kFactory, kMachinery, now());
    EXPECT_GT(near.chance, far.chance);
    EXPECT_GT(estimate().estimated_ready_at, now() + 2h);
}

TEST_F(SupplyForesightTest, NoLookIsMadeBeforeAnUpdateIsExpected) {
    see(0);
    workshop_->pass(1min);
    see(kHigh - 1);
    // Two looks at other stocks: the rhythm of the market is known to a minute.
    ASSERT_TRUE(workshop_->markets.rhythms().knows(kFactory));
    workshop_->pass(5min);
    EXPECT_THAT(monitor_->factories_to_poll(), IsEmpty());
    EXPECT_THAT(monitor_->awaited(), IsEmpty());
    ASSERT_TRUE(monitor_->next_look().has_value());
    EXPECT_GT(*monitor_->next_look(), now());
    workshop_->pass(40min);
    EXPECT_THAT(monitor_->awaited(), UnorderedElementsAre(kFactory));
    look_where_due();
    EXPECT_EQ(monitor_->looks(), 1);
    EXPECT_THAT(monitor_->awaited(), IsEmpty());
}

TEST_F(SupplyForesightTest, TheThreeIntervalsAreThoseOfTheRequirements) {
    settings_.looks = Looks::kByEstimate;
    start();
    see(-5 * kVolume);
    // Far before the estimate: two minutes.
    EXPECT_EQ(*monitor_->next_look(), looked_at() + 2min);
    see(kHigh - 1);
    const TimePoint ready_at = estimate().estimated_ready_at;
    workshop_->pass(ready_at - now() - 1min);
    look_where_due();
    const core::Duration left = estimate().estimated_ready_at - now();
    const core::Duration expected = left > 5min ? core::Duration(2min) : core::Duration(10s);
    EXPECT_EQ(*monitor_->next_look(), looked_at() + expected);
}

TEST_F(SupplyForesightTest, AFixedIntervalAsksWhateverIsKnown) {
    settings_.looks = Looks::kFixed;
    start();
    see(-5 * kVolume);
    EXPECT_EQ(*monitor_->next_look(), looked_at() + 30s);
}

TEST_F(SupplyForesightTest, WhereNoShipStandsNoneLooksButScoutsAreTold) {
    remains_.world.ships.begin()->second.nav.waypoint = kMarket;
    start();
    see(kHigh - 1);
    workshop_->pass(1h);
    EXPECT_EQ(monitor_->next_look(), std::nullopt);
    EXPECT_THAT(monitor_->awaited(), UnorderedElementsAre(kFactory));
    look_where_due();
    EXPECT_EQ(monitor_->looks(), 0);
}

TEST_F(SupplyForesightTest, AFactoryThatIsReadyIsNotLookedAt) {
    see(kHigh + kVolume);
    store::Transaction transaction;
    workshop_->factories.update_supply(kFactory, kMachinery, model::Supply::kHigh, transaction);
    ASSERT_TRUE(workshop_->commit(std::move(transaction)).ok());
    workshop_->pass(50min);
    EXPECT_THAT(monitor_->factories_to_poll(), IsEmpty());
}

}  // namespace
}  // namespace argosy::manufacturing
