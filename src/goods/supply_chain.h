#pragma once

/// @file
/// How a good comes to be: a tree of what to buy and what to make, down to what is bought.

#include <set>
#include <utility>
#include <vector>

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

/// What a resolver may assume.
struct ResolveOptions {
    /// Levels of making below which everything is bought.
    int max_depth = 3;
    /// Factories that somebody feeds already, as (factory, output): their output is bought.
    std::set<std::pair<model::WaypointSymbol, model::TradeSymbol>> reserved;
};

/// Builds the tree for making `good`, adaptively (requirements, "adaptive manufacturing strategy"):
/// an input with supply HIGH or better somewhere is bought there; a raw good is bought whatever its
/// supply; anything else is made, recursively. Where making is not possible (no factory known, the
/// recipe comes back to a good on the way, another branch or pipeline feeds the factory, too deep)
/// the input is bought from the best source.
/// @error kNotFound  No known factory makes the good, or an input has no source at all; the
///                   message names it.
/// @error kConflict  Another pipeline feeds the factory of the good itself.
Result<SupplyChainNode> resolve_adaptive(const model::TradeSymbol& good,
                                         const market::MarketBook& markets,
                                         const model::RecipeMap& recipes,
                                         const ResolveOptions& options);

}  // namespace argosy::goods
