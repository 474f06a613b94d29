#include "apps/cli_arguments.h"

#include <algorithm>
#include <array>
#include <utility>

#include "apps/cli_arbitrage.h"
#include "apps/cli_doctor.h"
#include "apps/cli_goods.h"
#include "apps/cli_health.h"
#include "apps/cli_ledger.h"
#include "apps/cli_manufacturing.h"
#include "apps/cli_market.h"
#include "apps/cli_noun.h"
#include "apps/cli_operation.h"
#include "apps/cli_player.h"
#include "apps/cli_scout.h"
#include "apps/cli_ship.h"
#include "apps/usage.h"
#include "rpc/socket_path.h"

namespace argosy::cli {
namespace {

const std::string kHelpText =
    "Flies a SpaceTraders fleet as one manufacturing business: the command line of the daemon.";
const std::string kFooter =
    "Exit codes: 0 ok, 1 failed, 2 usage, 3 not found, 4 configuration, 5 daemon unreachable, "
    "6 timed out.\n\nExample:\n  spacetraders manufacturing start --max-workers 5 --watch";

// In the order of the help.
constexpr std::array kNouns = {add_player,    add_manufacturing, add_analyze, add_goods,
                               add_arbitrage, add_scout,         add_ship,    add_market,
                               add_ledger,    add_operation,     add_health,  add_doctor};

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
    for (const auto& add : kNouns)
        add(root, invocation);

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
