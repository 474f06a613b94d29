#include "goods/supply_chain_node.h"

#include <gmock/gmock.h>

#include <boost/json.hpp>

namespace argosy::goods {
namespace {

using core::Units;
using model::TradeSymbol;
using model::WaypointSymbol;
using ::testing::HasSubstr;

SupplyChainNode bought(std::string_view good, std::int64_t quantity, std::string_view market) {
    return {
        TradeSymbol(good), AcquisitionMethod::kBuy, WaypointSymbol(market), {}, Units(quantity)};
}

SupplyChainNode made(std::string_view good, std::int64_t quantity, std::string_view market,
                     std::vector<SupplyChainNode> children) {
    return {TradeSymbol(good), AcquisitionMethod::kFabricate, WaypointSymbol(market),
            std::move(children), Units(quantity)};
}

SupplyChainNode circuitry() {
    const SupplyChainNode copper = made("COPPER", 10, "C", {bought("COPPER_ORE", 10, "O")});
    return made("ADVANCED_CIRCUITRY", 10, "A",
                {made("ELECTRONICS", 10, "E", {bought("SILICON_CRYSTALS", 10, "S"), copper}),
                 made("MICROPROCESSORS", 10, "M", {bought("SILICON_CRYSTALS", 10, "T"), copper})});
}

TEST(SupplyChainNode, IsALeafWithoutChildren) {
    EXPECT_TRUE(bought("IRON", 1, "I").is_leaf());
    EXPECT_FALSE(circuitry().is_leaf());
    EXPECT_EQ(bought("IRON", 1, "I").total_depth(), 1);
    EXPECT_EQ(circuitry().total_depth(), 4);
}

TEST(SupplyChainNode, IsFlattenedBreadthFirstWithEachPieceOfWorkOnce) {
    std::string list;
    for (const SupplyChainNode& node : circuitry().flatten()) {
        EXPECT_TRUE(node.is_leaf());
        list += fmt::format("{}@{} {}, ", node.good, node.market, node.quantity);
    }
    EXPECT_EQ(list,
              "ADVANCED_CIRCUITRY@A 10, ELECTRONICS@E 10, MICROPROCESSORS@M 10, "
              "SILICON_CRYSTALS@S 10, COPPER@C 20, SILICON_CRYSTALS@T 10, COPPER_ORE@O 20, ");
}

TEST(SupplyChainNode, BoughtFromAFactoryThatMakesTheSameIsWorkOfItsOwn) {
    const SupplyChainNode tree =
        made("A", 1, "X",
             {made("B", 1, "Y", {bought("C", 1, "Z")}), made("D", 1, "W", {bought("B", 1, "Y")})});
    EXPECT_EQ(tree.flatten().size(), 5u);
}

TEST(SupplyChainNode, IsReadBackAsItWasWritten) {
    const SupplyChainNode tree = circuitry();
    EXPECT_EQ(parse_tree(to_json(tree)).value(), tree);
}

TEST(SupplyChainNode, IsWrittenInTheSchemaOfThePlan) {
    EXPECT_EQ(
        boost::json::parse(to_json(made("IRON", 3, "X1-A-I", {bought("IRON_ORE", 3, "X1-A-O")}))),
        boost::json::parse(R"({
                "good": "IRON", "quantity": 3, "acquisition_method": "FABRICATE",
                "market": "X1-A-I",
                "children": [{
                  "good": "IRON_ORE", "quantity": 3, "acquisition_method": "BUY",
                  "market": "X1-A-O", "children": []}]})"));
}

TEST(SupplyChainNode, RefusesTextThatIsNoTree) {
    for (
        const char* text :
        {"", "[]", "{", R"({"good": "IRON"})",
         R"({"good": 1, "quantity": 3, "acquisition_method": "BUY", "market": "", "children": []})",
         R"({"good": "A", "quantity": 3, "acquisition_method": "MINE", "market": "", "children": []})",
         R"({"good": "A", "quantity": 3, "acquisition_method": "BUY", "market": "", "children": [1]})"}) {
        const auto tree = parse_tree(text);
        ASSERT_FALSE(tree.ok()) << text;
        EXPECT_EQ(tree.error().code, core::ErrorCode::kInvalidArgument);
        EXPECT_THAT(tree.error().message, HasSubstr("not a dependency tree"));
    }
}

TEST(SupplyChainNode, IsReadHoweverDeepItIs) {
    SupplyChainNode tree = bought("RAW", 1, "R");
    for (int level = 0; level < 100; ++level)
        tree = made(fmt::format("LEVEL_{}", level), 1, "F", {tree});
    EXPECT_EQ(parse_tree(to_json(tree)).value(), tree);
}

}  // namespace
}  // namespace argosy::goods
