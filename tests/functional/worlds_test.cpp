#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <csignal>
#include <fstream>

#include "tests/functional/program.h"
#include "tests/support/temporary_folder.h"

namespace argosy::tests {
namespace {

using apps::Process;
using testing::HasSubstr;
using testing::MatchesRegex;

Process::Options simulator(std::vector<std::string> args) {
    return {.program = program_path("spacetraders-sim"), .args = std::move(args)};
}

Finished run(std::vector<std::string> args) {
    return run_to_end(simulator(std::move(args)));
}

boost::json::object described(const std::string& scenario) {
    const Finished shown = run({"describe", scenario, "--output", "json"});
    EXPECT_EQ(shown.code, 0) << shown.err;
    return boost::json::parse(shown.out).as_object();
}

std::string symbol_of(const boost::json::object& world, std::size_t system) {
    return std::string(world.at("systems").as_array().at(system).at("symbol").as_string());
}

/// Starts a server, returns its greeting, and stops it.
boost::json::object greeting_of(std::vector<std::string> args) {
    args.insert(args.begin(), {"serve", "--port", "0"});
    auto process = Process::start(simulator(std::move(args)));
    EXPECT_TRUE(process.ok());
    const auto greeting = process->next_line(kPatience);
    EXPECT_TRUE(greeting.ok()) << process->err();
    process->signal(SIGTERM);
    EXPECT_TRUE(process->wait(kPatience).ok());
    return boost::json::parse(*greeting).as_object();
}

class Worlds : public testing::Test {
  protected:
    TemporaryFolder folder_;
    std::string file_ = folder_.file("world.json");
};

TEST_F(Worlds, AreGeneratedValidatedDescribedAndServed) {
    const Finished made =
        run({"generate", "--systems", "3", "--outer", "50", "--seed", "7", "--out", file_});
    EXPECT_EQ(made.code, 0) << made.err;
    EXPECT_THAT(made.out, HasSubstr("world.json: 3 systems, "));
    const Finished valid = run({"validate", file_});
    EXPECT_EQ(valid.code, 0) << valid.err;
    EXPECT_THAT(valid.out, HasSubstr("nothing is wrong with 3 systems"));

    const boost::json::object world = described(file_);
    EXPECT_EQ(world.at("systems").as_array().size(), 3u);
    EXPECT_EQ(world.at("gates").at("gates").as_int64(), 3);
    EXPECT_TRUE(world.at("systems").as_array().at(0).at("start").as_bool());
    EXPECT_FALSE(world.at("systems").as_array().at(2).at("start").as_bool());
    EXPECT_EQ(greeting_of({"--scenario", file_}).at("system").as_string(), symbol_of(world, 0));
}

TEST_F(Worlds, OfOneSeedAreOneWorld) {
    const Finished first = run({"generate", "--seed", "5"});
    EXPECT_EQ(first.code, 0) << first.err;
    EXPECT_EQ(first.out, run({"generate", "--seed", "5"}).out);
    EXPECT_NE(first.out, run({"generate", "--seed", "6"}).out);

    std::ofstream(file_) << first.out;
    EXPECT_EQ(greeting_of({"--systems", "1", "--seed", "5"}).at("system").as_string(),
              symbol_of(described(file_), 0));
}

TEST_F(Worlds, RecordedAreKnownByName) {
    for (const char* name : {"x1-ad75", "x1-zg64"}) {
        EXPECT_EQ(run({"validate", name}).code, 0) << name;
        EXPECT_EQ(described(name).at("name").as_string(), name);
    }
    EXPECT_EQ(greeting_of({"--scenario", "x1-zg64"}).at("system").as_string(), "X1-ZG64");
    const Finished table = run({"describe", "x1-zg64"});
    EXPECT_EQ(table.code, 0) << table.err;
    EXPECT_THAT(table.out, HasSubstr("X1-ZG64    start           93      29"));
    EXPECT_THAT(table.out, HasSubstr("82-93"));
}

TEST_F(Worlds, AreRefusedWithEverythingThatIsWrong) {
    std::string text = run({"generate", "--systems", "1"}).out;
    text.replace(text.find("\"ASTEROID\""), 10, "\"JUMP_GATE\"");
    text.replace(text.find("\"ENGINEERED_ASTEROID\""), 21, "\"ASTEROID\"");
    std::ofstream(file_) << text;
    const Finished unlikely = run({"validate", file_});
    EXPECT_EQ(unlikely.code, 1);
    EXPECT_EQ(unlikely.out, "");
    EXPECT_THAT(unlikely.err, HasSubstr("jump_gates was 2, expected 1"));
    EXPECT_THAT(unlikely.err, HasSubstr("engineered_asteroids was 0, expected 1"));

    std::ofstream(file_) << "{\"format\": \"argosy-scenario-2\"}";
    const Finished unreadable = run({"validate", file_});
    EXPECT_EQ(unreadable.code, 1);
    EXPECT_GT(std::count(unreadable.err.begin(), unreadable.err.end(), '\n'), 5);
    EXPECT_EQ(run({"serve", "--scenario", file_}).code, 4);

    const Finished missing = run({"validate", "/nonexistent.json"});
    EXPECT_EQ(missing.code, 4);
    EXPECT_THAT(missing.err, MatchesRegex("spacetraders-sim: [^\n]*x1-zg64[^\n]*\n"));
}

TEST_F(Worlds, RefuseArgumentsThatMakeNoSense) {
    for (const std::vector<std::string>& args :
         std::vector<std::vector<std::string>>{{"generate", "--systems", "0"},
                                               {"generate", "--outer", "101"},
                                               {"serve", "--systems", "2", "--scenario", "x1-ad75"},
                                               {"serve", "--outer", "50"},
                                               {"validate"},
                                               {"describe", "x1-ad75", "--output", "xml"}}) {
        const Finished refused = run(args);
        EXPECT_EQ(refused.code, 2) << args.front();
        EXPECT_THAT(refused.err, MatchesRegex("spacetraders-sim: [^\n]*: see spacetraders-sim " +
                                              args.front() + " --help\n"));
    }
    const Finished unwritable = run({"generate", "--out", folder_.file("no/such/folder.json")});
    EXPECT_EQ(unwritable.code, 1);
    EXPECT_THAT(unwritable.err, HasSubstr("cannot be written"));
}

TEST_F(Worlds, CommandsHelpWithAnExample) {
    for (const std::string command : {"serve", "generate", "validate", "describe"}) {
        const Finished help = run({command, "--help"});
        EXPECT_EQ(help.code, 0);
        EXPECT_THAT(help.out, HasSubstr("example: spacetraders-sim " + command));
    }
}

}  // namespace
}  // namespace argosy::tests
