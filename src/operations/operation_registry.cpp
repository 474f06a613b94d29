#include "operations/operation_registry.h"

#include <algorithm>
#include <tuple>

namespace argosy::operations {
namespace {

constexpr std::string_view kSelect =
    "SELECT id, kind, status, parent_id, config, error, created_at, updated_at FROM operations "
    "WHERE player_id = $1 AND (status NOT IN ('COMPLETED', 'FAILED', 'STOPPED') OR id IN "
    "(SELECT id FROM operations WHERE player_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2))";

constexpr std::string_view kInsert =
    "INSERT INTO operations "
    "(id, player_id, kind, status, parent_id, config, created_at, updated_at) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $7)";

constexpr std::string_view kUpdate =
    "UPDATE operations SET status = $3, error = $4, updated_at = $5 WHERE id = $1 AND status = $2";

constexpr std::string_view kInsertLog =
    "INSERT INTO operation_logs (operation_id, at, level, message) VALUES ($1, $2, $3, $4)";

constexpr std::string_view kTrimLog =
    "DELETE FROM operation_logs WHERE operation_id = $1 AND id <= (SELECT id FROM operation_logs "
    "WHERE operation_id = $1 ORDER BY id DESC LIMIT 1 OFFSET $2)";

constexpr std::string_view kSelectLog =
    "SELECT at, level, message FROM operation_logs WHERE operation_id = $1 "
    "ORDER BY id DESC LIMIT $2";

Operation operation_of(const store::Row& row) {
    const auto status = parse_operation_status(row.text("status"));
    ARGOSY_ASSERT(status.has_value());
    return Operation{.id = core::OperationId(row.text("id")),
                     .kind = row.text("kind"),
                     .status = *status,
                     .parent = core::OperationId(row.maybe_text("parent_id").value_or("")),
                     .config = row.text("config"),
                     .error = row.text("error"),
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

Operation OperationRegistry::add(const std::string& kind, const std::string& config,
                                 OperationStatus status, const core::OperationId& parent,
                                 store::Transaction& transaction) {
    if (const Operation* present = active(kind)) return *present;
    const core::TimePoint now = runtime_.now();
    const Operation operation{.id = runtime_.ids.next<core::OperationId>("operation"),
                              .kind = kind,
                              .status = status,
                              .parent = parent,
                              .config = config,
                              .created_at = now,
                              .updated_at = now};
    transaction.add(kInsert, {operation.id.str(), player_, kind, std::string(to_string(status)),
                              parent.empty() ? store::Value(nullptr) : store::Value(parent.str()),
                              config, core::to_millis(now)});
    operations_.emplace(operation.id, operation);
    return operation;
}

Operation OperationRegistry::create(const std::string& kind, const std::string& config,
                                    store::Transaction& transaction,
                                    const core::OperationId& parent) {
    return add(kind, config, OperationStatus::kPending, parent, transaction);
}

Operation OperationRegistry::start(const std::string& kind, const std::string& config,
                                   store::Transaction& transaction,
                                   const core::OperationId& parent) {
    return add(kind, config, OperationStatus::kRunning, parent, transaction);
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
    operation.updated_at = now;
}

void OperationRegistry::log(const core::OperationId& operation, core::LogLevel level,
                            const std::string& message, store::Transaction& transaction) const {
    transaction.add(kInsertLog, {operation.str(), core::to_millis(runtime_.now()),
                                 std::string(core::to_string(level)), message});
    transaction.add(kTrimLog, {operation.str(), kLogLimit});
}

Task<Result<std::vector<OperationLog>>> OperationRegistry::logs(core::OperationId operation,
                                                                std::int64_t limit) {
    ARGOSY_CO_TRY(const store::Rows rows,
                  co_await store_.query(kSelectLog, {operation.str(), limit}));
    std::vector<OperationLog> lines;
    for (const store::Row& row : rows) {
        lines.push_back(
            {core::from_millis(row.integer("at")), row.text("level"), row.text("message")});
    }
    std::reverse(lines.begin(), lines.end());
    co_return lines;
}

std::vector<Operation> OperationRegistry::to_adopt() const {
    std::vector<Operation> found;
    for (const auto& [id, operation] : operations_) {
        if (operation.status == OperationStatus::kRunning ||
            operation.status == OperationStatus::kStopping) {
            found.push_back(operation);
        }
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
