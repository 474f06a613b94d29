/// @file
/// A player who flies and trades by hand, and looks after the daemon: orders to ships, markets,
/// settings, the doctor and metrics, through the real programs.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "tests/functional/deployment.h"
#include "tests/functional/plain_http.h"

namespace argosy::tests {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* kShip = "ARGOSY-1";
constexpr const char* kHere = "X1-AD75-A1";   // The headquarters.
constexpr const char* kThere = "X1-AD75-A2";  // Beside it: a flight of seconds.
constexpr const char* kFar = "X1-AD75-B7";    // Four minutes away.

/// Returns the value of a metric's only sample, or of the one with these labels.
std::optional<double> sample(const std::string& text, const std::string& name_and_labels) {
    const std::size_t at = text.find("\n" + name_and_labels + " ");
    if (at == std::string::npos) return std::nullopt;
    return std::stod(text.substr(at + name_and_labels.size() + 2));
}

/// One player without an operation, for all tests of a suite; each leaves the ship held and empty.
class HandPlay : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        deployment_ =
            std::make_unique<Deployment>(Deployment::Options{.speed = 60, .metrics = true});
        deployment_->start_daemon();
        deployment_->register_agent();
        deployment_->ask({"ship", "hold", kShip});
    }
    static void TearDownTestSuite() { deployment_.reset(); }

    static Deployment& deployment() { return *deployment_; }
    static boost::json::object ask(std::vector<std::string> args) {
        return deployment().ask(std::move(args));
    }
    static void fly_to(const std::string& waypoint) {
        const auto arrived = ask({"ship", "navigate", kShip, waypoint, "--wait"});
        EXPECT_EQ(arrived.at("ship").at("waypoint").as_string(), waypoint);
        EXPECT_NE(arrived.at("ship").at("status").as_string(), "IN_TRANSIT");
    }
    /// Returns a good that the market here trades and that is no fuel, once it was looked at.
    static std::string good_here() {
        ask({"ship", "refuel", kShip});
        const auto market = ask({"market", "show", waypoint()});
        for (const auto& good : market.at("goods").as_array()) {
            if (good.at("good").as_string() != "FUEL")
                return std::string(good.at("good").as_string());
        }
        return "";
    }
    static std::string waypoint() {
        const auto shown = ask({"ship", "show", kShip});
        return std::string(shown.at("ship").at("waypoint").as_string());
    }
    static std::string scrape() {
        const PlainText answer = exchange_text(deployment().metrics_url(), {});
        EXPECT_EQ(answer.status, 200);
        return "\n" + answer.body;
    }

  private:
    static inline std::unique_ptr<Deployment> deployment_;
};

TEST_F(HandPlay, FliesAShipAndWaitsForIt) {
    fly_to(waypoint() == kHere ? kThere : kHere);
    const auto voyage = ask({"ship", "navigate", kShip, kFar});
    EXPECT_GT(voyage.at("arrival").as_int64(), voyage.at("now").as_int64());
    EXPECT_FALSE(voyage.at("legs").as_array().empty());
    const auto shown = ask({"ship", "show", kShip});
    EXPECT_THAT(std::string(shown.at("ship").at("doing").as_string()), HasSubstr("flying to"));

    const Finished busy = deployment().cli({"ship", "dock", kShip});
    EXPECT_EQ(busy.code, 1);
    EXPECT_THAT(busy.err, HasSubstr("flying to"));
    deployment().ask_until({"ship", "show", kShip}, [](const boost::json::object& details) {
        return details.at("order").at("ended_at").as_int64() != 0;
    });
}

TEST_F(HandPlay, DocksAndLeavesTheDock) {
    EXPECT_EQ(ask({"ship", "dock", kShip}).at("status").as_string(), "DOCKED");
    EXPECT_EQ(ask({"ship", "orbit", kShip}).at("status").as_string(), "IN_ORBIT");
}

