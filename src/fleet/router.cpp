#include "fleet/router.h"

#include <algorithm>
#include <functional>
#include <queue>
#include <utility>

#include "fleet/outlook.h"

namespace argosy::fleet {
namespace {

using model::FlightMode;
using Index = RouteMap::Index;

// No search comes near it: 82 waypoints and a small tank take some thousands.
constexpr std::size_t kMostStates = 500'000;

/// A ship that has come somewhere, and how.
struct State {
    Spent spent;
    Index place = 0;
    std::int64_t fuel = 0;
    std::int64_t aboard = 0;    ///< Units of FUEL.
    std::int64_t cooldown = 0;  ///< Milliseconds until it may jump.
    std::int32_t before = -1;   ///< The state it left from; -1: this is the start.
    std::int32_t rival = -1;    ///< Another at the same place that this one does not beat.
    bool beaten = false;
    // The leg that led here.
    LegKind kind = LegKind::kFlight;
    FlightMode mode = FlightMode::kCruise;
    bool refuelled = false;
    std::int64_t from_hold = 0;
    std::int64_t leg_time = 0;
};

// Finds the cheapest way through states of place, tank, hold and cooldown, the most promising one
// first. A state that is no better than another in any of these is beaten by it, if its tank is not
// so much cheaper to fill: whatever it may go on to do, the other can do for no more.
class Search {
  public:
    Search(const RouteMap& map, const RouteRequest& request, Index from, Index to)
        : map_(map),
          request_(request),
          from_(from),
          to_(to),
          outlook_(map, request, from, to),
          at_(map.places(), kNone) {
        // A ship without a tank flies at cruising time whatever its mode.
        if (!has_tank()) modes_ = {FlightMode::kCruise};
    }

    Result<RoutePlan> run() {
        State start{.place = from_,
                    .fuel = request_.fuel.current,
                    .aboard = request_.fuel_aboard.count(),
                    .cooldown = request_.cooldown.count()};
        reach(start);
        while (!open_.empty() && states_.size() < kMostStates) {
            const std::int32_t next = open_.top().state;
            open_.pop();
            if (states_[std::size_t(next)].beaten) continue;
            if (states_[std::size_t(next)].place == to_) return trace(next);
            leave(next);
        }
        return core::Error{core::ErrorCode::kNotFound,
                           fmt::format("no route from {} to {} with {} of {} fuel", request_.from,
                                       request_.to, request_.fuel.current, request_.fuel.capacity)};
    }

  private:
    static constexpr std::int32_t kNone = -1;

    /// The flight that brought the ship here, when it leaves with what that left in its tank.
    struct Came {
        Index from = kNone;
        FlightMode mode = FlightMode::kCruise;
        std::int64_t distance = 0;
    };

    struct Open {
        Cost estimate;
        std::int32_t state;

        bool operator>(const Open& other) const {
            return std::tie(estimate, state) > std::tie(other.estimate, other.state);
        }
    };

    bool has_tank() const { return request_.fuel.capacity > 0; }
    bool is_start(const State& state) const { return state.before < 0; }

    // Offers to leave as it came, with a tank filled at the market, and with each number of units
    // burnt from the hold.
    void leave(std::int32_t number) {
        const State here = states_[std::size_t(number)];
        State leaving = here;
        leaving.before = number;
        leaving.refuelled = false;
        leaving.from_hold = 0;
        const std::int64_t missing = request_.fuel.capacity - here.fuel;
        if (!is_start(here) && here.kind == LegKind::kFlight) {
            const Index from = states_[std::size_t(here.before)].place;
            came_ = {from, here.mode, map_.distance(from, here.place)};
        }
        depart(leaving, is_start(here) ? core::Duration(0) : kHopTime);
        came_ = {};
        if (missing <= 0) return;
        if (outlook_.sells_fuel(here.place)) {
            State filled = leaving;
            filled.refuelled = true;
            filled.fuel = request_.fuel.capacity;
            filled.spent.hundredths += outlook_.filling(here.place, missing);
            depart(filled, kFuelStopTime);
        }
        const std::int64_t worth = map_.fuel_value().count();
        const std::int64_t most = std::min(here.aboard, model::fuel_market_units(missing));
        for (std::int64_t units = 1; units <= most; ++units) {
            State filled = leaving;
            const std::int64_t added = std::min(units * model::kFuelPerMarketUnit, missing);
            filled.from_hold = units;
            filled.aboard -= units;
            filled.fuel += added;
            filled.spent.hundredths += (units * kHundredths - added) * worth;
            depart(filled, kFuelStopTime);
        }
    }

