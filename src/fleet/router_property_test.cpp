// Routes against a brute force that tries everything, in whole numbers; both by the rules that
// router.h states.

#include <gtest/gtest.h>

#include <deque>
#include <set>

#include "core/rng.h"
#include "fleet/router.h"
#include "tests/support/seed.h"

namespace argosy::fleet {
namespace {

using model::FlightMode;
using model::WaypointSymbol;

/// A small universe as a router is told of it, and as the brute force reads it.
struct Case {
    RouteMap::Waypoints waypoints;
    std::map<WaypointSymbol, std::vector<WaypointSymbol>> gates;
    std::set<WaypointSymbol> unfinished;
    RouteMap::Positions systems;
    FuelStops fuel;
    AskByMarket antimatter;
    RouteRequest request;
};

/// A ship on its way, as the game would have it.
struct Way {
    WaypointSymbol here;
    std::int64_t fuel = 0;
    std::int64_t aboard = 0;
    core::Duration cooldown{0};
    core::Duration time{0};
    std::int64_t hundredths = 0;  ///< Of credits.
    bool moved = false;
    bool possible = true;
};

using Score = std::pair<std::int64_t, std::int64_t>;

class Rules {
  public:
    explicit Rules(const Case& game) : game_(game), value_(kUsualFuelAsk.count()) {
        for (const auto& [stop, ask] : game.fuel)
            value_ = std::min(value_, ask.count());
    }

    /// Flies one leg: what it does before it leaves, and the leg itself.
    Way after(Way way, const RouteLeg& leg) const {
        const RouteRequest& request = game_.request;
        const std::int64_t missing = request.fuel.capacity - way.fuel;
        if (leg.refuel_first) {
            const auto stop = game_.fuel.find(way.here);
            const bool refused =
                request.refuelling == Refuelling::kNowhere ||
                (request.refuelling == Refuelling::kNotAtStart && way.here == request.from);
            if (stop == game_.fuel.end() || refused || missing <= 0) return impossible();
            way.fuel += missing;
            way.hundredths += (missing + 99) / 100 * 100 * stop->second.count() - missing * value_;
        } else if (leg.fuel_from_hold > core::Units(0)) {
            const std::int64_t units = leg.fuel_from_hold.count();
            if (units > way.aboard || (units - 1) * 100 >= missing) return impossible();
            const std::int64_t added = std::min(missing, units * 100);
            way.fuel += added;
            way.aboard -= units;
            way.hundredths += (units * 100 - added) * value_;
        }
        const bool stopped = leg.refuel_first || leg.fuel_from_hold > core::Units(0);
        pass(way, stopped ? kFuelStopTime : way.moved ? kHopTime : core::Duration(0));
        return leg.kind == LegKind::kJump ? jumped(way, leg) : flown(way, leg);
    }

    Score score(const Way& way) const {
        const std::int64_t time = way.time.count();
        switch (game_.request.objective) {
            case Objective::kValue:
                return {100 * time + way.hundredths * game_.request.time_for_a_credit.count(),
                        time};
            case Objective::kTime:
                return {time, way.hundredths};
            case Objective::kFuel:
                return {way.hundredths, time};
        }
        return {};
    }

  private:
    static Way impossible() { return Way{.possible = false}; }

    static void pass(Way& way, core::Duration time) {
        way.time += time;
        way.cooldown = std::max(core::Duration(0), way.cooldown - time);
    }

    bool may_rest(const Way& way) const {
        if (game_.request.fuel.capacity == 0) return true;
        return way.fuel >= (game_.fuel.contains(way.here) ? kLeastFuelAtStop : kLeastFuelElsewhere);
    }

    Way flown(Way way, const RouteLeg& leg) const {
        if (model::system_of(leg.to) != model::system_of(way.here)) return impossible();
        const RouteRequest& request = game_.request;
        const std::int64_t distance = model::distance(game_.waypoints.at(way.here).position,
                                                      game_.waypoints.at(leg.to).position);
        const bool last_drop = leg.mode == FlightMode::kDrift && way.fuel > 0 &&
                               game_.fuel.contains(leg.to) && !game_.fuel.contains(way.here);
        way.here = leg.to;
        way.moved = true;
        const std::int64_t burnt = model::fuel_cost(distance, leg.mode, request.fuel.capacity);
        way.fuel -= burnt;
        way.hundredths += burnt * value_;
        // A ship without a tank flies at cruising time whatever its mode.
        const FlightMode mode = request.fuel.capacity == 0 ? FlightMode::kCruise : leg.mode;
        const auto as_new = std::chrono::duration_cast<std::chrono::seconds>(
            model::travel_time(distance, mode, request.speed));
        pass(way, as_new + std::chrono::seconds((as_new.count() * request.slowdown + 50) / 100));
        if (!last_drop && !may_rest(way)) return impossible();
        return way;
    }

