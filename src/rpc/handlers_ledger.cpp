#include "rpc/daemon_handlers.h"

namespace argosy::rpc {
namespace {

using core::Error;
using core::ErrorCode;
using kernel::Company;

}  // namespace

Handled<v1::LedgerReport> DaemonHandlers::get_ledger_report(v1::GetLedgerReportRequest request) {
    ARGOSY_CO_TRY(Company * company, daemon_.find(request.player().agent()));
    const auto by = ledger::parse_group_by(request.by().empty() ? "category" : request.by());
    if (!by) {
        co_return Error{ErrorCode::kInvalidArgument,
                        fmt::format("by was \"{}\", expected category, good, ship, pipeline, "
                                    "operation or day",
                                    request.by())};
    }
    ARGOSY_CO_TRY(const auto rows, co_await company->ledger().report(*by));
    ARGOSY_CO_TRY(const auto credits, co_await company->ledger().compare());
    v1::LedgerReport report;
    report.set_opening(company->ledger().opening().count());
    report.set_balance(credits.balance.count());
    report.set_game_credits(credits.game.count());
    report.set_open_intents(std::int64_t(company->ledger().open_intents().size()));
    for (const ledger::ReportRow& row : rows) {
        v1::LedgerLine& line = *report.add_lines();
        line.set_key(row.key);
        line.set_revenue(row.revenue.count());
        line.set_cost(row.cost.count());
        line.set_net(row.net().count());
        line.set_transactions(row.count);
    }
    co_return report;
}

}  // namespace argosy::rpc
