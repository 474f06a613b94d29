// Trees of what a person asks for.

#include <gmock/gmock.h>

#include "goods/testing/known_markets.h"

namespace argosy::goods {
namespace {

using core::ErrorCode;
using core::Units;
using model::Supply;
using model::SystemSymbol;
using model::TradeSymbol;
using model::TradeType;
using model::WaypointSymbol;
using testing::drawn;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

class DependencyTrees : public ::testing::Test, protected testing::KnownMarkets {
  protected:
    DependencyTrees() { target_.good = TradeSymbol("MACHINERY"); }

    Result<SupplyChainNode> build() {
        return build_dependency_tree(target_, process_.markets, recipes_, costs_);
    }
    std::string tree() {
        const auto built = build();
        return built ? drawn(*built) : built.error().message;
    }

    // The example of the goods factory documents.
    void add_advanced_circuitry_chain() {
        target_.good = TradeSymbol("ADVANCED_CIRCUITRY");
        add_factory("A", "ADVANCED_CIRCUITRY", {"ELECTRONICS", "MICROPROCESSORS"});
        add_factory("E", "ELECTRONICS", {"SILICON_CRYSTALS", "COPPER"});
        add_factory("M", "MICROPROCESSORS", {"SILICON_CRYSTALS", "COPPER"});
        add_factory("C", "COPPER", {"COPPER_ORE"});
        look("S", {{"SILICON_CRYSTALS", TradeType::kExchange}});
        look("O", {{"COPPER_ORE", TradeType::kExchange}});
    }

