#include "fleet/router.h"

#include <gtest/gtest.h>

#include "fleet/route_times.h"
#include "fleet/testing/fleet_process.h"

namespace argosy::fleet {
namespace {

using model::FlightMode;
using model::WaypointSymbol;
using testing::at;
using testing::FleetProcess;
using testing::Remains;

// Waypoints on a line, by their place on it.
class RouterTest : public ::testing::Test {
  protected:
    RouterTest() {
        for (const std::int64_t x : {0, 10, 150, 300, 600, 5'000}) {
            const WaypointSymbol symbol = at(fmt::format("X{}", x));
            remains_.world.waypoints[symbol] = model::Waypoint{symbol, "PLANET", {x, 0}, {}};
        }
        EXPECT_TRUE(process_.run(process_.fleet.chart.learn(testing::kSystem)).ok());
    }

    Result<RoutePlan> plan(std::string_view from, std::string_view to, model::Fuel fuel,
                           const std::set<WaypointSymbol>& fuel_sold_at = {},
                           std::int64_t speed = 30) {
        FuelStops stops;
        for (const WaypointSymbol& stop : fuel_sold_at)
            stops.emplace(stop, kUsualFuelAsk);
        return plan_route(chart_, stops, {at(from), at(to), speed, fuel});
    }

    Remains remains_;
    FleetProcess process_{remains_};
    const Chart& chart_ = process_.fleet.chart;
};

TEST_F(RouterTest, BurnsWhereTheTankAllows) {
    const auto route = plan("X0", "X150", {400, 400});
    ASSERT_TRUE(route.ok());
    ASSERT_EQ(route->legs.size(), 1u);
    EXPECT_EQ(route->legs[0].mode, FlightMode::kBurn);
    EXPECT_FALSE(route->legs[0].refuel_first);
    EXPECT_EQ(route->time, model::travel_time(150, FlightMode::kBurn, 30));
}

TEST_F(RouterTest, KeepsAUnitOfFuelOnArrival) {
    EXPECT_EQ(plan("X0", "X150", {301, 400})->legs[0].mode, FlightMode::kBurn);
    EXPECT_EQ(plan("X0", "X150", {300, 400})->legs[0].mode, FlightMode::kCruise);
    EXPECT_EQ(plan("X0", "X150", {151, 400})->legs[0].mode, FlightMode::kCruise);
    EXPECT_EQ(plan("X0", "X150", {150, 400})->legs[0].mode, FlightMode::kDrift);
}

TEST_F(RouterTest, DriftsWhenNothingElseGetsThere) {
    const auto route = plan("X0", "X5000", {400, 400});
    ASSERT_TRUE(route.ok());
    ASSERT_EQ(route->legs.size(), 1u);
    EXPECT_EQ(route->legs[0].mode, FlightMode::kDrift);
}

TEST_F(RouterTest, FillsTheTankBeforeLeavingWhereThatIsFaster) {
    const auto route = plan("X0", "X150", {150, 400}, {at("X0")});
    ASSERT_TRUE(route.ok());
    EXPECT_TRUE(route->legs[0].refuel_first);
    EXPECT_EQ(route->legs[0].mode, FlightMode::kBurn);
    EXPECT_EQ(route->time, kFuelStopTime + model::travel_time(150, FlightMode::kBurn, 30));
}

TEST_F(RouterTest, StopsForFuelOnTheWay) {
    const auto route = plan("X0", "X600", {400, 400}, {at("X300")});
    ASSERT_TRUE(route.ok());
    ASSERT_EQ(route->legs.size(), 2u);
    EXPECT_EQ(route->legs[0].to, at("X300"));
    EXPECT_TRUE(route->legs[1].refuel_first);
}

TEST_F(RouterTest, SparesFuelWhereItIsDear) {
    const FuelStops priceless{{at("X0"), core::Ask(40'000)}};
    const auto route = plan_route(chart_, priceless, {at("X0"), at("X150"), 30, {10, 400}});
    ASSERT_TRUE(route.ok());
    EXPECT_EQ(route->legs[0].mode, FlightMode::kDrift);
    EXPECT_FALSE(route->legs[0].refuel_first);
    const FuelStops dear{{at("X0"), core::Ask(4'000)}};
    const auto rich = plan_route(chart_, dear, {at("X0"), at("X150"), 30, {400, 400}});
    EXPECT_EQ(rich->legs[0].mode, FlightMode::kCruise);
    EXPECT_EQ(rich->fuel_price, core::Credits(6'000));
}

TEST_F(RouterTest, SpendsTheLastUnitOnlyOnDriftingToFuel) {
    EXPECT_EQ(plan("X0", "X300", {1, 400}).error().code, core::ErrorCode::kNotFound);
    const auto rescue = plan("X0", "X300", {1, 400}, {at("X10")});
    ASSERT_TRUE(rescue.ok());
    EXPECT_EQ(rescue->legs[0].to, at("X10"));
    EXPECT_EQ(rescue->legs[0].mode, FlightMode::kDrift);
    EXPECT_EQ(plan("X0", "X300", {0, 400}, {at("X10")}).error().code, core::ErrorCode::kNotFound);
}

TEST_F(RouterTest, FliesShipsWithoutATankAtCruisingTime) {
    const auto route = plan("X0", "X5000", {0, 0}, {at("X300")}, 9);
    ASSERT_TRUE(route.ok());
    ASSERT_EQ(route->legs.size(), 1u);
    EXPECT_EQ(route->time, model::travel_time(5'000, FlightMode::kCruise, 9));
    EXPECT_EQ(route->fuel_price, core::Credits(0));
}

TEST_F(RouterTest, HasNothingToFlyWhenAlreadyThere) {
    const auto route = plan("X0", "X0", {0, 400});
    ASSERT_TRUE(route.ok());
    EXPECT_TRUE(route->legs.empty());
    EXPECT_EQ(route->time, core::Duration(0));
}

TEST_F(RouterTest, NamesAWaypointThatIsNotCharted) {
    const auto route = plan("X0", "X7", {400, 400});
    ASSERT_FALSE(route.ok());
    EXPECT_EQ(route.error().code, core::ErrorCode::kNotFound);
    EXPECT_NE(route.error().message.find("X1-AD75-X7"), std::string::npos);
}

class RouteTimesTest : public RouterTest {
  protected:
    RouteTimesTest() { hull_.fuel = {1, 400}; }

    model::Ship hull_{.speed = 30};
    RouteTimes routes_{chart_};
};

TEST_F(RouteTimesTest, RemembersARouteAsOfAFullTank) {
    const RoutePlan* first = routes_.find(hull_, at("X0"), at("X150"));
    ASSERT_NE(first, nullptr);
    EXPECT_EQ(first->legs[0].mode, FlightMode::kBurn);
    EXPECT_EQ(routes_.find(hull_, at("X0"), at("X150")), first);
}

TEST_F(RouteTimesTest, TellsHullsOfDifferentSpeedAndTankApart) {
    const auto slow = model::Ship{.speed = 9, .fuel = {0, 400}};
    const auto small = model::Ship{.speed = 30, .fuel = {0, 80}};
    const auto time_of = [&](const model::Ship& hull) {
        return routes_.find(hull, at("X0"), at("X150"))->time;
    };
    EXPECT_EQ(time_of(hull_), model::travel_time(150, FlightMode::kBurn, 30));
    EXPECT_EQ(time_of(slow), model::travel_time(150, FlightMode::kBurn, 9));
    EXPECT_EQ(time_of(small), model::travel_time(150, FlightMode::kDrift, 30));
}

TEST_F(RouteTimesTest, ForgetsRoutesWhenTheFuelStopsAreOthers) {
    EXPECT_EQ(routes_.find(hull_, at("X0"), at("X600"))->legs.size(), 1u);
    routes_.set_fuel_sold_at({{at("X300"), kUsualFuelAsk}});
    EXPECT_EQ(routes_.find(hull_, at("X0"), at("X600"))->legs.size(), 2u);
}

TEST_F(RouteTimesTest, ForgetsRoutesWhenFuelBecomesDearAndNotWhenItsPriceWavers) {
    routes_.set_fuel_sold_at({{at("X0"), core::Ask(72)}});
    const RoutePlan* before = routes_.find(hull_, at("X0"), at("X150"));
    routes_.set_fuel_sold_at({{at("X0"), core::Ask(100)}});
    EXPECT_EQ(routes_.find(hull_, at("X0"), at("X150")), before);
    const core::Credits usual = before->fuel_price;
    routes_.set_fuel_sold_at({{at("X0"), core::Ask(3'000)}});
    EXPECT_GT(routes_.find(hull_, at("X0"), at("X150"))->fuel_price, usual * 10);
}

TEST_F(RouteTimesTest, FindsNothingWhereThereIsNoRoute) {
    EXPECT_EQ(routes_.find(hull_, at("X0"), at("X7")), nullptr);
    EXPECT_EQ(routes_.find(hull_, at("X0"), at("X7")), nullptr);
}

TEST_F(RouterTest, KnowsNoWayToAnotherSystem) {
    const WaypointSymbol elsewhere("X1-ZZ9-A1");
    remains_.world.waypoints[elsewhere] = model::Waypoint{elsewhere, "PLANET", {0, 0}, {}};
    ASSERT_TRUE(process_.run(process_.fleet.chart.learn(model::SystemSymbol("X1-ZZ9"))).ok());
    const auto there = plan_route(chart_, {}, {at("X0"), elsewhere, 30, {400, 400}});
    ASSERT_FALSE(there.ok());
    EXPECT_EQ(there.error().code, core::ErrorCode::kNotFound);
}

TEST_F(RouterTest, StopsForFuelInItsOwnSystemOnly) {
    const WaypointSymbol elsewhere("X1-ZZ9-A1");
    remains_.world.waypoints[elsewhere] = model::Waypoint{elsewhere, "PLANET", {150, 0}, {}};
    ASSERT_TRUE(process_.run(process_.fleet.chart.learn(model::SystemSymbol("X1-ZZ9"))).ok());
    const auto route = plan("X0", "X300", {200, 400}, {elsewhere});
    ASSERT_TRUE(route.ok());
    for (const RouteLeg& leg : route->legs)
        EXPECT_EQ(model::system_of(leg.to), testing::kSystem);
}

}  // namespace
}  // namespace argosy::fleet
