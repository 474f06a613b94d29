#include "manufacturing/pipeline.h"

#include <algorithm>
#include <array>

#include "core/enum_names.h"

namespace argosy::manufacturing {
namespace {

using Status = PipelineStatus;

constexpr auto kNames = core::enum_names<Status>({
    {Status::kPlanning, "PLANNING"},
    {Status::kExecuting, "EXECUTING"},
    {Status::kCompleted, "COMPLETED"},
    {Status::kFailed, "FAILED"},
    {Status::kCancelled, "CANCELLED"},
});

constexpr std::array<std::pair<Status, Status>, 6> kTransitions{{
    {Status::kPlanning, Status::kExecuting},
    {Status::kPlanning, Status::kFailed},
    {Status::kPlanning, Status::kCancelled},
    {Status::kExecuting, Status::kCompleted},
    {Status::kExecuting, Status::kFailed},
    {Status::kExecuting, Status::kCancelled},
}};

}  // namespace

std::string_view to_string(PipelineStatus status) {
    return kNames.name_of(status);
}

std::optional<PipelineStatus> parse_pipeline_status(std::string_view text) {
    return kNames.value_of(text);
}

Result<void> check_transition(PipelineStatus from, PipelineStatus to) {
    const auto step = std::pair(from, to);
    if (std::find(kTransitions.begin(), kTransitions.end(), step) != kTransitions.end()) {
        return Result<void>();
    }
    return core::Error{core::ErrorCode::kRejected, fmt::format("a pipeline cannot go from {} to {}",
                                                               to_string(from), to_string(to))};
}

PipelineBook::PipelineBook(const core::Runtime& runtime, store::Store& store, std::int64_t player)
    : runtime_(runtime), store_(store), player_(player), forecasts_(runtime, store, player) {}

Task<Result<void>> PipelineBook::load() {
    ARGOSY_CO_CHECK(co_await forecasts_.load());
    ARGOSY_CO_TRY(const store::Rows rows,
                  co_await store_.query("SELECT * FROM manufacturing_pipelines"
                                        " WHERE player_id = $1"
                                        " AND status IN ('PLANNING', 'EXECUTING')",
                                        {player_}));
    for (const store::Row& row : rows) {
        const auto status = parse_pipeline_status(row.text("status"));
        ARGOSY_ASSERT(status.has_value());
        ManufacturingPipeline pipeline{
            .id = core::PipelineId(row.text("id")),
            .operation = core::OperationId(row.text("operation_id")),
            .sequence = row.integer("sequence_number"),
            .product = model::TradeSymbol(row.text("product_good")),
            .sell_market = model::WaypointSymbol(row.text("sell_market")),
            .expected_price = core::Bid(row.integer("expected_price")),
            .status = *status,
            .created_at = core::from_millis(row.integer("created_at"))};
        Pipelines& like = those_like(pipeline);
        const core::PipelineId id = pipeline.id;
        like.insert_or_assign(id, std::move(pipeline));
    }
    ARGOSY_CO_TRY(const store::Rows counts,
                  co_await store_.query("SELECT COALESCE(MAX(sequence_number), 0) AS last,"
                                        " COUNT(*) FILTER (WHERE status = 'COMPLETED'"
                                        "  AND sell_market <> '') AS completed,"
                                        " COUNT(*) FILTER (WHERE status = 'FAILED'"
                                        "  AND sell_market <> '') AS failed,"
                                        " COUNT(*) FILTER (WHERE status = 'CANCELLED'"
                                        "  AND sell_market <> '') AS cancelled"
                                        " FROM manufacturing_pipelines WHERE player_id = $1",
                                        {player_}));
    last_sequence_ = counts.front().integer("last");
    completed_ = counts.front().integer("completed");
    failed_ = counts.front().integer("failed");
    cancelled_ = counts.front().integer("cancelled");
    co_return Result<void>();
}

void PipelineBook::add(ManufacturingPipeline pipeline, store::Transaction& transaction) {
    transaction.add(
        "INSERT INTO manufacturing_pipelines (id, player_id, operation_id, sequence_number,"
        " product_good, sell_market, expected_price, status, created_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, 'PLANNING', $8)",
        {pipeline.id.str(), player_, pipeline.operation.str(), pipeline.sequence,
         pipeline.product.str(), pipeline.sell_market.str(), pipeline.expected_price.count(),
         core::to_millis(pipeline.created_at)});
    Pipelines& like = those_like(pipeline);
    const core::PipelineId id = pipeline.id;
    like.insert_or_assign(id, std::move(pipeline));
}

ManufacturingPipeline& PipelineBook::at(const core::PipelineId& id) {
    const auto found = active_.find(id);
    return found == active_.end() ? requested_.at(id) : found->second;
}

void PipelineBook::transition(const core::PipelineId& id, PipelineStatus status,
                              store::Transaction& transaction) {
    ManufacturingPipeline& pipeline = at(id);
    ARGOSY_MUST(check_transition(pipeline.status, status));
    pipeline.status = status;
    transaction.add("UPDATE manufacturing_pipelines SET status = $2 WHERE id = $1",
                    {id.str(), std::string(to_string(status))}, store::Expect::kOneRow);
}

void PipelineBook::end(const core::PipelineId& id, PipelineStatus status, const Takings& sale,
                       const Takings& feeding, const std::string& reason,
                       store::Transaction& transaction) {
    ARGOSY_MUST(check_transition(at(id).status, status));
    Takings whole = sale;
    whole += feeding;
    transaction.add(
        "UPDATE manufacturing_pipelines SET status = $2, total_cost = $3, total_revenue = $4,"
        " net_profit = $5, error = $6, completed_at = $7 WHERE id = $1",
        {id.str(), std::string(to_string(status)), whole.cost.count(), whole.revenue.count(),
         whole.profit().count(), reason, core::to_millis(runtime_.now())},
        store::Expect::kOneRow);
    forecasts_.validate(id, sale, feeding, transaction);
    if (requested_.erase(id) > 0) return;
    active_.erase(id);
    completed_ += status == PipelineStatus::kCompleted ? 1 : 0;
    failed_ += status == PipelineStatus::kFailed ? 1 : 0;
    cancelled_ += status == PipelineStatus::kCancelled ? 1 : 0;
}

Task<Result<std::vector<Completion>>> PipelineBook::completions(core::OperationId operation,
                                                                std::int64_t most) const {
    ARGOSY_CO_TRY(const store::Rows rows,
                  co_await store_.query("SELECT p.product_good, p.net_profit, p.completed_at,"
                                        " COALESCE(f.estimated_profit, 0) AS forecast"
                                        " FROM manufacturing_pipelines p"
                                        " LEFT JOIN profit_forecasts f ON f.pipeline_id = p.id"
                                        " WHERE p.player_id = $1 AND p.operation_id = $2"
                                        " AND p.status = 'COMPLETED'"
                                        " ORDER BY p.completed_at DESC, p.id LIMIT $3",
                                        {player_, operation.str(), most}));
    std::vector<Completion> latest;
    for (const store::Row& row : rows) {
        latest.push_back({model::TradeSymbol(row.text("product_good")),
                          core::Credits(row.integer("net_profit")),
                          core::Credits(row.integer("forecast")),
                          core::from_millis(row.integer("completed_at"))});
    }
    co_return latest;
}

}  // namespace argosy::manufacturing
