#pragma once

/// @file
/// The least that flights between two places of a system may cost together, however many places
/// lie on the way: what keeps the search for a route from trying them all.

#include <array>
#include <cstdint>
#include <vector>

#include "fleet/route_cost.h"

namespace argosy::fleet {

/// In the first unit of the request's objective. Never more than any sequence of flights costs:
/// the straight line is the shortest way, each unit of it takes the rate of a mode, and the fuel
/// that the modes burn is limited. Only their mixture is taken to be free; the places where a ship
/// could change its mode are not looked at.
class FlightBound {
  public:
    static constexpr std::int64_t kNever = std::int64_t(1) << 60;

    /// @pre The request outlives it.
    FlightBound(const RouteMap& map, const RouteRequest& request);

    /// Returns the least for one flight or more over this distance, burning no more than this
    /// fuel, from tank and hold; kNever where not even one unit is left to DRIFT with.
    std::int64_t flights(std::int64_t distance, std::int64_t fuel) const;

    /// Returns the least for one flight, whatever the fuel.
    std::int64_t flight(std::int64_t distance) const { return least_[2] * distance + each_flight_; }

    /// Returns the least for one flight in a mode, by its number among the request's.
    std::int64_t flight(std::size_t mode, std::int64_t distance) const {
        return modes_[mode].rate * distance + each_flight_;
    }

    /// Returns the least for so much time.
    std::int64_t of(core::Duration time) const {
        return cost_of({time.count(), 0}, request_).first;
    }

  private:
    struct Mode {
        std::int64_t fuel;  ///< For a unit of distance.
        std::int64_t rate;  ///< Cost of a unit of distance.
    };

    std::int64_t mixed(std::int64_t distance, std::int64_t fuel) const;
    void find_least();

    const RouteRequest& request_;
    const bool has_tank_;
    std::vector<Mode> modes_;
    /// What a unit of distance costs at least when 0, 1 or 2 units of fuel may be burnt for it:
    /// falling and convex, so that between them no mixture costs less than the straight line.
    std::array<std::int64_t, 3> least_{kNever, kNever, kNever};
    std::int64_t each_flight_ = 0;  ///< What a flight takes, however short.
    std::int64_t one_more_ = 0;     ///< What stopping once more on the way takes.
    bool rounding_pays_ = false;    ///< More flights may cost less, by their rounded distances.
};

}  // namespace argosy::fleet
