#pragma once

/// @file
/// The agent's ships as the game last described them. Every answer that says something of a ship
/// is put in here, so nobody asks the game for what it has told already.

#include <functional>
#include <map>
#include <vector>

#include "core/runtime.h"
#include "game/game_port.h"
#include "model/ship.h"
#include "store/store.h"

namespace argosy::fleet {

using core::Result;
using core::Task;

class ShipRegistry {
  public:
    ShipRegistry(const core::Runtime& runtime, game::GamePort& game, std::int64_t player);

    /// Asks the game for all ships and forgets those it no longer lists.
    /// @error as GamePort::my_ships(); nothing is changed.
    /// @cost 1 request for every 20 ships
    Task<Result<void>> refresh();

    /// Asks the game for one ship again.
    /// @error kNotFound  There is no such ship any more; it is forgotten.
    /// @error as GamePort::ship(); nothing is changed.
    /// @cost 1 request
    Task<Result<void>> refresh(model::ShipSymbol ship);
    /// The same, for a ship that others may take meanwhile: what the game said is left out unless
    /// `still_holds` when it comes, because the new owner may know better.
    Task<Result<void>> refresh(model::ShipSymbol ship, std::function<bool()> still_holds);

    /// Makes the stored ships those that are known: for readers of the store. What was paid for
    /// them stays.
    /// @error as Store::query() and commit(); nothing was stored.
    Task<Result<void>> save(store::Store& store) const;

    /// Adds a ship just bought at `price`. It is known at once, whatever becomes of the
    /// transaction: the game has it, and save() stores it again.
    void add(model::Ship ship, core::Credits price, store::Transaction& transaction);

    /// nullptr when the agent has no such ship.
    const model::Ship* find(const model::ShipSymbol& ship) const;

    /// @pre The ship exists.
    const model::Ship& at(const model::ShipSymbol& ship) const;

    /// Returns all ships, by symbol.
    const std::map<model::ShipSymbol, model::Ship>& all() const { return ships_; }

    /// Returns whether the ship can carry goods: it has a hold and an engine.
    static bool is_hauler(const model::Ship& ship);

    /// Each takes in what an answer of the game said of the ship, in place of what was known of
    /// that. In memory only: after a start the game is asked.
    /// @pre The ship exists.
    void set_nav(const model::ShipSymbol& ship, model::Nav nav);
    void set_fuel(const model::ShipSymbol& ship, model::Fuel fuel);
    void set_cargo(const model::ShipSymbol& ship, model::Cargo cargo);
    /// @param until  When the ship's reactor is ready again; in the past: it is.
    void set_cooldown(const model::ShipSymbol& ship, core::TimePoint until);
    /// Remembers how much longer than a ship as good as new this one took for a flight. Flights of
    /// less than a minute are too short to tell and are ignored.
    /// @pre The ship exists.
    void note_flight(const model::ShipSymbol& ship, core::Duration as_new, core::Duration took);

  private:
    /// Puts in what the game said, keeping what it never says.
    void told(model::Ship ship, std::map<model::ShipSymbol, model::Ship>& into) const;
    model::Ship& known(const model::ShipSymbol& ship);

    const core::Runtime& runtime_;
    game::GamePort& game_;
    std::int64_t player_;
    std::map<model::ShipSymbol, model::Ship> ships_;
};

}  // namespace argosy::fleet
