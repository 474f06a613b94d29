#include "goods/supply_chain.h"

#include <algorithm>

#include "core/enum_names.h"
#include "goods/recipes.h"
#include "market/locator.h"

namespace argosy::goods {
namespace {

using core::Units;
using model::TradeSymbol;
using model::WaypointSymbol;

constexpr auto kStrategies = core::enum_names<Strategy>({
    {Strategy::kSmart, "smart"},
    {Strategy::kBuy, "buy"},
    {Strategy::kFabricate, "fabricate"},
    {Strategy::kProfit, "profit"},
});

constexpr auto kFactoryStrategies = core::enum_names<FactoryStrategy>({
    {FactoryStrategy::kBuy, "buy"},
    {FactoryStrategy::kSmart, "smart"},
    {FactoryStrategy::kFabricate, "fabricate"},
});

constexpr auto kDisposals = core::enum_names<Disposal>({
    {Disposal::kKeep, "keep"},
    {Disposal::kSell, "sell"},
});

core::Error not_found(std::string message) {
    return {core::ErrorCode::kNotFound, std::move(message)};
}

/// What is to be obtained.
struct Want {
    TradeSymbol good;
    Units quantity;
    WaypointSymbol destination;  ///< Where it is needed; empty for a target.
};

class Resolver {
  public:
    Resolver(const market::MarketBook& markets, const model::RecipeMap& recipes,
             const ResolveOptions& options)
        : markets_(markets), recipes_(recipes), options_(options) {
        if (options_.system.empty()) return;
        in_reach_ = [this](const WaypointSymbol& market) -> std::optional<double> {
            if (model::system_of(market) != options_.system) return std::nullopt;
            return 0;
        };
    }

    Result<SupplyChainNode> make(const TradeSymbol& good, Units quantity, int depth) {
        const auto recipe = recipes_.find(good);
        if (recipe == recipes_.end()) return not_found(fmt::format("{} has no recipe", good));
        const market::Listing* factory =
            market::factory_of(markets_, good, recipe->second, in_reach_);
        if (factory == nullptr) return no_factory(good, recipe->second);
        if (options_.reserved.contains({factory->market, good})) {
            return core::Error{
                core::ErrorCode::kConflict,
                fmt::format("{} at {} is fed by another pipeline", good, factory->market)};
        }
        const ProductionRecipe amounts = recipe_of(recipes_, good).value();
        SupplyChainNode node{good, AcquisitionMethod::kFabricate, factory->market, {}, quantity};
        const std::set<TradeSymbol> made_before = made_;
        made_.insert(good);
        for (const TradeSymbol& input : recipe->second) {
            const Units needed = amounts.required_inputs().at(input) * quantity.count();
            auto child = obtain({input, needed, node.market}, depth + 1);
            if (!child) {
                // This branch is dropped, with all it was to make.
                made_ = made_before;
                return child;
            }
            node.children.push_back(*std::move(child));
        }
        if (options_.repeats == Repeats::kMadeToo) made_ = made_before;
        return node;
    }

    Result<SupplyChainNode> obtain(const Want& want, int depth) {
        const TradeSymbol& good = want.good;
        const market::Listing* source = market::best_source(markets_, good, in_reach_);
        const bool makeable =
            !model::is_raw(good) && !made_.contains(good) && depth < options_.max_depth;
        if (options_.strategy == Strategy::kProfit) {
            const auto cheaper = cheapest(want, makeable ? depth : options_.max_depth);
            if (cheaper) return *cheaper;
        }
        std::string why_not_made;
        if (makeable && !is_bought(source)) {
            auto made = make(good, want.quantity, depth);
            if (made) return made;
            why_not_made = fmt::format("; {}", made.error().message);
        }
        // A raw good has no alternative, so its price decides and not its supply.
        if (model::is_raw(good)) source = market::cheapest_source(markets_, good, in_reach_);
        if (source == nullptr) {
            return not_found(
                fmt::format("no known market{} sells {}{}", of_system(), good, why_not_made));
        }
        return SupplyChainNode{good, AcquisitionMethod::kBuy, source->market, {}, want.quantity};
    }

