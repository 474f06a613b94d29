#pragma once

/// @file
/// The port through which everything above acts on the game.
///
/// Two adapters implement it: `live::HttpGame` speaks HTTP to a game server, and `sim::SimGame`
/// applies the same rules in virtual time. Nothing above the port can tell which one it was given;
/// tests/conformance holds both to the same suite.

#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "core/secret.h"
#include "core/task.h"
#include "core/time.h"
#include "core/units.h"
#include "game/request_budget.h"
#include "model/goods.h"
#include "model/market.h"
#include "model/ship.h"

namespace argosy::game {

using core::Result;
using core::Task;

/// What the server says of itself.
struct ServerStatus {
    std::string version;
    std::string reset_date;  ///< "2025-04-06"; another date is another universe.
    core::TimePoint server_time;
    /// Seconds of game time per real second: 1 on the live server, which does not say so; a
    /// `spacetraders-sim` states its own.
    double time_factor = 1.0;
    /// When the universe ends and another begins, as announced; nothing where nobody says.
    std::optional<core::TimePoint> next_reset;
};

struct Registration {
    core::Secret agent_token;
    model::Agent agent;
    std::vector<model::Ship> ships;
};

/// One purchase or sale of a single good, at the market where the ship is docked.
struct TradeOrder {
    model::ShipSymbol ship;
    model::TradeSymbol good;
    core::Units units;
};

/// What the game says it did. Built from the game's answer only, never from our estimate.
struct TradeReceipt {
    core::Units units;
    core::Credits total;
    core::Credits balance_after;
    model::Cargo cargo_after;
    core::TimePoint executed_at;
};

enum class FuelSource : std::uint8_t {
    kMarket,  ///< The market where the ship is docked.
    kCargo,   ///< FUEL in the ship's own hold.
};

struct RefuelOrder {
    model::ShipSymbol ship;
    FuelSource from = FuelSource::kMarket;
    std::optional<std::int64_t> fuel = std::nullopt;  ///< What to add; nothing: fill the tank.
};

struct RefuelReceipt {
    core::Units units;  ///< Units of the FUEL good, bought or from the hold; 0 for a full tank.
    core::Credits total;
    core::Credits balance_after;
    model::Fuel fuel_after;
    core::TimePoint executed_at;
    std::optional<model::Cargo> cargo_after = std::nullopt;  ///< Told when it came from the hold.
};

struct ShipReceipt {
    model::Ship ship;
    core::Credits price;
    core::Credits balance_after;
    core::TimePoint executed_at;
};

/// A jump that happened, and the antimatter it burnt.
struct JumpReceipt {
    model::Nav nav;
    core::TimePoint cooldown_until;
    core::Units units;  ///< Of ANTIMATTER, bought at the gate that was left.
    core::Credits total;
    core::Credits balance_after;
    core::TimePoint executed_at;
};

struct Departure {
    model::Nav nav;
    model::Fuel fuel;
};

/// Everything the program may ask of the game, for one agent.
///
/// Calls may be made concurrently for different ships. Two calls for the same ship must not
/// overlap: the caller holds that ship's claim (`fleet::Claims`).
///
/// Every method spends requests from the shared `RequestBudget` and may suspend until the budget
/// allows the next one. Common errors of every method:
///   kUnauthorized    the token is missing or not accepted
///   kUniverseReset   the token is of another universe (game code 4113)
///   kUnavailable     temporary trouble outlived its retries; nothing happened
/// and of every method that acts (orbit, dock, navigate, set_flight_mode, refuel, jump, purchase,
/// sell, purchase_ship):
///   kOutcomeUnknown  the request left and no answer came. Do not repeat it: look first.
class GamePort {
  public:
    virtual ~GamePort() = default;

    /// Returns what the server says of itself. Needs no token.  @cost 1 request
    virtual Task<Result<ServerStatus>> status() = 0;

    /// Creates an agent of this symbol and faction. The port acts for it from then on.
    /// @error kRejected         The symbol is taken or reserved; no agent was made.
    /// @error kInvalidArgument  The symbol is malformed, or there is no such faction.
    /// @cost 1 request
    virtual Task<Result<Registration>> register_agent(core::Secret account_token,
                                                      model::AgentSymbol symbol,
                                                      std::string faction) = 0;

    /// Acts for the agent of this token from now on.
    virtual void use_agent_token(core::Secret agent_token) = 0;

    /// @cost 1 request
    virtual Task<Result<model::Agent>> my_agent() = 0;

    /// Returns all ships, by symbol.  @cost 1 request for every 20 ships
    virtual Task<Result<std::vector<model::Ship>>> my_ships() = 0;

    /// @error kNotFound  The agent has no such ship (any more).
    /// @cost 1 request
    virtual Task<Result<model::Ship>> ship(model::ShipSymbol ship) = 0;

