#pragma once

/// @file
/// How a good comes to be: a tree of what to buy and what to make, down to what is bought.

#include <optional>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "goods/chain_cost.h"
#include "market/market_book.h"
#include "model/goods.h"

namespace argosy::goods {

using core::Result;

enum class AcquisitionMethod : std::uint8_t {
    kBuy,        ///< Bought as it is at `market`.
    kFabricate,  ///< Made at the factory `market` from the children.
};

std::string_view to_string(AcquisitionMethod method);

struct SupplyChainNode {
    model::TradeSymbol good;
    AcquisitionMethod method = AcquisitionMethod::kBuy;
    model::WaypointSymbol market;  ///< Where it is bought, or the factory that makes it.
    std::vector<SupplyChainNode> children;

    /// Returns 1 for a leaf, one more than the deepest child for a node.
    int depth() const;
};

/// What decides whether an input is bought or made. A raw good is bought and the product itself is
/// made, whatever the strategy.
enum class Strategy : std::uint8_t {
    kSmart,      ///< Bought where its supply is HIGH or better, else made.
    kBuy,        ///< Bought where anybody sells it, else made.
    kFabricate,  ///< Made, and bought only where making is not possible.
    kProfit,     ///< Whichever costs less, by chain_cost.h; as kSmart where a price is not known.
};

std::string_view to_string(Strategy strategy);
/// Reads what to_string() writes: "smart", "buy", "fabricate", "profit".
std::optional<Strategy> parse_strategy(std::string_view text);

/// What a resolver may assume.
struct ResolveOptions {
    /// Levels of making below which everything is bought.
    int max_depth = 3;
    /// Factories that somebody feeds already, as (factory, output): their output is bought.
    std::set<std::pair<model::WaypointSymbol, model::TradeSymbol>> reserved;
    Strategy strategy = Strategy::kSmart;
    CostTerms costs;  ///< Of kProfit.
};

/// Builds the tree for making `good`: each input is bought or made as the strategy says,
/// recursively. A factory is one that exports what it is to make and imports every input that will
/// be hauled there. Where making is not possible (no factory known, the recipe comes back to a good
/// on the way, another branch or pipeline feeds the factory, too deep) the input is bought from the
/// best source.
/// @error kNotFound  No known factory makes the good, or an input has no source at all; the
///                   message names it.
/// @error kConflict  Another pipeline feeds the factory of the good itself.
Result<SupplyChainNode> resolve_adaptive(const model::TradeSymbol& good,
                                         const market::MarketBook& markets,
                                         const model::RecipeMap& recipes,
                                         const ResolveOptions& options);

}  // namespace argosy::goods
