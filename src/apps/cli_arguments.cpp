#include "apps/cli_arguments.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <map>
#include <memory>
#include <utility>

#include "apps/usage.h"
#include "rpc/socket_path.h"

namespace argosy::cli {
namespace {

using Noun = CLI::App*;

const std::string kHelpText =
    "Flies a SpaceTraders fleet as one manufacturing business: the command line of the daemon.";
const std::string kGlobals =
    "Every command takes --output, --agent, --socket and --timeout: see spacetraders --help.";
const std::string kFooter =
    "Exit codes: 0 ok, 1 failed, 2 usage, 3 not found, 4 configuration, 5 daemon unreachable, "
    "6 timed out.\n\nExample:\n  spacetraders manufacturing start --max-workers 5 --watch";

/// Adds a verb whose options fill one command; the command counts once the verb was named.
template <class Filled>
class Verb {
  public:
    Verb(Invocation& invocation, CLI::App& noun, const std::string& name,
         const std::string& description, const std::string& example)
        : filled_(std::make_shared<Filled>()), app_(noun.add_subcommand(name, description)) {
        app_->footer(kGlobals + "\n\nExample:\n  " + example);
        app_->callback([&invocation, filled = filled_] { invocation.command = *filled; });
    }

    Filled& operator*() { return *filled_; }
    Filled* operator->() { return filled_.get(); }
    CLI::App* app() { return app_; }

