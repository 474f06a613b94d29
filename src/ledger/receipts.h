#pragma once

/// @file
/// Between what the game says it did and rows of the ledger, in both directions: a receipt becomes
/// a row, and what was found by looking becomes the receipt that never came. Values only.

#include "game/game_port.h"
#include "ledger/entry.h"
#include "ledger/evidence.h"

namespace argosy::ledger {

Entry entry_of(const Intent& intent, const game::TradeReceipt& receipt);
Entry entry_of(const Intent& intent, const game::RefuelReceipt& receipt);
Entry entry_of(const Intent& intent, const game::JumpReceipt& receipt);
Entry entry_of(const Intent& intent, const game::ShipReceipt& receipt);

/// Returns the row of an intent that was found to have happened.
/// @param total  What it cost or brought, never negative.
/// @param balance  The ledger's balance before the row.
/// @param seen_at  When it was looked at: the row's time where the game did not tell one.
Entry entry_found(const Intent& intent, const Finding& finding, core::Credits total,
                  core::Credits balance, core::TimePoint seen_at);

/// Writes the receipt that the game would have given for a row that was found by looking. Cargo
/// and fuel are those of the look; of a ship that is gone they are empty.
void restore(const Entry& entry, const Finding& finding, game::TradeReceipt& receipt);
void restore(const Entry& entry, const Finding& finding, game::RefuelReceipt& receipt);
void restore(const Entry& entry, const Finding& finding, game::JumpReceipt& receipt);
void restore(const Entry& entry, const Finding& finding, game::ShipReceipt& receipt);

}  // namespace argosy::ledger
