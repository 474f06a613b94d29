#include "sim/generator.h"

#include <gmock/gmock.h>

#include <map>
#include <set>
#include <sstream>

#include "core/decision_hash.h"
#include "model/goods.h"
#include "sim/scenario_check.h"
#include "sim/scenario_writer.h"
#include "sim/shape.h"
#include "sim/universe.h"

namespace argosy::sim {
namespace {

using model::Activity;
using model::TradeSymbol;
using model::TradeType;
using testing::IsEmpty;

std::string hash_of(const Scenario& scenario) {
    std::ostringstream text;
    write_scenario(scenario, text);
    core::DecisionHash hash;
    hash.mix(text.str());
    return hash.hex();
}

TEST(Generator, MakesTheSameWorldOfTheSameSeedOnAnyMachine) {
    const GeneratorOptions options{.seed = 7, .systems = 20, .outer_percent = 50};
    EXPECT_EQ(generate(options), generate(options));
    EXPECT_NE(generate({.seed = 8}), generate({.seed = 7}));
    // Changes with the generator, and with nothing else: no compiler, library or machine.
    EXPECT_EQ(hash_of(generate(options)), "1e72b3a6c012438b");
}

TEST(Generator, MakesStartingSystemsOfTheRecordedShape) {
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        const Scenario scenario = generate({.seed = seed});
        ASSERT_THAT(scenario_problems(scenario), IsEmpty()) << "seed " << seed;
        const SystemShape shape = measure_shapes(scenario).at(0);
        ASSERT_THAT(home_shape_problems(shape), IsEmpty()) << "seed " << seed;
    }
}

TEST(Generator, FillsTheRangesOfTheRecordedShape) {
    std::map<std::string_view, std::pair<std::int64_t, std::int64_t>> seen;
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        const SystemShape shape = measure_shapes(generate({.seed = seed})).at(0);
        for (const ShapeRange& range : home_ranges()) {
            const std::int64_t value = range.measure(shape);
            auto& [least, most] = seen.try_emplace(range.name, value, value).first->second;
            least = std::min(least, value);
            most = std::max(most, value);
        }
    }
    for (const ShapeRange& range : home_ranges()) {
        const auto& [least, most] = seen.at(range.name);
        EXPECT_LE(least - range.least, (range.most - range.least) / 4) << range.name;
        EXPECT_LE(range.most - most, (range.most - range.least) / 4) << range.name;
    }
}

/// What the markets of a system sell, by good: made there, or bought and sold as it is.
struct Offers {
    explicit Offers(const Scenario& scenario) {
        for (const MarketGoodFacts& facts : scenario.market_goods) {
            if (facts.state.type == TradeType::kExport) made.insert(facts.good);
            if (facts.state.type == TradeType::kExchange) exchanged.insert(facts.good);
        }
    }

    // Down to what is exchanged or taken from nature; `seen` because recipes go in circles.
    void expect_chain(const TradeSymbol& good, std::set<TradeSymbol>& seen) const {
        if (!seen.insert(good).second || exchanged.contains(good) || model::is_raw(good)) return;
        EXPECT_TRUE(made.contains(good)) << good.str();
        for (const TradeSymbol& input : model::recipes().at(good))
            expect_chain(input, seen);
    }

    std::set<TradeSymbol> made;
    std::set<TradeSymbol> exchanged;
};

TEST(Generator, MakesSystemsThatCanBuildTheirGate) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        const Scenario scenario = generate({.seed = seed});
        const Offers offers(scenario);
        std::set<TradeSymbol> seen;
        offers.expect_chain(TradeSymbol("FAB_MATS"), seen);
        offers.expect_chain(TradeSymbol("ADVANCED_CIRCUITRY"), seen);
        ASSERT_EQ(scenario.sites.size(), 1u);
        ASSERT_EQ(scenario.sites[0].materials.size(), 3u);
        EXPECT_EQ(scenario.sites[0].materials[0].required, core::Units(1600));
        EXPECT_EQ(scenario.sites[0].materials[2].fulfilled, core::Units(1));
        EXPECT_EQ(scenario.gates.at(0).waypoint, scenario.sites[0].waypoint);
    }
}

