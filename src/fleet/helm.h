#pragma once

/// @file
/// What a ship can be told to do: go somewhere, look at the market, buy, sell. Each manoeuvre
/// starts from the state the ship is in, so it can be repeated after a crash or a failure, and
/// puts every answer where it belongs: the registry, the market book, the ledger.

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "core/runtime.h"
#include "fleet/chart.h"
#include "fleet/route_times.h"
#include "fleet/ship_registry.h"
#include "game/game_port.h"
#include "ledger/ledger.h"
#include "market/market_book.h"
#include "store/store.h"

namespace argosy::fleet {

/// What a sequence of tranches came to.
struct Traded {
    core::Units units;
    core::Credits total;
};

/// Adds the caller's progress to the transaction that books a tranche.
using WithTranche = std::function<void(store::Transaction&, core::Units, core::Credits)>;

class Helm {
  public:
    Helm(const core::Runtime& runtime, store::Store& store, game::GamePort& game,
         ledger::Ledger& ledger, market::MarketBook& markets, ShipRegistry& ships, Chart& chart,
         RouteTimes& routes);

    /// Brings the ship to a waypoint, refuelling on the way and jumping from gate to gate, and
    /// returns when it has arrived (in orbit, or docked if it was there already). A ship under way
    /// arrives first. Where fuel is refused it goes on without; for want of credits it waits
    /// kPatience first, and waiting_for() says so, then takes what fuel there are credits for and
    /// goes on. Stopped anywhere, it can be told again.
    /// @error kNotFound  No route, or the ship is gone.
    /// @error kInsufficientCredits  There is no way on without fuel or antimatter, which nobody can
    ///                              pay for.
    /// @cost 1 request a leg, up to 2 to leave, 2 a fuel stop, 1 where nobody had looked before;
    ///       to a system not known Chart::learn_way()
    Task<Result<void>> go(model::ShipSymbol ship, model::WaypointSymbol destination,
                          ledger::Purpose purpose);

    /// Returns the way that go() would take from where the ship is, or arrives.
    /// @error as go()
    /// @cost none; to a system not known Chart::learn_way()
    Task<Result<RoutePlan>> survey(model::ShipSymbol ship, model::WaypointSymbol destination);

    /// Waits until the ship has arrived where it is going. A ship that is gone has.
    Task<void> arrive(model::ShipSymbol ship);

    /// How long a ship waits for credits before it does without, and how often it tries.
    static constexpr core::Duration kPatience = std::chrono::minutes(10);
    static constexpr core::Duration kCreditPoll = std::chrono::minutes(1);

    /// Returns what a ship waits for on its way: credits, a cooldown. Empty: for nothing.
    const std::string& waiting_for(const model::ShipSymbol& ship) const;

    /// Docks where the ship is, or where it arrives.  @cost 1 request, none when it is docked
    Task<Result<void>> dock(model::ShipSymbol ship);

    /// Leaves the dock.  @cost 1 request, none when the ship is in orbit or under way
    Task<Result<void>> enter_orbit(model::ShipSymbol ship);

    /// Fills the tank where the ship is.  @error as Ledger::refuel()
    /// @cost 1 request, none for a full tank; 1 to dock
    Task<Result<game::RefuelReceipt>> refuel(
        model::ShipSymbol ship, ledger::Purpose purpose,
        ledger::Ledger::Filling filling = ledger::Ledger::Filling::kWhole);

    /// Looks at the market where the ship is.  @cost 1 request
    Task<Result<void>> look(model::ShipSymbol ship);

    /// Buys up to `units` at the market where the ship is, in tranches of the trade volume, as long
    /// as the ask is at most `limit`. Stops early, without error, when the ask passes the limit,
    /// the hold is full, or the money is not there.
    /// @pre The ship is at the market, and the market has been looked at.
    /// @cost 1 request a tranche, 1 to dock, 1 when the market had moved
    Task<Result<Traded>> buy(model::ShipSymbol ship, model::TradeSymbol good, core::Units units,
                             core::Ask limit, ledger::Purpose purpose, WithTranche also);

    /// Sells up to `units`, as long as the bid is at least `limit`. Mirrors buy().
    Task<Result<Traded>> sell(model::ShipSymbol ship, model::TradeSymbol good, core::Units units,
                              core::Bid limit, ledger::Purpose purpose, WithTranche also);

    /// Works out anew where fuel and antimatter are believed to be sold: for when a system has been
    /// charted.
    void learn_fuel_stops();

    /// Called after every look, with the market looked at.
    void on_look(std::function<void(const model::WaypointSymbol&)> listener) {
        on_look_ = std::move(listener);
    }

  private:
    /// What one journey has met with.
    struct Journey {
        model::WaypointSymbol destination;
        ledger::Purpose purpose;
        Refuelling refuelling = Refuelling::kAnywhere;
        core::Duration waited{0};  ///< For credits.
        bool asked_the_way = false;
    };

    /// Returns the rest of the way; nothing when the chart had to be learnt first.
    Task<Result<std::optional<RoutePlan>>> way(model::ShipSymbol ship, Journey& journey);
    Result<RoutePlan> plan(const model::Ship& ship, const Journey& journey);
    /// Each does a part of a leg. All leave a ship that is where it says it is; the way is planned
    /// anew from there.
    Task<Result<void>> step(model::ShipSymbol ship, RouteLeg leg, Journey& journey);
    Task<Result<void>> fly(model::ShipSymbol ship, RouteLeg leg);
    Task<Result<void>> jump(model::ShipSymbol ship, RouteLeg leg, Journey& journey);
    Task<Result<void>> after_refused_jump(model::ShipSymbol ship, RouteLeg leg, core::Error error,
                                          Journey& journey);
    Task<Result<void>> after_refused_fuel(model::ShipSymbol ship, core::Error error,
                                          Journey& journey);
    Task<Result<void>> await_credits(model::ShipSymbol ship, core::Error error, Journey& journey);
    Task<Result<void>> burn_from_hold(model::ShipSymbol ship, core::Units units);
    /// Looks again when a price was not the one expected.
    Task<Result<const market::Listing*>> after_tranche(model::ShipSymbol ship,
                                                       model::TradeSymbol good,
                                                       std::int64_t expected_price,
                                                       std::int64_t paid_price);

    const core::Runtime& runtime_;
    store::Store& store_;
    game::GamePort& game_;
    ledger::Ledger& ledger_;
    market::MarketBook& markets_;
    ShipRegistry& ships_;
    Chart& chart_;
    RouteTimes& routes_;
    std::function<void(const model::WaypointSymbol&)> on_look_;
    std::map<model::ShipSymbol, std::string> waiting_;
};

}  // namespace argosy::fleet
