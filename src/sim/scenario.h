#pragma once

/// @file
/// The beginning of a universe: its systems with their places, markets, shipyards, jump gates and
/// construction sites, as recorded from the game or generated. Facts only; how they change is the
/// economy's and the universe's. The form is scenarios/*.json.

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/time.h"
#include "model/market.h"
#include "model/price_law.h"

namespace argosy::sim {

struct SystemFacts {
    model::SystemSymbol symbol;
    std::string sector;
    std::string constellation;
    std::string name;
    std::string type;  ///< "BLUE_STAR"
    model::Position position;
    std::string faction;  ///< Holds the waypoints and charted them; empty: nobody's.

    friend bool operator==(const SystemFacts&, const SystemFacts&) = default;
};

struct WaypointFacts {
    model::Waypoint waypoint;
    std::optional<model::WaypointSymbol> orbits;
    std::vector<model::WaypointSymbol> orbitals;  ///< Derived from the others' `orbits`.
    bool charted = true;                          ///< By the system's faction, at the beginning.

    friend bool operator==(const WaypointFacts&, const WaypointFacts&) = default;
};

struct MarketGoodFacts {
    model::WaypointSymbol waypoint;
    model::TradeSymbol good;
    model::PriceState state;
    std::optional<model::Activity> activity;  ///< Absent for exchange goods.

    friend bool operator==(const MarketGoodFacts&, const MarketGoodFacts&) = default;
};

struct ShipListingFacts {
    model::WaypointSymbol waypoint;
    model::ShipType type;
    model::PriceState state;  ///< Ships are priced as exports of volume 2.
    model::Activity activity;

    friend bool operator==(const ShipListingFacts&, const ShipListingFacts&) = default;
};

struct GateFacts {
    model::WaypointSymbol waypoint;
    std::vector<model::WaypointSymbol> connections;  ///< May lead out of the scenario.

    friend bool operator==(const GateFacts&, const GateFacts&) = default;
};

struct SiteMaterial {
    model::TradeSymbol good;
    core::Units required;
    core::Units fulfilled;

    friend bool operator==(const SiteMaterial&, const SiteMaterial&) = default;
};

struct SiteFacts {
    model::WaypointSymbol waypoint;
    std::vector<SiteMaterial> materials;

    friend bool operator==(const SiteFacts&, const SiteFacts&) = default;
};

/// Where the agents of a faction begin.
struct StartFacts {
    std::string faction;
    model::WaypointSymbol headquarters;
    model::WaypointSymbol probe_waypoint;

    friend bool operator==(const StartFacts&, const StartFacts&) = default;
};

struct Scenario {
    std::string name;
    std::string reset_date;  ///< "2025-04-06"
    core::TimePoint charted_at;
    std::vector<SystemFacts> systems;
    std::vector<StartFacts> starts;        ///< At least one; factions without one share the first.
    std::vector<WaypointFacts> waypoints;  ///< Those of a system together, in its order.
    std::vector<MarketGoodFacts> market_goods;  ///< In the markets' own order.
    std::vector<ShipListingFacts> ship_listings;
    std::vector<GateFacts> gates;
    std::vector<SiteFacts> sites;

    friend bool operator==(const Scenario&, const Scenario&) = default;
};

/// Reads a scenario.
/// @error kConfiguration  lists every problem: where, what it was, what was expected.
core::Result<Scenario> parse_scenario(std::string_view text);

/// @error kNotFound       No such file.
/// @error kConfiguration  as parse_scenario().
core::Result<Scenario> load_scenario(const std::string& path);

/// Names of the recorded scenarios that the program carries in itself: the starting systems
/// X1-AD75 of 2025-04-09 and X1-ZG64 of 2025-06-04.
inline constexpr std::array<std::string_view, 2> kRecordedScenarios{"x1-ad75", "x1-zg64"};

/// Returns the recorded scenario of this name, in capitals too.
/// @error kNotFound  lists the names.
core::Result<Scenario> recorded_scenario(std::string_view name);

/// Returns the first of them, the default everywhere.
Scenario recorded_scenario();

}  // namespace argosy::sim
