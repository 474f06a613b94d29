#include "goods/recipes.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

namespace argosy::goods {
namespace {

using model::TradeSymbol;

class CycleSearch {
  public:
    CycleSearch(const model::RecipeMap& recipes, AtRawGoods at_raw_goods)
        : recipes_(recipes), at_raw_goods_(at_raw_goods) {}

    /// Returns whether path_ is a cycle now.
    bool visit(const TradeSymbol& good) {
        const auto before = std::ranges::find(path_, good);
        if (before != path_.end()) {
            path_.erase(path_.begin(), before);
            path_.push_back(good);
            return true;
        }
        if (at_raw_goods_ == AtRawGoods::kStop && model::is_raw(good)) return false;
        const auto recipe = recipes_.find(good);
        if (recipe == recipes_.end() || !visited_.insert(good).second) return false;
        path_.push_back(good);
        for (const TradeSymbol& input : recipe->second) {
            if (visit(input)) return true;
        }
        path_.pop_back();
        return false;
    }

    std::vector<TradeSymbol> path() && { return std::move(path_); }

  private:
    const model::RecipeMap& recipes_;
    const AtRawGoods at_raw_goods_;
    std::vector<TradeSymbol> path_;
    std::set<TradeSymbol> visited_;
};

}  // namespace

Result<ProductionRecipe> ProductionRecipe::create(TradeSymbol output,
                                                  std::map<TradeSymbol, core::Units> inputs) {
    const auto refuse = [](std::string message) {
        return core::Error{core::ErrorCode::kInvalidArgument, std::move(message)};
    };
    if (inputs.empty()) return refuse(fmt::format("{} has no inputs", output));
    if (inputs.contains(output)) return refuse(fmt::format("{} is its own input", output));
    for (const auto& [input, units] : inputs) {
        if (units < core::Units(1)) {
            return refuse(
                fmt::format("{} takes {} units of {}, expected 1 or more", output, units, input));
        }
    }
    return ProductionRecipe(std::move(output), std::move(inputs));
}

std::optional<ProductionRecipe> recipe_of(const model::RecipeMap& recipes,
                                          const TradeSymbol& good) {
    const auto found = recipes.find(good);
    if (found == recipes.end()) return std::nullopt;
    std::map<TradeSymbol, core::Units> inputs;
    for (const TradeSymbol& input : found->second)
        inputs.emplace(input, core::Units(1));
    return ProductionRecipe::create(good, std::move(inputs)).value();
}

Recipes game_recipes() {
    static const Recipes kRecipes = std::make_shared<const model::RecipeMap>(model::recipes());
    return kRecipes;
}

std::optional<std::vector<TradeSymbol>> detect_cycle(const model::RecipeMap& recipes,
                                                     const TradeSymbol& good,
                                                     AtRawGoods at_raw_goods) {
    CycleSearch search(recipes, at_raw_goods);
    if (!search.visit(good)) return std::nullopt;
    return std::move(search).path();
}

std::string path_text(const std::vector<TradeSymbol>& path) {
    return fmt::format("{}", fmt::join(path, " -> "));
}

}  // namespace argosy::goods
