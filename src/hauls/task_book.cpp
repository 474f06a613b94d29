#include "hauls/task_book.h"

namespace argosy::hauls {
namespace {

store::Value maybe_time(const std::optional<core::TimePoint>& at) {
    return at ? store::Value(core::to_millis(*at)) : store::Value(nullptr);
}

std::optional<core::TimePoint> read_time(const store::Row& row, std::string_view column) {
    const auto millis = row.maybe_integer(column);
    return millis ? std::optional(core::from_millis(*millis)) : std::nullopt;
}

Result<ManufacturingTask> read_task(const store::Row& row) {
    const auto type = parse_task_type(row.text("task_type"));
    const auto status = parse_task_status(row.text("status"));
    if (!type || !status) {
        return core::Error{core::ErrorCode::kInvalidArgument,
                           fmt::format("task {} has type {} and status {}, which this version does"
                                       " not know",
                                       row.text("id"), row.text("task_type"), row.text("status"))};
    }
    return ManufacturingTask{.id = core::TaskId(row.text("id")),
                             .operation = core::OperationId(row.text("operation_id")),
                             .pipeline = core::PipelineId(row.text("pipeline_id")),
                             .haul = core::HaulId(row.text("haul_id")),
                             .type = *type,
                             .status = *status,
                             .good = model::TradeSymbol(row.text("good_symbol")),
                             .source = model::WaypointSymbol(row.text("source_market")),
                             .target = model::WaypointSymbol(row.text("target_market")),
                             .factory = model::WaypointSymbol(row.text("factory_symbol")),
                             .output = model::TradeSymbol(row.text("output_good")),
                             .wanted = core::Units(row.integer("wanted_quantity")),
                             .quantity = core::Units(row.integer("quantity")),
                             .actual_quantity = core::Units(row.integer("actual_quantity")),
                             .total_cost = core::Credits(row.integer("total_cost")),
                             .total_revenue = core::Credits(row.integer("total_revenue")),
                             .ship = model::ShipSymbol(row.text("assigned_ship")),
                             .retries = row.integer("retry_count"),
                             .error = row.text("error"),
                             .created_at = core::from_millis(row.integer("created_at")),
                             .ready_at = read_time(row, "ready_at"),
                             .started_at = read_time(row, "started_at"),
                             .completed_at = read_time(row, "completed_at")};
}

}  // namespace

TaskBook::TaskBook(const core::Runtime& runtime, store::Store& store, std::int64_t player)
    : runtime_(runtime), store_(store), player_(player) {}

Task<Result<void>> TaskBook::load() {
    ARGOSY_CO_TRY(const store::Rows rows,
                  co_await store_.query(
                      "SELECT * FROM manufacturing_tasks WHERE player_id = $1 AND (haul_id IN"
                      " (SELECT haul_id FROM manufacturing_tasks WHERE player_id = $1"
                      "  AND status IN ('PENDING', 'READY', 'ASSIGNED', 'EXECUTING'))"
                      " OR pipeline_id IN"
                      " (SELECT id FROM manufacturing_pipelines WHERE player_id = $1"
                      "  AND status IN ('PLANNING', 'EXECUTING')))",
                      {player_}));
    for (const store::Row& row : rows) {
        ARGOSY_CO_TRY(ManufacturingTask task, read_task(row));
        index(task);
        tasks_.insert_or_assign(task.id, std::move(task));
    }
    ARGOSY_CO_TRY(const store::Rows edges,
                  co_await store_.query("SELECT d.task_id, d.depends_on_id"
                                        " FROM manufacturing_task_dependencies d"
                                        " JOIN manufacturing_tasks t ON t.id = d.task_id"
                                        " WHERE t.player_id = $1 ORDER BY 1, 2",
                                        {player_}));
    for (const store::Row& row : edges) {
        const auto found = tasks_.find(core::TaskId(row.text("task_id")));
        if (found != tasks_.end()) {
            found->second.depends_on.emplace_back(row.text("depends_on_id"));
        }
    }
    ARGOSY_CO_TRY(const store::Rows counts,
                  co_await store_.query("SELECT status, COUNT(*) AS n FROM manufacturing_tasks"
                                        " WHERE player_id = $1 AND pipeline_id <> ''"
                                        " GROUP BY status",
                                        {player_}));
    for (const store::Row& row : counts) {
        if (row.text("status") == "COMPLETED") completed_ = row.integer("n");
        if (row.text("status") == "FAILED") failed_ = row.integer("n");
    }
    co_return Result<void>();
}

void TaskBook::index(const ManufacturingTask& task) {
    by_haul_[task.haul].insert(task.id);
    by_pipeline_[task.pipeline].insert(task.id);
    index_status(task);
}

void TaskBook::index_status(const ManufacturingTask& task) {
    const auto keep = [&](std::set<core::HaulId>& hauls, bool belongs) {
        if (belongs) {
            hauls.insert(task.haul);
        } else {
            hauls.erase(task.haul);
        }
    };
    if (loads(task.type)) {
        keep(ready_, task.status == TaskStatus::kReady);
    } else {
        keep(open_, !is_terminal(task.status));
    }
}

void TaskBook::add(ManufacturingTask task, store::Transaction& transaction) {
    transaction.add(
        "INSERT INTO manufacturing_tasks (id, player_id, operation_id, pipeline_id, haul_id,"
        " task_type, status, good_symbol, quantity, source_market, target_market, factory_symbol,"
        " output_good, assigned_ship, created_at, ready_at, wanted_quantity)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
        {task.id.str(), player_, task.operation.str(), task.pipeline.str(), task.haul.str(),
         std::string(to_string(task.type)), std::string(to_string(task.status)), task.good.str(),
         task.quantity.count(), task.source.str(), task.target.str(), task.factory.str(),
         task.output.str(), task.ship.str(), core::to_millis(task.created_at),
         maybe_time(task.ready_at), task.wanted.count()});
    for (const core::TaskId& dependency : task.depends_on) {
        transaction.add(
            "INSERT INTO manufacturing_task_dependencies (task_id, depends_on_id) VALUES ($1, $2)",
            {task.id.str(), dependency.str()});
    }
    index(task);
    const core::TaskId id = task.id;
    tasks_.insert_or_assign(id, std::move(task));
}

ManufacturingTask& TaskBook::at(const core::TaskId& task) {
    const auto found = tasks_.find(task);
    ARGOSY_ASSERT(found != tasks_.end());
    return found->second;
}

void TaskBook::transition(const core::TaskId& id, TaskStatus status,
                          store::Transaction& transaction, const std::string& reason) {
    ManufacturingTask& task = at(id);
    ARGOSY_MUST(check_transition(task.status, status));
    task.status = status;
    task.error = reason;
    const core::TimePoint now = runtime_.now();
    switch (status) {
        case TaskStatus::kReady:
        case TaskStatus::kPending:
            // Ageing goes by when it first became ready, whatever happened since.
            if (status == TaskStatus::kReady && !task.ready_at) task.ready_at = now;
            task.ship = model::ShipSymbol();
            task.quantity = core::Units(0);
            // It waits again: that time is nobody's work.
            task.started_at.reset();
            break;
        case TaskStatus::kExecuting:
            if (!task.started_at) task.started_at = now;
            break;
        case TaskStatus::kCompleted:
        case TaskStatus::kFailed:
        case TaskStatus::kCancelled:
            task.completed_at = now;
            if (task.pipeline.empty()) break;
            completed_ += status == TaskStatus::kCompleted ? 1 : 0;
            failed_ += status == TaskStatus::kFailed ? 1 : 0;
            break;
        case TaskStatus::kAssigned:
            break;
    }
    index_status(task);
    save_progress(task, transaction);
}

void TaskBook::assign(const core::TaskId& id, const model::ShipSymbol& ship, core::Units quantity,
                      store::Transaction& transaction) {
    ManufacturingTask& task = at(id);
    task.ship = ship;
    task.quantity = quantity;
    transition(id, TaskStatus::kAssigned, transaction);
}

void TaskBook::add_moved(const core::TaskId& id, core::Units units, core::Credits cost,
                         core::Credits revenue, store::Transaction& transaction) {
    const ManufacturingTask& task = at(id);
    set_moved(id, task.actual_quantity + units, task.total_cost + cost,
              task.total_revenue + revenue, transaction);
}

void TaskBook::set_moved(const core::TaskId& id, core::Units units, core::Credits cost,
                         core::Credits revenue, store::Transaction& transaction) {
    ManufacturingTask& task = at(id);
    task.actual_quantity = units;
    task.total_cost = cost;
    task.total_revenue = revenue;
    save_progress(task, transaction);
}

void TaskBook::source_from(const core::TaskId& id, const model::WaypointSymbol& source,
                           store::Transaction& transaction) {
    ManufacturingTask& task = at(id);
    task.source = source;
    transaction.add("UPDATE manufacturing_tasks SET source_market = $2 WHERE id = $1",
                    {id.str(), source.str()}, store::Expect::kOneRow);
}

void TaskBook::redirect(const core::TaskId& id, const model::WaypointSymbol& target,
                        store::Transaction& transaction) {
    ManufacturingTask& task = at(id);
    task.target = target;
    transaction.add("UPDATE manufacturing_tasks SET target_market = $2 WHERE id = $1",
                    {id.str(), target.str()}, store::Expect::kOneRow);
}

std::int64_t TaskBook::count_retry(const core::TaskId& id, store::Transaction& transaction) {
    ManufacturingTask& task = at(id);
    ++task.retries;
    save_progress(task, transaction);
    return task.retries;
}

void TaskBook::save_progress(const ManufacturingTask& task, store::Transaction& transaction) const {
    transaction.add(
        "UPDATE manufacturing_tasks SET status = $2, quantity = $3, actual_quantity = $4,"
        " assigned_ship = $5, retry_count = $6, total_cost = $7, total_revenue = $8, error = $9,"
        " ready_at = $10, started_at = $11, completed_at = $12 WHERE id = $1",
        {task.id.str(), std::string(to_string(task.status)), task.quantity.count(),
         task.actual_quantity.count(), task.ship.str(), task.retries, task.total_cost.count(),
         task.total_revenue.count(), task.error, maybe_time(task.ready_at),
         maybe_time(task.started_at), maybe_time(task.completed_at)},
        store::Expect::kOneRow);
}

void TaskBook::forget(const core::PipelineId& pipeline) {
    const auto found = by_pipeline_.find(pipeline);
    if (found == by_pipeline_.end()) return;
    for (const core::TaskId& id : found->second) {
        const auto task = tasks_.find(id);
        if (task == tasks_.end()) continue;
        by_haul_.erase(task->second.haul);
        open_.erase(task->second.haul);
        ready_.erase(task->second.haul);
        tasks_.erase(task);
    }
    by_pipeline_.erase(found);
}

void TaskBook::forget(const core::TaskId& id) {
    const auto found = tasks_.find(id);
    ARGOSY_ASSERT(found != tasks_.end() && is_terminal(found->second.status));
    by_haul_.erase(found->second.haul);
    by_pipeline_[found->second.pipeline].erase(id);
    tasks_.erase(found);
}

Task<Result<std::int64_t>> TaskBook::count_completed(core::OperationId operation,
                                                     TaskType type) const {
    ARGOSY_CO_TRY(const store::Rows rows,
                  co_await store_.query("SELECT COUNT(*) AS n FROM manufacturing_tasks"
                                        " WHERE player_id = $1 AND operation_id = $2"
                                        " AND task_type = $3 AND status = 'COMPLETED'",
                                        {player_, operation.str(), std::string(to_string(type))}));
    co_return rows.front().integer("n");
}

const ManufacturingTask* TaskBook::find(const core::TaskId& task) const {
    const auto found = tasks_.find(task);
    return found == tasks_.end() ? nullptr : &found->second;
}

Haul TaskBook::haul(const core::HaulId& id) const {
    const auto found = by_haul_.find(id);
    ARGOSY_ASSERT(found != by_haul_.end());
    Haul haul{.id = id};
    for (const core::TaskId& task_id : found->second) {
        const ManufacturingTask& task = tasks_.at(task_id);
        (loads(task.type) ? haul.load : haul.unload) = &task;
    }
    ARGOSY_ASSERT(haul.unload != nullptr);
    return haul;
}

std::vector<Haul> TaskBook::hauls(const std::set<core::HaulId>& ids) const {
    std::vector<Haul> found;
    found.reserve(ids.size());
    for (const core::HaulId& id : ids)
        found.push_back(haul(id));
    return found;
}

std::vector<Haul> TaskBook::open_hauls() const {
    return hauls(open_);
}

std::vector<Haul> TaskBook::ready_hauls() const {
    return hauls(ready_);
}

std::vector<const ManufacturingTask*> TaskBook::of_pipeline(
    const core::PipelineId& pipeline) const {
    std::vector<const ManufacturingTask*> tasks;
    const auto found = by_pipeline_.find(pipeline);
    if (found == by_pipeline_.end()) return tasks;
    for (const core::TaskId& id : found->second)
        tasks.push_back(&tasks_.at(id));
    return tasks;
}

}  // namespace argosy::hauls