    ProductionTarget target_;
    CostTerms costs_;
};

TEST_F(DependencyTrees, AreOnePurchaseWhereBuyingComesFirstAndSomebodySells) {
    add_machinery_chain();
    target_.quantity = Units(120);
    EXPECT_EQ(tree(), "MACHINERY<M");
    EXPECT_EQ(build()->quantity, Units(120));
    look("S", {{"MACHINERY", TradeType::kExport, Supply::kHigh, 9'999}});
    EXPECT_EQ(tree(), "MACHINERY<S") << "at any price, where supply is best";
}

TEST_F(DependencyTrees, AreMadeDownToRawGoodsWhereFabricatingComesFirst) {
    add_advanced_circuitry_chain();
    target_.strategy = FactoryStrategy::kFabricate;
    EXPECT_EQ(tree(),
              "ADVANCED_CIRCUITRY@A(ELECTRONICS@E(SILICON_CRYSTALS<S COPPER@C(COPPER_ORE<O)) "
              "MICROPROCESSORS@M(SILICON_CRYSTALS<S COPPER@C(COPPER_ORE<O)))");
    EXPECT_EQ(build()->total_depth(), 4);
}

TEST_F(DependencyTrees, AskEveryNodeForWhatItHasToYield) {
    add_advanced_circuitry_chain();
    target_.strategy = FactoryStrategy::kFabricate;
    target_.quantity = Units(120);
    const auto built = build();
    ASSERT_TRUE(built.ok());
    std::vector<std::pair<std::string, std::int64_t>> work;
    for (const SupplyChainNode& node : built->flatten())
        work.emplace_back(node.good.str(), node.quantity.count());
    EXPECT_THAT(work, ElementsAre(Pair("ADVANCED_CIRCUITRY", 120), Pair("ELECTRONICS", 120),
                                  Pair("MICROPROCESSORS", 120), Pair("SILICON_CRYSTALS", 240),
                                  Pair("COPPER", 240), Pair("COPPER_ORE", 240)));
    EXPECT_THAT(built->required_raw_materials(),
                ElementsAre(Pair(TradeSymbol("COPPER_ORE"), Units(240)),
                            Pair(TradeSymbol("SILICON_CRYSTALS"), Units(240))));
}

TEST_F(DependencyTrees, AreNotCappedInDepth) {
    constexpr int kLevels = 12;
    recipes_.clear();
    for (int level = 0; level < kLevels; ++level) {
        const std::string output = fmt::format("LEVEL_{}", level);
        const std::string input = fmt::format("LEVEL_{}", level + 1);
        recipes_[TradeSymbol(output)] = {TradeSymbol(input)};
        add_factory("F" + output, output, {input});
    }
    look("S", {{fmt::format("LEVEL_{}", kLevels), TradeType::kExchange}});
    target_ = {.good = TradeSymbol("LEVEL_0"), .strategy = FactoryStrategy::kFabricate};
    const auto built = build();
    ASSERT_TRUE(built.ok()) << built.error().message;
    EXPECT_EQ(built->total_depth(), kLevels + 1);
}

TEST_F(DependencyTrees, OfRawGoodsAreBoughtWhateverTheStrategy) {
    look("O", {{"IRON_ORE", TradeType::kExchange, Supply::kScarce}});
    target_.good = TradeSymbol("IRON_ORE");
    for (const FactoryStrategy strategy :
         {FactoryStrategy::kBuy, FactoryStrategy::kSmart, FactoryStrategy::kFabricate}) {
        target_.strategy = strategy;
        EXPECT_EQ(tree(), "IRON_ORE<O") << to_string(strategy);
    }
}

TEST_F(DependencyTrees, StayInTheirSystem) {
    add_factory("X1-A-M", "MACHINERY", {"IRON"});
    look("X1-A-I", {{"IRON", TradeType::kExport, Supply::kScarce}});
    add_factory("X1-B-M", "MACHINERY", {"IRON"}, Supply::kAbundant);
    look("X1-B-I", {{"IRON", TradeType::kExport, Supply::kAbundant}});
    target_.system = SystemSymbol("X1-A");
    EXPECT_EQ(tree(), "MACHINERY<X1-A-M");
    target_.strategy = FactoryStrategy::kFabricate;
    EXPECT_EQ(tree(), "MACHINERY@X1-A-M(IRON<X1-A-I)");
    target_.system = SystemSymbol("X1-B");
    EXPECT_EQ(tree(), "MACHINERY@X1-B-M(IRON<X1-B-I)");
}

TEST_F(DependencyTrees, ThatCannotBeFulfilledNameWhatIsMissing) {
    target_.system = SystemSymbol("X1-A");
    EXPECT_EQ(tree(),
              "no known market of X1-A sells MACHINERY; "
              "no known market of X1-A makes MACHINERY from all its inputs");
    add_factory("X1-A-M", "MACHINERY", {"COPPER"});
    add_factory("X1-B-M", "MACHINERY", {"IRON"});
    target_.strategy = FactoryStrategy::kFabricate;
    EXPECT_EQ(tree(),
              "no known market of X1-A makes MACHINERY from all its inputs; "
              "X1-A-M does not import IRON");
    add_factory("X1-A-M2", "MACHINERY", {"IRON"});
    EXPECT_THAT(tree(), HasSubstr("no known market of X1-A sells IRON"));
    EXPECT_EQ(build().error().code, ErrorCode::kNotFound);
}

TEST_F(DependencyTrees, OfLessThanAUnitAreRefused) {
    add_machinery_chain();
    target_.quantity = Units(0);
    const auto refused = build();
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::kInvalidArgument);
    EXPECT_EQ(refused.error().message, "quantity was 0, expected 1 to 10000");
}

TEST_F(DependencyTrees, OfEveryGoodOfTheGameAreResolvedAndHold) {
    // Everything is made somewhere and sold somewhere.
    for (const auto& [good, inputs] : recipes_) {
        std::vector<std::string_view> names;
        for (const TradeSymbol& input : inputs)
            names.push_back(input.str());
        add_factory("F-" + good.str(), good.str(), names, Supply::kScarce);
        look("X-" + good.str(), {{good.str(), TradeType::kExchange, Supply::kScarce, 999}});
    }
    int deepest = 0;
    for (const auto& [good, inputs] : recipes_) {
        target_ = {.good = good, .quantity = Units(10), .strategy = FactoryStrategy::kFabricate};
        const auto built = build();
        ASSERT_TRUE(built.ok()) << built.error().message;
        EXPECT_TRUE(validate_chain(*built, process_.markets).ok()) << good.str();
        for (const auto& [material, units] : built->required_raw_materials())
            EXPECT_TRUE(model::is_raw(material)) << good.str() << " needs " << material.str();
        deepest = std::max(deepest, built->total_depth());
    }
    EXPECT_GE(deepest, 6);
}

TEST_F(DependencyTrees, TakeTheCheaperWayWhenTheyAreSmart) {
    // MACHINERY is scarce and dear; its mill pays well for IRON, of which there is plenty.
    see("M", {{"MACHINERY", TradeType::kExport, -240}, {"IRON", TradeType::kImport, -80}});
    see("I", {{"IRON", TradeType::kExport, 80}});
    costs_.ship_hour = core::Credits(0);
    target_.quantity = Units(20);
    target_.strategy = FactoryStrategy::kSmart;
    EXPECT_EQ(tree(), "MACHINERY@M(IRON<I)");
    // Elsewhere it is to be had for less than that.
    see("S", {{"MACHINERY", TradeType::kExport, 80}});
    EXPECT_EQ(tree(), "MACHINERY<S");
}

TEST_F(DependencyTrees, NoLongerHoldWhenAMarketOfTheTreeIsAnother) {
    add_machinery_chain();
    target_.strategy = FactoryStrategy::kFabricate;
    const SupplyChainNode built = build().value();
    const auto problem = [&] {
        const auto valid = validate_chain(built, process_.markets);
        return valid ? std::string("none") : valid.error().message;
    };
    EXPECT_EQ(problem(), "none");
    look("O", {{"COPPER_ORE", TradeType::kExchange}});
    EXPECT_EQ(problem(), "O does not sell IRON_ORE");
    add_factory("I", "IRON", {"COPPER_ORE"});
    EXPECT_EQ(problem(), "I does not import IRON_ORE, which it makes IRON of");
    look("M", {{"MACHINERY", TradeType::kImport}});
    EXPECT_EQ(problem(), "M does not make MACHINERY");
}

TEST(FactoryStrategies, AreReadAsTheyAreWritten) {
    for (const FactoryStrategy strategy :
         {FactoryStrategy::kBuy, FactoryStrategy::kSmart, FactoryStrategy::kFabricate})
        EXPECT_EQ(parse_factory_strategy(to_string(strategy)), strategy);
    EXPECT_EQ(parse_factory_strategy("profit"), std::nullopt);
}

}  // namespace
}  // namespace argosy::goods
