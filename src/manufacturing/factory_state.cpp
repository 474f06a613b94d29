#include "manufacturing/factory_state.h"

#include <algorithm>
#include <array>

#include "core/enum_names.h"

namespace argosy::manufacturing {
namespace {

using model::TradeSymbol;

constexpr auto kNames = core::enum_names<FactoryStatus>({
    {FactoryStatus::kAwaitingInputs, "AWAITING_INPUTS"},
    {FactoryStatus::kInputsPartial, "INPUTS_PARTIAL"},
    {FactoryStatus::kInputsComplete, "INPUTS_COMPLETE"},
    {FactoryStatus::kProductionInProgress, "PRODUCTION_IN_PROGRESS"},
    {FactoryStatus::kReadyForCollection, "READY_FOR_COLLECTION"},
});

// Goods never contain a blank, so a list of them is words.
std::string join(const std::set<TradeSymbol>& goods) {
    std::string text;
    for (const TradeSymbol& good : goods)
        text += (text.empty() ? "" : " ") + good.str();
    return text;
}

std::set<TradeSymbol> split(const std::string& text) {
    std::set<TradeSymbol> goods;
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t to = std::min(text.find(' ', from), text.size());
        goods.emplace(text.substr(from, to - from));
        from = to + 1;
    }
    return goods;
}

std::string text_of(const std::optional<model::Supply>& supply) {
    return supply ? std::string(model::to_string(*supply)) : "";
}

}  // namespace

std::string_view to_string(FactoryStatus status) {
    return kNames.name_of(status);
}

std::optional<FactoryStatus> parse_factory_status(std::string_view text) {
    return kNames.value_of(text);
}

FactoryStatus FactoryState::derived_status() const {
    if (supply && collected_from && *supply >= *collected_from)
        return FactoryStatus::kReadyForCollection;
    const bool complete =
        std::includes(delivered.begin(), delivered.end(), required.begin(), required.end());
    if (!complete) {
        return delivered.empty() ? FactoryStatus::kAwaitingInputs : FactoryStatus::kInputsPartial;
    }
    // Complete until a look after the last delivery shows the factory at work.
    const bool seen_since = status == FactoryStatus::kInputsComplete ||
                            status == FactoryStatus::kProductionInProgress ||
                            status == FactoryStatus::kReadyForCollection;
    return seen_since ? FactoryStatus::kProductionInProgress : FactoryStatus::kInputsComplete;
}

FactoryTracker::FactoryTracker(const core::Runtime& runtime, store::Store& store,
                               std::int64_t player)
    : runtime_(runtime), store_(store), player_(player) {}

Task<Result<void>> FactoryTracker::load() {
    ARGOSY_CO_TRY(const store::Rows rows,
                  co_await store_.query("SELECT f.* FROM manufacturing_factory_states f"
                                        " JOIN manufacturing_pipelines p ON p.id = f.pipeline_id"
                                        " WHERE p.player_id = $1"
                                        " AND p.status IN ('PLANNING', 'EXECUTING')",
                                        {player_}));
    for (const store::Row& row : rows) {
        FactoryState state{.factory = model::WaypointSymbol(row.text("factory_symbol")),
                           .output = TradeSymbol(row.text("output_good")),
                           .pipeline = core::PipelineId(row.text("pipeline_id")),
                           .required = split(row.text("required_inputs")),
                           .delivered = split(row.text("delivered_inputs")),
                           .supply = model::parse_supply(row.text("current_supply")),
                           .supply_before = model::parse_supply(row.text("previous_supply"))};
        state.status = parse_factory_status(row.text("status")).value_or(state.status);
        states_.insert_or_assign(Key(state.pipeline, state.factory, state.output), state);
    }
    co_return Result<void>();
}

void FactoryTracker::add(FactoryState state, store::Transaction& transaction) {
    const Key key(state.pipeline, state.factory, state.output);
    save(states_.insert_or_assign(key, std::move(state)).first->second, transaction);
}

