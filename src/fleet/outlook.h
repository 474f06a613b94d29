#pragma once

/// @file
/// The least that is still to be spent from a place with some fuel, so that the search for a route
/// goes towards its end: by the few places where something other than flying happens, which are
/// those that sell fuel and the gates.

#include <vector>

#include "fleet/flight_bound.h"

namespace argosy::fleet {

/// Never says too much. From one stop for fuel, or gate, to the next flights cost what
/// FlightBound says; every stop but one where the ship is fills the tank for nothing, and at a gate
/// it is taken to be full.
class Outlook {
  public:
    using Index = RouteMap::Index;
    static constexpr std::int64_t kNever = FlightBound::kNever;
    /// A tank is looked at in so many steps.
    static constexpr std::int64_t kSteps = 8;

    Outlook(const RouteMap& map, const RouteRequest& request, Index from, Index to);

    /// Returns the least for a ship that has come to the place with this fuel, and units of FUEL in
    /// the hold, in the first unit of the objective; kNever where no way leads on that could be the
    /// best.
    std::int64_t from(Index place, std::int64_t fuel, std::int64_t aboard) const {
        const bool fills = sells_fuel(place) && map_.place(place).links.empty();
        const Spent filled{0, fills ? filling(place, request_.fuel.capacity - fuel) : 0};
        return from(place, fuel, aboard, cost_of(filled, request_).first);
    }

    /// Returns the same, or somewhat less, of what was found for as much fuel or more.
    std::int64_t from(Index place, std::int64_t fuel) {
        const std::int64_t capacity = request_.fuel.capacity;
        const std::int64_t step = capacity == 0 ? 0 : (fuel * kSteps + capacity - 1) / capacity;
        std::int64_t& known = known_[std::size_t(place * (kSteps + 1) + step)];
        if (known < 0)
            known = from(place, capacity * step / kSteps, request_.fuel_aboard.count(), 0);
        return known;
    }

    /// Returns the least whatever its fuel.
    std::int64_t from(Index place) { return from(place, request_.fuel.capacity); }

    std::int64_t flight(std::int64_t distance) const { return bound_.flight(distance); }
    std::int64_t flight(std::size_t mode, std::int64_t distance) const {
        return bound_.flight(mode, distance);
    }

    bool sells_fuel(Index place) const;

    /// Returns the hundredths that filling up costs beyond what the fuel is worth: every begun
    /// market unit is paid.  @pre The place sells fuel.
    std::int64_t filling(Index place, std::int64_t missing) const;

  private:
    /// A place where the ship does something, and the least from its arrival there on.
    struct Node {
        Index place;
        std::int64_t onward;
    };

    struct Found {
        std::int64_t least;
        Index place;

        bool operator>(const Found& other) const {
            return std::tie(least, place) > std::tie(other.least, other.place);
        }
    };

    /// @param filling  What filling up here costs: with more missing it may be less.
    std::int64_t from(Index place, std::int64_t fuel, std::int64_t aboard,
                      std::int64_t filling) const;
    void settle_all();
    std::int64_t onward(const Found& found) const;
    std::vector<Index> nodes_of(const RouteMap::System& system) const;
    std::int64_t at_once() const;

    const RouteMap& map_;
    const RouteRequest& request_;
    const Index from_;
    const Index to_;
    const FlightBound bound_;
    const std::int64_t full_;               ///< Tank and hold.
    std::vector<std::vector<Node>> nodes_;  ///< By system.
    /// By place and step of fuel; below zero: not asked for yet.
    std::vector<std::int64_t> known_;
};

}  // namespace argosy::fleet
