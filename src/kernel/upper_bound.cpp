#include "kernel/upper_bound.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "model/travel.h"
#include "planner/volume_growth.h"

namespace argosy::kernel {
namespace {

using model::FlightMode;
using model::TradeType;
using planner::SteadyGood;
using planner::SteadyHulls;

constexpr double kThousandth = 1e-3;
constexpr double kMillisPerHour = 3'600'000;

// The fastest answer of the simulated server; a ship waits for each of its own.
constexpr double kSecondsPerRequest = 0.045;

constexpr double kRequestsPerHour = 150 * 60;

template <class Value>
std::int32_t number_of(std::vector<Value>& known, const Value& value) {
    const auto number = std::find(known.begin(), known.end(), value) - known.begin();
    if (number == std::ptrdiff_t(known.size())) known.push_back(value);
    return std::int32_t(number);
}

// A tank is filled in hundreds; the cheapest fuel there can be is an export's full to the brim, or
// an exchange's at rest or above.
double least_fuel_price(const BoundedSystem& system) {
    std::optional<double> least;
    for (const SteadyGood& good : system.problem.goods) {
        if (system.symbol_of(good) != model::TradeSymbol("FUEL")) continue;
        model::PriceState state = good.price;
        const std::int64_t full = state.type == TradeType::kExport ? 8 * state.volume.count() : 0;
        state.stock = std::max(state.stock, core::Units(full));
        const double price =
            double(model::ask_of(state).count()) / double(model::kFuelPerMarketUnit);
        least = std::min(least.value_or(price), price);
    }
    return least.value_or(0);
}

struct Passage {
    double seconds;
    double fuel;
};

// A tank that is full at every departure: never slower than what a router finds.
Passage fastest(std::int64_t distance, const model::Ship& ship) {
    FlightMode mode = FlightMode::kDrift;
    for (const FlightMode each : {FlightMode::kCruise, FlightMode::kBurn}) {
        if (model::fuel_cost(distance, each, ship.fuel.capacity) <= ship.fuel.capacity) mode = each;
    }
    const core::Duration time = model::travel_time(distance, mode, ship.speed);
    return {double(time.count()) / 1'000,
            double(model::fuel_cost(distance, mode, ship.fuel.capacity))};
}

void set_passages(const BoundedSystem& system, const model::Ship& ship, SteadyHulls& hulls) {
    const std::size_t places = system.positions.size();
    std::vector<Passage> passages(places * places);
    for (std::size_t from = 0; from < places; ++from) {
        for (std::size_t to = 0; to < places; ++to) {
            if (from == to) continue;
            passages[from * places + to] =
                fastest(model::distance(system.positions[from], system.positions[to]), ship);
        }
    }
    for (std::size_t by = 0; by < places; ++by) {
        for (std::size_t from = 0; from < places; ++from) {
            for (std::size_t to = 0; to < places; ++to) {
                const Passage& first = passages[from * places + by];
                const Passage& second = passages[by * places + to];
                Passage& direct = passages[from * places + to];
                if (first.seconds + second.seconds < direct.seconds)
                    direct = {first.seconds + second.seconds, first.fuel + second.fuel};
            }
        }
    }
    for (const Passage& passage : passages) {
        hulls.seconds.push_back(passage.seconds);
        hulls.credits.push_back(passage.fuel * system.fuel_price);
    }
}

}  // namespace

Result<planner::UpdateLaw> update_law(std::string_view name) {
    ARGOSY_TRY(const auto economy, sim::economy_law(name));
    const sim::EconomyParameters& law =
        dynamic_cast<const sim::MeasuredLaw&>(*economy).parameters();
    const auto volumes = [](std::int64_t thousandths) { return double(thousandths) * kThousandth; };
    planner::UpdateLaw result;
    result.updates_an_hour = kMillisPerHour / double(law.period.count());
    result.feeding =
        law.feeding_helps ? planner::Feeding::kHelps : planner::Feeding::kChangesNothing;
    result.least_rate = volumes(law.least_rate);
    result.full_rate = volumes(law.full_rate);
    result.rise = volumes(law.rise);
    result.fall = volumes(law.fall);
    result.limited_rate = volumes(law.limited_rate);
    result.settle = volumes(law.settle);
    result.restricted_fall = volumes(law.restricted_fall);
    result.restricted_step = volumes(law.restricted_step);
    result.consumption_rise = volumes(law.consumption_rise);
    result.consumption_fall = volumes(law.consumption_fall);
    result.restricted_below = double(law.restricted_below);
    result.limited_below = double(law.limited_below);
    result.abundant_from = double(law.abundant_from);
    result.most_export = double(law.most_export);
    result.least_import = double(law.least_import);
    result.exchange_drift = volumes(law.exchange_drift);
    result.idle_share = volumes(law.idle_share);
    result.others = law.other_traders ? volumes(law.others) : 0;
    return result;
}

Result<BoundedSystem> bounded_system(const sim::Truth& truth, const fleet::Chart& chart,
                                     const model::SystemSymbol& system, std::string_view law) {
    BoundedSystem result;
    planner::SteadyProblem& problem = result.problem;
    ARGOSY_TRY(problem.law, update_law(law));
    problem.requests_an_hour = kRequestsPerHour;
    problem.seconds_a_request = kSecondsPerRequest;
    for (const auto& [waypoint, market] : truth.markets()) {
        if (model::system_of(waypoint) != system) continue;
        const model::Waypoint* place = chart.find(waypoint);
        ARGOSY_ASSERT(place != nullptr);
        const auto first = std::int32_t(problem.goods.size());
        for (const sim::MarketGoodState& good : market.goods) {
            SteadyGood steady{.place = std::int32_t(result.places.size()),
                              .good = number_of(result.goods, good.good),
                              .price = good.price,
                              .rate = double(good.rate) * kThousandth,
                              .starved = good.lacks_input};
            for (const std::size_t input : good.inputs)
                steady.inputs.push_back(first + std::int32_t(input));
            problem.goods.push_back(std::move(steady));
        }
        result.places.push_back(waypoint);
        result.positions.push_back(place->position);
    }
    problem.places = std::int32_t(result.places.size());
    result.fuel_price = least_fuel_price(result);
    return result;
}

BoundedSystem with_exports_grown(BoundedSystem system) {
    // Nothing is ever STRONG where feeding changes nothing.
    if (system.problem.law.feeding == planner::Feeding::kChangesNothing) return system;
    std::vector<SteadyGood>& goods = system.problem.goods;
    for (SteadyGood& good : goods) {
        if (good.price.type != TradeType::kExport || good.inputs.empty() || good.starved) continue;
        const core::Units before = good.price.volume;
        core::Units least = goods[std::size_t(good.inputs.front())].price.volume;
        for (const std::int32_t input : good.inputs)
            least = std::min(least, goods[std::size_t(input)].price.volume);
        good.price.volume = planner::grown_volume(before, planner::largest_volume(least));
        if (good.price.volume == before) continue;
        good.price.stock =
            core::Units(good.price.stock.count() * good.price.volume.count() / before.count());
        good.price.margin = std::max(good.price.margin, model::usual_margin(good.price.volume));
    }
    return system;
}

std::vector<SteadyHulls> hulls_of(const BoundedSystem& system,
                                  const std::vector<model::Ship>& ships) {
    std::map<std::tuple<std::int64_t, std::int64_t, std::int64_t>, SteadyHulls> kinds;
    for (const model::Ship& ship : ships) {
        if (ship.cargo.capacity.count() == 0 || ship.speed == 0) continue;
        SteadyHulls& hulls = kinds[{ship.cargo.capacity.count(), ship.speed, ship.fuel.capacity}];
        if (hulls.count == 0) {
            hulls.hold = double(ship.cargo.capacity.count());
            set_passages(system, ship, hulls);
        }
        ++hulls.count;
    }
    std::vector<SteadyHulls> all;
    for (auto& [key, hulls] : kinds)
        all.push_back(std::move(hulls));
    return all;
}

Result<planner::SteadyState> upper_bound(const BoundedSystem& system, const BoundRequest& request,
                                         planner::StockCurves& curves) {
    ARGOSY_ASSERT(request.by_turns || !request.hours);
    planner::SteadyProblem problem = system.problem;
    problem.hulls = request.hulls;
    problem.hours = request.hours;
    const auto solve = [&] {
        return request.by_turns ? planner::steady_state(problem, curves)
                                : planner::decided_state(problem, curves);
    };
    ARGOSY_TRY(planner::SteadyState state, solve());
    // The least time that a unit of fuel buys is what a BURN gains on a CRUISE, at the highest
    // speed there is. Where a ship's time is worth less, slower flights with less fuel might earn
    // more than these: then each is charged the one unit that the slowest takes.
    constexpr double kSecondsPerFuel = 12.5 / 36;
    const double floor = 3'600 * system.fuel_price / kSecondsPerFuel;
    if (std::any_of(state.hull_worth.begin(), state.hull_worth.end(),
                    [&](double worth) { return worth < floor; })) {
        for (SteadyHulls& hulls : problem.hulls)
            hulls.credits.assign(hulls.credits.size(), system.fuel_price);
        return solve();
    }
    return state;
}

}  // namespace argosy::kernel
