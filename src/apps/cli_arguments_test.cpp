#include "apps/cli_arguments.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "apps/cli_goods.h"
#include "apps/cli_manufacturing.h"
#include "apps/cli_operation.h"
#include "apps/cli_ship.h"

namespace argosy::cli {
namespace {

std::vector<std::string> words(const std::string& line) {
    std::istringstream stream(line);
    std::vector<std::string> found;
    for (std::string word; stream >> word;)
        found.push_back(word);
    return found;
}

Invocation parsed(const std::string& line) {
    auto outcome = parse_arguments(words(line));
    if (const auto* early = std::get_if<EarlyExit>(&outcome)) {
        ADD_FAILURE() << line << ": " << early->text;
        return {};
    }
    return std::get<Invocation>(outcome);
}

EarlyExit refused(const std::string& line) {
    auto outcome = parse_arguments(words(line));
    if (std::holds_alternative<Invocation>(outcome)) {
        ADD_FAILURE() << line << " was understood";
        return {};
    }
    return std::get<EarlyExit>(outcome);
}

/// Returns the words that a help lists as its subcommands.
std::vector<std::string> subcommands_of(const std::string& words_before) {
    const std::string help = refused(words_before + " --help").text;
    std::istringstream lines(help);
    std::vector<std::string> found;
    bool listing = false;
    for (std::string line; std::getline(lines, line);) {
        const bool is_entry = line.starts_with("  ") && line.size() > 2 && line[2] != ' ';
        if (listing && is_entry) found.push_back(line.substr(2, line.find_first_of(" ,", 2) - 2));
        if (line == "Subcommands:") listing = true;
        if (listing && line.empty()) break;
    }
    return found;
}

/// Returns every command there is: "ship list", "health".
std::vector<std::string> all_commands() {
    std::vector<std::string> commands;
    for (const std::string& noun : subcommands_of("")) {
        const std::vector<std::string> verbs = subcommands_of(noun);
        if (verbs.empty()) commands.push_back(noun);
        for (const std::string& verb : verbs)
            commands.push_back(noun + " " + verb);
    }
    return commands;
}

/// Returns the options that a text names: "--wait".
std::set<std::string> options_in(const std::string& text) {
    static const std::regex option("--[a-z][a-z-]*");
    return {std::sregex_token_iterator(text.begin(), text.end(), option), {}};
}

/// Returns what stands in backticks in the first column of the reference's table of commands.
std::vector<std::string> documented_commands(const std::string& page) {
    std::istringstream lines(page.substr(page.find("## Commands")));
    std::vector<std::string> found;
    for (std::string line; std::getline(lines, line) && line != "## Options of every command";) {
        if (!line.starts_with("| `")) continue;
        const std::string cell = line.substr(0, line.find(" | ", 1));
        for (std::size_t at = cell.find('`'); at != std::string::npos;) {
            const std::size_t end = cell.find('`', at + 1);
            found.push_back(cell.substr(at + 1, end - at - 1));
            at = cell.find('`', end + 1);
        }
    }
    return found;
}

std::string reference() {
    std::ostringstream page;
    page << std::ifstream(ARGOSY_SOURCE_DIR "/docs/reference/cli.md").rdbuf();
    return page.str();
}

TEST(Arguments, FillTheCommandOfTheVerb) {
    const Invocation invocation = parsed(
        "manufacturing start --system X1-AD75 --max-workers 5 --max-pipelines 3 --min-price 1000 "
        "--profitability advisory --mode serial --strategy fabricate --rank price --dry-run");
    const auto& start = *invocation.command.as<ManufacturingStart>();
    EXPECT_EQ(start.system, "X1-AD75");
    EXPECT_EQ(start.max_workers, 5);
    EXPECT_EQ(start.max_pipelines, 3);
    EXPECT_EQ(start.min_price, 1000);
    EXPECT_EQ(start.profitability, "advisory");
    EXPECT_EQ(start.mode, "serial");
    EXPECT_EQ(start.strategy, "fabricate");
    EXPECT_EQ(start.rank, "price");
    EXPECT_TRUE(start.dry_run);
    EXPECT_FALSE(start.watch);
}

TEST(Arguments, LeaveWhatIsNotNamedToTheDaemon) {
    const auto start = *parsed("manufacturing start").command.as<ManufacturingStart>();
    EXPECT_EQ(start.system, "");
    EXPECT_EQ(start.max_workers, 0);
    EXPECT_EQ(start.mode + start.strategy + start.rank + start.profitability, "");
}

TEST(Arguments, KnowTheParallelModeByItsOlderNameToo) {
    EXPECT_EQ(parsed("manufacturing start --parallel").command.as<ManufacturingStart>()->mode,
              "parallel");
}

TEST(Arguments, ShowTasksAsATreeUnlessToldOtherwise) {
    EXPECT_EQ(parsed("manufacturing tasks").command.as<ManufacturingTasks>()->format, "tree");
    EXPECT_EQ(parsed("manufacturing tasks --format dot").command.as<ManufacturingTasks>()->format,
              "dot");
}

TEST(Arguments, TakeGlobalOptionsBeforeAndAfterTheVerb) {
    for (const char* line : {"--output json --agent ARGOSY --socket /s --timeout 7 ship list",
                             "ship --output json list --agent ARGOSY --socket /s --timeout 7",
                             "ship list --output json --player ARGOSY --socket /s --timeout 7"}) {
        const Invocation invocation = parsed(line);
        EXPECT_NE(invocation.command.as<ShipList>(), nullptr) << line;
        EXPECT_EQ(invocation.output, OutputFormat::kJson) << line;
        EXPECT_EQ(invocation.player, "ARGOSY") << line;
        EXPECT_EQ(invocation.socket, "/s") << line;
        EXPECT_EQ(invocation.timeout, std::chrono::seconds(7)) << line;
    }
    EXPECT_EQ(parsed("ship list").output, OutputFormat::kTable);
}

TEST(Arguments, KnowOperationsAsContainersToo) {
    const auto logs = *parsed("container logs op-1-1 --limit 5").command.as<OperationLogs>();
    EXPECT_EQ(logs.id, "op-1-1");
    EXPECT_EQ(logs.limit, 5);
    EXPECT_NE(parsed("container list").command.as<OperationList>(), nullptr);
}

TEST(Arguments, TakeTheLinesOfALogThatAreWanted) {
    const auto logs = *parsed("operation logs op-1-1 --level warning --since 2h --oldest")
                           .command.as<OperationLogs>();
    EXPECT_EQ(logs.level, "warning");
    EXPECT_EQ(logs.since_ms, 7'200'000);
    EXPECT_TRUE(logs.oldest);
    for (const std::string wrong :
         {"--since 2", "--since h", "--since 0m", "--level loud", "--oldest --follow"}) {
        EXPECT_EQ(refused("operation logs op-1-1 " + wrong).code, ExitCode::kUsage) << wrong;
    }
}

TEST(Arguments, TellOneOrderFromAnother) {
    const auto dock = *parsed("ship dock ARGOSY-1").command.as<ShipCommand>();
    EXPECT_EQ(dock.ship, "ARGOSY-1");
    EXPECT_EQ(dock.order, v1::ShipOrder::DOCK);
    EXPECT_EQ(parsed("ship release ARGOSY-1").command.as<ShipCommand>()->order,
              v1::ShipOrder::RELEASE);
    const auto buy = *parsed("ship buy ARGOSY-1 IRON --quantity 20").command.as<ShipBuy>();
    EXPECT_EQ(buy.units, 20);
    EXPECT_EQ(buy.max_price, std::nullopt);
    const auto sell = *parsed("ship sell ARGOSY-1 IRON --min-price 7").command.as<ShipSell>();
    EXPECT_EQ(sell.units, 0);
    EXPECT_EQ(sell.min_price, 7);
}

TEST(Arguments, TakeWhatIsToBeProducedWithAndWithoutItsOption) {
    const auto usual = *parsed("goods produce IRON").command.as<GoodsProduce>();
    EXPECT_EQ(usual.good, "IRON");
    EXPECT_EQ(usual.quantity, 1);
    EXPECT_EQ(usual.strategy, "buy");
    EXPECT_EQ(usual.system, "");
    EXPECT_FALSE(usual.sell);
    const auto all = *parsed(
                          "goods produce --target IRON --quantity 120 --strategy fabricate "
                          "--system X1-AD75 --sell")
                          .command.as<GoodsProduce>();
    EXPECT_EQ(all.good, "IRON");
    EXPECT_EQ(all.quantity, 120);
    EXPECT_EQ(all.strategy, "fabricate");
    EXPECT_EQ(all.system, "X1-AD75");
    EXPECT_TRUE(all.sell);
}

TEST(Arguments, TakeAGoodsFactoryWithAndWithoutItsOption) {
    for (const char* line : {"goods status factory-1-1 --tree --verbose",
                             "goods status --factory-id factory-1-1 --tree --verbose"}) {
        const auto status = *parsed(line).command.as<GoodsShow>();
        EXPECT_EQ(status.factory, "factory-1-1");
        EXPECT_TRUE(status.tree);
        EXPECT_TRUE(status.verbose);
        EXPECT_FALSE(status.watch);
    }
    EXPECT_EQ(parsed("goods stop --factory-id factory-1-1").command.as<GoodsStop>()->factory,
              "factory-1-1");
    EXPECT_EQ(parsed("goods list --limit 3").command.as<GoodsList>()->limit, 3);
    EXPECT_NE(parsed("goods history").command.as<GoodsHistory>(), nullptr);
}

TEST(Arguments, SayWhichStrategiesAGoodMayBeProducedBy) {
    const std::string complaint = refused("goods produce IRON --strategy cheap").text;
    for (const char* word : {"cheap", "buy", "smart", "fabricate"})
        EXPECT_NE(complaint.find(word), std::string::npos) << complaint;
}

TEST(Arguments, TakeTaskStatesInAnyCase) {
    EXPECT_EQ(parsed("manufacturing tasks --status ready").command.as<ManufacturingTasks>()->status,
              "READY");
}

TEST(Arguments, RefuseWhatMakesNoSenseInOneLineThatSaysWhereToLook) {
    for (const char* line : {"",
                             "frobnicate",
                             "ship",
                             "ship fly",
                             "ship list extra",
                             "ship list --bogus",
                             "ship purchase",
                             "ship show",
                             "ship navigate ARGOSY-1",
                             "ship dock",
                             "ship buy ARGOSY-1 IRON",
                             "ship buy ARGOSY-1 IRON 0",
                             "ship buy ARGOSY-1 IRON 5 --max-price 0",
                             "ship sell ARGOSY-1",
                             "ship sell ARGOSY-1 IRON all",
                             "market show",
                             "market find",
                             "market find IRON",
                             "market find IRON --buy --sell",
                             "market find IRON --buy --in soon",
                             "market history X1-AD75-A1",
                             "operation logs",
                             "player register",
                             "manufacturing start --max-workers none",
                             "manufacturing start --max-workers 0",
                             "manufacturing start --max-workers -1",
                             "manufacturing start --max-pipelines 1.5",
                             "manufacturing start --min-price 0",
                             "manufacturing start --profitability maybe",
                             "manufacturing start --dry-run --watch",
                             "manufacturing start --mode serial --parallel",
                             "manufacturing start --mode sequential",
                             "manufacturing start --strategy adaptive",
                             "manufacturing start --rank size",
                             "manufacturing tasks --format svg",
                             "manufacturing tasks --status LATE",
                             "analyze demand --top 0",
                             "goods",
                             "goods produce",
                             "goods produce IRON --quantity 0",
                             "goods produce IRON --quantity some",
                             "goods produce IRON --strategy profit",
                             "goods produce IRON GOLD",
                             "goods status",
                             "goods stop",
                             "goods list --limit 0",
                             "ledger report --by moon",
                             "ledger list --type BARTER",
                             "ledger list --limit 0",
                             "ledger budget",
                             "ledger budget operation-1-1 -5",
                             "--output xml health",
                             "health --timeout 0",
                             "player register A --token-file f --agent-token-file g"}) {
        const EarlyExit error = refused(line);
        EXPECT_EQ(error.code, ExitCode::kUsage) << line;
        EXPECT_EQ(error.text.rfind("spacetraders: ", 0), 0u) << line;
        EXPECT_EQ(error.text.find_first_of(std::string("\n\0", 2)), std::string::npos) << line;
        EXPECT_NE(error.text.find(": see spacetraders"), std::string::npos) << error.text;
    }
}

TEST(Arguments, NameTheUnknownCommand) {
    EXPECT_EQ(refused("ship fly").text,
              "spacetraders: unknown command fly: see spacetraders ship --help");
}

TEST(Arguments, HaveNoOptionThatTakesATokenItself) {
    for (const char* option : {"--token", "--account-token", "--agent-token"}) {
        const EarlyExit error = refused(std::string("player register A ") + option + " x");
        EXPECT_EQ(error.code, ExitCode::kUsage) << option;
    }
}

TEST(Arguments, EndEveryHelpWithAnExampleThatIsUnderstood) {
    const std::vector<std::string> commands = all_commands();
    EXPECT_GT(commands.size(), 20u);
    for (const std::string& command : commands) {
        const EarlyExit help = refused(command + " --help");
        EXPECT_EQ(help.code, ExitCode::kOk) << command;
        const std::string mark = "Example:\n  spacetraders ";
        const std::size_t at = help.text.rfind(mark);
        ASSERT_NE(at, std::string::npos) << command;
        const std::string example = help.text.substr(at + mark.size());
        EXPECT_EQ(example.find('\n'), example.size() - 1) << "the example is the end: " << command;
        EXPECT_EQ(example.rfind(command, 0), 0u) << example;
        parsed(example);
    }
}

TEST(CliReference, HasEveryCommandAndEveryOption) {
    const std::string page = reference();
    const std::set<std::string> documented = options_in(page);
    for (const std::string& command : all_commands()) {
        EXPECT_NE(page.find("`" + command), std::string::npos) << command;
        for (const std::string& option : options_in(refused(command + " --help").text)) {
            if (option == "--help") continue;
            EXPECT_TRUE(documented.contains(option)) << command << " " << option;
        }
    }
}

TEST(CliReference, NamesNoCommandAndNoOptionThatDoesNotExist) {
    const std::vector<std::string> commands = all_commands();
    for (const std::string& line : documented_commands(reference())) {
        std::string named = line.substr(0, line.find_first_of("[-<"));
        // "ship navigate SHIP WAYPOINT": the words in capitals are the user's.
        const auto is_capital = [](char letter) { return letter >= 'A' && letter <= 'Z'; };
        named.erase(std::find_if(named.begin(), named.end(), is_capital), named.end());
        while (!named.empty() && named.back() == ' ')
            named.pop_back();
        EXPECT_NE(std::find(commands.begin(), commands.end(), named), commands.end()) << line;
        const std::set<std::string> known = options_in(refused(named + " --help").text);
        for (const std::string& option : options_in(line))
            EXPECT_TRUE(known.contains(option)) << line;
    }
}

}  // namespace
}  // namespace argosy::cli
