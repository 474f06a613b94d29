#pragma once

/// @file
/// What is charted, as routes need it: places by number, distances inside each system, where fuel
/// and antimatter are sold, and which finished gates lead where. It knows no ship.

#include <cstdint>
#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

#include "fleet/chart.h"

namespace argosy::fleet {

/// The usual price of one FUEL market unit: recorded exchanges ask it at rest.
inline constexpr core::Ask kUsualFuelAsk{72};

/// The usual price of the antimatter of one jump, as recorded.
inline constexpr core::Ask kUsualAntimatterAsk{5'050};

/// The median of recorded cooldowns, for gates whose systems have no known place.
inline constexpr core::Duration kUsualCooldown = std::chrono::seconds(384);

/// Where something is sold, and what a market unit of it costs there.
using AskByMarket = std::map<model::WaypointSymbol, core::Ask>;
using FuelStops = AskByMarket;

class RouteMap {
  public:
    using Index = std::int32_t;  ///< Of a place, or of a system.

    struct Link {
        Index to;
        core::Duration cooldown;
    };
    struct Place {
        model::WaypointSymbol symbol;
        Index system;
        std::optional<core::Ask> fuel;        ///< Absent: none is sold, or none is known to be.
        std::optional<core::Ask> antimatter;  ///< As `fuel`.
        std::vector<Link> links;              ///< Of a finished gate, to finished and charted ones.
        std::vector<Index> linked_from;       ///< The gates whose links lead here.
    };
    struct System {
        model::SystemSymbol symbol;
        Index first;
        Index count;
        std::vector<Index> gates;             ///< Places with links.
        std::vector<std::int32_t> distances;  ///< count x count.
    };

    using Waypoints = std::map<model::WaypointSymbol, model::Waypoint>;
    using Gates = std::map<model::WaypointSymbol, model::JumpGate>;
    using Positions = std::map<model::SystemSymbol, model::Position>;

    explicit RouteMap(const Chart& chart)
        : RouteMap(chart.all(), chart.gates(), chart.positions()) {}
    RouteMap(const Waypoints& waypoints, const Gates& gates, const Positions& systems);

    /// Replaces what is believed to be sold. Places that are not charted are ignored.
    void set_fuel(const AskByMarket& asks);
    void set_antimatter(const AskByMarket& asks);

    std::optional<Index> find(const model::WaypointSymbol& waypoint) const;
    const Place& place(Index index) const { return places_[std::size_t(index)]; }
    const System& system(Index index) const { return systems_[std::size_t(index)]; }
    const System& system_of(Index place) const { return system(this->place(place).system); }
    std::size_t systems() const { return systems_.size(); }
    std::size_t places() const { return places_.size(); }

    /// Returns the flight distance.  @pre Both lie in one system.
    std::int64_t distance(Index a, Index b) const {
        return distances_from(a)[b - system_of(a).first];
    }

    /// Returns the distances to all places of its system, in their order.
    const std::int32_t* distances_from(Index place) const {
        const System& home = system_of(place);
        return home.distances.data() + std::size_t(place - home.first) * std::size_t(home.count);
    }

    /// Returns the least anybody asks for fuel, at most the usual: what a unit in the tank counts,
    /// so that no route earns by filling it.
    core::Ask fuel_value() const { return fuel_value_; }

  private:
    void measure(const Waypoints& waypoints, System& system);
    void link(const Gates& gates, const Positions& systems);

    std::vector<Place> places_;
    std::vector<System> systems_;
    std::unordered_map<model::WaypointSymbol, Index> index_;
    core::Ask fuel_value_ = kUsualFuelAsk;
};

}  // namespace argosy::fleet
