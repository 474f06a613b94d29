#pragma once

/// @file
/// The operations of one player: what runs, what ran, and what each of them says. One operation
/// per duty: a duty that is being done is not started again.

#include <map>
#include <vector>

#include "core/runtime.h"
#include "operations/operation.h"
#include "store/store.h"

namespace argosy::operations {

using core::Result;
using core::Task;

struct OperationLog {
    std::int64_t id;  ///< Rises with every line.
    core::TimePoint at;
    std::string level;
    std::string message;
};

/// Which lines of a log to read.
struct LogQuery {
    std::int64_t limit = 100;
    core::LogLevel least_level = core::LogLevel::kDebug;
    core::TimePoint since{};    ///< No older lines.
    std::int64_t after_id = 0;  ///< Only lines behind this one.
    enum class End : std::uint8_t {
        kNewest,
        kOldest
    } end = End::kNewest;  ///< Where to count from.
};

/// The registry is the store's image in memory: what a method adds to the transaction has happened
/// here already, so a transaction that fails must end the process (store/commit.h).
class OperationRegistry {
  public:
    /// Ended operations kept in memory, the newest; older ones stay in the store.
    static constexpr std::int64_t kHistoryLimit = 200;
    /// Lines kept of one operation's log, the newest.
    static constexpr std::int64_t kLogLimit = 1'000;

    OperationRegistry(const core::Runtime& runtime, store::Store& store, std::int64_t player);

    /// Reads the player's operations.
    Task<Result<void>> load();

    /// Adds an operation in PENDING, or returns the active one of this kind and adds nothing.
    Operation create(const std::string& kind, const std::string& config,
                     store::Transaction& transaction, const core::OperationId& parent = {});

    /// Moves an operation to another state, with the reason when there is one. The transaction
    /// fails if the stored state is not the one this registry knows.
    /// @pre The operation exists, and check_transition() allows the step.
    void transition(const core::OperationId& operation, OperationStatus status,
                    store::Transaction& transaction, const std::string& error = "");

    /// Says what an operation that works waits for, empty when it waits for nothing. A reason is
    /// logged when it is another than the last one; one that has not changed costs nothing.
    void wait_for(const core::OperationId& operation, const std::string& reason,
                  store::Transaction& transaction);

    /// Counts a restart and logs why, and how long it waits for it.  @pre The operation exists.
    void count_restart(const core::OperationId& operation, const std::string& error,
                       core::Duration delay, store::Transaction& transaction);

    /// Adds a line to the operation's log, and drops the oldest beyond kLogLimit.
    void log(const core::OperationId& operation, core::LogLevel level, const std::string& message,
             store::Transaction& transaction) const;

    /// Drops the logs of operations that are no longer among the newest kHistoryLimit.
    void forget_old_logs(store::Transaction& transaction) const;

    /// Returns the lines of an operation's log that the query asks for, oldest first.
    Task<Result<std::vector<OperationLog>>> logs(core::OperationId operation, LogQuery query);

    /// nullptr when there is none of this id.
    const Operation* find(const core::OperationId& operation) const;

    /// Returns the operation of this kind that has not ended, nullptr when there is none.
    const Operation* active(std::string_view kind) const;

    /// Returns the operations under this one that have not ended, by id.
    std::vector<core::OperationId> active_children(const core::OperationId& operation) const;

    /// Returns what a start has to go on with: operations that have not ended, oldest first.
    std::vector<Operation> to_adopt() const;

    /// Returns the operations that have not ended and the newest that have, by id.
    const std::map<core::OperationId, Operation>& all() const { return operations_; }

  private:
    void forget_oldest_ended();

    const core::Runtime& runtime_;
    store::Store& store_;
    std::int64_t player_;
    std::map<core::OperationId, Operation> operations_;
    std::map<core::OperationId, std::string> last_logged_wait_;
};

}  // namespace argosy::operations
