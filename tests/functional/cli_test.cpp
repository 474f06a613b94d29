/// @file
/// Every command of the command line against a daemon that trades, and the daemon's own manners:
/// private files, a prompt end, and the operation it finds again.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <csignal>
#include <memory>

#include "tests/functional/deployment.h"

namespace argosy::tests {
namespace {

constexpr core::Duration kSeconds = std::chrono::seconds(15);

/// Registers an agent, buys a hauler and lets it trade.
/// @returns the purchase
boost::json::object start_trading(Deployment& deployment) {
    deployment.start_daemon();
    deployment.register_agent();
    boost::json::object bought = deployment.ask({"ship", "purchase", "SHIP_LIGHT_HAULER"});
    deployment.ask({"manufacturing", "start"});
    deployment.ask_until({"manufacturing", "tasks"}, [](const boost::json::object& answer) {
        return !answer.at("tasks").as_array().empty();
    });
    return bought;
}

/// Returns the only operation's id.
std::string operation_of(const Deployment& deployment) {
    const boost::json::object list = deployment.ask({"operation", "list"});
    return std::string(list.at("operations").at(0).at("id").as_string());
}

/// One company that trades, for all tests of a suite: starting one takes longer than any of them.
class TradingCompany : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        deployment_ = std::make_unique<Deployment>(Deployment::Options{});
        bought_ = start_trading(*deployment_);
    }
    static void TearDownTestSuite() {
        EXPECT_EQ(deployment_->daemon_log(), "") << "only errors are logged here";
        deployment_.reset();
    }

    static Deployment& deployment() { return *deployment_; }

    /// The hauler that was bought before trading began.
    static const boost::json::object& bought() { return bought_; }

  private:
    static inline std::unique_ptr<Deployment> deployment_;
    static inline boost::json::object bought_;
};

TEST_F(TradingCompany, AnswersEveryCommandForPeopleAndForPrograms) {
    const std::vector<std::vector<std::string>> commands = {
        {"player", "list"},
        {"manufacturing", "start"},
        {"manufacturing", "start", "--dry-run"},
        {"manufacturing", "status"},
        {"manufacturing", "tasks"},
        {"manufacturing", "tasks", "--status", "completed"},
        {"manufacturing", "tasks", "--format", "mermaid"},
        {"analyze", "demand"},
        {"analyze", "demand", "--top", "2", "--system", "X1-AD75"},
        {"goods", "list"},
        {"goods", "history"},
        {"ship", "list"},
        {"market", "show", "X1-AD75-A1"},
        {"ledger", "report"},
        {"ledger", "report", "--by", "good"},
        {"ledger", "report", "--by", "ship"},
        {"ledger", "report", "--by", "pipeline"},
        {"ledger", "report", "--by", "operation"},
        {"operation", "list"},
        {"operation", "logs", operation_of(deployment())},
        {"health"},
        {"version"},
        {"--agent", "ARGOSY", "ship", "list"},
        {"--player", "1", "ship", "list"},
    };
    for (const std::vector<std::string>& command : commands) {
        SCOPED_TRACE(testing::PrintToString(command));
        const Finished table = deployment().cli(command);
        EXPECT_EQ(table.code, 0) << table.err;
        EXPECT_NE(table.out, "");
        EXPECT_EQ(table.err, "");

        std::vector<std::string> with_json = command;
        with_json.insert(with_json.end(), {"--output", "json"});
        const Finished json = deployment().cli(with_json);
        EXPECT_EQ(json.code, 0) << json.err;
        EXPECT_EQ(count_lines(json.out), 1);
        EXPECT_TRUE(boost::json::parse(json.out).is_object());
    }
}

TEST_F(TradingCompany, IsStartedOnce) {
    const boost::json::object again = deployment().ask({"manufacturing", "start"});
    EXPECT_EQ(again.at("note").as_string(), "already running");
    EXPECT_EQ(deployment().ask({"operation", "list"}).at("operations").as_array().size(), 1U);
}

TEST_F(TradingCompany, OwnsTheShipItBoughtAndHasBookedIt) {
    const boost::json::array fleet = deployment().ask({"ship", "list"}).at("ships").as_array();
    const boost::json::value& symbol = bought().at("ship").at("symbol");
    EXPECT_TRUE(std::any_of(fleet.begin(), fleet.end(), [&symbol](const boost::json::value& ship) {
        return ship.at("symbol") == symbol;
    }));
    const boost::json::object report = deployment().ask({"ledger", "report"});
    std::int64_t booked = 0;
    for (const boost::json::value& line : report.at("lines").as_array()) {
        if (line.at("key").as_string() == "SHIP_PURCHASE") booked = line.at("cost").as_int64();
    }
    EXPECT_EQ(booked, bought().at("price").as_int64());
}

