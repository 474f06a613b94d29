#pragma once

/// @file
/// One prepared statement of SQLite, and the translation of its errors. Private to the engine.

#include <sqlite3.h>

#include <memory>
#include <string>
#include <vector>

#include "store/store.h"

namespace argosy::store {

/// Returns the error our callers act on for what SQLite just said about this connection.
core::Error sqlite_error(sqlite3* database, std::string_view doing);

class SqliteStatement {
  public:
    static Result<SqliteStatement> prepare(sqlite3* database, std::string_view sql);

    bool reads_only() const { return sqlite3_stmt_readonly(statement_.get()) != 0; }

    /// Runs to the end and drops the rows.
    Result<void> run(const Params& params);
    /// Runs to the end and returns the rows.
    Result<Rows> rows(const Params& params);

  private:
    struct Finalizer {
        void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
    };

    explicit SqliteStatement(sqlite3_stmt* statement);

    void bind(const Params& params);
    Result<Value> column(int index) const;
    core::Error failure() const;

    std::unique_ptr<sqlite3_stmt, Finalizer> statement_;
    /// For each of SQLite's parameter slots, the index into Params: `$2` may come before `$1`.
    std::vector<std::size_t> slots_;
    std::size_t params_expected_ = 0;
    std::shared_ptr<const std::vector<std::string>> columns_;
};

}  // namespace argosy::store
