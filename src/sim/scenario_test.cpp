#include "sim/scenario.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <boost/json/parse.hpp>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "model/price_law.h"
#include "tests/support/shared_data.h"

namespace argosy::sim {
namespace {

using core::ErrorCode;
using core::Units;
using testing::HasSubstr;

constexpr std::string_view kSmall = R"({
  "format": "argosy-scenario-2", "name": "small", "reset_date": "2025-04-06",
  "charted_at": "2025-04-06T13:00:00.000Z",
  "systems": [{"symbol": "X1-T", "sector": "X1", "type": "RED_STAR", "x": 1, "y": 2}],
  "starts": [{"faction": "COSMIC", "headquarters": "X1-T-A1", "probe_waypoint": "X1-T-A2"}],
  "gates": [], "sites": [],
  "waypoints": [
    {"symbol": "X1-T-A1", "type": "PLANET", "x": 3, "y": 4, "traits": ["MARKETPLACE"]},
    {"symbol": "X1-T-A2", "type": "MOON", "x": 3, "y": 4, "orbits": "X1-T-A1", "traits": ["SHIPYARD"]}
  ],
  "market_goods": [
    {"at": "X1-T-A1", "good": "IRON", "type": "EXPORT", "volume": 60, "margin": 8, "stock": -7, "activity": "WEAK"}
  ],
  "ship_listings": [
    {"at": "X1-T-A2", "ship": "SHIP_PROBE", "base": 31200, "margin": 10, "stock": 7, "activity": "GROWING"}
  ]
})";

std::string with(std::string_view old_text, std::string_view new_text) {
    std::string text(kSmall);
    const std::size_t at = text.find(old_text);
    EXPECT_NE(at, std::string::npos) << old_text;
    return text.replace(at, old_text.size(), new_text);
}

TEST(Scenario, ReadsWhatTheFileSays) {
    const Scenario scenario = parse_scenario(kSmall).value();
    EXPECT_EQ(scenario.starts.front().headquarters.str(), "X1-T-A1");
    ASSERT_EQ(scenario.waypoints.size(), 2u);
    ASSERT_EQ(scenario.waypoints[0].orbitals.size(), 1u);
    EXPECT_EQ(scenario.waypoints[0].orbitals[0].str(), "X1-T-A2");
    ASSERT_EQ(scenario.market_goods.size(), 1u);
    const model::PriceState iron{model::TradeType::kExport, 120, 8, Units(60), Units(-7)};
    EXPECT_EQ(scenario.market_goods[0].state, iron);
    ASSERT_EQ(scenario.ship_listings.size(), 1u);
    EXPECT_EQ(scenario.ship_listings[0].state.volume, Units(2));
}

struct Fault {
    std::string_view name;
    std::string_view old_text;
    std::string_view new_text;
    std::string_view problem;
};

class ScenarioFault : public testing::TestWithParam<Fault> {};

TEST_P(ScenarioFault, IsReportedWithItsPlaceAndWhatWasExpected) {
    const Fault& fault = GetParam();
    const auto result = parse_scenario(with(fault.old_text, fault.new_text));
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().code, ErrorCode::kConfiguration);
    EXPECT_THAT(result.error().message, HasSubstr(std::string(fault.problem)));
}

