#pragma once

/// @file
/// Runs operations: one duty object for each, made from the stored configuration, started again
/// when it fails, stopped with its children, adopted after a restart of the process. It knows no
/// kind by name: whoever composes the program registers how a kind's duty is made.
/// docs/concepts/operations.md tells the whole story.

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "operations/operation_registry.h"
#include "operations/restart_budget.h"

namespace argosy::operations {

/// What an operation does. An object is run once; a restart gets a new one.
class Duty {
  public:
    virtual ~Duty() = default;

    /// Works until the duty is done or, after stop(), until nothing is left half-done. Having
    /// nothing to do is no reason to return: it waits, and says what for with
    /// OperationRegistry::wait_for(). May throw; what it spawned must not outlive it.
    /// @error kUnavailable  Trouble that passes: tried again until it has passed, at no cost.
    /// @error kInvalidArgument, kConfiguration, kNotFound, kUnauthorized, kUniverseReset
    ///        No other attempt will do better: the operation has failed.
    /// @error any other     Started again, within the restart budget.
    virtual Task<Result<void>> run() = 0;

    /// Begins nothing more from now on. May come before run(), and more than once.
    virtual void stop() = 0;
};

/// One for each player. Whatever a duty does, the others and the process go on.
class Supervisor {
  public:
    /// Makes the duty of an operation from `operation.config`. The operation's row is stored.
    /// @error kInvalidArgument  The configuration cannot be read.
    using Make = std::function<Result<std::unique_ptr<Duty>>(const Operation& operation)>;

    Supervisor(const core::Runtime& runtime, store::Store& store, OperationRegistry& registry,
               RestartLimits limits = {});

    /// Registers how operations of this kind are made. Once, before adopt().
    void add_kind(std::string kind, Make make);

    /// Keeps a kind from being started, and winds up what an earlier process left of it. Before
    /// adopt().
    void switch_off(const std::string& kind, std::string reason);

    /// Starts an operation, or returns the one that is doing just that already.
    /// @param parent  An operation that is stopped after this one, never before it.
    /// @error kConflict  The duty is being done with another configuration, or is being stopped;
    ///                   the message names both. Nothing was changed.
    /// @error kNotFound  There is no such kind.
    /// @error kRejected  The parent does not run, or the kind is switched off.
    /// @error kStopped   The process is being ended.
    Task<Result<Operation>> start(std::string kind, std::string config,
                                  core::OperationId parent = {});

    /// Stops an operation after its children, all stored in one commit. Returns once that is
    /// stored: what is under way is finished later. Stopping what is STOPPING changes nothing.
    /// @error kNotFound  No operation of this id.
    /// @error kRejected  It has ended already.
    /// @error kStopped   The process is being ended.
    Task<Result<Operation>> stop(core::OperationId operation);

    /// Goes on with every operation that an earlier process left, and returns once they are on
    /// their way. A kind that is not registered fails; one that is switched off stops.
    Task<void> adopt();

    /// Marks what is RUNNING as INTERRUPTED: the process is about to be ended in good order, and
    /// nothing that happens to operations from here on is stored. What is STOPPING stays so.
    Task<void> interrupt();

  private:
    /// One operation at work.
    struct Post {
        std::unique_ptr<Duty> duty;          ///< nullptr between two attempts.
        std::unique_ptr<core::Timer> pause;  ///< Its waits: for a restart, for its children.
    };

    void begin(const core::OperationId& operation);
    Task<void> supervise(core::OperationId operation);
    Task<Result<void>> attempt(core::OperationId operation);
    Task<void> end(core::OperationId operation, OperationStatus status, std::string error);
    Task<void> rest(core::OperationId operation, core::Duration length);
    void mark_stopping(const core::OperationId& operation, store::Transaction& transaction);
    void pass_on_stop(const core::OperationId& operation);
    Task<void> commit(store::Transaction transaction);

    const core::Runtime& runtime_;
    store::Store& store_;
    OperationRegistry& registry_;
    RestartLimits limits_;
    std::map<std::string, Make> kinds_;
    std::map<std::string, std::string> switched_off_;  ///< Kinds, with the reason.
    std::map<core::OperationId, Post> posts_;
    bool interrupted_ = false;
};

}  // namespace argosy::operations
