// What a program goes on with that an earlier one has left.

#include <gmock/gmock.h>

#include "operations/testing/program.h"

namespace argosy::operations {
namespace {

using namespace std::chrono_literals;
using core::ErrorCode;
using core::OperationId;
using ::testing::HasSubstr;
using testing::Program;
using testing::Remains;
using Status = OperationStatus;

TEST(Supervisor, GoesOnAfterAnEndInGoodOrder) {
    Remains remains;
    OperationId scout;
    {
        Program program(remains, {{"scout", {}}});
        scout = program.start("scout");
        program.wait(program.supervisor.interrupt());
        EXPECT_EQ(remains.status_of(scout), "INTERRUPTED");
        for (const auto& refused : {program.wait(program.supervisor.start("scout", "{}")),
                                    program.wait(program.supervisor.stop(scout))}) {
            ASSERT_FALSE(refused.ok());
            EXPECT_EQ(refused.error().code, ErrorCode::kStopped);
        }
    }
    Program program(remains, {{"scout", {}}});
    program.wait(program.supervisor.adopt());
    program.run_for(1s);
    EXPECT_EQ(program.status(scout), Status::kRunning);
    EXPECT_EQ(program.scripts["scout"].begins.size(), 1u);
    EXPECT_EQ(program.lines_with(scout, "adopted"), 1);
}

TEST(Supervisor, KeepsAStopThroughAnEndInGoodOrder) {
    Remains remains;
    OperationId scout;
    {
        Program program(remains, {{"scout", {.winding_down = 10min}}});
        scout = program.start("scout");
        ASSERT_TRUE(program.wait(program.supervisor.stop(scout)).ok());
        program.wait(program.supervisor.interrupt());
        program.run_for(1h);
        EXPECT_EQ(remains.status_of(scout), "STOPPING");
    }
    Program program(remains, {{"scout", {.winding_down = 10min}}});
    program.wait(program.supervisor.adopt());
    program.run_for(11min);
    EXPECT_EQ(program.status(scout), Status::kStopped);
}

TEST(Supervisor, FailsWhatItAdoptsAndDoesNotKnow) {
    Remains remains;
    OperationId scout;
    {
        Program program(remains, {{"scout", {}}});
        scout = program.start("scout");
    }
    Program program(remains, {{"other", {}}});
    program.wait(program.supervisor.adopt());
    program.run_for(1s);
    EXPECT_EQ(program.status(scout), Status::kFailed);
    EXPECT_THAT(program.registry.find(scout)->error, HasSubstr("scout"));
}

TEST(Supervisor, WindsUpAKindThatIsSwitchedOffAndStartsNoneOfIt) {
    Remains remains;
    OperationId scout;
    {
        Program program(remains, {{"scout", {}}});
        scout = program.start("scout");
        program.wait(program.supervisor.interrupt());
    }
    Program program(remains, {{"scout", {.winding_down = 1min}}});
    program.supervisor.switch_off("scout", "nobody wants it");
    program.wait(program.supervisor.adopt());
    EXPECT_EQ(program.status(scout), Status::kStopping);
    program.run_for(2min);
    EXPECT_EQ(program.status(scout), Status::kStopped);
    const auto refused = program.wait(program.supervisor.start("scout", "{}"));
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::kRejected);
    EXPECT_EQ(refused.error().message, "nobody wants it");
}
}  // namespace
}  // namespace argosy::operations