  private:
    // The way to the good that costs least where it is needed; nothing where no price is known.
    std::optional<SupplyChainNode> cheapest(const Want& want, int depth) {
        std::optional<SupplyChainNode> best;
        std::optional<core::Credits> least;
        const auto consider = [&](SupplyChainNode node) {
            const WaypointSymbol& destination =
                want.destination.empty() ? node.market : want.destination;
            const auto cost = cost_of(node, destination, markets_, options_.costs);
            if (!cost || (least && *cost >= *least)) return false;
            least = cost;
            best = std::move(node);
            return true;
        };
        for (const market::Listing* seller : markets_.sellers_of(want.good)) {
            if (in_reach_ && !in_reach_(seller->market)) continue;
            consider({want.good, AcquisitionMethod::kBuy, seller->market, {}, want.quantity});
        }
        if (depth >= options_.max_depth) return best;
        const std::set<TradeSymbol> made_before = made_;
        auto made = make(want.good, want.quantity, depth);
        // What is bought after all is not made, nor is anything of its branch.
        if (!made || !consider(*std::move(made))) made_ = made_before;
        return best;
    }

    // Whether the strategy buys an input that could be made.
    bool is_bought(const market::Listing* source) const {
        if (source == nullptr) return false;
        switch (options_.strategy) {
            case Strategy::kSmart:
            case Strategy::kProfit:
                return source->supply >= model::Supply::kHigh;
            case Strategy::kBuy:
                return true;
            case Strategy::kFabricate:
                return false;
        }
        return true;
    }

    core::Error no_factory(const TradeSymbol& good, const std::vector<TradeSymbol>& inputs) const {
        std::string near;
        for (const market::RejectedPlace& place :
             market::find_factories(markets_, good, inputs, {.distance = in_reach_}).rejected) {
            const bool makes =
                markets_.find(place.market, good)->type == model::TradeType::kExport &&
                (!in_reach_ || in_reach_(place.market));
            if (makes) near += fmt::format("; {} {}", place.market, place.reason);
        }
        return not_found(fmt::format("no known market{} makes {} from all its inputs{}",
                                     of_system(), good, near));
    }

    std::string of_system() const {
        return options_.system.empty() ? "" : fmt::format(" of {}", options_.system);
    }

