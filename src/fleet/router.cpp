#include "fleet/router.h"

#include <algorithm>
#include <compare>
#include <limits>
#include <queue>

namespace argosy::fleet {
namespace {

using model::FlightMode;
using Index = RouteMap::Index;

// Money is counted in hundredths of a credit: a unit of fuel costs as many as its market unit costs
// credits. A millisecond is worth one too.
constexpr std::int64_t kHundredths = 100;
static_assert(model::kFuelPerMarketUnit == kHundredths);
static_assert(kCreditsPerShipSecond * kHundredths == 1'000);

// No search comes near it: 82 waypoints and a small tank take some thousands.
constexpr std::size_t kMostStates = 500'000;

/// Time and money, or either: never both of one kind.
struct Spent {
    std::int64_t milliseconds = 0;
    std::int64_t hundredths = 0;

    Spent operator+(const Spent& other) const {
        return {milliseconds + other.milliseconds, hundredths + other.hundredths};
    }
};

/// What a route is ordered by.
struct Cost {
    std::int64_t first = 0;
    std::int64_t second = 0;

    friend auto operator<=>(const Cost&, const Cost&) = default;
};

Cost cost_of(const Spent& spent, Objective objective) {
    switch (objective) {
        case Objective::kValue:
            return {spent.milliseconds + spent.hundredths, spent.milliseconds};
        case Objective::kTime:
            return {spent.milliseconds, spent.hundredths};
        case Objective::kFuel:
            return {spent.hundredths, spent.milliseconds};
    }
    return {};
}

/// A ship that has come somewhere, and how.
struct State {
    Spent spent;
    Index place = 0;
    std::int64_t fuel = 0;
    std::int64_t aboard = 0;    ///< Units of FUEL.
    std::int64_t cooldown = 0;  ///< Milliseconds until it may jump.
    std::int32_t before = -1;   ///< The state it left from; -1: this is the start.
    bool beaten = false;
    // The leg that led here.
    LegKind kind = LegKind::kFlight;
    FlightMode mode = FlightMode::kCruise;
    bool refuelled = false;
    std::int64_t from_hold = 0;
    std::int64_t leg_time = 0;
};

// The least that is still to be spent from anywhere, so that the search goes towards its end. It
// never says too much: between two places of a system the straight line is the shortest way, and
// distances are rounded by at most half.
class Outlook {
  public:
    Outlook(const RouteMap& map, const RouteRequest& request, Index to)
        : map_(map), request_(request), to_(to) {
        const bool tank = request.fuel.capacity > 0;
        if (!tank) consider(FlightMode::kCruise);
        for (const FlightMode mode : request.modes) {
            if (tank) consider(mode);
        }
        count_jumps();
        from_gates_ = from_nearest_gate(map.system_of(to), to);
    }

    /// Returns the least that legs may take which together lead so far.
    Cost flight(std::int64_t distance) const {
        constexpr std::int64_t kEveryLeg = 14'500;
        // Of a very slow ship more legs might round down to less than one.
        const auto sum = [&](std::int64_t rate) {
            return rate > 2 * kEveryLeg ? 0 : (distance - 1) * rate + kEveryLeg;
        };
        const std::int64_t money = request_.fuel.capacity > 0 ? map_.fuel_value().count() : 0;
        switch (request_.objective) {
            case Objective::kValue:
                return {sum(least_value_), sum(least_time_)};
            case Objective::kTime:
                return {sum(least_time_), money};
            case Objective::kFuel:
                return {money, sum(least_time_)};
        }
        return {};
    }

    /// Returns nothing where no way leads to the end.
    std::optional<Cost> from(Index place) const {
        if (place == to_) return Cost{};
        const RouteMap::Place& here = map_.place(place);
        const RouteMap::System& system = map_.system(here.system);
        const std::int64_t jumps = jumps_[std::size_t(here.system)];
        const bool same = here.system == map_.place(to_).system;
        if (!same && jumps < 0) return std::nullopt;
        // Out of a system with several gates, and back in by another, may be a short cut.
        if (same && system.gates.size() < 2) return flight(map_.distance(place, to_));
        const Cost around = by_gates(place, system, same ? 2 : jumps);
        return same ? std::min(around, flight(map_.distance(place, to_))) : around;
    }

  private:
    void count_jumps() {
        jumps_.assign(map_.systems(), -1);
        std::vector<Index> next{map_.place(to_).system};
        jumps_[std::size_t(next.front())] = 0;
        for (std::size_t done = 0; done < next.size(); ++done) {
            for (Index other = 0; other < Index(map_.systems()); ++other) {
                if (jumps_[std::size_t(other)] >= 0 || !linked(other, next[done])) continue;
                jumps_[std::size_t(other)] = jumps_[std::size_t(next[done])] + 1;
                next.push_back(other);
            }
        }
    }

    bool linked(Index from, Index to) const {
        for (const Index gate : map_.system(from).gates) {
            for (const RouteMap::Link& link : map_.place(gate).links) {
                if (map_.place(link.to).system == to) return true;
            }
        }
        return false;
    }

    Cost by_gates(Index place, const RouteMap::System& system, std::int64_t jumps) const {
        const Cost leave = from_nearest_gate(system, place);
        const Spent jump{kJumpTime.count(), map_.least_antimatter().count() * kHundredths};
        const Cost one = cost_of(jump, request_.objective);
        return {leave.first + jumps * one.first + from_gates_.first,
                leave.second + jumps * one.second + from_gates_.second};
    }

    Cost from_nearest_gate(const RouteMap::System& system, Index place) const {
        std::optional<Cost> least;
        for (const Index gate : system.gates) {
            const Cost way = gate == place ? Cost{} : flight(map_.distance(place, gate));
            if (!least || way < *least) least = way;
        }
        return least.value_or(Cost{});
    }

    void consider(FlightMode mode) {
        const std::int64_t time = factor(mode) * 500 / request_.speed;
        const bool burns = request_.fuel.capacity > 0 && mode != FlightMode::kDrift;
        const std::int64_t fuel = burns ? model::fuel_cost(1, mode, 1) : 0;
        least_time_ = std::min(least_time_, time);
        least_value_ = std::min(least_value_, time + fuel * map_.fuel_value().count());
    }

    // Half seconds for a unit of distance at speed 1: model::travel_time().
    static std::int64_t factor(FlightMode mode) {
        switch (mode) {
            case FlightMode::kBurn:
                return 25;
            case FlightMode::kCruise:
                return 50;
            case FlightMode::kStealth:
                return 60;
            case FlightMode::kDrift:
                return 500;
        }
        return 25;
    }

    const RouteMap& map_;
    const RouteRequest& request_;
    const Index to_;
    // Of a unit of distance, in the best mode for it.
    std::int64_t least_time_ = std::numeric_limits<std::int64_t>::max();
    std::int64_t least_value_ = std::numeric_limits<std::int64_t>::max();
    std::vector<std::int64_t> jumps_;  ///< To the end's system, by system; -1: no way.
    Cost from_gates_;
};

// Finds the cheapest way through states of place, tank, hold and cooldown, the most promising one
// first. A state that is no better than another in any of these is beaten by it: whatever it may go
// on to do, the other can do for no more.
class Search {
  public:
    Search(const RouteMap& map, const RouteRequest& request, Index from, Index to)
        : map_(map),
          request_(request),
          from_(from),
          to_(to),
          outlook_(map, request, to),
          at_(map.places()) {}

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
    struct Open {
        Cost estimate;
        std::int32_t state;

        bool operator>(const Open& other) const {
            return std::tie(estimate, state) > std::tie(other.estimate, other.state);
        }
    };

    bool has_tank() const { return request_.fuel.capacity > 0; }
    bool is_start(const State& state) const { return state.before < 0; }

    bool sells_fuel(const State& here) const {
        if (!map_.place(here.place).fuel) return false;
        switch (request_.refuelling) {
            case Refuelling::kAnywhere:
                return true;
            case Refuelling::kNotAtStart:
                return here.place != from_;
            case Refuelling::kNowhere:
                return false;
        }
        return false;
    }

    // Offers to leave as it came, with a tank filled at the market, and with each number of units
    // burnt from the hold.
    void leave(std::int32_t number) {
        const State here = states_[std::size_t(number)];
        State leaving = here;
        leaving.before = number;
        leaving.refuelled = false;
        leaving.from_hold = 0;
        const std::int64_t missing = request_.fuel.capacity - here.fuel;
        depart(leaving, is_start(here) ? core::Duration(0) : kHopTime);
        if (missing <= 0) return;
        const std::int64_t worth = map_.fuel_value().count();
        if (sells_fuel(here)) {
            State filled = leaving;
            filled.refuelled = true;
            filled.fuel = request_.fuel.capacity;
            filled.spent.hundredths += model::fuel_market_units(missing) * kHundredths *
                                           map_.place(here.place).fuel->count() -
                                       missing * worth;
            depart(filled, kFuelStopTime);
        }
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
        for (Index to = system.first; to < system.first + system.count; ++to) {
            if (to != to_ && to != leaving.place) fly(leaving, to);
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
        const auto left = outlook_.from(to);
        if (!left) return;
        const std::int64_t distance = map_.distance(leaving.place, to);
        if (best_end_) {
            const Cost so_far = cost_of(leaving.spent, request_.objective);
            const Cost leg = outlook_.flight(distance);
            const Cost least{so_far.first + leg.first + left->first,
                             so_far.second + leg.second + left->second};
            if (least >= *best_end_) return;
        }
        if (!has_tank()) {
            // A ship without a tank flies at cruising time whatever its mode.
            arrive_by(leaving, to, FlightMode::kCruise, distance, 0);
            return;
        }
        for (const FlightMode mode : request_.modes) {
            const std::int64_t fuel = model::fuel_cost(distance, mode, request_.fuel.capacity);
            // Never away from where there is fuel: better wait there than arrive with nothing.
            const bool last_resort = mode == FlightMode::kDrift && leaving.fuel >= fuel &&
                                     map_.place(to).fuel.has_value() &&
                                     !map_.place(leaving.place).fuel;
            if (leaving.fuel - fuel < least_at(to) && !last_resort) continue;
            arrive_by(leaving, to, mode, distance, fuel);
        }
    }

    std::int64_t least_at(Index place) const {
        if (!has_tank()) return 0;
        return map_.place(place).fuel ? kLeastFuelAtStop : kLeastFuelElsewhere;
    }

    void arrive_by(State state, Index to, FlightMode mode, std::int64_t distance,
                   std::int64_t fuel) {
        const std::int64_t as_new =
            model::travel_time(distance, mode, request_.speed) / std::chrono::seconds(1);
        state.kind = LegKind::kFlight;
        state.mode = mode;
        state.leg_time = 1'000 * (as_new + (as_new * request_.slowdown + 50) / 100);
        pass(state, state.leg_time);
        state.fuel -= fuel;
        state.spent.hundredths += fuel * map_.fuel_value().count();
        state.place = to;
        reach(state);
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

    void reach(const State& state) {
        const auto left = outlook_.from(state.place);
        if (!left) return;
        const Cost cost = cost_of(state.spent, request_.objective);
        const Cost estimate{cost.first + left->first, cost.second + left->second};
        if (best_end_ && estimate >= *best_end_) return;
        std::vector<std::int32_t>& rivals = at_[std::size_t(state.place)];
        for (const std::int32_t rival : rivals) {
            if (is_as_good(states_[std::size_t(rival)], state)) return;
        }
        std::erase_if(rivals, [&](std::int32_t rival) {
            State& other = states_[std::size_t(rival)];
            other.beaten = is_as_good(state, other);
            return other.beaten;
        });
        const auto number = std::int32_t(states_.size());
        states_.push_back(state);
        rivals.push_back(number);
        open_.push({estimate, number});
        if (state.place == to_) best_end_ = cost;
    }

    bool is_as_good(const State& one, const State& other) const {
        return one.fuel >= other.fuel && one.aboard >= other.aboard &&
               one.cooldown <= other.cooldown &&
               cost_of(one.spent, request_.objective) <= cost_of(other.spent, request_.objective);
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
    const Outlook outlook_;
    std::vector<State> states_;
    std::vector<std::vector<std::int32_t>> at_;  ///< Those that nothing beats, by place.
    std::priority_queue<Open, std::vector<Open>, std::greater<>> open_;
    std::optional<Cost> best_end_;
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
