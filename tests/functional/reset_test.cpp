/// @file
/// The universe ends under a daemon that trades in it, and another one begins.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/functional/deployment.h"
#include "tests/functional/plain_http.h"

namespace argosy::tests {
namespace {

using boost::json::object;
using ::testing::HasSubstr;

constexpr const char* kNewDate = "2031-01-01";

TEST(Reset, EndsTheEraOfADaemonThatTradesAndLeavesItsHistory) {
    Deployment deployment({.admin = true});
    deployment.start_daemon();
    deployment.register_agent();
    const std::string old_date(deployment.ask({"health"}).at("reset_date").as_string());
    deployment.ask({"ship", "purchase", "SHIP_LIGHT_HAULER"});
    deployment.ask({"manufacturing", "start"});
    deployment.ask_until({"ledger", "report"}, [](const object& report) {
        return report.at("lines").as_array().size() >= 2;
    });

    const PlainAnswer reset =
        exchange(deployment.admin_url(),
                 {.method = "POST", .path = "/reset", .body = R"({"reset_date":"2031-01-01"})"});
    ASSERT_EQ(reset.status, 200);
    // An order given at that very moment is answered, and by that of the old universe.
    const Finished order = deployment.cli({"ship", "orbit", "ARGOSY-1"});
    EXPECT_NE(order.code, 0);
    deployment.ask_until({"health"}, [](const object& health) {
        return health.at("reset_date").as_string() == kNewDate;
    });

    // Nothing of the old universe is under way.
    const object players = deployment.ask({"player", "list", "--all"});
    ASSERT_EQ(players.at("players").as_array().size(), 1u);
    const object old = players.at("players").at(0).as_object();
    EXPECT_NE(old.at("ended_at").as_int64(), 0);
    EXPECT_THAT(std::string(old.at("ended_because").as_string()), HasSubstr(kNewDate));
    EXPECT_NE(deployment.cli({"manufacturing", "status"}).code, 0);
    EXPECT_EQ(deployment.ask({"health"}).at("operations_running").as_int64(), 0);

    // Its history can be read, and goes on being read when the agent plays again.
    const object history = deployment.ask({"ledger", "report", "--era", old_date});
    EXPECT_EQ(history.at("books_only").as_bool(), true);
    EXPECT_GE(history.at("lines").as_array().size(), 2u);
    EXPECT_GE(deployment.ask({"ledger", "list", "--era", old_date}).at("entries").as_array().size(),
              2u);
    deployment.register_agent();
    const object shown = deployment.ask({"player", "show"});
    EXPECT_EQ(shown.at("era").as_string(), kNewDate);
    EXPECT_EQ(shown.at("earlier_eras").at(0).as_string(), old_date);
    EXPECT_EQ(deployment.ask({"ledger", "report", "--era", old_date}), history);
    EXPECT_EQ(deployment.ask({"ledger", "report"}).at("era").as_string(), kNewDate);
    EXPECT_THAT(deployment.cli({"ledger", "report", "--era", "1999-01-01"}).err,
                HasSubstr(old_date));
    // And the new universe is played like any other.
    deployment.ask({"manufacturing", "start"});
    deployment.wind_up();
    expect_sound_books(deployment);
    EXPECT_EQ(deployment.daemon_log(), "");
}

}  // namespace
}  // namespace argosy::tests
