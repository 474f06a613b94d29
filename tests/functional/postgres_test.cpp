/// @file
/// The daemon on PostgreSQL, and the script that runs a server for tests.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>
#include <filesystem>
#include <fstream>

#include "tests/functional/deployment.h"
#include "tests/functional/program.h"
#include "tests/support/postgres_relay.h"
#include "tests/support/private_postgres.h"

namespace argosy::tests {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(DaemonOnPostgres, OutlivesItsDatabasesRestartsAndItsOwnDeaths) {
    ARGOSY_NEEDS_POSTGRES();
    PrivatePostgres& server = PrivatePostgres::instance();
    Deployment deployment({.store = server.new_database().target().reveal()});
    deployment.start_daemon();
    deployment.register_agent();
    for (int i = 0; i < 3; ++i)
        deployment.ask({"ship", "purchase", "SHIP_LIGHT_HAULER"});
    deployment.ask({"manufacturing", "start"});
    const auto completed_beyond = [&](std::int64_t tasks) {
        const boost::json::object status = deployment.ask_until(
            {"manufacturing", "status"}, [&](const boost::json::object& answer) {
                return answer.at("tasks_completed").as_int64() > tasks;
            });
        return status.at("tasks_completed").as_int64();
    };
    std::int64_t tasks = 0;
    for (int i = 0; i < 3; ++i) {
        tasks = completed_beyond(tasks);
        server.restart();
    }
    const pid_t before = deployment.daemon().pid();
    tasks = completed_beyond(tasks);
    EXPECT_EQ(deployment.daemon().pid(), before);
    for (int i = 0; i < 2; ++i) {
        deployment.daemon().kill();
        deployment.start_daemon();
        tasks = completed_beyond(tasks);
    }
    deployment.wind_up();
    expect_sound_books(deployment);
    EXPECT_EQ(deployment.daemon_log(), "") << "only errors are logged here";
}

TEST(DaemonOnPostgres, SaysWhereItsDatabaseIsWithoutThePassword) {
    ARGOSY_NEEDS_POSTGRES();
    PrivatePostgres& server = PrivatePostgres::instance();
    std::string url = server.new_database().target().reveal();
    url.insert(url.find('@'), ":hunter2");
    Deployment deployment({.store = url});
    deployment.start_daemon();
    const boost::json::object health = deployment.ask({"health"});
    EXPECT_THAT(std::string(health.at("database").as_string()), HasSubstr("postgresql://"));
    EXPECT_THAT(boost::json::serialize(health), Not(HasSubstr("hunter2")));
}

TEST(DaemonOnPostgres, PlaysOverTcp) {
    ARGOSY_NEEDS_POSTGRES();
    PrivatePostgres& server = PrivatePostgres::instance();
    const PostgresRelay relay(server.socket_folder(), PostgresRelay::Line::kTcp);
    const std::string url =
        fmt::format("postgresql://{}@127.0.0.1:{}/{}", server.user(), relay.port(),
                    PrivatePostgres::name_of(server.new_database()));
    Deployment deployment({.store = url});
    deployment.start_daemon();
    deployment.register_agent();
    deployment.ask({"ship", "purchase", "SHIP_LIGHT_HAULER"});
    deployment.ask({"manufacturing", "start"});
    deployment.ask_until({"manufacturing", "status"}, [](const boost::json::object& answer) {
        return answer.at("tasks_completed").as_int64() > 0;
    });
    EXPECT_EQ(deployment.ask({"health"}).at("database").as_string(), url);
    deployment.wind_up();
    expect_sound_books(deployment);
}

TEST(DaemonOnPostgres, TellsItsHealthWithoutItsDatabase) {
    ARGOSY_NEEDS_POSTGRES();
    PrivatePostgres& server = PrivatePostgres::instance();
    const store::StoreUrl url = server.new_database();
    Deployment deployment({.store = url.target().reveal()});
    deployment.start_daemon();
    deployment.register_agent();
    const auto has_trouble = [](bool expected) {
        return [expected](const boost::json::object& health) {
            return health.at("store_trouble").as_string().empty() != expected;
        };
    };
    deployment.ask_until({"health"}, has_trouble(false));
    server.lock_out(url);
    const boost::json::object health = deployment.ask_until({"health"}, has_trouble(true));
    EXPECT_EQ(health.at("traded").as_int64(), 0);
    EXPECT_FALSE(health.at("purposes").as_array().empty()) << "what it knows, it tells";
    server.let_in(url);
    deployment.ask_until({"health"}, has_trouble(false));
}

class PostgresTool : public testing::Test {
  protected:
    void SetUp() override { ARGOSY_NEEDS_POSTGRES(); }

    Finished tool(std::vector<std::string> args) const {
        return run_to_end({.program = source_path("tools/postgres"), .args = std::move(args)});
    }
    std::string place() const { return folder_.path(); }

    TemporaryFolder folder_;
};

TEST_F(PostgresTool, StartsAServerForItsUserAloneAndRemovesEverything) {
    const Finished started = tool({"start", place()});
    ASSERT_EQ(started.code, 0) << started.err;
    EXPECT_EQ(started.out, tool({"url", place()}).out);
    EXPECT_EQ(mode_of(place() + "/socket"), 0700U);
    EXPECT_EQ(tool({"start", place()}).code, 1) << "one server to a folder";
    EXPECT_EQ(tool({"stop", place()}).code, 0);
    EXPECT_FALSE(std::filesystem::exists(place()));
    EXPECT_EQ(tool({"stop", place()}).code, 0) << "there is nothing left to stop";
}

TEST_F(PostgresTool, StopsTheServerWhenItsOwnerEnds) {
    auto owner = apps::Process::start({.program = "/bin/sleep", .args = {"600"}});
    ASSERT_TRUE(owner.ok());
    ASSERT_EQ(tool({"start", place(), "--owner", std::to_string(owner->pid())}).code, 0);
    std::string server;
    std::getline(std::ifstream(place() + "/data/postmaster.pid") >> std::ws, server);
    owner->kill();
    // Ends with the process it names, or not at all.
    EXPECT_EQ(
        run_to_end({.program = "/usr/bin/tail", .args = {"--pid=" + server, "-f", "/dev/null"}})
            .code,
        0);
}

TEST_F(PostgresTool, RefusesWhatItDoesNotUnderstand) {
    EXPECT_EQ(tool({}).code, 2);
    EXPECT_EQ(tool({"dance", place()}).code, 2);
    EXPECT_EQ(tool({"start", place(), "--loud"}).code, 2);
}

}  // namespace
}  // namespace argosy::tests
