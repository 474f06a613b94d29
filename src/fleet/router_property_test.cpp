#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <limits>

#include "fleet/router.h"
#include "fleet/testing/fleet_process.h"

namespace argosy::fleet {
namespace {

using model::FlightMode;
using model::WaypointSymbol;
using testing::at;
using testing::FleetProcess;
using testing::Remains;

constexpr double kImpossible = std::numeric_limits<double>::infinity();

struct Flown {
    double cost = 0;
    core::Duration time{0};
    double fuel_price = 0;
    std::int64_t fuel_left = 0;
    bool possible = true;
};

double worth(core::Duration time) {
    return double(time.count()) / 1000.0 * double(kCreditsPerShipSecond);
}

// Flies legs as the game would, and values what it took.
Flown fly(const Chart& chart, const FuelStops& fuel_sold_at, const RouteRequest& request,
          const std::vector<RouteLeg>& legs) {
    Flown flown{.fuel_left = request.fuel.current};
    WaypointSymbol here = request.from;
    for (const RouteLeg& leg : legs) {
        if (leg.refuel_first) {
            if (!fuel_sold_at.contains(here)) flown.possible = false;
            flown.fuel_left = request.fuel.capacity;
            flown.time += kFuelStopTime;
        }
        const std::int64_t distance = chart.distance(here, leg.to);
        const std::int64_t fuel = model::fuel_cost(distance, leg.mode, request.fuel.capacity);
        flown.time += model::travel_time(distance, leg.mode, request.speed);
        flown.fuel_left -= fuel;
        const auto sold = fuel_sold_at.find(here);
        const core::Ask ask = sold == fuel_sold_at.end() ? kUsualFuelAsk : sold->second;
        flown.fuel_price += double(fuel) * double(ask.count()) / double(model::kFuelPerMarketUnit);
        const bool drifts_to_fuel = leg.mode == FlightMode::kDrift && fuel_sold_at.contains(leg.to);
        const std::int64_t least = drifts_to_fuel ? 0 : kLeastFuelOnArrival;
        if (request.fuel.capacity > 0 && flown.fuel_left < least) flown.possible = false;
        here = leg.to;
    }
    flown.cost = worth(flown.time) + flown.fuel_price;
    return flown;
}

// Tries every order of every set of stops, every mode of every leg, and filling the tank or not
// before leaving; stops are always filled at.
class BruteForce {
  public:
    BruteForce(const Chart& chart, const FuelStops& fuel_sold_at, const RouteRequest& request)
        : chart_(chart), fuel_sold_at_(fuel_sold_at), request_(request) {}

    double cheapest() {
        extend({});
        return cheapest_;
    }

  private:
    void extend(std::vector<RouteLeg> legs) {
        std::set<WaypointSymbol> next{request_.to};
        for (const auto& [stop, ask] : fuel_sold_at_)
            next.insert(stop);
        for (const WaypointSymbol& to : next) {
            const bool visited =
                to == request_.from || std::any_of(legs.begin(), legs.end(),
                                                   [&](const auto& leg) { return leg.to == to; });
            if (visited) continue;
            for (const FlightMode mode :
                 {FlightMode::kBurn, FlightMode::kCruise, FlightMode::kDrift}) {
                for (const bool fill : {false, true}) {
                    if (!legs.empty() && !fill) continue;
                    legs.push_back({to, mode, fill, {}});
                    step(legs, to);
                    legs.pop_back();
                }
            }
        }
    }

    void step(const std::vector<RouteLeg>& legs, const WaypointSymbol& to) {
        const Flown flown = fly(chart_, fuel_sold_at_, request_, legs);
        if (!flown.possible || flown.cost >= cheapest_) return;
        if (to == request_.to) {
            cheapest_ = flown.cost;
        } else {
            extend(legs);
        }
    }

    const Chart& chart_;
    const FuelStops& fuel_sold_at_;
    const RouteRequest& request_;
    double cheapest_ = kImpossible;
};

RC_GTEST_PROP(Router, FindsTheCheapestRouteThereIsAndNeverEmptiesTheTank, ()) {
    Remains remains;
    FuelStops fuel_sold_at;
    std::vector<WaypointSymbol> all;
    const int count = *rc::gen::inRange(2, 7);
    for (int i = 0; i < count; ++i) {
        const WaypointSymbol symbol = at(fmt::format("W{}", i));
        const auto x = *rc::gen::inRange<std::int64_t>(-250, 251);
        const auto y = *rc::gen::inRange<std::int64_t>(-250, 251);
        remains.world.waypoints[symbol] = model::Waypoint{symbol, "PLANET", {x, y}, {}};
        all.push_back(symbol);
        if (fuel_sold_at.size() < 4 && *rc::gen::inRange(0, 3) > 0) {
            fuel_sold_at.emplace(symbol,
                                 core::Ask(*rc::gen::element<std::int64_t>(72, 300, 4'000)));
        }
    }
    FleetProcess process(remains);
    RC_ASSERT(process.run(process.fleet.chart.learn(testing::kSystem)).ok());
    const Chart& chart = process.fleet.chart;

    const auto capacity = *rc::gen::element<std::int64_t>(80, 200, 400, 600);
    const auto current = *rc::gen::oneOf(rc::gen::inRange<std::int64_t>(0, 4),
                                         rc::gen::inRange<std::int64_t>(0, capacity + 1));
    const RouteRequest request{
        all.front(), all.back(), *rc::gen::element<std::int64_t>(9, 30, 36), {current, capacity}};

    const double cheapest = BruteForce(chart, fuel_sold_at, request).cheapest();
    const auto plan = plan_route(chart, fuel_sold_at, request);
    RC_ASSERT(plan.ok() == (cheapest != kImpossible));
    if (!plan) {
        RC_ASSERT(plan.error().code == core::ErrorCode::kNotFound);
        return;
    }
    const Flown flown = fly(chart, fuel_sold_at, request, plan->legs);
    RC_ASSERT(flown.possible);
    RC_ASSERT(std::abs(flown.cost - cheapest) < 1e-6);
    RC_ASSERT(plan->time == flown.time);
    RC_ASSERT(std::abs(double(plan->fuel_price.count()) - flown.fuel_price) <= 1.0);
    RC_ASSERT(plan->legs.back().to == request.to);
}

}  // namespace
}  // namespace argosy::fleet
