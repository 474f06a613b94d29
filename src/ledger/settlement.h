#pragma once

/// @file
/// What became of intents whose answer never came. Values only; `Ledger` settles them.

#include <optional>
#include <vector>

#include "core/result.h"
#include "ledger/entry.h"

namespace argosy::ledger {

/// What became of an intent that was settled by looking.
struct Settlement {
    Intent intent;
    /// The row it became; nothing when it did not happen and was abandoned.
    std::optional<Entry> entry;

    bool happened() const { return entry.has_value(); }
};

/// An intent that could not be settled, and why.
struct Unsettled {
    Intent intent;
    core::Error reason;
};

struct SettlementReport {
    std::vector<Settlement> settled;
    std::vector<Unsettled> unsettled;
    /// The game's credits less the ledger's balance, compared after settling with nothing in
    /// flight; a difference has been booked. Nothing when something was in flight or open.
    std::optional<core::Credits> difference;
};

/// The ledger's balance and the game's credits, read at one moment.
struct Comparison {
    core::Credits balance;
    core::Credits game;
};

}  // namespace argosy::ledger
