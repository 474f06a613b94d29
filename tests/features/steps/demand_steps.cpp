#include <fmt/format.h>
#include <gtest/gtest.h>

#include "manufacturing/demand_finder.h"
#include "tests/features/support/manufacturing_world.h"
#include "tests/features/support/prices.h"

namespace argosy::tests {
namespace {

using goods::SupplyChainNode;
using manufacturing::ManufacturingOpportunity;
using model::Supply;
using model::TradeSymbol;
using model::TradeType;
using model::WaypointSymbol;

constexpr std::int64_t kVolume = 20;

/// Markets that are known, and what was found worth making.
struct DemandWorld {
    DemandWorld() { remains.world.credits = core::Credits(5'000'000); }

    void trade(const std::string& market, const std::string& good, model::PriceState state) {
        markets[market].insert_or_assign(TradeSymbol(good), state);
    }
    void trade(const std::string& market, const std::string& good, TradeType type,
               std::int64_t volumes) {
        trade(market, good, fleet::testing::priced(good, type, kVolume, volumes * kVolume));
    }

    /// Somebody makes the good of its inputs, of which there is plenty elsewhere.
    void add_factory(const std::string& good) {
        const auto recipe = model::recipes().find(TradeSymbol(good));
        ASSERT_NE(recipe, model::recipes().end()) << good;
        const std::string factory = fmt::format("X1-F{}", ++factories);
        trade(factory, good, TradeType::kExport, 6);
        for (const TradeSymbol& input : recipe->second) {
            trade(factory, input.str(), TradeType::kImport, -2);
            trade(fmt::format("X1-S{}", factories), input.str(), TradeType::kExport, 6);
        }
    }

    void find(std::int64_t min_price) {
        manufacturing::testing::Workshop workshop(remains);
        for (const auto& [market, goods] : markets)
            workshop.look(WaypointSymbol(market), goods);
        const hauls::DispatchSettings gate;
        const manufacturing::Settings settings{.rank = manufacturing::Rank::kPrice,
                                               .min_price = core::Bid(min_price)};
        const manufacturing::Profitability profitability(workshop.fleet, gate);
        found = manufacturing::DemandFinder(workshop.markets, profitability, settings).find({});
    }

    const ManufacturingOpportunity& of(const std::string& good) const {
        for (const ManufacturingOpportunity& each : found) {
            if (each.good == TradeSymbol(good)) return each;
        }
        ADD_FAILURE() << good << " was not found";
        static const ManufacturingOpportunity kNone;
        return kNone;
    }

    manufacturing::testing::Remains remains;
    std::map<std::string, manufacturing::testing::Goods> markets;
    int factories = 0;
    std::vector<ManufacturingOpportunity> found;
    const SupplyChainNode* tree = nullptr;
};

void expect_opportunity(const DemandWorld& world, std::size_t place, const std::string& good,
                        std::int64_t price) {
    ASSERT_GT(world.found.size(), place);
    EXPECT_EQ(world.found[place].good, TradeSymbol(good));
    EXPECT_EQ(world.found[place].bid, core::Bid(price));
}

const Steps kSteps([](StepRegistry& steps) {
    steps.add("market {word} imports {string} at {int} credits",
              [](DemandWorld& world, std::string market, std::string good, std::int64_t price) {
                  world.trade(market, good, priced_at(good, TradeType::kImport, Side::kBid, price));
              });
    steps.add("{string} is in the supply chain map",
              [](DemandWorld& world, std::string good) { world.add_factory(good); });
    steps.add("{string} is NOT in the supply chain map", [](DemandWorld& world, std::string good) {
        for (const auto& [market, goods] : world.markets) {
            const auto traded = goods.find(TradeSymbol(good));
            EXPECT_TRUE(traded == goods.end() || traded->second.type != TradeType::kExport);
        }
    });
    steps.add("{string} requires {}", [](DemandWorld& world, std::string good, std::string list) {
        std::string inputs;
        for (const TradeSymbol& input : model::recipes().at(TradeSymbol(good)))
            inputs += fmt::format("{}\"{}\"", inputs.empty() ? "" : ", ", input);
        EXPECT_EQ("[" + inputs + "]", list);
        world.add_factory(good);
    });
    steps.add("{string} is available at {word}",
              [](DemandWorld& world, std::string good, std::string market) {
                  world.trade(market, good, TradeType::kExport, 8);
              });
    steps.add("I find high-demand manufacturables with min price {int}",
              [](DemandWorld& world, std::int64_t least) { world.find(least); });
    steps.add("I find high-demand manufacturables", [](DemandWorld& world) { world.find(1'000); });
    steps.add("I should get {int} opportunity/opportunities",
              [](DemandWorld& world, std::int64_t count) {
                  EXPECT_EQ(std::int64_t(world.found.size()), count);
              });
    steps.add("the first opportunity should be {string} at {int} credits",
              [](DemandWorld& world, std::string good, std::int64_t price) {
                  expect_opportunity(world, 0, good, price);
              });
    steps.add("the second opportunity should be {string} at {int} credits",
              [](DemandWorld& world, std::string good, std::int64_t price) {
                  expect_opportunity(world, 1, good, price);
              });
    steps.add("{string} should not be included {}",
              [](DemandWorld& world, std::string good, std::string) {
                  for (const ManufacturingOpportunity& each : world.found)
                      EXPECT_NE(each.good, TradeSymbol(good));
              });
    steps.add("the {string} opportunity should have a dependency tree",
              [](DemandWorld& world, std::string good) {
                  world.tree = &world.of(good).tree;
                  EXPECT_FALSE(world.tree->children.empty());
              });
    // The plan counts the levels of making; a node's own depth counts its leaves too.
    steps.add("the tree should have depth {int}", [](DemandWorld& world, std::int64_t levels) {
        EXPECT_EQ(world.tree->total_depth() - 1, levels);
    });
    steps.add("the tree root should be {string} with method {word}",
              [](DemandWorld& world, std::string good, std::string method) {
                  EXPECT_EQ(world.tree->good, TradeSymbol(good));
                  EXPECT_EQ(to_string(world.tree->method), method);
              });
    steps.add("the tree should have child {string} with method {word}",
              [](DemandWorld& world, std::string good, std::string method) {
                  const auto& children = world.tree->children;
                  EXPECT_TRUE(std::any_of(children.begin(), children.end(),
                                          [&](const SupplyChainNode& child) {
                                              return child.good == TradeSymbol(good) &&
                                                     to_string(child.method) == method;
                                          }));
              });
});

}  // namespace
}  // namespace argosy::tests
