#include "operations/supervisor.h"

#include <gmock/gmock.h>

#include <set>

#include "operations/testing/program.h"

namespace argosy::operations {
namespace {

using namespace std::chrono_literals;
using core::ErrorCode;
using core::OperationId;
using testing::Attempt;
using ::testing::HasSubstr;
using testing::Program;
using testing::Remains;
using testing::Script;
using Outcome = Attempt::Outcome;
using Status = OperationStatus;

constexpr core::Duration kLongRun = 24h;

Attempt fails(std::string_view message, ErrorCode code = ErrorCode::kRejected) {
    return {.outcome = Outcome::kFails, .error = {code, std::string(message)}};
}

TEST(Supervisor, ReturnsTheOperationThatDoesJustThatAlready) {
    Remains remains;
    Program program(remains, {{"scout", {}}});
    const OperationId first = program.start("scout");
    EXPECT_EQ(program.start("scout"), first);
    program.run_for(1h);
    EXPECT_EQ(program.status(first), Status::kRunning);
    EXPECT_EQ(program.scripts["scout"].begins.size(), 1u);
}

TEST(Supervisor, RefusesToDoADutyInTwoWaysAndNamesBoth) {
    Remains remains;
    Program program(remains, {{"scout", {}}});
    const auto first = program.wait(program.supervisor.start("scout", "{\"probes\":1}"));
    ASSERT_TRUE(first.ok());
    const auto refused = program.wait(program.supervisor.start("scout", "{\"probes\":2}"));
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::kConflict);
    for (const char* named : {first->id.str().c_str(), "{\"probes\":1}", "{\"probes\":2}"})
        EXPECT_THAT(refused.error().message, HasSubstr(named));
    EXPECT_EQ(program.registry.all().size(), 1u);
}

TEST(Supervisor, KnowsNoKindThatNobodyRegistered) {
    Remains remains;
    Program program(remains, {});
    const auto refused = program.wait(program.supervisor.start("scout", "{}"));
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::kNotFound);
}

TEST(Supervisor, StartsAgainWhatFailedAfterWaitsThatDouble) {
    Remains remains;
    Script script{.attempts = {fails("no"), {.outcome = Outcome::kThrows}, fails("no")}};
    Program program(remains, {{"scout", script}});
    const OperationId scout = program.start("scout");
    program.run_for(2s);
    EXPECT_EQ(program.status(scout), Status::kRunning);
    EXPECT_THAT(program.registry.find(scout)->waits_for, HasSubstr("restart"));
    program.run_for(kLongRun);
    EXPECT_EQ(program.status(scout), Status::kRunning);
    EXPECT_EQ(program.registry.find(scout)->restarts, 3);
    EXPECT_EQ(program.registry.find(scout)->waits_for, "");
    const auto& begins = program.scripts["scout"].begins;
    ASSERT_EQ(begins.size(), 4u);
    // Storing takes a moment too.
    EXPECT_GE(begins[1] - begins[0], 5s);
    EXPECT_LT(begins[1] - begins[0], 6s);
    EXPECT_GE(begins[2] - begins[1], 10s);
    EXPECT_GE(begins[3] - begins[2], 20s);
    const auto warnings = program.log_of(scout, {.least_level = core::LogLevel::kWarning});
    EXPECT_EQ(warnings.size(), 3u);
}

TEST(Supervisor, FailsWithTheLastErrorOnceTheBudgetIsSpent) {
    Remains remains;
    Script script{.attempts = {fails("1"), fails("2"), fails("3"), fails("the last straw")}};
    Program program(remains, {{"scout", script}, {"manufacturing", {}}});
    const OperationId other = program.start("manufacturing");
    const OperationId scout = program.start("scout");
    program.run_for(kLongRun);
    EXPECT_EQ(program.status(scout), Status::kFailed);
    EXPECT_EQ(program.registry.find(scout)->error, "the last straw");
    EXPECT_EQ(program.scripts["scout"].begins.size(), 4u);
    EXPECT_EQ(program.status(other), Status::kRunning);
    EXPECT_NE(program.start("scout"), scout);
}

TEST(Supervisor, HasAFullBudgetForWhatFailsSeldom) {
    Remains remains;
    Script script;
    for (int i = 0; i < 10; ++i)
        script.attempts.push_back(
            {.outcome = Outcome::kThrows, .error = {ErrorCode::kRejected, ""}, .after = 11min});
    Program program(remains, {{"scout", script}});
    const OperationId scout = program.start("scout");
    program.run_for(kLongRun);
    EXPECT_EQ(program.status(scout), Status::kRunning);
    EXPECT_EQ(program.registry.find(scout)->restarts, 10);
}

TEST(Supervisor, WaitsOutTroubleThatPassesAndLogsItOnce) {
    Remains remains;
    Script script;
    for (int i = 0; i < 100; ++i)
        script.attempts.push_back(fails("the game is away", ErrorCode::kUnavailable));
    Program program(remains, {{"scout", script}});
    const OperationId scout = program.start("scout");
    program.run_for(1h);
    EXPECT_EQ(program.status(scout), Status::kRunning);
    EXPECT_EQ(program.registry.find(scout)->waits_for, "the game is away");
    program.run_for(kLongRun);
    EXPECT_EQ(program.scripts["scout"].begins.size(), 101u);
    EXPECT_EQ(program.registry.find(scout)->restarts, 0);
    EXPECT_EQ(program.registry.find(scout)->waits_for, "");
    EXPECT_EQ(program.lines_with(scout, "the game is away"), 1);
}