    Way jumped(Way way, const RouteLeg& leg) const {
        const auto gate = game_.gates.find(way.here);
        const auto ask = game_.antimatter.find(way.here);
        if (gate == game_.gates.end() || ask == game_.antimatter.end()) return impossible();
        const auto& ends = gate->second;
        const bool closed =
            game_.unfinished.contains(way.here) || game_.unfinished.contains(leg.to);
        if (closed || std::count(ends.begin(), ends.end(), leg.to) == 0) return impossible();
        const std::int64_t distance = model::distance(game_.systems.at(model::system_of(way.here)),
                                                      game_.systems.at(model::system_of(leg.to)));
        way.time += way.cooldown + kJumpTime;
        way.cooldown = model::jump_cooldown(distance) - kJumpTime;
        way.hundredths += 100 * ask->second.count();
        way.here = leg.to;
        way.moved = true;
        return may_rest(way) ? way : impossible();
    }

    const Case& game_;
    std::int64_t value_;
};

// Tries every order of waypoints, every mode, and every way to fuel.
class BruteForce {
  public:
    explicit BruteForce(const Case& game) : game_(game), rules_(game) {}

    std::optional<Score> best() {
        offer(Way{.here = game_.request.from,
                  .fuel = game_.request.fuel.current,
                  .aboard = game_.request.fuel_aboard.count(),
                  .cooldown = game_.request.cooldown});
        while (!open_.empty()) {
            const Way way = open_.front();
            open_.pop_front();
            if (tried_.at(state_of(way)) == rules_.score(way)) extend(way);
        }
        return best_;
    }

  private:
    using State = std::tuple<WaypointSymbol, std::int64_t, std::int64_t, core::Duration, bool>;

    static State state_of(const Way& way) {
        return {way.here, way.fuel, way.aboard, way.cooldown, way.moved};
    }

    // The same ship at the same place for no less has nothing new to try.
    void offer(const Way& way) {
        const Score score = rules_.score(way);
        if (best_ && score >= *best_) return;
        if (way.here == game_.request.to) {
            best_ = score;
            return;
        }
        const auto [seen, is_new] = tried_.emplace(state_of(way), score);
        if (!is_new && score >= seen->second) return;
        seen->second = score;
        open_.push_back(way);
    }

    void extend(const Way& way) {
        // The end first: what it costs to go there at once bounds all others.
        try_all(way, game_.request.to);
        for (const auto& [to, waypoint] : game_.waypoints) {
            if (to != way.here && to != game_.request.to) try_all(way, to);
        }
    }

    void try_all(const Way& way, const WaypointSymbol& to) {
        const std::int64_t missing = game_.request.fuel.capacity - way.fuel;
        std::vector<RouteLeg> legs;
        for (const FlightMode mode : game_.request.modes)
            legs.push_back({to, mode, false, {}});
        legs.push_back({to, FlightMode::kCruise, false, {}, LegKind::kJump});
        for (RouteLeg leg : legs) {
            try_leg(way, leg);
            for (std::int64_t units = 1; units <= way.aboard && missing > 0; ++units) {
                leg.fuel_from_hold = core::Units(units);
                try_leg(way, leg);
            }
            leg.fuel_from_hold = core::Units(0);
            leg.refuel_first = true;
            try_leg(way, leg);
        }
    }

    void try_leg(const Way& way, const RouteLeg& leg) {
        const Way next = rules_.after(way, leg);
        if (next.possible) offer(next);
    }

    const Case& game_;
    const Rules rules_;
    std::optional<Score> best_;
    std::map<State, Score> tried_;
    std::deque<Way> open_;
};

class Draw {
  public:
    explicit Draw(core::RandomStream stream) : stream_(stream) {}

    std::int64_t in(std::int64_t least, std::int64_t most) { return stream_.uniform(least, most); }
    bool one_in(std::int64_t many) { return in(1, many) == 1; }
    template <class Value>
    Value of(std::initializer_list<Value> values) {
        return *(values.begin() + in(0, std::int64_t(values.size()) - 1));
    }