TEST(Generator, BeginsMarketsAsEconomiesBegin) {
    std::map<TradeType, std::vector<std::int64_t>> ratios;  ///< Hundredths of a volume.
    int weak = 0;
    int all = 0;
    const Scenario scenario = generate({.seed = 11, .systems = 40});
    for (const MarketGoodFacts& facts : scenario.market_goods) {
        const bool is_exchange = facts.state.type == TradeType::kExchange;
        EXPECT_EQ(facts.state.volume, model::starting_volume(facts.good, is_exchange));
        EXPECT_EQ(facts.activity.has_value(), !is_exchange);
        EXPECT_GE(facts.state.margin, facts.state.volume < core::Units(10) ? 8 : 5);
        EXPECT_LE(facts.state.margin, facts.state.volume < core::Units(10) ? 13 : 11);
        if (!is_exchange) ++all;
        if (facts.activity == Activity::kWeak) ++weak;
        if (facts.state.volume > core::Units(6))
            ratios[facts.state.type].push_back(facts.state.stock.count() * 100 /
                                               facts.state.volume.count());
    }
    EXPECT_NEAR(100 * weak / all, 90, 4);
    for (const auto& [type, middle, least, most] :
         {std::tuple(TradeType::kExport, 270, 95, 450),
          std::tuple(TradeType::kImport, -200, -760, 120),
          std::tuple(TradeType::kExchange, 0, -450, 300)}) {
        auto& values = ratios[type];
        std::ranges::sort(values);
        EXPECT_GE(values.front(), least);
        EXPECT_LE(values.back(), most);
        EXPECT_NEAR(double(values[values.size() / 2]), middle, 20);
    }
}

TEST(Generator, SaysOfEveryGoodWhatTheMarketUpdateWouldSay) {
    const Scenario scenario = generate({.seed = 5, .systems = 10});
    int restricted = 0;
    for (const MarketGoodFacts& facts : scenario.market_goods) {
        if (facts.state.type != TradeType::kExport) continue;
        bool starves = false;
        for (const MarketGoodFacts& input : scenario.market_goods) {
            const auto recipe = model::recipes().find(facts.good);
            starves = starves ||
                      (input.waypoint == facts.waypoint && input.state.type == TradeType::kImport &&
                       std::ranges::count(recipe->second, input.good) > 0 &&
                       model::supply_of(input.state) == model::Supply::kScarce);
        }
        EXPECT_EQ(facts.activity == Activity::kRestricted, starves) << facts.good.str();
        restricted += starves ? 1 : 0;
    }
    EXPECT_GT(restricted, 0);
}

TEST(Generator, JoinsAllSystemsByGates) {
    const Scenario scenario = generate({.seed = 2, .systems = 300, .outer_percent = 70});
    EXPECT_THAT(scenario_problems(scenario), IsEmpty());
    ASSERT_EQ(scenario.systems.size(), 300u);
    EXPECT_EQ(scenario.starts.size(), 91u);
    const GateShape gates = measure_gates(scenario);
    EXPECT_EQ(gates.gates, 300);
    EXPECT_EQ(gates.leaving, 0);
    EXPECT_EQ(gates.under_construction, 91) << "those of starting systems";
    EXPECT_NEAR(double(gates.median_degree), 4, 1);
    EXPECT_LE(gates.most_degree, kMostGateDegree);
    EXPECT_NEAR(double(gates.median), 1'230, 250);
}

TEST(Generator, MakesOuterSystemsOfEveryKind) {
    const Scenario scenario = generate({.seed = 4, .systems = 200, .outer_percent = 100});
    EXPECT_EQ(scenario.starts.size(), 1u) << "somebody must be able to start";
    std::set<std::int64_t> markets;
    for (const SystemShape& shape : measure_shapes(scenario))
        markets.insert(shape.markets);
    EXPECT_GE(markets.size(), 10u);
    const auto unclaimed = std::ranges::count(scenario.systems, "", &SystemFacts::faction);
    EXPECT_NEAR(double(unclaimed), 100, 30);
    const auto charted = std::ranges::count(scenario.waypoints, true, &WaypointFacts::charted);
    EXPECT_GT(charted, 0);
    EXPECT_LT(charted, std::ssize(scenario.waypoints));
    std::set<std::string> hulls;
    for (const ShipListingFacts& listing : scenario.ship_listings)
        hulls.insert(listing.type.str());
    EXPECT_TRUE(hulls.contains("SHIP_HEAVY_FREIGHTER"));
    EXPECT_TRUE(hulls.contains("SHIP_EXPLORER"));
}

TEST(Generator, GivesEveryFactionAStart) {
    const Scenario scenario = generate({.seed = 6, .systems = 19});
    std::set<std::string> factions;
    for (const StartFacts& start : scenario.starts) {
        factions.insert(start.faction);
        EXPECT_NE(start.headquarters, start.probe_waypoint);
    }
    EXPECT_EQ(factions.size(), 19u);
}

TEST(Generator, MakesWorldsThatAUniverseLivesIn) {
    const Scenario scenario = generate({.seed = 9, .systems = 5, .outer_percent = 40});
    const core::TimePoint start = scenario.charted_at;
    const auto universe = Universe::create(scenario, {.seed = 1, .start = start}).value();
    const std::string faction = scenario.starts.back().faction;
    const auto agent = universe->register_agent("account", "TRADER", faction, start);
    ASSERT_TRUE(agent.ok());
    EXPECT_EQ(agent->agent->agent.headquarters, scenario.starts.back().headquarters);
    universe->advance(start + std::chrono::hours(5));
    EXPECT_GT(universe->economy().last_update(), start);
}

}  // namespace
}  // namespace argosy::sim
