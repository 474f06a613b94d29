#include <gmock/gmock.h>

#include "sim/testing/one_agent.h"
#include "sim/testing/route_call.h"

namespace argosy::sim {
namespace {

using boost::json::object;
using boost::json::value;
using sim::testing::code;
using sim::testing::kDawn;
using sim::testing::OneAgent;
using ::testing::Contains;

constexpr int kFrigate = 1;
const model::WaypointSymbol kA1("X1-AD75-A1");

Scenario uncharted_scenario() {
    Scenario scenario = recorded_scenario();
    for (WaypointFacts& facts : scenario.waypoints)
        facts.charted = false;
    return scenario;
}

class ExplorationRoutes : public ::testing::Test {
  protected:
    value post(const std::string& action) {
        const auto reply =
            sim::testing::call_route(agent_.world(), agent_.name(), "POST /my/ships/{}/" + action,
                                     {agent_.symbol(kFrigate).str()}, "", kDawn);
        EXPECT_EQ(code(reply), 0);
        if (!reply) return nullptr;
        EXPECT_EQ(reply->status, 201);
        return reply->body.at("data");
    }

    OneAgent agent_{{}, uncharted_scenario()};
};

TEST_F(ExplorationRoutes, AChartShowsWhatWasHidden) {
    agent_.put(kFrigate, kA1);
    const auto hidden =
        sim::testing::call_route(agent_.world(), agent_.name(), "GET /systems/{}/waypoints/{}",
                                 {"X1-AD75", "X1-AD75-A1"}, "", kDawn);
    ASSERT_EQ(code(hidden), 0);
    EXPECT_EQ(hidden->body.at("data").at("traits").at(0).at("symbol"), "UNCHARTED");
    const value charted = post("chart");
    EXPECT_EQ(charted.at("chart").at("waypointSymbol"), "X1-AD75-A1");
    EXPECT_EQ(charted.at("chart").at("submittedBy"), "ARGOSY");
    EXPECT_EQ(charted.at("waypoint").at("traits").as_array().size(), 5u);
    EXPECT_EQ(charted.at("transaction").at("totalPrice").as_int64(), 2'800);
    EXPECT_EQ(charted.at("transaction").at("shipSymbol"), "ARGOSY-1");
    EXPECT_EQ(charted.at("agent").at("credits").as_int64(), 177'800);
    const auto status =
        sim::testing::call_route(agent_.world(), agent_.name(), "GET /", {}, "", kDawn);
    ASSERT_EQ(code(status), 0);
    const value& leader = status->body.at("leaderboards").at("mostSubmittedCharts").at(0);
    EXPECT_EQ(leader.at("chartCount").as_int64(), 1);
}

TEST_F(ExplorationRoutes, AScanSeesTheTraitsOfUnchartedWaypoints) {
    agent_.put(kFrigate, kA1);
    const value scan = post("scan/waypoints");
    EXPECT_EQ(scan.at("cooldown").at("totalSeconds").as_int64(), 80);
    const object& own = scan.at("waypoints").at(0).as_object();
    EXPECT_EQ(own.at("symbol"), "X1-AD75-A1");
    EXPECT_EQ(own.at("traits").as_array().size(), 5u);
    EXPECT_FALSE(own.contains("chart"));
    EXPECT_FALSE(own.contains("isUnderConstruction"));
}

TEST_F(ExplorationRoutes, AScanShowsNothingPrivateOfAShip) {
    ASSERT_TRUE(agent_.world().register_agent("account", "OTHER", "COSMIC", kDawn).ok());
    agent_.world().move_to(agent_.world().state().ships.at(model::ShipSymbol("OTHER-1")), kA1);
    agent_.put(kFrigate, kA1);
    const value scan = post("scan/ships");
    std::vector<std::string> symbols;
    for (const value& each : scan.at("ships").as_array()) {
        const object& ship = each.as_object();
        symbols.emplace_back(ship.at("symbol").as_string());
        for (const char* secret : {"cargo", "fuel", "crew", "cooldown", "modules"})
            EXPECT_FALSE(ship.contains(secret)) << secret;
    }
    EXPECT_THAT(symbols, Contains("OTHER-1"));
    const object& first = scan.at("ships").at(0).as_object();
    EXPECT_EQ(first.at("engine").as_object().size(), 1u);
    EXPECT_TRUE(first.at("mounts").at(0).as_object().contains("symbol"));
}

TEST_F(ExplorationRoutes, AScanOfALonelySystemFindsNone) {
    agent_.put(kFrigate, kA1);
    EXPECT_TRUE(post("scan/systems").at("systems").as_array().empty());
}

}  // namespace
}  // namespace argosy::sim
