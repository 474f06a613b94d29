#include <fmt/format.h>

#include <array>

#include "ledger/ledger.h"

namespace argosy::ledger {
namespace {

using core::Credits;

struct Grouping {
    GroupBy by;
    std::string_view name;
    std::string_view column;
};

// RECONCILIATION is no category of the requirements, but its rows name themselves in the column.
constexpr std::array<Grouping, 6> kGroupings{{{GroupBy::kCategory, "category", "category"},
                                              {GroupBy::kGood, "good", "good_symbol"},
                                              {GroupBy::kShip, "ship", "ship_symbol"},
                                              {GroupBy::kPipeline, "pipeline", "pipeline_id"},
                                              {GroupBy::kOperation, "operation", "operation_id"},
                                              {GroupBy::kDay, "day", "at - at % 86400000"}}};

constexpr std::string_view kMoved =
    "SELECT COALESCE(SUM(units), 0) AS units, COALESCE(SUM(ABS(amount)), 0) AS total "
    "FROM transactions WHERE player_id = $1 AND task_id = $2 AND type = $3";

constexpr std::string_view kProfit =
    "SELECT COALESCE(SUM(amount), 0) AS profit "
    "FROM transactions WHERE player_id = $1 AND pipeline_id = $2";

std::string report_sql(std::string_view column) {
    return fmt::format(
        "SELECT {0} AS group_key, "
        "SUM(CASE WHEN amount > 0 THEN amount ELSE 0 END) AS revenue, "
        "SUM(CASE WHEN amount < 0 THEN -amount ELSE 0 END) AS cost, COUNT(*) AS entries "
        "FROM transactions WHERE player_id = $1 AND type <> 'OPENING' "
        "GROUP BY {0} ORDER BY {0}",
        column);
}

// The statements' texts, kept for as long as a store may name them.
const std::string& report_sql_of(GroupBy by) {
    static const auto texts = [] {
        std::map<GroupBy, std::string> built;
        for (const Grouping& grouping : kGroupings) {
            built.emplace(grouping.by, report_sql(grouping.column));
        }
        return built;
    }();
    return texts.at(by);
}

std::string key_of(const store::Row& row, GroupBy by) {
    if (by != GroupBy::kDay) return row.text("group_key");
    constexpr std::size_t kDateLength = 10;
    return core::format_time(core::from_millis(row.integer("group_key"))).substr(0, kDateLength);
}

}  // namespace

std::string_view to_string(GroupBy by) {
    for (const Grouping& grouping : kGroupings) {
        if (grouping.by == by) return grouping.name;
    }
    ARGOSY_FAIL("a grouping without a name");
}

std::optional<GroupBy> parse_group_by(std::string_view text) {
    for (const Grouping& grouping : kGroupings) {
        if (grouping.name == text) return grouping.by;
    }
    return std::nullopt;
}

Task<Result<Moved>> Ledger::moved(core::TaskId task, EntryType type) {
    ARGOSY_CO_TRY(const store::Rows rows,
                  co_await store_.query(
                      kMoved, {journal_.player(), task.str(), std::string(to_string(type))}));
    co_return Moved{core::Units(rows.front().integer("units")),
                    Credits(rows.front().integer("total"))};
}

Task<Result<Credits>> Ledger::profit_of(core::PipelineId pipeline) {
    ARGOSY_CO_TRY(const store::Rows rows,
                  co_await store_.query(kProfit, {journal_.player(), pipeline.str()}));
    co_return Credits(rows.front().integer("profit"));
}

Task<Result<std::vector<ReportRow>>> Ledger::report(GroupBy by) {
    ARGOSY_CO_TRY(const store::Rows rows,
                  co_await store_.query(report_sql_of(by), {journal_.player()}));
    std::vector<ReportRow> report;
    for (const store::Row& row : rows) {
        report.push_back(ReportRow{key_of(row, by), Credits(row.integer("revenue")),
                                   Credits(row.integer("cost")), row.integer("entries")});
    }
    co_return report;
}

Task<Result<std::vector<Entry>>> Ledger::latest(std::int64_t limit) {
    return journal_.latest(limit);
}

}  // namespace argosy::ledger
