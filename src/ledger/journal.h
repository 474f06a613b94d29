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

    /// Returns the newest rows that pass the filter, newest first.
    core::Task<core::Result<std::vector<Entry>>> list(Filter filter, std::int64_t limit);

    /// Writes what an earmark has left, whether it has a row or not; without credits, removes it.
    void set_earmark(store::Transaction& transaction, const EarmarkId& earmark,
                     const core::OperationId& operation,
                     std::optional<core::Credits> credits) const;
    /// The same of what an operation may have invested.
    void set_budget(store::Transaction& transaction, const core::OperationId& operation,
                    std::optional<core::Credits> credits) const;

    struct StoredEarmark {
        EarmarkId id;
        core::OperationId operation;
        core::Credits left;
    };
    core::Task<core::Result<std::vector<StoredEarmark>>> earmarks();
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
