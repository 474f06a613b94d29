#include "operations/supervisor.h"

#include <gmock/gmock.h>

#include <set>

#include "operations/testing/program.h"

namespace argosy::operations {
namespace {

using namespace std::chrono_literals;
using core::Error;
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

std::vector<OperationLog> log_of(Program& program, const OperationId& operation,
                                 LogQuery query = {}) {
    return program.wait(program.registry.logs(operation, query)).value();
}

std::int64_t lines_with(Program& program, const OperationId& operation, std::string_view text) {
    const auto lines = log_of(program, operation);
    return std::count_if(lines.begin(), lines.end(), [&](const OperationLog& line) {
        return line.message.find(text) != std::string::npos;
    });
}

std::string stored_status(const Remains& remains, const OperationId& operation) {
    const auto rows =
        remains.engine->query("SELECT status FROM operations WHERE id = $1", {operation.str()});
    return rows.ok() && rows->size() == 1 ? rows->front().text("status") : "";
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
    const auto warnings = log_of(program, scout, {.least_level = core::LogLevel::kWarning});
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
    EXPECT_EQ(lines_with(program, scout, "the game is away"), 1);
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
    EXPECT_EQ(lines_with(program, scout, "a market to fall due"), 1);
    waits("a probe");
    EXPECT_EQ(lines_with(program, scout, "a probe"), 1);
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
        EXPECT_EQ(stored_status(remains, each), "STOPPING");
    EXPECT_NE(program.registry.find(family.top)->waits_for, "");
    program.run_for(1h);
    for (const OperationId& each : {family.top, family.middle, family.bottom})
        EXPECT_EQ(stored_status(remains, each), "STOPPED");
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
            EXPECT_EQ(stored_status(remains, each), "STOPPED");
        const auto& top = program.scripts["top"].ended;
        const auto& middle = program.scripts["middle"].ended;
        ASSERT_TRUE(top.has_value());
        if (middle) EXPECT_GE(*top, *middle + 1min);
    }
}

TEST(Supervisor, GoesOnAfterAnEndInGoodOrder) {
    Remains remains;
    OperationId scout;
    {
        Program program(remains, {{"scout", {}}});
        scout = program.start("scout");
        program.wait(program.supervisor.interrupt());
        EXPECT_EQ(stored_status(remains, scout), "INTERRUPTED");
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
    EXPECT_EQ(lines_with(program, scout, "adopted"), 1);
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
        EXPECT_EQ(stored_status(remains, scout), "STOPPING");
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
