#include "store/postgres_engine.h"

#include <gtest/gtest.h>

#include "tests/support/private_postgres.h"

namespace argosy::store {
namespace {

using tests::PrivatePostgres;

class PostgresEngineTest : public ::testing::Test {
  protected:
    void SetUp() override { ARGOSY_NEEDS_POSTGRES(); }
};

std::unique_ptr<Engine> open_migrated(const StoreUrl& url) {
    auto engine = open_postgres(url);
    ARGOSY_ASSERT(engine.ok());
    const auto migrated = migrate(**engine);
    if (!migrated) ADD_FAILURE() << migrated.error().message;
    return *std::move(engine);
}

Transaction add_run(std::int64_t id) {
    Transaction transaction;
    transaction.add("INSERT INTO runs (id, started_at, seed) VALUES ($1, 0, '')", {id},
                    Expect::kOneRow);
    return transaction;
}

std::int64_t runs(Engine& engine) {
    return engine.query("SELECT COUNT(*) AS n FROM runs", {}).value().front().integer("n");
}

TEST_F(PostgresEngineTest, GoesOnAfterTheServerWasStartedAnew) {
    const auto engine = open_migrated(PrivatePostgres::instance().new_database());
    ASSERT_TRUE(engine->commit(add_run(1), Durability::kNormal).ok());
    PrivatePostgres::instance().restart();
    const auto again = engine->commit(add_run(2), Durability::kFull);
    ASSERT_TRUE(again.ok()) << again.error().message;
    PrivatePostgres::instance().restart();
    EXPECT_EQ(runs(*engine), 2);
}

}  // namespace
}  // namespace argosy::store
