#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <csignal>
#include <string>

#include "tests/functional/program.h"

namespace argosy::tests {
namespace {

using apps::Process;
using testing::HasSubstr;

Process::Options simulator(std::vector<std::string> args) {
    return {.program = program_path("spacetraders-sim"), .args = std::move(args)};
}

/// A simulator that listens.
struct Listening {
    Process process;
    std::string url;
    std::string admin_url;  ///< Empty: there is no admin interface.
};

std::string port_of(const std::string& url) {
    const std::size_t colon = url.rfind(':');
    return url.substr(colon + 1, url.find('/', colon) - colon - 1);
}

core::Result<Listening> listening_simulator(std::vector<std::string> more = {}) {
    std::vector<std::string> args = {"serve", "--port", "0"};
    args.insert(args.end(), more.begin(), more.end());
    ARGOSY_TRY(Process process, Process::start(simulator(std::move(args))));
    ARGOSY_TRY(const std::string greeting, process.next_line(kPatience));
    const auto facts = boost::json::parse(greeting).as_object();
    Listening running{.process = std::move(process),
                      .url = std::string(facts.at("url").as_string())};
    if (const auto* admin = facts.if_contains("admin_url")) {
        running.admin_url = std::string(admin->as_string());
    }
    return running;
}

TEST(Simulator, SaysWhereItListensAndEndsWhenAsked) {
    auto running = listening_simulator();
    ASSERT_TRUE(running.ok()) << running.error().message;
    EXPECT_THAT(running->url, testing::MatchesRegex("http://127.0.0.1:[0-9]+/v2"));
    EXPECT_EQ(running->admin_url, "");

    running->process.signal(SIGTERM);
    const auto ended = running->process.wait(kPatience);
    ASSERT_TRUE(ended.ok()) << ended.error().message;
    EXPECT_EQ(ended->code, 0) << running->process.err();
}

TEST(Simulator, SaysThatItsPortIsTakenAndWhatToDo) {
    auto first = listening_simulator();
    ASSERT_TRUE(first.ok()) << first.error().message;
    const Finished second = run_to_end(simulator({"serve", "--port", port_of(first->url)}));
    EXPECT_EQ(second.code, 1);
    EXPECT_EQ(second.out, "");
    EXPECT_THAT(second.err, HasSubstr(port_of(first->url)));
    EXPECT_THAT(second.err, HasSubstr("--port 0"));
}

TEST(Simulator, HasAnAdminInterfaceOnThisMachineWhenAskedForOne) {
    auto running = listening_simulator({"--host", "0.0.0.0", "--admin-port", "0"});
    ASSERT_TRUE(running.ok()) << running.error().message;
    EXPECT_THAT(running->admin_url, testing::MatchesRegex("http://127.0.0.1:[0-9]+"));
    const Finished second = run_to_end(
        simulator({"serve", "--port", "0", "--admin-port", port_of(running->admin_url)}));
    EXPECT_EQ(second.code, 1);
    EXPECT_THAT(second.err, HasSubstr("--admin-port 0"));
}

TEST(Simulator, RefusesAScenarioThatDoesNotExist) {
    const Finished refused = run_to_end(simulator({"serve", "--scenario", "/nonexistent.json"}));
    EXPECT_EQ(refused.code, 4);
    EXPECT_THAT(refused.err, HasSubstr("/nonexistent.json"));
}

TEST(Simulator, RefusesArgumentsThatMakeNoSense) {
    EXPECT_EQ(run_to_end(simulator({"serve", "--speed", "0"})).code, 2);
    EXPECT_EQ(run_to_end(simulator({"dance"})).code, 2);
}

}  // namespace
}  // namespace argosy::tests
