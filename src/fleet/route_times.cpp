#include "fleet/route_times.h"

#include <algorithm>
#include <set>

namespace argosy::fleet {

namespace {

using model::WaypointSymbol;

// The step nearest to the price, counted in halves: of fuel, up to 108 credits it is the usual one.
core::Ask in_steps(core::Ask ask, core::Ask usual) {
    core::Ask step = usual;
    while (2 * ask.count() > 3 * step.count())
        step = core::Ask(2 * step.count());
    return step;
}

void put_in_steps(AskByMarket& asks, core::Ask usual) {
    for (auto& [market, ask] : asks)
        ask = in_steps(ask, usual);
}

bool touches(const RoutePlan& plan, const WaypointSymbol& waypoint) {
    return std::any_of(plan.legs.begin(), plan.legs.end(),
                       [&](const RouteLeg& leg) { return leg.to == waypoint; });
}

}  // namespace

const RouteMap& RouteTimes::map() {
    if (!map_ || chart_version_ != chart_.version()) {
        drop_all();
        map_.emplace(chart_);
        map_->set_fuel(fuel_sold_at_);
        map_->set_antimatter(antimatter_sold_at_);
        chart_version_ = chart_.version();
    }
    return *map_;
}

void RouteTimes::set_fuel_sold_at(FuelStops stops) {
    put_in_steps(stops, kUsualFuelAsk);
    if (stops == fuel_sold_at_) return;
    const FuelStops before = std::exchange(fuel_sold_at_, std::move(stops));
    if (!map_) return;
    map_->set_fuel(fuel_sold_at_);
    // A stop that is gone or dearer changes only the routes that lead there; any route might be
    // better by a new one.
    std::set<WaypointSymbol> changed;
    for (const auto& [stop, ask] : before)
        changed.insert(stop);
    for (const auto& [stop, ask] : fuel_sold_at_)
        changed.insert(stop);
    for (const WaypointSymbol& stop : changed) {
        const auto index = map_->find(stop);
        const auto was = before.find(stop);
        const auto is = fuel_sold_at_.find(stop);
        const bool worse =
            was != before.end() && (is == fuel_sold_at_.end() || is->second > was->second);
        const bool same =
            was != before.end() && is != fuel_sold_at_.end() && is->second == was->second;
        if (!index || same) continue;
        worse ? drop_touching(*index) : drop_system(map_->place(*index).system);
    }
    for (auto& [key, cell] : far_)
        drop(cell);
}

void RouteTimes::set_antimatter_sold_at(AskByMarket gates) {
    put_in_steps(gates, kUsualAntimatterAsk);
    if (gates == antimatter_sold_at_) return;
    antimatter_sold_at_ = std::move(gates);
    if (!map_) return;
    map_->set_antimatter(antimatter_sold_at_);
    for (auto& [key, cell] : far_)
        drop(cell);
}

Result<RoutePlan> RouteTimes::plan(RouteRequest request) {
    request.time_for_a_credit = time_for_a_credit_;
    return plan_route(map(), request);
}

RouteTimes::Hull RouteTimes::hull_of(const model::Ship& hull) {
    const std::int64_t steps =
        (hull.slowdown.value_or(0) + kSlowdownStep / 2) / kSlowdownStep * kSlowdownStep;
    return {hull.speed, hull.fuel.capacity, steps};
}

std::vector<RouteTimes::Cell>& RouteTimes::matrix(const Class& hull) {
    std::vector<Cell>& cells = matrices_[hull];
    const auto count = std::size_t(map().system(hull.system).count);
    if (cells.empty()) cells.resize(count * count);
    return cells;
}

const RoutePlan* RouteTimes::find(const model::Ship& hull, const WaypointSymbol& from,
                                  const WaypointSymbol& to) {
    ++work_.asked;
    const RouteMap& map = this->map();
    const auto start = map.find(from);
    const auto end = map.find(to);
    if (!start || !end) return nullptr;
    const RouteMap::Place& here = map.place(*start);
    const Class key{here.system, hull_of(hull), time_for_a_credit_};
    if (here.system != map.place(*end).system) {
        return in(far_[std::tuple(key, *start, *end)], key, from, to);
    }
    const RouteMap::System& system = map.system(here.system);
    const auto row = std::size_t(*start - system.first) * std::size_t(system.count);
    return in(matrix(key)[row + std::size_t(*end - system.first)], key, from, to);
}

const RoutePlan* RouteTimes::in(Cell& cell, const Class& hull, const WaypointSymbol& from,
                                const WaypointSymbol& to) {
    if (!cell) {
        ++work_.planned;
        const auto& [speed, tank, slowdown] = hull.hull;
        auto plan = this->plan(
            {.from = from, .to = to, .speed = speed, .fuel = {tank, tank}, .slowdown = slowdown});
        cell = std::make_unique<std::optional<RoutePlan>>(plan ? std::optional(*std::move(plan))
                                                               : std::nullopt);
    }
    return *cell ? &**cell : nullptr;
}

std::int64_t RouteTimes::fill(const model::Ship& hull, const model::SystemSymbol& symbol) {
    const RouteMap& map = this->map();
    for (RouteMap::Index index = 0; index < RouteMap::Index(map.systems()); ++index) {
        const RouteMap::System& system = map.system(index);
        if (system.symbol != symbol) continue;
        for (RouteMap::Index from = system.first; from < system.first + system.count; ++from) {
            for (RouteMap::Index to = system.first; to < system.first + system.count; ++to)
                find(hull, map.place(from).symbol, map.place(to).symbol);
        }
        return std::int64_t(system.count) * system.count;
    }
    return 0;
}

void RouteTimes::drop(Cell& cell) {
    if (!cell) return;
    cell.reset();
    ++work_.dropped;
}

void RouteTimes::drop_all() {
    for (auto& [hull, cells] : matrices_) {
        for (Cell& cell : cells)
            drop(cell);
    }
    for (auto& [key, cell] : far_)
        drop(cell);
    matrices_.clear();
    far_.clear();
}

void RouteTimes::drop_touching(RouteMap::Index stop) {
    const RouteMap::Place& place = map_->place(stop);
    const RouteMap::System& system = map_->system(place.system);
    for (auto& [hull, cells] : matrices_) {
        if (hull.system != place.system) continue;
        for (std::size_t number = 0; number < cells.size(); ++number) {
            Cell& cell = cells[number];
            const bool leaves =
                number / std::size_t(system.count) == std::size_t(stop - system.first);
            if (cell && *cell && (leaves || touches(**cell, place.symbol))) drop(cell);
        }
    }
}

void RouteTimes::drop_system(RouteMap::Index system) {
    for (auto& [hull, cells] : matrices_) {
        if (hull.system != system) continue;
        for (Cell& cell : cells)
            drop(cell);
    }
}

}  // namespace argosy::fleet
