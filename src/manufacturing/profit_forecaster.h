#pragma once

/// @file
/// Forecasts what a pipeline will bring from the tasks it has: every lot at the price it will meet,
/// from what the markets are believed to be. Pure but for reading the books.

#include "fleet/fleet.h"
#include "hauls/dispatch.h"
#include "hauls/manufacturing_task.h"
#include "manufacturing/profit_forecast.h"

namespace argosy::manufacturing {

class ProfitForecaster {
  public:
    /// How long a forecast may be believed.
    static constexpr core::Duration kValid = std::chrono::hours(1);
    /// Looks older than this make a forecast less than certain.
    static constexpr core::Duration kFresh = std::chrono::minutes(5);
    /// A price that may be so far off, in basis points, makes it a guess.
    static constexpr std::int64_t kVolatileBp = 1'000;
    /// Until a fed factory's output is HIGH, about; meanwhile those who want the product use
    /// theirs up (chosen: of 15, 30 and 60 minutes the one nearest to what pipelines brought).
    static constexpr core::Duration kUntilMade = std::chrono::hours(1);

    ProfitForecaster(const fleet::Fleet& fleet, const hauls::DispatchSettings& gate)
        : fleet_(fleet), gate_(gate) {}

    /// Forecasts every open haul of a pipeline, bound hauls for the units they are bound for. A
    /// product is collected when its factory's supply is HIGH; what is made on the way counts only
    /// where it is HIGH already.
    ProfitForecast forecast(const core::PipelineId& pipeline, const model::TradeSymbol& product,
                            const std::vector<const hauls::ManufacturingTask*>& tasks) const;

  private:
    struct Leg;
    std::map<Leg, core::Units> legs_of(
        const std::vector<const hauls::ManufacturingTask*>& tasks) const;
    void add(const Leg& leg, core::Units capacity, ProfitForecast& forecast) const;
    void add_price(const Leg& leg, const market::Listing& seen, core::Credits price,
                   std::int64_t error_bp, ProfitForecast& forecast) const;

    const fleet::Fleet& fleet_;
    const hauls::DispatchSettings& gate_;
};

}  // namespace argosy::manufacturing