  private:
    std::shared_ptr<Filled> filled_;
    CLI::App* app_;
};

Noun add_noun(CLI::App& root, const std::string& name, const std::string& description,
              const std::string& example) {
    Noun noun = root.add_subcommand(name, description);
    noun->require_subcommand(1);
    noun->footer(kGlobals + "\n\nExample:\n  " + example);
    return noun;
}

/// Whole numbers from 1. CLI11's own ranges print their bounds, which here mean nothing.
template <class Number>
CLI::Validator positive() {
    return CLI::Validator(
        [](const std::string& text) -> std::string {
            Number number = 0;
            if (CLI::detail::lexical_cast(text, number) && number > 0) return "";
            return "was " + text + ", expected a whole number from 1";
        },
        "");
}

void add_player(CLI::App& root, Invocation& invocation) {
    Noun noun = add_noun(root, "player", "Agents and their tokens", "spacetraders player list");
    Verb<PlayerRegister> reg(
        invocation, *noun, "register",
        "Registers a new agent, or imports an existing one.\n"
        "An account token registers a new agent (with --faction), an agent token imports one.\n"
        "Tokens come from $SPACETRADERS_ACCOUNT_TOKEN, $SPACETRADERS_AGENT_TOKEN or a file of\n"
        "mode 0600, never from the arguments, which every user of the machine can read.",
        "spacetraders player register ARGOSY --faction COSMIC --token-file ~/.spacetraders-token");
    reg.app()->add_option("AGENT", reg->agent, "The agent's name")->required();
    reg.app()->add_option("--faction", reg->faction, "The faction a new agent starts with");
    auto* account = reg.app()->add_option("--token-file", reg->account_token_file,
                                          "File with the account's token, mode 0600");
    reg.app()
        ->add_option("--agent-token-file", reg->agent_token_file,
                     "File with an existing agent's token, mode 0600")
        ->excludes(account);
    Verb<PlayerList>(invocation, *noun, "list", "Lists the players this daemon knows",
                     "spacetraders player list --output json");
}

void add_manufacturing(CLI::App& root, Invocation& invocation) {
    Noun noun = add_noun(root, "manufacturing", "The manufacturing business of a system",
                         "spacetraders manufacturing status");
    Verb<ManufacturingStart> start(
        invocation, *noun, "start", "Starts manufacturing, or says that it runs already",
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

    Verb<ManufacturingShow> status(invocation, *noun, "status",
                                   "Shows pipelines, tasks, fleet and profit, and why things wait",
                                   "spacetraders manufacturing status --watch");
    status.app()->add_flag("--watch", status->watch, "Shows it each second until Ctrl-C");

    Verb<ManufacturingTasks> tasks(invocation, *noun, "tasks",
                                   "Lists the tasks of active pipelines",
                                   "spacetraders manufacturing tasks --status EXECUTING");
    tasks.app()
        ->add_option("--status", tasks->status, "Only tasks in this state")
        ->transform(CLI::IsMember(
            {"PENDING", "READY", "ASSIGNED", "EXECUTING", "COMPLETED", "FAILED", "CANCELLED"},
            CLI::ignore_case));

    Verb<ManufacturingStop>(invocation, *noun, "stop",
                            "Stops manufacturing; ships finish the cargo they carry",
                            "spacetraders manufacturing stop");
}

void add_analyze(CLI::App& root, Invocation& invocation) {
    Noun noun = add_noun(root, "analyze", "What could be done, without doing it",
                         "spacetraders analyze demand");
    Verb<AnalyzeDemand> demand(invocation, *noun, "demand",
                               "Lists goods in demand with the forecast of making them",
                               "spacetraders analyze demand --system X1-AD75 --top 5");
    demand.app()->add_option("--system", demand->system, "System (default: the headquarters')");
    demand.app()
        ->add_option("--top", demand->top, "How many")
        ->capture_default_str()
        ->check(positive<std::int32_t>());
}

void add_fleet_and_markets(CLI::App& root, Invocation& invocation) {
    Noun ship = add_noun(root, "ship", "The fleet", "spacetraders ship list");
    Verb<ShipList>(invocation, *ship, "list", "Lists ships, where they are and what they do",
                   "spacetraders ship list --agent ARGOSY");
    Verb<ShipPurchase> purchase(invocation, *ship, "purchase", "Buys a ship",
                                "spacetraders ship purchase SHIP_LIGHT_HAULER --at X1-AD75-A2");
    purchase.app()->add_option("TYPE", purchase->type, "Ship type")->required();
    purchase.app()->add_option("--at", purchase->shipyard,
                               "Shipyard (default: the soonest to visit in the home system)");

    Noun market =
        add_noun(root, "market", "What is known of markets", "spacetraders market show X1-AD75-A1");
    Verb<MarketShow> show(invocation, *market, "show",
                          "Shows the last look at a market and its age",
                          "spacetraders market show X1-AD75-A1");
    show.app()->add_option("WAYPOINT", show->waypoint, "The market's waypoint")->required();
    show.app()->add_option("--good", show->good, "Only this good");
}

void add_ledger(CLI::App& root, Invocation& invocation) {
    Noun noun = add_noun(root, "ledger", "The money", "spacetraders ledger report");
    Verb<LedgerReport> report(invocation, *noun, "report",
                              "Shows revenue and cost, and whether books and game agree",
                              "spacetraders ledger report --by good");
    report.app()
        ->add_option("--by", report->by, "What the lines stand for")
        ->capture_default_str()
        ->check(CLI::IsMember({"category", "good", "ship", "pipeline", "operation", "day"}));
}

void add_operations(CLI::App& root, Invocation& invocation) {
    Noun noun =
        add_noun(root, "operation", "Long-running operations", "spacetraders operation list");
    noun->alias("container");
    Verb<OperationList>(invocation, *noun, "list", "Lists operations",
                        "spacetraders operation list");
    Verb<OperationLogs> logs(invocation, *noun, "logs", "Shows what an operation logged",
                             "spacetraders operation logs operation-1-1 --limit 20");
    logs.app()->add_option("ID", logs->id, "The operation")->required();
    logs.app()
        ->add_option("--limit", logs->limit, "The latest lines only")
        ->capture_default_str()
        ->check(positive<std::int32_t>());
    Verb<OperationStop> stop(invocation, *noun, "stop", "Stops an operation",
                             "spacetraders operation stop operation-1-1");
    stop.app()->add_option("ID", stop->id, "The operation")->required();
}

void add_globals(CLI::App& root, Invocation& invocation) {
    root.add_option_function<std::string>(
            "--output",
            [&invocation](const std::string& format) {
                invocation.output = format == "json" ? OutputFormat::kJson : OutputFormat::kTable;
            },
            "For people, or one JSON object on stdout (table)")
        ->check(CLI::IsMember({"table", "json"}));
    root.add_option("--player,--agent", invocation.player,
                    "Agent to act for: its name or the player's number");
    root.add_option("--socket", invocation.socket, "The daemon's socket ($ARGOSY_SOCKET)")
        ->capture_default_str();
    root.add_option_function<std::int32_t>(
            "--timeout",
            [&invocation](std::int32_t seconds) {
                invocation.timeout = std::chrono::seconds(seconds);
            },
            "Seconds to wait for each answer (60)")
        ->check(positive<std::int32_t>());
}

/// Returns the words that were understood as commands, for the advice in an error.
std::string words_of(const CLI::App& root) {
    std::string words = "spacetraders";
    const CLI::App* app = &root;
    while (!app->get_subcommands().empty()) {
        app = app->get_subcommands().front();
        words += ' ' + app->get_name();
    }
    return words;
}

EarlyExit usage_error(const CLI::App& root, const CLI::ParseError& error) {
    // CLI11 reports the missing verb even where an unknown one was given.
    const std::vector<std::string> unknown = root.remaining(true);
    const bool no_verb = dynamic_cast<const CLI::RequiredError*>(&error) != nullptr;
    std::string what = no_verb && !unknown.empty() ? "unknown command " + unknown.front()
                                                   : std::string(error.what());
    return EarlyExit{ExitCode::kUsage,
                     apps::usage_line("spacetraders", std::move(what), words_of(root))};
}

}  // namespace

std::variant<Invocation, EarlyExit> parse_arguments(std::vector<std::string> arguments) {
    Invocation invocation;
    invocation.socket = rpc::default_socket_path();

    CLI::App root(kHelpText, "spacetraders");
    root.footer(kFooter);
    root.require_subcommand(1);
    root.fallthrough();  // Global options are understood before and after the verb.
    root.set_version_flag("--version", ARGOSY_VERSION);
    add_globals(root, invocation);
    add_player(root, invocation);
    add_manufacturing(root, invocation);
    add_analyze(root, invocation);
    add_fleet_and_markets(root, invocation);
    add_ledger(root, invocation);
    add_operations(root, invocation);
    Verb<Health>(invocation, root, "health", "Shows the daemon's and the game's state",
                 "spacetraders health");
    Verb<Version>(invocation, root, "version", "Shows this program's version",
                  "spacetraders version");

    std::reverse(arguments.begin(), arguments.end());  // As CLI11 takes them.
    try {
        root.parse(std::move(arguments));
    } catch (const CLI::CallForHelp&) {
        return EarlyExit{ExitCode::kOk, root.help()};
    } catch (const CLI::CallForVersion&) {
        return EarlyExit{ExitCode::kOk, ARGOSY_VERSION "\n"};
    } catch (const CLI::ParseError& error) {
        return usage_error(root, error);
    }
    return invocation;
}

}  // namespace argosy::cli
