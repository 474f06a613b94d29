#pragma once

/// @file
/// What the steps about manufacturing share: a process with a market book, and a supply chain with
/// the pipeline planned from it.

#include <optional>
#include <string>
#include <vector>

#include "manufacturing/testing/workshop.h"
#include "tests/features/support/gherkin.h"

namespace argosy::tests {

/// Returns the words of "DIAMONDS, PLATINUM and ADVANCED_CIRCUITRY".
inline std::vector<model::TradeSymbol> goods_named(const std::string& text) {
    static const std::regex kSeparator(R"(,\s*|\s+and\s+)");
    std::vector<model::TradeSymbol> goods;
    for (std::sregex_token_iterator word(text.begin(), text.end(), kSeparator, -1), end;
         word != end; ++word) {
        goods.emplace_back(word->str());
    }
    return goods;
}

struct ManufacturingWorld {
    manufacturing::testing::Remains remains;
    manufacturing::testing::Workshop workshop{remains};
    std::map<model::WaypointSymbol, manufacturing::testing::Goods> markets;
    goods::ResolveOptions options;
    std::optional<core::Result<goods::SupplyChainNode>> chain;
    manufacturing::PipelinePlan plan;
};

/// One lot of every leg of the world's chain.
inline void plan(ManufacturingWorld& world, const std::string& sell_market) {
    ASSERT_TRUE(world.chain.has_value());
    ASSERT_TRUE(world.chain->ok());
    const manufacturing::ManufacturingOpportunity opportunity{
        .good = (*world.chain)->good,
        .sell_market = model::WaypointSymbol(sell_market),
        .tree = **world.chain};
    world.plan = plan_pipeline(opportunity, manufacturing::testing::kOperation, 1,
                               world.workshop.runtime.now(), world.workshop.runtime.ids,
                               [](const model::TradeSymbol&, const model::WaypointSymbol&,
                                  const model::WaypointSymbol&, hauls::TaskType) { return 1; });
}

}  // namespace argosy::tests