INSTANTIATE_TEST_SUITE_P(
    All, ScenarioFault,
    testing::Values(
        Fault{"NotJson", "\"format\"", "format", "the file is no JSON"},
        Fault{"OtherFormat", "argosy-scenario-2", "argosy-scenario-9",
              "has format \"argosy-scenario-9\", expected \"argosy-scenario-2\""},
        Fault{"MisspeltMember", "\"margin\": 8", "\"margn\": 8", "market good 1 has \"margn\""},
        Fault{"MissingMember", "\"volume\": 60, ", "",
              "market good 1 volume was absent, expected a whole number"},
        Fault{"WrongKind", "\"stock\": -7", "\"stock\": \"many\"",
              "market good 1 stock was \"many\", expected a whole number"},
        Fault{"ZeroVolume", "\"volume\": 60", "\"volume\": 0",
              "market good 1 volume was 0, expected 1 or more"},
        Fault{"UnknownType", "\"EXPORT\"", "\"EXPORTS\"",
              "type was \"EXPORTS\", expected EXPORT, IMPORT or EXCHANGE"},
        Fault{"UnknownActivity", "\"WEAK\"", "\"LAZY\"", "activity was \"LAZY\""},
        Fault{"UnknownGood", "\"IRON\"", "\"PHLOGISTON\"", "no base price of PHLOGISTON is known"},
        Fault{"UnknownPlace", "{\"at\": \"X1-T-A1\"", "{\"at\": \"X1-T-Z9\"",
              "market good 1 at was \"X1-T-Z9\", expected a waypoint of this file"},
        Fault{"NoMarketThere", "{\"at\": \"X1-T-A1\"", "{\"at\": \"X1-T-A2\"",
              "is at X1-T-A2, expected a waypoint with trait MARKETPLACE"},
        Fault{"OrbitsNothing", "\"orbits\": \"X1-T-A1\"", "\"orbits\": \"X1-T-B1\"",
              "X1-T-A2 orbits X1-T-B1, expected a waypoint of this file"},
        Fault{"RepeatedWaypoint", "\"X1-T-A2\", \"type\"", "\"X1-T-A1\", \"type\"",
              "waypoint 2 repeats X1-T-A1"},
        Fault{"OtherSystem", "\"X1-T-A2\", \"type\"", "\"X2-T-A2\", \"type\"",
              "is \"X2-T-A2\", expected a waypoint of a system of this file"},
        Fault{"NoSuchHeadquarters", "\"headquarters\": \"X1-T-A1\"", "\"headquarters\": \"X\"",
              "headquarters was \"X\", expected a waypoint of this file"},
        Fault{"BadTime", "2025-04-06T13:00:00.000Z", "yesterday", "charted_at: time was"}),
    [](const auto& fault) { return std::string(fault.param.name); });

TEST(Scenario, ReportsAllProblemsAtOnce) {
    std::string text = with("\"volume\": 60", "\"volume\": 0");
    text.replace(text.find("\"WEAK\""), 6, "\"LAZY\"");
    const auto result = parse_scenario(text);
    ASSERT_FALSE(result.ok());
    EXPECT_THAT(result.error().message, HasSubstr("volume was 0"));
    EXPECT_THAT(result.error().message, HasSubstr("LAZY"));
}

TEST(Scenario, NamesTheFileThatIsNotThere) {
    const auto result = load_scenario("/no/such/scenario.json");
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().code, ErrorCode::kNotFound);
    EXPECT_THAT(result.error().message, HasSubstr("/no/such/scenario.json"));
}

TEST(RecordedScenario, IsTheFileThatStandsInTheTree) {
    for (const std::string_view name : kRecordedScenarios) {
        const auto file =
            load_scenario(fmt::format("{}/scenarios/{}.json", ARGOSY_SOURCE_DIR, name));
        ASSERT_TRUE(file.ok()) << file.error().message;
        EXPECT_EQ(*file, *recorded_scenario(name));
        EXPECT_EQ(file->name, name);
    }
}

TEST(RecordedScenario, IsKnownByItsNameAndByItsSystem) {
    EXPECT_EQ(recorded_scenario().name, "x1-ad75");
    EXPECT_EQ(recorded_scenario("X1-ZG64")->systems.front().symbol.str(), "X1-ZG64");
    const auto unknown = recorded_scenario("X1-NOPE");
    ASSERT_FALSE(unknown.ok());
    EXPECT_EQ(unknown.error().code, ErrorCode::kNotFound);
    EXPECT_THAT(unknown.error().message, HasSubstr("expected x1-ad75 or x1-zg64"));
}

struct Counts {
    std::string_view name;
    std::size_t waypoints;
    std::size_t markets;
    int exports;
    int imports;
    int exchanges;
    std::vector<std::string> not_shown;  ///< Recorded prices that no state of the law shows.
};

const Counts kCounts[] = {
    {"X1-AD75", 82, 25, 35, 68, 44, {"X1-AD75-D44 SHIP_PLATING 2768/1378 ABUNDANT"}},
    {"X1-ZG64", 93, 29, 36, 83, 48, {"X1-ZG64-I62 ANTIMATTER 5147/4958 LIMITED"}},
};

TEST(RecordedScenario, HasTheWholeSystem) {
    for (const Counts& expected : kCounts) {
        const Scenario scenario = *recorded_scenario(expected.name);
        EXPECT_EQ(scenario.waypoints.size(), expected.waypoints);
        EXPECT_EQ(scenario.ship_listings.size(), 7u);
        std::map<model::TradeType, int> rows;
        std::map<model::WaypointSymbol, int> markets;
        for (const MarketGoodFacts& facts : scenario.market_goods) {
            ++rows[facts.state.type];
            ++markets[facts.waypoint];
        }
        EXPECT_EQ(markets.size(), expected.markets);
        EXPECT_EQ(rows[model::TradeType::kExport], expected.exports);
        EXPECT_EQ(rows[model::TradeType::kImport], expected.imports);
        EXPECT_EQ(rows[model::TradeType::kExchange], expected.exchanges);
    }
}

