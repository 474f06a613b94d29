#include "operations/operation_registry.h"

#include <algorithm>

namespace argosy::operations {

OperationRegistry::OperationRegistry(const core::Runtime& runtime, store::Store& store,
                                     std::int64_t player)
    : runtime_(runtime), store_(store), player_(player) {}

Task<Result<void>> OperationRegistry::load() {
    ARGOSY_CO_TRY(const store::Rows rows,
                  co_await store_.query("SELECT * FROM operations WHERE player_id = $1",
                                        {player_}));
    for (const store::Row& row : rows) {
        const auto status = parse_operation_status(row.text("status"));
        ARGOSY_ASSERT(status.has_value());
        Operation operation{.id = core::OperationId(row.text("id")),
                            .kind = row.text("kind"),
                            .status = *status,
                            .config = row.text("config"),
                            .error = row.text("error"),
                            .created_at = core::from_millis(row.integer("created_at")),
                            .updated_at = core::from_millis(row.integer("updated_at"))};
        operations_.insert_or_assign(operation.id, operation);
    }
    co_return Result<void>();
}

Operation OperationRegistry::start(const std::string& kind, const std::string& config,
                                   store::Transaction& transaction) {
    ARGOSY_ASSERT(active(kind) == nullptr);
    const core::TimePoint now = runtime_.now();
    const Operation operation{.id = runtime_.ids.next<core::OperationId>("operation"),
                              .kind = kind,
                              .status = OperationStatus::kRunning,
                              .config = config,
                              .created_at = now,
                              .updated_at = now};
    transaction.add(
        "INSERT INTO operations (id, player_id, kind, status, config, created_at, updated_at)"
        " VALUES ($1, $2, $3, 'RUNNING', $4, $5, $5)",
        {operation.id.str(), player_, kind, config, core::to_millis(now)});
    operations_.insert_or_assign(operation.id, operation);
    return operation;
}

void OperationRegistry::transition(const core::OperationId& id, OperationStatus status,
                                   store::Transaction& transaction, const std::string& error) {
    Operation& operation = operations_.at(id);
    ARGOSY_ASSERT(check_transition(operation.status, status).ok());
    operation.status = status;
    operation.error = error;
    operation.updated_at = runtime_.now();
    transaction.add(
        "UPDATE operations SET status = $2, error = $3, updated_at = $4 WHERE id = $1",
        {id.str(), std::string(to_string(status)), error, core::to_millis(operation.updated_at)},
        store::Expect::kOneRow);
}

void OperationRegistry::log(const core::OperationId& operation, core::LogLevel level,
                            const std::string& message, store::Transaction& transaction) const {
    transaction.add(
        "INSERT INTO operation_logs (operation_id, at, level, message) VALUES ($1, $2, $3, $4)",
        {operation.str(), core::to_millis(runtime_.now()), std::string(core::to_string(level)),
         message});
}

Task<Result<std::vector<OperationLog>>> OperationRegistry::logs(core::OperationId operation,
                                                                std::int64_t limit) {
    ARGOSY_CO_TRY(const store::Rows rows,
                  co_await store_.query("SELECT at, level, message FROM operation_logs"
                                        " WHERE operation_id = $1 ORDER BY id DESC LIMIT $2",
                                        {operation.str(), limit}));
    std::vector<OperationLog> lines;
    for (const store::Row& row : rows) {
        lines.push_back({core::from_millis(row.integer("at")), row.text("level"),
                         row.text("message")});
    }
    std::reverse(lines.begin(), lines.end());
    co_return lines;
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
