#include "hauls/task_queue.h"

#include <gtest/gtest.h>

namespace argosy::hauls {
namespace {

using std::chrono::minutes;

/// A ready haul with its two tasks.
struct Ready {
    Ready(const char* id, TaskType load_type, TaskType unload_type, int ready_minute) {
        load.type = load_type;
        load.ready_at = core::TimePoint() + minutes(ready_minute);
        unload.type = unload_type;
        haul = {core::HaulId(id), &load, &unload};
    }
    Ready(const Ready&) = delete;
    Ready& operator=(const Ready&) = delete;

    ManufacturingTask load;
    ManufacturingTask unload;
    Haul haul;
};

core::TimePoint at(int minute) {
    return core::TimePoint() + minutes(minute);
}

TEST(TaskQueue, SellsFirstThenCarriesOnThenAcquires) {
    const Ready sale("1", TaskType::kCollect, TaskType::kSell, 0);
    const Ready carry("2", TaskType::kCollect, TaskType::kDeliver, 0);
    const Ready acquire("3", TaskType::kAcquire, TaskType::kDeliver, 0);
    EXPECT_EQ(priority_of(sale.haul, {}, at(0)), 50);
    EXPECT_EQ(priority_of(carry.haul, {}, at(0)), 25);
    EXPECT_EQ(priority_of(acquire.haul, {}, at(0)), 10);
    EXPECT_EQ(priority_of(acquire.haul, model::Supply::kHigh, at(0)), 30);
    EXPECT_EQ(priority_of(acquire.haul, model::Supply::kAbundant, at(0)), 40);
}

TEST(TaskQueue, WaitingCountsUpToALimit) {
    const Ready acquire("3", TaskType::kAcquire, TaskType::kDeliver, 10);
    EXPECT_EQ(priority_of(acquire.haul, {}, at(15)), 20);
    EXPECT_EQ(priority_of(acquire.haul, {}, at(60)), 110);
    EXPECT_EQ(priority_of(acquire.haul, {}, at(6'000)), 110) << "two days of waiting are no more";
    EXPECT_EQ(priority_of(acquire.haul, {}, at(0)), 10) << "a clock behind takes nothing away";
}

TEST(TaskQueue, OfEqualsTheOneThatHasWaitedLongestGoesFirst) {
    const Ready late("1", TaskType::kAcquire, TaskType::kDeliver, 9);
    const Ready early("2", TaskType::kAcquire, TaskType::kDeliver, 3);
    const Ready sale("3", TaskType::kCollect, TaskType::kSell, 9);
    std::vector<Queued> queue{{late.haul, 10}, {early.haul, 10}, {sale.haul, 50}};
    sort_queue(queue);
    EXPECT_EQ(queue[0].haul.id, core::HaulId("3"));
    EXPECT_EQ(queue[1].haul.id, core::HaulId("2"));
    EXPECT_EQ(queue[2].haul.id, core::HaulId("1"));
}

TEST(TaskQueue, NeitherKindTakesTheWorkersKeptForTheOther) {
    const std::map<HaulKind, std::int64_t> waiting{{HaulKind::kSale, 131},
                                                   {HaulKind::kFeeding, 40}};
    Workers workers{.all = 15, .busy = {{HaulKind::kFeeding, 11}}};
    EXPECT_TRUE(may_take(HaulKind::kFeeding, workers, waiting));
    workers.busy[HaulKind::kFeeding] = 12;
    EXPECT_FALSE(may_take(HaulKind::kFeeding, workers, waiting));
    EXPECT_TRUE(may_take(HaulKind::kSale, workers, waiting));
    EXPECT_TRUE(may_take(HaulKind::kFeeding, workers, {{HaulKind::kFeeding, 40}}))
        << "nothing is kept for what nobody waits for";
}

TEST(TaskQueue, ASmallFleetIsSharedInHalves) {
    const std::map<HaulKind, std::int64_t> waiting{{HaulKind::kSale, 9}, {HaulKind::kFeeding, 9}};
    const Workers one{.all = 1, .busy = {}};
    EXPECT_TRUE(may_take(HaulKind::kFeeding, one, waiting));
    const Workers two{.all = 2, .busy = {{HaulKind::kFeeding, 1}}};
    EXPECT_FALSE(may_take(HaulKind::kFeeding, two, waiting));
    EXPECT_TRUE(may_take(HaulKind::kSale, two, waiting));
}

}  // namespace
}  // namespace argosy::hauls
