/// @file
/// The program itself, as a shell runs it: exit codes, which stream says what, and what a daemon
/// receives.

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <fstream>

#include "apps/process.h"
#include "tests/support/fake_daemon.h"

namespace argosy::cli {
namespace {

using apps::Process;
using tests::FakeDaemon;
using tests::TemporaryFolder;

constexpr core::Duration kPatience = std::chrono::seconds(60);

struct Ran {
    int code;
    std::string out;
    std::string err;
};

class Program : public testing::Test {
  protected:
    Ran run(std::vector<std::string> args, std::map<std::string, std::string> environment = {}) {
        environment.emplace("ARGOSY_SOCKET", folder_.file("absent.sock"));
        environment.emplace("SPACETRADERS_ACCOUNT_TOKEN", "");
        environment.emplace("SPACETRADERS_AGENT_TOKEN", "");
        auto process = Process::start({.program = ARGOSY_BINARY_DIR "/bin/spacetraders",
                                       .args = std::move(args),
                                       .environment = std::move(environment)});
        if (!process) {
            ADD_FAILURE() << process.error().message;
            return {-1, "", ""};
        }
        const auto exit = process->wait(kPatience);
        EXPECT_TRUE(exit.ok());
        return {exit.ok() ? exit->code : -1, process->out(), process->err()};
    }

    Ran run_with(const FakeDaemon<>& daemon, std::vector<std::string> args,
                 std::map<std::string, std::string> environment = {}) {
        environment["ARGOSY_SOCKET"] = daemon.socket();
        return run(std::move(args), std::move(environment));
    }

    static void expect_one_line(const std::string& text) {
        EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1) << text;
        EXPECT_EQ(text.rfind("spacetraders: ", 0), 0u) << text;
    }

    TemporaryFolder folder_;
};

TEST_F(Program, EndsWithTwoAndOneLineWhenItIsMisused) {
    const Ran ran = run({"ship", "fly"});
    EXPECT_EQ(ran.code, 2);
    EXPECT_EQ(ran.out, "");
    expect_one_line(ran.err);
}

TEST_F(Program, PrintsHelpAndVersionOnStdout) {
    const Ran help = run({"ship", "purchase", "--help"});
    EXPECT_EQ(help.code, 0);
    EXPECT_EQ(help.err, "");
    EXPECT_NE(help.out.find("Example:\n  spacetraders ship purchase"), std::string::npos);
    EXPECT_EQ(run({"version"}).code, 0);
}

TEST_F(Program, EndsWithFiveWhereNoDaemonListens) {
    const Ran ran = run({"health"});
    EXPECT_EQ(ran.code, 5);
    EXPECT_EQ(ran.out, "");
    EXPECT_EQ(ran.err, "spacetraders: no daemon is listening on " + folder_.file("absent.sock") +
                           ": start one with ./run daemon\n");
}

TEST_F(Program, EndsWithFourWhenItsConfigurationIsWrong) {
    const Ran ran = run({"health", "--socket", "/tmp/" + std::string(200, 'x')});
    EXPECT_EQ(ran.code, 4);
    expect_one_line(ran.err);
}

TEST_F(Program, PrintsOneJsonObjectOnStdoutAndNothingElse) {
    FakeDaemon daemon;
    daemon.handlers.players.add_players()->set_agent("ARGOSY");
    const Ran ran = run_with(daemon, {"player", "list", "--output", "json"});
    EXPECT_EQ(ran.code, 0);
    EXPECT_EQ(ran.err, "");
    EXPECT_EQ(ran.out.rfind("{\"players\":[{\"id\":0,\"agent\":\"ARGOSY\",", 0), 0u) << ran.out;
    EXPECT_EQ(ran.out.find('\n'), ran.out.size() - 1);
}

TEST_F(Program, AnswersEveryQuestionAsATableAndAsJson) {
    FakeDaemon daemon;
    for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
             {"player", "list"},
             {"manufacturing", "start"},
             {"manufacturing", "status"},
             {"manufacturing", "start", "--dry-run"},
             {"manufacturing", "tasks"},
             {"manufacturing", "tasks", "--format", "mermaid"},
             {"manufacturing", "stop"},
             {"analyze", "demand"},
             {"goods", "produce", "IRON"},
             {"goods", "status", "factory-1-1"},
             {"goods", "status", "factory-1-1", "--tree", "--verbose"},
             {"goods", "list"},
             {"goods", "stop", "factory-1-1"},
             {"goods", "history"},
             {"ship", "list"},
             {"ship", "show", "ARGOSY-1"},
             {"ship", "navigate", "ARGOSY-1", "X1-A-B2"},
             {"ship", "navigate", "ARGOSY-1", "X1-A-B2", "--wait"},
             {"ship", "dock", "ARGOSY-1"},
             {"ship", "refuel", "ARGOSY-1"},
             {"ship", "buy", "ARGOSY-1", "IRON", "5"},
             {"ship", "sell", "ARGOSY-1", "IRON"},
             {"ship", "purchase", "SHIP_PROBE"},
             {"market", "list"},
             {"market", "show", "X1-A-B2"},
             {"ledger", "report"},
             {"operation", "list"},
             {"operation", "logs", "op-1-1"},
             {"operation", "stop", "op-1-1"},
             {"health"}}) {
        const Ran table = run_with(daemon, words);
        EXPECT_EQ(table.code, 0) << words.front() << table.err;
        EXPECT_NE(table.out, "") << words.front();
        std::vector<std::string> json_words = words;
        json_words.insert(json_words.end(), {"--output", "json"});
        const Ran json = run_with(daemon, json_words);
        EXPECT_EQ(json.code, 0) << words.front() << json.err;
        EXPECT_EQ(json.out.substr(0, 1), "{") << words.front();
    }
}

