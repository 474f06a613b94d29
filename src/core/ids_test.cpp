#include "core/ids.h"

#include <gtest/gtest.h>

#include "core/symbol.h"

namespace argosy::core {
namespace {

TEST(IdSource, CountsEachKindFromOne) {
    IdSource ids(3);
    EXPECT_EQ(ids.next<TaskId>("task"), TaskId("task-3-1"));
    EXPECT_EQ(ids.next<HaulId>("haul"), HaulId("haul-3-1"));
    EXPECT_EQ(ids.next<TaskId>("task"), TaskId("task-3-2"));
    EXPECT_EQ(ids.run(), 3);
}

TEST(IdSource, NeverRepeatsAcrossRuns) {
    IdSource one(1), other(2);
    EXPECT_NE(one.next<TaskId>("task"), other.next<TaskId>("task"));
}

}  // namespace
}  // namespace argosy::core
