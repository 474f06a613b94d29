#pragma once

/// @file
/// PostgreSQL 15 or later behind the `Engine` interface, on libpq. Any number of processes share
/// one database; what keeps them apart is in the rows (versions, leases), not here.
///
/// A connection may be lost at any moment. Until COMMIT is sent a transaction has not happened, and
/// is made again on a new connection. When the answer to COMMIT is lost, the outcome is read from
/// the database: every opening of it has a row in `store_writers`, and every transaction raises
/// that row's sequence. On the new connection the row is locked, which waits until the old
/// transaction has ended one way or the other, and its sequence says which. (The transaction's own
/// number would not do: after a crash the server may give it to another transaction.)
///
/// The same row tells when a server that crashed came back without transactions it had confirmed
/// (`Durability::kNormal` allows it). Memory is ahead of the store then, so the engine refuses
/// everything from there on, and the process has to start again.

#include <chrono>
#include <memory>

#include "store/engine.h"
#include "store/store_url.h"

namespace argosy::store {

struct PostgresOptions {
    /// How often a lost database is called again before a call fails with kUnavailable, with pauses
    /// that double from the first to the longest: about half a minute, and as much longer as the
    /// network takes to refuse. The calls after it try once, until one succeeds.
    int reconnects_max = 20;
    std::chrono::milliseconds pause_first{50};
    std::chrono::milliseconds pause_max{2'000};  ///< Real time, as all here.
    /// A server that says nothing for so long in the middle of a call is taken for lost.
    std::chrono::milliseconds answer_max{60'000};
    /// The server undoes a transaction whose process has stood still for so long in its middle, so
    /// that its rows do not stay locked.
    std::chrono::milliseconds pause_in_transaction_max{10'000};
};

/// Connects, and makes the engine's own table when there is none. The schema is left as it is: see
/// migrate().
///
/// Differences to SQLite that a statement can see: parameters take the type of where they stand,
/// and a text with a zero byte is refused (kInvalidArgument).
///
/// @pre url.kind() is kPostgres.
/// @error kConfiguration  There is no such server, database or user, the password is wrong, or the
///                        server is too old. The message says which, without the password.
Result<std::unique_ptr<Engine>> open_postgres(const StoreUrl& url, PostgresOptions options = {});

}  // namespace argosy::store
