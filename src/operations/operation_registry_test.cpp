#include "operations/operation_registry.h"

#include <gmock/gmock.h>

#include "operations/testing/program.h"
#include "tests/support/transition_matrix.h"

namespace argosy::operations {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::Program;
using testing::Remains;
using Status = OperationStatus;

/// Adds an operation that has begun already.
Operation begin(Program& program, const std::string& kind, store::Transaction& transaction,
                const core::OperationId& parent = {}) {
    const Operation added = program.registry.create(kind, "{}", transaction, parent);
    if (added.status == Status::kPending) {
        program.registry.transition(added.id, Status::kRunning, transaction);
    }
    return *program.registry.find(added.id);
}

// Takes a new operation through these states; returns what is stored of it then.
std::string carry_through(const std::vector<Status>& way) {
    Remains remains;
    Program program(remains);
    store::Transaction transaction;
    const core::OperationId id = program.registry.create("scouting", "{}", transaction).id;
    EXPECT_TRUE(program.commit(std::move(transaction)).ok());
    for (std::size_t i = 1; i < way.size(); ++i)
        program.move(id, way[i]);
    const auto rows = remains.engine->query("SELECT status FROM operations", {});
    return rows->front().text("status");
}

TEST(OperationLifecycle, TakesEveryLegalStepAndRefusesAllOthers) {
    const tests::StateMachine<Status> machine{
        .name = "Operation",
        .first = "PENDING",
        .next = {{"PENDING", {"RUNNING", "STOPPED"}},
                 {"RUNNING", {"STOPPING", "COMPLETED", "FAILED", "INTERRUPTED"}},
                 {"STOPPING", {"STOPPED", "FAILED"}},
                 {"INTERRUPTED", {"RUNNING"}},
                 {"COMPLETED", {}},
                 {"FAILED", {}},
                 {"STOPPED", {}}},
        .parse = parse_operation_status,
        .check = check_transition,
        .carry = carry_through};
    tests::expect_takes_legal_steps_only(machine);
    std::size_t steps = 0;
    for (const auto& [from, legal] : machine.next) {
        steps += legal.size();
        EXPECT_EQ(is_terminal(parse_operation_status(from).value()), legal.empty()) << from;
    }
    EXPECT_EQ(steps, transitions().size());
}

TEST(OperationRegistry, AdoptsAfterARestartWhatHasNotEnded) {
    Remains remains;
    {
        Program program(remains);
        store::Transaction transaction;
        const Operation business = begin(program, "manufacturing", transaction);
        const Operation scouting = begin(program, "scouting", transaction, business.id);
        const Operation ended = begin(program, "arbitrage", transaction);
        program.registry.create("goods", "{\"n\":1}", transaction, ended.id);
        ASSERT_TRUE(program.commit(std::move(transaction)).ok());
        program.move(scouting.id, Status::kStopping);
        program.move(ended.id, Status::kCompleted);
    }
    Program program(remains);
    const auto found = program.registry.to_adopt();
    std::vector<std::string> kinds;
    for (const Operation& operation : found)
        kinds.push_back(operation.kind);
    EXPECT_THAT(kinds, ElementsAre("manufacturing", "scouting", "goods"));
    EXPECT_EQ(found[0].status, Status::kRunning);
    EXPECT_EQ(found[1].status, Status::kStopping);
    EXPECT_EQ(found[1].parent, found[0].id);
    EXPECT_EQ(found[2].status, Status::kPending);
    EXPECT_EQ(found[2].config, "{\"n\":1}");
    EXPECT_EQ(program.registry.all().size(), 4u);
    EXPECT_EQ(program.registry.active("arbitrage"), nullptr);
}

TEST(OperationRegistry, ReturnsTheRunningOperationInsteadOfStartingItAgain) {
    Remains remains;
    Program program(remains);
    store::Transaction first, again;
    const Operation started = begin(program, "manufacturing", first);
    ASSERT_TRUE(program.commit(std::move(first)).ok());
    EXPECT_EQ(begin(program, "manufacturing", again).id, started.id);
    EXPECT_TRUE(again.empty());

    program.move(started.id, Status::kFailed);
    const Operation next = begin(program, "manufacturing", again);
    EXPECT_NE(next.id, started.id);
    EXPECT_TRUE(program.commit(std::move(again)).ok());
}

TEST(OperationRegistry, IsRefusedByTheStoreWhenAnotherProgramStartedTheSameDuty) {
    Remains remains;
    Program one(remains), other(remains);
    store::Transaction first, second;
    begin(one, "manufacturing", first);
    begin(other, "manufacturing", second);
    ASSERT_TRUE(one.commit(std::move(first)).ok());
    const auto refused = other.commit(std::move(second));
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, core::ErrorCode::kConflict);
}

TEST(OperationRegistry, ChangesAStateOnlyFromTheOneItKnows) {
    Remains remains;
    core::OperationId id;
    {
        Program program(remains);
        store::Transaction transaction;
        id = begin(program, "manufacturing", transaction).id;
        ASSERT_TRUE(program.commit(std::move(transaction)).ok());
    }
    Program one(remains), other(remains);
    one.move(id, Status::kStopping);
    store::Transaction stale;
    other.registry.transition(id, Status::kCompleted, stale);
    const auto refused = other.commit(std::move(stale));
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, core::ErrorCode::kConflict);
}

