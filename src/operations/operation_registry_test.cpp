#include "operations/operation_registry.h"

#include <gmock/gmock.h>

#include <optional>

#include "core/virtual_loop.h"
#include "store/inline_store.h"
#include "store/sqlite_engine.h"

namespace argosy::operations {
namespace {

using ::testing::HasSubstr;
using Status = OperationStatus;

constexpr std::int64_t kPlayer = 1;

std::unique_ptr<store::Engine> engine_with_a_player() {
    auto engine = store::open_sqlite(std::string(store::kInMemory));
    EXPECT_TRUE(engine.ok());
    EXPECT_TRUE(store::migrate(**engine).ok());
    store::Transaction player;
    player.add(
        "INSERT INTO players (id, agent_symbol, era, faction, headquarters, token, "
        "created_at) VALUES ($1, 'ARGOSY', '2025-04-06', 'COSMIC', 'X1-AD75-A1', 't', 0)",
        {kPlayer});
    EXPECT_TRUE((*engine)->commit(player, store::Durability::kNormal).ok());
    return *std::move(engine);
}

/// One run of a program on an engine that outlives it.
class Program {
  public:
    Program(store::Engine& engine, std::int64_t number)
        : ids_(number), store_(engine, loop_.clock(), rng_) {
        EXPECT_TRUE(wait(registry.load()).ok());
    }

    template <class T>
    T wait(Task<T> task) {
        std::optional<T> result;
        runtime_.spawn(keep(std::move(task), result));
        loop_.run_until(loop_.clock().now() + std::chrono::minutes(1));
        EXPECT_TRUE(result.has_value());
        return *std::move(result);
    }

    Result<void> commit(store::Transaction transaction) {
        return wait(store_.commit(std::move(transaction), store::Durability::kNormal));
    }

    void move(const core::OperationId& operation, Status status) {
        store::Transaction transaction;
        registry.transition(operation, status, transaction);
        EXPECT_TRUE(commit(std::move(transaction)).ok());
    }

  private:
    struct Quiet final : core::LogSink {
        void write(const core::LogEvent&) override {}
    };
    template <class T>
    static Task<void> keep(Task<T> task, std::optional<T>& result) {
        result.emplace(co_await std::move(task));
    }

