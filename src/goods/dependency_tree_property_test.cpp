#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "goods/testing/known_markets.h"

namespace argosy::goods {
namespace {

using core::Units;
using model::TradeSymbol;
using model::TradeType;

std::string good(int number) {
    return fmt::format("GOOD_{}", number);
}

// Any recipes, cyclic ones too, of which some have a factory, and goods of which some are sold.
void generate(testing::KnownMarkets& known) {
    const int goods = *rc::gen::inRange(2, 8);
    known.recipes_.clear();
    for (int output = 0; output < goods; ++output) {
        std::vector<std::string> inputs;
        for (int input = 0; input < goods; ++input) {
            if (input != output && *rc::gen::inRange(0, 3) == 0) inputs.push_back(good(input));
        }
        if (*rc::gen::inRange(0, 3) == 0) {
            known.look("SELLER_" + good(output), {{good(output), TradeType::kExchange}});
        }
        if (inputs.empty()) continue;
        auto& recipe = known.recipes_[TradeSymbol(good(output))];
        for (const std::string& input : inputs)
            recipe.emplace_back(input);
        if (*rc::gen::inRange(0, 4) == 0) continue;
        known.add_factory("FACTORY_" + good(output), good(output), {inputs.begin(), inputs.end()});
    }
}

void add_up(const SupplyChainNode& node, std::map<TradeSymbol, Units>& sum) {
    sum[node.good] += node.quantity;
    for (const SupplyChainNode& child : node.children)
        add_up(child, sum);
}

RC_GTEST_PROP(DependencyTree, IsValidAndWholeWhateverIsKnown, ()) {
    testing::KnownMarkets known;
    generate(known);
    const ProductionTarget target{
        .good = TradeSymbol(good(0)),
        .quantity = Units(*rc::gen::inRange(1, 200)),
        .strategy = *rc::gen::element(FactoryStrategy::kBuy, FactoryStrategy::kSmart,
                                      FactoryStrategy::kFabricate)};
    const auto tree = build_dependency_tree(target, known.process_.markets, known.recipes_, {});
    RC_CLASSIFY(tree.ok(), "built");
    if (!tree) {
        RC_ASSERT(tree.error().code == core::ErrorCode::kNotFound);
        return;
    }
    RC_ASSERT(tree->good == target.good);
    RC_ASSERT(tree->quantity == target.quantity);
    RC_ASSERT(validate_chain(*tree, known.process_.markets).ok());
    RC_ASSERT(parse_tree(to_json(*tree)).value() == *tree);
    std::map<TradeSymbol, Units> of_tree;
    add_up(*tree, of_tree);
    std::map<TradeSymbol, Units> of_list;
    for (const SupplyChainNode& node : tree->flatten())
        add_up(node, of_list);
    RC_ASSERT(of_list == of_tree);
}

}  // namespace
}  // namespace argosy::goods