TEST_F(HandPlay, BuysAndSellsWithReceiptsThatTheLedgerBears) {
    const std::string good = good_here();
    const auto before = ask({"ledger", "report"});
    const auto bought = ask({"ship", "buy", kShip, good, "5"});
    EXPECT_EQ(bought.at("units").as_int64(), 5);
    EXPECT_EQ(bought.at("balance_after").as_int64(),
              before.at("balance").as_int64() - bought.at("total").as_int64());
    const auto shown = ask({"ship", "show", kShip});
    EXPECT_EQ(shown.at("cargo").at(0).at("good").as_string(), good);
    EXPECT_EQ(shown.at("owner").as_string(), "player");

    const std::string high = fmt::format("{}", 1'000'000);
    const Finished too_dear =
        deployment().cli({"ship", "buy", kShip, good, "1", "--max-price", "1"});
    EXPECT_EQ(too_dear.code, 1);
    EXPECT_THAT(too_dear.err, HasSubstr("above the limit of 1"));
    EXPECT_EQ(deployment().cli({"ship", "sell", kShip, good, "--min-price", high}).code, 1);

    const auto sold = ask({"ship", "sell", kShip, good});
    EXPECT_EQ(sold.at("units").as_int64(), 5);
    const auto after = ask({"ledger", "report"});
    EXPECT_EQ(after.at("balance"), after.at("game_credits"));
    EXPECT_EQ(after.at("balance"), sold.at("balance_after"));
    EXPECT_EQ(deployment().cli({"ship", "sell", kShip, good}).code, 1) << "there is none left";
}

TEST_F(HandPlay, IsAnsweredForPeopleAndForPrograms) {
    for (const std::vector<std::string>& command : {std::vector<std::string>{"ship", "show", kShip},
                                                    {"ship", "refuel", kShip},
                                                    {"ship", "hold", kShip},
                                                    {"market", "list"},
                                                    {"market", "list", "--system", "X1-AD75"},
                                                    {"market", "find", "FUEL", "--buy"},
                                                    {"market", "find", "FUEL", "--sell"},
                                                    {"market", "history", kHere, "FUEL"},
                                                    {"config", "show"},
                                                    {"config", "show", "--origin"},
                                                    {"doctor"}}) {
        SCOPED_TRACE(testing::PrintToString(command));
        const Finished table = deployment().cli(command);
        EXPECT_EQ(table.code, 0) << table.err;
        EXPECT_NE(table.out, "");
        EXPECT_EQ(table.err, "");
        EXPECT_FALSE(deployment().ask(command).empty());
    }
}

TEST_F(HandPlay, IsToldWhatIsNotThere) {
    for (const std::vector<std::string>& command :
         {std::vector<std::string>{"ship", "show", "ARGOSY-99"},
          {"ship", "dock", "ARGOSY-99"},
          {"ship", "navigate", kShip, "X1-AD75-ZZ9"},
          {"ship", "buy", kShip, "UNOBTAINIUM", "1"},
          {"market", "find", "UNOBTAINIUM", "--buy"},
          {"market", "history", "X1-AD75-ZZ9", "FUEL"},
          {"market", "list", "--system", "X1-NOPE"}}) {
        SCOPED_TRACE(testing::PrintToString(command));
        const Finished refused = deployment().cli(command);
        EXPECT_EQ(refused.code, 3) << refused.err;
        EXPECT_EQ(count_lines(refused.err), 1);
    }
    EXPECT_EQ(deployment().cli({"ship", "release", "ARGOSY-2"}).code, 1) << "it is not held";
}

TEST_F(HandPlay, IsToldHowManyUnitsArePriced) {
    const Finished refused =
        deployment().cli({"market", "find", "FUEL", "--buy", "--units", "10001"});
    EXPECT_EQ(refused.code, 2) << refused.err;
    EXPECT_THAT(refused.err, HasSubstr("units was 10001, expected 1 to 10000"));
    EXPECT_EQ(deployment().cli({"market", "find", "FUEL", "--buy", "--units", "10000"}).code, 0);
}

