#include "apps/cli_manufacturing.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "apps/cli_noun.h"
#include "apps/cli_operation.h"
#include "apps/cli_session.h"
#include "apps/cli_table.h"
#include "apps/cli_task_graph.h"
#include "apps/cli_watch.h"

namespace argosy::cli {
namespace {

const std::string kNoOpportunity =
    "(none: no product is wanted that is not being made already, or its markets have not been "
    "seen yet)\n";

std::string pipelines_of(const v1::ManufacturingStatus& status) {
    Table table({left("PIPELINE"), left("PRODUCT"), left("SELLS AT"), left("STATUS"),
                 right("TASKS"), right("PRICE"), right("COST"), right("REVENUE"), right("FORECAST"),
                 left("CONFIDENCE"), right("AGE")});
    for (const v1::Pipeline& pipeline : status.pipelines()) {
        table.add({pipeline.id(), pipeline.product(), pipeline.sell_market(), pipeline.status(),
                   fmt::format("{}/{}", pipeline.tasks_done(), pipeline.tasks_total()),
                   credits(pipeline.expected_price()), credits(pipeline.cost()),
                   credits(pipeline.revenue()), gain(pipeline.forecast_profit()),
                   or_dash(pipeline.confidence()), between(pipeline.created_at(), status.now())});
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

std::string opportunities_of(const v1::ManufacturingStatus& status) {
    std::string text;
    int rank = 0;
    for (const v1::Opportunity& found : status.opportunities()) {
        text += fmt::format("  {}. {} @ {} - {} credits/unit (depth: {}) {}\n", ++rank,
                            found.good(), found.sell_market(), credits(found.bid()), found.depth(),
                            one_line(found.verdict()));
    }
    return text.empty() ? "  (none)\n" : text;
}

std::string completions_of(const v1::ManufacturingStatus& status) {
    std::string text;
    for (const v1::Completion& completion : status.completions()) {
        text += fmt::format("  - {}: {} credits profit ({} ago); forecast {}, both before fuel\n",
                            completion.product(), gain(completion.profit()),
                            between(completion.completed_at(), status.now()),
                            gain(completion.forecast_profit()));
    }
    return text.empty() ? "  (none)\n" : text;
}

/// One opportunity with the arithmetic of each leg.
std::string pipeline_of(const v1::PreviewedPipeline& pipeline, int rank) {
    const v1::Opportunity& found = pipeline.opportunity();
    std::string text = fmt::format(
        "{}. {} @ {} - {} credits/unit (depth: {}): {} for all legs, {} back, {} profit\n", rank,
        found.good(), found.sell_market(), credits(found.bid()), found.depth(),
        credits(found.forecast_cost()), credits(found.forecast_revenue()),
        gain(found.forecast_profit()));
    if (!pipeline.starts()) text += fmt::format("   {}\n", one_line(pipeline.reason()));
    Table table({left("LEG"), left("GOOD"), left("FROM"), left("TO"), right("UNITS"), right("COST"),
                 right("BRINGS"), right("PROFIT"), left("VERDICT")});
    for (const v1::PreviewedLeg& leg : pipeline.legs()) {
        table.add({fmt::format("{} -> {}", leg.load(), leg.unload()), leg.good(), leg.from(),
                   leg.to(), credits(leg.units()), credits(leg.cost()), credits(leg.revenue()),
                   gain(leg.revenue() - leg.cost()), leg.verdict()});
    }
    return text + table.text(3);
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
    auto* mode =
        start.app()
            ->add_option("--mode", start->mode,
                         "parallel: every ship works; serial: one ship, one product at a time, "
                         "waiting at each factory")
            ->check(CLI::IsMember({"parallel", "serial"}));
    start.app()
        ->add_flag_callback(
            "--parallel", [&command = *start.operator->()] { command.mode = "parallel"; },
            "The same as --mode parallel")
        ->excludes(mode);
    start.app()
        ->add_option(
            "--strategy", start->strategy,
            "Inputs are bought where plentiful (smart), bought first, fabricated first, or "
            "whichever costs less (profit)")
        ->check(CLI::IsMember({"smart", "buy", "fabricate", "profit"}));
    start.app()
        ->add_option("--rank", start->rank,
                     "What goes first: what is forecast to earn most (value), most for each credit "
                     "spent (return), or the dearest product (price)")
        ->check(CLI::IsMember({"value", "return", "price"}));
    start.app()
        ->add_option("--profitability", start->profitability,
                     "gate: hauls that do not clear wait; advisory: they are only logged")
        ->check(CLI::IsMember({"gate", "advisory"}));
    auto* dry = start.app()->add_flag("--dry-run", start->dry_run,
                                      "Only says what would start and what not, leg by leg");
    start.app()
        ->add_flag("--watch", start->watch, "Shows the status each second until it ends")
        ->excludes(dry);

    Verb<ManufacturingShow> status(invocation, noun, "status",
                                   "Shows pipelines, tasks, fleet and profit, and why things wait",
                                   "spacetraders manufacturing status --watch");
    status.app()->add_flag("--watch", status->watch, "Shows it each second until Ctrl-C");

    Verb<ManufacturingTasks> tasks(
        invocation, noun, "tasks",
        "Shows the tasks of active pipelines, what each waits for, and on which others",
        "spacetraders manufacturing tasks --format mermaid");
    tasks.app()
        ->add_option("--format", tasks->format,
                     "A tree, a table, or a graph for Graphviz (dot) or for Markdown (mermaid)")
        ->capture_default_str()
        ->check(CLI::IsMember({"tree", "table", "dot", "mermaid"}));
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
    request.set_mode(command.mode);
    request.set_strategy(command.strategy);
    request.set_rank(command.rank);
    request.set_profitability(command.profitability);
    if (command.dry_run) {
        return session.ask(&rpc::Client::preview_manufacturing, std::move(request), render);
    }
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
    return session.ask(&rpc::Client::list_tasks, std::move(request), task_graph(command.format));
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
    facts.add("Mode", or_dash(status.mode()));
    facts.add("Running for", between(status.started_at(), status.now()));
    facts.add("Active Workers",
              fmt::format("{}/{}", status.active_workers(), status.max_workers()));
    facts.add("Ships Assigned",
              or_dash(fmt::format("{}", fmt::join(status.ships_assigned(), ", "))));
    facts.add("Credits", fmt::format("{} (ledger {})", credits(status.credits()),
                                     credits(status.ledger_balance())));
    facts.add("Pipelines", fmt::format("{} active, {} completed, {} failed, {} cancelled",
                                       status.pipelines_size(), status.pipelines_completed(),
                                       status.pipelines_failed(), status.pipelines_cancelled()));
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
    std::string text = facts.text();
    text += "\nDiscovered Opportunities\n" + opportunities_of(status);
    text += "\nRecent Completions\n" + completions_of(status);
    text += fmt::format("\nTotal Profit (session): {} credits\n", credits(status.profit()));
    text += "\nPipelines (credits before fuel)\n" + pipelines_of(status);
    if (status.pipelines_size() > 0) text += "\nFactories\n" + factories_of(status);
    if (status.declines_size() > 0) text += "\nWhat waits, and why\n" + declines_of(status);
    return text;
}

std::string summarize(const v1::ManufacturingStatus& status) {
    return one_line(fmt::format(
        "{}  credits {}  profit {}  pipelines {} active, {} completed, {} failed, {} cancelled  "
        "tasks {}  fleet {}",
        or_dash(status.operation().status()), credits(status.credits()), gain(status.profit()),
        status.pipelines_size(), status.pipelines_completed(), status.pipelines_failed(),
        status.pipelines_cancelled(), tasks_line(status.tasks()), fleet_line(status.fleet())));
}

std::string render(const v1::ManufacturingPreview& preview) {
    std::string text = fmt::format(
        "Nothing was started. With what is known now, `manufacturing start` in {} ({}, {}, rank "
        "{}, {}{}):\n",
        preview.system(), preview.mode(), preview.strategy(), preview.rank(),
        preview.profitability(),
        preview.max_pipelines() == 0 ? ""
                                     : fmt::format(", max_pipelines {}", preview.max_pipelines()));
    std::string refused;
    int rank = 0;
    for (const v1::PreviewedPipeline& pipeline : preview.pipelines()) {
        (pipeline.starts() ? text : refused) += '\n' + pipeline_of(pipeline, ++rank);
    }
    if (preview.pipelines_size() == 0) return text + "\n" + kNoOpportunity;
    if (!refused.empty()) text += "\nNot started:\n" + refused;
    return text + "\nEach leg is priced up to where it stops paying; fuel comes on top.\n";
}

std::string render(const v1::AnalyzeDemandResponse& answer) {
    if (answer.opportunities_size() == 0) return kNoOpportunity;
    const std::string title = fmt::format("High-Demand Manufacturables in {}", answer.system());
    std::string text = fmt::format("{}\n{}\n", title, std::string(title.size(), '='));
    int rank = 0;
    for (const v1::Opportunity& found : answer.opportunities()) {
        text += fmt::format(
            "\n{}. {}\n   Import Market: {}\n   Purchase Price: {} credits/unit\n"
            "   Dependency Depth: {} {}\n   Required Inputs: {}\n   Factory: {}\n"
            "   Forecast: {} units sold, {} credits for all legs, {} back, {} profit\n"
            "   Verdict: {}\n",
            ++rank, found.good(), found.sell_market(), credits(found.bid()), found.depth(),
            found.depth() == 1 ? "level" : "levels", fmt::join(found.inputs(), ", "),
            found.factory(), credits(found.forecast_units()), credits(found.forecast_cost()),
            credits(found.forecast_revenue()), gain(found.forecast_profit()),
            one_line(found.verdict()));
    }
    return text;
}

}  // namespace argosy::cli
