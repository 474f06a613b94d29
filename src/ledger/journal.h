#pragma once

/// @file
/// The ledger's two tables, `intents` and `transactions`: all SQL that writes or reads them, but
/// for the reports. It decides nothing.

#include <set>
#include <vector>

#include "ledger/entry.h"
#include "store/store.h"

namespace argosy::ledger {

class Journal {
  public:
    Journal(store::Store& store, std::int64_t player) : store_(store), player_(player) {}

    std::int64_t player() const { return player_; }

    void add_intent(store::Transaction& transaction, const Intent& intent) const;
    /// Adds the row, and settles the intent it names as OPEN until now.
    void add_entry(store::Transaction& transaction, const Entry& entry) const;
    void add_abandonment(store::Transaction& transaction, const core::IntentId& intent,
                         core::TimePoint at) const;

    struct Totals {
        std::int64_t entries;
        core::Credits balance;
        core::Credits opening;
    };
    core::Task<core::Result<Totals>> totals();
    core::Task<core::Result<std::vector<Intent>>> open_intents();

    /// Returns the times of booked transactions that could be mistaken for this intent's.
    core::Task<core::Result<std::set<core::TimePoint>>> booked_like(Intent intent);

    core::Task<core::Result<std::vector<Entry>>> latest(std::int64_t limit);

  private:
    store::Store& store_;
    std::int64_t player_;
};

}  // namespace argosy::ledger
