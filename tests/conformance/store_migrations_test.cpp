// One text of the schema for every engine.

#include <gmock/gmock.h>

#include <thread>

#include "store/open_store.h"
#include "tests/conformance/store_suite.h"

namespace argosy::tests {
namespace {

using core::ErrorCode;
using store::Migration;
using testing::HasSubstr;

class StoreMigrations : public StoreSuite {};

/// On what several daemons may have open.
class SharedStoreMigrations : public StoreSuite {};

TEST_P(StoreMigrations, RunOnce) {
    const auto engine = open();
    EXPECT_EQ(store::migrate(*engine).value(), std::int64_t(store::migrations().size()));
    EXPECT_EQ(store::migrate(*engine).value(), 0);
}

TEST_P(StoreMigrations, HoldAsAWholeOrNotAtAll) {
    const auto engine = open_migrated();
    std::vector<Migration> steps = store::migrations();
    steps.push_back({900, "broken", "CREATE TABLE half (id INTEGER); CREATE TABL other;"});
    ASSERT_FALSE(store::migrate(*engine, steps).ok());
    steps.back().sql = "CREATE TABLE half (id INTEGER); CREATE TABLE other (id INTEGER);";
    EXPECT_EQ(store::migrate(*engine, steps).value(), 1);
}

TEST_P(StoreMigrations, RefuseADatabaseNewerThanTheProgram) {
    const auto engine = open_migrated();
    std::vector<Migration> newer = store::migrations();
    newer.push_back({900, "future", "CREATE TABLE future (id INTEGER)"});
    ASSERT_TRUE(store::migrate(*engine, newer).ok());
    const auto refused = store::migrate(*engine);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::kConfiguration);
    EXPECT_THAT(refused.error().message, HasSubstr("900"));
}

TEST_P(StoreMigrations, GoOnNumberingARebuiltTableAfterItsRows) {
    const auto engine = open();
    const std::vector<Migration> steps{
        {1, "first",
         "CREATE TABLE old (id INTEGER PRIMARY KEY, name TEXT NOT NULL);"
         "INSERT INTO old (name) VALUES ('a'), ('b');"},
        {2, "rebuild",
         "CREATE TABLE fresh (id INTEGER PRIMARY KEY, name TEXT NOT NULL CHECK (name <> ''));"
         "INSERT INTO fresh (id, name) SELECT id, name FROM old;"
         "DROP TABLE old; ALTER TABLE fresh RENAME TO old;"},
    };
    ASSERT_EQ(store::migrate(*engine, steps).value(), 2);
    store::Transaction transaction;
    transaction.add("INSERT INTO old (name) VALUES ('c')", {});
    ASSERT_TRUE(engine->commit(transaction, store::Durability::kNormal).ok());
    EXPECT_EQ(number(*engine, "SELECT id AS n FROM old WHERE name = 'c'"), 3);
}

TEST_P(SharedStoreMigrations, RunOnceWhenSeveralDaemonsStartAtTheSameTime) {
    constexpr int kDaemons = 8;
    std::vector<std::int64_t> applied(kDaemons, -1);
    {
        std::vector<std::jthread> daemons;
        for (int i = 0; i < kDaemons; ++i) {
            daemons.emplace_back([&, i] {
                auto engine = store::open_store(url());
                if (!engine) return;
                if (const auto steps = store::migrate(**engine)) applied[std::size_t(i)] = *steps;
            });
        }
    }
    std::int64_t sum = 0;
    for (const std::int64_t steps : applied) {
        EXPECT_GE(steps, 0);
        sum += steps;
    }
    EXPECT_EQ(sum, std::int64_t(store::migrations().size()));
}

INSTANTIATE_TEST_SUITE_P(AllDatabases, StoreMigrations,
                         testing::Values(Database::kSqliteMemory, Database::kSqliteFile,
                                         Database::kPostgres),
                         name_of);

INSTANTIATE_TEST_SUITE_P(SharedDatabases, SharedStoreMigrations,
                         testing::Values(Database::kPostgres), name_of);

}  // namespace
}  // namespace argosy::tests
