#include "apps/cli_ledger.h"

#include <fmt/format.h>

#include "apps/cli_noun.h"
#include "apps/cli_session.h"
#include "apps/cli_table.h"

namespace argosy::cli {
namespace {

template <class Command>
void add_span(Verb<Command>& verb) {
    verb.app()->add_option("--since", verb->since,
                           "From here on: 2025-04-06, 2025-04-06T12:30:00Z, or 24h, 7d before now");
    verb.app()->add_option("--until", verb->until, "Until before here");
    verb.app()->add_option("--era", verb->era,
                           "The universe meant, by its reset date: see player list --all");
}

void add_report(CLI::App& noun, Invocation& invocation) {
    Verb<LedgerReport> report(invocation, noun, "report",
                              "Shows revenue and cost, and whether books and game agree",
                              "spacetraders ledger report --by lane --since 24h");
    report.app()
        ->add_option("--by", report->by, "What the lines stand for")
        ->capture_default_str()
        ->check(
            CLI::IsMember({"category", "operation", "pipeline", "good", "ship", "lane", "day"}));
    add_span(report);
}

void add_list(CLI::App& noun, Invocation& invocation) {
    Verb<LedgerList> list(invocation, noun, "list", "Lists transactions, newest first",
                          "spacetraders ledger list --good IRON --since 2h");
    list.app()
        ->add_option("--category", list->category, "Only of this category")
        ->transform(CLI::IsMember(
            {"CARGO_TRADE", "REFUEL", "SHIP_PURCHASE", "MANUFACTURING_ARBITRAGE", "JUMP"},
            CLI::ignore_case));
    list.app()
        ->add_option("--type", list->type, "Only of this type")
        ->transform(CLI::IsMember({"OPENING", "PURCHASE_CARGO", "SELL_CARGO", "REFUEL",
                                   "PURCHASE_SHIP", "RECONCILIATION", "JUMP"},
                                  CLI::ignore_case));
    list.app()->add_option("--good", list->good, "Only of this good or ship type");
    list.app()->add_option("--ship", list->ship, "Only of this ship");
    list.app()->add_option("--operation", list->operation, "Only of this operation");
    list.app()->add_option("--pipeline", list->pipeline, "Only of this pipeline");
    add_span(list);
    list.app()
        ->add_option("--limit", list->limit, "The newest so many")
        ->capture_default_str()
        ->check(positive<std::int32_t>());
}

void add_budget(CLI::App& noun, Invocation& invocation) {
    Verb<LedgerBudget> budget(invocation, noun, "budget",
                              "Sets what an operation may have invested: paid and not earned back",
                              "spacetraders ledger budget operation-1-1 250000");
    budget.app()->add_option("OPERATION", budget->operation, "The operation")->required();
    budget.app()
        ->add_option("CREDITS", budget->credits, "The budget (default: no limit any more)")
        ->check(CLI::NonNegativeNumber);
}

std::string span_of(const v1::LedgerReport& report) {
    if (report.since() == 0 && report.until() == 0) return "";
    return fmt::format("{} to {}", report.since() == 0 ? "the first" : point(report.since()),
                       report.until() == 0 ? "now" : point(report.until()));
}

std::string described(const v1::Budget& budget) {
    std::string text = fmt::format("{} of {} invested, {} reserved", credits(budget.invested()),
                                   budget.has_credits() ? credits(budget.credits()) : "any amount",
                                   credits(budget.reserved()));
    if (!budget.blocked().empty()) text += "; " + budget.blocked();
    return text;
}

}  // namespace

void add_ledger(CLI::App& root, Invocation& invocation) {
    CLI::App& noun = add_noun(root, "ledger", "The money", "spacetraders ledger report");
    add_report(noun, invocation);
    add_list(noun, invocation);
    add_budget(noun, invocation);
}

core::Result<void> carry_out(const LedgerReport& command, Session& session) {
    v1::GetLedgerReportRequest request;
    request.set_by(command.by);
    request.set_era(command.era);
    request.set_since(command.since);
    request.set_until(command.until);
    return session.ask(&rpc::Client::get_ledger_report, std::move(request), render);
}

core::Result<void> carry_out(const LedgerList& command, Session& session) {
    v1::ListLedgerRequest request;
    request.set_category(command.category);
    request.set_era(command.era);
    request.set_type(command.type);
    request.set_good(command.good);
    request.set_ship(command.ship);
    request.set_operation(command.operation);
    request.set_pipeline(command.pipeline);
    request.set_since(command.since);
    request.set_until(command.until);
    request.set_limit(command.limit);
    return session.ask(&rpc::Client::list_ledger, std::move(request), render);
}

core::Result<void> carry_out(const LedgerBudget& command, Session& session) {
    v1::SetBudgetRequest request;
    request.set_operation(command.operation);
    if (command.credits) request.set_credits(*command.credits);
    return session.ask(&rpc::Client::set_budget, std::move(request), render);
}

std::string render(const v1::LedgerReport& report) {
    Table table({left("WHAT"), right("REVENUE"), right("COST"), right("NET"), right("REALISED"),
                 right("TRANSACTIONS")});
    for (const v1::LedgerLine& line : report.lines()) {
        table.add({line.key(), credits(line.revenue()), credits(line.cost()), gain(line.net()),
                   gain(line.realised()), credits(line.transactions())});
    }
    Facts facts;
    const std::int64_t difference = report.game_credits() - report.balance();
    if (!span_of(report).empty()) facts.add("Lines from", span_of(report));
    facts.add("Era", report.era());
    facts.add("Opening", credits(report.opening()));
    facts.add("Balance", credits(report.balance()));
    if (report.books_only()) return table.text() + "\n" + facts.text();
    facts.add("Game says",
              fmt::format("{} ({})", credits(report.game_credits()),
                          difference == 0 ? "the books agree" : "differs by " + gain(difference)));
    if (report.open_intents() != 0) {
        facts.add("Unsettled", fmt::format("{} intents", report.open_intents()));
    }
    facts.add("Cargo aboard", "cost " + credits(report.cargo_cost()));
    facts.add("To spend",
              fmt::format("{} above the floor of {}, {} reserved", credits(report.available()),
                          credits(report.floor()), credits(report.reserved())));
    if (!report.blocked().empty()) facts.add("Blocked", report.blocked());
    for (const v1::Budget& budget : report.budgets())
        facts.add("Budget", budget.operation() + ": " + described(budget));
    return table.text() + "\n" + facts.text();
}

std::string render(const v1::ListLedgerResponse& answer) {
    Table table({left("AT"), left("TYPE"), left("CATEGORY"), left("GOOD"), right("UNITS"),
                 right("AMOUNT"), right("REALISED"), right("BALANCE"), left("SHIP"),
                 left("WAYPOINT"), left("TASK")});
    for (const v1::LedgerEntry& entry : answer.entries()) {
        table.add({point(entry.at()), entry.type(), entry.category(), entry.good(),
                   credits(entry.units()), gain(entry.amount()),
                   entry.has_realised() ? gain(entry.realised()) : "",
                   credits(entry.balance_after()), entry.ship(), entry.waypoint(), entry.task()});
    }
    return table.text();
}

std::string render(const v1::Budget& budget) {
    Facts facts;
    facts.add("Operation", budget.operation());
    facts.add("Budget", described(budget));
    return facts.text();
}

}  // namespace argosy::cli
