#pragma once

/// @file
/// What a player orders ships to do by hand. An order is given to an idle ship and has it alone
/// until it ends. A ship that ends an order with cargo aboard stays the player's, as does one that
/// is held: nothing else flies it or sells what it carries until it is released. Knows nothing of
/// what the other ships do.

#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "fleet/fleet.h"

namespace argosy::kernel {

using core::Result;
using core::Task;

/// The latest order of a ship in this run of the program.
struct ManualOrder {
    std::string what;  ///< For people: "flying to X1-AD75-B2".
    core::TimePoint given_at;
    std::optional<core::TimePoint> ended_at;  ///< Nothing while it is under way.
    std::string failure;                      ///< Empty: none.
};

/// A flight that has been ordered.
struct Voyage {
    fleet::RoutePlan plan;
    core::TimePoint arrival;  ///< As planned: every leg leaves as soon as the one before arrived.
};

/// What came of an order to buy or sell: a line for each transaction.
struct ManualTrade {
    struct Tranche {
        core::Units units;
        core::Credits total;
    };
    model::WaypointSymbol market;
    std::vector<Tranche> tranches;
    core::Units units;
    core::Credits total;
    std::string cut_short;  ///< Why it was fewer units than ordered; empty when it was not.
};

class ManualOrders {
  public:
    /// The owner, in claims, of a ship under an order.
    static constexpr const char* kUnderOrder = "manual";
    /// The owner, in claims, of a ship that waits for the player's next order.
    static constexpr const char* kHeld = fleet::kHeldForPlayer;

    static constexpr core::Ask kAnyAsk{std::numeric_limits<std::int64_t>::max()};
    static constexpr core::Bid kAnyBid{0};

    /// @param who_has  Tells of a ship with another owner who that is and how the player stops it.
    ManualOrders(fleet::Fleet& fleet, std::function<std::string(const model::ShipSymbol&)> who_has);

    /// Ends the orders that a former run left unfinished: what is aboard stays the player's.
    /// @pre Claims and ships are known.
    Task<void> open();

    /// Called when a ship is idle again.
    void on_release(std::function<void()> listener) { on_release_ = std::move(listener); }

    // Every order below:
    // @error kNotFound  There is no such ship.
    // @error kRejected  The ship works, or is under an order; the message says who has it and how
    //                   to stop that. Nothing was done.

    /// Sends the ship on its way, refuelling where the route needs it, and returns at once.
    /// @error kNotFound  No such waypoint, or no way to it.
    /// @cost as fleet::Helm::go(), all after the return
    Task<Result<Voyage>> navigate(model::ShipSymbol ship, model::WaypointSymbol destination);

    /// @error kRejected  The ship is under way.  @cost 1 request, none when it is docked already
    Task<Result<void>> dock(model::ShipSymbol ship);
    /// @error kRejected  The ship is under way.  @cost 1 request, none when it is in orbit already
    Task<Result<void>> orbit(model::ShipSymbol ship);

    /// Fills the tank where the ship is.
    /// @error kRejected  The ship is under way, or no fuel is sold here.
    /// @cost up to 3 requests
    Task<Result<game::RefuelReceipt>> refuel(model::ShipSymbol ship);

    /// Buys up to `units` where the ship is, as long as the ask is at most `limit`.
    /// @error kNotFound  The market does not trade the good.
    /// @error kRejected, kInsufficientCredits  Nothing was bought, and why.
    /// @error Others as ledger::Ledger::purchase(); the message says what was bought before.
    /// @cost 1 request to look, and as fleet::Helm::buy()
    Task<Result<ManualTrade>> buy(model::ShipSymbol ship, model::TradeSymbol good,
                                  core::Units units, core::Ask limit);

    /// Sells up to `units`, or all there is, as long as the bid is at least `limit`. Mirrors buy().
    Task<Result<ManualTrade>> sell(model::ShipSymbol ship, model::TradeSymbol good,
                                   std::optional<core::Units> units, core::Bid limit);

    /// Keeps an idle ship for the player's orders.
    Task<Result<void>> hold(model::ShipSymbol ship);

    /// Gives a held ship back: it is idle, and what it carries may be sold.
    /// @error kRejected  The ship is not held.
    Task<Result<void>> release(model::ShipSymbol ship);

    /// Returns whether the ship is the player's: under an order, or held.
    bool has(const model::ShipSymbol& ship) const;

    /// Returns what a ship of the player's is doing.  @pre has(ship)
    std::string doing(const model::ShipSymbol& ship) const;

    /// Returns the ship's latest order, nullptr when none was given in this run.
    const ManualOrder* latest(const model::ShipSymbol& ship) const;

  private:
    bool under_way(const model::ShipSymbol& ship) const;
    Result<void> check_free(const model::ShipSymbol& ship) const;
    Result<void> check_at_rest(const model::ShipSymbol& ship) const;
    Task<Result<void>> take(model::ShipSymbol ship, std::string what);
    Task<void> end(model::ShipSymbol ship, std::string failure);
    template <class Value>
    Task<Result<Value>> at_rest(model::ShipSymbol ship, std::string what, Task<Result<Value>> work);

    Task<void> fly(model::ShipSymbol ship, model::WaypointSymbol destination);
    Task<Result<game::RefuelReceipt>> look_and_refuel(model::ShipSymbol ship);
    Task<Result<ManualTrade>> look_and_buy(model::ShipSymbol ship, model::TradeSymbol good,
                                           core::Units units, core::Ask limit);
    Task<Result<ManualTrade>> look_and_sell(model::ShipSymbol ship, model::TradeSymbol good,
                                            core::Units units, core::Bid limit);
    Task<Result<const market::Listing*>> look_for(model::ShipSymbol ship, model::TradeSymbol good);

    fleet::Fleet& fleet_;
    std::function<std::string(const model::ShipSymbol&)> who_has_;
    std::function<void()> on_release_;
    std::map<model::ShipSymbol, ManualOrder> orders_;
};

}  // namespace argosy::kernel
