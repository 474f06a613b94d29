// Every statement that stands in the program's sources is one that both engines take, so that a
// room which was only ever run on SQLite does not find out on somebody's server.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <libpq-fe.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

#include "store/open_store.h"
#include "tests/conformance/sql_literals.h"
#include "tests/support/private_postgres.h"

namespace argosy::tests {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct Statement {
    std::string file;
    std::string sql;
};

// What fmt fills in is a column or an expression; the first of a table's will do.
std::string filled_in(const std::string& sql) {
    static const std::regex placeholder(R"(\{[0-9]*\})");
    return std::regex_replace(sql, placeholder, "1");
}

std::vector<Statement> statements_of_the_program() {
    const std::filesystem::path sources = std::filesystem::path(ARGOSY_SOURCE_DIR) / "src";
    std::vector<Statement> found;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(sources)) {
        const std::string name = entry.path().filename().string();
        const bool is_source = name.ends_with(".cpp") || name.ends_with(".h");
        // The engines' own statements are for their own engine.
        if (!is_source || name.ends_with("_test.cpp") ||
            entry.path().parent_path() == sources / "store")
            continue;
        std::ostringstream text;
        text << std::ifstream(entry.path()).rdbuf();
        for (const std::string& sql : sql_literals(text.str())) {
            found.push_back({std::filesystem::relative(entry.path(), sources), filled_in(sql)});
        }
    }
    return found;
}

store::StoreUrl migrated_postgres() {
    const store::StoreUrl url = PrivatePostgres::instance().new_database();
    const auto engine = store::open_store(url);
    ARGOSY_ASSERT(engine.ok() && store::migrate(**engine).ok());
    return url;
}

using Connection = std::unique_ptr<PGconn, decltype(&PQfinish)>;
using Answer = std::unique_ptr<PGresult, decltype(&PQclear)>;

// Returns what PostgreSQL has against a statement, empty when it takes it.
std::string refusal(const Connection& connection, const std::string& sql) {
    const Answer prepared(PQprepare(connection.get(), "", sql.c_str(), 0, nullptr), &PQclear);
    if (PQresultStatus(prepared.get()) != PGRES_COMMAND_OK) {
        return PQresultErrorMessage(prepared.get());
    }
    const Answer described(PQdescribePrepared(connection.get(), ""), &PQclear);
    constexpr Oid kBool = 16;
    constexpr Oid kNumeric = 1700;
    const bool divides = sql.find(" / ") != std::string::npos;
    for (int column = 0; column < PQnfields(described.get()); ++column) {
        const Oid type = PQftype(described.get(), column);
        if (type == kBool) {
            return fmt::format("column {} is a truth value, which is a number on SQLite only",
                               PQfname(described.get(), column));
        }
        if (type == kNumeric && divides) {
            return fmt::format("column {} may have a fraction, which SQLite cuts off",
                               PQfname(described.get(), column));
        }
    }
    return {};
}

TEST(SqlLiterals, AreFoundWhereverTheyStand) {
    EXPECT_THAT(sql_literals(R"cpp(
                    // "SELECT a comment"
                    f("SELECT a"
                      " FROM b",
                      "not one", 'x', 1'000, "INSERT \"c\"");
                    g(R"(UPDATE d
SET e)",
                      '"', "DELETE f");
                )cpp"),
                ElementsAre("SELECT a FROM b", "INSERT \"c\"", "UPDATE d\nSET e", "DELETE f"));
}

TEST(Statements, AreAllTakenByPostgres) {
    ARGOSY_NEEDS_POSTGRES();
    const store::StoreUrl url = migrated_postgres();
    const Connection connection(PQconnectdb(url.target().reveal().c_str()), &PQfinish);
    const std::vector<Statement> statements = statements_of_the_program();
    EXPECT_GT(statements.size(), 50u) << "the statements are not where they were looked for";
    std::vector<std::string> refused;
    for (const Statement& statement : statements) {
        const std::string why = refusal(connection, statement.sql);
        if (!why.empty()) {
            refused.push_back(fmt::format("{}: {}\n{}\n", statement.file, statement.sql, why));
        }
    }
    EXPECT_THAT(refused, IsEmpty());
}

TEST(Statements, ThatPostgresWouldNotTakeAreFound) {
    ARGOSY_NEEDS_POSTGRES();
    const store::StoreUrl url = migrated_postgres();
    const Connection connection(PQconnectdb(url.target().reveal().c_str()), &PQfinish);
    EXPECT_EQ(refusal(connection, "SELECT id FROM runs ORDER BY id"), "");
    for (const char* sql :
         {"SELECT id FROM runs ORDER BY rowid", "SELECT MAX(id, 3) AS n FROM runs",
          "SELECT SUM(seed = '') AS n FROM runs", "SELECT SUM(id) / 2 AS n FROM runs",
          "SELECT seed = '' AS n FROM runs",
          "INSERT OR IGNORE INTO runs (started_at, seed) VALUES ($1, $2)",
          "INSERT INTO runs (id, started_at, seed) VALUES ($1, $2, '') ON CONFLICT (id)"
          " DO UPDATE SET started_at = started_at + 1"}) {
        EXPECT_NE(refusal(connection, sql), "") << sql;
    }
}

}  // namespace
}  // namespace argosy::tests
