#include "hauls/task_state.h"

#include <gtest/gtest.h>

#include <set>

namespace argosy::hauls {
namespace {

constexpr TaskStatus kAllStatuses[] = {
    TaskStatus::kPending,   TaskStatus::kReady,  TaskStatus::kAssigned, TaskStatus::kExecuting,
    TaskStatus::kCompleted, TaskStatus::kFailed, TaskStatus::kCancelled};
constexpr TaskType kAllTypes[] = {TaskType::kAcquire, TaskType::kDeliver, TaskType::kCollect,
                                  TaskType::kSell, TaskType::kLiquidate};

TEST(TaskState, ReadsBackEveryNameItWrites) {
    for (const TaskStatus status : kAllStatuses)
        EXPECT_EQ(parse_task_status(to_string(status)), status);
    for (const TaskType type : kAllTypes)
        EXPECT_EQ(parse_task_type(to_string(type)), type);
    EXPECT_FALSE(parse_task_status("DONE").has_value());
    EXPECT_FALSE(parse_task_type("ready").has_value());
}

TEST(TaskState, EndsInThreeStates) {
    std::set<std::string_view> terminal;
    for (const TaskStatus status : kAllStatuses) {
        if (is_terminal(status)) terminal.insert(to_string(status));
    }
    EXPECT_EQ(terminal, (std::set<std::string_view>{"COMPLETED", "FAILED", "CANCELLED"}));
}

TEST(TaskState, OpensAHaulWithPurchasesOnly) {
    EXPECT_TRUE(loads(TaskType::kAcquire));
    EXPECT_TRUE(loads(TaskType::kCollect));
    EXPECT_FALSE(loads(TaskType::kDeliver));
    EXPECT_FALSE(loads(TaskType::kSell));
    EXPECT_FALSE(loads(TaskType::kLiquidate));
}

}  // namespace
}  // namespace argosy::hauls
