#pragma once

/// @file
/// What a pipeline knows of the factories it feeds: which inputs have been delivered, how much of
/// the output the factory holds, and whether it may be collected.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "core/runtime.h"
#include "model/levels.h"
#include "model/symbols.h"
#include "store/store.h"

namespace argosy::manufacturing {

using core::Result;
using core::Task;

enum class FactoryStatus : std::uint8_t {
    kAwaitingInputs,
    kInputsPartial,
    kInputsComplete,
    kProductionInProgress,
    kReadyForCollection,
};

std::string_view to_string(FactoryStatus status);
std::optional<FactoryStatus> parse_factory_status(std::string_view text);

/// Supply of the output from which it is collected. HIGH by the requirements: below it the price
/// runs away while we buy.
inline constexpr model::Supply kCollectionSupply = model::Supply::kHigh;

struct FactoryState {
    model::WaypointSymbol factory;
    model::TradeSymbol output;
    core::PipelineId pipeline;
    std::set<model::TradeSymbol> required;
    std::set<model::TradeSymbol> delivered;
    std::optional<model::Supply> supply;         ///< At the last look.
    std::optional<model::Supply> supply_before;  ///< At the look before the last change.
    FactoryStatus status = FactoryStatus::kAwaitingInputs;
    /// The least supply from which it is collected; nothing: it is not, yet. Not stored: whoever
    /// changes it does so again.
    std::optional<model::Supply> collected_from = kCollectionSupply;

    /// Returns the status that follows from inputs and supply: ready when the output's supply is
    /// what it is collected from or better, however it came to be.
    FactoryStatus derived_status() const;
};

class FactoryTracker {
  public:
    FactoryTracker(const core::Runtime& runtime, store::Store& store, std::int64_t player);

    /// Reads the states of pipelines that have not ended.
    Task<Result<void>> load();

    void add(FactoryState state, store::Transaction& transaction);

    /// Books a delivery to a factory of this pipeline.
    void record_delivery(const core::PipelineId& pipeline, const model::WaypointSymbol& factory,
                         const model::TradeSymbol& output, const model::TradeSymbol& input,
                         store::Transaction& transaction);

    /// Takes in the output's supply as a look showed it.
    void update_supply(const model::WaypointSymbol& factory, const model::TradeSymbol& output,
                       model::Supply supply, store::Transaction& transaction);

    /// Has a factory collected from this supply on, or not at all.  @pre It is of the pipeline.
    void collect_from(const core::PipelineId& pipeline, const model::WaypointSymbol& factory,
                      const model::TradeSymbol& output, std::optional<model::Supply> least,
                      store::Transaction& transaction);

    void forget(const core::PipelineId& pipeline);

    /// Removes the states of a pipeline that is planned anew.
    void remove(const core::PipelineId& pipeline, store::Transaction& transaction);

    /// The same for one factory, if it is there.
    void remove(const core::PipelineId& pipeline, const model::WaypointSymbol& factory,
                const model::TradeSymbol& output, store::Transaction& transaction);

    bool is_ready(const core::PipelineId& pipeline, const model::WaypointSymbol& factory,
                  const model::TradeSymbol& output) const;

    /// Returns nullptr when the pipeline does not feed this factory, or does so no more.
    const FactoryState* find(const core::PipelineId& pipeline, const model::WaypointSymbol& factory,
                             const model::TradeSymbol& output) const;

    std::vector<const FactoryState*> of_pipeline(const core::PipelineId& pipeline) const;

  private:
    using Key = std::tuple<core::PipelineId, model::WaypointSymbol, model::TradeSymbol>;

    void save(FactoryState& state, store::Transaction& transaction);

    const core::Runtime& runtime_;
    store::Store& store_;
    std::int64_t player_;
    std::map<Key, FactoryState> states_;  ///< Those of a pipeline stand together.
};

}  // namespace argosy::manufacturing
