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
    core::TimePoint at;
    std::string level;
    std::string message;
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

    /// Adds an operation in RUNNING, or returns the active one of this kind and adds nothing.
    Operation start(const std::string& kind, const std::string& config,
                    store::Transaction& transaction, const core::OperationId& parent = {});

    /// Moves an operation to another state, with the reason when there is one. The transaction
    /// fails if the stored state is not the one this registry knows.
    /// @pre The operation exists, and check_transition() allows the step.
    void transition(const core::OperationId& operation, OperationStatus status,
                    store::Transaction& transaction, const std::string& error = "");

    /// Adds a line to the operation's log, and drops the oldest beyond kLogLimit.
    void log(const core::OperationId& operation, core::LogLevel level, const std::string& message,
             store::Transaction& transaction) const;

    /// Returns the last lines of an operation's log, oldest first.
    Task<Result<std::vector<OperationLog>>> logs(core::OperationId operation, std::int64_t limit);

    /// nullptr when there is none of this id.
    const Operation* find(const core::OperationId& operation) const;

    /// Returns the operation of this kind that has not ended, nullptr when there is none.
    const Operation* active(std::string_view kind) const;

    /// Returns what a start has to go on with: operations in RUNNING or STOPPING, oldest first.
    std::vector<Operation> to_adopt() const;

    /// Returns the operations that have not ended and the newest that have, by id.
    const std::map<core::OperationId, Operation>& all() const { return operations_; }

  private:
    Operation add(const std::string& kind, const std::string& config, OperationStatus status,
                  const core::OperationId& parent, store::Transaction& transaction);

    const core::Runtime& runtime_;
    store::Store& store_;
    std::int64_t player_;
    std::map<core::OperationId, Operation> operations_;
};

}  // namespace argosy::operations
