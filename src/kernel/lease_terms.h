#pragma once

/// @file
/// The times of a lease, and how they hang together.

#include "core/time.h"

namespace argosy::kernel {

/// How a daemon holds its players. All times are the machine's, not the game's.
struct LeaseTerms {
    /// Whether another daemon could have the same database open.
    enum class Database : std::uint8_t {
        kSole,    ///< No: its engine lets one process in. Leases are held without renewal.
        kShared,  ///< Yes.
    };

    Database database = Database::kSole;
    /// How long a lease holds after it was last renewed.
    core::Duration length = std::chrono::seconds(15);

    /// The longest a request that acts may be on its way. It leaves only while the lease will hold
    /// for longer than this.
    core::Duration request_deadline() const { return length * 2 / 3; }
    /// How often a lease is renewed.
    core::Duration renewal() const { return length / 6; }
    /// How long a lease must not have been renewed before somebody else may take it.
    core::Duration patience() const { return length + request_deadline(); }
};

}  // namespace argosy::kernel
