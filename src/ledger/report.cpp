#include "ledger/report.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <limits>
#include <map>

#include "core/assert.h"

namespace argosy::ledger {
namespace {

using core::Credits;
using core::Result;
using core::Task;

struct Grouping {
    GroupBy by;
    std::string_view name;
    std::string_view column;  ///< Empty: it takes more than one.
};

// RECONCILIATION is no category of the requirements, but its rows name themselves in the column.
constexpr std::array<Grouping, 7> kGroupings{{{GroupBy::kCategory, "category", "category"},
                                              {GroupBy::kOperation, "operation", "operation_id"},
                                              {GroupBy::kPipeline, "pipeline", "pipeline_id"},
                                              {GroupBy::kGood, "good", "good_symbol"},
                                              {GroupBy::kShip, "ship", "ship_symbol"},
                                              {GroupBy::kLane, "lane", ""},
                                              {GroupBy::kDay, "day", "at - at % 86400000"}}};

constexpr std::string_view kMoved =
    "SELECT COALESCE(SUM(units), 0) AS units, COALESCE(SUM(ABS(amount)), 0) AS total "
    "FROM transactions WHERE player_id = $1 AND task_id = $2 AND type = $3";

constexpr std::string_view kLanesSold =
    "SELECT source_symbol, sink_symbol, SUM(revenue) AS revenue, SUM(cost) AS cost, "
    "COUNT(*) AS entries FROM lot_sales WHERE player_id = $1 AND at >= $2 AND at < $3 "
    "GROUP BY source_symbol, sink_symbol";

constexpr std::string_view kBoughtBySource =
    "SELECT waypoint_symbol, SUM(-amount) AS cost, COUNT(*) AS entries FROM transactions "
    "WHERE player_id = $1 AND at >= $2 AND at < $3 AND type = 'PURCHASE_CARGO' "
    "GROUP BY waypoint_symbol";

// What is left: fuel, which belongs to the lane of the haul that burnt it, and what has no lane. A
// sale from before there were lots has no row in lot_sales.
constexpr std::string_view kOtherByLane =
    "SELECT s.source_symbol AS source_symbol, s.sink_symbol AS sink_symbol, "
    "SUM(CASE WHEN t.amount > 0 THEN t.amount ELSE 0 END) AS revenue, "
    "SUM(CASE WHEN t.amount < 0 THEN -t.amount ELSE 0 END) AS cost, COUNT(*) AS entries "
    "FROM transactions t LEFT JOIN (SELECT task, MIN(id) AS first_id FROM ("
    "SELECT task_id AS task, id FROM lot_sales "
    "WHERE player_id = $1 AND task_id <> '' AND sink_symbol <> '' UNION ALL "
    "SELECT load_task_id AS task, id FROM lot_sales "
    "WHERE player_id = $1 AND load_task_id <> '' AND sink_symbol <> '') AS tasks "
    "GROUP BY task) AS lanes ON lanes.task = t.task_id "
    "LEFT JOIN lot_sales s ON s.id = lanes.first_id "
    "WHERE t.player_id = $1 AND t.at >= $2 AND t.at < $3 "
    "AND t.type NOT IN ('OPENING', 'PURCHASE_CARGO') "
    "AND (t.type <> 'SELL_CARGO' OR t.realised IS NULL) "
    "GROUP BY s.source_symbol, s.sink_symbol";

std::string report_sql(std::string_view column) {
    return fmt::format(
        "SELECT {0} AS group_key, "
        "SUM(CASE WHEN amount > 0 THEN amount ELSE 0 END) AS revenue, "
        "SUM(CASE WHEN amount < 0 THEN -amount ELSE 0 END) AS cost, "
        "COALESCE(SUM(realised), 0) AS realised, COUNT(*) AS entries "
        "FROM transactions WHERE player_id = $1 AND at >= $2 AND at < $3 AND type <> 'OPENING' "
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

std::string lane(const store::Row& row) {
    const std::string& sink = row.text("sink_symbol");
    return fmt::format("{} -> {}", row.text("source_symbol"), sink.empty() ? "lost" : sink);
}

// Lanes as they are put together from several questions.
class LaneRows {
  public:
    void add(const std::string& key, Credits revenue, Credits cost, std::int64_t count) {
        ReportRow& row = rows_[key];
        row.key = key;
        row.revenue += revenue;
        row.cost += cost;
        row.count += count;
    }

    void realise(const std::string& key, Credits profit) { rows_[key].realised += profit; }

    /// Cargo bought or sold changes what is aboard; only the change is profit or loss.
    void stock(const std::string& source, Credits change, std::int64_t count) {
        Stock& stock = stocks_[source];
        stock.change += change;
        stock.count += count;
    }

    std::vector<ReportRow> take() {
        for (const auto& [source, stock] : stocks_) {
            if (stock.change == Credits(0)) continue;
            add(source + " -> aboard", std::max(Credits(0), -stock.change),
                std::max(Credits(0), stock.change), stock.count);
        }
        std::vector<ReportRow> rows;
        for (auto& [key, row] : rows_)
            rows.push_back(std::move(row));
        return rows;
    }

  private:
    struct Stock {
        Credits change;
        std::int64_t count = 0;
    };
    std::map<std::string, ReportRow> rows_;
    std::map<std::string, Stock> stocks_;
};

}  // namespace

std::int64_t first_millis(const Span& span) {
    return span.since ? core::to_millis(*span.since) : std::numeric_limits<std::int64_t>::min();
}

std::int64_t end_millis(const Span& span) {
    return span.until ? core::to_millis(*span.until) : std::numeric_limits<std::int64_t>::max();
}

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

std::string group_by_names() {
    std::vector<std::string_view> names;
    for (const Grouping& grouping : kGroupings)
        names.push_back(grouping.name);
    return fmt::format("{}", fmt::join(names, ", "));
}

Task<Result<Moved>> Reports::moved(core::TaskId task, EntryType type) {
    ARGOSY_CO_TRY(
        const store::Rows rows,
        co_await store_.query(kMoved, {player_, task.str(), std::string(to_string(type))}));
    co_return Moved{core::Units(rows.front().integer("units")),
                    Credits(rows.front().integer("total"))};
}

Task<Result<std::vector<ReportRow>>> Reports::report(GroupBy by, Span span) {
    if (by == GroupBy::kLane) co_return co_await report_lanes(span);
    ARGOSY_CO_TRY(
        const store::Rows rows,
        co_await store_.query(report_sql_of(by), {player_, first_millis(span), end_millis(span)}));
    std::vector<ReportRow> report;
    for (const store::Row& row : rows) {
        report.push_back(ReportRow{key_of(row, by), Credits(row.integer("revenue")),
                                   Credits(row.integer("cost")), Credits(row.integer("realised")),
                                   row.integer("entries")});
    }
    co_return report;
}

Task<Result<std::vector<ReportRow>>> Reports::report_lanes(Span span) {
    const store::Params params{player_, first_millis(span), end_millis(span)};
    LaneRows lanes;
    ARGOSY_CO_TRY(const store::Rows sold, co_await store_.query(kLanesSold, params));
    for (const store::Row& row : sold) {
        const Credits revenue(row.integer("revenue"));
        const Credits cost(row.integer("cost"));
        lanes.add(lane(row), revenue, cost, row.integer("entries"));
        lanes.realise(lane(row), revenue - cost);
        lanes.stock(row.text("source_symbol"), -cost, 0);
    }
    ARGOSY_CO_TRY(const store::Rows bought, co_await store_.query(kBoughtBySource, params));
    for (const store::Row& row : bought) {
        lanes.stock(row.text("waypoint_symbol"), Credits(row.integer("cost")),
                    row.integer("entries"));
    }
    ARGOSY_CO_TRY(const store::Rows others, co_await store_.query(kOtherByLane, params));
    for (const store::Row& row : others) {
        const bool of_a_lane = row.maybe_text("source_symbol").has_value();
        lanes.add(of_a_lane ? lane(row) : "", Credits(row.integer("revenue")),
                  Credits(row.integer("cost")), row.integer("entries"));
    }
    co_return lanes.take();
}

}  // namespace argosy::ledger
