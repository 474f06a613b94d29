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

    std::string port() const {
        const std::size_t colon = url.rfind(':');
        return url.substr(colon + 1, url.find('/', colon) - colon - 1);
    }
};

core::Result<Listening> listening_simulator() {
    ARGOSY_TRY(Process process, Process::start(simulator({"serve", "--port", "0"})));
    ARGOSY_TRY(const std::string greeting, process.next_line(kPatience));
    std::string url(boost::json::parse(greeting).at("url").as_string());
    return Listening{.process = std::move(process), .url = std::move(url)};
}

TEST(Simulator, SaysWhereItListensAndEndsWhenAsked) {
    auto running = listening_simulator();
    ASSERT_TRUE(running.ok()) << running.error().message;
    EXPECT_THAT(running->url, testing::MatchesRegex("http://127.0.0.1:[0-9]+/v2"));

    running->process.signal(SIGTERM);
    const auto ended = running->process.wait(kPatience);
    ASSERT_TRUE(ended.ok()) << ended.error().message;
    EXPECT_EQ(ended->code, 0) << running->process.err();
}

TEST(Simulator, SaysThatItsPortIsTakenAndWhatToDo) {
    auto first = listening_simulator();
    ASSERT_TRUE(first.ok()) << first.error().message;
    const Finished second = run_to_end(simulator({"serve", "--port", first->port()}));
    EXPECT_EQ(second.code, 1);
    EXPECT_EQ(second.out, "");
    EXPECT_THAT(second.err, HasSubstr(first->port()));
    EXPECT_THAT(second.err, HasSubstr("--port 0"));
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