TEST_F(Program, EndsWithTheExitCodeOfTheDaemonsError) {
    FakeDaemon daemon;
    const std::map<std::string, int> expected = {
        {"invalid_argument", 2}, {"not_found", 3},   {"rejected", 1},       {"configuration", 4},
        {"stopped", 5},          {"unavailable", 1}, {"outcome_unknown", 6}};
    for (const auto& [name, code] : expected) {
        const Ran ran = run_with(daemon, {"operation", "stop", name});
        EXPECT_EQ(ran.code, code) << name;
        EXPECT_EQ(ran.out, "");
        expect_one_line(ran.err);
    }
}

TEST_F(Program, SendsATokenFromThePrivateFileOnly) {
    FakeDaemon daemon;
    const std::string path = folder_.file("token");
    std::ofstream(path) << "eyJ.secret\n";
    ASSERT_EQ(::chmod(path.c_str(), 0644), 0);
    const std::vector<std::string> words = {"player", "register",     "ARGOSY", "--faction",
                                            "COSMIC", "--token-file", path};
    const Ran refused = run_with(daemon, words);
    EXPECT_EQ(refused.code, 4);
    expect_one_line(refused.err);

    ASSERT_EQ(::chmod(path.c_str(), 0600), 0);
    EXPECT_EQ(run_with(daemon, words).code, 0);
    daemon.loop.run([&daemon] {
        EXPECT_EQ(daemon.handlers.last_registration.agent(), "ARGOSY");
        EXPECT_EQ(daemon.handlers.last_registration.faction(), "COSMIC");
        EXPECT_EQ(daemon.handlers.last_registration.account_token(), "eyJ.secret");
        EXPECT_EQ(daemon.handlers.last_registration.agent_token(), "");
    });
}

TEST_F(Program, SendsTheTokenOfTheEnvironment) {
    FakeDaemon daemon;
    EXPECT_EQ(run_with(daemon, {"player", "register", "ARGOSY"},
                       {{"SPACETRADERS_AGENT_TOKEN", "eyJ.agent"}})
                  .code,
              0);
    daemon.loop.run([&daemon] {
        EXPECT_EQ(daemon.handlers.last_registration.agent_token(), "eyJ.agent");
        EXPECT_EQ(daemon.handlers.last_registration.account_token(), "");
    });
}

TEST_F(Program, FindsAPlayerByNumber) {
    FakeDaemon daemon;
    v1::Player* player = daemon.handlers.players.add_players();
    player->set_id(7);
    player->set_agent("SEVENTH");
    EXPECT_EQ(run_with(daemon, {"ship", "list", "--player", "7"}).code, 0);
    daemon.loop.run(
        [&daemon] { EXPECT_EQ(daemon.handlers.last_ships.player().agent(), "SEVENTH"); });
    EXPECT_EQ(run_with(daemon, {"ship", "list", "--player", "8"}).code, 3);
}

TEST_F(Program, WatchesWithOneLineForEachChangeUntilTheEnd) {
    FakeDaemon daemon;
    daemon.loop.run([&daemon] {
        v1::ManufacturingStatus status;
        status.mutable_operation()->set_status("RUNNING");
        status.set_now(1);
        auto& statuses = daemon.handlers.statuses;
        statuses = {status};
        status.set_now(2);
        statuses.push_back(status);
        status.mutable_operation()->set_status("STOPPED");
        statuses.push_back(status);
    });
    const Ran ran = run_with(daemon, {"manufacturing", "start", "--max-workers", "3", "--mode",
                                      "serial", "--rank", "price", "--watch"});
    EXPECT_EQ(ran.code, 0);
    EXPECT_EQ(std::count(ran.out.begin(), ran.out.end(), '\n'), 2) << ran.out;
    EXPECT_EQ(ran.out.rfind("RUNNING ", 0), 0u) << ran.out;
    EXPECT_NE(ran.out.find("\nSTOPPED "), std::string::npos) << ran.out;
    EXPECT_EQ(ran.out.find('\x1b'), std::string::npos) << "nothing is drawn where no terminal is";
    daemon.loop.run([&daemon] {
        EXPECT_EQ(daemon.handlers.last_start.max_workers(), 3);
        EXPECT_EQ(daemon.handlers.last_start.mode(), "serial");
        EXPECT_EQ(daemon.handlers.last_start.rank(), "price");
    });
}

