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
        return planned(stops, {at(from), at(to), speed, fuel});
    }

    Result<RoutePlan> planned(const FuelStops& stops, const RouteRequest& request) {
        RouteMap map(chart_);
        map.set_fuel(stops);
        return plan_route(map, request);
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

TEST_F(RouterTest, KeepsEnoughOnArrivalToDriftToFuelAndOnFromThere) {
    EXPECT_EQ(plan("X0", "X150", {304, 400})->legs[0].mode, FlightMode::kBurn);
    EXPECT_EQ(plan("X0", "X150", {303, 400})->legs[0].mode, FlightMode::kCruise);
    EXPECT_EQ(plan("X0", "X150", {154, 400})->legs[0].mode, FlightMode::kCruise);
    EXPECT_EQ(plan("X10", "X150", {143, 400})->legs[0].mode, FlightMode::kDrift);
    EXPECT_EQ(plan("X0", "X150", {153, 400}, {at("X150")})->legs[0].mode, FlightMode::kCruise)
        << "where fuel is sold one less is enough";
}

TEST_F(RouterTest, DriftsWhenNothingElseGetsThere) {
    const auto route = plan("X0", "X5000", {400, 400});
    ASSERT_TRUE(route.ok());
    EXPECT_EQ(route->legs.back().mode, FlightMode::kDrift);
    const auto adrift = model::travel_time(5'000, FlightMode::kDrift, 30);
    EXPECT_LT(route->time, adrift) << "first as far as the tank takes it";
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
    const auto route = planned(priceless, {at("X0"), at("X150"), 30, {10, 400}});
    ASSERT_TRUE(route.ok());
    EXPECT_EQ(route->legs[0].mode, FlightMode::kDrift);
    EXPECT_FALSE(route->legs[0].refuel_first);
}

TEST_F(RouterTest, CountsWhatFillingTheTankReallyCosts) {
    const FuelStops dear{{at("X300"), core::Ask(144)}};
    const auto route = planned(dear, {at("X0"), at("X600"), 30, {303, 400}});
    ASSERT_EQ(route->legs.size(), 2u);
    EXPECT_TRUE(route->legs[1].refuel_first);
    // 600 units flown off at the usual 0.72; 397 filled at 1.44, as 400.
    EXPECT_EQ(route->fuel_price, core::Credits((600 * 72 + 400 * 144 - 397 * 72) / 100));
}

TEST_F(RouterTest, IsTheFastestOrTheCheapestAsAsked) {
    RouteMap map(chart_);
    RouteRequest request{at("X0"), at("X150"), 30, {400, 400}};
    request.objective = Objective::kTime;
    EXPECT_EQ(plan_route(map, request)->legs[0].mode, FlightMode::kBurn);
    request.objective = Objective::kFuel;
    EXPECT_EQ(plan_route(map, request)->legs[0].mode, FlightMode::kDrift);
    request.modes = {FlightMode::kStealth};
    EXPECT_EQ(plan_route(map, request)->legs[0].mode, FlightMode::kStealth);
}

TEST_F(RouterTest, SparesFuelWhereItsTimeIsWorthLittle) {
    RouteMap map(chart_);
    RouteRequest request{at("X0"), at("X150"), 30, {400, 400}};
    EXPECT_EQ(plan_route(map, request)->legs[0].mode, FlightMode::kBurn);
    // CRUISE takes 63 s longer and saves fuel for 108 credits.
    request.time_for_a_credit = std::chrono::seconds(1);
    EXPECT_EQ(plan_route(map, request)->legs[0].mode, FlightMode::kCruise);
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
    EXPECT_GT(time_of(small), model::travel_time(140, FlightMode::kDrift, 30));
}

TEST_F(RouteTimesTest, KeepsRoutesForEachWorthOfTime) {
    const RoutePlan* fast = routes_.find(hull_, at("X0"), at("X150"));
    routes_.set_time_for_a_credit(std::chrono::seconds(1));
    EXPECT_EQ(routes_.find(hull_, at("X0"), at("X150"))->legs[0].mode, FlightMode::kCruise);
    routes_.set_time_for_a_credit(kUsualTimeForACredit);
    EXPECT_EQ(routes_.find(hull_, at("X0"), at("X150")), fast);
    EXPECT_EQ(routes_.work().planned, 2);
}

TEST_F(RouteTimesTest, ForgetsRoutesWhenTheFuelStopsAreOthers) {
    const auto time = [&] { return routes_.find(hull_, at("X0"), at("X600"))->time; };
    const core::Duration before = time();
    routes_.set_fuel_sold_at({{at("X300"), kUsualFuelAsk}});
    EXPECT_LT(time(), before);
    routes_.set_fuel_sold_at({});
    EXPECT_EQ(time(), before);
}

TEST_F(RouteTimesTest, ForgetsRoutesWhenFuelBecomesDearAndNotWhenItsPriceWavers) {
    routes_.set_fuel_sold_at({{at("X300"), core::Ask(72)}});
    const RoutePlan* before = routes_.find(hull_, at("X0"), at("X600"));
    routes_.set_fuel_sold_at({{at("X300"), core::Ask(100)}});
    EXPECT_EQ(routes_.find(hull_, at("X0"), at("X600")), before);
    const core::Credits usual = before->fuel_price;
    routes_.set_fuel_sold_at({{at("X300"), core::Ask(300)}});
    EXPECT_GT(routes_.find(hull_, at("X0"), at("X600"))->fuel_price, usual);
}

TEST_F(RouteTimesTest, WorksOutACellOnceAndDropsOnlyWhatALostStopChanges) {
    routes_.set_fuel_sold_at({{at("X10"), core::Ask(72)}, {at("X300"), core::Ask(72)}});
    const std::int64_t cells = routes_.fill(hull_, testing::kSystem);
    EXPECT_EQ(cells, 36);
    EXPECT_EQ(routes_.work().planned, cells);
    routes_.fill(hull_, testing::kSystem);
    EXPECT_EQ(routes_.work().planned, cells) << "a second time nothing is worked out";
    routes_.set_fuel_sold_at({{at("X300"), core::Ask(72)}});
    EXPECT_GE(routes_.work().dropped, 11) << "all from and to the stop that is gone";
    EXPECT_LT(routes_.work().dropped, cells / 2);
    routes_.fill(hull_, testing::kSystem);
    EXPECT_EQ(routes_.work().planned, cells + routes_.work().dropped);
}

TEST_F(RouteTimesTest, AfterAnyChangeOfBeliefIsWhatItWouldBeAnew) {
    const std::vector<FuelStops> beliefs{
        {{at("X10"), core::Ask(72)}, {at("X300"), core::Ask(72)}},
        {{at("X300"), core::Ask(72)}},
        {{at("X300"), core::Ask(900)}},
        {{at("X300"), core::Ask(900)}, {at("X150"), core::Ask(72)}},
        {},
        {{at("X600"), core::Ask(72)}},
    };
    for (const FuelStops& stops : beliefs) {
        routes_.set_fuel_sold_at(stops);
        routes_.fill(hull_, testing::kSystem);
        RouteTimes anew(chart_);
        anew.set_fuel_sold_at(stops);
        for (const auto& [from, waypoint] : chart_.all()) {
            for (const auto& [to, other] : chart_.all()) {
                const RoutePlan* kept = routes_.find(hull_, from, to);
                const RoutePlan* fresh = anew.find(hull_, from, to);
                ASSERT_EQ(kept == nullptr, fresh == nullptr);
                if (kept == nullptr) continue;
                EXPECT_EQ(kept->time, fresh->time);
                EXPECT_EQ(kept->fuel_price, fresh->fuel_price);
            }
        }
    }
}

TEST_F(RouteTimesTest, FindsNothingWhereThereIsNoRoute) {
    EXPECT_EQ(routes_.find(hull_, at("X0"), at("X7")), nullptr);
    EXPECT_EQ(routes_.find(hull_, at("X0"), at("X7")), nullptr);
}

TEST_F(RouterTest, KnowsNoWayToAnotherSystem) {
    const WaypointSymbol elsewhere("X1-ZZ9-A1");
    remains_.world.waypoints[elsewhere] = model::Waypoint{elsewhere, "PLANET", {0, 0}, {}};
    ASSERT_TRUE(process_.run(process_.fleet.chart.learn(model::SystemSymbol("X1-ZZ9"))).ok());
    const auto there = planned({}, {at("X0"), elsewhere, 30, {400, 400}});
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
