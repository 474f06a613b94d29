#include "apps/cli_manufacturing.h"

#include <fmt/format.h>

#include "apps/cli_noun.h"
#include "apps/cli_operation.h"
#include "apps/cli_session.h"
#include "apps/cli_table.h"
#include "apps/cli_watch.h"

namespace argosy::cli {
namespace {

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
    return fmt::format("{} ships, {} working, {} scouting, {} idle, {} by hand", fleet.ships(),
                       fleet.working(), fleet.scouting(), fleet.idle(), fleet.manual());
}

}  // namespace

void add_manufacturing(CLI::App& root, Invocation& invocation) {
    CLI::App& noun = add_noun(root, "manufacturing", "The manufacturing business of a system",
                              "spacetraders manufacturing status");
    Verb<ManufacturingStart> start(
        invocation, noun, "start", "Starts manufacturing, or says that it runs already",
        "spacetraders manufacturing start --system X1-AD75 --max-workers 5 --watch");
    start.app()->add_option("--system", start->system, "System (default: the headquarters')");
    start.app()
        ->add_option("--max-workers", start->max_workers, "Ships that may work at once")
        ->check(positive<std::int32_t>());
    start.app()
        ->add_option("--max-pipelines", start->max_pipelines, "Products made at once")
        ->check(positive<std::int32_t>());
    start.app()
        ->add_option("--min-price", start->min_price, "Least price of a product, in credits")
        ->check(positive<std::int64_t>());
    start.app()
        ->add_option("--profitability", start->profitability,
                     "gate: hauls that do not clear wait; advisory: they are only logged")
        ->check(CLI::IsMember({"gate", "advisory"}));
    start.app()->add_flag("--parallel")->description("Every ship works at once (always so)");
    auto* dry = start.app()->add_flag("--dry-run", start->dry_run, "Says what would start");
    start.app()
        ->add_flag("--watch", start->watch, "Shows the status each second until it ends")
        ->excludes(dry);

    Verb<ManufacturingShow> status(invocation, noun, "status",
                                   "Shows pipelines, tasks, fleet and profit, and why things wait",
                                   "spacetraders manufacturing status --watch");
    status.app()->add_flag("--watch", status->watch, "Shows it each second until Ctrl-C");

    Verb<ManufacturingTasks> tasks(invocation, noun, "tasks", "Lists the tasks of active pipelines",
                                   "spacetraders manufacturing tasks --status EXECUTING");
    tasks.app()
        ->add_option("--status", tasks->status, "Only tasks in this state")
        ->transform(CLI::IsMember(
            {"PENDING", "READY", "ASSIGNED", "EXECUTING", "COMPLETED", "FAILED", "CANCELLED"},
            CLI::ignore_case));

    Verb<ManufacturingStop>(invocation, noun, "stop",
                            "Stops manufacturing; ships finish the cargo they carry",
                            "spacetraders manufacturing stop");
}

void add_analyze(CLI::App& root, Invocation& invocation) {
    CLI::App& noun = add_noun(root, "analyze", "What could be done, without doing it",
                              "spacetraders analyze demand");
    Verb<AnalyzeDemand> demand(invocation, noun, "demand",
                               "Lists goods in demand with the forecast of making them",
                               "spacetraders analyze demand --system X1-AD75 --top 5");
    demand.app()->add_option("--system", demand->system, "System (default: the headquarters')");
    demand.app()
        ->add_option("--top", demand->top, "How many")
        ->capture_default_str()
        ->check(positive<std::int32_t>());
}

core::Result<void> carry_out(const ManufacturingStart& command, Session& session) {
    v1::StartManufacturingRequest request;
    request.set_system(command.system);
    request.set_max_workers(command.max_workers);
    request.set_max_pipelines(command.max_pipelines);
    request.set_min_price(command.min_price);
    request.set_profitability(command.profitability);
    request.set_dry_run(command.dry_run);
    ARGOSY_TRY(const v1::Operation started,
               session.call(&rpc::Client::start_manufacturing, std::move(request)));
    if (command.watch) return watch_manufacturing(session);
    session.show(started, render);
    return {};
}

core::Result<void> carry_out(const ManufacturingShow& command, Session& session) {
    if (command.watch) return watch_manufacturing(session);
    return session.ask(&rpc::Client::get_manufacturing, {}, render);
}

core::Result<void> carry_out(const ManufacturingTasks& command, Session& session) {
    v1::ListTasksRequest request;
    request.set_status(command.status);
    return session.ask(&rpc::Client::list_tasks, std::move(request), render);
}

core::Result<void> carry_out(const ManufacturingStop&, Session& session) {
    return session.ask(&rpc::Client::stop_manufacturing, {}, render);
}

core::Result<void> carry_out(const AnalyzeDemand& command, Session& session) {
    v1::AnalyzeDemandRequest request;
    request.set_system(command.system);
    request.set_top(command.top);
    return session.ask(&rpc::Client::analyze_demand, std::move(request), render);
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
    if (status.shared_hauls() != 0) {
        facts.add("Shared", fmt::format("{} units in {} hauls; {} hauls saved",
                                        credits(status.shared_units()), status.shared_hauls(),
                                        status.hauls_saved()));
    }
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

}  // namespace argosy::cli
