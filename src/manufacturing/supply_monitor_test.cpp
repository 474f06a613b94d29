#include "manufacturing/supply_monitor.h"

#include <gmock/gmock.h>

#include "manufacturing/testing/workshop.h"

namespace argosy::manufacturing {
namespace {

using fleet::testing::goods_of;
using fleet::testing::priced;
using goods::AcquisitionMethod;
using hauls::ManufacturingTask;
using hauls::TaskStatus;
using hauls::TaskType;
using model::TradeSymbol;
using model::TradeType;
using model::WaypointSymbol;
using ::testing::HasSubstr;
using testing::Remains;
using testing::Workshop;

const WaypointSymbol kSource("X1-AD75-B7");
const WaypointSymbol kFactory("X1-AD75-H51");
const WaypointSymbol kMarket("X1-AD75-A1");
const TradeSymbol kIron("IRON");
const TradeSymbol kMachinery("MACHINERY");

// Stocks in trade volumes at which the law shows MODERATE and HIGH.
constexpr std::int64_t kVolume = 20;
constexpr std::int64_t kModerateStock = 0;
constexpr std::int64_t kHighStock = 3 * kVolume;

class SupplyMonitorTest : public ::testing::Test {
  protected:
    SupplyMonitorTest() {
        const ManufacturingOpportunity opportunity{
            .good = kMachinery,
            .sell_market = kMarket,
            .tree = {kMachinery,
                     AcquisitionMethod::kFabricate,
                     kFactory,
                     {{kIron, AcquisitionMethod::kBuy, kSource, {}}}}};
        const PipelinePlan plan = plan_pipeline(opportunity, testing::kOperation, 1,
                                                workshop_.runtime.now(), workshop_.runtime.ids,
                                                [](const TradeSymbol&, const WaypointSymbol&,
                                                   const WaypointSymbol&, TaskType) { return 1; });
        pipeline_ = plan.pipeline.id;
        workshop_.adopt(plan);
    }

    bool update() {
        store::Transaction transaction;
        const bool changed = monitor_.update(pipeline_, transaction);
        EXPECT_TRUE(workshop_.commit(std::move(transaction)).ok());
        return changed;
    }

    void see_output_at(std::int64_t stock) {
        workshop_.look(
            kFactory,
            goods_of({{"MACHINERY", priced("MACHINERY", TradeType::kExport, kVolume, stock)}}));
    }

    const ManufacturingTask& task(TaskType type) {
        for (const ManufacturingTask* task : workshop_.tasks.of_pipeline(pipeline_)) {
            if (task->type == type) return *task;
        }
        ARGOSY_FAIL("the plan has no such task");
    }

    Remains remains_;
    Workshop workshop_{remains_};
    SupplyMonitor monitor_{workshop_.markets, workshop_.tasks, workshop_.factories};
    core::PipelineId pipeline_;
};

TEST_F(SupplyMonitorTest, KeepsACollectionShutUntilItsFactoryHasPlenty) {
    see_output_at(kModerateStock);
    update();
    EXPECT_EQ(task(TaskType::kCollect).status, TaskStatus::kPending);
    see_output_at(kHighStock);
    EXPECT_TRUE(update());
    EXPECT_EQ(task(TaskType::kCollect).status, TaskStatus::kReady);
    EXPECT_TRUE(task(TaskType::kCollect).ready_at.has_value());
}

TEST_F(SupplyMonitorTest, ShutsACollectionAgainAndSaysWhy) {
    see_output_at(kHighStock);
    update();
    see_output_at(kModerateStock);
    EXPECT_TRUE(update());
    const ManufacturingTask& collect = task(TaskType::kCollect);
    EXPECT_EQ(collect.status, TaskStatus::kPending);
    EXPECT_EQ(collect.error, monitor_.waits_for(collect));
}

TEST_F(SupplyMonitorTest, SaysWhatACollectionWaitsFor) {
    EXPECT_EQ(monitor_.waits_for(task(TaskType::kCollect)), "nobody has looked at X1-AD75-H51 yet");
    see_output_at(kModerateStock);
    EXPECT_THAT(monitor_.waits_for(task(TaskType::kCollect)),
                HasSubstr("MACHINERY at X1-AD75-H51 is MODERATE"));
}

TEST_F(SupplyMonitorTest, OpensACollectionWithoutAnyDeliveryWhenThereIsPlenty) {
    see_output_at(kHighStock);
    update();
    EXPECT_EQ(task(TaskType::kAcquire).status, TaskStatus::kReady);
    EXPECT_EQ(task(TaskType::kCollect).status, TaskStatus::kReady);
}

TEST_F(SupplyMonitorTest, LeavesACollectionThatAShipIsAt) {
    see_output_at(kHighStock);
    update();
    store::Transaction transaction;
    const core::TaskId collect = task(TaskType::kCollect).id;
    workshop_.tasks.assign(collect, model::ShipSymbol("ARGOSY-1"), core::Units(40), transaction);
    ASSERT_TRUE(workshop_.commit(std::move(transaction)).ok());
    see_output_at(kModerateStock);
    update();
    EXPECT_EQ(task(TaskType::kCollect).status, TaskStatus::kAssigned);
}

TEST_F(SupplyMonitorTest, BooksADeliveryOnce) {
    see_output_at(kModerateStock);
    update();
    workshop_.complete(task(TaskType::kAcquire).id);
    workshop_.complete(task(TaskType::kDeliver).id);
    EXPECT_TRUE(update());
    const FactoryState& factory = *workshop_.factories.of_pipeline(pipeline_).front();
    EXPECT_EQ(factory.delivered, std::set{kIron});
    EXPECT_EQ(factory.status, FactoryStatus::kInputsComplete);
    EXPECT_FALSE(update());
}

TEST_F(SupplyMonitorTest, ChangesNothingWhenNothingHasChanged) {
    see_output_at(kHighStock);
    EXPECT_TRUE(update());
    EXPECT_FALSE(update());
    see_output_at(kHighStock);
    EXPECT_FALSE(update());
}

}  // namespace
}  // namespace argosy::manufacturing
