#include "apps/cli_render.h"

#include <fmt/format.h>

#include "apps/cli_table.h"

namespace argosy::cli {
namespace {

Column left(std::string title) {
    return {std::move(title), Align::kLeft};
}
Column right(std::string title) {
    return {std::move(title), Align::kRight};
}

/// "name:  value" with the values under each other.
class Facts final {
  public:
    void add(std::string_view name, std::string_view value) {
        constexpr std::size_t kWidth = 15;
        text_ +=
            fmt::format("{:<{}}{}\n", fmt::format("{}:", name), kWidth, or_dash(one_line(value)));
    }
    std::string text() const { return text_; }

  private:
    std::string text_;
};

std::string where(const v1::Ship& ship, std::int64_t now) {
    if (ship.arrival() == 0 || now == 0) return ship.waypoint();
    if (ship.arrival() <= now) return ship.waypoint();
    return fmt::format("{} in {}", ship.waypoint(), between(now, ship.arrival()));
}

std::string filled(std::int64_t amount, std::int64_t capacity) {
    return capacity == 0 ? "-" : fmt::format("{}/{}", amount, capacity);
}

std::string number_or_dash(bool known, std::int64_t number) {
    return known ? credits(number) : "-";
}

Table player_table() {
    return Table({right("ID"), left("AGENT"), left("FACTION"), left("HEADQUARTERS"),
                  right("CREDITS"), left("ERA")});
}

void add_player(Table& table, const v1::Player& player) {
    table.add({std::to_string(player.id()), player.agent(), player.faction(), player.headquarters(),
               credits(player.credits()), player.era()});
}

std::string pipelines_of(const v1::ManufacturingStatus& status) {
    Table table({left("PIPELINE"), left("PRODUCT"), left("SELLS AT"), left("STATUS"),
                 right("TASKS"), right("PRICE"), right("COST"), right("REVENUE"), right("AGE")});
    for (const v1::Pipeline& pipeline : status.pipelines()) {
        table.add({pipeline.id(), pipeline.product(), pipeline.sell_market(), pipeline.status(),
                   fmt::format("{}/{}", pipeline.tasks_done(), pipeline.tasks_total()),
                   credits(pipeline.expected_price()), credits(pipeline.cost()),
                   credits(pipeline.revenue()), between(pipeline.created_at(), status.now())});
    }
    return table.text(2);
}

std::string factories_of(const v1::ManufacturingStatus& status) {
    Table table({left("FACTORY"), left("GOOD"), left("PIPELINE"), left("STATUS"), left("SUPPLY")});
    for (const v1::Pipeline& pipeline : status.pipelines()) {
        for (const v1::Factory& factory : pipeline.factories()) {
            table.add({factory.waypoint(), factory.good(), pipeline.id(), factory.status(),
                       factory.supply()});
        }
    }
    return table.text(2);
}

std::string declines_of(const v1::ManufacturingStatus& status) {
    Table table({left("WAITS"), left("REASON"), left("DETAIL"), right("TIMES"), right("LAST")});
    for (const v1::Decline& decline : status.declines()) {
        table.add({decline.subject(), decline.reason(), decline.detail(),
                   std::to_string(decline.times()), between(decline.last_at(), status.now())});
    }
    return table.text(2);
}

std::string tasks_line(const v1::TaskCounts& tasks) {
    return fmt::format("{} pending, {} ready, {} assigned, {} executing", tasks.pending(),
                       tasks.ready(), tasks.assigned(), tasks.executing());
}

std::string fleet_line(const v1::FleetCounts& fleet) {
    return fmt::format("{} ships, {} working, {} scouting, {} idle", fleet.ships(), fleet.working(),
                       fleet.scouting(), fleet.idle());
}

}  // namespace

std::string render(const v1::Player& player) {
    Table table = player_table();
    add_player(table, player);
    return table.text();
}

std::string render(const v1::ListPlayersResponse& answer) {
    Table table = player_table();
    for (const v1::Player& player : answer.players())
        add_player(table, player);
    return table.text();
}

std::string render(const v1::Operation& operation) {
    Facts facts;
    facts.add("Operation", operation.id());
    facts.add("Kind", operation.kind());
    facts.add("Status", operation.status());
    facts.add("Agent", operation.agent());
    if (!operation.note().empty()) facts.add("Note", operation.note());
    if (!operation.error().empty()) facts.add("Error", operation.error());
    return facts.text();
}

std::string render(const v1::ManufacturingStatus& status) {
    Facts facts;
    facts.add("Manufacturing",
              fmt::format("{} ({})", status.operation().status(), status.operation().id()));
    if (!status.operation().error().empty()) facts.add("Error", status.operation().error());
    facts.add("System", status.system());
    facts.add("Running for", between(status.started_at(), status.now()));
    facts.add("Credits", fmt::format("{} (ledger {})", credits(status.credits()),
                                     credits(status.ledger_balance())));
    facts.add("Profit", gain(status.profit()));
    facts.add("Pipelines",
              fmt::format("{} active, {} completed, {} failed", status.pipelines_size(),
                          status.pipelines_completed(), status.pipelines_failed()));
    facts.add("Tasks", fmt::format("{}; {} completed, {} failed", tasks_line(status.tasks()),
                                   status.tasks_completed(), status.tasks_failed()));
    facts.add("Fleet", fmt::format("{}; {} used", fleet_line(status.fleet()),
                                   share(status.utilisation_bp())));
    facts.add("Requests", fmt::format("{} sent, {} refused (429)", credits(status.requests()),
                                      credits(status.requests_429())));
    if (status.stranded_cargo_units() != 0) {
        facts.add("Stranded", fmt::format("{} units of cargo", status.stranded_cargo_units()));
    }
    if (!status.decision_hash().empty()) facts.add("Decisions", status.decision_hash());
    std::string text = facts.text() + "\nPipelines\n" + pipelines_of(status);
    if (status.pipelines_size() > 0) text += "\nFactories\n" + factories_of(status);
    if (status.declines_size() > 0) text += "\nWhat waits, and why\n" + declines_of(status);
    return text;
}

std::string summarize(const v1::ManufacturingStatus& status) {
    return one_line(fmt::format(
        "{}  credits {}  profit {}  pipelines {} active, {} completed, {} failed  tasks {}  "
        "fleet {}",
        or_dash(status.operation().status()), credits(status.credits()), gain(status.profit()),
        status.pipelines_size(), status.pipelines_completed(), status.pipelines_failed(),
        tasks_line(status.tasks()), fleet_line(status.fleet())));
}

std::string render(const v1::ListTasksResponse& answer) {
    Table table({left("TASK"), left("TYPE"), left("STATUS"), left("GOOD"), right("UNITS"),
                 left("FROM"), left("TO"), left("SHIP"), left("PIPELINE"), left("WAITS FOR")});
    for (const v1::Task& task : answer.tasks()) {
        table.add({task.id(), task.type(), task.status(), task.good(),
                   std::to_string(task.quantity()), task.from(), task.to(), task.ship(),
                   task.pipeline(), task.waits_for()});
    }
    return table.text();
}

std::string render(const v1::AnalyzeDemandResponse& answer) {
    Table table({right("#"), left("GOOD"), left("SELLS AT"), right("BID"), left("FACTORY"),
                 right("SOLD"), right("COST OF ALL LEGS"), right("PROFIT"), left("VERDICT")});
    int rank = 0;
    for (const v1::Opportunity& found : answer.opportunities()) {
        table.add({std::to_string(++rank), found.good(), found.sell_market(), credits(found.bid()),
                   found.factory(), credits(found.forecast_units()), credits(found.forecast_cost()),
                   gain(found.forecast_profit()), found.verdict()});
    }
    if (rank == 0) {
        return "(none: no product is wanted that is not being made already, or its markets have "
               "not been seen yet)\n";
    }
    return table.text();
}

std::string render(const v1::ListShipsResponse& answer) {
    Table table({left("SHIP"), left("ROLE"), left("STATUS"), left("WHERE"), right("FUEL"),
                 right("CARGO"), left("DOING")});
    for (const v1::Ship& ship : answer.ships()) {
        table.add({ship.symbol(), ship.role(), ship.status(), where(ship, answer.now()),
                   filled(ship.fuel(), ship.fuel_capacity()),
                   filled(ship.cargo_units(), ship.cargo_capacity()), ship.doing()});
    }
    return table.text();
}

std::string render(const v1::PurchaseShipResponse& answer) {
    Facts facts;
    facts.add("Ship", answer.ship().symbol());
    facts.add("At", answer.ship().waypoint());
    facts.add("Price", credits(answer.price()));
    facts.add("Credits left", credits(answer.balance_after()));
    return facts.text();
}

std::string render(const v1::Market& market) {
    Table table({left("GOOD"), left("TYPE"), left("SUPPLY"), left("ACTIVITY"), right("VOLUME"),
                 right("WE PAY"), right("WE GET"), right("MARGIN"), right("STOCK"), right("AGE")});
    for (const v1::MarketGood& good : market.goods()) {
        table.add({good.good(), good.type(), good.supply(), good.activity(),
                   std::to_string(good.volume()), credits(good.ask()), credits(good.bid()),
                   number_or_dash(good.has_margin(), good.margin()),
                   number_or_dash(good.has_stock(), good.stock()),
                   between(good.looked_at(), market.now())});
    }
    return "Market " + one_line(market.waypoint()) + "\n" + table.text();
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

std::string render(const v1::ListOperationsResponse& answer) {
    Table table({left("OPERATION"), left("KIND"), left("STATUS"), left("AGENT"), right("AGE"),
                 left("NOTE")});
    for (const v1::Operation& operation : answer.operations()) {
        table.add({operation.id(), operation.kind(), operation.status(), operation.agent(),
                   between(operation.created_at(), answer.now()),
                   operation.error().empty() ? operation.note() : operation.error()});
    }
    return table.text();
}

std::string render(const v1::GetOperationLogsResponse& answer) {
    std::string text;
    for (const v1::LogLine& line : answer.lines()) {
        text += fmt::format("{}  {:<7}  {}\n", point(line.at()), line.level(),
                            one_line(line.message()));
    }
    return text.empty() ? "(none)\n" : text;
}

std::string render(const v1::Health& health) {
    Facts facts;
    facts.add("Daemon", health.version());
    facts.add("Running for", between(health.started_at(), health.now()));
    facts.add("Game", fmt::format("{} {}", health.game_url(), health.game_version()));
    facts.add("Reset date", health.reset_date());
    facts.add("Time", fmt::format("{} (x{:g})", point(health.now()), health.time_factor()));
    facts.add("Database", health.database());
    facts.add("Players", std::to_string(health.players()));
    facts.add("Operations", fmt::format("{} running", health.operations_running()));
    facts.add("Refused (429)", credits(health.requests_429()));
    Table requests({left("REQUESTS"), right("SENT"), right("MEAN WAIT")});
    for (const v1::RequestCount& count : health.requests()) {
        const std::int64_t mean = count.sent() == 0 ? 0 : count.waited_ms() / count.sent();
        requests.add({count.priority(), credits(count.sent()), fmt::format("{} ms", mean)});
    }
    return facts.text() + "\n" + requests.text();
}

}  // namespace argosy::cli