    /// @error kNotFound  No such system.
    /// @cost 1 request
    virtual Task<Result<model::System>> system(model::SystemSymbol system) = 0;

    /// Returns all waypoints of a system, by symbol.  @cost 1 request for every 20 waypoints
    virtual Task<Result<std::vector<model::Waypoint>>> waypoints(model::SystemSymbol system) = 0;

    /// Returns the market; prices only when one of the agent's ships is there.
    /// @error kNotFound  No market at the waypoint.
    /// @cost 1 request
    virtual Task<Result<model::Market>> market(model::WaypointSymbol waypoint) = 0;

    /// Returns the shipyard; prices only when one of the agent's ships is there.
    /// @error kNotFound  No shipyard at the waypoint.
    /// @cost 1 request
    virtual Task<Result<model::Shipyard>> shipyard(model::WaypointSymbol waypoint) = 0;

    /// Returns what the gate leads to, and whether it is finished.
    /// @error kNotFound  No gate at the waypoint.
    /// @error kRejected  The gate is not charted, and no ship of the agent is there (4001).
    /// @cost 2 requests
    virtual Task<Result<model::JumpGate>> jump_gate(model::WaypointSymbol gate) = 0;

    /// Returns when the ship may jump again: a moment that has passed when it may now.
    /// @cost 1 request
    virtual Task<Result<core::TimePoint>> cooldown(model::ShipSymbol ship) = 0;

    /// Returns the game's recipe map.  @cost 1 request
    virtual Task<Result<model::RecipeMap>> supply_chain() = 0;

    /// Idempotent.  @error kRejected  The ship is in transit.  @cost 1 request
    virtual Task<Result<model::Nav>> orbit(model::ShipSymbol ship) = 0;

    /// Idempotent.  @error kRejected  The ship is in transit.  @cost 1 request
    virtual Task<Result<model::Nav>> dock(model::ShipSymbol ship) = 0;

    /// @cost 1 request
    virtual Task<Result<model::Nav>> set_flight_mode(model::ShipSymbol ship,
                                                     model::FlightMode mode) = 0;

    /// Sends the ship to `destination` in the same system and returns as soon as it has left. The
    /// wait until `nav.route.arrival` belongs to the caller.
    /// @pre The ship is in orbit.
    /// @error kRejected  The ship did not move: too little fuel (4203), no such waypoint, already
    ///                   there (4204), in transit (4214).
    /// @cost 1 request
    virtual Task<Result<Departure>> navigate(model::ShipSymbol ship,
                                             model::WaypointSymbol destination) = 0;

    /// Fills the tank, or adds less. Every begun hundred of fuel costs one unit of the FUEL good.
    /// @pre The ship is docked, and where the fuel does not come from its hold, at a market that
    ///      sells FUEL.
    /// @error kRejected, kInsufficientCredits  Nothing was bought or burnt.
    /// @cost 1 request
    virtual Task<Result<RefuelReceipt>> refuel(RefuelOrder order) = 0;

    /// Moves the ship to a connected gate at once, for one unit of antimatter bought at the gate it
    /// leaves. It stays in orbit and cools down for model::jump_cooldown(); until then it flies and
    /// trades, but does not jump.
    /// @pre The ship is in orbit at a gate.
    /// @error kRejected  The ship did not move: cooling down (4000), a gate under construction
    ///                   (4256 this one, 4262 the other), not connected (4255), no antimatter
    ///                   sold here (4212).
    /// @error kInsufficientCredits  The ship did not move.
    /// @cost 1 request
    virtual Task<Result<JumpReceipt>> jump(model::ShipSymbol ship, model::WaypointSymbol gate) = 0;

    /// Buys `order.units` of `order.good`, all at the quoted ask.
    ///
    /// The game fills an order whole or not at all, and refuses one larger than the good's trade
    /// volume. Splitting is the caller's business.
    ///
    /// @pre The ship is docked at a market that trades the good.
    /// @error kInsufficientCredits, kCargoFull  Nothing was bought.
    /// @error kRejected  Nothing was bought; the message is the game's own.
    /// @cost 1 request
    virtual Task<Result<TradeReceipt>> purchase(TradeOrder order) = 0;

    /// Sells `order.units` of `order.good`. Mirrors purchase() in every respect.
    /// @cost 1 request
    virtual Task<Result<TradeReceipt>> sell(TradeOrder order) = 0;

    /// Buys a ship at a shipyard where one of the agent's ships is.
    /// @error kInsufficientCredits, kRejected  Nothing was bought.
    /// @cost 1 request
    virtual Task<Result<ShipReceipt>> purchase_ship(model::ShipType type,
                                                    model::WaypointSymbol shipyard) = 0;

    /// This port's access to the budget its requests go through, with their counts.
    virtual const BudgetMember& budget() const = 0;
};

}  // namespace argosy::game