    void depart(State leaving, core::Duration stop) {
        pass(leaving, stop.count());
        const RouteMap::System& system = map_.system_of(leaving.place);
        // The end comes first: what it costs to go there at once bounds all others.
        if (system.first <= to_ && to_ < system.first + system.count) fly(leaving, to_);
        const std::int32_t* distances = map_.distances_from(leaving.place);
        const std::int64_t so_far = cost_of(leaving.spent, request_).first;
        for (Index to = system.first; to < system.first + system.count; ++to) {
            const std::int64_t least = so_far + outlook_.flight(distances[to - system.first]);
            if (least + outlook_.from(to) <= best_end_.first && to != to_) fly(leaving, to);
        }
        for (const RouteMap::Link& link : map_.place(leaving.place).links)
            jump(leaving, link);
    }

    static void pass(State& state, std::int64_t milliseconds) {
        state.spent.milliseconds += milliseconds;
        state.cooldown = std::max<std::int64_t>(0, state.cooldown - milliseconds);
    }

    void fly(const State& leaving, Index to) {
        if (to == leaving.place) return;
        const std::int64_t distance = map_.distance(leaving.place, to);
        for (std::size_t number = 0; number < modes_.size(); ++number) {
            const FlightMode mode = modes_[number];
            const std::int64_t fuel = model::fuel_cost(distance, mode, request_.fuel.capacity);
            // Never away from where there is fuel: better wait there than arrive with nothing.
            const bool last_resort = mode == FlightMode::kDrift && leaving.fuel >= fuel &&
                                     map_.place(to).fuel.has_value() &&
                                     !map_.place(leaving.place).fuel;
            const std::int64_t fuel_left = leaving.fuel - fuel;
            if (fuel_left < least_at(to) && !last_resort) continue;
            const std::int64_t onward = outlook_.from(to, fuel_left);
            if (!leads_on(leaving.spent, outlook_.flight(number, distance) + onward)) continue;
            if (mode == came_.mode && is_on_the_way(to, distance) && !last_resort) continue;
            const std::int64_t time = flight_time(request_, distance, mode);
            const Spent spent{leaving.spent.milliseconds + time,
                              leaving.spent.hundredths + fuel * map_.fuel_value().count()};
            if (!leads_on(spent, onward)) continue;
            State there = leaving;
            there.place = to;
            there.kind = LegKind::kFlight;
            there.mode = mode;
            there.leg_time = time;
            pass(there, time);
            there.spent = spent;
            there.fuel = fuel_left;
            reach(there);
        }
    }

    // Whether flying here in the same mode has only been a stop on the way: the flight without it
    // burns no more and saves a departure and a landing, which is more than rounding gives.
    bool is_on_the_way(Index to, std::int64_t distance) const {
        return came_.from != kNone && to != came_.from &&
               map_.distance(came_.from, to) <= came_.distance + distance;
    }

    std::int64_t least_at(Index place) const {
        if (!has_tank()) return 0;
        return map_.place(place).fuel ? kLeastFuelAtStop : kLeastFuelElsewhere;
    }

