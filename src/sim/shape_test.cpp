#include "sim/shape.h"

#include <gmock/gmock.h>

namespace argosy::sim {
namespace {

using testing::HasSubstr;

// The table of starting systems, computed once from the same records by other means.
TEST(Shape, OfRecordedSystemsIsAsCountedByHand) {
    const SystemShape first = measure_shapes(*recorded_scenario("X1-AD75")).at(0);
    EXPECT_EQ(first.waypoints, 82);
    EXPECT_EQ(first.markets, 25);
    EXPECT_EQ(first.fuel_markets, 4);
    EXPECT_EQ(first.shipyards, 3);
    EXPECT_EQ(first.exports, 35);
    EXPECT_EQ(first.imports, 68);
    EXPECT_EQ(first.exchanges, 44);
    EXPECT_EQ(first.distances.median, 139);
    EXPECT_EQ(first.distances.most, 837);
    EXPECT_EQ(first.distances.nearest_median, 42);

    const SystemShape second = measure_shapes(*recorded_scenario("X1-ZG64")).at(0);
    EXPECT_EQ(second.imports, 83);
    EXPECT_EQ(second.exchanges, 48);
    EXPECT_EQ(second.distances.median, 135);
    EXPECT_EQ(second.distances.most, 930);
    EXPECT_EQ(second.distances.nearest_median, 40);
}

TEST(Shape, OfRecordedSystemsIsInsideTheRanges) {
    for (const std::string_view name : kRecordedScenarios) {
        const SystemShape shape = measure_shapes(*recorded_scenario(name)).at(0);
        EXPECT_THAT(home_shape_problems(shape), testing::IsEmpty());
        EXPECT_TRUE(distances_fit_home(shape.distances));
    }
}

TEST(Shape, OutsideARangeSaysWhatWasExpectedAndOnWhatEvidence) {
    SystemShape shape = measure_shapes(recorded_scenario()).at(0);
    shape.imports = 90;
    shape.distances.median = 20;
    const auto problems = home_shape_problems(shape);
    ASSERT_EQ(problems.size(), 2u);
    EXPECT_THAT(problems[0], HasSubstr("X1-AD75: imports was 90, expected 68 to 83 as in the four "
                                       "starting systems recorded"));
    EXPECT_THAT(problems[1], HasSubstr("median_distance was 20"));
    EXPECT_FALSE(distances_fit_home(shape.distances));
}

TEST(Shape, MeasuresDistancesOfMarketsThatShareAPlace) {
    const std::vector<model::Position> markets{{0, 0}, {0, 0}, {3, 4}, {0, 10}};
    const MarketDistances distances = measure_distances(markets);
    EXPECT_EQ(distances.most, 10);
    EXPECT_EQ(distances.median, 6) << "of 0, 5, 5, 7, 10, 10";
    EXPECT_EQ(distances.nearest_median, 5);
    EXPECT_EQ(measure_distances({}).most, 0);
}

TEST(Shape, CountsGatesThatLeadOut) {
    const GateShape shape = measure_gates(recorded_scenario());
    EXPECT_EQ(shape.gates, 1);
    EXPECT_EQ(shape.under_construction, 1);
    EXPECT_EQ(shape.edges, 0);
    EXPECT_EQ(shape.leaving, 5);
    EXPECT_EQ(shape.most_degree, 5);
}

}  // namespace
}  // namespace argosy::sim
