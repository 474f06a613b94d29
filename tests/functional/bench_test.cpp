#include <fmt/ranges.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

#include "tests/functional/program.h"

namespace argosy::tests {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsSupersetOf;
using testing::MatchesRegex;

Finished bench(std::vector<std::string> args) {
    return run_to_end({.program = program_path("spacetraders-bench"), .args = std::move(args)});
}

boost::json::object report_of(const std::string& seed) {
    const Finished run =
        bench({"run", "--hours", "2", "--ships", "4", "--seed", seed, "--output", "json"});
    EXPECT_EQ(run.code, 0) << run.err;
    EXPECT_EQ(run.err, "");
    return boost::json::parse(run.out).as_object();
}

TEST(Bench, RepeatsARunExactly) {
    boost::json::object first = report_of("1");
    boost::json::object second = report_of("1");
    EXPECT_GT(first.at("wall_seconds").as_double(), 0.0);
    first.erase("wall_seconds");
    second.erase("wall_seconds");
    EXPECT_EQ(first, second);
    EXPECT_NE(first.at("decision_hash"), report_of("2").at("decision_hash"));
}

TEST(Bench, ReportsWhatTheDemoReports) {
    const boost::json::object report = report_of("1");
    for (const char* field :
         {"seed", "system", "hours", "ships", "hull_cost", "credits_start", "credits_end",
          "ledger_balance", "game_credits", "pipelines_completed", "tasks_completed",
          "tasks_failed", "utilisation", "requests", "requests_429", "stranded_cargo_units",
          "decision_hash", "wall_seconds"}) {
        EXPECT_TRUE(report.contains(field)) << field;
    }
    EXPECT_EQ(report.size(), 18U);
    EXPECT_EQ(report.at("ledger_balance"), report.at("game_credits"));
    EXPECT_EQ(report.at("stranded_cargo_units").as_int64(), 0);
    EXPECT_GT(report.at("credits_end").as_int64(), report.at("credits_start").as_int64());
}

TEST(Bench, RunsInEitherRecordedSystem) {
    const Finished run =
        bench({"run", "--hours", "2", "--ships", "4", "--system", "X1-ZG64", "--output", "json"});
    EXPECT_EQ(run.code, 0) << run.err;
    const boost::json::object report = boost::json::parse(run.out).as_object();
    EXPECT_EQ(report.at("system").as_string(), "X1-ZG64");
    EXPECT_EQ(report.at("ledger_balance"), report.at("game_credits"));
    EXPECT_GT(report.at("credits_end").as_int64(), report.at("credits_start").as_int64());
}

TEST(Bench, RefusesASystemThatDoesNotExist) {
    const Finished refused = bench({"run", "--hours", "1", "--system", "X1-NOPE"});
    EXPECT_EQ(refused.code, 3);
    EXPECT_EQ(refused.out, "");
    EXPECT_THAT(refused.err, MatchesRegex("spacetraders-bench: [^\n]*X1-NOPE[^\n]*\n"));
    EXPECT_THAT(refused.err, HasSubstr("X1-AD75")) << "says which system there is";
}

boost::json::object universe_of(std::vector<std::string> options) {
    std::vector<std::string> args{"universe", "--systems", "3",    "--hours",
                                  "2",        "--output",  "json", "--seed"};
    args.insert(args.end(), options.begin(), options.end());
    const Finished run = bench(std::move(args));
    EXPECT_EQ(run.code, 0) << run.err;
    EXPECT_EQ(run.err, "");
    return boost::json::parse(run.out).as_object();
}

TEST(Bench, MeasuresAUniversesMarkets) {
    const boost::json::object report = universe_of({"1"});
    for (const char* field : {"systems", "hours", "law", "other_traders", "seed", "waypoints",
                              "markets", "goods", "updates", "setup_seconds", "seconds",
                              "updates_per_second", "peak_memory_bytes", "state_hash"}) {
        EXPECT_TRUE(report.contains(field)) << field;
    }
    EXPECT_EQ(report.size(), 14U);
    EXPECT_EQ(report.at("systems").as_int64(), 3);
    const std::int64_t markets = report.at("markets").as_int64();
    EXPECT_GE(markets, 3 * 20);
    EXPECT_GE(report.at("goods").as_int64(), 3 * markets);
    // Two hours hold three updates of 33 minutes, or four.
    EXPECT_GE(report.at("updates").as_int64(), 3 * markets);
    EXPECT_LE(report.at("updates").as_int64(), 4 * markets);
    EXPECT_GT(report.at("updates_per_second").as_double(), 0.0);
    EXPECT_GT(report.at("peak_memory_bytes").as_int64(), 1'000'000);
}

TEST(Bench, RepeatsAUniverseExactlyByItsSeedLawAndTraders) {
    const auto hash = [](std::vector<std::string> options) {
        return universe_of(std::move(options)).at("state_hash");
    };
    EXPECT_EQ(hash({"1"}), hash({"1", "--law", "measured"}));
    EXPECT_NE(hash({"1"}), hash({"2"}));
    EXPECT_NE(hash({"1"}), hash({"1", "--law", "inert"}));
    EXPECT_NE(hash({"1"}), hash({"1", "--other-traders"}));
}

TEST(Bench, HoldsForecastsAgainstTheTruth) {
    const Finished run = bench({"markets", "--hours", "1", "--law", "inert", "--output", "json"});
    EXPECT_EQ(run.code, 0) << run.err;
    const boost::json::object report = boost::json::parse(run.out).as_object();
    EXPECT_EQ(report.at("law").as_string(), "inert");
    EXPECT_GT(report.at("looks").as_int64(), 0);
    const boost::json::object all = report.at("forecasts").as_array().at(0).as_object();
    EXPECT_EQ(all.at("type").as_string(), "all");
    EXPECT_EQ(all.at("age_minutes").as_int64(), 30);
    EXPECT_GT(all.at("prices").as_int64(), 0);
    EXPECT_EQ(bench({"markets", "--law", "unheard-of"}).code, 2);
}

TEST(Bench, LetsACrowdPlayAndAccountsForEverything) {
    const Finished run = bench({"crowd", "--agents", "3", "--hours", "1"});
    EXPECT_EQ(run.code, 0) << run.err;
    const boost::json::object report = boost::json::parse(run.out).as_object();
    EXPECT_EQ(report.at("agents").as_int64(), 3);
    EXPECT_GT(report.at("sold").as_int64(), 0);
    for (const char* trouble :
         {"ledgers_apart", "purses_apart", "goods_apart", "stocks_apart", "errors"}) {
        EXPECT_EQ(report.at(trouble).as_int64(), 0) << trouble;
    }
}

/// A measurement at its shortest, and the columns or lines that it must print.
struct Measurement {
    std::vector<std::string> args;
    std::vector<std::string> prints;
};

const std::vector<Measurement>& measurements() {
    static const std::string recording =
        (std::filesystem::temp_directory_path() / fmt::format("argosy-{}.jsonl", getpid()))
            .string();
    static const std::vector<Measurement> all{
        {{"run", "--hours", "1", "--ships", "2"}, {"credits earned", "utilisation"}},
        {{"run", "--hours", "1", "--ships", "2", "--mode", "serial"}, {"credits earned"}},
        {{"markets", "--hours", "1", "--ships", "2", "--law", "inert"},
         {"law", "9 in 10", "inert"}},
        {{"scouting", "--hours", "1", "--ships", "2", "--law", "inert", "--seed", "1"},
         {"round robin", "foresight", "inert"}},
        {{"supply", "--hours", "0.1", "--ships", "2", "--seeds", "1", "--system", "X1-AD75"},
         {"median", "X1-AD75"}},
        {{"manufacturing", "--hours", "0.5", "--ships", "2", "--seeds", "1", "--systems",
          "X1-AD75"},
         {"## Where the money came from", "## The default under the other laws"}},
        {{"goods", "--parts", "ships", "--units", "40", "--ships", "2"},
         {"one haul at a time", "COMPLETED", "FABRICATE"}},
        {{"bound", "--systems", "X1-AD75", "--laws", "measured", "--ships", "2"},
         {"steady/h", "days/h", "X1-AD75"}},
        {{"compare", "--systems", "X1-AD75", "--laws", "measured", "--ships", "2", "--hours", "1",
          "--seeds", "1", "--strategies", "planner", "lanes", "--no-sweep", "--tell-all"},
         {"## By law", "share of the bound", "forecast error", "planner", "| lanes, told |"}},
        {{"planning", "--most", "10", "--candidates", "300"},
         {"in one system", "exponent by ships", "request limit: scaled"}},
        {{"record", recording, "--hours", "0.2", "--ships", "1"}, {"decision hash"}},
        {{"replay", recording}, {"as recorded", "the same"}},
        {{"routes", "--system", "X1-AD75"}, {"light hauler", "X1-AD75"}},
        {{"routes", "--legs", "300"}, {}},
        {{"assignment", "--most-ships", "10"}, {"ships", "greedy ms"}},
        {{"store", "--store", ":memory:"}, {"rows a second", "reads by key a second"}},
        {{"universe", "--systems", "1", "--hours", "1"}, {"markets", "updates"}},
        {{"crowd", "--agents", "1", "--hours", "0.5", "--ships", "1"}, {"\"agents\":1"}},
    };
    return all;
}

TEST(Bench, MakesEveryMeasurement) {
    for (const Measurement& measurement : measurements()) {
        const std::string what = fmt::format("{}", fmt::join(measurement.args, " "));
        const Finished run = bench(measurement.args);
        EXPECT_EQ(run.code, 0) << what << ": " << run.err;
        for (const std::string& line : measurement.prints)
            EXPECT_THAT(run.out, HasSubstr(line)) << what;
    }
}

/// Returns the measurements that a text tells its readers to make.
std::set<std::string> named_in(const std::filesystem::path& page) {
    std::ifstream file(page);
    const std::string text((std::istreambuf_iterator<char>(file)), {});
    const std::regex command("(?:run bench|spacetraders-bench) ([a-z]+)");
    std::set<std::string> named;
    for (std::sregex_iterator found(text.begin(), text.end(), command), end; found != end; ++found)
        named.insert((*found)[1]);
    return named;
}

TEST(Bench, IsTestedWithWhatTheDocumentsName) {
    std::set<std::string> made;
    for (const Measurement& measurement : measurements())
        made.insert(measurement.args.front());
    std::set<std::string> named = named_in(source_path("README.md"));
    for (const auto& page : std::filesystem::recursive_directory_iterator(source_path("docs"))) {
        if (page.path().extension() == ".md") named.merge(named_in(page.path()));
    }
    EXPECT_THAT(made, IsSupersetOf(named));
    EXPECT_THAT(named, IsSupersetOf({"run", "markets", "scouting", "crowd"}));
}

TEST(Bench, ReplaysARunUntilItDecidesOtherwise) {
    const auto file =
        std::filesystem::temp_directory_path() / fmt::format("argosy-{}-run", getpid());
    ASSERT_EQ(bench({"record", file.string(), "--hours", "0.2", "--ships", "1"}).code, 0);
    const Finished other = bench({"replay", file.string(), "--strategy", "greedy-arbitrage"});
    EXPECT_EQ(other.code, 3);
    EXPECT_THAT(other.out,
                AllOf(HasSubstr("differs at"), HasSubstr("expected"), HasSubstr("asked")));
    std::filesystem::resize_file(file, std::filesystem::file_size(file) - 20);
    const Finished cut = bench({"replay", file.string()});
    EXPECT_EQ(cut.code, 1);
    EXPECT_THAT(cut.err, HasSubstr("no whole recording"));
    std::filesystem::remove(file);
}

TEST(Bench, RefusesAnUnknownLaw) {
    const Finished refused = bench({"universe", "--systems", "1", "--law", "generous"});
    EXPECT_EQ(refused.code, 2);
    EXPECT_EQ(refused.out, "");
    EXPECT_THAT(refused.err, HasSubstr("measured, inert, eager, crowded"));
}

TEST(Bench, RefusesArgumentsThatMakeNoSense) {
    for (const std::vector<std::string>& args : {std::vector<std::string>{"run", "--dance"},
                                                 {"run", "--hours", "0"},
                                                 {"universe", "--systems", "0"},
                                                 {"dance"},
                                                 {}}) {
        const Finished refused = bench(args);
        EXPECT_EQ(refused.code, 2);
        EXPECT_EQ(refused.out, "");
        EXPECT_THAT(refused.err, MatchesRegex("spacetraders-bench: [^\n]*--help\n"));
    }
}

}  // namespace
}  // namespace argosy::tests