boost::json::value recorded(std::string_view system, const std::string& name) {
    std::ifstream file(tests::recorded_data() / "systems" / system / name);
    std::ostringstream text;
    text << file.rdbuf();
    return boost::json::parse(text.str());
}

std::string row(std::string_view at, std::string_view what, std::int64_t ask, std::int64_t bid,
                std::string_view supply) {
    return fmt::format("{} {} {}/{} {}", at, what, ask, bid, supply);
}

std::string text_of(const boost::json::value& value) {
    return std::string(value.as_string().data(), value.as_string().size());
}

TEST(RecordedScenario, ShowsEveryRecordedPriceAndSupplyButOne) {
    ARGOSY_NEEDS_RECORDED_DATA();
    for (const Counts& expected : kCounts) {
        const Scenario scenario = *recorded_scenario(expected.name);
        std::set<std::string> ours;
        for (const MarketGoodFacts& facts : scenario.market_goods) {
            ours.insert(row(facts.waypoint.str(), facts.good.str(),
                            model::ask_of(facts.state).count(), model::bid_of(facts.state).count(),
                            model::to_string(model::supply_of(facts.state))));
        }
        std::vector<std::string> missing;
        const boost::json::value markets = recorded(expected.name, "markets.json");
        for (const auto& market : markets.as_array()) {
            for (const auto& good : market.at("tradeGoods").as_array()) {
                const std::string theirs =
                    row(text_of(market.at("symbol")), text_of(good.at("symbol")),
                        good.at("purchasePrice").as_int64(), good.at("sellPrice").as_int64(),
                        text_of(good.at("supply")));
                if (!ours.contains(theirs)) missing.push_back(theirs);
            }
        }
        EXPECT_EQ(missing, expected.not_shown);
    }
}

TEST(RecordedScenario, HasEveryRecordedWaypointWithItsTraits) {
    ARGOSY_NEEDS_RECORDED_DATA();
    for (const Counts& expected : kCounts) {
        const Scenario scenario = *recorded_scenario(expected.name);
        std::map<std::string, WaypointFacts> ours;
        for (const WaypointFacts& facts : scenario.waypoints)
            ours.emplace(facts.waypoint.symbol.str(), facts);
        const boost::json::value waypoints = recorded(expected.name, "waypoints.json");
        for (const auto& theirs : waypoints.as_array()) {
            const auto found = ours.find(text_of(theirs.at("symbol")));
            ASSERT_NE(found, ours.end()) << theirs.at("symbol");
            const model::Waypoint& waypoint = found->second.waypoint;
            EXPECT_EQ(waypoint.type, text_of(theirs.at("type")));
            EXPECT_EQ(waypoint.position.x, theirs.at("x").as_int64());
            EXPECT_EQ(waypoint.position.y, theirs.at("y").as_int64());
            EXPECT_EQ(found->second.orbitals.size(), theirs.at("orbitals").as_array().size());
            std::vector<std::string> traits;
            for (const auto& trait : theirs.at("traits").as_array())
                traits.push_back(text_of(trait.at("symbol")));
            EXPECT_EQ(waypoint.traits, traits) << waypoint.symbol.str();
        }
    }
}

// The shipyards of X1-ZG64 were not recorded.
TEST(RecordedScenario, ShowsEveryRecordedShipPrice) {
    ARGOSY_NEEDS_RECORDED_DATA();
    std::set<std::string> ours;
    for (const ShipListingFacts& facts : recorded_scenario().ship_listings) {
        ours.insert(row(facts.waypoint.str(), facts.type.str(), model::ask_of(facts.state).count(),
                        0, model::to_string(model::supply_of(facts.state))));
    }
    const boost::json::value yards = recorded("X1-AD75", "shipyards.json");
    for (const auto& yard : yards.as_array()) {
        for (const auto& ship : yard.at("ships").as_array()) {
            EXPECT_TRUE(ours.contains(row(text_of(yard.at("symbol")), text_of(ship.at("type")),
                                          ship.at("purchasePrice").as_int64(), 0,
                                          text_of(ship.at("supply")))))
                << ship.at("type");
        }
    }
}

}  // namespace
}  // namespace argosy::sim