TEST_F(TradingCompany, KeepsItsSocketAndDatabaseToItself) {
    EXPECT_EQ(mode_of(deployment().socket()), 0600U);
    EXPECT_EQ(mode_of(deployment().database()), 0600U);
    EXPECT_EQ(mode_of(deployment().database() + "-wal"), 0600U);
}

TEST_F(TradingCompany, GoesOnAfterTheDaemonWasEndedAndStartedAgain) {
    const std::string before = operation_of(deployment());
    deployment().daemon().signal(SIGTERM);
    const auto ended = deployment().daemon().wait(kSeconds);
    ASSERT_TRUE(ended.ok()) << ended.error().message;
    EXPECT_EQ(*ended, (apps::Exit{.code = 0, .signal = 0})) << deployment().daemon_log();
    EXPECT_EQ(deployment().cli({"health"}).code, 5);

    deployment().start_daemon();
    const boost::json::object status = deployment().ask({"manufacturing", "status"});
    EXPECT_EQ(status.at("operation").at("id").as_string(), before);
    EXPECT_EQ(status.at("operation").at("status").as_string(), "RUNNING");
    deployment().ask_until({"ship", "list"}, [](const boost::json::object& fleet) {
        const boost::json::array& ships = fleet.at("ships").as_array();
        return std::any_of(ships.begin(), ships.end(), [](const boost::json::value& ship) {
            return ship.at("doing").as_string().find("idle") == boost::json::string::npos;
        });
    });
}

// What comes after it may start it with other settings.
void stop_arbitrage(Deployment& deployment) {
    deployment.ask({"arbitrage", "stop"});
    deployment.ask_until({"arbitrage", "status"}, [](const boost::json::object& now) {
        return now.at("operation").at("status").as_string() == "STOPPED";
    });
}

TEST_F(TradingCompany, SaysWhyLanesAreFlownOrNotWhileArbitrageRuns) {
    const std::vector<std::string> why = {"arbitrage", "why", "--good", "FUEL"};
    EXPECT_EQ(deployment().cli(why).code, 3) << "nothing has verdicts";
    deployment().ask({"arbitrage", "start"});
    const boost::json::object reasons = deployment().ask_until(
        why,
        [](const boost::json::object& answer) { return !answer.at("lanes").as_array().empty(); });
    EXPECT_EQ(reasons.at("strategy").as_string(), "planner");
    EXPECT_FALSE(reasons.at("lanes").at(0).at("rule").as_string().empty());
    EXPECT_EQ(deployment().cli({"arbitrage", "why"}).code, 2) << "of what?";
    stop_arbitrage(deployment());
}

TEST_F(TradingCompany, SaysWhenItsTradingEndsAndSellsOut) {
    const boost::json::object started = deployment().ask({"arbitrage", "start", "--hours", "2"});
    const boost::json::object status = deployment().ask({"arbitrage", "status"});
    const std::int64_t end = status.at("ends_at").as_int64();
    EXPECT_EQ(end - started.at("created_at").as_int64(), 2 * 3'600'000);
    EXPECT_EQ(end - status.at("sells_out_at").as_int64(), 45 * 60'000);
    stop_arbitrage(deployment());
    deployment().ask({"arbitrage", "start"});
    const boost::json::object endless = deployment().ask({"arbitrage", "status"});
    const boost::json::value* none = endless.if_contains("ends_at");
    EXPECT_TRUE(none == nullptr || none->is_null()) << "the simulator's reset is in ten years";
    stop_arbitrage(deployment());
}

TEST(StoppedCompany, HasSoundBooksAndEndsTheWatchOfIt) {
    Deployment deployment({});
    start_trading(deployment);
    auto watch = apps::Process::start(
        deployment.cli_options({"manufacturing", "status", "--watch", "--output", "json"}));
    ASSERT_TRUE(watch.ok()) << watch.error().message;
    ASSERT_TRUE(watch->wait_for_line("\"RUNNING\"", kPatience).ok()) << watch->err();

    const boost::json::object stopping =
        deployment.ask({"operation", "stop", operation_of(deployment)});
    EXPECT_EQ(stopping.at("status").as_string(), "STOPPING");
    deployment.ask_until({"operation", "list"}, [](const boost::json::object& list) {
        return list.at("operations").at(0).at("status").as_string() == "STOPPED";
    });
    const auto watched = watch->wait(kPatience);
    ASSERT_TRUE(watched.ok()) << watched.error().message;
    EXPECT_EQ(watched->code, 0) << watch->err();
    EXPECT_THAT(last_line(watch->out()), testing::HasSubstr("\"STOPPED\""));

    const boost::json::object report = deployment.ask({"ledger", "report"});
    EXPECT_EQ(report.at("balance"), report.at("game_credits"));
    EXPECT_EQ(deployment.cli({"manufacturing", "stop"}).code, 3) << "there is nothing to stop";
    EXPECT_EQ(deployment.daemon_log(), "") << "only errors are logged here";
}

}  // namespace
}  // namespace argosy::tests
