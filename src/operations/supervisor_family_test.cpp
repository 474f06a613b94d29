// What becomes of the children of an operation when it stops, ends or fails.

#include <gtest/gtest.h>

#include "operations/testing/program.h"

namespace argosy::operations {
namespace {

using namespace std::chrono_literals;
using core::ErrorCode;
using core::OperationId;
using testing::Attempt;
using testing::Program;
using testing::Remains;
using testing::Script;
using Outcome = Attempt::Outcome;
using Status = OperationStatus;

/// A parent with a child that has a child, each of which takes a while to stop.
struct Family {
    explicit Family(Program& program)
        : top(program.start("top")),
          middle(program.start("middle", top)),
          bottom(program.start("bottom", middle)) {}

    static std::map<std::string, Script> scripts() {
        return {{"top", {.winding_down = 1min}},
                {"middle", {.winding_down = 2min}},
                {"bottom", {.winding_down = 3min}}};
    }

    OperationId top, middle, bottom;
};

TEST(Supervisor, StopsChildrenBeforeTheirParents) {
    Remains remains;
    Program program(remains, Family::scripts());
    const Family family(program);
    ASSERT_TRUE(program.wait(program.supervisor.stop(family.top)).ok());
    for (const OperationId& each : {family.top, family.middle, family.bottom})
        EXPECT_EQ(remains.status_of(each), "STOPPING");
    EXPECT_NE(program.registry.find(family.top)->waits_for, "");
    program.run_for(1h);
    for (const OperationId& each : {family.top, family.middle, family.bottom})
        EXPECT_EQ(remains.status_of(each), "STOPPED");
    const auto ended = [&](const char* kind) { return *program.scripts[kind].ended; };
    EXPECT_GE(ended("middle") - ended("bottom"), 2min);
    EXPECT_GE(ended("top") - ended("middle"), 1min);
}

TEST(Supervisor, StopsAChildAloneAndLeavesItsParent) {
    Remains remains;
    Program program(remains, Family::scripts());
    const Family family(program);
    ASSERT_TRUE(program.wait(program.supervisor.stop(family.middle)).ok());
    program.run_for(1h);
    EXPECT_EQ(program.status(family.bottom), Status::kStopped);
    EXPECT_EQ(program.status(family.middle), Status::kStopped);
    EXPECT_EQ(program.status(family.top), Status::kRunning);
}

TEST(Supervisor, LetsNoChildOutliveAParentThatEndsByItself) {
    for (const Outcome outcome : {Outcome::kEnds, Outcome::kFails}) {
        Remains remains;
        auto scripts = Family::scripts();
        scripts["top"].attempts = {
            {.outcome = outcome, .error = {ErrorCode::kUniverseReset, "gone"}, .after = 10min}};
        Program program(remains, std::move(scripts));
        const Family family(program);
        program.run_for(11min);
        EXPECT_EQ(program.status(family.top), Status::kRunning);
        EXPECT_EQ(program.status(family.bottom), Status::kStopping);
        program.run_for(1h);
        EXPECT_EQ(program.status(family.middle), Status::kStopped);
        EXPECT_EQ(program.status(family.top),
                  outcome == Outcome::kEnds ? Status::kCompleted : Status::kFailed);
    }
}

TEST(Supervisor, StartsNothingUnderAParentThatDoesNotRun) {
    Remains remains;
    Program program(remains, Family::scripts());
    const OperationId top = program.start("top");
    ASSERT_TRUE(program.wait(program.supervisor.stop(top)).ok());
    const auto refused = program.wait(program.supervisor.start("middle", "{}", top));
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::kRejected);
}

TEST(Supervisor, GoesOnStoppingAfterACrashBetweenTheStopsOfChildAndParent) {
    // The moments at which the bottom, the middle and the top of the family are still stopping.
    for (const core::Duration moment : {0ms, 181'000ms, 301'000ms}) {
        Remains remains;
        std::optional<Family> family;
        {
            Program program(remains, Family::scripts());
            family.emplace(program);
            ASSERT_TRUE(program.wait(program.supervisor.stop(family->top)).ok());
            program.run_for(moment);
            ASSERT_EQ(program.status(family->top), Status::kStopping);
        }
        Program program(remains, Family::scripts());
        program.wait(program.supervisor.adopt());
        program.run_for(1h);
        for (const OperationId& each : {family->top, family->middle, family->bottom})
            EXPECT_EQ(remains.status_of(each), "STOPPED");
        const auto& top = program.scripts["top"].ended;
        const auto& middle = program.scripts["middle"].ended;
        ASSERT_TRUE(top.has_value());
        if (middle) EXPECT_GE(*top, *middle + 1min);
    }
}
}  // namespace
}  // namespace argosy::operations
