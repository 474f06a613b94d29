#include "fleet/router.h"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

namespace argosy::fleet {
namespace {

using model::FlightMode;
using model::WaypointSymbol;

constexpr std::array kModes{FlightMode::kBurn, FlightMode::kCruise, FlightMode::kDrift};

// Every stop between start and end is a fuel stop, so a ship leaves it with a full tank: the state
// of the search is the waypoint alone.
struct Reached {
    double cost = 0;
    core::Duration time{0};
    double fuel_price = 0;
    WaypointSymbol before;
    RouteLeg leg{};
};

double price_of(std::int64_t fuel, core::Ask ask) {
    return double(fuel) * double(ask.count()) / double(model::kFuelPerMarketUnit);
}

class Search {
  public:
    Search(const Chart& chart, const FuelStops& fuel_sold_at, const RouteRequest& request)
        : chart_(chart), fuel_sold_at_(fuel_sold_at), request_(request) {}

    Result<RoutePlan> run() {
        // Dijkstra with a scan for the nearest open waypoint: a system has some 25 of them.
        open_[request_.from] = Reached{};
        while (!open_.empty()) {
            const auto nearest =
                std::min_element(open_.begin(), open_.end(), [](const auto& a, const auto& b) {
                    return std::tie(a.second.cost, a.first) < std::tie(b.second.cost, b.first);
                });
            const auto [here, reached] = *nearest;
            open_.erase(nearest);
            done_[here] = reached;
            if (here == request_.to) return trace();
            expand(here, reached);
        }
        return core::Error{core::ErrorCode::kNotFound,
                           fmt::format("no route from {} to {} with {} of {} fuel", request_.from,
                                       request_.to, request_.fuel.current, request_.fuel.capacity)};
    }

  private:
    void expand(const WaypointSymbol& here, const Reached& reached) {
        const bool full_on_leaving = here != request_.from;
        const bool can_fill = fuel_sold_at_.contains(here);
        offer_leg(here, reached, request_.to, full_on_leaving, can_fill);
        for (const auto& [stop, ask] : fuel_sold_at_) {
            if (stop != request_.to) offer_leg(here, reached, stop, full_on_leaving, can_fill);
        }
    }

    // Offers every mode, with the fuel aboard and with a full tank where one can be had.
    void offer_leg(const WaypointSymbol& here, const Reached& reached, const WaypointSymbol& to,
                   bool full_on_leaving, bool can_fill) {
        if (to == here || done_.contains(to) || chart_.find(to) == nullptr) return;
        if (model::system_of(to) != model::system_of(here)) return;
        const std::int64_t distance = chart_.distance(here, to);
        if (request_.fuel.capacity == 0) {
            // A ship without a tank flies at cruising time whatever its mode.
            offer(here, reached, {to, FlightMode::kCruise, false, {}}, distance, 0);
            return;
        }
        for (const FlightMode mode : kModes) {
            const std::int64_t fuel = model::fuel_cost(distance, mode, request_.fuel.capacity);
            const std::int64_t needed = fuel + least_on_arrival(to, mode);
            if (!full_on_leaving && request_.fuel.current >= needed) {
                offer(here, reached, {to, mode, false, {}}, distance, fuel);
            } else if (can_fill && request_.fuel.capacity >= needed) {
                offer(here, reached, {to, mode, true, {}}, distance, fuel);
            }
        }
    }

    // The last unit is spent only on drifting to where there is more.
    std::int64_t least_on_arrival(const WaypointSymbol& to, FlightMode mode) const {
        const bool last_resort = mode == FlightMode::kDrift && fuel_sold_at_.contains(to);
        return last_resort ? 0 : kLeastFuelOnArrival;
    }

    core::Ask fuel_ask(const WaypointSymbol& here) const {
        const auto found = fuel_sold_at_.find(here);
        return found == fuel_sold_at_.end() ? kUsualFuelAsk : found->second;
    }

    void offer(const WaypointSymbol& here, const Reached& reached, RouteLeg leg,
               std::int64_t distance, std::int64_t fuel) {
        leg.time = model::travel_time(distance, leg.mode, request_.speed);
        Reached next;
        next.time =
            reached.time + leg.time + (leg.refuel_first ? kFuelStopTime : core::Duration(0));
        next.fuel_price = reached.fuel_price + price_of(fuel, fuel_ask(here));
        next.cost =
            double(next.time.count()) / 1000.0 * double(kCreditsPerShipSecond) + next.fuel_price;
        next.before = here;
        next.leg = leg;
        const auto found = open_.find(leg.to);
        if (found == open_.end() || next.cost < found->second.cost) open_[leg.to] = next;
    }

    RoutePlan trace() const {
        RoutePlan plan;
        const Reached& end = done_.at(request_.to);
        plan.time = end.time;
        plan.fuel_price = core::Credits(std::int64_t(end.fuel_price));
        for (WaypointSymbol at = request_.to; at != request_.from; at = done_.at(at).before) {
            plan.legs.push_back(done_.at(at).leg);
        }
        std::reverse(plan.legs.begin(), plan.legs.end());
        return plan;
    }

    const Chart& chart_;
    const FuelStops& fuel_sold_at_;
    const RouteRequest& request_;
    std::map<WaypointSymbol, Reached> open_;
    std::map<WaypointSymbol, Reached> done_;
};

}  // namespace

Result<RoutePlan> plan_route(const Chart& chart, const FuelStops& fuel_sold_at,
                             const RouteRequest& request) {
    for (const WaypointSymbol& end : {request.from, request.to}) {
        if (chart.find(end) != nullptr) continue;
        return core::Error{core::ErrorCode::kNotFound,
                           fmt::format("waypoint {} is not charted", end)};
    }
    if (model::system_of(request.from) != model::system_of(request.to)) {
        return core::Error{
            core::ErrorCode::kNotFound,
            fmt::format("{} and {} are in different systems", request.from, request.to)};
    }
    if (request.from == request.to) return RoutePlan{};
    return Search(chart, fuel_sold_at, request).run();
}

}  // namespace argosy::fleet