TEST_F(Program, AsksForGoodsAndWatchesTheirFactoryUntilTheEnd) {
    FakeDaemon daemon;
    daemon.loop.run([&daemon] {
        v1::GoodsFactory factory;
        factory.set_status("ACTIVE");
        factory.set_now(1);
        auto& factories = daemon.handlers.factories;
        factories = {factory};
        factory.set_now(2);
        factories.push_back(factory);
        factory.set_status("COMPLETED");
        factories.push_back(factory);
    });
    EXPECT_EQ(run_with(daemon, {"goods", "produce", "IRON", "--quantity", "120", "--strategy",
                                "smart", "--system", "X1-A", "--sell"})
                  .code,
              0);
    const Ran ran = run_with(daemon, {"goods", "status", "factory-1-1", "--tree", "--watch"});
    EXPECT_EQ(ran.code, 0);
    EXPECT_EQ(std::count(ran.out.begin(), ran.out.end(), '\n'), 2) << ran.out;
    EXPECT_EQ(ran.out.rfind("ACTIVE ", 0), 0u) << ran.out;
    EXPECT_NE(ran.out.find("\nCOMPLETED "), std::string::npos) << ran.out;
    daemon.loop.run([&daemon] {
        EXPECT_EQ(daemon.handlers.last_goods.target_good(), "IRON");
        EXPECT_EQ(daemon.handlers.last_goods.quantity(), 120);
        EXPECT_EQ(daemon.handlers.last_goods.strategy(), "smart");
        EXPECT_EQ(daemon.handlers.last_goods.system(), "X1-A");
        EXPECT_EQ(daemon.handlers.last_goods.disposal(), "sell");
    });
}

TEST_F(Program, SaysThatTheWatchedGoodsFactoryFailed) {
    FakeDaemon daemon;
    daemon.loop.run([&daemon] {
        v1::GoodsFactory& factory = daemon.handlers.factories.front();
        factory.set_status("FAILED");
        factory.set_error("COPPER is sold nowhere");
    });
    const Ran ran = run_with(daemon, {"goods", "status", "factory-1-1", "--watch"});
    EXPECT_EQ(ran.code, 1);
    EXPECT_NE(ran.err.find("COPPER is sold nowhere"), std::string::npos);
}

TEST_F(Program, FollowsALogUntilTheOperationHasEnded) {
    FakeDaemon daemon;
    daemon.loop.run([&daemon] {
        daemon.handlers.details.mutable_operation()->set_status("STOPPED");
        daemon.handlers.logs.add_lines()->set_message("ended: nothing is under way");
    });
    const Ran ran = run_with(
        daemon, {"operation", "logs", "op-1-1", "--follow", "--level", "info", "--since", "10m"});
    EXPECT_EQ(ran.code, 0);
    EXPECT_EQ(std::count(ran.out.begin(), ran.out.end(), '\n'), 1) << ran.out;
    daemon.loop.run([&daemon] {
        EXPECT_EQ(daemon.handlers.last_logs.level(), "info");
        EXPECT_EQ(daemon.handlers.last_logs.max_age(), 600'000);
    });
}

TEST_F(Program, AsksWhyOfTheShipAndTheLanesThatItWasGiven) {
    FakeDaemon daemon;
    const Ran ran =
        run_with(daemon, {"arbitrage", "why", "--ship", "SEVENTH-3", "--good", "IRON", "--from",
                          "X1-AD75-H51", "--to", "X1-AD75-D41", "--limit", "3"});
    EXPECT_EQ(ran.code, 0) << ran.err;
    daemon.loop.run([&daemon] {
        const v1::WhyArbitrageRequest& asked = daemon.handlers.last_why;
        EXPECT_EQ(asked.ship(), "SEVENTH-3");
        EXPECT_EQ(asked.good(), "IRON");
        EXPECT_EQ(asked.from(), "X1-AD75-H51");
        EXPECT_EQ(asked.to(), "X1-AD75-D41");
        EXPECT_EQ(asked.limit(), 3);
    });
}

TEST_F(Program, SaysThatTheWatchedOperationFailed) {
    FakeDaemon daemon;
    daemon.loop.run([&daemon] {
        v1::Operation* operation = daemon.handlers.statuses.front().mutable_operation();
        operation->set_status("FAILED");
        operation->set_error("the universe is gone");
    });
    const Ran ran = run_with(daemon, {"manufacturing", "status", "--watch"});
    EXPECT_EQ(ran.code, 1);
    EXPECT_NE(ran.err.find("the universe is gone"), std::string::npos);
}

}  // namespace
}  // namespace argosy::cli
