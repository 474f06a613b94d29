#include "operations/supervisor.h"

#include "core/contain.h"
#include "store/commit.h"

namespace argosy::operations {

using core::Error;
using core::ErrorCode;
using core::LogLevel;
using core::OperationId;
using Status = OperationStatus;

namespace {

bool is_passing(const Error& error) {
    return error.code == ErrorCode::kUnavailable;
}

bool is_hopeless(const Error& error) {
    switch (error.code) {
        case ErrorCode::kInvalidArgument:
        case ErrorCode::kConfiguration:
        case ErrorCode::kNotFound:
        case ErrorCode::kUnauthorized:
        case ErrorCode::kUniverseReset:
            return true;
        default:
            return false;
    }
}

Error being_ended() {
    return Error{ErrorCode::kStopped, "the daemon is being stopped"};
}

Error already_done_otherwise(const Operation& present, const std::string& config) {
    return Error{ErrorCode::kConflict,
                 fmt::format("{} is {} with {}, and not with {}: stop it first, and wait until it "
                             "is STOPPED",
                             present.id, to_string(present.status), present.config, config)};
}

}  // namespace

Supervisor::Supervisor(const core::Runtime& runtime, store::Store& store,
                       OperationRegistry& registry, RestartLimits limits)
    : runtime_(runtime), store_(store), registry_(registry), limits_(limits) {}

void Supervisor::add_kind(std::string kind, Make make) {
    const bool added = kinds_.emplace(std::move(kind), std::move(make)).second;
    ARGOSY_ASSERT(added);
}

void Supervisor::switch_off(const std::string& kind, std::string reason) {
    switched_off_.insert_or_assign(kind, std::move(reason));
}

Task<void> Supervisor::commit(store::Transaction transaction) {
    co_await store::commit_or_abort(store_, runtime_.log, std::move(transaction));
}

Task<Result<Operation>> Supervisor::start(std::string kind, std::string config,
                                          OperationId parent) {
    if (interrupted_) co_return being_ended();
    if (!kinds_.contains(kind)) {
        co_return Error{ErrorCode::kNotFound,
                        fmt::format("there is no operation of kind {}", kind)};
    }
    if (const auto off = switched_off_.find(kind); off != switched_off_.end()) {
        co_return Error{ErrorCode::kRejected, off->second};
    }
    if (const Operation* present = registry_.active(kind)) {
        const bool same = present->config == config && present->status != Status::kStopping;
        if (same) co_return *present;
        co_return already_done_otherwise(*present, config);
    }
    if (!parent.empty()) {
        const Operation* above = registry_.find(parent);
        if (above == nullptr || above->status != Status::kRunning) {
            co_return Error{
                ErrorCode::kRejected,
                fmt::format("{} does not run, so {} cannot be started under it", parent, kind)};
        }
    }
    store::Transaction accepted;
    const OperationId id = registry_.create(kind, config, accepted, parent).id;
    co_await commit(std::move(accepted));
    // It may have been stopped before it could begin.
    if (registry_.find(id)->status == Status::kPending && !interrupted_) {
        store::Transaction begun;
        registry_.transition(id, Status::kRunning, begun);
        registry_.log(id, LogLevel::kInfo, fmt::format("started with {}", config), begun);
        co_await commit(std::move(begun));
        begin(id);
    }
    co_return *registry_.find(id);
}

void Supervisor::begin(const OperationId& operation) {
    posts_[operation].pause = runtime_.clock.make_timer();
    runtime_.spawn(supervise(operation));
}

Task<void> Supervisor::supervise(OperationId id) {
    RestartBudget budget(limits_);
    while (!interrupted_) {
        const Result<void> outcome = co_await core::contain(attempt(id));
        posts_.at(id).duty.reset();
        if (interrupted_) co_return;
        const bool stopping = registry_.find(id)->status == Status::kStopping;
        if (outcome) {
            co_return co_await end(id, stopping ? Status::kStopped : Status::kCompleted, "");
        }
        const Error& error = outcome.error();
        const core::TimePoint now = runtime_.now();
        std::optional<core::Duration> delay;
        if (is_passing(error)) {
            delay = budget.wait_out(now);
        } else if (!is_hopeless(error)) {
            delay = budget.take(now);
        }
        if (!delay) co_return co_await end(id, Status::kFailed, error.message);
        store::Transaction transaction;
        if (is_passing(error)) {
            registry_.wait_for(id, error.message, transaction);
        } else {
            registry_.count_restart(id, error.message, *delay, transaction);
            runtime_.log.warning("operations", "operation_restarts",
                                 {{"operation", id}, {"reason", error.message}});
        }
        co_await commit(std::move(transaction));
        co_await rest(id, *delay);
    }
}

Task<Result<void>> Supervisor::attempt(OperationId id) {
    const Operation operation = *registry_.find(id);
    const auto make = kinds_.find(operation.kind);
    if (make == kinds_.end()) {
        co_return Error{ErrorCode::kNotFound,
                        fmt::format("this version knows no operation of kind {}", operation.kind)};
    }
    if (operation.status == Status::kRunning) {
        store::Transaction transaction;
        registry_.wait_for(id, "", transaction);
        co_await commit(std::move(transaction));
    }
    ARGOSY_CO_TRY(auto duty, make->second(operation));
    Duty& working = *duty;
    posts_.at(id).duty = std::move(duty);
    if (registry_.find(id)->status == Status::kStopping) pass_on_stop(id);
    co_return co_await working.run();
}

// Whoever is told to stop need not wait any longer; other news does not shorten the wait.
Task<void> Supervisor::rest(OperationId id, core::Duration length) {
    const core::TimePoint until = runtime_.now() + length;
    const Status before = registry_.find(id)->status;
    while (!co_await posts_.at(id).pause->wait_until(until)) {
        if (interrupted_ || registry_.find(id)->status != before) co_return;
    }
}

// A child cannot outlive its parent, however the parent ends.
Task<void> Supervisor::end(OperationId id, Status status, std::string error) {
    constexpr core::Duration kLookAgain = std::chrono::minutes(1);
    for (auto children = registry_.active_children(id); !children.empty();
         children = registry_.active_children(id)) {
        store::Transaction transaction;
        for (const OperationId& child : children)
            mark_stopping(child, transaction);
        registry_.wait_for(id, "its children to stop", transaction);
        co_await commit(std::move(transaction));
        for (const OperationId& child : children)
            pass_on_stop(child);
        co_await posts_.at(id).pause->wait_until(runtime_.now() + kLookAgain);
        if (interrupted_) co_return;
    }
    // It may have been asked to stop meanwhile.
    if (status == Status::kCompleted && registry_.find(id)->status == Status::kStopping) {
        status = Status::kStopped;
    }
    const OperationId parent = registry_.find(id)->parent;
    store::Transaction transaction;
    registry_.transition(id, status, transaction, error);
    const bool failed = status == Status::kFailed;
    registry_.log(id, failed ? LogLevel::kWarning : LogLevel::kInfo,
                  failed ? fmt::format("failed: {}", error) : "ended: nothing is under way",
                  transaction);
    if (failed) {
        runtime_.log.warning("operations", "operation_failed",
                             {{"operation", id}, {"reason", error}});
    }
    posts_.erase(id);
    co_await commit(std::move(transaction));
    const auto above = posts_.find(parent);
    if (above == posts_.end()) co_return;
    if (registry_.find(parent)->status == Status::kStopping) pass_on_stop(parent);
    above->second.pause->wake();
}

Task<Result<Operation>> Supervisor::stop(OperationId id) {
    if (interrupted_) co_return being_ended();
    const Operation* operation = registry_.find(id);
    if (operation == nullptr) {
        co_return Error{ErrorCode::kNotFound,
                        fmt::format("no operation {}: see `spacetraders operation list`", id)};
    }
    if (is_terminal(operation->status)) {
        co_return Error{ErrorCode::kRejected,
                        fmt::format("{} is {} already", id, to_string(operation->status))};
    }
    store::Transaction transaction;
    mark_stopping(id, transaction);
    co_await commit(std::move(transaction));
    pass_on_stop(id);
    co_return *registry_.find(id);
}

void Supervisor::mark_stopping(const OperationId& id, store::Transaction& transaction) {
    const std::vector<OperationId> children = registry_.active_children(id);
    for (const OperationId& child : children)
        mark_stopping(child, transaction);
    const Status status = registry_.find(id)->status;
    if (status == Status::kPending) registry_.transition(id, Status::kStopped, transaction);
    if (status != Status::kRunning) return;
    registry_.transition(id, Status::kStopping, transaction);
    registry_.log(id, LogLevel::kInfo,
                  children.empty() ? "stopping: what is under way is finished, nothing new starts"
                                   : "stopping, after its children",
                  transaction);
    if (!children.empty()) registry_.wait_for(id, "its children to stop", transaction);
}

// A parent's turn comes when the last of its children has ended.
void Supervisor::pass_on_stop(const OperationId& id) {
    const std::vector<OperationId> children = registry_.active_children(id);
    for (const OperationId& child : children)
        pass_on_stop(child);
    const auto post = posts_.find(id);
    if (!children.empty() || post == posts_.end()) return;
    if (post->second.duty) post->second.duty->stop();
    post->second.pause->wake();
}

Task<void> Supervisor::adopt() {
    store::Transaction transaction;
    const std::vector<Operation> left = registry_.to_adopt();
    for (const Operation& operation : left) {
        if (operation.status == Status::kPending || operation.status == Status::kInterrupted) {
            registry_.transition(operation.id, Status::kRunning, transaction);
        }
        registry_.log(
            operation.id, LogLevel::kInfo,
            fmt::format("adopted after a restart, it was {}", to_string(operation.status)),
            transaction);
        if (const auto off = switched_off_.find(operation.kind); off != switched_off_.end()) {
            registry_.log(operation.id, LogLevel::kInfo, off->second, transaction);
            mark_stopping(operation.id, transaction);
        }
    }
    registry_.forget_old_logs(transaction);
    co_await commit(std::move(transaction));
    for (const Operation& operation : left)
        begin(operation.id);
}

Task<void> Supervisor::interrupt() {
    interrupted_ = true;
    store::Transaction transaction;
    for (const Operation& operation : registry_.to_adopt()) {
        if (operation.status != Status::kRunning) continue;
        registry_.transition(operation.id, Status::kInterrupted, transaction);
        registry_.log(operation.id, LogLevel::kInfo, "interrupted: the daemon is being stopped",
                      transaction);
    }
    co_await commit(std::move(transaction));
}

}  // namespace argosy::operations
