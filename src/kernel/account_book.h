#pragma once

/// @file
/// The rows in which daemons tell each other how they share the requests of an account. Who may
/// write what, and when, is `AccountShares`' business.

#include <string>
#include <vector>

#include "core/result.h"
#include "core/task.h"
#include "store/store.h"

namespace argosy::kernel {

using core::Result;
using core::Task;

/// One daemon's share of an account.
struct ShareRow {
    std::int64_t run = 0;
    std::string owner;         ///< "run 7 (host, process 4711)"
    std::int64_t divisor = 0;  ///< 1/divisor of the account's requests; 0: none.
    std::int64_t beats = 0;    ///< Rises with every sign of life; the last is negative.

    /// The daemon said that it sends nothing for the account any more.
    bool left() const { return beats < 0; }
};

/// An account as all its daemons see it.
struct AccountRow {
    std::int64_t version = 0;      ///< Rises whenever somebody takes more.
    std::vector<ShareRow> shares;  ///< By run.
};

/// Returns the account and its shares as of one moment.
Task<Result<AccountRow>> load_account(store::Store& store, std::string account);

/// Gives a sign of life; a daemon that has no row gets one, without a share.
Task<Result<void>> beat(store::Store& store, std::string account, ShareRow mine);

/// Takes a larger share, of what nobody had in the account last seen as `seen`.
/// @error kConflict  Somebody took some meanwhile; nothing was changed.
Task<Result<void>> take_share(store::Store& store, std::string account, AccountRow seen,
                              std::int64_t run, std::int64_t divisor);

/// Tells the others that this daemon needs no more than 1/divisor.
/// @error kConflict  It has no row any more.
Task<Result<void>> give_share(store::Store& store, std::string account, std::int64_t run,
                              std::int64_t divisor);

/// Tells the others that this daemon sends nothing for the account any more.
Task<Result<void>> leave_account(store::Store& store, std::string account, ShareRow mine);

/// Removes a row that was last seen as `seen`.
/// @error kConflict  It gave a sign of life meanwhile, or somebody else removed it.
Task<Result<void>> drop_share(store::Store& store, std::string account, ShareRow seen);

}  // namespace argosy::kernel
