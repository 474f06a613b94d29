#pragma once

/// @file
/// Systems, waypoints, markets, shipyards and agents as values: what the game says of them.

#include <optional>
#include <string>
#include <vector>

#include "core/time.h"
#include "core/units.h"
#include "model/levels.h"
#include "model/symbols.h"
#include "model/travel.h"

namespace argosy::model {

struct Waypoint {
    WaypointSymbol symbol;
    std::string type;  ///< "PLANET", "MOON", "FUEL_STATION", ...
    Position position;
    std::vector<std::string> traits;  ///< "MARKETPLACE", "SHIPYARD", ...

    bool has_trait(std::string_view trait) const;

    friend bool operator==(const Waypoint&, const Waypoint&) = default;
};

struct System {
    SystemSymbol symbol;
    Position position;
};

/// What a jump gate leads to. One under construction takes no jumps, nor sends any.
struct JumpGate {
    WaypointSymbol symbol;
    std::vector<WaypointSymbol> connections;
    bool under_construction = false;
};

struct MarketGood {
    TradeSymbol good;
    TradeType type;
    core::Units volume;
    Supply supply;
    std::optional<Activity> activity;  ///< Absent for exchange goods.
    core::Ask ask;
    core::Bid bid;
};

enum class TransactionType : std::uint8_t { kPurchase, kSell };

/// A line of a market's list of recent transactions, of all agents, newest first.
struct MarketTransaction {
    WaypointSymbol waypoint;
    ShipSymbol ship;
    TradeSymbol good;
    TransactionType type;
    core::Units units;
    core::Credits total;
    core::TimePoint at;
};

struct Market {
    WaypointSymbol symbol;
    std::vector<TradeSymbol> exports;
    std::vector<TradeSymbol> imports;
    std::vector<TradeSymbol> exchange;
    /// Present only when one of the agent's ships is at the waypoint.
    std::optional<std::vector<MarketGood>> goods;
    std::vector<MarketTransaction> transactions;
};

struct ShipyardListing {
    ShipType type;
    Supply supply;
    core::Ask ask;
};

/// A line of a shipyard's list of recent sales, of all agents, newest first.
struct ShipyardTransaction {
    WaypointSymbol waypoint;
    ShipType type;
    AgentSymbol agent;
    core::Credits price;
    core::TimePoint at;
};

struct Shipyard {
    WaypointSymbol symbol;
    std::vector<ShipType> types;
    /// Present only when one of the agent's ships is at the waypoint.
    std::optional<std::vector<ShipyardListing>> listings;
    std::vector<ShipyardTransaction> transactions;
};

struct Agent {
    AgentSymbol symbol;
    WaypointSymbol headquarters;
    std::string starting_faction;
    core::Credits credits;
    std::int64_t ship_count = 0;
    std::string account;  ///< Told of one's own agents only.
};

}  // namespace argosy::model
