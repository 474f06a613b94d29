#pragma once

/// @file
/// The ledger's own tables, `intents`, `transactions`, `earmarks` and `operation_budgets`: all SQL
/// that writes or reads them, but for the reports. It decides nothing.

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "ledger/entry.h"
#include "ledger/report.h"
#include "store/store.h"

namespace argosy::ledger {

/// The rows of one player. What writes adds to a transaction of the caller's, and holds when that
/// does; what reads asks the store at once, and fails as Store::query() does.
class Journal {
  public:
    /// @param store   Outlives the journal.
    /// @param player  Its row in `players` exists.
    Journal(store::Store& store, std::int64_t player) : store_(store), player_(player) {}

    std::int64_t player() const { return player_; }

    /// Adds the intent as OPEN; the transaction fails when there is one of its id.
    void add_intent(store::Transaction& transaction, const Intent& intent) const;
    /// Adds the row, and settles the intent it names; the transaction fails when that is not OPEN
    /// any more, so no intent is booked twice.
    void add_entry(store::Transaction& transaction, const Entry& entry) const;
    /// Ends an intent that did not happen; the transaction fails when it is not OPEN any more.
    void add_abandonment(store::Transaction& transaction, const core::IntentId& intent,
                         core::TimePoint at) const;

    /// The ledger in three numbers.
    struct Totals {
        std::int64_t entries;   ///< Rows, the OPENING included.
        core::Credits balance;  ///< The sum of all amounts.
        core::Credits opening;  ///< Of the row OPENING; 0 when there is none.
    };
    core::Task<core::Result<Totals>> totals();
    /// Returns the intents that are OPEN, oldest first.
    core::Task<core::Result<std::vector<Intent>>> open_intents();

    /// Returns the times of booked transactions that could be mistaken for this intent's.
    core::Task<core::Result<std::set<core::TimePoint>>> booked_like(Intent intent);

    /// Returns the newest rows that pass the filter, newest first.
    core::Task<core::Result<std::vector<Entry>>> list(Filter filter, std::int64_t limit);

    /// Writes what an earmark has left, whether it has a row or not; without credits, removes it.
    void set_earmark(store::Transaction& transaction, const EarmarkId& earmark,
                     const core::OperationId& operation,
                     std::optional<core::Credits> credits) const;
    /// The same of what an operation may have invested.
    void set_budget(store::Transaction& transaction, const core::OperationId& operation,
                    std::optional<core::Credits> credits) const;

    /// An earmark as it is stored.
    struct StoredEarmark {
        EarmarkId id;
        core::OperationId operation;
        core::Credits left;  ///< Worst case included.
    };
    /// Returns every earmark, by id.
    core::Task<core::Result<std::vector<StoredEarmark>>> earmarks();
    /// Returns the budgets of operations that have one.
    core::Task<core::Result<std::map<core::OperationId, core::Credits>>> budgets();
    /// Returns what each operation has paid less what it has earned.
    core::Task<core::Result<std::map<core::OperationId, core::Credits>>> invested();

  private:
    core::Task<core::Result<std::map<core::OperationId, core::Credits>>> by_operation(
        std::string_view sql);

    store::Store& store_;
    std::int64_t player_;
};

}  // namespace argosy::ledger