    const market::MarketBook& markets_;
    const model::RecipeMap& recipes_;
    const ResolveOptions& options_;
    market::DistanceTo in_reach_;
    // Made on the way here, so that the recipe comes back to it, or, with Repeats::kBought,
    // elsewhere in the tree.
    std::set<TradeSymbol> made_;
};

Strategy strategy_of(FactoryStrategy strategy) {
    switch (strategy) {
        case FactoryStrategy::kBuy:
            return Strategy::kBuy;
        case FactoryStrategy::kSmart:
            return Strategy::kProfit;
        case FactoryStrategy::kFabricate:
            return Strategy::kFabricate;
    }
    return Strategy::kBuy;
}

}  // namespace

std::string_view to_string(Strategy strategy) {
    return kStrategies.name_of(strategy);
}

std::optional<Strategy> parse_strategy(std::string_view text) {
    return kStrategies.value_of(text);
}

std::string_view to_string(FactoryStrategy strategy) {
    return kFactoryStrategies.name_of(strategy);
}

std::optional<FactoryStrategy> parse_factory_strategy(std::string_view text) {
    return kFactoryStrategies.value_of(text);
}

std::string_view to_string(Disposal disposal) {
    return kDisposals.name_of(disposal);
}

std::optional<Disposal> parse_disposal(std::string_view text) {
    return kDisposals.value_of(text);
}

Result<SupplyChainNode> resolve_adaptive(const TradeSymbol& good, const market::MarketBook& markets,
                                         const model::RecipeMap& recipes,
                                         const ResolveOptions& options) {
    return Resolver(markets, recipes, options).make(good, options.quantity, 0);
}

Result<SupplyChainNode> build_dependency_tree(const ProductionTarget& target,
                                              const market::MarketBook& markets,
                                              const model::RecipeMap& recipes, CostTerms costs) {
    if (target.quantity < Units(1) || target.quantity > kMostUnits) {
        return core::Error{
            core::ErrorCode::kInvalidArgument,
            fmt::format("quantity was {}, expected 1 to {}", target.quantity, kMostUnits)};
    }
    costs.lot = std::min(costs.lot, target.quantity);
    // No good comes twice on one way down, so no way is longer than the map.
    const ResolveOptions options{.max_depth = int(recipes.size()) + 1,
                                 .strategy = strategy_of(target.strategy),
                                 .costs = std::move(costs),
                                 .system = target.system,
                                 .repeats = Repeats::kMadeToo};
    Resolver resolver(markets, recipes, options);
    if (target.strategy == FactoryStrategy::kFabricate && !model::is_raw(target.good)) {
        return resolver.make(target.good, target.quantity, 0);
    }
    return resolver.obtain({target.good, target.quantity, {}}, 0);
}

Result<void> check_priced(const SupplyChainNode& tree, const market::MarketBook& markets) {
    for (const SupplyChainNode& node : tree.flatten()) {
        const market::Listing* listing = markets.find(node.market, node.good);
        if (listing != nullptr && listing->state) continue;
        return core::Error{core::ErrorCode::kRejected,
                           fmt::format("what {} costs at {} does not follow from what was seen of "
                                       "it, and nothing is bought at a price not known before",
                                       node.good, node.market)};
    }
    return Result<void>();
}

std::optional<std::string> fault_of(const SupplyChainNode& work,
                                    const std::vector<TradeSymbol>& inputs,
                                    const market::MarketBook& markets) {
    const market::Listing* listing = markets.find(work.market, work.good);
    if (work.method == AcquisitionMethod::kBuy) {
        if (listing != nullptr && listing->type != model::TradeType::kImport) return std::nullopt;
        return fmt::format("{} does not sell {}", work.market, work.good);
    }
    if (listing == nullptr || listing->type != model::TradeType::kExport) {
        return fmt::format("{} does not make {}", work.market, work.good);
    }
    for (const TradeSymbol& input : inputs) {
        const market::Listing* taken = markets.find(work.market, input);
        if (taken == nullptr || taken->type != model::TradeType::kImport) {
            return fmt::format("{} does not import {}, which it makes {} of", work.market, input,
                               work.good);
        }
    }
    return std::nullopt;
}

std::vector<WaypointSymbol> alternatives_to(const SupplyChainNode& work,
                                            const std::vector<TradeSymbol>& inputs,
                                            const model::SystemSymbol& system,
                                            const market::MarketBook& markets) {
    std::vector<WaypointSymbol> others;
    const auto consider = [&](const WaypointSymbol& market) {
        SupplyChainNode there = work;
        there.market = market;
        const bool fits = market != work.market && model::system_of(market) == system &&
                          !fault_of(there, inputs, markets);
        if (fits) others.push_back(market);
    };
    for (const market::Listing* seller : markets.sellers_of(work.good))
        consider(seller->market);
    std::ranges::stable_sort(others, std::greater(), [&](const WaypointSymbol& market) {
        return markets.find(market, work.good)->supply;
    });
    return others;
}

Result<void> validate_chain(const SupplyChainNode& tree, const market::MarketBook& markets) {
    std::vector<TradeSymbol> inputs;
    for (const SupplyChainNode& child : tree.children)
        inputs.push_back(child.good);
    if (const auto fault = fault_of(tree, inputs, markets)) return not_found(*fault);
    for (const SupplyChainNode& child : tree.children) {
        if (auto valid = validate_chain(child, markets); !valid) return valid;
    }
    return Result<void>();
}

}  // namespace argosy::goods