    void jump(State state, const RouteMap::Link& link) {
        const auto& antimatter = map_.place(state.place).antimatter;
        if (!antimatter || state.fuel < least_at(link.to)) return;
        state.kind = LegKind::kJump;
        state.leg_time = state.cooldown + kJumpTime.count();
        state.spent.milliseconds += state.leg_time;
        state.spent.hundredths += antimatter->count() * kHundredths;
        state.cooldown = std::max<std::int64_t>(0, link.cooldown.count() - kJumpTime.count());
        state.place = link.to;
        reach(state);
    }

    // Whether a way that has cost so much, and costs so much more at least, may be the best.
    bool leads_on(const Spent& spent, std::int64_t left) const {
        if (left >= Outlook::kNever) return false;
        Cost least = cost_of(spent, request_);
        least.first += left;
        return least < best_end_;
    }

    void reach(State state) {
        // An end as good as the one that is known must not beat it and then be refused itself.
        if (!leads_on(state.spent, outlook_.from(state.place)) || is_beaten(state)) return;
        const std::int64_t left = outlook_.from(state.place, state.fuel, state.aboard);
        if (!leads_on(state.spent, left)) return;
        const Cost cost = cost_of(state.spent, request_);
        if (state.place == to_) best_end_ = cost;
        const auto number = std::int32_t(states_.size());
        state.rival = std::exchange(at_[std::size_t(state.place)], number);
        states_.push_back(state);
        open_.push({{cost.first + left, cost.second}, number});
    }

    // Those that are beaten by this state, or were by another, are rivals no more.
    bool is_beaten(const State& state) {
        std::int32_t* link = &at_[std::size_t(state.place)];
        while (*link != kNone) {
            State& rival = states_[std::size_t(*link)];
            if (is_as_good(rival, state)) return true;
            rival.beaten = is_as_good(state, rival);
            if (rival.beaten) {
                *link = rival.rival;
            } else {
                link = &rival.rival;
            }
        }
        return false;
    }

    // Every begun market unit is paid, so the fuller tank may cost more to fill: by no more than
    // what is worth the fuel that it has beyond whole market units.
    bool is_as_good(const State& one, const State& other) const {
        if (one.fuel < other.fuel || one.aboard < other.aboard || one.cooldown > other.cooldown)
            return false;
        Spent filled = one.spent;
        filled.hundredths +=
            (one.fuel - other.fuel) % model::kFuelPerMarketUnit * map_.fuel_value().count();
        return cost_of(filled, request_) <= cost_of(other.spent, request_);
    }

    RoutePlan trace(std::int32_t end) const {
        RoutePlan plan;
        const Spent& spent = states_[std::size_t(end)].spent;
        plan.time = core::Duration(spent.milliseconds);
        plan.fuel_price = core::Credits(spent.hundredths / kHundredths);
        for (std::int32_t at = end; states_[std::size_t(at)].before >= 0;
             at = states_[std::size_t(at)].before) {
            const State& state = states_[std::size_t(at)];
            plan.legs.push_back({map_.place(state.place).symbol, state.mode, state.refuelled,
                                 core::Duration(state.leg_time), state.kind,
                                 core::Units(state.from_hold)});
        }
        std::reverse(plan.legs.begin(), plan.legs.end());
        return plan;
    }

    const RouteMap& map_;
    const RouteRequest& request_;
    const Index from_;
    const Index to_;
    std::vector<FlightMode> modes_ = request_.modes;
    Came came_;
    Outlook outlook_;
    std::vector<State> states_;
    std::vector<std::int32_t> at_;  ///< The last of those that nothing beats, by place.
    std::priority_queue<Open, std::vector<Open>, std::greater<>> open_;
    Cost best_end_{Outlook::kNever, 0};
};

}  // namespace

Result<RoutePlan> plan_route(const RouteMap& map, const RouteRequest& request) {
    const auto from = map.find(request.from);
    const auto to = map.find(request.to);
    if (!from || !to) {
        return core::Error{
            core::ErrorCode::kNotFound,
            fmt::format("waypoint {} is not charted", from ? request.to : request.from)};
    }
    if (from == to) return RoutePlan{};
    return Search(map, request, *from, *to).run();
}

}  // namespace argosy::fleet