    Case game() {
        Case drawn;
        const std::int64_t systems = one_in(2) ? 1 : in(2, 3);
        std::vector<WaypointSymbol> gates;
        std::vector<WaypointSymbol> all;
        for (std::int64_t number = 1; number <= systems; ++number) {
            const std::string name = fmt::format("X1-S{}", number);
            drawn.systems[model::SystemSymbol(name)] = {in(-900, 900), in(-900, 900)};
            const std::int64_t waypoints = systems == 1 ? in(2, 5) : in(1, 2);
            for (std::int64_t place = 1; place <= waypoints; ++place) {
                const WaypointSymbol symbol(fmt::format("{}-W{}", name, place));
                const bool gate = systems > 1 && place == 1;
                add(drawn, symbol, gate);
                all.push_back(symbol);
                if (gate) gates.push_back(symbol);
            }
        }
        for (const WaypointSymbol& one : gates) {
            for (const WaypointSymbol& other : gates) {
                if (one < other && !one_in(4)) {
                    drawn.gates[one].push_back(other);
                    drawn.gates[other].push_back(one);
                }
            }
            if (one_in(8)) drawn.unfinished.insert(one);
            if (!one_in(8)) drawn.antimatter.emplace(one, of({core::Ask(40), core::Ask(5'050)}));
        }
        drawn.request = request(all);
        return drawn;
    }

  private:
    void add(Case& drawn, const WaypointSymbol& symbol, bool gate) {
        const model::Position position{in(-160, 160), in(-160, 160)};
        const char* type = gate ? "JUMP_GATE" : "PLANET";
        drawn.waypoints[symbol] = model::Waypoint{symbol, type, position, {}};
        if (one_in(2)) {
            drawn.fuel.emplace(symbol, of({core::Ask(60), core::Ask(72), core::Ask(900)}));
        }
    }

    RouteRequest request(const std::vector<WaypointSymbol>& all) {
        const auto capacity = of<std::int64_t>({0, 40, 80, 150, 400});
        const std::int64_t current = capacity == 0 ? 0 : one_in(3) ? in(0, 3) : in(0, capacity);
        RouteRequest drawn{.from = all.front(),
                           .to = all.back(),
                           .speed = of<std::int64_t>({3, 9, 15, 36}),
                           .fuel = {current, capacity}};
        drawn.slowdown = of<std::int64_t>({0, 0, 15, 50});
        drawn.fuel_aboard = core::Units(capacity > 0 && one_in(4) ? in(1, 2) : 0);
        drawn.cooldown = std::chrono::seconds(one_in(3) ? in(1, 400) : 0);
        drawn.refuelling = of({Refuelling::kAnywhere, Refuelling::kAnywhere,
                               Refuelling::kNotAtStart, Refuelling::kNowhere});
        drawn.objective = of({Objective::kValue, Objective::kTime, Objective::kFuel});
        drawn.time_for_a_credit = core::Duration(of({37, 100, 2'000}));
        if (one_in(3)) drawn.modes = {FlightMode::kStealth, FlightMode::kDrift};
        return drawn;
    }

    core::RandomStream stream_;
};

void expect_equal_to_brute_force(const Case& game) {
    RouteMap::Gates gates;
    for (const auto& [symbol, ends] : game.gates)
        gates[symbol] = {symbol, ends, game.unfinished.contains(symbol)};
    RouteMap map(game.waypoints, gates, game.systems);
    map.set_fuel(game.fuel);
    map.set_antimatter(game.antimatter);

    const auto best = BruteForce(game).best();
    const auto plan = plan_route(map, game.request);
    ASSERT_EQ(plan.ok(), best.has_value());
    if (!plan) return;
    const Rules rules(game);
    Way way{.here = game.request.from,
            .fuel = game.request.fuel.current,
            .aboard = game.request.fuel_aboard.count(),
            .cooldown = game.request.cooldown};
    for (const RouteLeg& leg : plan->legs) {
        way = rules.after(way, leg);
        ASSERT_TRUE(way.possible) << "to " << leg.to.str();
    }
    EXPECT_EQ(way.here, game.request.to);
    EXPECT_EQ(rules.score(way), *best);
    EXPECT_EQ(plan->time, way.time);
    EXPECT_EQ(plan->fuel_price, core::Credits(way.hundredths / 100));
}

void expect_equal_in_case(std::uint64_t seed, std::uint64_t number) {
    SCOPED_TRACE(fmt::format("ARGOSY_SEED={} case {}", seed, number));
    Draw draw(core::Rng(seed).stream(fmt::format("case/{}", number)));
    expect_equal_to_brute_force(draw.game());
}

constexpr std::uint64_t kCases = 10'000;
constexpr std::uint64_t kCasesTold = 1'000;

TEST(RouterProperty, EqualsBruteForceInTenThousandSmallCases) {
    const std::uint64_t seed = tests::seed_of_this_run();
    for (std::uint64_t number = 0; number < kCases && !HasFailure(); ++number) {
        if (number % kCasesTold == 0) fmt::print("case {}\n", number);
        expect_equal_in_case(seed, number);
    }
}

// Found by the runs of the test above: tanks that cost more to fill by less than a market unit,
// gates that only lead here, and (seed 220) a bound that filled a rounded tank.
TEST(RouterProperty, EqualsBruteForceWithSeedsThatOnceFailed) {
    struct Found {
        std::uint64_t seed;
        std::uint64_t number;
    };
    for (const auto& [seed, number] :
         {Found{101, 4751}, Found{103, 6824}, Found{104, 8877}, Found{113, 7012}, Found{117, 4017},
          Found{204, 940}, Found{220, 7523}, Found{18243194695474519878ULL, 2730}}) {
        expect_equal_in_case(seed, number);
    }
}

}  // namespace
}  // namespace argosy::fleet
