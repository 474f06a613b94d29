#pragma once

/// @file
/// A manufacturing run of one product: its tasks feed a factory, collect what it makes and sell it.
/// The book holds the pipelines that have not ended.

#include <map>
#include <optional>
#include <vector>

#include "core/runtime.h"
#include "core/units.h"
#include "goods/supply_chain_node.h"
#include "hauls/task_state.h"
#include "manufacturing/profit_forecast.h"
#include "model/symbols.h"
#include "store/store.h"

namespace argosy::manufacturing {

using core::Result;
using core::Task;

/// Returns the type of the task that loads what comes from there so.
inline hauls::TaskType load_type(goods::AcquisitionMethod method) {
    return method == goods::AcquisitionMethod::kBuy ? hauls::TaskType::kAcquire
                                                    : hauls::TaskType::kCollect;
}

enum class PipelineStatus : std::uint8_t {
    kPlanning,
    kExecuting,
    kCompleted,  ///< Its product was sold.
    kFailed,     ///< A task failed for good, and nothing was sold.
    kCancelled,  ///< Stopped, or nothing of it paid any more.
};

std::string_view to_string(PipelineStatus status);
std::optional<PipelineStatus> parse_pipeline_status(std::string_view text);

/// @error kRejected  Not a step of the state machine; the message names both states.
Result<void> check_transition(PipelineStatus from, PipelineStatus to);

struct ManufacturingPipeline {
    core::PipelineId id;
    core::OperationId operation;
    std::int64_t sequence = 0;
    model::TradeSymbol product;
    model::WaypointSymbol sell_market;  ///< Empty for the pipeline of a goods factory.
    core::Bid expected_price;
    PipelineStatus status = PipelineStatus::kPlanning;
    core::Credits cost;
    core::Credits revenue;
    core::TimePoint created_at;
};

/// A pipeline that has sold its product.
struct Completion {
    model::TradeSymbol product;
    core::Credits profit;    ///< What its trades brought; fuel is the fleet's.
    core::Credits forecast;  ///< As it was frozen before it spent.
    core::TimePoint completed_at;
};

class PipelineBook {
  public:
    PipelineBook(const core::Runtime& runtime, store::Store& store, std::int64_t player);

    /// Reads the pipelines that have not ended.
    Task<Result<void>> load();

    /// Adds a pipeline in PLANNING.
    void add(ManufacturingPipeline pipeline, store::Transaction& transaction);

    void transition(const core::PipelineId& pipeline, PipelineStatus status,
                    store::Transaction& transaction);

    /// Ends a pipeline: its books are closed, its forecast is held against what it brought, and it
    /// leaves the book.
    void end(const core::PipelineId& pipeline, PipelineStatus status, const Takings& sale,
             const Takings& feeding, const std::string& reason, store::Transaction& transaction);

    ForecastBook& forecasts() { return forecasts_; }
    const ForecastBook& forecasts() const { return forecasts_; }

    /// Returns the pipelines that are to earn and have not ended, by id.
    const std::map<core::PipelineId, ManufacturingPipeline>& active() const { return active_; }

    /// Returns the pipelines of goods factories that have not ended, by id.
    const std::map<core::PipelineId, ManufacturingPipeline>& requested() const {
        return requested_;
    }

    /// Returns the pipelines of an operation that sold their product, latest first.
    Task<Result<std::vector<Completion>>> completions(core::OperationId operation,
                                                      std::int64_t most) const;

    std::int64_t next_sequence() { return ++last_sequence_; }
    // Of those that are to earn:
    std::int64_t completed() const { return completed_; }
    std::int64_t failed() const { return failed_; }
    std::int64_t cancelled() const { return cancelled_; }

  private:
    using Pipelines = std::map<core::PipelineId, ManufacturingPipeline>;

    Pipelines& those_like(const ManufacturingPipeline& pipeline) {
        return pipeline.sell_market.empty() ? requested_ : active_;
    }
    ManufacturingPipeline& at(const core::PipelineId& pipeline);

    const core::Runtime& runtime_;
    store::Store& store_;
    std::int64_t player_;
    Pipelines active_;
    Pipelines requested_;
    ForecastBook forecasts_;
    std::int64_t last_sequence_ = 0;
    std::int64_t completed_ = 0;
    std::int64_t failed_ = 0;
    std::int64_t cancelled_ = 0;
};

}  // namespace argosy::manufacturing
