#include "manufacturing/profit_forecaster.h"

#include <algorithm>
#include <tuple>

#include "hauls/pricing.h"
#include "manufacturing/profitability.h"

namespace argosy::manufacturing {
namespace {

using hauls::ManufacturingTask;
using hauls::TaskType;
using model::PriceState;
using model::Supply;

/// Returns the state at which the good's supply has just become HIGH; the same when it is there.
PriceState raised_to_high(PriceState state) {
    state.stock = std::max(state.stock, state.volume * model::kHighFrom);
    return state;
}

core::Units break_even_of(const ProfitForecast& forecast) {
    const std::int64_t owed = -forecast.feeding.profit().count();
    const std::int64_t units = forecast.sale.units.count();
    const std::int64_t earned = forecast.sale.profit().count();
    if (owed <= 0 || units == 0 || earned <= 0) return core::Units(0);
    return core::Units((owed * units + earned - 1) / earned);
}

}  // namespace

/// Hauls of one good between the same places.
struct ProfitForecaster::Leg {
    model::TradeSymbol good;
    model::WaypointSymbol from;
    model::WaypointSymbol to;
    TaskType load = TaskType::kAcquire;
    TaskType unload = TaskType::kDeliver;

    bool is_sale() const { return unload == TaskType::kSell; }
    friend auto operator<=>(const Leg&, const Leg&) = default;
};

std::map<ProfitForecaster::Leg, core::Units> ProfitForecaster::legs_of(
    const std::vector<const ManufacturingTask*>& tasks) const {
    std::map<core::HaulId, std::pair<Leg, core::Units>> hauls;
    for (const ManufacturingTask* task : tasks) {
        if (hauls::is_terminal(task->status)) continue;
        auto& [leg, units] = hauls[task->haul];
        leg.good = task->good;
        units = task->quantity.count() > 0 ? task->quantity : largest_hold(fleet_);
        const bool loads = hauls::loads(task->type);
        (loads ? leg.load : leg.unload) = task->type;
        (loads ? leg.from : leg.to) = task->place();
    }
    std::map<Leg, core::Units> legs;
    for (const auto& [haul, part] : hauls)
        legs[part.first] += part.second;
    return legs;
}

ProfitForecast ProfitForecaster::forecast(
    const core::PipelineId& pipeline, const model::TradeSymbol& product,
    const std::vector<const ManufacturingTask*>& tasks) const {
    const core::TimePoint now = fleet_.runtime.now();
    ProfitForecast forecast{.pipeline = pipeline,
                            .target = product,
                            .confidence = ConfidenceLevel::kHigh,
                            .created_at = now,
                            .valid_until = now + kValid};
    for (const auto& [leg, capacity] : legs_of(tasks))
        add(leg, capacity, forecast);
    forecast.break_even = break_even_of(forecast);
    return forecast;
}

void ProfitForecaster::add(const Leg& leg, core::Units capacity, ProfitForecast& forecast) const {
    const core::TimePoint now = fleet_.runtime.now();
    const market::MarketBook& markets = fleet_.markets;
    const auto source = markets.forecast(leg.from, leg.good, now);
    if (!source) return;
    const bool collected = leg.load == TaskType::kCollect;
    const bool waits = collected && supply_of(source->state) < Supply::kHigh;
    if (waits && !leg.is_sale()) return;
    const auto sink = markets.forecast(leg.to, leg.good, waits ? now + kUntilMade : now);
    if (!sink) return;
    const PriceState at_pickup = collected ? raised_to_high(source->state) : source->state;
    add_price(leg, *markets.find(leg.from, leg.good), core::Credits(ask_of(at_pickup).count()),
              source->error_bp, forecast);
    add_price(leg, *markets.find(leg.to, leg.good), core::Credits(sink->bid.count()),
              sink->error_bp, forecast);
    const hauls::HaulPrice price = hauls::price_by(gate_, leg.unload, at_pickup, sink->state,
                                                   capacity, fleet_.ledger.working_capital());
    (leg.is_sale() ? forecast.sale : forecast.feeding) +=
        Takings{price.units, price.cost, price.revenue};
}

void ProfitForecaster::add_price(const Leg& leg, const market::Listing& seen, core::Credits price,
                                 std::int64_t error_bp, ProfitForecast& forecast) const {
    forecast.snapshots.push_back({.good = leg.good,
                                  .waypoint = seen.market,
                                  .price = price,
                                  .supply = seen.supply,
                                  .activity = seen.activity,
                                  .captured_at = seen.looked_at});
    const bool old = fleet_.runtime.now() - seen.looked_at > kFresh;
    if (old) forecast.confidence = std::max(forecast.confidence, ConfidenceLevel::kMedium);
    if (error_bp >= kVolatileBp) forecast.confidence = ConfidenceLevel::kLow;
}

}  // namespace argosy::manufacturing
