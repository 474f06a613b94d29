#pragma once

/// @file
/// How a good comes to be: a tree of what to buy and what to make, down to what is bought. For
/// pipelines, which are to earn, and for goods factories, which are to produce what a person asks
/// for.

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "goods/chain_cost.h"
#include "goods/supply_chain_node.h"
#include "market/market_book.h"
#include "model/goods.h"

namespace argosy::goods {

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

/// What becomes of a good that several branches of a tree need and that is to be made.
enum class Repeats : std::uint8_t {
    kBought,   ///< One branch feeds the factory, the others buy from it.
    kMadeToo,  ///< Each branch asks the factory for its share, and for the inputs of that.
};

/// What a resolver may assume.
struct ResolveOptions {
    /// Levels of making below which everything is bought.
    int max_depth = 3;
    /// Factories that somebody feeds already, as (factory, output): their output is bought.
    std::set<std::pair<model::WaypointSymbol, model::TradeSymbol>> reserved;
    Strategy strategy = Strategy::kSmart;
    CostTerms costs;             ///< Of kProfit.
    model::SystemSymbol system;  ///< Whose markets may be used; empty: all that are known.
    Repeats repeats = Repeats::kBought;
    core::Units quantity{0};  ///< Asked of the product.
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

/// How a goods factory obtains things. Unlike the product of a pipeline, its target may be bought.
enum class FactoryStrategy : std::uint8_t {
    kBuy,        ///< Each good is bought where anybody sells it, at any price, else made.
    kSmart,      ///< Each good by the way that costs less, by chain_cost.h.
    kFabricate,  ///< Made down to raw goods. The target itself is made or refused; inputs
                 ///< that cannot be made are bought.
};

std::string_view to_string(FactoryStrategy strategy);
/// Reads what to_string() writes: "buy", "smart", "fabricate".
std::optional<FactoryStrategy> parse_factory_strategy(std::string_view text);

/// What becomes of what was asked for.
enum class Disposal : std::uint8_t {
    kKeep,  ///< It stays aboard, and the ships that hold it are the player's to order.
    kSell,  ///< It is sold where it brings most.
};

std::string_view to_string(Disposal disposal);
/// Reads what to_string() writes: "keep", "sell".
std::optional<Disposal> parse_disposal(std::string_view text);

/// Most that may be asked for at once: a few hundred hauls.
inline constexpr core::Units kMostUnits{10'000};

/// What a person asks for.
struct ProductionTarget {
    model::TradeSymbol good;
    core::Units quantity{1};
    FactoryStrategy strategy = FactoryStrategy::kBuy;
    model::SystemSymbol system;  ///< Where it is bought and made.
    Disposal disposal = Disposal::kKeep;
};

/// Builds the tree of a target, down to raw goods however deep they are, with what each node has to
/// yield. A good that several branches need is made in each of them: flatten() joins those.
/// @param costs  Of FactoryStrategy::kSmart; its lot is no more than the quantity.
/// @error kInvalidArgument  The quantity is less than 1, or more than kMostUnits.
/// @error kNotFound  Something can neither be bought nor made in the system; the message names the
///                   good, and what is missing at those markets that come near to making it.
Result<SupplyChainNode> build_dependency_tree(const ProductionTarget& target,
                                              const market::MarketBook& markets,
                                              const model::RecipeMap& recipes, CostTerms costs);

/// Checks that every step of a tree can be priced before it is paid for.
/// @error kRejected  Names the market whose price is not understood, and the good.
Result<void> check_priced(const SupplyChainNode& tree, const market::MarketBook& markets);

/// Returns what is wrong with a piece of work by what is known of its market now: that the good is
/// not sold there, or not made of these inputs. Nothing where all is well.
std::optional<std::string> fault_of(const SupplyChainNode& work,
                                    const std::vector<model::TradeSymbol>& inputs,
                                    const market::MarketBook& markets);

/// Returns the markets of a system at which the same could be done, by supply, the highest first.
std::vector<model::WaypointSymbol> alternatives_to(const SupplyChainNode& work,
                                                   const std::vector<model::TradeSymbol>& inputs,
                                                   const model::SystemSymbol& system,
                                                   const market::MarketBook& markets);

/// Checks a tree against what is known now: each good is sold where it is to be bought, and made
/// where it is to be made of inputs that are imported there.
/// @error kNotFound  Names the market that fails, and the good.
Result<void> validate_chain(const SupplyChainNode& tree, const market::MarketBook& markets);

}  // namespace argosy::goods
