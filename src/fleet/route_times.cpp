#include "fleet/route_times.h"

namespace argosy::fleet {

namespace {

// The step nearest to the price, counted in halves: up to 108 credits it is the usual one.
core::Ask in_steps(core::Ask ask) {
    core::Ask step = kUsualFuelAsk;
    while (2 * ask.count() > 3 * step.count())
        step = core::Ask(2 * step.count());
    return step;
}

}  // namespace

void RouteTimes::set_fuel_sold_at(FuelStops stops) {
    for (auto& [waypoint, ask] : stops)
        ask = in_steps(ask);
    if (stops == fuel_sold_at_) return;
    fuel_sold_at_ = std::move(stops);
    routes_.clear();
}

const RoutePlan* RouteTimes::find(const model::Ship& hull, const model::WaypointSymbol& from,
                                  const model::WaypointSymbol& to) {
    const Key key(hull.speed, hull.fuel.capacity, from, to);
    auto found = routes_.find(key);
    if (found == routes_.end()) {
        const model::Fuel full{hull.fuel.capacity, hull.fuel.capacity};
        auto plan = plan_route(chart_, fuel_sold_at_, {from, to, hull.speed, full});
        found = routes_.emplace(key, plan ? std::optional(*std::move(plan)) : std::nullopt).first;
    }
    return found->second ? &*found->second : nullptr;
}

}  // namespace argosy::fleet
