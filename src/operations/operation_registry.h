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

class OperationRegistry {
  public:
    OperationRegistry(const core::Runtime& runtime, store::Store& store, std::int64_t player);

    /// Reads all operations of the player.
    Task<Result<void>> load();

    /// Adds an operation in RUNNING.
    /// @pre No operation of this kind is active.
    Operation start(const std::string& kind, const std::string& config,
                    store::Transaction& transaction);

    /// @pre The step is one of the lifecycle.
    void transition(const core::OperationId& operation, OperationStatus status,
                    store::Transaction& transaction, const std::string& error = "");

    /// Adds a line to the operation's log.
    void log(const core::OperationId& operation, core::LogLevel level, const std::string& message,
             store::Transaction& transaction) const;

    /// Returns the last lines of an operation's log, oldest first.
    Task<Result<std::vector<OperationLog>>> logs(core::OperationId operation, std::int64_t limit);

    /// nullptr when there is none of this id.
    const Operation* find(const core::OperationId& operation) const;

    /// Returns the operation of this kind that has not ended, nullptr when there is none.
    const Operation* active(std::string_view kind) const;

    /// Returns all operations, by id.
    const std::map<core::OperationId, Operation>& all() const { return operations_; }

  private:
    const core::Runtime& runtime_;
    store::Store& store_;
    std::int64_t player_;
    std::map<core::OperationId, Operation> operations_;
};

}  // namespace argosy::operations
