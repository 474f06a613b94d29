#pragma once

/// @file
/// Questions to the stored ledger: profit and loss by what one likes, and the rows themselves.
/// Reads only.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/entry.h"
#include "store/store.h"

namespace argosy::ledger {

enum class GroupBy : std::uint8_t {
    kCategory,
    kOperation,
    kPipeline,
    kGood,
    kShip,
    kLane,  ///< Where the cargo was bought and where it was sold.
    kDay,
};

std::string_view to_string(GroupBy by);
std::optional<GroupBy> parse_group_by(std::string_view text);
/// Returns all of them, by name, for people.
std::string group_by_names();

/// From `since` until before `until`; absent: from the first row, to the last.
struct Span {
    std::optional<core::TimePoint> since;
    std::optional<core::TimePoint> until;
};

/// Returns the span's bounds as they are stored, the second one excluded.
std::int64_t first_millis(const Span& span);
std::int64_t end_millis(const Span& span);

/// Profit and loss of one group.
///
/// Over any span the nets of all groups, however grouped, sum up to what the balance changed by in
/// it; over all time that is the balance less the opening.
struct ReportRow {
    /// The category, good, ..., or day ("2025-04-06"); empty: none. A lane is "FROM -> TO"; the
    /// row "FROM -> aboard" is what was paid for cargo not sold yet, less what such cargo of before
    /// the span had cost, and "FROM -> lost" what went down with its ship.
    std::string key;
    core::Credits revenue;
    core::Credits cost;      ///< Never negative.
    core::Credits realised;  ///< Of sales: what they brought less what their cargo had cost.
    std::int64_t count = 0;  ///< Rows of the ledger; of a lane, parts of lots sold.

    core::Credits net() const { return revenue - cost; }
};

/// Which rows to list; empty: any.
struct Filter {
    std::optional<Category> category;
    std::optional<EntryType> type;
    std::string good;  ///< Or ship type.
    model::ShipSymbol ship;
    core::OperationId operation;
    core::PipelineId pipeline;
    Span span;
};

/// What has been moved for one task.
struct Moved {
    core::Units units;
    core::Credits total;  ///< Never negative: what was paid, or what was received.
};

class Reports {
  public:
    Reports(store::Store& store, std::int64_t player) : store_(store), player_(player) {}

    /// Returns profit and loss by group, by key. OPENING is in no group, RECONCILIATION in that of
    /// its empty key (its category is RECONCILIATION). Fuel is in the lane of the haul it was
    /// bought for, once that has sold something.
    core::Task<core::Result<std::vector<ReportRow>>> report(GroupBy by, Span span);

    /// Returns what trades of this type moved for a task.
    core::Task<core::Result<Moved>> moved(core::TaskId task, EntryType type);

  private:
    core::Task<core::Result<std::vector<ReportRow>>> report_lanes(Span span);

    store::Store& store_;
    std::int64_t player_;
};

}  // namespace argosy::ledger
