#include "goods/supply_chain.h"

#include <gmock/gmock.h>

#include "goods/testing/known_markets.h"

namespace argosy::goods {
namespace {

using core::Units;
using model::Supply;
using model::TradeSymbol;
using model::TradeType;
using model::WaypointSymbol;
using testing::drawn;
using ::testing::HasSubstr;

class SupplyChain : public ::testing::Test, protected testing::KnownMarkets {
  protected:
    Result<SupplyChainNode> resolve(std::string_view good) {
        return resolve_adaptive(TradeSymbol(good), process_.markets, recipes_, options_);
    }
    std::string tree(std::string_view good) {
        const auto resolved = resolve(good);
        return resolved ? drawn(*resolved) : resolved.error().message;
    }

    ResolveOptions options_;
};

TEST_F(SupplyChain, MakesAnInputThatIsNotPlentiful) {
    add_machinery_chain();
    EXPECT_EQ(tree("MACHINERY"), "MACHINERY@M(IRON@I(IRON_ORE<O))");
    EXPECT_EQ(resolve("MACHINERY")->total_depth(), 3);
}

TEST_F(SupplyChain, BuysAnInputThatSomebodyHasPlentyOf) {
    add_machinery_chain();
    look("S", {{"IRON", TradeType::kExport, Supply::kHigh, 500}});
    EXPECT_EQ(tree("MACHINERY"), "MACHINERY@M(IRON<S)");
    EXPECT_EQ(resolve("MACHINERY")->total_depth(), 2);
}

TEST_F(SupplyChain, BuysRawGoodsWhereTheyAreCheapestWhateverTheirSupply) {
    add_machinery_chain();
    look("P", {{"IRON_ORE", TradeType::kExport, Supply::kAbundant, 90}});
    EXPECT_EQ(tree("IRON"), "IRON@I(IRON_ORE<O)");
    // The map has a recipe for the ore, and a factory that could use it.
    add_factory("Q", "IRON_ORE", {"EXPLOSIVES"}, Supply::kScarce);
    EXPECT_EQ(tree("IRON"), "IRON@I(IRON_ORE<O)");
}

TEST_F(SupplyChain, EndsThoughTheRecipesGoRoundInACircle) {
    // Without raw goods, LIQUID_HYDROGEN needs MACHINERY, and so on round to LIQUID_HYDROGEN.
    recipes_ = {{TradeSymbol("MACHINERY"), {TradeSymbol("IRON")}},
                {TradeSymbol("IRON"), {TradeSymbol("EXPLOSIVES")}},
                {TradeSymbol("EXPLOSIVES"), {TradeSymbol("LIQUID_HYDROGEN")}},
                {TradeSymbol("LIQUID_HYDROGEN"), {TradeSymbol("MACHINERY")}}};
    add_factory("M", "MACHINERY", {"IRON"});
    add_factory("I", "IRON", {"EXPLOSIVES"});
    add_factory("E", "EXPLOSIVES", {"LIQUID_HYDROGEN"});
    add_factory("L", "LIQUID_HYDROGEN", {"MACHINERY"});
    options_.max_depth = 100;
    EXPECT_EQ(tree("MACHINERY"),
              "MACHINERY@M(IRON@I(EXPLOSIVES@E(LIQUID_HYDROGEN@L(MACHINERY<M))))");
}

TEST_F(SupplyChain, ResolvesEveryGoodOfTheGamesOwnCyclicMap) {
    for (const auto& [good, inputs] : recipes_) {
        std::vector<std::string_view> names;
        for (const TradeSymbol& input : inputs)
            names.push_back(input.str());
        add_factory("F-" + good.str(), good.str(), names, Supply::kScarce);
        for (const TradeSymbol& input : inputs)
            look("X-" + input.str(), {{input.str(), TradeType::kExchange, Supply::kScarce, 999}});
    }
    options_.max_depth = 100;
    for (const auto& [good, inputs] : recipes_)
        EXPECT_TRUE(resolve(good.str()).ok()) << good.str();
}

TEST_F(SupplyChain, BuysTheOutputOfAFactoryThatSomebodyFeeds) {
    add_machinery_chain();
    options_.reserved = {{WaypointSymbol("I"), TradeSymbol("IRON")}};
    EXPECT_EQ(tree("MACHINERY"), "MACHINERY@M(IRON<I)");
}

TEST_F(SupplyChain, RefusesAProductWhoseOwnFactorySomebodyFeeds) {
    add_machinery_chain();
    options_.reserved = {{WaypointSymbol("M"), TradeSymbol("MACHINERY")}};
    const auto refused = resolve("MACHINERY");
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, core::ErrorCode::kConflict);
}

TEST_F(SupplyChain, MakesAGoodOnceThoughTwoBranchesNeedIt) {
    recipes_ = {{TradeSymbol("PRODUCT"), {TradeSymbol("LEFT"), TradeSymbol("RIGHT")}},
                {TradeSymbol("LEFT"), {TradeSymbol("PART")}},
                {TradeSymbol("RIGHT"), {TradeSymbol("PART")}},
                {TradeSymbol("PART"), {TradeSymbol("IRON_ORE")}}};
    add_factory("W", "PRODUCT", {"LEFT", "RIGHT"});
    add_factory("L", "LEFT", {"PART"});
    add_factory("R", "RIGHT", {"PART"});
    add_factory("P", "PART", {"IRON_ORE"});
    look("O", {{"IRON_ORE", TradeType::kExchange}});
    EXPECT_EQ(tree("PRODUCT"), "PRODUCT@W(LEFT@L(PART@P(IRON_ORE<O)) RIGHT@R(PART<P))");
}

TEST_F(SupplyChain, CountsNothingAsMadeInABranchThatWasDropped) {
    recipes_ = {{TradeSymbol("PRODUCT"), {TradeSymbol("LEFT"), TradeSymbol("RIGHT")}},
                {TradeSymbol("LEFT"), {TradeSymbol("PART"), TradeSymbol("NOWHERE")}},
                {TradeSymbol("RIGHT"), {TradeSymbol("PART")}},
                {TradeSymbol("PART"), {TradeSymbol("IRON_ORE")}}};
    add_factory("W", "PRODUCT", {"LEFT", "RIGHT"});
    add_factory("L", "LEFT", {"PART", "NOWHERE"});
    add_factory("R", "RIGHT", {"PART"});
    add_factory("P", "PART", {"IRON_ORE"});
    look("O", {{"IRON_ORE", TradeType::kExchange}});
    // LEFT cannot be made, for want of NOWHERE; its PART was never fed to anything.
    EXPECT_EQ(tree("PRODUCT"), "PRODUCT@W(LEFT<L RIGHT@R(PART@P(IRON_ORE<O)))");
}

TEST_F(SupplyChain, MakesNothingBelowTheDepthAllowed) {
    add_machinery_chain();
    options_.max_depth = 1;
    EXPECT_EQ(tree("MACHINERY"), "MACHINERY@M(IRON<I)");
    options_.max_depth = 2;
    EXPECT_EQ(tree("MACHINERY"), "MACHINERY@M(IRON@I(IRON_ORE<O))");
}

TEST_F(SupplyChain, BuysWhateverAnybodySellsWhenBuyingComesFirst) {
    add_machinery_chain();
    options_.strategy = Strategy::kBuy;
    EXPECT_EQ(tree("MACHINERY"), "MACHINERY@M(IRON<I)");
    look("S", {{"IRON", TradeType::kExport, Supply::kScarce, 5'000}});
    EXPECT_EQ(tree("MACHINERY"), "MACHINERY@M(IRON<I)") << "from the best source";
}

TEST_F(SupplyChain, MakesWhateverCanBeMadeWhenFabricatingComesFirst) {
    add_machinery_chain();
    look("S", {{"IRON", TradeType::kExport, Supply::kAbundant, 5}});
    options_.strategy = Strategy::kFabricate;
    EXPECT_EQ(tree("MACHINERY"), "MACHINERY@M(IRON@I(IRON_ORE<O))");
    options_.max_depth = 1;
    EXPECT_EQ(tree("MACHINERY"), "MACHINERY@M(IRON<S)") << "unless it is too deep";
}

TEST_F(SupplyChain, TakesTheCheaperWayWhenProfitDecides) {
    options_.strategy = Strategy::kProfit;
    options_.costs.lot = Units(20);
    // IRON is scarce and dear at its mill, which pays less for ore than that costs.
    options_.costs.ship_hour = core::Credits(0);
    see("M", {{"MACHINERY", TradeType::kExport, 0}, {"IRON", TradeType::kImport, -80}});
    see("I", {{"IRON", TradeType::kExport, -240}, {"IRON_ORE", TradeType::kImport, 160}});
    see("O", {{"IRON_ORE", TradeType::kExport, 80}});
    EXPECT_EQ(tree("MACHINERY"), "MACHINERY@M(IRON@I(IRON_ORE<O))");
    // Elsewhere it is cheap, though not plentiful: the adaptive strategy would make it.
    see("S", {{"IRON", TradeType::kExport, 39}});
    EXPECT_EQ(tree("MACHINERY"), "MACHINERY@M(IRON<S)");
    options_.strategy = Strategy::kSmart;
    EXPECT_EQ(tree("MACHINERY"), "MACHINERY@M(IRON@I(IRON_ORE<O))");
}

TEST_F(SupplyChain, TakesAFactoryOnlyWhereEveryInputThatIsHauledIsImported) {
    add_factory("S", "MACHINERY", {"COPPER"}, Supply::kAbundant);
    look("I", {{"IRON", TradeType::kExport, Supply::kHigh}});
    EXPECT_THAT(tree("MACHINERY"), HasSubstr("no known market makes MACHINERY"));
    look("T", {{"MACHINERY", TradeType::kImport}, {"IRON", TradeType::kImport}});
    EXPECT_THAT(tree("MACHINERY"), HasSubstr("no known market makes MACHINERY"));
    add_factory("M", "MACHINERY", {"IRON"}, Supply::kScarce);
    EXPECT_EQ(tree("MACHINERY"), "MACHINERY@M(IRON<I)");
}

TEST(Strategies, AreReadAsTheyAreWritten) {
    for (const Strategy strategy :
         {Strategy::kSmart, Strategy::kBuy, Strategy::kFabricate, Strategy::kProfit})
        EXPECT_EQ(parse_strategy(to_string(strategy)), strategy);
    EXPECT_EQ(parse_strategy("adaptive"), std::nullopt);
}

TEST_F(SupplyChain, NamesTheGoodThatNoKnownFactoryMakes) {
    const auto unknown = resolve("MACHINERY");
    ASSERT_FALSE(unknown.ok());
    EXPECT_EQ(unknown.error().code, core::ErrorCode::kNotFound);
    EXPECT_THAT(unknown.error().message, HasSubstr("MACHINERY"));
    EXPECT_THAT(resolve("NO_SUCH_GOOD").error().message, HasSubstr("NO_SUCH_GOOD"));
}

TEST_F(SupplyChain, NamesTheInputThatNobodySells) {
    add_factory("M", "MACHINERY", {"IRON"});
    const auto missing = resolve("MACHINERY");
    ASSERT_FALSE(missing.ok());
    EXPECT_EQ(missing.error().code, core::ErrorCode::kNotFound);
    EXPECT_THAT(missing.error().message, HasSubstr("IRON"));
}

TEST_F(SupplyChain, NamesTheStepWhosePriceFollowsNoLaw) {
    see("M", {{"MACHINERY", TradeType::kExport, 0}, {"IRON", TradeType::kImport, -80}});
    see("I", {{"IRON", TradeType::kExport, 0}});
    const auto resolved = resolve("MACHINERY");
    ASSERT_TRUE(resolved.ok());
    EXPECT_TRUE(check_priced(*resolved, process_.markets).ok());
    look("I", {{"IRON", TradeType::kExport}});
    const auto refused = check_priced(*resolved, process_.markets);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, core::ErrorCode::kRejected);
    EXPECT_THAT(refused.error().message, HasSubstr("what IRON costs at I"));
}

}  // namespace
}  // namespace argosy::goods
