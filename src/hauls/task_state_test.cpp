#include "hauls/task_state.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <map>
#include <set>

namespace argosy::hauls {
namespace {

using ::testing::HasSubstr;

constexpr TaskStatus kAllStatuses[] = {
    TaskStatus::kPending,   TaskStatus::kReady,  TaskStatus::kAssigned, TaskStatus::kExecuting,
    TaskStatus::kCompleted, TaskStatus::kFailed, TaskStatus::kCancelled};
constexpr TaskType kAllTypes[] = {TaskType::kAcquire, TaskType::kDeliver, TaskType::kCollect,
                                  TaskType::kSell, TaskType::kLiquidate};

// What may follow each state, in words: the table of the code is not trusted to test itself.
const std::map<std::string_view, std::set<std::string_view>> kNext{
    {"PENDING", {"READY", "ASSIGNED", "CANCELLED"}},
    {"READY", {"PENDING", "ASSIGNED", "CANCELLED"}},
    {"ASSIGNED", {"PENDING", "READY", "EXECUTING", "CANCELLED"}},
    {"EXECUTING", {"READY", "COMPLETED", "FAILED", "CANCELLED"}},
    {"COMPLETED", {}},
    {"FAILED", {"PENDING"}},
    {"CANCELLED", {}},
};

TEST(TaskState, AllowsTheStepsOfTheStateMachineAndRefusesAllOthers) {
    for (const TaskStatus from : kAllStatuses) {
        for (const TaskStatus to : kAllStatuses) {
            const bool legal = kNext.at(to_string(from)).contains(to_string(to));
            const auto checked = check_transition(from, to);
            EXPECT_EQ(checked.ok(), legal) << to_string(from) << " to " << to_string(to);
            if (checked.ok() || legal) continue;
            EXPECT_EQ(checked.error().code, core::ErrorCode::kRejected);
            EXPECT_THAT(checked.error().message,
                        HasSubstr(fmt::format("from {} to {}", to_string(from), to_string(to))));
        }
    }
}

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
