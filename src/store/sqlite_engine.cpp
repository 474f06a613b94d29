#include "store/sqlite_engine.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <functional>
#include <optional>
#include <unordered_map>

#include "store/file_lock.h"
#include "store/sqlite_statement.h"

namespace argosy::store {
namespace {

using core::Error;
using core::ErrorCode;

// How long to wait for a person's sqlite3 shell to let go of the file.
constexpr int kBusyTimeoutMs = 5'000;

struct Closer {
    void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
};
using Connection = std::unique_ptr<sqlite3, Closer>;

struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept {
        return std::hash<std::string_view>{}(text);
    }
};

class SqliteEngine final : public Engine {
  public:
    SqliteEngine(std::string location, std::optional<FileLock> lock, Connection connection)
        : location_(std::move(location)),
          lock_(std::move(lock)),
          connection_(std::move(connection)) {}

    Result<void> set_up();

    Result<void> commit(const Transaction& transaction, Durability durability) override;
    Result<Rows> query(std::string_view sql, const Params& params) override;
    Result<Applied> apply(const Migration& migration) override;
    const std::string& location() const override { return location_; }

  private:
    Result<SqliteStatement*> statement(std::string_view sql);
    Result<void> execute(std::string_view sql, const Params& params = {});
    Result<void> script(std::string_view sql);
    Result<void> run_all(const Transaction& transaction);
    Result<void> in_transaction(Durability durability, const std::function<Result<void>()>& work);
    Result<void> set_durability(Durability durability);

