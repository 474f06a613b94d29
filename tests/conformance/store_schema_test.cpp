// The migrated schemas of both engines mean the same.

#include "tests/conformance/store_schema.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>

#include "store/open_store.h"
#include "tests/support/private_postgres.h"

namespace argosy::tests {
namespace {

using store::Migration;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::unique_ptr<store::Engine> migrated(const store::StoreUrl& url,
                                        const std::vector<Migration>& steps) {
    auto engine = store::open_store(url);
    ARGOSY_ASSERT(engine.ok());
    const auto done = store::migrate(**engine, steps);
    if (!done) ADD_FAILURE() << done.error().message;
    return *std::move(engine);
}

class Schemas : public testing::Test {
  protected:
    void SetUp() override { ARGOSY_NEEDS_POSTGRES(); }

    // What only one of the two has, "-" before what SQLite lacks and "+" before what PostgreSQL
    // lacks.
    static std::vector<std::string> differences(const std::vector<Migration>& of_sqlite,
                                                const std::vector<Migration>& of_postgres) {
        const auto sqlite = migrated(store::StoreUrl::in_memory(), of_sqlite);
        const auto postgres = migrated(PrivatePostgres::instance().new_database(), of_postgres);
        const SchemaFacts here = facts_of_sqlite(*sqlite);
        const SchemaFacts there = facts_of_postgres(*postgres);
        std::vector<std::string> found;
        for (const std::string& fact : here) {
            if (!there.contains(fact)) found.push_back("+ " + fact);
        }
        for (const std::string& fact : there) {
            if (!here.contains(fact)) found.push_back("- " + fact);
        }
        return found;
    }
};

TEST_F(Schemas, AreTheSameInMeaning) {
    EXPECT_THAT(differences(store::migrations(), store::migrations()), IsEmpty());
    const auto engine = migrated(store::StoreUrl::in_memory(), store::migrations());
    const SchemaFacts facts = facts_of_sqlite(*engine);
    // What the comparison stands on is really looked at.
    for (const char* fact :
         {"ships.speed: bigint, not null", "ships.bought_at: bigint, null",
          "ships.price: bigint, not null, default 0", "unique ships (player_id, symbol)",
          "unique factory_reservations (player_id, factory_symbol, output_good) where 'ACTIVE' "
          "status",
          "ships.player_id references players.id, on delete no action", "numbered runs.id",
          "check factory_reservations 'ACTIVE' 'CANCELLED' 'EXPIRED' 'FULFILLED' status"}) {
        EXPECT_TRUE(facts.contains(fact)) << fact;
    }
}

TEST_F(Schemas, AreSeenToDifferWhereTheyDo) {
    const auto differs = [](std::string_view sqlite, std::string_view postgres) {
        return !differences({{1, "one", sqlite}}, {{1, "one", postgres}}).empty();
    };
    constexpr std::string_view kPlain = "CREATE TABLE t (a TEXT NOT NULL, b BIGINT)";
    EXPECT_FALSE(differs(kPlain, kPlain));
    EXPECT_TRUE(differs(kPlain, "CREATE TABLE t (a TEXT, b BIGINT)"));
    EXPECT_TRUE(differs(kPlain, "CREATE TABLE t (a TEXT NOT NULL, b TEXT)"));
    EXPECT_TRUE(differs(kPlain, "CREATE TABLE t (a TEXT NOT NULL, b BIGINT DEFAULT 1)"));
    EXPECT_TRUE(differs(kPlain, "CREATE TABLE t (a TEXT NOT NULL, b BIGINT, UNIQUE (a))"));
    EXPECT_TRUE(differs(kPlain, "CREATE TABLE t (a TEXT NOT NULL, b BIGINT CHECK (b > 0))"));
    EXPECT_TRUE(differs(kPlain, "CREATE TABLE t (a VARCHAR(9) NOT NULL, b BIGINT)"));
    EXPECT_TRUE(differs("CREATE TABLE t (a TEXT); CREATE UNIQUE INDEX i ON t (a) WHERE a <> 'x';",
                        "CREATE TABLE t (a TEXT); CREATE UNIQUE INDEX i ON t (a) WHERE a <> 'y';"));
    EXPECT_TRUE(differs("CREATE TABLE t (a TEXT CHECK (a IN ('x', 'y')));",
                        "CREATE TABLE t (a TEXT CHECK (a IN ('x', 'z')));"));
}

}  // namespace
}  // namespace argosy::tests
