#pragma once

/// @file
/// Remembered routes of hulls that leave with a full tank: what planning asks thousands of times.
/// Forgets everything when a look changes what is believed about fuel.

#include <map>
#include <optional>
#include <tuple>

#include "fleet/router.h"

namespace argosy::fleet {

class RouteTimes {
  public:
    explicit RouteTimes(const Chart& chart) : chart_(chart) {}

    /// Replaces the waypoints where fuel is believed to be sold. Prices are kept in steps of a
    /// factor of two from the usual one, so that routes outlive what a market wavers.
    void set_fuel_sold_at(FuelStops stops);
    const FuelStops& fuel_sold_at() const { return fuel_sold_at_; }

    /// Returns the route of a hull like this one, tank full; nullptr when there is none.
    const RoutePlan* find(const model::Ship& hull, const model::WaypointSymbol& from,
                          const model::WaypointSymbol& to);

  private:
    using Key =
        std::tuple<std::int64_t, std::int64_t, model::WaypointSymbol, model::WaypointSymbol>;

    const Chart& chart_;
    FuelStops fuel_sold_at_;
    std::map<Key, std::optional<RoutePlan>> routes_;
};

}  // namespace argosy::fleet
