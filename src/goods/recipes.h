#pragma once

/// @file
/// Which goods are made of which: the game's own supply-chain map, or one that an operator gives as
/// a file. Knows no market.

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/units.h"
#include "model/goods.h"

namespace argosy::goods {

using core::Result;

/// What one good is made of.
class ProductionRecipe {
  public:
    /// @param inputs  Units of each that go into one unit of the output.
    /// @error kInvalidArgument  No inputs, less than one unit of an input, or the output is among
    ///                          its own inputs.
    static Result<ProductionRecipe> create(model::TradeSymbol output,
                                           std::map<model::TradeSymbol, core::Units> inputs);

    const model::TradeSymbol& output() const { return output_; }

    /// Returns the units of each input that go into one unit of the output.
    const std::map<model::TradeSymbol, core::Units>& required_inputs() const { return inputs_; }

    bool has_input(const model::TradeSymbol& good) const { return inputs_.contains(good); }

    /// Returns how many different goods go in.
    std::int64_t total_input_count() const { return std::int64_t(inputs_.size()); }

  private:
    ProductionRecipe(model::TradeSymbol output, std::map<model::TradeSymbol, core::Units> inputs)
        : output_(std::move(output)), inputs_(std::move(inputs)) {}

    model::TradeSymbol output_;
    std::map<model::TradeSymbol, core::Units> inputs_;
};

/// Returns the map's recipe of a good; nothing where it has none. The map names inputs without
/// quantities, and the game's own ratio is not known (docs/concepts/goods.md): one unit of each
/// makes one.
std::optional<ProductionRecipe> recipe_of(const model::RecipeMap& recipes,
                                          const model::TradeSymbol& good);

/// A map that outlives those who read it. Never null.
using Recipes = std::shared_ptr<const model::RecipeMap>;

/// Returns the game's own.
Recipes game_recipes();

/// What a search for a cycle does at a good that is taken from nature.
enum class AtRawGoods : std::uint8_t {
    kStop,  ///< It is bought, so nothing comes back through it: as trees are built.
    kGoOn,  ///< Follows its recipe too: what the map says.
};

/// Returns the first cycle among what the good is made of, in the map's order: each good is made of
/// the next one, and the last is the first again. Nothing where there is none.
std::optional<std::vector<model::TradeSymbol>> detect_cycle(const model::RecipeMap& recipes,
                                                            const model::TradeSymbol& good,
                                                            AtRawGoods at_raw_goods);

/// Returns "A -> B -> A".
std::string path_text(const std::vector<model::TradeSymbol>& path);

/// Reads a map in the form of the game's own answer: an object of outputs, each with an array of
/// its inputs, perhaps inside `exportToImportMap` and `data`.
/// @param name  What problems are said to be in: a file's name.
/// @error kConfiguration  Lists every problem, one per line, each with its line ("map.json:3:
/// ...").
///                        Besides malformed JSON and values that are no goods: no recipes, an
///                        output named twice, one without inputs or that is its own input, and
///                        cycles that no raw good breaks.
Result<model::RecipeMap> read_recipes(std::string_view json, std::string_view name);

/// Reads a file of that form.
/// @error kConfiguration  As read_recipes(), or the file cannot be read.
Result<model::RecipeMap> load_recipes(const std::filesystem::path& file);

}  // namespace argosy::goods
