#include "ledger/journal.h"

#include "ledger/evidence.h"

namespace argosy::ledger {
namespace {

using core::Result;
using core::Task;
using store::Expect;
using store::Value;

constexpr std::string_view kInsertIntent =
    "INSERT INTO intents (id, player_id, kind, status, category, ship_symbol, waypoint_symbol, "
    "good_symbol, units, unit_price, units_before, operation_id, pipeline_id, task_id, created_at) "
    "VALUES ($1, $2, $3, 'OPEN', $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";

constexpr std::string_view kSettleIntent =
    "UPDATE intents SET status = $3, settled_at = $4 "
    "WHERE id = $1 AND player_id = $2 AND status = 'OPEN'";

constexpr std::string_view kInsertEntry =
    "INSERT INTO transactions (player_id, intent_id, at, type, category, good_symbol, units, "
    "amount, realised, balance_after, ship_symbol, waypoint_symbol, operation_id, pipeline_id, "
    "task_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";

constexpr std::string_view kTotals =
    "SELECT COUNT(*) AS entries, COALESCE(SUM(amount), 0) AS balance, "
    "COALESCE(SUM(CASE WHEN type = 'OPENING' THEN amount ELSE 0 END), 0) AS opening "
    "FROM transactions WHERE player_id = $1";

constexpr std::string_view kOpenIntents =
    "SELECT id, kind, category, ship_symbol, waypoint_symbol, good_symbol, units, unit_price, "
    "units_before, operation_id, pipeline_id, task_id, created_at "
    "FROM intents WHERE player_id = $1 AND status = 'OPEN' ORDER BY created_at, id";

constexpr std::string_view kBookedLike =
    "SELECT at FROM transactions WHERE player_id = $1 AND waypoint_symbol = $2 "
    "AND good_symbol = $3 AND at >= $4 AND ($5 = '' OR ship_symbol = $5)";

constexpr std::string_view kList =
    "SELECT id, intent_id, at, type, category, good_symbol, units, amount, realised, "
    "balance_after, ship_symbol, waypoint_symbol, operation_id, pipeline_id, task_id "
    "FROM transactions WHERE player_id = $1 AND at >= $2 AND at < $3 "
    "AND ($4 = '' OR category = $4) AND ($5 = '' OR type = $5) "
    "AND ($6 = '' OR good_symbol = $6) AND ($7 = '' OR ship_symbol = $7) "
    "AND ($8 = '' OR operation_id = $8) AND ($9 = '' OR pipeline_id = $9) "
    "ORDER BY id DESC LIMIT $10";

constexpr std::string_view kSetEarmark =
    "INSERT INTO earmarks (player_id, id, operation_id, credits) VALUES ($1, $2, $3, $4) "
    "ON CONFLICT (player_id, id) DO UPDATE SET operation_id = excluded.operation_id, "
    "credits = excluded.credits";

constexpr std::string_view kRemoveEarmark = "DELETE FROM earmarks WHERE player_id = $1 AND id = $2";

constexpr std::string_view kEarmarks =
    "SELECT id, operation_id, credits FROM earmarks WHERE player_id = $1 ORDER BY id";

constexpr std::string_view kSetBudget =
    "INSERT INTO operation_budgets (player_id, operation_id, credits) VALUES ($1, $2, $3) "
    "ON CONFLICT (player_id, operation_id) DO UPDATE SET credits = excluded.credits";

constexpr std::string_view kRemoveBudget =
    "DELETE FROM operation_budgets WHERE player_id = $1 AND operation_id = $2";

constexpr std::string_view kBudgets =
    "SELECT operation_id, credits FROM operation_budgets WHERE player_id = $1";

constexpr std::string_view kInvested =
    "SELECT operation_id, SUM(-amount) AS credits FROM transactions "
    "WHERE player_id = $1 AND operation_id <> '' GROUP BY operation_id";

std::string text(std::string_view view) {
    return std::string(view);
}

// What an intent is about, in the one column both kinds share.
const std::string& subject_of(const Intent& intent) {
    return intent.kind == IntentKind::kShipPurchase ? intent.ship_type.str() : intent.good.str();
}

Purpose purpose_of(const store::Row& row) {
    return Purpose{parse_category(row.text("category")).value_or(Category::kCargoTrade),
                   core::OperationId(row.text("operation_id")),
                   core::PipelineId(row.text("pipeline_id")), core::TaskId(row.text("task_id"))};
}

Intent intent_of(const store::Row& row) {
    Intent intent;
    intent.id = core::IntentId(row.text("id"));
    intent.kind = parse_intent_kind(row.text("kind")).value_or(IntentKind::kPurchase);
    intent.purpose = purpose_of(row);
    intent.ship = model::ShipSymbol(row.text("ship_symbol"));
    intent.waypoint = model::WaypointSymbol(row.text("waypoint_symbol"));
    if (intent.kind == IntentKind::kShipPurchase) {
        intent.ship_type = model::ShipType(row.text("good_symbol"));
    } else {
        intent.good = model::TradeSymbol(row.text("good_symbol"));
    }
    intent.units = core::Units(row.integer("units"));
    intent.unit_price = row.integer("unit_price");
    intent.units_before = row.integer("units_before");
    intent.created_at = core::from_millis(row.integer("created_at"));
    return intent;
}

Entry entry_of(const store::Row& row) {
    Entry entry;
    entry.id = row.integer("id");
    entry.intent = core::IntentId(row.maybe_text("intent_id").value_or(""));
    entry.at = core::from_millis(row.integer("at"));
    entry.type = parse_entry_type(row.text("type")).value_or(EntryType::kReconciliation);
    entry.category = parse_category(row.text("category"));
    entry.good = row.text("good_symbol");
    entry.units = core::Units(row.integer("units"));
    entry.amount = core::Credits(row.integer("amount"));
    if (const auto realised = row.maybe_integer("realised")) {
        entry.realised = core::Credits(*realised);
    }
    entry.balance_after = core::Credits(row.integer("balance_after"));
    entry.ship = model::ShipSymbol(row.text("ship_symbol"));
    entry.waypoint = model::WaypointSymbol(row.text("waypoint_symbol"));
    entry.operation = core::OperationId(row.text("operation_id"));
    entry.pipeline = core::PipelineId(row.text("pipeline_id"));
    entry.task = core::TaskId(row.text("task_id"));
    return entry;
}

}  // namespace

void Journal::add_intent(store::Transaction& transaction, const Intent& intent) const {
    transaction.add(kInsertIntent, {intent.id.str(), player_, text(to_string(intent.kind)),
                                    text(to_string(intent.purpose.category)), intent.ship.str(),
                                    intent.waypoint.str(), subject_of(intent), intent.units.count(),
                                    intent.unit_price, intent.units_before,
                                    intent.purpose.operation.str(), intent.purpose.pipeline.str(),
                                    intent.purpose.task.str(), core::to_millis(intent.created_at)});
}

void Journal::add_entry(store::Transaction& transaction, const Entry& entry) const {
    const bool of_intent = !entry.intent.empty();
    if (of_intent) {
        transaction.add(kSettleIntent,
                        {entry.intent.str(), player_, text("SETTLED"), core::to_millis(entry.at)},
                        Expect::kOneRow);
    }
    transaction.add(kInsertEntry,
                    {player_, of_intent ? Value(entry.intent.str()) : Value(nullptr),
                     core::to_millis(entry.at), text(to_string(entry.type)),
                     text(entry.category ? to_string(*entry.category) : to_string(entry.type)),
                     entry.good, entry.units.count(), entry.amount.count(),
                     entry.realised ? Value(entry.realised->count()) : Value(nullptr),
                     entry.balance_after.count(), entry.ship.str(), entry.waypoint.str(),
                     entry.operation.str(), entry.pipeline.str(), entry.task.str()});
}

void Journal::add_abandonment(store::Transaction& transaction, const core::IntentId& intent,
                              core::TimePoint at) const {
    transaction.add(kSettleIntent, {intent.str(), player_, text("ABANDONED"), core::to_millis(at)},
                    Expect::kOneRow);
}

Task<Result<Journal::Totals>> Journal::totals() {
    ARGOSY_CO_TRY(const store::Rows rows, co_await store_.query(kTotals, {player_}));
    const store::Row& row = rows.front();
    co_return Totals{row.integer("entries"), core::Credits(row.integer("balance")),
                     core::Credits(row.integer("opening"))};
}

Task<Result<std::vector<Intent>>> Journal::open_intents() {
    ARGOSY_CO_TRY(const store::Rows rows, co_await store_.query(kOpenIntents, {player_}));
    std::vector<Intent> intents;
    for (const store::Row& row : rows)
        intents.push_back(intent_of(row));
    co_return intents;
}

Task<Result<std::set<core::TimePoint>>> Journal::booked_like(Intent intent) {
    ARGOSY_CO_TRY(
        const store::Rows rows,
        co_await store_.query(
            kBookedLike, {player_, intent.waypoint.str(), subject_of(intent),
                          core::to_millis(intent.created_at - kClockSkew), intent.ship.str()}));
    std::set<core::TimePoint> times;
    for (const store::Row& row : rows)
        times.insert(core::from_millis(row.integer("at")));
    co_return times;
}

Task<Result<std::vector<Entry>>> Journal::list(Filter filter, std::int64_t limit) {
    ARGOSY_CO_TRY(
        const store::Rows rows,
        co_await store_.query(
            kList, {player_, first_millis(filter.span), end_millis(filter.span),
                    filter.category ? text(to_string(*filter.category)) : "",
                    filter.type ? text(to_string(*filter.type)) : "", filter.good,
                    filter.ship.str(), filter.operation.str(), filter.pipeline.str(), limit}));
    std::vector<Entry> entries;
    for (const store::Row& row : rows)
        entries.push_back(entry_of(row));
    co_return entries;
}

void Journal::set_earmark(store::Transaction& transaction, const EarmarkId& earmark,
                          const core::OperationId& operation,
                          std::optional<core::Credits> credits) const {
    if (credits) {
        transaction.add(kSetEarmark, {player_, earmark.str(), operation.str(), credits->count()});
    } else {
        transaction.add(kRemoveEarmark, {player_, earmark.str()});
    }
}

void Journal::set_budget(store::Transaction& transaction, const core::OperationId& operation,
                         std::optional<core::Credits> credits) const {
    if (credits) {
        transaction.add(kSetBudget, {player_, operation.str(), credits->count()});
    } else {
        transaction.add(kRemoveBudget, {player_, operation.str()});
    }
}

Task<Result<std::vector<Journal::StoredEarmark>>> Journal::earmarks() {
    ARGOSY_CO_TRY(const store::Rows rows, co_await store_.query(kEarmarks, {player_}));
    std::vector<StoredEarmark> earmarks;
    for (const store::Row& row : rows) {
        earmarks.push_back({EarmarkId(row.text("id")), core::OperationId(row.text("operation_id")),
                            core::Credits(row.integer("credits"))});
    }
    co_return earmarks;
}

Task<Result<std::map<core::OperationId, core::Credits>>> Journal::by_operation(
    std::string_view sql) {
    ARGOSY_CO_TRY(const store::Rows rows, co_await store_.query(sql, {player_}));
    std::map<core::OperationId, core::Credits> credits;
    for (const store::Row& row : rows) {
        credits.emplace(row.text("operation_id"), core::Credits(row.integer("credits")));
    }
    co_return credits;
}

Task<Result<std::map<core::OperationId, core::Credits>>> Journal::budgets() {
    return by_operation(kBudgets);
}

Task<Result<std::map<core::OperationId, core::Credits>>> Journal::invested() {
    return by_operation(kInvested);
}

}  // namespace argosy::ledger
