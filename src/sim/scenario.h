#pragma once

/// @file
/// The beginning of a universe: one system's places, markets and shipyards, as recorded from the
/// game. Facts only; how they change is the economy's. The form is scenarios/*.json.

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
    std::string type;  ///< "BLUE_STAR"
    model::Position position;
};

struct WaypointFacts {
    model::Waypoint waypoint;
    std::optional<model::WaypointSymbol> orbits;
    std::vector<model::WaypointSymbol> orbitals;  ///< Derived from the others' `orbits`.
    bool under_construction = false;
};

struct MarketGoodFacts {
    model::WaypointSymbol waypoint;
    model::TradeSymbol good;
    model::PriceState state;
    std::optional<model::Activity> activity;  ///< Absent for exchange goods.
};

struct ShipListingFacts {
    model::WaypointSymbol waypoint;
    model::ShipType type;
    model::PriceState state;  ///< Ships are priced as exports of volume 2.
    model::Activity activity;
};

struct Scenario {
    std::string name;
    std::string reset_date;  ///< "2025-04-06"
    SystemFacts system;
    std::string faction;  ///< Charted the system and holds its waypoints.
    core::TimePoint charted_at;
    model::WaypointSymbol headquarters;
    model::WaypointSymbol probe_waypoint;  ///< Where a new agent's probe is.
    std::vector<WaypointFacts> waypoints;
    std::vector<MarketGoodFacts> market_goods;  ///< In the markets' own order.
    std::vector<ShipListingFacts> ship_listings;
};

/// Reads a scenario.
/// @error kConfiguration  lists every problem: where, what it was, what was expected.
core::Result<Scenario> parse_scenario(std::string_view text);

/// @error kNotFound       No such file.
/// @error kConfiguration  as parse_scenario().
core::Result<Scenario> load_scenario(const std::string& path);

/// Returns the starting system X1-AD75 as recorded on 2025-04-09, read from the program itself.
Scenario recorded_scenario();

}  // namespace argosy::sim
