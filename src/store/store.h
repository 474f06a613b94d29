#pragma once

/// @file
/// What the program must not forget. A write is a `Transaction`: statements collected by the rooms
/// that own the tables, committed once, as a whole. Reads return rows. Calls are awaitable in
/// every world; the store knows no entity.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/result.h"
#include "core/task.h"

namespace argosy::store {

using core::Result;
using core::Task;

/// A value bound to `$1..$n`, or read from a column. Times are stored as milliseconds, money and
/// units as whole numbers, symbols as text.
using Value = std::variant<std::nullptr_t, std::int64_t, std::string>;
using Params = std::vector<Value>;

/// One row of an answer, by column name.
class Row {
  public:
    Row(std::shared_ptr<const std::vector<std::string>> columns, std::vector<Value> values)
        : columns_(std::move(columns)), values_(std::move(values)) {}

    /// @pre The column is in the answer and not null.
    std::int64_t integer(std::string_view column) const;
    const std::string& text(std::string_view column) const;

    /// Null gives nothing.
    std::optional<std::int64_t> maybe_integer(std::string_view column) const;
    std::optional<std::string> maybe_text(std::string_view column) const;

  private:
    const Value& at(std::string_view column) const;

    std::shared_ptr<const std::vector<std::string>> columns_;
    std::vector<Value> values_;
};

using Rows = std::vector<Row>;

/// What a statement must change for its transaction to hold.
enum class Expect : std::uint8_t {
    kAny,     ///< Any number of rows.
    kOneRow,  ///< Exactly one: a compare-and-set. Otherwise the whole transaction is undone.
};

/// How sure a commit is when it returns.
enum class Durability : std::uint8_t {
    kNormal,  ///< Survives the process; the machine may lose the last moments.
    kFull,    ///< Survives the machine: for intents, before money moves.
};

/// Statements that hold together or not at all. Passed through the rooms; committed once.
class Transaction {
  public:
    struct Statement {
        std::string_view sql;  ///< A literal: it names the prepared statement.
        Params params;
        Expect expect;
    };

    /// @param sql  A string literal with $1..$n.
    Transaction& add(std::string_view sql, Params params, Expect expect = Expect::kAny) {
        statements_.push_back(Statement{sql, std::move(params), expect});
        return *this;
    }

    /// Appends all statements of another transaction.
    Transaction& add(Transaction other) {
        for (Statement& statement : other.statements_)
            statements_.push_back(std::move(statement));
        return *this;
    }

    const std::vector<Statement>& statements() const { return statements_; }
    bool empty() const { return statements_.empty(); }

  private:
    std::vector<Statement> statements_;
};

class Store {
  public:
    virtual ~Store() = default;

    /// Applies all statements, or none.
    /// @error kConflict     A kOneRow statement changed another number of rows, or a unique
    ///                      constraint refused one. Nothing was changed.
    /// @error kUnavailable  The engine failed (disk full, file or server gone). Nothing was
    /// changed.
    /// @error kOutcomeUnknown  The server went away during the commit and did not come back to be
    ///                         asked. Start again: what is stored is what happened.
    virtual Task<Result<void>> commit(Transaction transaction,
                                      Durability durability = Durability::kNormal) = 0;

    /// Returns the rows of one reading statement.
    virtual Task<Result<Rows>> query(std::string_view sql, Params params = {}) = 0;
};

/// One numbered step of the schema. Steps are never changed once released; the next one mends.
struct Migration {
    std::int64_t version;
    std::string_view name;
    std::string_view sql;
};

/// Returns the schema's steps (the files of `migrations/`), in order.
const std::vector<Migration>& migrations();

}  // namespace argosy::store
