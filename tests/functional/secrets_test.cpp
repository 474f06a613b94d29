/// @file
/// Tokens are in the database, and nowhere else: in no log, no output and no error, at the most
/// talkative level.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <csignal>
#include <memory>

#include "tests/functional/deployment.h"

namespace argosy::tests {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

/// Returns the agent's token from the database of a daemon that has ended.
std::string stored_token(const std::string& path) {
    sqlite3* opened = nullptr;
    EXPECT_EQ(sqlite3_open_v2(path.c_str(), &opened, SQLITE_OPEN_READONLY, nullptr), SQLITE_OK);
    const std::unique_ptr<sqlite3, decltype(&sqlite3_close)> database(opened, &sqlite3_close);
    sqlite3_stmt* prepared = nullptr;
    EXPECT_EQ(sqlite3_prepare_v2(opened, "SELECT token FROM players", -1, &prepared, nullptr),
              SQLITE_OK);
    const std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> statement(prepared,
                                                                               &sqlite3_finalize);
    if (sqlite3_step(prepared) != SQLITE_ROW) return "";
    return reinterpret_cast<const char*>(sqlite3_column_text(prepared, 0));
}

TEST(Tokens, AppearInNoLogAndNoOutput) {
    Deployment deployment({.log_level = "debug"});
    deployment.start_daemon();
    std::string said;
    const auto run = [&](std::vector<std::string> args) {
        const Finished finished = deployment.cli(std::move(args));
        said += finished.out + finished.err;
    };
    run({"player", "register", "ARGOSY", "--faction", "COSMIC"});
    run({"player", "register", "ARGOSY", "--faction", "COSMIC"});  // Refused: claimed already.
    run({"player", "register", "OTHER", "--faction", "NOPE"});
    run({"player", "list", "--output", "json"});
    run({"ship", "purchase", "SHIP_NOPE"});
    run({"manufacturing", "start", "--output", "json"});
    deployment.ask_until({"ledger", "report"}, [](const boost::json::object& report) {
        return !report.at("lines").as_array().empty();
    });
    run({"health", "--output", "json"});
    run({"operation", "list", "--output", "json"});
    run({"operation", "logs", "operation-1-1"});
    // Killed and started again, the token comes from the database instead of from the user.
    deployment.start_daemon();
    run({"ship", "list", "--output", "json"});
    deployment.daemon().signal(SIGTERM);
    ASSERT_TRUE(deployment.daemon().wait(kPatience).ok());
    deployment.simulator().signal(SIGTERM);
    ASSERT_TRUE(deployment.simulator().wait(kPatience).ok());

    const std::string token = stored_token(deployment.database());
    ASSERT_THAT(token, Not(IsEmpty()));
    ASSERT_THAT(said, HasSubstr("ARGOSY")) << "there was something to search";
    ASSERT_THAT(deployment.daemon_log(), HasSubstr("ARGOSY"));
    said += deployment.daemon_log() + deployment.daemon().out() + deployment.simulator().out() +
            deployment.simulator().err();
    EXPECT_EQ(said.find(token), std::string::npos) << "the agent's token";
    EXPECT_EQ(said.find(Deployment::kAccountToken), std::string::npos) << "the account's token";
}

}  // namespace
}  // namespace argosy::tests
