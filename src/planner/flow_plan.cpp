#include "planner/flow_plan.h"

#include <algorithm>
#include <tuple>

#include "hauls/effort.h"

namespace argosy::planner {
namespace {

using model::TradeSymbol;
using model::TradeType;
using model::WaypointSymbol;

std::vector<WaypointSymbol> places_of(const std::vector<const market::Listing*>& listings) {
    std::vector<WaypointSymbol> places;
    for (const market::Listing* listing : listings) {
        if (places.empty() || places.back() != listing->market) places.push_back(listing->market);
    }
    return places;
}

// Whether a leg between two places is considered, by from * places + to.
using Legs = std::vector<bool>;

// Empty ships fly to the nearest places only, and further by way of them: all pairs would be most
// of the program in a system of hundreds of markets, and are all there is in one of the game's. In
// one of 72 the plan is worth less by one part in two millions.
constexpr std::size_t kNearest = 32;

void add_nearest(const fleet::Chart& chart, const std::vector<WaypointSymbol>& places, Legs& legs) {
    for (std::size_t from = 0; from < places.size(); ++from) {
        std::vector<std::pair<std::int64_t, std::size_t>> nearest;
        for (std::size_t to = 0; to < places.size(); ++to) {
            if (to != from) nearest.emplace_back(chart.distance(places[from], places[to]), to);
        }
        std::ranges::sort(nearest);
        nearest.resize(std::min(nearest.size(), kNearest));
        for (const auto& [distance, to] : nearest) {
            legs[from * places.size() + to] = true;
            legs[to * places.size() + from] = true;
        }
    }
}

// Those that cargo may fly, with the ways back, and those to the nearest places.
Legs legs_of(const SteadyProblem& problem, const fleet::Chart& chart,
             const std::vector<WaypointSymbol>& places) {
    Legs legs(places.size() * places.size());
    for (const SteadyGood& from : problem.goods) {
        for (const SteadyGood& to : problem.goods) {
            if (!is_lane(from, to)) continue;
            legs[std::size_t(from.place) * places.size() + std::size_t(to.place)] = true;
            legs[std::size_t(to.place) * places.size() + std::size_t(from.place)] = true;
        }
    }
    add_nearest(chart, places, legs);
    return legs;
}

// Ships like this one; none yet.
SteadyHulls kind_of(fleet::Fleet& fleet, const model::Ship& ship,
                    const std::vector<WaypointSymbol>& places, const Legs& legs) {
    SteadyHulls hulls{.hold = double(ship.cargo.capacity.count())};
    for (const WaypointSymbol& from : places) {
        for (const WaypointSymbol& to : places) {
            const bool is_flown = legs[hulls.seconds.size()];
            const fleet::RoutePlan* way = is_flown ? fleet.routes.find(ship, from, to) : nullptr;
            hulls.seconds.push_back(way == nullptr ? SteadyHulls::kNever
                                                   : double(way->time.count()) / 1e3);
            hulls.credits.push_back(way == nullptr ? 0 : double(way->fuel_price.count()));
        }
    }
    return hulls;
}

std::vector<SteadyHulls> hulls_of(fleet::Fleet& fleet, const std::vector<model::ShipSymbol>& ships,
                                  const std::vector<WaypointSymbol>& places, const Legs& legs) {
    std::map<std::tuple<core::Units, std::int64_t, std::int64_t>, SteadyHulls> kinds;
    for (const model::ShipSymbol& symbol : ships) {
        const model::Ship& ship = fleet.ships.at(symbol);
        SteadyHulls& hulls = kinds[{ship.cargo.capacity, ship.speed, ship.fuel.capacity}];
        if (hulls.count == 0) hulls = kind_of(fleet, ship, places, legs);
        ++hulls.count;
    }
    std::vector<SteadyHulls> all;
    for (auto& [kind, hulls] : kinds)
        all.push_back(std::move(hulls));
    return all;
}

// Units that markets import to use up, less what other exports make of the good, by good.
std::map<std::int32_t, core::Units> unmet_of(const SteadyProblem& problem) {
    std::vector<bool> feeds(problem.goods.size());
    for (const SteadyGood& made : problem.goods) {
        for (const std::int32_t input : made.inputs)
            feeds[std::size_t(input)] = true;
    }
    std::map<std::int32_t, core::Units> unmet;
    for (std::size_t i = 0; i < problem.goods.size(); ++i) {
        const SteadyGood& good = problem.goods[i];
        if (good.price.type == TradeType::kImport && !feeds[i]) {
            unmet[good.good] += good.price.volume;
        } else if (good.price.type == TradeType::kExport) {
            unmet[good.good] -= good.price.volume;
        }
    }
    return unmet;
}

std::map<Place, MadeExport> made_of(const SteadyProblem& problem,
                                    const std::vector<const market::Listing*>& listings) {
    const auto place_of = [&](std::size_t i) {
        return Place(listings[i]->market, listings[i]->good);
    };
    std::map<std::int32_t, core::Units> unmet = unmet_of(problem);
    std::map<Place, MadeExport> exports;
    for (std::size_t i = 0; i < problem.goods.size(); ++i) {
        const SteadyGood& made = problem.goods[i];
        if (made.inputs.empty() || made.starved) continue;
        const core::Units volume = made.price.volume;
        core::Units least = problem.goods[std::size_t(made.inputs.front())].price.volume;
        MadeExport found{.volume = volume};
        for (const std::int32_t input : made.inputs) {
            least = std::min(least, problem.goods[std::size_t(input)].price.volume);
            found.inputs.push_back(place_of(std::size_t(input)));
        }
        const core::Units taken = volume + unmet[made.good];
        found.grown = grown_volume(volume, std::min(largest_volume(least), taken));
        exports.emplace(place_of(i), std::move(found));
    }
    return exports;
}

}  // namespace

const PlannedGood* FlowPlan::find(const WaypointSymbol& market, const TradeSymbol& good) const {
    const auto found = goods.find({market, good});
    return found == goods.end() ? nullptr : &found->second;
}

PlannedLane FlowPlan::find(const trading::Lane& lane) const {
    return {find(lane.from, lane.good), find(lane.to, lane.good), flows.contains(lane)};
}

void FlowPlan::mark_growing(const Place& place) {
    goods.at(place).grows = true;
    for (const Place& input : made.at(place).inputs)
        goods.at(input).feeds_growth = true;
}

std::vector<VolumeChance> chances_of(const trading::TradeDesk& desk, const FlowPlan& plan) {
    using model::Supply;
    const market::MarketBook& markets = desk.fleet().markets;
    std::vector<VolumeChance> chances;
    for (const auto& [place, made] : plan.made) {
        const market::Listing& seen = *markets.find(place.first, place.second);
        const PlannedGood& planned = plan.goods.at(place);
        const bool is_strong = seen.activity == model::Activity::kStrong;
        chances.push_back({.place = place,
                           .volume = made.volume,
                           .grown = made.grown,
                           .may_begin = is_strong && planned.at_full_rate(),
                           .is_ripe = is_strong && seen.supply <= Supply::kLimited,
                           .pays_back_in = growth_pays_back_in(*seen.state, planned, made.grown,
                                                               markets.rhythms().gap())});
    }
    return chances;
}

FlowPlanner::FlowPlanner(goods::Recipes recipes, std::int64_t requests_an_hour)
    : recipes_(std::move(recipes)), requests_an_hour_(requests_an_hour) {
    for (const Feeding feeding : {Feeding::kHelps, Feeding::kChangesNothing}) {
        UpdateLaw law;
        law.feeding = feeding;
        curves_.emplace(feeding, law);
    }
}

// Of an export whose price is not understood nobody knows what it uses up.
bool FlowPlanner::feeds_unknown(const market::MarketBook& markets,
                                const market::Listing& import) const {
    if (import.type != TradeType::kImport) return false;
    const std::vector<const market::Listing*> here = markets.goods_at(import.market);
    return std::any_of(here.begin(), here.end(), [&](const market::Listing* made) {
        if (made->type != TradeType::kExport || made->state) return false;
        const auto recipe = recipes_->find(made->good);
        return recipe != recipes_->end() && std::find(recipe->second.begin(), recipe->second.end(),
                                                      import.good) != recipe->second.end();
    });
}

// Market by market.
std::vector<const market::Listing*> FlowPlanner::known_goods(const trading::TradeDesk& desk) const {
    const market::MarketBook& markets = desk.fleet().markets;
    std::vector<const market::Listing*> listings;
    for (const TradeSymbol& good : markets.goods()) {
        for (const market::Listing* listing : markets.traders_of(good)) {
            if (model::system_of(listing->market) != desk.system()) continue;
            if (listing->state && !feeds_unknown(markets, *listing)) listings.push_back(listing);
        }
    }
    std::sort(listings.begin(), listings.end(), [](const auto* a, const auto* b) {
        return std::tie(a->market, a->good) < std::tie(b->market, b->good);
    });
    return listings;
}

std::size_t FlowPlanner::count_known(const trading::TradeDesk& desk) {
    const std::int64_t version = desk.fleet().markets.version();
    if (version != counted_version_) counted_ = known_goods(desk).size();
    counted_version_ = version;
    return counted_;
}

void FlowPlanner::add_inputs(const std::vector<const market::Listing*>& listings,
                             SteadyProblem& problem) const {
    std::map<Place, std::int32_t> imports;
    for (std::size_t i = 0; i < listings.size(); ++i) {
        if (listings[i]->type == TradeType::kImport)
            imports[{listings[i]->market, listings[i]->good}] = std::int32_t(i);
    }
    for (std::size_t i = 0; i < listings.size(); ++i) {
        SteadyGood& made = problem.goods[i];
        const auto recipe = recipes_->find(listings[i]->good);
        if (made.price.type != TradeType::kExport || recipe == recipes_->end()) continue;
        for (const TradeSymbol& input : recipe->second) {
            const auto import = imports.find({listings[i]->market, input});
            if (import == imports.end()) {
                made.starved = true;
            } else {
                made.inputs.push_back(import->second);
            }
        }
    }
}

SteadyProblem FlowPlanner::problem_of(const trading::TradeDesk& desk,
                                      const std::vector<const market::Listing*>& listings,
                                      const std::vector<model::ShipSymbol>& ships,
                                      const UpdateLaw& law) const {
    const std::vector<WaypointSymbol> places = places_of(listings);
    SteadyProblem problem{.law = law,
                          .places = std::int32_t(places.size()),
                          .requests_an_hour = double(requests_an_hour_),
                          .seconds_a_request = double(hauls::kTimePerRequest.count()) / 1'000};
    std::map<TradeSymbol, std::int32_t> goods;
    std::int32_t place = 0;
    for (const market::Listing* listing : listings) {
        if (places[std::size_t(place)] != listing->market) ++place;
        const auto good = goods.emplace(listing->good, std::int32_t(goods.size())).first->second;
        problem.goods.push_back(
            {.place = place, .good = good, .price = *desk.state(listing->market, listing->good)});
    }
    add_inputs(listings, problem);
    problem.hulls =
        hulls_of(desk.fleet(), ships, places, legs_of(problem, desk.fleet().chart, places));
    return problem;
}

core::Result<double> FlowPlanner::hull_worth(const trading::TradeDesk& desk,
                                             const GrowingFleet& fleet) {
    const std::vector<const market::Listing*> listings = known_goods(desk);
    StockCurves& curves = curves_.at(fleet.feeding);
    SteadyProblem problem = problem_of(desk, listings, fleet.ships, curves.law());
    for (SteadyHulls& hulls : problem.hulls)
        hulls.count *= fleet.pace;
    ARGOSY_TRY(const SteadyState without, steady_state(problem, curves));
    const std::vector<WaypointSymbol> places = places_of(listings);
    problem.hulls.push_back(
        kind_of(desk.fleet(), fleet.hull, places, legs_of(problem, desk.fleet().chart, places)));
    problem.hulls.back().count = fleet.pace;
    ARGOSY_TRY(const SteadyState with, steady_state(problem, curves));
    return std::max(0.0, with.credits_an_hour - without.credits_an_hour);
}

core::Result<FlowPlan> FlowPlanner::plan(const trading::TradeDesk& desk,
                                         const std::vector<model::ShipSymbol>& ships,
                                         Feeding feeding) {
    const std::vector<const market::Listing*> listings = known_goods(desk);
    StockCurves& curves = curves_.at(feeding);
    const SteadyProblem problem = problem_of(desk, listings, ships, curves.law());
    ARGOSY_TRY(const SteadyState state, decided_state(problem, curves));
    FlowPlan plan{.credits_an_hour = state.credits_an_hour, .known = listings.size()};
    for (const SteadyFlow& flow : state.flows) {
        const market::Listing& from = *listings[std::size_t(flow.from)];
        plan.flows[{from.good, from.market, listings[std::size_t(flow.to)]->market}] +=
            flow.units_an_hour;
    }
    for (std::size_t i = 0; i < listings.size(); ++i) {
        const SteadyGoodPlan& good = state.goods[i];
        plan.goods[{listings[i]->market, listings[i]->good}] = {.level = good.level,
                                                                .worth = good.unit_worth,
                                                                .flow = good.units_an_hour,
                                                                .share = good.volumes_an_update};
    }
    if (feeding == Feeding::kChangesNothing) return plan;
    plan.made = made_of(problem, listings);
    for (std::size_t i = 0; i < problem.goods.size(); ++i) {
        const PlannedGood& made = plan.goods.at({listings[i]->market, listings[i]->good});
        for (const std::int32_t input : problem.goods[i].inputs) {
            const market::Listing& import = *listings[std::size_t(input)];
            PlannedGood& planned = plan.goods.at({import.market, import.good});
            planned.feeds = true;
            planned.kept |= made.moves_beyond_rest();
        }
    }
    return plan;
}

}  // namespace argosy::planner