    std::string location_;
    std::optional<FileLock> lock_;
    Connection connection_;
    std::unordered_map<std::string, SqliteStatement, TextHash, std::equal_to<>> statements_;
    std::optional<Durability> durability_;
};

Result<void> SqliteEngine::set_up() {
    sqlite3_extended_result_codes(connection_.get(), 1);
    sqlite3_busy_timeout(connection_.get(), kBusyTimeoutMs);
    // A misspelt column in double quotes is an error, not a text.
    sqlite3_db_config(connection_.get(), SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
    sqlite3_db_config(connection_.get(), SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
    sqlite3_db_config(connection_.get(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(connection_.get(), SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);

    ARGOSY_TRY(SqliteStatement * log_ahead, statement("PRAGMA journal_mode = WAL"));
    ARGOSY_TRY(const Rows mode, log_ahead->rows({}));
    const std::string& journal = mode.front().text("journal_mode");
    if (journal != "wal" && location_ != kInMemory) {
        return Error{
            ErrorCode::kConfiguration,
            fmt::format("database {} cannot use a write-ahead log (it uses \"{}\"): put it "
                        "on a local disk",
                        location_, journal)};
    }
    ARGOSY_CHECK(script("PRAGMA foreign_keys = ON"));
    return set_durability(Durability::kNormal);
}

Result<SqliteStatement*> SqliteEngine::statement(std::string_view sql) {
    auto found = statements_.find(sql);
    if (found == statements_.end()) {
        ARGOSY_TRY(SqliteStatement prepared, SqliteStatement::prepare(connection_.get(), sql));
        found = statements_.emplace(std::string(sql), std::move(prepared)).first;
    }
    return &found->second;
}

Result<void> SqliteEngine::execute(std::string_view sql, const Params& params) {
    ARGOSY_TRY(SqliteStatement * prepared, statement(sql));
    return prepared->run(params);
}

Result<void> SqliteEngine::script(std::string_view sql) {
    const std::string text(sql);
    if (sqlite3_exec(connection_.get(), text.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
        return sqlite_error(connection_.get(), text.substr(0, text.find('\n')));
    }
    return {};
}

Result<void> SqliteEngine::set_durability(Durability durability) {
    // SQLite ignores this pragma inside a transaction, so it is set before one begins.
    if (durability_ == durability) return {};
    ARGOSY_CHECK(script(durability == Durability::kFull ? "PRAGMA synchronous = FULL"
                                                        : "PRAGMA synchronous = NORMAL"));
    durability_ = durability;
    return {};
}

Result<void> SqliteEngine::in_transaction(Durability durability,
                                          const std::function<Result<void>()>& work) {
    ARGOSY_CHECK(set_durability(durability));
    ARGOSY_CHECK(execute("BEGIN IMMEDIATE"));
    Result<void> done = work();
    if (done) done = execute("COMMIT");
    // Some failures (a full disk) have already ended the transaction.
    if (!done && sqlite3_get_autocommit(connection_.get()) == 0) {
        Result<void> undone = execute("ROLLBACK");
        ARGOSY_ASSERT(undone.ok());
    }
    return done;
}

Result<void> SqliteEngine::run_all(const Transaction& transaction) {
    for (const Transaction::Statement& step : transaction.statements()) {
        ARGOSY_CHECK(execute(step.sql, step.params));
        if (step.expect != Expect::kOneRow) continue;
        const int changed = sqlite3_changes(connection_.get());
        if (changed != 1) {
            return Error{ErrorCode::kConflict,
                         fmt::format("changed {} rows, expected 1, in: {}", changed, step.sql)};
        }
    }
    return {};
}

Result<void> SqliteEngine::commit(const Transaction& transaction, Durability durability) {
    if (transaction.empty()) return {};
    return in_transaction(durability, [&] { return run_all(transaction); });
}

Result<Rows> SqliteEngine::query(std::string_view sql, const Params& params) {
    ARGOSY_TRY(SqliteStatement * prepared, statement(sql));
    if (!prepared->reads_only()) {
        return Error{ErrorCode::kInvalidArgument,
                     fmt::format("a query was given a statement that writes: {}", sql)};
    }
    return prepared->rows(params);
}

Result<Applied> SqliteEngine::apply(const Migration& migration) {
    if (migration.version != 0) {
        ARGOSY_TRY(
            const Rows present,
            query("SELECT name FROM schema_migrations WHERE version = $1", {migration.version}));
        if (!present.empty()) return Applied::kBefore;
    }
    ARGOSY_CHECK(in_transaction(Durability::kFull, [&]() -> Result<void> {
        ARGOSY_CHECK(script(migration.sql));
        if (migration.version == 0) return {};
        return execute("INSERT INTO schema_migrations (version, name) VALUES ($1, $2)",
                       {migration.version, std::string(migration.name)});
    }));
    return Applied::kNow;
}

// Makes the file before SQLite does, because SQLite would let everybody read it; the log beside it
// inherits the mode.
Result<void> make_private(const std::string& path) {
    const std::filesystem::path file(path);
    const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : ".";
    std::error_code ignored;
    if (!std::filesystem::is_directory(folder, ignored)) {
        return Error{
            ErrorCode::kConfiguration,
            fmt::format("database {}: there is no folder {}; make it, or name another file", path,
                        folder.string())};
    }
    if (std::filesystem::is_directory(file, ignored)) {
        return Error{ErrorCode::kConfiguration,
                     fmt::format("database {} is a folder; name a file in it", path)};
    }
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        return Error{ErrorCode::kConfiguration,
                     fmt::format("database {} cannot be opened for writing: {}", path,
                                 std::strerror(errno))};
    }
    ::close(descriptor);
    return {};
}

// SQLite would take memory for twenty pages at once for every database, also for the small ones
// that statements make for themselves: taking and returning that cost more than many a statement.
void take_pages_one_by_one() {
    static const int code = sqlite3_config(SQLITE_CONFIG_PAGECACHE, nullptr, 0, 0);
    // Refused once something has used SQLite, which then goes on as it is.
    static_cast<void>(code);
}

Result<FileLock> lock_database(const std::string& path) {
    Result<FileLock> lock = FileLock::acquire(path + ".lock");
    if (!lock && lock.error().code == ErrorCode::kConflict) {
        return Error{ErrorCode::kConflict,
                     fmt::format("database {} is in use by another daemon ({}): stop that one, or "
                                 "give this one a file of its own",
                                 path, lock.error().message)};
    }
    return lock;
}

}  // namespace

Result<std::unique_ptr<Engine>> open_sqlite(const std::string& path) {
    const bool is_file = path != kInMemory;
    std::optional<FileLock> lock;
    if (is_file) {
        ARGOSY_CHECK(make_private(path));
        ARGOSY_TRY(FileLock acquired, lock_database(path));
        lock.emplace(std::move(acquired));
    }
    take_pages_one_by_one();
    sqlite3* opened = nullptr;
    const int code =
        sqlite3_open_v2(path.c_str(), &opened,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
    Connection connection(opened);
    if (code != SQLITE_OK) return sqlite_error(connection.get(), "opening " + path);

    auto engine = std::make_unique<SqliteEngine>(path, std::move(lock), std::move(connection));
    Result<void> ready = engine->set_up();
    if (!ready && sqlite3_errcode(opened) == SQLITE_NOTADB) {
        return Error{ErrorCode::kConfiguration,
                     fmt::format("{} is not a database of this program, and was left as it is: "
                                 "name another file",
                                 path)};
    }
    if (!ready) return std::move(ready).error();
    // The file may be an older one, with a mode of its own.
    if (is_file && ::chmod(path.c_str(), 0600) != 0) {
        return Error{ErrorCode::kConfiguration,
                     fmt::format("database {} cannot be made private (mode 0600): {}", path,
                                 std::strerror(errno))};
    }
    return std::unique_ptr<Engine>(std::move(engine));
}

}  // namespace argosy::store