TEST(Supervisor, DoesNotTryAgainWhatNoAttemptCanMend) {
    for (const ErrorCode code : {ErrorCode::kInvalidArgument, ErrorCode::kUniverseReset,
                                 ErrorCode::kUnauthorized, ErrorCode::kNotFound}) {
        Remains remains;
        Program program(remains, {{"scout", Script{.attempts = {fails("hopeless", code)}}}});
        const OperationId scout = program.start("scout");
        program.run_for(1min);
        EXPECT_EQ(program.status(scout), Status::kFailed) << core::to_string(code);
        EXPECT_EQ(program.scripts["scout"].begins.size(), 1u);
    }
}

TEST(Supervisor, SaysWhatAnIdleOperationWaitsForAndLogsOnlyChanges) {
    Remains remains;
    Program program(remains, {{"scout", {}}});
    const OperationId scout = program.start("scout");
    program.run_for(1s);
    const auto waits = [&](const char* reason) {
        store::Transaction transaction;
        program.registry.wait_for(scout, reason, transaction);
        const std::size_t statements = transaction.statements().size();
        EXPECT_TRUE(program.commit(std::move(transaction)).ok());
        return statements;
    };
    for (int hour = 0; hour < 24; ++hour) {
        const std::size_t statements = waits("a market to fall due");
        EXPECT_EQ(statements == 0, hour > 0);
        program.run_for(1h);
    }
    waits("");
    waits("a market to fall due");
    EXPECT_EQ(program.status(scout), Status::kRunning);
    EXPECT_EQ(program.registry.find(scout)->restarts, 0);
    EXPECT_EQ(program.lines_with(scout, "a market to fall due"), 1);
    waits("a probe");
    EXPECT_EQ(program.lines_with(scout, "a probe"), 1);
}

TEST(Supervisor, CompletesWhatHasDoneItsDuty) {
    Remains remains;
    Program program(remains, {{"goods", Script{.attempts = {{.outcome = Outcome::kEnds}}}}});
    const OperationId goods = program.start("goods");
    program.run_for(1s);
    EXPECT_EQ(program.status(goods), Status::kCompleted);
    const auto refused = program.wait(program.supervisor.stop(goods));
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::kRejected);
}

TEST(Supervisor, StopsAPausedOperationWithoutWaitingForItsRestart) {
    Remains remains;
    Script script{.attempts = {fails("1"), fails("2"), fails("3")}};
    Program program(remains, {{"scout", script}});
    const OperationId scout = program.start("scout");
    program.run_for(20s);
    ASSERT_EQ(program.registry.find(scout)->restarts, 3);
    ASSERT_TRUE(program.wait(program.supervisor.stop(scout)).ok());
    program.run_for(1s);
    EXPECT_EQ(program.status(scout), Status::kStopped);
}

/// The transitions that a run took, as the store saw them.
class Taken {
  public:
    explicit Taken(store::Engine& engine) : engine_(engine) {
        store::Transaction trigger;
        trigger.add("CREATE TABLE taken (step TEXT PRIMARY KEY)", {});
        trigger.add(
            "CREATE TRIGGER watch AFTER UPDATE OF status ON operations BEGIN"
            " INSERT INTO taken VALUES (old.status || ' -> ' || new.status)"
            " ON CONFLICT DO NOTHING; END",
            {});
        EXPECT_TRUE(engine.commit(trigger, store::Durability::kNormal).ok());
    }

    std::set<std::string> steps() const {
        std::set<std::string> steps;
        const auto rows = engine_.query("SELECT step FROM taken", {});
        for (const store::Row& row : rows.value())
            steps.insert(row.text("step"));
        return steps;
    }

  private:
    store::Engine& engine_;
};

TEST(Supervisor, TakesEveryStepOfTheLifecycle) {
    Remains remains;
    const Taken taken(*remains.engine);
    const Script ends{.attempts = {{.outcome = Outcome::kEnds}}};
    const Script hopeless{.attempts = {fails("no", ErrorCode::kNotFound)}};
    const Script clumsy{
        .attempts = {
            {.outcome = Outcome::kFails, .error = {ErrorCode::kNotFound, "no"}, .after = 1min}}};
    {
        Program program(remains, {{"ends", ends},
                                  {"hopeless", hopeless},
                                  {"clumsy", clumsy},
                                  {"works", {}},
                                  {"stays", {}},
                                  {"hasty", {}}});
        for (const char* kind : {"ends", "hopeless", "works", "stays"})
            program.start(kind);
        ASSERT_TRUE(program.wait(program.supervisor.stop(program.start("works"))).ok());
        ASSERT_TRUE(program.wait(program.supervisor.stop(program.start("clumsy"))).ok());
        // Stopped before it could begin, and accepted by a process that ended before it began.
        store::Transaction accepted;
        const OperationId hasty = program.registry.create("hasty", "{}", accepted).id;
        ASSERT_TRUE(program.commit(std::move(accepted)).ok());
        ASSERT_TRUE(program.wait(program.supervisor.stop(hasty)).ok());
        program.run_for(1h);
        store::Transaction pending;
        program.registry.create("pending", "{}", pending);
        ASSERT_TRUE(program.commit(std::move(pending)).ok());
        program.wait(program.supervisor.interrupt());
    }
    Program program(remains, {{"stays", {}}});
    program.wait(program.supervisor.adopt());
    program.run_for(1h);

    std::set<std::string> table;
    for (const auto& [from, to] : transitions())
        table.insert(fmt::format("{} -> {}", to_string(from), to_string(to)));
    EXPECT_EQ(taken.steps(), table);
    for (const std::string& step : taken.steps())
        std::printf("taken: %s\n", step.c_str());
}

}  // namespace
}  // namespace argosy::operations
