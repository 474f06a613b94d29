#include "operations/operation_registry.h"

#include <algorithm>
#include <tuple>

namespace argosy::operations {
namespace {

constexpr std::string_view kSelect =
    "SELECT id, kind, status, parent_id, config, error, restarts, waits_for, created_at, "
    "updated_at FROM operations "
    "WHERE player_id = $1 AND (status NOT IN ('COMPLETED', 'FAILED', 'STOPPED') OR id IN "
    "(SELECT id FROM operations WHERE player_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2))";

constexpr std::string_view kInsert =
    "INSERT INTO operations "
    "(id, player_id, kind, status, parent_id, config, created_at, updated_at) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $7)";

constexpr std::string_view kUpdate =
    "UPDATE operations SET status = $3, error = $4, waits_for = '', updated_at = $5 "
    "WHERE id = $1 AND status = $2";

constexpr std::string_view kWait =
    "UPDATE operations SET waits_for = $2, updated_at = $3 WHERE id = $1";

constexpr std::string_view kRestart =
    "UPDATE operations SET restarts = $2, updated_at = $3 WHERE id = $1";

constexpr std::string_view kInsertLog =
    "INSERT INTO operation_logs (operation_id, at, level, message) VALUES ($1, $2, $3, $4)";

constexpr std::string_view kTrimLog =
    "DELETE FROM operation_logs WHERE operation_id = $1 AND id <= (SELECT id FROM operation_logs "
    "WHERE operation_id = $1 ORDER BY id DESC LIMIT 1 OFFSET $2)";

constexpr std::string_view kForgetLogs =
    "DELETE FROM operation_logs WHERE operation_id IN (SELECT id FROM operations WHERE player_id = "
    "$1 AND status IN ('COMPLETED', 'FAILED', 'STOPPED') AND id NOT IN (SELECT id FROM operations "
    "WHERE player_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2))";

#define ARGOSY_SELECT_LOG(order)                                                      \
    "SELECT id, at, level, message FROM operation_logs WHERE operation_id = $1 "      \
    "AND at >= $2 AND id > $3 AND CASE level WHEN 'debug' THEN 0 WHEN 'info' THEN 1 " \
    "WHEN 'warning' THEN 2 ELSE 3 END >= $4 ORDER BY id " order " LIMIT $5"
constexpr std::string_view kNewestLog = ARGOSY_SELECT_LOG("DESC");
constexpr std::string_view kOldestLog = ARGOSY_SELECT_LOG("ASC");
#undef ARGOSY_SELECT_LOG

Operation operation_of(const store::Row& row) {
    const auto status = parse_operation_status(row.text("status"));
    ARGOSY_ASSERT(status.has_value());
    return Operation{.id = core::OperationId(row.text("id")),
                     .kind = row.text("kind"),
                     .status = *status,
                     .parent = core::OperationId(row.maybe_text("parent_id").value_or("")),
                     .config = row.text("config"),
                     .error = row.text("error"),
                     .waits_for = row.text("waits_for"),
                     .restarts = row.integer("restarts"),
                     .created_at = core::from_millis(row.integer("created_at")),
                     .updated_at = core::from_millis(row.integer("updated_at"))};
}

}  // namespace

OperationRegistry::OperationRegistry(const core::Runtime& runtime, store::Store& store,
                                     std::int64_t player)
    : runtime_(runtime), store_(store), player_(player) {}

Task<Result<void>> OperationRegistry::load() {
    ARGOSY_CO_TRY(const store::Rows rows, co_await store_.query(kSelect, {player_, kHistoryLimit}));
    for (const store::Row& row : rows) {
        const Operation operation = operation_of(row);
        operations_.insert_or_assign(operation.id, operation);
    }
    co_return Result<void>();
}

Operation OperationRegistry::create(const std::string& kind, const std::string& config,
                                    store::Transaction& transaction,
                                    const core::OperationId& parent) {
    if (const Operation* present = active(kind)) return *present;
    forget_oldest_ended();
    const core::TimePoint now = runtime_.now();
    const Operation operation{.id = runtime_.ids.next<core::OperationId>("operation"),
                              .kind = kind,
                              .parent = parent,
                              .config = config,
                              .created_at = now,
                              .updated_at = now};
    transaction.add(kInsert,
                    {operation.id.str(), player_, kind, std::string(to_string(operation.status)),
                     parent.empty() ? store::Value(nullptr) : store::Value(parent.str()), config,
                     core::to_millis(now)});
    operations_.emplace(operation.id, operation);
    return operation;
}

// One is about to be added.
void OperationRegistry::forget_oldest_ended() {
    const auto ended = [](const auto& each) { return is_terminal(each.second.status); };
    if (std::count_if(operations_.begin(), operations_.end(), ended) < kHistoryLimit) return;
    auto oldest = operations_.end();
    for (auto it = operations_.begin(); it != operations_.end(); ++it) {
        if (!ended(*it)) continue;
        if (oldest == operations_.end() || it->second.created_at < oldest->second.created_at) {
            oldest = it;
        }
    }
    operations_.erase(oldest);
}

void OperationRegistry::transition(const core::OperationId& id, OperationStatus status,
                                   store::Transaction& transaction, const std::string& error) {
    Operation& operation = operations_.at(id);
    ARGOSY_MUST(check_transition(operation.status, status));
    const core::TimePoint now = runtime_.now();
    transaction.add(kUpdate,
                    {id.str(), std::string(to_string(operation.status)),
                     std::string(to_string(status)), error, core::to_millis(now)},
                    store::Expect::kOneRow);
    operation.status = status;
    operation.error = error;
    operation.waits_for.clear();
    operation.updated_at = now;
    if (is_terminal(status)) last_logged_wait_.erase(id);
}

void OperationRegistry::wait_for(const core::OperationId& id, const std::string& reason,
                                 store::Transaction& transaction) {
    Operation& operation = operations_.at(id);
    const bool works = operation.status == OperationStatus::kRunning ||
                       operation.status == OperationStatus::kStopping;
    if (!works || operation.waits_for == reason) return;
    operation.waits_for = reason;
    operation.updated_at = runtime_.now();
    transaction.add(kWait, {id.str(), reason, core::to_millis(operation.updated_at)});
    if (reason.empty() || last_logged_wait_[id] == reason) return;
    last_logged_wait_[id] = reason;
    log(id, core::LogLevel::kInfo, "waits for " + reason, transaction);
}

void OperationRegistry::count_restart(const core::OperationId& id, const std::string& error,
                                      core::Duration delay, store::Transaction& transaction) {
    Operation& operation = operations_.at(id);
    ++operation.restarts;
    operation.updated_at = runtime_.now();
    transaction.add(kRestart,
                    {id.str(), operation.restarts, core::to_millis(operation.updated_at)});
    log(id, core::LogLevel::kWarning,
        fmt::format("restart {} in {}: {}", operation.restarts, core::format_duration(delay),
                    error),
        transaction);
    wait_for(id, "a restart, after: " + error, transaction);
}

void OperationRegistry::log(const core::OperationId& operation, core::LogLevel level,
                            const std::string& message, store::Transaction& transaction) const {
    transaction.add(kInsertLog, {operation.str(), core::to_millis(runtime_.now()),
                                 std::string(core::to_string(level)), message});
    transaction.add(kTrimLog, {operation.str(), kLogLimit});
}

void OperationRegistry::forget_old_logs(store::Transaction& transaction) const {
    transaction.add(kForgetLogs, {player_, kHistoryLimit});
}

Task<Result<std::vector<OperationLog>>> OperationRegistry::logs(core::OperationId operation,
                                                                LogQuery query) {
    const bool newest = query.end == LogQuery::End::kNewest;
    ARGOSY_CO_TRY(
        const store::Rows rows,
        co_await store_.query(newest ? kNewestLog : kOldestLog,
                              {operation.str(), core::to_millis(query.since), query.after_id,
                               std::int64_t(query.least_level), query.limit}));
    std::vector<OperationLog> lines;
    for (const store::Row& row : rows) {
        lines.push_back({row.integer("id"), core::from_millis(row.integer("at")), row.text("level"),
                         row.text("message")});
    }
    if (newest) std::reverse(lines.begin(), lines.end());
    co_return lines;
}

std::vector<core::OperationId> OperationRegistry::active_children(
    const core::OperationId& parent) const {
    std::vector<core::OperationId> children;
    for (const auto& [id, operation] : operations_) {
        if (operation.parent == parent && !is_terminal(operation.status)) children.push_back(id);
    }
    return children;
}

std::vector<Operation> OperationRegistry::to_adopt() const {
    std::vector<Operation> found;
    for (const auto& [id, operation] : operations_) {
        if (!is_terminal(operation.status)) found.push_back(operation);
    }
    std::sort(found.begin(), found.end(), [](const Operation& a, const Operation& b) {
        return std::tie(a.created_at, a.id) < std::tie(b.created_at, b.id);
    });
    return found;
}

const Operation* OperationRegistry::find(const core::OperationId& operation) const {
    const auto found = operations_.find(operation);
    return found == operations_.end() ? nullptr : &found->second;
}

const Operation* OperationRegistry::active(std::string_view kind) const {
    for (const auto& [id, operation] : operations_) {
        if (operation.kind == kind && !is_terminal(operation.status)) return &operation;
    }
    return nullptr;
}

}  // namespace argosy::operations
