#include "ledger/journal.h"
#include "rpc/daemon_handlers.h"
#include "rpc/moment.h"

namespace argosy::rpc {
namespace {

using core::Error;
using core::ErrorCode;
using core::Result;
using kernel::Company;

// What one answer lists at most.
constexpr std::int64_t kMostEntries = 10'000;
constexpr std::int64_t kUsualEntries = 100;

std::int64_t millis_or_zero(const std::optional<core::TimePoint>& at) {
    return at ? core::to_millis(*at) : 0;
}

Result<ledger::Span> read_span(const std::string& since, const std::string& until,
                               core::TimePoint now) {
    ledger::Span span;
    ARGOSY_TRY(span.since, parse_moment(since, now));
    ARGOSY_TRY(span.until, parse_moment(until, now));
    return span;
}

/// Reads a name of one of the ledger's enumerations; empty text is any.
template <class Enum>
Result<std::optional<Enum>> read_name(std::string_view what, const std::string& text,
                                      std::optional<Enum> (*parse)(std::string_view)) {
    if (text.empty()) return std::optional<Enum>();
    const std::optional<Enum> value = parse(text);
    if (value) return value;
    return Error{ErrorCode::kInvalidArgument,
                 fmt::format("{} was \"{}\", expected one that `spacetraders ledger list` shows",
                             what, text)};
}

v1::Budget to_message(const ledger::Ledger& ledger, const core::OperationId& operation,
                      const ledger::SpendGate::OperationMoney& money) {
    v1::Budget budget;
    budget.set_operation(operation.str());
    if (money.budget) budget.set_credits(money.budget->count());
    budget.set_invested(money.invested.count());
    budget.set_reserved(money.reserved.count());
    budget.set_blocked(ledger.why_blocked(operation).value_or(""));
    return budget;
}

void add_gate(const ledger::Ledger& ledger, v1::LedgerReport& report) {
    report.set_floor(ledger.gate().floor().count());
    report.set_reserved(ledger.reserved().count());
    report.set_available(ledger.available().count());
    report.set_blocked(ledger.why_blocked().value_or(""));
    for (const auto& [operation, money] : ledger.gate().operations()) {
        if (money.budget) *report.add_budgets() = to_message(ledger, operation, money);
    }
    core::Credits cost;
    for (const ledger::Lot& lot : ledger.lots().all())
        cost += lot.cost;
    report.set_cargo_cost(cost.count());
}

void add_line(const ledger::ReportRow& row, v1::LedgerReport& report) {
    v1::LedgerLine& line = *report.add_lines();
    line.set_key(row.key);
    line.set_revenue(row.revenue.count());
    line.set_cost(row.cost.count());
    line.set_net(row.net().count());
    line.set_transactions(row.count);
    line.set_realised(row.realised.count());
}

v1::LedgerEntry to_message(const ledger::Entry& entry) {
    v1::LedgerEntry message;
    message.set_id(entry.id);
    message.set_at(core::to_millis(entry.at));
    message.set_type(std::string(ledger::to_string(entry.type)));
    if (entry.category) message.set_category(std::string(ledger::to_string(*entry.category)));
    message.set_good(entry.good);
    message.set_units(entry.units.count());
    message.set_amount(entry.amount.count());
    message.set_balance_after(entry.balance_after.count());
    if (entry.realised) message.set_realised(entry.realised->count());
    message.set_ship(entry.ship.str());
    message.set_waypoint(entry.waypoint.str());
    message.set_operation(entry.operation.str());
    message.set_pipeline(entry.pipeline.str());
    message.set_task(entry.task.str());
    return message;
}

}  // namespace

Handled<v1::LedgerReport> DaemonHandlers::report_from_books(kernel::KnownPlayer player,
                                                            ledger::GroupBy by, ledger::Span span) {
    ledger::Reports reports(daemon_.store(), player.player.id);
    ledger::Journal journal(daemon_.store(), player.player.id);
    ARGOSY_CO_TRY(const auto rows, co_await reports.report(by, span));
    ARGOSY_CO_TRY(const ledger::Journal::Totals totals, co_await journal.totals());
    v1::LedgerReport report;
    report.set_books_only(true);
    report.set_era(player.player.era);
    report.set_opening(totals.opening.count());
    report.set_balance(totals.balance.count());
    report.set_since(millis_or_zero(span.since));
    report.set_until(millis_or_zero(span.until));
    for (const ledger::ReportRow& row : rows)
        add_line(row, report);
    co_return report;
}

Handled<v1::LedgerReport> DaemonHandlers::get_ledger_report(v1::GetLedgerReportRequest request) {
    const auto by = ledger::parse_group_by(request.by().empty() ? "category" : request.by());
    if (!by) {
        co_return Error{ErrorCode::kInvalidArgument,
                        fmt::format("by was \"{}\", expected one of {}", request.by(),
                                    ledger::group_by_names())};
    }
    ARGOSY_CO_TRY(const ledger::Span span,
                  read_span(request.since(), request.until(), daemon_.runtime().now()));
    if (!request.era().empty()) {
        ARGOSY_CO_TRY(kernel::KnownPlayer player, co_await daemon_.sessions().player_of_era(
                                                      request.player().agent(), request.era()));
        if (player.company == nullptr) {
            co_return co_await report_from_books(std::move(player), *by, span);
        }
    }
    ARGOSY_CO_TRY(Company * company, daemon_.find(request.player().agent()));
    ARGOSY_CO_TRY(const auto rows, co_await daemon_.sessions().within(
                                       *company, company->ledger().report(*by, span)));
    ARGOSY_CO_TRY(const auto credits,
                  co_await daemon_.sessions().within(*company, company->ledger().compare()));
    v1::LedgerReport report;
    report.set_era(company->player().era);
    report.set_opening(company->ledger().opening().count());
    report.set_balance(credits.balance.count());
    report.set_game_credits(credits.game.count());
    report.set_open_intents(std::int64_t(company->ledger().open_intents().size()));
    report.set_since(millis_or_zero(span.since));
    report.set_until(millis_or_zero(span.until));
    add_gate(company->ledger(), report);
    for (const ledger::ReportRow& row : rows)
        add_line(row, report);
    co_return report;
}

Handled<v1::ListLedgerResponse> DaemonHandlers::list_ledger(v1::ListLedgerRequest request) {
    ledger::Filter filter{.good = request.good(),
                          .ship = model::ShipSymbol(request.ship()),
                          .operation = core::OperationId(request.operation()),
                          .pipeline = core::PipelineId(request.pipeline())};
    ARGOSY_CO_TRY(filter.category,
                  read_name("category", request.category(), &ledger::parse_category));
    ARGOSY_CO_TRY(filter.type, read_name("type", request.type(), &ledger::parse_entry_type));
    ARGOSY_CO_TRY(filter.span,
                  read_span(request.since(), request.until(), daemon_.runtime().now()));
    const std::int64_t wanted = request.limit() > 0 ? request.limit() : kUsualEntries;
    std::int64_t player = 0;
    if (request.era().empty()) {
        ARGOSY_CO_TRY(const Company* company, daemon_.find(request.player().agent()));
        player = company->player().id;
    } else {
        ARGOSY_CO_TRY(
            const kernel::KnownPlayer known,
            co_await daemon_.sessions().player_of_era(request.player().agent(), request.era()));
        player = known.player.id;
    }
    // Not through the company, which may end meanwhile: rows are read, and nothing else.
    ledger::Journal journal(daemon_.store(), player);
    ARGOSY_CO_TRY(const auto entries,
                  co_await journal.list(filter, std::min(wanted, kMostEntries)));
    v1::ListLedgerResponse response;
    for (const ledger::Entry& entry : entries)
        *response.add_entries() = to_message(entry);
    co_return response;
}

Handled<v1::Budget> DaemonHandlers::set_budget(v1::SetBudgetRequest request) {
    const core::OperationId operation(request.operation());
    Company* company = daemon_.company_of(operation);
    if (company == nullptr) {
        co_return Error{
            ErrorCode::kNotFound,
            fmt::format("no operation {}: see `spacetraders operation list`", operation)};
    }
    std::optional<core::Credits> credits;
    if (request.has_credits()) credits = core::Credits(request.credits());
    if (credits && *credits < core::Credits(0)) {
        co_return Error{
            ErrorCode::kInvalidArgument,
            fmt::format("the budget of {} was {}, expected 0 or more", operation, *credits)};
    }
    ledger::Ledger& ledger = company->ledger();
    ARGOSY_CO_CHECK(
        co_await daemon_.sessions().within(*company, ledger.set_budget(operation, credits)));
    co_return to_message(ledger, operation, ledger.gate().operations().at(operation));
}

}  // namespace argosy::rpc
