#pragma once

/// @file
/// One owner per ship. A claim is a row that changes in the same transaction as the state that
/// justifies it, with a version that rises with every change, so two owners cannot both believe
/// they have the ship.

#include <map>
#include <string>

#include "core/runtime.h"
#include "model/symbols.h"
#include "store/store.h"

namespace argosy::fleet {

using core::Result;
using core::Task;

/// The owner of a ship that waits for its player's next order.
inline constexpr const char* kHeldForPlayer = "player";

/// A change holds in memory at once, so that nobody else is given the ship while it is being
/// stored, and in the store when the caller's transaction is committed. That commit must not fail
/// (store::commit_or_abort()): memory would be ahead of the store, and the process ends and starts
/// again from the rows. Where the lease of the player was lost instead, the commit never returns.
class Claims {
  public:
    /// @param store  Outlives the claims.
    Claims(const core::Runtime& runtime, store::Store& store, std::int64_t player);

    /// Reads the claims of earlier runs, in place of all that is known.
    /// @error as Store::query(); nothing is changed.
    Task<Result<void>> load();

    /// Gives an idle ship to `owner`; the transaction fails if somebody else took it meanwhile.
    /// @pre The ship is idle.
    void claim(const model::ShipSymbol& ship, const std::string& owner,
               store::Transaction& transaction);

    /// Passes a ship on; the transaction fails if `from` lost it meanwhile.
    /// @pre `from` has it, and `to` is somebody.
    void transfer(const model::ShipSymbol& ship, const std::string& from, const std::string& to,
                  store::Transaction& transaction);

    /// Makes the ship idle; the transaction fails if `owner` lost it meanwhile.
    /// @pre `owner` has it.
    void release(const model::ShipSymbol& ship, const std::string& owner,
                 store::Transaction& transaction);

    /// Returns the owner's id, empty for an idle ship.
    const std::string& owner_of(const model::ShipSymbol& ship) const;

    /// Returns the version of the ship's claim, which rises with every change of owner; 0 when it
    /// never had one.
    std::int64_t version_of(const model::ShipSymbol& ship) const;

    /// Returns every claimed ship with its owner, by ship.
    std::map<model::ShipSymbol, std::string> all() const;

  private:
    struct Claim {
        std::string owner;         ///< Empty: idle. The row stays, for its version.
        std::int64_t version = 0;  ///< 0: there is no row yet.
    };

    void change_owner(const model::ShipSymbol& ship, const std::string& from, const std::string& to,
                      store::Transaction& transaction);

    const core::Runtime& runtime_;
    store::Store& store_;
    std::int64_t player_;
    std::map<model::ShipSymbol, Claim> claims_;
};

}  // namespace argosy::fleet
