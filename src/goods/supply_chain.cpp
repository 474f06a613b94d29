#include "goods/supply_chain.h"

#include <algorithm>
#include <array>

#include "market/locator.h"

namespace argosy::goods {
namespace {

using model::TradeSymbol;
using model::WaypointSymbol;

constexpr std::array<std::pair<Strategy, std::string_view>, 4> kStrategies{{
    {Strategy::kSmart, "smart"},
    {Strategy::kBuy, "buy"},
    {Strategy::kFabricate, "fabricate"},
    {Strategy::kProfit, "profit"},
}};

class Resolver {
  public:
    Resolver(const market::MarketBook& markets, const model::RecipeMap& recipes,
             const ResolveOptions& options)
        : markets_(markets), recipes_(recipes), options_(options) {}

    Result<SupplyChainNode> make(const TradeSymbol& good, int depth) {
        const auto recipe = recipes_.find(good);
        if (recipe == recipes_.end()) {
            return core::Error{core::ErrorCode::kNotFound, fmt::format("{} has no recipe", good)};
        }
        const market::Listing* factory = market::factory_of(markets_, good, recipe->second);
        if (factory == nullptr) {
            return core::Error{core::ErrorCode::kNotFound,
                               fmt::format("no known market makes {} from all its inputs", good)};
        }
        if (options_.reserved.contains({factory->market, good})) {
            return core::Error{
                core::ErrorCode::kConflict,
                fmt::format("{} at {} is fed by another pipeline", good, factory->market)};
        }
        SupplyChainNode node{good, AcquisitionMethod::kFabricate, factory->market, {}};
        const std::set<TradeSymbol> made_before = made_;
        made_.insert(good);
        for (const TradeSymbol& input : recipe->second) {
            auto child = obtain(input, node.market, depth + 1);
            if (!child) {
                // This branch is dropped, with all it was to make.
                made_ = made_before;
                return child;
            }
            node.children.push_back(*std::move(child));
        }
        return node;
    }

  private:
    Result<SupplyChainNode> obtain(const TradeSymbol& good, const WaypointSymbol& factory,
                                   int depth) {
        const market::Listing* source = market::best_source(markets_, good);
        const bool makeable =
            !model::is_raw(good) && !made_.contains(good) && depth < options_.max_depth;
        if (options_.strategy == Strategy::kProfit) {
            const auto cheaper = cheapest(good, factory, makeable ? depth : options_.max_depth);
            if (cheaper) return *cheaper;
        }
        if (makeable && !is_bought(source)) {
            auto made = make(good, depth);
            if (made) return made;
        }
        // A raw good has no alternative, so its price decides and not its supply.
        if (model::is_raw(good)) source = market::cheapest_source(markets_, good);
        if (source == nullptr) {
            return core::Error{core::ErrorCode::kNotFound,
                               fmt::format("no known market sells {}", good)};
        }
        return SupplyChainNode{good, AcquisitionMethod::kBuy, source->market, {}};
    }

    // The way to the good that costs least at the factory; nothing where no price is known.
    std::optional<SupplyChainNode> cheapest(const TradeSymbol& good, const WaypointSymbol& factory,
                                            int depth) {
        std::optional<SupplyChainNode> best;
        std::optional<core::Credits> least;
        const auto consider = [&](SupplyChainNode node) {
            const auto cost = cost_of(node, factory, markets_, options_.costs);
            if (!cost || (least && *cost >= *least)) return false;
            least = cost;
            best = std::move(node);
            return true;
        };
        for (const market::Listing* seller : markets_.sellers_of(good))
            consider({good, AcquisitionMethod::kBuy, seller->market, {}});
        if (depth >= options_.max_depth) return best;
        const std::set<TradeSymbol> made_before = made_;
        auto made = make(good, depth);
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

    const market::MarketBook& markets_;
    const model::RecipeMap& recipes_;
    const ResolveOptions& options_;
    // Made on the way here, so that the recipe comes back to it, or elsewhere in the tree: one
    // branch feeds the factory, the others buy from it.
    std::set<TradeSymbol> made_;
};

}  // namespace

std::string_view to_string(AcquisitionMethod method) {
    return method == AcquisitionMethod::kBuy ? "BUY" : "FABRICATE";
}

std::string_view to_string(Strategy strategy) {
    return std::ranges::find(kStrategies, strategy, &decltype(kStrategies)::value_type::first)
        ->second;
}

std::optional<Strategy> parse_strategy(std::string_view text) {
    const auto* found =
        std::ranges::find(kStrategies, text, &decltype(kStrategies)::value_type::second);
    if (found == kStrategies.end()) return std::nullopt;
    return found->first;
}

int SupplyChainNode::depth() const {
    int deepest = 0;
    for (const SupplyChainNode& child : children)
        deepest = std::max(deepest, child.depth());
    return deepest + 1;
}

Result<SupplyChainNode> resolve_adaptive(const TradeSymbol& good, const market::MarketBook& markets,
                                         const model::RecipeMap& recipes,
                                         const ResolveOptions& options) {
    return Resolver(markets, recipes, options).make(good, 0);
}

}  // namespace argosy::goods
