/// @file
/// The demo as a newcomer runs it: simulator, daemon and fleet in one go, and nothing left behind.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <cerrno>
#include <csignal>
#include <filesystem>

#include "tests/functional/deployment.h"

namespace argosy::tests {
namespace {

using apps::Process;
using testing::ElementsAre;
using testing::HasSubstr;

/// Makes whatever a dead demo leaves running our own child, which can be counted.
class Demo : public testing::Test {
  protected:
    Demo() { ::prctl(PR_SET_CHILD_SUBREAPER, 1); }
    ~Demo() override { ::prctl(PR_SET_CHILD_SUBREAPER, 0); }

    Process start(std::vector<std::string> args) const {
        // A session of its own, so that it can be interrupted as a terminal does it. The variables
        // are those of a user who has a daemon elsewhere.
        args.insert(args.begin(), program_path("spacetraders-demo"));
        auto demo = Process::start({.program = "/usr/bin/setsid",
                                    .args = std::move(args),
                                    .environment = {{"TMPDIR", folder_.path()},
                                                    {"DATABASE_URL", "postgres://elsewhere"},
                                                    {"ST_API_BASE_URL", "http://127.0.0.1:9"},
                                                    {"SPACETRADERS_SOCKET", "/elsewhere"}}});
        if (!demo) throw std::runtime_error(demo.error().message);
        return *std::move(demo);
    }

    void expect_nothing_left() const {
        EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1) << "a process was left behind";
        EXPECT_EQ(errno, ECHILD);
        EXPECT_TRUE(std::filesystem::is_empty(folder_.path())) << "a folder was left behind";
    }

    /// Ends a demo that trades by `interrupt`, and expects it to clean up.
    void expect_clean_end_after(const std::function<void(const Process&)>& interrupt) const {
        Process demo = start({"--hours", "200", "--ships", "1", "--speed", "100"});
        const auto trading = demo.wait_for_line("manufacturing for", kPatience);
        ASSERT_TRUE(trading.ok()) << trading.error().message << demo.err();
        interrupt(demo);
        const auto ended = demo.wait(kPatience);
        ASSERT_TRUE(ended.ok()) << ended.error().message;
        EXPECT_EQ(ended->code, 130);
        EXPECT_EQ(ended->signal, 0) << "it ended by itself, after cleaning up";
        EXPECT_THAT(demo.err(), HasSubstr("stopped by you"));
        EXPECT_EQ(count_lines(demo.err()), 1) << demo.err();
        expect_nothing_left();
    }

  private:
    TemporaryFolder folder_;
};

std::vector<std::string> fields_of(const boost::json::object& object) {
    std::vector<std::string> names;
    for (const auto& field : object)
        names.emplace_back(field.key());
    return names;
}

TEST_F(Demo, EarnsMoneyThatLedgerAndGameAgreeOn) {
    Process demo = start({"--hours", "1", "--speed", "400", "--ships", "3", "--output", "json"});
    const auto ended = demo.wait(kPatience);
    ASSERT_TRUE(ended.ok()) << ended.error().message;
    EXPECT_EQ(ended->code, 0) << demo.err();
    expect_nothing_left();

    ASSERT_EQ(count_lines(demo.out()), 1) << demo.out();
    const boost::json::object report = boost::json::parse(last_line(demo.out())).as_object();
    EXPECT_THAT(fields_of(report),
                ElementsAre("seed", "system", "hours", "ships", "hull_cost", "credits_start",
                            "credits_end", "ledger_balance", "game_credits", "pipelines_completed",
                            "tasks_completed", "tasks_failed", "utilisation", "requests",
                            "requests_429", "stranded_cargo_units", "decision_hash"));
    EXPECT_EQ(report.at("system").as_string(), "X1-AD75");
    EXPECT_GE(report.at("hours").as_double(), 1.0);
    EXPECT_EQ(report.at("ships").as_int64(), 5);
    EXPECT_GT(report.at("hull_cost").as_int64(), 0);
    EXPECT_EQ(report.at("ledger_balance"), report.at("game_credits"));
    EXPECT_GT(report.at("credits_end").as_int64(), report.at("credits_start").as_int64());
    EXPECT_EQ(report.at("stranded_cargo_units").as_int64(), 0);
    EXPECT_GE(report.at("pipelines_completed").as_int64(), 3);
}

TEST_F(Demo, CleansUpWhenItIsInterrupted) {
    expect_clean_end_after([](const Process& demo) { demo.signal(SIGINT); });
}

// Ctrl-C reaches the simulator and the daemon as well.
TEST_F(Demo, CleansUpAfterCtrlCInATerminal) {
    expect_clean_end_after([](const Process& demo) { ::kill(-demo.pid(), SIGINT); });
}

TEST_F(Demo, RefusesArgumentsThatMakeNoSense) {
    Process demo = start({"--hours", "-3"});
    const auto ended = demo.wait(kPatience);
    ASSERT_TRUE(ended.ok()) << ended.error().message;
    EXPECT_EQ(ended->code, 2);
    EXPECT_EQ(demo.out(), "");
}

}  // namespace
}  // namespace argosy::tests
