// What every engine does alike: a room that runs on one of them runs on all.

#include <gmock/gmock.h>

#include <algorithm>
#include <limits>

#include "tests/conformance/store_suite.h"

namespace argosy::tests {
namespace {

using core::ErrorCode;
using store::Durability;
using store::Expect;
using store::Rows;
using store::Transaction;
using store::Value;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kPlayers = "SELECT COUNT(*) AS n FROM players";

class StoreEngine : public StoreSuite {
  protected:
    void SetUp() override {
        StoreSuite::SetUp();
        if (!IsSkipped()) engine_ = open_migrated();
    }

    core::Result<void> commit(const Transaction& transaction) {
        return engine_->commit(transaction, Durability::kNormal);
    }
    std::int64_t players() { return number(*engine_, kPlayers); }

    std::unique_ptr<store::Engine> engine_;
};

/// On what outlives its engine.
class LastingStoreEngine : public StoreEngine {};

TEST_P(StoreEngine, ReturnsWhatWasCommitted) {
    ASSERT_TRUE(engine_->commit(add_player(7, "ARGOSY"), Durability::kFull).ok());
    const Rows rows = engine_
                          ->query(
                              "SELECT id, agent_symbol, NULL AS absent FROM players "
                              "WHERE agent_symbol = $2 AND id = $1",
                              {std::int64_t(7), std::string("ARGOSY")})
                          .value();
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_EQ(rows[0].integer("id"), 7);
    EXPECT_EQ(rows[0].text("agent_symbol"), "ARGOSY");
    EXPECT_EQ(rows[0].maybe_text("absent"), std::nullopt);
    EXPECT_EQ(rows[0].maybe_integer("id"), 7);
}

TEST_P(StoreEngine, KeepsValuesAsTheyAre) {
    const std::string odd = "quote ' \" back\\slash, new\nline, ünïcödé 🚀, $1, %s";
    Transaction transaction;
    constexpr std::string_view kRun = "INSERT INTO runs (id, started_at, seed) VALUES ($1, $2, $3)";
    transaction.add(kRun, {std::int64_t(1), std::numeric_limits<std::int64_t>::max(), odd});
    transaction.add(kRun, {std::int64_t(2), std::numeric_limits<std::int64_t>::min(), ""});
    transaction.add(kRun, {std::int64_t(3), std::int64_t(0), std::string(100'000, 'x')});
    ASSERT_TRUE(commit(transaction).ok());
    const Rows rows = engine_->query("SELECT started_at, seed FROM runs ORDER BY id", {}).value();
    EXPECT_EQ(rows[0].integer("started_at"), std::numeric_limits<std::int64_t>::max());
    EXPECT_EQ(rows[0].text("seed"), odd);
    EXPECT_EQ(rows[1].integer("started_at"), std::numeric_limits<std::int64_t>::min());
    EXPECT_EQ(rows[1].text("seed"), "");
    EXPECT_EQ(rows[2].text("seed").size(), 100'000u);
}

TEST_P(StoreEngine, StoresNothingWhereNothingIsGiven) {
    ASSERT_TRUE(commit(add_player(1, "ARGOSY")).ok());
    Transaction transaction;
    transaction.add(
        "INSERT INTO ships (player_id, symbol, role, frame, cargo_capacity, fuel_capacity, speed,"
        " bought_at) VALUES (1, 'A-1', 'HAULER', 'F', 40, 600, 30, $1)",
        {nullptr});
    ASSERT_TRUE(commit(transaction).ok());
    EXPECT_EQ(number(*engine_, "SELECT COUNT(*) AS n FROM ships WHERE bought_at IS NULL"), 1);
}

TEST_P(StoreEngine, AddsUpToWholeNumbers) {
    const Rows none =
        engine_->query("SELECT SUM(started_at) AS s, MAX(id) AS m, COUNT(*) AS c FROM runs", {})
            .value();
    EXPECT_EQ(none[0].maybe_integer("s"), std::nullopt);
    EXPECT_EQ(none[0].maybe_integer("m"), std::nullopt);
    EXPECT_EQ(none[0].integer("c"), 0);
    Transaction transaction;
    for (std::int64_t id = 1; id <= 3; ++id) {
        transaction.add("INSERT INTO runs (id, started_at, seed) VALUES ($1, $2, '')",
                        {id, id * -1'000'000'000'000});
    }
    ASSERT_TRUE(commit(transaction).ok());
    EXPECT_EQ(number(*engine_, "SELECT SUM(started_at) AS n FROM runs"), -6'000'000'000'000);
    EXPECT_EQ(number(*engine_, "SELECT -7 / 2 AS n"), -3);
    EXPECT_EQ(number(*engine_, "SELECT -7 % 2 AS n"), -1);
}

TEST_P(StoreEngine, RefusesToReturnAFraction) {
    Transaction transaction;
    transaction.add("INSERT INTO runs (id, started_at, seed) VALUES (1, 1, ''), (2, 2, '')", {});
    ASSERT_TRUE(commit(transaction).ok());
    const auto rows = engine_->query("SELECT AVG(started_at) AS mean FROM runs", {});
    ASSERT_FALSE(rows.ok());
    EXPECT_EQ(rows.error().code, ErrorCode::kInvalidArgument);
    EXPECT_THAT(rows.error().message, HasSubstr("mean"));
}

TEST_P(StoreEngine, SortsTextByItsBytes) {
    const std::vector<std::string> names{"A", "A-1", "A-10", "A-2", "A1", "AB", "B", "Z_",
                                         "_", "a",   "a-b",  "ab",  "z",  "É",  "é"};
    std::vector<std::string> shuffled(names.rbegin(), names.rend());
    Transaction transaction;
    for (std::size_t i = 0; i < shuffled.size(); ++i) {
        transaction.add("INSERT INTO runs (id, started_at, seed) VALUES ($1, 0, $2)",
                        {std::int64_t(i + 1), shuffled[i]});
    }
    ASSERT_TRUE(commit(transaction).ok());
    std::vector<std::string> sorted;
    const Rows rows = engine_->query("SELECT seed FROM runs ORDER BY seed", {}).value();
    for (const store::Row& row : rows)
        sorted.push_back(row.text("seed"));
    EXPECT_EQ(sorted, names);
    EXPECT_EQ(number(*engine_, "SELECT COUNT(*) AS n FROM runs WHERE seed < 'a'"), 9);
}

TEST_P(StoreEngine, UndoesAllStatementsWhenACompareAndSetFails) {
    Transaction transaction = add_player(1, "ARGOSY");
    transaction.add("UPDATE players SET era = 'x' WHERE id = $1", {std::int64_t(2)},
                    Expect::kOneRow);
    const auto done = commit(transaction);
    ASSERT_FALSE(done.ok());
    EXPECT_EQ(done.error().code, ErrorCode::kConflict);
    EXPECT_THAT(done.error().message, HasSubstr("UPDATE players SET era"));
    EXPECT_EQ(players(), 0);
    EXPECT_TRUE(commit(add_player(1, "ARGOSY")).ok());
}

TEST_P(StoreEngine, CountsARowThatWasInsertedOrUpdatedAsChanged) {
    constexpr std::string_view kUpsert =
        "INSERT INTO runs (id, started_at, seed) VALUES ($1, $2, '') ON CONFLICT (id)"
        " DO UPDATE SET started_at = $2 WHERE runs.started_at < $2";
    const auto upsert = [&](std::int64_t value) {
        Transaction transaction;
        transaction.add(kUpsert, {std::int64_t(1), value}, Expect::kOneRow);
        return commit(transaction).ok();
    };
    EXPECT_TRUE(upsert(5));
    EXPECT_TRUE(upsert(6));
    EXPECT_FALSE(upsert(6));
    EXPECT_EQ(number(*engine_, "SELECT started_at AS n FROM runs"), 6);
}

TEST_P(StoreEngine, ReportsABrokenConstraintAsAConflict) {
    ASSERT_TRUE(commit(add_player(1, "ARGOSY")).ok());
    const auto refuses = [&](std::string_view sql) {
        Transaction transaction;
        transaction.add(sql, {});
        const auto done = commit(transaction);
        return !done.ok() && done.error().code == ErrorCode::kConflict;
    };
    const auto again = commit(add_player(2, "ARGOSY"));
    ASSERT_FALSE(again.ok());
    EXPECT_EQ(again.error().code, ErrorCode::kConflict);
    EXPECT_THAT(again.error().message, Not(HasSubstr("ARGOSY"))) << "no values of rows";

    EXPECT_TRUE(
        refuses("INSERT INTO ships (player_id, symbol, role, frame, cargo_capacity,"
                " fuel_capacity, speed) VALUES (9, 'A-1', 'HAULER', 'F', 1, 1, 1)"));
    EXPECT_TRUE(refuses("INSERT INTO runs (id, started_at, seed) VALUES (1, NULL, '')"));
    EXPECT_TRUE(
        refuses("INSERT INTO operations (id, player_id, kind, status, config, created_at,"
                " updated_at) VALUES ('a', 1, 'k', 'ASLEEP', '', 0, 0)"));
}

TEST_P(StoreEngine, ReportsOtherTroubleAsUnavailableAndGoesOn) {
    const auto rows = engine_->query("SELECT * FROM no_such_table", {});
    ASSERT_FALSE(rows.ok());
    EXPECT_EQ(rows.error().code, ErrorCode::kUnavailable);
    EXPECT_THAT(rows.error().message, HasSubstr("no_such_table"));

    Transaction transaction = add_player(1, "ARGOSY");
    transaction.add("INSERT INTO no_such_table VALUES (1)", {});
    transaction.add("INSERT INTO runs (id, started_at, seed) VALUES (1, 1, '')", {});
    EXPECT_FALSE(commit(transaction).ok());
    EXPECT_EQ(players(), 0);
    EXPECT_TRUE(commit(add_player(1, "ARGOSY")).ok());
    EXPECT_EQ(players(), 1);
}

TEST_P(StoreEngine, RefusesToWriteInAQuery) {
    ASSERT_TRUE(commit(add_player(1, "ARGOSY")).ok());
    const auto rows = engine_->query("DELETE FROM players", {});
    ASSERT_FALSE(rows.ok());
    EXPECT_EQ(rows.error().code, ErrorCode::kInvalidArgument);
    EXPECT_EQ(players(), 1);
}

TEST_P(StoreEngine, TakesTheSameStatementAnyNumberOfTimesInOneTransaction) {
    constexpr std::int64_t kMany = 5'000;
    Transaction transaction;
    for (std::int64_t id = 1; id <= kMany; ++id) {
        transaction.add("INSERT INTO runs (id, started_at, seed) VALUES ($1, $1, $2)",
                        {id, std::string(100, 'x')}, Expect::kOneRow);
    }
    ASSERT_TRUE(commit(transaction).ok());
    EXPECT_EQ(number(*engine_, "SELECT COUNT(*) AS n FROM runs"), kMany);
    EXPECT_EQ(engine_->query("SELECT id, seed FROM runs", {}).value().size(), std::size_t(kMany));
}

TEST_P(StoreEngine, NumbersRowsByItselfAndGoesOnAfterItsOwnNumbers) {
    Transaction transaction;
    for (int i = 0; i < 3; ++i) {
        transaction.add("INSERT INTO runs (started_at, seed) VALUES ($1, '')",
                        {std::int64_t(i * 10)});
    }
    ASSERT_TRUE(commit(transaction).ok());
    const Rows rows = engine_->query("SELECT id FROM runs ORDER BY started_at", {}).value();
    std::vector<std::int64_t> ids;
    for (const store::Row& row : rows)
        ids.push_back(row.integer("id"));
    EXPECT_THAT(ids, ElementsAre(1, 2, 3));
}

TEST_P(StoreEngine, CascadesToWhatHangsOnADeletedRow) {
    Transaction transaction = add_player(1, "ARGOSY");
    const auto task = [&](const std::string& id) {
        transaction.add(
            "INSERT INTO manufacturing_tasks (id, player_id, operation_id, pipeline_id, haul_id,"
            " task_type, status, good_symbol, created_at)"
            " VALUES ($1, 1, '', '', '', 'SELL', 'READY', 'IRON', 0)",
            {id});
    };
    task("task-1-1");
    task("task-1-2");
    transaction.add(
        "INSERT INTO manufacturing_task_dependencies (task_id, depends_on_id) VALUES ($1, $2)",
        {std::string("task-1-2"), std::string("task-1-1")});
    transaction.add("DELETE FROM manufacturing_tasks WHERE id = 'task-1-1'", {}, Expect::kOneRow);
    ASSERT_TRUE(commit(transaction).ok());
    EXPECT_EQ(number(*engine_, "SELECT COUNT(*) AS n FROM manufacturing_task_dependencies"), 0);
}

TEST_P(LastingStoreEngine, KeepsWhatWasCommittedForTheNextOneThatOpensIt) {
    ASSERT_TRUE(commit(add_player(1, "ARGOSY")).ok());
    engine_.reset();
    engine_ = open_migrated();
    EXPECT_EQ(players(), 1);
}

INSTANTIATE_TEST_SUITE_P(AllDatabases, StoreEngine,
                         testing::Values(Database::kSqliteMemory, Database::kSqliteFile,
                                         Database::kPostgres),
                         name_of);

INSTANTIATE_TEST_SUITE_P(LastingDatabases, LastingStoreEngine,
                         testing::Values(Database::kSqliteFile, Database::kPostgres), name_of);

}  // namespace
}  // namespace argosy::tests
