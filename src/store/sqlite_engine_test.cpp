#include "store/sqlite_engine.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

namespace argosy::store {
namespace {

using core::ErrorCode;

constexpr std::string_view kPlayer =
    "INSERT INTO players (id, agent_symbol, era, faction, headquarters, token, created_at) "
    "VALUES ($1, $2, '2025-04-06', 'COSMIC', 'X1-AD75-A1', 'secret', 0)";
constexpr std::string_view kCount = "SELECT COUNT(*) AS players FROM players";

class TemporaryFolder {
  public:
    TemporaryFolder() {
        std::string name = (std::filesystem::temp_directory_path() / "argosy-XXXXXX").string();
        path_ = ::mkdtemp(name.data());
    }
    ~TemporaryFolder() { std::filesystem::remove_all(path_); }
    std::string file(std::string_view name) const { return (path_ / name).string(); }

  private:
    std::filesystem::path path_;
};

std::unique_ptr<Engine> open_migrated(const std::string& path = std::string(kInMemory)) {
    auto engine = open_sqlite(path);
    EXPECT_TRUE(engine.ok());
    EXPECT_TRUE(migrate(**engine).ok());
    return *std::move(engine);
}

std::int64_t players(Engine& engine) {
    return engine.query(kCount, {}).value().front().integer("players");
}

Transaction add_player(std::int64_t id, std::string agent) {
    Transaction transaction;
    transaction.add(kPlayer, {id, std::move(agent)});
    return transaction;
}

unsigned mode_of(const std::string& path) {
    struct stat status{};
    EXPECT_EQ(::stat(path.c_str(), &status), 0);
    return status.st_mode & 0777;
}

TEST(SqliteEngine, ReturnsWhatWasCommitted) {
    auto engine = open_migrated();
    ASSERT_TRUE(engine->commit(add_player(7, "ARGOSY"), Durability::kFull).ok());
    const Rows rows = engine
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

TEST(SqliteEngine, UndoesAllStatementsWhenACompareAndSetFails) {
    auto engine = open_migrated();
    Transaction transaction = add_player(1, "ARGOSY");
    transaction.add("UPDATE players SET era = 'x' WHERE id = $1", {std::int64_t(2)},
                    Expect::kOneRow);
    const auto done = engine->commit(transaction, Durability::kNormal);
    ASSERT_FALSE(done.ok());
    EXPECT_EQ(done.error().code, ErrorCode::kConflict);
    EXPECT_EQ(players(*engine), 0);
    EXPECT_TRUE(engine->commit(add_player(1, "ARGOSY"), Durability::kNormal).ok());
}

TEST(SqliteEngine, ReportsABrokenConstraintAsAConflict) {
    auto engine = open_migrated();
    ASSERT_TRUE(engine->commit(add_player(1, "ARGOSY"), Durability::kNormal).ok());
    const auto again = engine->commit(add_player(2, "ARGOSY"), Durability::kNormal);
    ASSERT_FALSE(again.ok());
    EXPECT_EQ(again.error().code, ErrorCode::kConflict);

    Transaction orphan;
    orphan.add(
        "INSERT INTO ships (player_id, symbol, role, frame, cargo_capacity, fuel_capacity, "
        "speed) VALUES (9, 'A-1', 'HAULER', 'F', 1, 1, 1)",
        {});
    const auto orphaned = engine->commit(orphan, Durability::kNormal);
    ASSERT_FALSE(orphaned.ok());
    EXPECT_EQ(orphaned.error().code, ErrorCode::kConflict);
}

TEST(SqliteEngine, ReportsOtherTroubleAsUnavailable) {
    auto engine = open_migrated();
    const auto rows = engine->query("SELECT * FROM no_such_table", {});
    ASSERT_FALSE(rows.ok());
    EXPECT_EQ(rows.error().code, ErrorCode::kUnavailable);
    EXPECT_NE(rows.error().message.find("no_such_table"), std::string::npos);
}

TEST(SqliteEngine, RefusesToWriteInAQuery) {
    auto engine = open_migrated();
    const auto rows = engine->query("DELETE FROM players", {});
    ASSERT_FALSE(rows.ok());
    EXPECT_EQ(rows.error().code, ErrorCode::kInvalidArgument);
}

TEST(SqliteEngine, KeepsWhatWasCommittedInAFileThatNobodyElseMayRead) {
    const TemporaryFolder folder;
    const std::string path = folder.file("argosy.db");
    {
        auto engine = open_migrated(path);
        ASSERT_TRUE(engine->commit(add_player(1, "ARGOSY"), Durability::kNormal).ok());
        EXPECT_EQ(mode_of(path), 0600u);
        EXPECT_EQ(mode_of(path + "-wal"), 0600u);
    }
    std::filesystem::permissions(path, std::filesystem::perms(0644));
    auto engine = open_migrated(path);
    EXPECT_EQ(players(*engine), 1);
    EXPECT_EQ(mode_of(path), 0600u);
}

TEST(SqliteEngine, RefusesAFileThatAnotherDaemonOwns) {
    const TemporaryFolder folder;
    const std::string path = folder.file("argosy.db");
    auto first = open_migrated(path);
    const auto second = open_sqlite(path);
    ASSERT_FALSE(second.ok());
    EXPECT_EQ(second.error().code, ErrorCode::kConflict);
    EXPECT_NE(second.error().message.find(std::to_string(::getpid())), std::string::npos);
    first.reset();
    EXPECT_TRUE(open_sqlite(path).ok());
}

TEST(SqliteEngine, SaysWhatIsWrongWithAPath) {
    const TemporaryFolder folder;
    const auto nowhere = open_sqlite(folder.file("missing/argosy.db"));
    ASSERT_FALSE(nowhere.ok());
    EXPECT_EQ(nowhere.error().code, ErrorCode::kConfiguration);
    EXPECT_NE(nowhere.error().message.find("missing"), std::string::npos);

    const auto a_folder = open_sqlite(folder.file(""));
    ASSERT_FALSE(a_folder.ok());
    EXPECT_EQ(a_folder.error().code, ErrorCode::kConfiguration);

    std::ofstream(folder.file("letter.txt")) << std::string(4096, 'x');
    const auto a_letter = open_sqlite(folder.file("letter.txt"));
    ASSERT_FALSE(a_letter.ok());
    EXPECT_EQ(a_letter.error().code, ErrorCode::kConfiguration);
    EXPECT_EQ(std::filesystem::file_size(folder.file("letter.txt")), 4096u);
}

TEST(Migrations, AreTheNumberedFilesInOrderAndRunOnce) {
    ASSERT_FALSE(migrations().empty());
    EXPECT_EQ(migrations().front().version, 1);
    EXPECT_EQ(migrations().front().name, "house");
    for (std::size_t i = 1; i < migrations().size(); ++i) {
        EXPECT_LT(migrations()[i - 1].version, migrations()[i].version);
    }
    auto engine = open_sqlite(std::string(kInMemory)).value().release();
    const std::unique_ptr<Engine> owned(engine);
    EXPECT_EQ(migrate(*engine).value(), std::int64_t(migrations().size()));
    EXPECT_EQ(migrate(*engine).value(), 0);
}

TEST(Migrations, HoldAsAWholeOrNotAtAll) {
    auto engine = open_migrated();
    std::vector<Migration> steps = migrations();
    steps.push_back({900, "broken", "CREATE TABLE half (id INTEGER); CREATE TABL other;"});
    ASSERT_FALSE(migrate(*engine, steps).ok());
    steps.back().sql = "CREATE TABLE half (id INTEGER); CREATE TABLE other (id INTEGER);";
    EXPECT_EQ(migrate(*engine, steps).value(), 1);
}

TEST(Migrations, RefuseADatabaseNewerThanTheProgram) {
    auto engine = open_migrated();
    std::vector<Migration> newer = migrations();
    newer.push_back({900, "future", "CREATE TABLE future (id INTEGER)"});
    ASSERT_TRUE(migrate(*engine, newer).ok());
    const auto refused = migrate(*engine);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::kConfiguration);
    EXPECT_NE(refused.error().message.find("900"), std::string::npos);
}

}  // namespace
}  // namespace argosy::store
