#include "apps/cli_ledger.h"

#include <fmt/format.h>

#include "apps/cli_noun.h"
#include "apps/cli_session.h"
#include "apps/cli_table.h"

namespace argosy::cli {

void add_ledger(CLI::App& root, Invocation& invocation) {
    CLI::App& noun = add_noun(root, "ledger", "The money", "spacetraders ledger report");
    Verb<LedgerReport> report(invocation, noun, "report",
                              "Shows revenue and cost, and whether books and game agree",
                              "spacetraders ledger report --by good");
    report.app()
        ->add_option("--by", report->by, "What the lines stand for")
        ->capture_default_str()
        ->check(CLI::IsMember({"category", "good", "ship", "pipeline", "operation", "day"}));
}

core::Result<void> carry_out(const LedgerReport& command, Session& session) {
    v1::GetLedgerReportRequest request;
    request.set_by(command.by);
    return session.ask(&rpc::Client::get_ledger_report, std::move(request), render);
}

std::string render(const v1::LedgerReport& report) {
    Table table(
        {left("WHAT"), right("REVENUE"), right("COST"), right("NET"), right("TRANSACTIONS")});
    for (const v1::LedgerLine& line : report.lines()) {
        table.add({line.key(), credits(line.revenue()), credits(line.cost()), gain(line.net()),
                   credits(line.transactions())});
    }
    Facts facts;
    const std::int64_t difference = report.game_credits() - report.balance();
    facts.add("Opening", credits(report.opening()));
    facts.add("Balance", credits(report.balance()));
    facts.add("Game says",
              fmt::format("{} ({})", credits(report.game_credits()),
                          difference == 0 ? "the books agree" : "differs by " + gain(difference)));
    if (report.open_intents() != 0) {
        facts.add("Unsettled", fmt::format("{} intents", report.open_intents()));
    }
    return table.text() + "\n" + facts.text();
}

}  // namespace argosy::cli
