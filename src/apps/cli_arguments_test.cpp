#include "apps/cli_arguments.h"

#include <gtest/gtest.h>

#include <sstream>

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

const std::vector<std::string> kVerbs = {"player register",
                                         "player list",
                                         "manufacturing start",
                                         "manufacturing status",
                                         "manufacturing tasks",
                                         "manufacturing stop",
                                         "analyze demand",
                                         "ship list",
                                         "ship purchase",
                                         "market show",
                                         "ledger report",
                                         "ledger list",
                                         "ledger budget",
                                         "operation list",
                                         "operation logs",
                                         "operation stop",
                                         "health",
                                         "version"};

TEST(Arguments, FillTheCommandOfTheVerb) {
    const Invocation invocation = parsed(
        "manufacturing start --system X1-AD75 --max-workers 5 --max-pipelines 3 --min-price 1000 "
        "--profitability advisory --dry-run --parallel");
    const auto& start = *invocation.command.as<ManufacturingStart>();
    EXPECT_EQ(start.system, "X1-AD75");
    EXPECT_EQ(start.max_workers, 5);
    EXPECT_EQ(start.max_pipelines, 3);
    EXPECT_EQ(start.min_price, 1000);
    EXPECT_EQ(start.profitability, "advisory");
    EXPECT_TRUE(start.dry_run);
    EXPECT_FALSE(start.watch);
}

TEST(Arguments, LeaveWhatIsNotNamedToTheDaemon) {
    const auto start = *parsed("manufacturing start").command.as<ManufacturingStart>();
    EXPECT_EQ(start.system, "");
    EXPECT_EQ(start.max_workers, 0);
    EXPECT_EQ(start.profitability, "");
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
                             "market show",
                             "operation logs",
                             "player register",
                             "manufacturing start --max-workers none",
                             "manufacturing start --max-workers 0",
                             "manufacturing start --max-workers -1",
                             "manufacturing start --max-pipelines 1.5",
                             "manufacturing start --min-price 0",
                             "manufacturing start --profitability maybe",
                             "manufacturing start --dry-run --watch",
                             "manufacturing tasks --status LATE",
                             "analyze demand --top 0",
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
    for (const std::string& verb : kVerbs) {
        const EarlyExit help = refused(verb + " --help");
        EXPECT_EQ(help.code, ExitCode::kOk) << verb;
        const std::string mark = "Example:\n  spacetraders ";
        const std::size_t at = help.text.rfind(mark);
        ASSERT_NE(at, std::string::npos) << verb;
        const std::string example = help.text.substr(at + mark.size());
        EXPECT_EQ(example.find('\n'), example.size() - 1) << "the example is the end: " << verb;
        EXPECT_EQ(example.rfind(verb, 0), 0u) << example;
        parsed(example);
    }
}

}  // namespace
}  // namespace argosy::cli
