#include "model/travel.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace argosy::model {
namespace {

using std::chrono::seconds;

TEST(Distance, IsRoundedToTheNearestWhole) {
    EXPECT_EQ(distance({153, -22}, {-23, -9}), 176);  // 176.48
    EXPECT_EQ(distance({0, 0}, {3, 4}), 5);
    EXPECT_EQ(distance({6, -44}, {-2, -28}), 18);  // 17.89
}

TEST(Distance, OfOrbitalsIsOne) {
    EXPECT_EQ(distance({-23, -4}, {-23, -4}), 1);
}

RC_GTEST_PROP(Distance, IsTheSameBothWays, ()) {
    const auto coordinate = rc::gen::inRange<std::int64_t>(-1000, 1001);
    const Position a{*coordinate, *coordinate};
    const Position b{*coordinate, *coordinate};
    RC_ASSERT(distance(a, b) == distance(b, a));
    RC_ASSERT(distance(a, b) >= 1);
}

struct RecordedLeg {
    Position from;
    Position to;
    FlightMode mode;
    std::int64_t speed;
    int seconds;
};

// Flights recorded from departure to arrival in 2025: a command frigate (speed 36), a probe, and
// drones (9).
constexpr RecordedLeg kRecordedLegs[] = {
    {{-23, -9}, {153, -22}, FlightMode::kCruise, 36, 137},
    {{153, -22}, {-23, -9}, FlightMode::kCruise, 36, 137},
    {{153, -22}, {-2, -28}, FlightMode::kCruise, 36, 123},
    {{6, -44}, {-157, -109}, FlightMode::kCruise, 9, 501},
    {{6, -44}, {-2, -28}, FlightMode::kCruise, 9, 65},
    {{-23, -4}, {-23, -4}, FlightMode::kCruise, 36, 16},
    {{-23, -4}, {142, 60}, FlightMode::kCruise, 36, 138},
    {{142, 60}, {6, -46}, FlightMode::kCruise, 36, 134},
    {{-157, -109}, {-302, 141}, FlightMode::kCruise, 9, 818},
    {{-479, -364}, {-572, -435}, FlightMode::kBurn, 36, 56},
};

TEST(TravelTime, IsThatOfRecordedFlights) {
    for (const RecordedLeg& leg : kRecordedLegs) {
        EXPECT_EQ(travel_time(distance(leg.from, leg.to), leg.mode, leg.speed),
                  seconds(leg.seconds))
            << leg.from.x << "," << leg.from.y << " to " << leg.to.x << "," << leg.to.y;
    }
}

TEST(TravelTime, IsThatOfTheReferenceTable) {
    constexpr std::int64_t distances[] = {10, 50, 100, 200, 400};
    struct Row {
        std::int64_t speed;
        int cruise[5];
        int burn[5];
        int drift[5];
    };
    constexpr Row rows[] = {
        {9, {43, 154, 293, 571, 1126}, {29, 84, 154, 293, 571}, {293, 1404, 2793, 5571, 11126}},
        {15, {32, 98, 182, 348, 682}, {23, 57, 98, 182, 348}, {182, 848, 1682, 3348, 6682}},
        {36, {22, 50, 84, 154, 293}, {18, 32, 50, 84, 154}, {84, 362, 709, 1404, 2793}},
    };
    for (const Row& row : rows) {
        for (std::size_t i = 0; i < std::size(distances); ++i) {
            SCOPED_TRACE(testing::Message() << "speed " << row.speed << ", d " << distances[i]);
            EXPECT_EQ(travel_time(distances[i], FlightMode::kCruise, row.speed),
                      seconds(row.cruise[i]));
            EXPECT_EQ(travel_time(distances[i], FlightMode::kBurn, row.speed),
                      seconds(row.burn[i]));
            EXPECT_EQ(travel_time(distances[i], FlightMode::kDrift, row.speed),
                      seconds(row.drift[i]));
        }
    }
}

TEST(TravelTime, OfARecordedDriftAtTheSpeedOf2024) {
    EXPECT_EQ(travel_time(329, FlightMode::kDrift, 30), seconds(2757));
}

RC_GTEST_PROP(TravelTime, IsNeverShorterForALongerWayOrASlowerShip, ()) {
    const auto length = *rc::gen::inRange<std::int64_t>(1, 2000);
    const auto speed = *rc::gen::inRange<std::int64_t>(1, 60);
    const auto mode = *rc::gen::element(FlightMode::kBurn, FlightMode::kCruise,
                                        FlightMode::kStealth, FlightMode::kDrift);
    RC_ASSERT(travel_time(length, mode, speed) <= travel_time(length + 1, mode, speed));
    RC_ASSERT(travel_time(length, mode, speed) >= travel_time(length, mode, speed + 1));
    RC_ASSERT(travel_time(length, FlightMode::kBurn, speed) <=
              travel_time(length, FlightMode::kCruise, speed));
}

TEST(TravelTimeDeathTest, NeedsASpeed) {
    EXPECT_DEATH((void)travel_time(10, FlightMode::kCruise, 0), "speed > 0");
}

TEST(FuelCost, FollowsTheFlightMode) {
    EXPECT_EQ(fuel_cost(176, FlightMode::kCruise, 400), 176);
    EXPECT_EQ(fuel_cost(176, FlightMode::kStealth, 400), 176);
    EXPECT_EQ(fuel_cost(117, FlightMode::kBurn, 400), 234);
    EXPECT_EQ(fuel_cost(329, FlightMode::kDrift, 400), 1);
}

TEST(FuelCost, OfAShipWithoutATankIsNothing) {
    for (const FlightMode mode : {FlightMode::kCruise, FlightMode::kBurn, FlightMode::kDrift}) {
        EXPECT_EQ(fuel_cost(500, mode, 0), 0);
    }
}

TEST(FuelMarketUnits, PayEveryBegunHundred) {
    EXPECT_EQ(fuel_market_units(0), 0);
    EXPECT_EQ(fuel_market_units(-1), 0);
    EXPECT_EQ(fuel_market_units(1), 1);
    EXPECT_EQ(fuel_market_units(100), 1);
    EXPECT_EQ(fuel_market_units(101), 2);
    EXPECT_EQ(fuel_market_units(400), 4);
}

}  // namespace
}  // namespace argosy::model