void FactoryTracker::record_delivery(const core::PipelineId& pipeline,
                                     const model::WaypointSymbol& factory,
                                     const TradeSymbol& output, const TradeSymbol& input,
                                     store::Transaction& transaction) {
    const auto found = states_.find(Key(pipeline, factory, output));
    if (found == states_.end()) return;
    found->second.delivered.insert(input);
    save(found->second, transaction);
}

void FactoryTracker::update_supply(const model::WaypointSymbol& factory, const TradeSymbol& output,
                                   model::Supply supply, store::Transaction& transaction) {
    for (auto& [key, state] : states_) {
        if (state.factory != factory || state.output != output) continue;
        if (state.supply != supply) state.supply_before = state.supply;
        state.supply = supply;
        save(state, transaction);
    }
}

void FactoryTracker::collect_from(const core::PipelineId& pipeline,
                                  const model::WaypointSymbol& factory, const TradeSymbol& output,
                                  std::optional<model::Supply> least,
                                  store::Transaction& transaction) {
    FactoryState& state = states_.at(Key(pipeline, factory, output));
    if (state.collected_from == least) return;
    state.collected_from = least;
    save(state, transaction);
}

void FactoryTracker::save(FactoryState& state, store::Transaction& transaction) {
    state.status = state.derived_status();
    const std::int64_t now = core::to_millis(runtime_.now());
    const bool ready = state.status == FactoryStatus::kReadyForCollection;
    transaction.add(
        "INSERT INTO manufacturing_factory_states (factory_symbol, output_good, pipeline_id, "
        "status,"
        " required_inputs, delivered_inputs, previous_supply, current_supply, updated_at, ready_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        " ON CONFLICT (factory_symbol, output_good, pipeline_id) DO UPDATE SET status = $4,"
        " delivered_inputs = $6, previous_supply = $7, current_supply = $8, updated_at = $9,"
        " ready_at = COALESCE(manufacturing_factory_states.ready_at, $10)",
        {state.factory.str(), state.output.str(), state.pipeline.str(),
         std::string(to_string(state.status)), join(state.required), join(state.delivered),
         text_of(state.supply_before), text_of(state.supply), now,
         ready ? store::Value(now) : store::Value(nullptr)});
}

void FactoryTracker::forget(const core::PipelineId& pipeline) {
    std::erase_if(states_, [&](const auto& entry) { return entry.second.pipeline == pipeline; });
}

void FactoryTracker::remove(const core::PipelineId& pipeline, store::Transaction& transaction) {
    transaction.add("DELETE FROM manufacturing_factory_states WHERE pipeline_id = $1",
                    {pipeline.str()});
    forget(pipeline);
}

void FactoryTracker::remove(const core::PipelineId& pipeline, const model::WaypointSymbol& factory,
                            const TradeSymbol& output, store::Transaction& transaction) {
    if (states_.erase(Key(pipeline, factory, output)) == 0) return;
    transaction.add(
        "DELETE FROM manufacturing_factory_states WHERE pipeline_id = $1 AND factory_symbol = $2"
        " AND output_good = $3",
        {pipeline.str(), factory.str(), output.str()}, store::Expect::kOneRow);
}

bool FactoryTracker::is_ready(const core::PipelineId& pipeline,
                              const model::WaypointSymbol& factory,
                              const TradeSymbol& output) const {
    const FactoryState* state = find(pipeline, factory, output);
    return state != nullptr && state->status == FactoryStatus::kReadyForCollection;
}

const FactoryState* FactoryTracker::find(const core::PipelineId& pipeline,
                                         const model::WaypointSymbol& factory,
                                         const TradeSymbol& output) const {
    const auto found = states_.find(Key(pipeline, factory, output));
    return found == states_.end() ? nullptr : &found->second;
}

std::vector<const FactoryState*> FactoryTracker::of_pipeline(
    const core::PipelineId& pipeline) const {
    std::vector<const FactoryState*> states;
    for (auto of = states_.lower_bound(Key(pipeline, {}, {}));
         of != states_.end() && of->second.pipeline == pipeline; ++of) {
        states.push_back(&of->second);
    }
    return states;
}

}  // namespace argosy::manufacturing
