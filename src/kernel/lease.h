#pragma once

/// @file
/// The lease of a player, as a row: who acts for the player, and the fencing token, which rises
/// with every change of owner. Whether an owner lives is told by the count of its renewals, watched
/// by the watcher's own monotonic clock: no clock is ever compared with another's.

#include <string>

#include "core/runtime.h"
#include "core/time.h"
#include "store/store.h"

namespace argosy::kernel {

using core::Result;
using core::Task;

struct Lease {
    std::string owner;  ///< "run 7 (host, process 4711)"; empty: free.
    std::int64_t token = 0;
    std::int64_t renewals = 0;

    friend bool operator==(const Lease&, const Lease&) = default;
};

/// Returns the player's lease; a free one when nobody has ever had it.
Task<Result<Lease>> read_lease(store::Store& store, std::int64_t player);

/// Takes the lease that was last seen as `seen`.
/// @returns the fencing token, which no owner before had.
/// @error kConflict  Somebody took or renewed it meanwhile; nothing was changed.
Task<Result<std::int64_t>> take_lease(store::Store& store, std::int64_t player, Lease seen,
                                      std::string owner);

/// Adds the statement that renews the lease, and fails the transaction when `token` is not its
/// token any more.
void add_renewal(store::Transaction& transaction, std::int64_t player, std::int64_t token);

/// Adds the statement that frees the lease for whoever wants it, unless somebody has it already.
void add_release(store::Transaction& transaction, std::int64_t player, std::int64_t token);

/// Adds the statement that takes the lease away from whoever holds it, without a new owner.
void add_revocation(store::Transaction& transaction, std::int64_t player);

/// Returns why an owner lost its lease, for people.
std::string lost_to(const Lease& lease);

/// Tells when a lease may be taken: when it was freed, or when nothing moved in it for as long as
/// patience asks. One that was never held is its daemon's where the player is registered.
class LeaseWatch {
  public:
    /// @returns whether `seen`, read at `now` (monotonic), may be taken now.
    bool may_take(const Lease& seen, core::TimePoint now, core::Duration patience);

  private:
    Lease last_;
    core::TimePoint since_{};
    bool watching_ = false;
};

}  // namespace argosy::kernel