    core::VirtualLoop loop_{core::TimePoint(std::chrono::hours(480'000))};
    Quiet sink_;
    core::Log log_{loop_.clock(), sink_};
    core::Rng rng_{1};
    core::IdSource ids_;
    core::DecisionHash decisions_;
    core::Runtime runtime_{loop_.executor(), loop_.clock(), log_, rng_, ids_, decisions_};
    store::InlineStore store_;

  public:
    OperationRegistry registry{runtime_, store_, kPlayer};
};

TEST(OperationLifecycle, TakesTheStepsOfItsTableAndNoOther) {
    const std::vector<Status> all{Status::kPending,    Status::kRunning, Status::kStopping,
                                  Status::kCompleted,  Status::kFailed,  Status::kStopped,
                                  Status::kInterrupted};
    int steps = 0;
    for (const Status from : all) {
        for (const Status to : all) {
            const auto checked = check_transition(from, to);
            if (checked.ok()) {
                ++steps;
                EXPECT_FALSE(is_terminal(from)) << to_string(from);
                continue;
            }
            EXPECT_THAT(checked.error().message, HasSubstr(std::string(to_string(from))));
            EXPECT_THAT(checked.error().message, HasSubstr(std::string(to_string(to))));
        }
        EXPECT_EQ(parse_operation_status(to_string(from)), from);
        EXPECT_FALSE(check_transition(from, from).ok());
    }
    EXPECT_EQ(steps, 14);
}

TEST(OperationRegistry, AdoptsAfterARestartWhatWasRunningOrStopping) {
    const auto engine = engine_with_a_player();
    {
        Program program(*engine, 1);
        store::Transaction transaction;
        const Operation business =
            program.registry.start("manufacturing", "{\"n\":1}", transaction);
        const Operation scouting =
            program.registry.start("scouting", "{}", transaction, business.id);
        const Operation ended = program.registry.start("arbitrage", "{}", transaction);
        program.registry.create("goods", "{}", transaction);
        ASSERT_TRUE(program.commit(std::move(transaction)).ok());
        program.move(scouting.id, Status::kStopping);
        program.move(ended.id, Status::kCompleted);
    }
    Program program(*engine, 2);
    const auto found = program.registry.to_adopt();
    ASSERT_EQ(found.size(), 2u);
    EXPECT_EQ(found[0].kind, "manufacturing");
    EXPECT_EQ(found[0].config, "{\"n\":1}");
    EXPECT_EQ(found[0].status, Status::kRunning);
    EXPECT_EQ(found[1].kind, "scouting");
    EXPECT_EQ(found[1].parent, found[0].id);
    EXPECT_EQ(found[1].status, Status::kStopping);
    EXPECT_EQ(program.registry.all().size(), 4u);
    ASSERT_NE(program.registry.active("goods"), nullptr);
    EXPECT_EQ(program.registry.active("goods")->status, Status::kPending);
    EXPECT_EQ(program.registry.active("arbitrage"), nullptr);
}

TEST(OperationRegistry, ReturnsTheRunningOperationInsteadOfStartingItAgain) {
    const auto engine = engine_with_a_player();
    Program program(*engine, 1);
    store::Transaction first, again;
    const Operation started = program.registry.start("manufacturing", "{}", first);
    ASSERT_TRUE(program.commit(std::move(first)).ok());
    EXPECT_EQ(program.registry.start("manufacturing", "{\"other\":1}", again).id, started.id);
    EXPECT_TRUE(again.empty());

    program.move(started.id, Status::kFailed);
    const Operation next = program.registry.start("manufacturing", "{}", again);
    EXPECT_NE(next.id, started.id);
    EXPECT_TRUE(program.commit(std::move(again)).ok());
}

TEST(OperationRegistry, IsRefusedByTheStoreWhenAnotherProgramStartedTheSameDuty) {
    const auto engine = engine_with_a_player();
    Program one(*engine, 1), other(*engine, 2);
    store::Transaction first, second;
    one.registry.start("manufacturing", "{}", first);
    other.registry.start("manufacturing", "{}", second);
    ASSERT_TRUE(one.commit(std::move(first)).ok());
    const auto refused = other.commit(std::move(second));
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, core::ErrorCode::kConflict);
}

TEST(OperationRegistry, ChangesAStateOnlyFromTheOneItKnows) {
    const auto engine = engine_with_a_player();
    core::OperationId id;
    {
        Program program(*engine, 1);
        store::Transaction transaction;
        id = program.registry.start("manufacturing", "{}", transaction).id;
        ASSERT_TRUE(program.commit(std::move(transaction)).ok());
    }
    Program one(*engine, 2), other(*engine, 3);
    one.move(id, Status::kStopping);
    store::Transaction stale;
    other.registry.transition(id, Status::kCompleted, stale);
    const auto refused = other.commit(std::move(stale));
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, core::ErrorCode::kConflict);
}

TEST(OperationRegistry, KeepsTheNewestLinesOfALog) {
    const auto engine = engine_with_a_player();
    Program program(*engine, 1);
    store::Transaction transaction;
    const Operation operation = program.registry.start("manufacturing", "{}", transaction);
    const Operation other = program.registry.start("scouting", "{}", transaction);
    program.registry.log(other.id, core::LogLevel::kWarning, "of another", transaction);
    for (int line = 1; line <= OperationRegistry::kLogLimit + 5; ++line) {
        program.registry.log(operation.id, core::LogLevel::kInfo, std::to_string(line),
                             transaction);
    }
    ASSERT_TRUE(program.commit(std::move(transaction)).ok());

    const auto last = program.wait(program.registry.logs(operation.id, 2)).value();
    ASSERT_EQ(last.size(), 2u);
    EXPECT_EQ(last[0].message, "1004");
    EXPECT_EQ(last[1].message, "1005");
    const auto kept = program.wait(program.registry.logs(operation.id, 5'000)).value();
    EXPECT_EQ(kept.size(), std::size_t(OperationRegistry::kLogLimit));
    const auto others = program.wait(program.registry.logs(other.id, 10)).value();
    ASSERT_EQ(others.size(), 1u);
    EXPECT_EQ(others[0].level, "warning");
}

TEST(OperationRegistry, RemembersTheNewestOfThoseThatEnded) {
    const auto engine = engine_with_a_player();
    {
        Program program(*engine, 1);
        store::Transaction transaction;
        program.registry.start("scouting", "{}", transaction);
        for (int i = 0; i < OperationRegistry::kHistoryLimit + 10; ++i) {
            const auto id = program.registry.start("manufacturing", "{}", transaction).id;
            program.registry.transition(id, Status::kCompleted, transaction);
        }
        ASSERT_TRUE(program.commit(std::move(transaction)).ok());
    }
    Program program(*engine, 2);
    EXPECT_GE(program.registry.all().size(), std::size_t(OperationRegistry::kHistoryLimit));
    EXPECT_LE(program.registry.all().size(), std::size_t(OperationRegistry::kHistoryLimit) + 1);
    EXPECT_NE(program.registry.active("scouting"), nullptr);
}

}  // namespace
}  // namespace argosy::operations
