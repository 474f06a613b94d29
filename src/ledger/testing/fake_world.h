#pragma once

/// @file
/// The rules of a game with just enough in it to trade and fly, and the state they act on. It
/// outlives its ports, as a server outlives a crashed client.

#include <map>
#include <set>
#include <vector>

#include "game/game_port.h"
#include "model/price_law.h"

namespace argosy::ledger::testing {

/// Without `markets`, one place trades everything at `prices`, where ask and bid are the same:
/// nobody earns, and every credit is accounted for. With them, ships have to be where they trade,
/// and prices follow the law.
struct FakeWorld {
    model::AgentSymbol agent{"ARGOSY"};
    core::Credits credits{100'000};
    std::map<model::ShipSymbol, model::Ship> ships;
    std::map<model::TradeSymbol, std::int64_t> prices;
    std::map<model::WaypointSymbol, model::Waypoint> waypoints;
    std::map<model::WaypointSymbol, std::map<model::TradeSymbol, model::PriceState>> markets;
    std::optional<model::Activity> activity;  ///< That all goods show, where it matters.
    std::map<model::SystemSymbol, model::Position> systems;
    /// What each gate leads to.
    std::map<model::WaypointSymbol, std::vector<model::WaypointSymbol>> gates;
    std::set<model::WaypointSymbol> unfinished;  ///< Gates under construction.
    std::int64_t slowdown = 0;  ///< Percent that every flight takes longer than as new.
    std::int64_t ship_price = 20'000;
    std::vector<model::MarketTransaction> trades;
    std::vector<model::ShipyardTransaction> sales;
    bool lists_visible = true;

    model::Ship& add_ship(std::int64_t fuel = 100);
    /// Adds a waypoint with a market that has `goods`, FUEL among them or not.
    void add_market(const model::WaypointSymbol& symbol, model::Position position,
                    std::map<model::TradeSymbol, model::PriceState> goods);

    /// Returns the ship as it is now: one whose arrival has passed is in orbit.
    core::Result<model::Ship*> find(const model::ShipSymbol& symbol, core::TimePoint now);
    /// Returns the market, with prices when a ship is there.
    model::Market market(const model::WaypointSymbol& waypoint, core::TimePoint now) const;

    core::Result<game::TradeReceipt> trade(const game::TradeOrder& order,
                                           model::TransactionType type, core::TimePoint now);
    core::Result<game::RefuelReceipt> fill(const game::RefuelOrder& order, core::TimePoint now);
    core::Result<game::JumpReceipt> jump(const model::ShipSymbol& symbol,
                                         const model::WaypointSymbol& gate, core::TimePoint now);
    core::Result<game::ShipReceipt> sell_ship(const model::ShipType& type,
                                              const model::WaypointSymbol& shipyard,
                                              core::TimePoint now);
    core::Result<model::Nav> set_status(const model::ShipSymbol& symbol, model::NavStatus status,
                                        core::TimePoint now);
    core::Result<model::Nav> set_flight_mode(const model::ShipSymbol& symbol,
                                             model::FlightMode mode, core::TimePoint now);
    core::Result<game::Departure> navigate(const model::ShipSymbol& symbol,
                                           const model::WaypointSymbol& destination,
                                           core::TimePoint now);

  private:
    /// The good's state where the ship is; nullptr in a world without markets.
    core::Result<model::PriceState*> state_of(const model::Ship& ship,
                                              const model::TradeSymbol& good);
    void note(const model::Ship& ship, const model::TradeSymbol& good, model::TransactionType type,
              core::Units units, core::Credits total, core::TimePoint now);
    bool has_ship_at(const model::WaypointSymbol& waypoint, core::TimePoint now) const;
};

}  // namespace argosy::ledger::testing