TEST(OperationRegistry, KeepsTheNewestLinesOfALog) {
    Remains remains;
    Program program(remains);
    store::Transaction transaction;
    const Operation operation = begin(program, "manufacturing", transaction);
    const Operation other = begin(program, "scouting", transaction);
    program.registry.log(other.id, core::LogLevel::kWarning, "of another", transaction);
    for (int line = 1; line <= OperationRegistry::kLogLimit + 5; ++line) {
        program.registry.log(operation.id, core::LogLevel::kInfo, std::to_string(line),
                             transaction);
    }
    ASSERT_TRUE(program.commit(std::move(transaction)).ok());

    const auto last = program.wait(program.registry.logs(operation.id, {.limit = 2})).value();
    ASSERT_EQ(last.size(), 2u);
    EXPECT_EQ(last[0].message, "1004");
    EXPECT_EQ(last[1].message, "1005");
    const auto kept = program.wait(program.registry.logs(operation.id, {.limit = 5'000})).value();
    EXPECT_EQ(kept.size(), std::size_t(OperationRegistry::kLogLimit));
    const auto others = program.wait(program.registry.logs(other.id, {.limit = 10})).value();
    ASSERT_EQ(others.size(), 1u);
    EXPECT_EQ(others[0].level, "warning");
}

TEST(OperationRegistry, ReadsTheLinesOfALogThatAreAskedFor) {
    Remains remains;
    Program program(remains);
    store::Transaction accepted;
    const core::OperationId id = begin(program, "scouting", accepted).id;
    ASSERT_TRUE(program.commit(std::move(accepted)).ok());
    std::vector<core::TimePoint> times;
    for (const core::LogLevel level : {core::LogLevel::kDebug, core::LogLevel::kInfo,
                                       core::LogLevel::kWarning, core::LogLevel::kError}) {
        program.wait(program.runtime.clock.sleep_for(std::chrono::minutes(1)));
        store::Transaction transaction;
        times.push_back(program.runtime.now());
        program.registry.log(id, level, std::string(core::to_string(level)), transaction);
        ASSERT_TRUE(program.commit(std::move(transaction)).ok());
    }
    const auto read = [&](LogQuery query) {
        std::vector<std::string> messages;
        for (const OperationLog& line : program.wait(program.registry.logs(id, query)).value())
            messages.push_back(line.message);
        return messages;
    };
    EXPECT_THAT(read({}), ElementsAre("debug", "info", "warning", "error"));
    EXPECT_THAT(read({.least_level = core::LogLevel::kWarning}), ElementsAre("warning", "error"));
    EXPECT_THAT(read({.since = times[2]}), ElementsAre("warning", "error"));
    EXPECT_THAT(read({.limit = 3, .least_level = core::LogLevel::kInfo, .since = times[2]}),
                ElementsAre("warning", "error"));
    EXPECT_THAT(read({.limit = 2}), ElementsAre("warning", "error"));
    EXPECT_THAT(read({.limit = 2, .end = LogQuery::End::kOldest}), ElementsAre("debug", "info"));
    const auto lines = program.wait(program.registry.logs(id, {.limit = 2})).value();
    EXPECT_THAT(read({.after_id = lines.front().id}), ElementsAre("error"));
}

TEST(OperationRegistry, ForgetsTheLogsOfOperationsLongEnded) {
    Remains remains;
    Program program(remains);
    store::Transaction transaction;
    std::vector<core::OperationId> ids;
    for (int i = 0; i < OperationRegistry::kHistoryLimit + 2; ++i) {
        program.wait(program.runtime.clock.sleep_for(std::chrono::minutes(1)));
        ids.push_back(begin(program, "scouting", transaction).id);
        program.registry.transition(ids.back(), Status::kCompleted, transaction);
        program.registry.log(ids.back(), core::LogLevel::kInfo, "done", transaction);
    }
    program.registry.forget_old_logs(transaction);
    ASSERT_TRUE(program.commit(std::move(transaction)).ok());
    const auto lines_of = [&](const core::OperationId& id) {
        return program.wait(program.registry.logs(id, {})).value().size();
    };
    EXPECT_EQ(lines_of(ids[0]), 0u);
    EXPECT_EQ(lines_of(ids[1]), 0u);
    EXPECT_EQ(lines_of(ids[2]), 1u);
    EXPECT_LE(program.registry.all().size(), std::size_t(OperationRegistry::kHistoryLimit));
}

TEST(OperationRegistry, RemembersTheNewestOfThoseThatEnded) {
    Remains remains;
    {
        Program program(remains);
        store::Transaction transaction;
        begin(program, "scouting", transaction);
        for (int i = 0; i < OperationRegistry::kHistoryLimit + 10; ++i) {
            const auto id = begin(program, "manufacturing", transaction).id;
            program.registry.transition(id, Status::kCompleted, transaction);
        }
        ASSERT_TRUE(program.commit(std::move(transaction)).ok());
    }
    Program program(remains);
    EXPECT_GE(program.registry.all().size(), std::size_t(OperationRegistry::kHistoryLimit));
    EXPECT_LE(program.registry.all().size(), std::size_t(OperationRegistry::kHistoryLimit) + 1);
    EXPECT_NE(program.registry.active("scouting"), nullptr);
}

}  // namespace
}  // namespace argosy::operations
