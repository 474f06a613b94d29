#include "fleet/route_times.h"

namespace argosy::fleet {

void RouteTimes::set_fuel_sold_at(std::set<model::WaypointSymbol> waypoints) {
    if (waypoints == fuel_sold_at_) return;
    fuel_sold_at_ = std::move(waypoints);
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
