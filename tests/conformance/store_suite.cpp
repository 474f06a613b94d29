#include "tests/conformance/store_suite.h"

#include "store/open_store.h"
#include "tests/support/private_postgres.h"

namespace argosy::tests {

std::string name_of(const testing::TestParamInfo<Database>& info) {
    switch (info.param) {
        case Database::kSqliteMemory:
            return "SqliteMemory";
        case Database::kSqliteFile:
            return "SqliteFile";
        case Database::kPostgres:
            return "Postgres";
    }
    ARGOSY_FAIL("a database without a name");
}

void StoreSuite::SetUp() {
    switch (GetParam()) {
        case Database::kSqliteMemory:
            url_ = store::StoreUrl::in_memory();
            break;
        case Database::kSqliteFile:
            folder_.emplace();
            url_ = store::StoreUrl::parse(folder_->file("argosy.db"));
            break;
        case Database::kPostgres:
            ARGOSY_NEEDS_POSTGRES();
            url_ = PrivatePostgres::instance().new_database();
            break;
    }
}

std::unique_ptr<store::Engine> StoreSuite::open() const {
    auto engine = store::open_store(url());
    if (!engine) ADD_FAILURE() << engine.error().message;
    return *std::move(engine);
}

std::unique_ptr<store::Engine> StoreSuite::open_migrated() const {
    auto engine = open();
    const auto migrated = store::migrate(*engine);
    if (!migrated) ADD_FAILURE() << migrated.error().message;
    return engine;
}

store::Transaction add_player(std::int64_t id, std::string agent) {
    store::Transaction transaction;
    transaction.add(
        "INSERT INTO players (id, agent_symbol, era, faction, headquarters, token, created_at) "
        "VALUES ($1, $2, '2025-04-06', 'COSMIC', 'X1-AD75-A1', 'secret', 0)",
        {id, std::move(agent)});
    return transaction;
}

std::int64_t number(store::Engine& engine, std::string_view sql, const store::Params& params) {
    return engine.query(sql, params).value().front().integer("n");
}

}  // namespace argosy::tests
