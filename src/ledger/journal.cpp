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
    "amount, balance_after, ship_symbol, waypoint_symbol, operation_id, pipeline_id, task_id) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";

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

constexpr std::string_view kLatest =
    "SELECT id, intent_id, at, type, category, good_symbol, units, amount, balance_after, "
    "ship_symbol, waypoint_symbol, operation_id, pipeline_id, task_id "
    "FROM transactions WHERE player_id = $1 ORDER BY id DESC LIMIT $2";

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
    transaction.add(
        kInsertEntry,
        {player_, of_intent ? Value(entry.intent.str()) : Value(nullptr), core::to_millis(entry.at),
         text(to_string(entry.type)),
         text(entry.category ? to_string(*entry.category) : to_string(entry.type)), entry.good,
         entry.units.count(), entry.amount.count(), entry.balance_after.count(), entry.ship.str(),
         entry.waypoint.str(), entry.operation.str(), entry.pipeline.str(), entry.task.str()});
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

Task<Result<std::vector<Entry>>> Journal::latest(std::int64_t limit) {
    ARGOSY_CO_TRY(const store::Rows rows, co_await store_.query(kLatest, {player_, limit}));
    std::vector<Entry> entries;
    for (const store::Row& row : rows)
        entries.push_back(entry_of(row));
    co_return entries;
}

}  // namespace argosy::ledger
