#pragma once

/// @file
/// When a fed factory will have its output ready, as far as looks have taught: what it lacks, how
/// fast it makes it, and when its market moves. The book keeps an estimate for each factory of each
/// pipeline that has not ended.

#include <functional>
#include <map>
#include <optional>
#include <tuple>

#include "manufacturing/factory_state.h"
#include "manufacturing/profit_forecast.h"
#include "market/market_book.h"

namespace argosy::manufacturing {

/// "estimate-<run>-<sequence>"
using EstimateId = core::Symbol<struct EstimateTag>;

struct ProductionEstimate {
    EstimateId id;
    model::WaypointSymbol factory;
    model::TradeSymbol output;
    core::PipelineId pipeline;
    std::map<model::TradeSymbol, core::TimePoint> inputs_delivered_at;  ///< The first of each.
    std::optional<core::TimePoint> all_inputs_at;
    core::TimePoint estimated_ready_at;
    core::Units production_rate;  ///< An hour.
    ConfidenceLevel confidence = ConfidenceLevel::kLow;
    core::TimePoint created_at;

    friend bool operator==(const ProductionEstimate&, const ProductionEstimate&) = default;
};

/// What the last look at a factory leads to expect of the next update of its market.
struct Readiness {
    market::Window next_update;
    double chance = 0;  ///< That the output is collected from then on.
    core::TimePoint ready_at;
    core::Units rate;  ///< Units an hour.
    ConfidenceLevel confidence = ConfidenceLevel::kLow;
};

/// Returns when a factory that is not ready will be: at the update that brings its stock to where
/// supply is HIGH, at the rate the market book has learned. HIGH confidence: the market's rhythm is
/// known, and the rate that it is moved by each update leaves little doubt. LOW: neither is so.
/// Where nobody has looked, nothing is expected but the next look.
Readiness estimate_readiness(const market::MarketBook& markets,
                             const model::WaypointSymbol& factory, const model::TradeSymbol& output,
                             core::TimePoint now);

class EstimateBook {
  public:
    EstimateBook(const core::Runtime& runtime, store::Store& store, std::int64_t player);

    /// Reads the estimates of pipelines that have not ended.
    Task<Result<void>> load();

    /// Notes that an input has arrived; a second delivery of one changes nothing.
    void record_delivery(const FactoryState& factory, const model::TradeSymbol& input,
                         core::TimePoint at, store::Transaction& transaction);

    /// Notes what is expected now. It is stored when it differs from what was by more than people
    /// would notice.
    void update(const FactoryState& factory, const Readiness& readiness,
                store::Transaction& transaction);

    /// Forgets the estimates of pipelines other than these.
    void keep_only(const std::function<bool(const core::PipelineId&)>& active);

    /// nullptr when there is none.
    const ProductionEstimate* find(const FactoryState& factory) const;

  private:
    using Key = std::tuple<core::PipelineId, model::WaypointSymbol, model::TradeSymbol>;
    static Key key_of(const FactoryState& factory);

    ProductionEstimate& at(const FactoryState& factory);
    void save(const ProductionEstimate& estimate, store::Transaction& transaction) const;

    const core::Runtime& runtime_;
    store::Store& store_;
    std::int64_t player_;
    std::map<Key, ProductionEstimate> estimates_;
};

}  // namespace argosy::manufacturing
