#include "model/goods.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

#include "tests/support/shared_data.h"

namespace argosy::model {
namespace {

std::vector<TradeSymbol> symbols(std::initializer_list<const char*> names) {
    return {names.begin(), names.end()};
}

core::TimePoint day(const char* date) {
    return core::parse_time(std::string(date) + "T00:00:00Z").value();
}

TEST(Recipes, HoldTheWholeSupplyChainOfTheGame) {
    EXPECT_EQ(recipes().size(), 129u);
}

TEST(Recipes, KeepTheInputsInTheOrderOfTheGame) {
    EXPECT_EQ(recipes().at(TradeSymbol("JEWELRY")),
              symbols({"GOLD", "SILVER", "PRECIOUS_STONES", "DIAMONDS"}));
    EXPECT_EQ(recipes().at(TradeSymbol("SHIP_BULK_FREIGHTER")),
              symbols({"SHIP_PLATING", "SHIP_PARTS"}));
}

TEST(Recipes, NameAnInputOnceEvenWhereTheGameNamesItTwice) {
    EXPECT_EQ(recipes().at(TradeSymbol("MODULE_WARP_DRIVE_III")),
              symbols({"PLATINUM", "ADVANCED_CIRCUITRY", "MERITIUM"}));
    for (const auto& [output, inputs] : recipes()) {
        EXPECT_EQ(std::set<TradeSymbol>(inputs.begin(), inputs.end()).size(), inputs.size())
            << output.str();
    }
}

TEST(Recipes, MakeEveryInputFromSomething) {
    for (const auto& [output, inputs] : recipes()) {
        EXPECT_FALSE(inputs.empty()) << output.str();
        for (const TradeSymbol& input : inputs) {
            EXPECT_TRUE(recipes().contains(input)) << input.str() << " of " << output.str();
        }
    }
}

TEST(Recipes, AreCyclic) {
    const auto path =
        symbols({"IRON_ORE", "EXPLOSIVES", "LIQUID_HYDROGEN", "MACHINERY", "IRON", "IRON_ORE"});
    for (std::size_t i = 0; i + 1 < path.size(); ++i) {
        EXPECT_THAT(recipes().at(path[i]), testing::Contains(path[i + 1]));
    }
}

void collect(const TradeSymbol& good, std::set<TradeSymbol>& visiting, int depth) {
    ASSERT_LE(depth, 10) << good.str();
    if (is_raw(good)) return;
    ASSERT_TRUE(visiting.insert(good).second) << "a cycle without a raw good at " << good.str();
    for (const TradeSymbol& input : recipes().at(good))
        collect(input, visiting, depth + 1);
    visiting.erase(good);
}

TEST(RawGoods, EndEveryChain) {
    for (const auto& [output, inputs] : recipes()) {
        std::set<TradeSymbol> visiting;
        collect(output, visiting, 0);
    }
}

TEST(RawGoods, AreTakenFromNature) {
    std::vector<TradeSymbol> raw;
    for (const auto& [good, inputs] : recipes()) {
        if (is_raw(good)) raw.push_back(good);
    }
    EXPECT_EQ(raw, symbols({"ALUMINUM_ORE", "AMMONIA_ICE", "BOTANICAL_SPECIMENS", "COPPER_ORE",
                            "DIAMONDS", "EXOTIC_MATTER", "GOLD_ORE", "HYDROCARBON", "ICE_WATER",
                            "IRON_ORE", "MERITIUM_ORE", "PLATINUM_ORE", "PRECIOUS_STONES",
                            "QUARTZ_SAND", "SILICON_CRYSTALS", "SILVER_ORE", "URANITE_ORE"}));
}

TEST(RawGoods, DoNotIncludeSiphonedLiquids) {
    EXPECT_FALSE(is_raw(TradeSymbol("LIQUID_HYDROGEN")));
    EXPECT_FALSE(is_raw(TradeSymbol("LIQUID_NITROGEN")));
}

TEST(BasePrices, AreKnownWhereRecordsSettleThem) {
    EXPECT_EQ(base_price(TradeSymbol("IRON_ORE")), 50);
    EXPECT_EQ(base_price(TradeSymbol("ADVANCED_CIRCUITRY")), 5200);
    EXPECT_EQ(base_price(TradeSymbol("GOLD_ORE")), 85);
    EXPECT_EQ(base_price(TradeSymbol("QUANTUM_STABILIZERS")), std::nullopt);
    EXPECT_EQ(base_price(TradeSymbol("NO_SUCH_GOOD")), std::nullopt);
}

TEST(BasePrices, OfFourGoodsWereOthersBefore2025) {
    struct Change {
        const char* good;
        std::int64_t before;
        std::int64_t since;
    };
    for (const Change& change :
         {Change{"ADVANCED_CIRCUITRY", 5000, 5200}, Change{"SHIP_PARTS", 5400, 5600},
          Change{"SHIP_PLATING", 5200, 5400}, Change{"ANTIMATTER", 14000, 5000}}) {
        const TradeSymbol good(change.good);
        EXPECT_EQ(base_price_at(good, day("2024-12-31")), change.before) << change.good;
        EXPECT_EQ(base_price_at(good, day("2025-01-01")), change.since) << change.good;
        EXPECT_EQ(base_price(good), change.since) << change.good;
    }
    EXPECT_EQ(base_price_at(TradeSymbol("IRON"), day("2024-02-05")), 120);
}

TEST(StartingVolumes, FollowTheKindOfGood) {
    EXPECT_EQ(starting_volume(TradeSymbol("FOOD"), false), core::Units(60));
    EXPECT_EQ(starting_volume(TradeSymbol("EXPLOSIVES"), false), core::Units(20));
    EXPECT_EQ(starting_volume(TradeSymbol("SHIP_PARTS"), false), core::Units(6));
    EXPECT_EQ(starting_volume(TradeSymbol("QUANTUM_STABILIZERS"), false), core::Units(6));
}

TEST(StartingVolumes, OfExchangesAreTheSameForAllButAntimatter) {
    EXPECT_EQ(starting_volume(TradeSymbol("FUEL"), true), core::Units(180));
    EXPECT_EQ(starting_volume(TradeSymbol("ANTIMATTER"), true), core::Units(18));
}

TEST(StartingVolumes, AreUnknownForGoodsNeverSeenInThatRole) {
    EXPECT_EQ(starting_volume(TradeSymbol("ANTIMATTER"), false), std::nullopt);
    EXPECT_EQ(starting_volume(TradeSymbol("HOLOGRAPHICS"), false), std::nullopt);
    EXPECT_EQ(starting_volume(TradeSymbol("HOLOGRAPHICS"), true), std::nullopt);
}

// The recorded answer names each output before the list of its inputs, and nests nothing else.
RecipeMap read_supply_chain(const std::string& text) {
    RecipeMap map;
    std::vector<TradeSymbol>* inputs = nullptr;
    const std::string_view opening = "\"exportToImportMap\": {";
    std::size_t open = text.find('"', text.find(opening) + opening.size());
    for (; open != std::string::npos; open = text.find('"', open)) {
        const std::size_t close = text.find('"', open + 1);
        const TradeSymbol symbol(text.substr(open + 1, close - open - 1));
        open = close + 1;
        if (text.at(open) == ':') {
            inputs = &map[symbol];
        } else if (inputs != nullptr && !std::count(inputs->begin(), inputs->end(), symbol)) {
            inputs->push_back(symbol);
        }
    }
    return map;
}

TEST(Recipes, AreThoseOfTheRecordedSupplyChain) {
    ARGOSY_NEEDS_RECORDED_DATA();
    std::ifstream file(tests::recorded_data() / "supply_chain.json");
    const std::string text((std::istreambuf_iterator<char>(file)), {});
    EXPECT_EQ(recipes(), read_supply_chain(text));
}

}  // namespace
}  // namespace argosy::model
