#include <gmock/gmock.h>

#include "operations/testing/program.h"
#include "tests/features/support/gherkin.h"

namespace argosy::tests {
namespace {

using operations::Operation;
using operations::testing::Attempt;
using operations::testing::Program;
using operations::testing::Remains;
using operations::testing::Script;
using ::testing::HasSubstr;

/// A daemon with three kinds of operations, which may be ended and started again.
struct OperationWorld {
    Remains remains;
    std::map<std::string, Script> scripts{{"scouting", {}}, {"business", {}}, {"arbitrage", {}}};
    std::unique_ptr<Program> program;
    std::map<std::string, core::OperationId> last;  ///< The last operation of each kind.
    std::optional<core::Result<Operation>> answer;
    std::string subject;  ///< Whom "its" means.

    Program& daemon() {
        if (!program) program = std::make_unique<Program>(remains, scripts);
        return *program;
    }

    void start(const std::string& kind, const std::string& config = "{}",
               const std::string& parent = "") {
        const core::OperationId above = parent.empty() ? core::OperationId() : last.at(parent);
        subject = kind;
        answer = daemon().wait(daemon().supervisor.start(kind, config, above));
        if (answer->ok()) last.try_emplace(kind, (*answer)->id);
    }
    void start_well(const std::string& kind, const std::string& config = "{}",
                    const std::string& parent = "") {
        start(kind, config, parent);
        ASSERT_TRUE(answer->ok()) << answer->error().message;
    }
    void stop(const std::string& kind) {
        subject = kind;
        ASSERT_TRUE(daemon().wait(daemon().supervisor.stop(last.at(kind))).ok());
    }
    void restart() {
        program.reset();
        daemon().wait(daemon().supervisor.adopt());
    }
    const Operation& operation(const std::string& kind) {
        const Operation* found = daemon().registry.find(last.at(kind));
        ARGOSY_ASSERT(found != nullptr);
        return *found;
    }
    std::vector<std::string> lines(operations::LogQuery query = {}) {
        const auto read = daemon().wait(daemon().registry.logs(last.at(subject), query));
        std::vector<std::string> messages;
        for (const operations::OperationLog& line : read.value())
            messages.push_back(line.message);
        return messages;
    }
};

std::vector<std::string> names_in(const std::string& text) {
    static const std::regex kSeparator(R"(,\s*|\s+and\s+)");
    return {std::sregex_token_iterator(text.begin(), text.end(), kSeparator, -1),
            std::sregex_token_iterator()};
}

core::Duration length_of(std::int64_t count, const std::string& unit) {
    if (unit.rfind("minute", 0) == 0) return std::chrono::minutes(count);
    if (unit.rfind("hour", 0) == 0) return std::chrono::hours(count);
    ARGOSY_ASSERT(unit.rfind("day", 0) == 0);
    return std::chrono::hours(24 * count);
}

void expect_status(OperationWorld& world, std::string kinds, std::string status) {
    for (const std::string& kind : names_in(kinds)) {
        world.subject = kind;
        EXPECT_EQ(to_string(world.operation(kind).status), status) << kind;
    }
}

void define_starts(StepRegistry& steps) {
    steps.add("{word} is started",
              [](OperationWorld& world, std::string kind) { world.start(kind); });
    steps.add("{word} was started",
              [](OperationWorld& world, std::string kind) { world.start_well(kind); });
    steps.add("{word} is started with {}", [](OperationWorld& world, std::string kind,
                                              std::string config) { world.start(kind, config); });
    steps.add("{word} was started with {}",
              [](OperationWorld& world, std::string kind, std::string config) {
                  world.start_well(kind, config);
              });
    steps.add("{word} was started under {word}",
              [](OperationWorld& world, std::string kind, std::string parent) {
                  world.start_well(kind, "{}", parent);
              });
    steps.add("that is the same operation", [](OperationWorld& world) {
        ASSERT_TRUE(world.answer->ok());
        EXPECT_EQ((*world.answer)->id, world.last.at(world.subject));
    });
    steps.add("that is another operation", [](OperationWorld& world) {
        ASSERT_TRUE(world.answer->ok());
        EXPECT_NE((*world.answer)->id, world.last.at(world.subject));
        world.last[world.subject] = (*world.answer)->id;
    });
    steps.add("there is {int} operation", [](OperationWorld& world, std::int64_t count) {
        EXPECT_EQ(std::int64_t(world.daemon().registry.all().size()), count);
    });
    steps.add("that is refused as {word}, naming {} and {}",
              [](OperationWorld& world, std::string code, std::string one, std::string other) {
                  ASSERT_FALSE(world.answer->ok());
                  EXPECT_EQ(core::to_string(world.answer->error().code), code);
                  EXPECT_THAT(world.answer->error().message, HasSubstr(one));
                  EXPECT_THAT(world.answer->error().message, HasSubstr(other));
              });
}

void define_stops(StepRegistry& steps) {
    steps.add("an operation takes {int} minutes to wind up",
              [](OperationWorld& world, std::int64_t minutes) {
                  for (auto& [kind, script] : world.scripts)
                      script.winding_down = std::chrono::minutes(minutes);
              });
    steps.add("{word} is stopped",
              [](OperationWorld& world, std::string kind) { world.stop(kind); });
    steps.add("{word} was stopped", [](OperationWorld& world, std::string kind) {
        world.stop(kind);
        world.daemon().run_for(std::chrono::hours(1));
    });
    steps.add("{word} was made {word}",
              [](OperationWorld& world, std::string kind, std::string status) {
                  if (status == "STOPPING") world.stop(kind);
                  expect_status(world, kind, status);
              });
    steps.add("the daemon is killed and started again",
              [](OperationWorld& world) { world.restart(); });
    steps.add("the daemon is stopped", [](OperationWorld& world) {
        world.daemon().wait(world.daemon().supervisor.interrupt());
    });
    steps.add("the daemon is stopped and started again", [](OperationWorld& world) {
        world.daemon().wait(world.daemon().supervisor.interrupt());
        world.restart();
    });
}

void define_failures(StepRegistry& steps) {
    const auto will = [](OperationWorld& world, const std::string& kind, std::int64_t times,
                         const Attempt& attempt) {
        for (std::int64_t i = 0; i < times; ++i)
            world.scripts.at(kind).attempts.push_back(attempt);
    };
    steps.add("{word} will fail {int} times",
              [will](OperationWorld& world, std::string kind, std::int64_t times) {
                  will(world, kind, times,
                       {.outcome = Attempt::Outcome::kFails,
                        .error = {core::ErrorCode::kRejected, "it broke"}});
              });
    steps.add("{word} will throw {int} time",
              [will](OperationWorld& world, std::string kind, std::int64_t times) {
                  will(world, kind, times, {.outcome = Attempt::Outcome::kThrows});
              });
    steps.add("{word} will miss the game {int} times",
              [will](OperationWorld& world, std::string kind, std::int64_t times) {
                  will(world, kind, times,
                       {.outcome = Attempt::Outcome::kFails,
                        .error = {core::ErrorCode::kUnavailable, "the game is away"}});
              });
    steps.add("{word} fails for good", [](OperationWorld& world, std::string kind) {
        // The children that it has are those of the process before.
        world.scripts.at(kind).attempts.push_back(
            {.outcome = Attempt::Outcome::kFails,
             .error = {core::ErrorCode::kUniverseReset, "the universe is gone"}});
        world.restart();
    });
    steps.add("{word} was restarted {int} time(s)",
              [](OperationWorld& world, std::string kind, std::int64_t times) {
                  EXPECT_EQ(world.operation(kind).restarts, times);
                  world.subject = kind;
              });
    steps.add("its error is {string}", [](OperationWorld& world, std::string error) {
        EXPECT_EQ(world.operation(world.subject).error, error);
    });
}

void define_states(StepRegistry& steps) {
    steps.add("{int} {word} pass(es)",
              [](OperationWorld& world, std::int64_t count, std::string unit) {
                  world.daemon().run_for(length_of(count, unit));
              });
    steps.add("the status of {} is {word}", expect_status);
    steps.add(
        "after {int} minutes the status of {} is {word}",
        [](OperationWorld& world, std::int64_t minutes, std::string kinds, std::string status) {
            world.daemon().run_for(std::chrono::minutes(minutes));
            expect_status(world, kinds, status);
        });
    steps.add("the stored status of {word} is {word}",
              [](OperationWorld& world, std::string kind, std::string status) {
                  const auto rows = world.remains.engine->query(
                      "SELECT status FROM operations WHERE id = $1", {world.last.at(kind).str()});
                  ASSERT_TRUE(rows.ok());
                  EXPECT_EQ(rows->front().text("status"), status);
              });
}

void define_waits_and_logs(StepRegistry& steps) {
    steps.add("{word} waits for {string}",
              [](OperationWorld& world, std::string kind, std::string reason) {
                  EXPECT_EQ(world.operation(kind).waits_for, reason);
              });
    steps.add("{word} says {int} times that it waits for {string}",
              [](OperationWorld& world, std::string kind, std::int64_t times, std::string reason) {
                  world.daemon().run_for(std::chrono::minutes(1));
                  for (std::int64_t i = 0; i < times; ++i) {
                      store::Transaction transaction;
                      world.daemon().registry.wait_for(world.last.at(kind), reason, transaction);
                      ASSERT_TRUE(world.daemon().commit(std::move(transaction)).ok());
                  }
              });
    steps.add("{string} is logged {int} time",
              [](OperationWorld& world, std::string words, std::int64_t times) {
                  const auto lines = world.lines();
                  EXPECT_EQ(std::count_if(lines.begin(), lines.end(),
                                          [&](const std::string& line) {
                                              return line.find(words) != std::string::npos;
                                          }),
                            times);
              });
    steps.add("its log has a line of level {word}", [](OperationWorld& world, std::string level) {
        const auto read =
            world.daemon().wait(world.daemon().registry.logs(world.last.at(world.subject), {}));
        ASSERT_FALSE(read->empty());
        EXPECT_EQ(read->front().level, level);
    });
    steps.add("its log says that it was adopted", [](OperationWorld& world) {
        EXPECT_THAT(world.lines(), testing::Contains(HasSubstr("adopted")));
    });
    steps.add("it logged", [](OperationWorld& world, DataTable table) {
        for (const auto& row : table.by_column()) {
            store::Transaction transaction;
            const std::string& level = row.at("level");
            world.daemon().registry.log(world.last.at(world.subject),
                                        level == "error"     ? core::LogLevel::kError
                                        : level == "warning" ? core::LogLevel::kWarning
                                                             : core::LogLevel::kInfo,
                                        row.at("message"), transaction);
            ASSERT_TRUE(world.daemon().commit(std::move(transaction)).ok());
        }
    });
    steps.add("the last {int} lines are {}",
              [](OperationWorld& world, std::int64_t count, std::string messages) {
                  EXPECT_EQ(world.lines({.limit = count}), names_in(messages));
              });
    steps.add("the lines of level warning and above are {}", [](OperationWorld& world,
                                                                std::string messages) {
        EXPECT_EQ(world.lines({.least_level = core::LogLevel::kWarning}), names_in(messages));
    });
}

const Steps kSteps([](StepRegistry& steps) {
    define_starts(steps);
    define_stops(steps);
    define_failures(steps);
    define_states(steps);
    define_waits_and_logs(steps);
});

}  // namespace
}  // namespace argosy::tests