TEST_F(HandPlay, ListsMarketsWithTheAgeOfWhatIsKnown) {
    good_here();
    const std::string here = waypoint();
    const auto listed = ask({"market", "list"});
    const auto shown = ask({"market", "show", here});
    int known = 0, certain = 0;
    for (const auto& good : shown.at("goods").as_array()) {
        certain += good.at("pairs").as_int64() == 1 ? 1 : 0;
        EXPECT_EQ(good.at("source").as_string(), "LOOK");
        if (good.at("good").as_string() == "FUEL") EXPECT_GT(good.at("pairs").as_int64(), 1);
    }
    for (const auto& market : listed.at("markets").as_array()) {
        if (market.at("waypoint").as_string() != here) continue;
        ++known;
        EXPECT_GT(market.at("looked_at").as_int64(), 0);
        EXPECT_EQ(market.at("inferred").as_int64(), certain);
        EXPECT_GT(market.at("exports").as_int64() + market.at("imports").as_int64() +
                      market.at("exchanges").as_int64(),
                  0);
    }
    EXPECT_EQ(known, 1);
}

TEST_F(HandPlay, FindsWhereToBuyAndSellAndWhatPricesWere) {
    const std::string good = good_here();
    const std::string here = waypoint();
    const auto mentions = [&here](const boost::json::object& found) {
        int times = 0;
        for (const char* list : {"places", "rejected"}) {
            for (const auto& place : found.at(list).as_array())
                times += place.at("waypoint").as_string() == here ? 1 : 0;
        }
        return times;
    };
    EXPECT_EQ(mentions(ask({"market", "find", good, "--buy"})), 1);
    EXPECT_EQ(mentions(ask({"market", "find", good, "--sell", "--units", "5", "--from", here})), 1);
    EXPECT_FALSE(ask({"market", "history", here, good}).at("points").as_array().empty());
    EXPECT_EQ(ask({"market", "history", here, good, "--since", "7d"}).at("good").as_string(), good);
    EXPECT_EQ(deployment().cli({"market", "history", here, good, "--since", "soon"}).code, 2);
}

TEST_F(HandPlay, SeesEverySettingWithItsOrigin) {
    const auto settings = ask({"config", "show"}).at("settings").as_array();
    const auto origin_of = [&settings](std::string_view key) {
        for (const auto& setting : settings) {
            if (setting.at("key").as_string() == key) {
                return std::string(setting.at("origin").as_string());
            }
        }
        return std::string("absent");
    };
    EXPECT_EQ(origin_of("game.base_url"), "SPACETRADERS_BASE_URL");
    EXPECT_EQ(origin_of("metrics.port"), "ARGOSY_METRICS_PORT");
    EXPECT_EQ(origin_of("money.floor"), "default");
}

TEST_F(HandPlay, ScrapesMetricsThatSayWhatTheLedgerSays) {
    const std::string text = scrape();
    const auto report = ask({"ledger", "report"});
    EXPECT_EQ(sample(text, "argosy_credits{agent=\"ARGOSY\"}"),
              double(report.at("balance").as_int64()));
    EXPECT_EQ(sample(text, "argosy_ships{agent=\"ARGOSY\",state=\"manual\"}"), 1.0);
    EXPECT_EQ(sample(text, "argosy_process_starts_total"), 1.0);
    EXPECT_GT(
        sample(text, "argosy_requests_total{purpose=\"ship_listing\",outcome=\"ok\"}").value_or(0),
        0.0);
    EXPECT_THAT(text, HasSubstr("\n# TYPE argosy_credits gauge\n"));
    EXPECT_THAT(text, HasSubstr("\n# TYPE argosy_requests_total counter\n"));
    EXPECT_EQ(exchange_text(deployment().metrics_url() + "/absent", {}).status, 404);
    EXPECT_EQ(exchange_text(deployment().metrics_url(), {.method = "POST"}).status, 405);
}

