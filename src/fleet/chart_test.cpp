#include "fleet/chart.h"

#include <gtest/gtest.h>

#include "fleet/testing/fleet_process.h"

namespace argosy::fleet {
namespace {

using testing::at;
using testing::FleetProcess;
using testing::kSystem;
using testing::Remains;

class ChartTest : public ::testing::Test {
  protected:
    ChartTest() {
        remains_.world.waypoints[at("A1")] =
            model::Waypoint{at("A1"), "PLANET", {3, -4}, {"MARKETPLACE", "SHIPYARD"}};
        remains_.world.waypoints[at("B2")] = model::Waypoint{at("B2"), "ASTEROID", {0, 0}, {}};
    }

    Remains remains_;
};

TEST_F(ChartTest, LearnsASystemFromTheGameOnceAndFromTheStoreEverAfter) {
    {
        FleetProcess process(remains_);
        ASSERT_TRUE(process.run(process.fleet.chart.learn(kSystem)).ok());
        EXPECT_EQ(process.game.count("waypoints"), 1);
    }
    FleetProcess process(remains_);
    const Chart& chart = process.fleet.chart;
    ASSERT_TRUE(process.run(process.fleet.chart.learn(kSystem)).ok());
    EXPECT_EQ(process.game.count("waypoints"), 0);
    ASSERT_EQ(chart.all().size(), 2u);
    ASSERT_NE(chart.find(at("A1")), nullptr);
    EXPECT_EQ(chart.find(at("A1"))->type, "PLANET");
    EXPECT_EQ(chart.find(at("A1"))->position, (model::Position{3, -4}));
    EXPECT_EQ(chart.find(at("A1"))->traits, (std::vector<std::string>{"MARKETPLACE", "SHIPYARD"}));
    EXPECT_TRUE(chart.find(at("B2"))->traits.empty());
}

TEST_F(ChartTest, FindsWaypointsByTraitAndMeasuresBetweenThem) {
    FleetProcess process(remains_);
    ASSERT_TRUE(process.run(process.fleet.chart.learn(kSystem)).ok());
    const Chart& chart = process.fleet.chart;
    EXPECT_EQ(chart.with_trait("SHIPYARD", model::SystemSymbol("X1-AD75")), std::vector{at("A1")});
    EXPECT_TRUE(chart.with_trait("SHIP", model::SystemSymbol("X1-AD75")).empty());
    EXPECT_EQ(chart.distance(at("A1"), at("B2")), 5);
    EXPECT_EQ(chart.find(at("C3")), nullptr);
}

TEST_F(ChartTest, SaysSoWhenTheGameHasNoSuchSystem) {
    FleetProcess process(remains_);
    const auto learned = process.run(process.fleet.chart.learn(model::SystemSymbol("X1-ZZ9")));
    ASSERT_FALSE(learned.ok());
    EXPECT_EQ(learned.error().code, core::ErrorCode::kNotFound);
    EXPECT_TRUE(process.fleet.chart.all().empty());
}

TEST_F(ChartTest, KeepsNothingOfAnAnswerThatDidNotCome) {
    FleetProcess process(remains_);
    process.game.blind = 1;
    EXPECT_FALSE(process.run(process.fleet.chart.learn(kSystem)).ok());
    EXPECT_TRUE(process.run(process.fleet.chart.learn(kSystem)).ok());
    EXPECT_EQ(process.fleet.chart.all().size(), 2u);
}

}  // namespace
}  // namespace argosy::fleet
