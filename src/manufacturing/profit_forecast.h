#pragma once

/// @file
/// What a pipeline is forecast to bring, frozen before its first credit is spent, and what it
/// brought. What ended pipelines sold for fills in the sale of such as do not clear yet; forecasts
/// that are made from prices are not corrected by it.

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/runtime.h"
#include "core/units.h"
#include "model/levels.h"
#include "model/symbols.h"
#include "store/store.h"

namespace argosy::manufacturing {

using core::Result;
using core::Task;

using ForecastId = core::Symbol<struct ForecastTag>;

/// How far the prices a forecast was made from are to be trusted.
enum class ConfidenceLevel : std::uint8_t {
    kHigh,    ///< Every market was looked at in the last five minutes.
    kMedium,  ///< Some looks are older.
    kLow,     ///< A price may be a tenth off or more, by what is known of its market.
};

std::string_view to_string(ConfidenceLevel level);
std::optional<ConfidenceLevel> parse_confidence_level(std::string_view text);

/// What the sale of a forecast was estimated from.
enum class SaleBasis : std::uint8_t {
    kPrices,      ///< It clears at the prices forecast.
    kExperience,  ///< It does not clear yet: what such pipelines brought lately.
};

std::string_view to_string(SaleBasis basis);
std::optional<SaleBasis> parse_sale_basis(std::string_view text);

/// A price that a forecast was made from.
struct PriceSnapshot {
    model::TradeSymbol good;
    model::WaypointSymbol waypoint;
    core::Credits price;  ///< The ask where we buy, the bid where we sell.
    model::Supply supply;
    std::optional<model::Activity> activity;
    core::TimePoint captured_at;  ///< The look.
};

/// What buying and selling bring.
struct Takings {
    core::Units units;
    core::Credits cost;
    core::Credits revenue;

    core::Credits profit() const { return revenue - cost; }
    Takings& operator+=(const Takings& other);
};

struct ProfitForecast {
    ForecastId id;
    core::PipelineId pipeline;
    model::TradeSymbol target;
    Takings sale;  ///< Of the product's lots: collected and sold.
    SaleBasis basis = SaleBasis::kPrices;
    Takings feeding;         ///< Of all lots that feed factories.
    core::Units break_even;  ///< Units of product that pay for everything; 0: feeding pays itself.
    ConfidenceLevel confidence = ConfidenceLevel::kMedium;
    std::vector<PriceSnapshot> snapshots;
    core::TimePoint created_at;
    /// Until when the prices it was made from are expected to hold. Kept for whoever reads the
    /// store: a frozen forecast binds nobody to it.
    core::TimePoint valid_until;
    std::optional<core::TimePoint> frozen_at;  ///< When the first haul was bound to a ship.

    core::Credits cost() const { return sale.cost + feeding.cost; }
    core::Credits revenue() const { return sale.revenue + feeding.revenue; }
    core::Credits profit() const { return revenue() - cost(); }
    /// The profit as a share of the cost, in basis points; 0 without cost. 33,000 on 45,000 is the
    /// "73% margin" of the requirements (manufacturing-architecture-refactoring-plan.md).
    std::int64_t margin_bp() const;
};

/// Returns by how much of the forecast profit `actual` differs from it, in basis points: 10,000
/// when the forecast was for nothing.
std::int64_t error_bp(core::Credits forecast, core::Credits actual);

/// The forecasts of the pipelines that have not ended, and what ended ones taught.
class ForecastBook {
  public:
    ForecastBook(const core::Runtime& runtime, store::Store& store, std::int64_t player)
        : runtime_(runtime), store_(store), player_(player) {}

    /// Reads the forecasts of pipelines that have not ended, and learns from those that have.
    Task<Result<void>> load();

    /// Stores the forecast of a pipeline whose tasks have just been planned. It may still be
    /// replaced. A sale that does not clear yet is filled in from experience, here and in freeze().
    void add(ProfitForecast forecast, store::Transaction& transaction);

    /// Replaces a pipeline's forecast by this one, for good: its first haul has been bound.
    /// @pre The pipeline has a forecast, and it is not frozen.
    void freeze(ProfitForecast forecast, store::Transaction& transaction);

    /// Books what an ended pipeline really brought, and learns from it.
    /// @param sale, feeding  As in the forecast.
    void validate(const core::PipelineId& pipeline, const Takings& sale, const Takings& feeding,
                  store::Transaction& transaction);

    /// nullptr when the pipeline has ended.
    const ProfitForecast* find(const core::PipelineId& pipeline) const;

    /// Returns the median of how far the forecasts of ended pipelines were off, in basis points of
    /// the profit forecast; nothing before the first has ended.
    std::optional<std::int64_t> median_error_bp() const;

  private:
    void estimate(ProfitForecast& forecast) const;
    void learn(const ProfitForecast& forecast, core::Credits sale, core::Credits profit);

    const core::Runtime& runtime_;
    store::Store& store_;
    std::int64_t player_;
    std::map<core::PipelineId, ProfitForecast> open_;
    /// By product, of the last few pipelines whose sale did not clear at first, the latest last.
    std::map<model::TradeSymbol, std::deque<core::Credits>> experience_;
    std::multiset<std::int64_t> errors_bp_;
};

}  // namespace argosy::manufacturing
