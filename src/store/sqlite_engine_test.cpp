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

TEST(Migrations, AreTheNumberedFilesInOrder) {
    ASSERT_FALSE(migrations().empty());
    EXPECT_EQ(migrations().front().version, 1);
    EXPECT_EQ(migrations().front().name, "house");
    for (std::size_t i = 1; i < migrations().size(); ++i) {
        EXPECT_LT(migrations()[i - 1].version, migrations()[i].version);
    }
}

}  // namespace
}  // namespace argosy::store