// The last of the suite: it ends the daemon and starts another.
TEST_F(HandPlay, SurvivesARestartWithItsShipItsCountersAndItsDoctorWell) {
    const std::string good = good_here();
    ask({"ship", "buy", kShip, good, "2"});
    const std::string counter = "argosy_trades_total{agent=\"ARGOSY\",type=\"PURCHASE_CARGO\"}";
    const auto bought_before = sample(scrape(), counter);
    ASSERT_TRUE(bought_before.has_value());

    deployment().daemon().signal(SIGTERM);
    ASSERT_TRUE(deployment().daemon().wait(kPatience).ok());
    const Finished alone = run_to_end(deployment().doctor_options({"doctor"}));
    EXPECT_EQ(alone.code, 0) << alone.out << alone.err;
    EXPECT_THAT(alone.out, HasSubstr("no daemon is listening"));
    EXPECT_THAT(alone.out, HasSubstr("token of ARGOSY"));
    const Finished settings = run_to_end(deployment().doctor_options({"config", "show"}));
    EXPECT_EQ(settings.code, 0);
    EXPECT_THAT(settings.out, HasSubstr("game.base_url = " + deployment().url()));
    EXPECT_THAT(settings.err, HasSubstr("no daemon answers"));

    deployment().start_daemon();
    EXPECT_EQ(sample(scrape(), counter), bought_before) << "counters come from the store";
    EXPECT_EQ(sample(scrape(), "argosy_process_starts_total"), 2.0);
    const auto shown = ask({"ship", "show", kShip});
    EXPECT_EQ(shown.at("owner").as_string(), "player") << "its cargo is still the player's";
    ask({"ship", "sell", kShip, good});
    EXPECT_EQ(ask({"ship", "release", kShip}).at("symbol").as_string(), kShip);
    EXPECT_EQ(ask({"ship", "show", kShip}).at("owner").as_string(), "");
    EXPECT_EQ(deployment().daemon_log(), "") << "only errors are logged here";
}

TEST(Doctor, SaysWhatIsWrongAndEndsWithOne) {
    const TemporaryFolder folder;
    std::ofstream(folder.file("argosy.toml")) << "[log]\nlevel = \"loud\"\n";
    apps::Process::Options options{
        .program = program_path("spacetraders"),
        .args = {"doctor", "--output", "json"},
        .environment = {{"SPACETRADERS_BASE_URL", "http://127.0.0.1:9/v2"},
                        {"ARGOSY_SOCKET", folder.file("none.sock")},
                        {"ARGOSY_CONFIG", ""},
                        {"ARGOSY_LOG_LEVEL", ""}},
        .directory = folder.path()};
    const Finished misspelt = run_to_end(options);
    EXPECT_EQ(misspelt.code, 1);
    EXPECT_THAT(misspelt.out, HasSubstr("argosy.toml:2: log.level was"));

    options.environment["ARGOSY_CONFIG"] = "/dev/null";
    options.environment["ARGOSY_DATABASE"] = folder.file("argosy.db");
    const Finished deaf = run_to_end(options);
    EXPECT_EQ(deaf.code, 1);
    EXPECT_THAT(deaf.out, HasSubstr("\"level\":\"problem\",\"check\":\"game\""));
    EXPECT_THAT(deaf.out, HasSubstr("the daemon makes it"));
    EXPECT_THAT(deaf.err, HasSubstr("1 problem was found"));
    EXPECT_FALSE(std::filesystem::exists(folder.file("argosy.db"))) << "a look makes no file";

    const Finished shown =
        run_to_end({.program = options.program,
                    .args = {"config", "show", "--config", folder.file("argosy.toml")},
                    .environment = options.environment});
    EXPECT_EQ(shown.code, 4);
    EXPECT_THAT(shown.err, HasSubstr("log.level was"));
}

}  // namespace
}  // namespace argosy::tests
