#pragma once

/// @file
/// A database as its client library offers it: synchronous, used by one thread at a time. What
/// makes it awaitable is a `Store` in front of it: `ThreadedStore` in real worlds, `InlineStore`
/// in the virtual one.

#include "store/store.h"

namespace argosy::store {

/// When a step of the schema was applied.
enum class Applied : std::uint8_t {
    kNow,
    kBefore,  ///< By an earlier start, or by another process a moment ago.
};

class Engine {
  public:
    virtual ~Engine() = default;

    /// Applies all statements, or none. Errors as Store::commit().
    virtual Result<void> commit(const Transaction& transaction, Durability durability) = 0;

    /// Returns the rows of one reading statement.
    /// @error kInvalidArgument  The statement writes.
    virtual Result<Rows> query(std::string_view sql, const Params& params) = 0;

    /// Applies a step of the schema that is missing and notes it in `schema_migrations`, or does
    /// neither. Version 0 makes that table, and may be applied again.
    virtual Result<Applied> apply(const Migration& migration) = 0;

    /// Returns where the data is, for messages: a file, ":memory:", a url without its password.
    virtual const std::string& location() const = 0;
};

/// Brings the schema up to the program's: applies the steps of `steps` that are missing, in order,
/// each in a transaction of its own. Several processes may do so at once.
/// @returns how many steps were applied.
/// @error kConfiguration  The database is newer than the program; nothing was changed.
/// @error kUnavailable, kConflict  A step failed; the ones before it hold.
Result<std::int64_t> migrate(Engine& engine, const std::vector<Migration>& steps = migrations());

}  // namespace argosy::store
