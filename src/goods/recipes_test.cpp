#include "goods/recipes.h"

#include <gmock/gmock.h>

#include <fstream>

#include "tests/support/shared_data.h"

namespace argosy::goods {
namespace {

using core::ErrorCode;
using core::Units;
using model::TradeSymbol;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string problems(std::string_view json) {
    const auto read = read_recipes(json, "map.json");
    if (read) return "none";
    EXPECT_EQ(read.error().code, ErrorCode::kConfiguration);
    return read.error().message;
}

TEST(ProductionRecipe, KnowsItsInputs) {
    const auto recipe = recipe_of(*game_recipes(), TradeSymbol("ELECTRONICS"));
    ASSERT_TRUE(recipe.has_value());
    EXPECT_EQ(recipe->output(), TradeSymbol("ELECTRONICS"));
    EXPECT_THAT(recipe->required_inputs(),
                ElementsAre(std::pair(TradeSymbol("COPPER"), Units(1)),
                            std::pair(TradeSymbol("SILICON_CRYSTALS"), Units(1))));
    EXPECT_TRUE(recipe->has_input(TradeSymbol("COPPER")));
    EXPECT_FALSE(recipe->has_input(TradeSymbol("COPPER_ORE")));
    EXPECT_EQ(recipe->total_input_count(), 2);
    EXPECT_FALSE(recipe_of(*game_recipes(), TradeSymbol("NO_SUCH_GOOD")).has_value());
}

TEST(ProductionRecipe, RefusesWhatCannotBeMade) {
    const auto refused = [](std::map<TradeSymbol, Units> inputs) {
        const auto recipe = ProductionRecipe::create(TradeSymbol("IRON"), std::move(inputs));
        return recipe ? std::string("made") : recipe.error().message;
    };
    EXPECT_EQ(refused({}), "IRON has no inputs");
    EXPECT_EQ(refused({{TradeSymbol("IRON"), Units(1)}}), "IRON is its own input");
    EXPECT_THAT(refused({{TradeSymbol("IRON_ORE"), Units(0)}}), HasSubstr("0 units of IRON_ORE"));
}

TEST(Recipes, AreReadWithAndWithoutWhatTheGamePutsAroundThem) {
    const model::RecipeMap expected{
        {TradeSymbol("ELECTRONICS"), {TradeSymbol("SILICON_CRYSTALS"), TradeSymbol("COPPER")}},
        {TradeSymbol("IRON"), {TradeSymbol("IRON_ORE")}}};
    const std::string map = R"({"ELECTRONICS": ["SILICON_CRYSTALS", "COPPER", "COPPER"],)"
                            "\n"
                            R"("IRON": ["IRON_ORE"]})";
    EXPECT_EQ(read_recipes(map, "").value(), expected);
    EXPECT_EQ(read_recipes(R"({"exportToImportMap": )" + map + "}\n", "").value(), expected);
    EXPECT_EQ(read_recipes("{\"data\": {\"exportToImportMap\": " + map + "}}\n\n", "").value(),
              expected);
}

TEST(Recipes, OfTheGameItselfAreTakenThoughTheyAreCyclic) {
    ARGOSY_NEEDS_RECORDED_DATA();
    const auto loaded = load_recipes(tests::recorded_data() / "supply_chain.json");
    ASSERT_TRUE(loaded.ok()) << loaded.error().message;
    EXPECT_EQ(*loaded, model::recipes());
}

TEST(Recipes, ThatAreMalformedAreRefusedWithTheLine) {
    EXPECT_EQ(problems("{\n\"IRON\": [\"IRON_ORE\"]\n\"COPPER\": []}"), "map.json:3: syntax error");
    EXPECT_THAT(problems("{\n\"IRON\": [\"IRON_ORE\"\n"), StartsWith("map.json:2: incomplete"));
    EXPECT_THAT(problems("{\"IRON\": [\"IRON_ORE\"]}\n}"), StartsWith("map.json:2: extra data"));
    EXPECT_THAT(problems(""), StartsWith("map.json:0: incomplete"));
}

TEST(Recipes, ThatAreNotWhatIsExpectedAreRefusedWithTheLine) {
    EXPECT_EQ(problems("[\n[\"IRON\"]]"), "map.json:1: the map was an array, expected an object");
    EXPECT_EQ(problems("{}"), "map.json:1: there are no recipes");
    EXPECT_EQ(problems("{\n\"IRON\": \"IRON_ORE\",\n\"COPPER\": {\"COPPER_ORE\": 1}}"),
              "map.json:2: IRON was a text, expected an array of goods\n"
              "map.json:3: COPPER was an object, expected an array of goods");
    EXPECT_EQ(problems("{\"IRON\":\n[\"IRON_ORE\",\n7, [1], null]}"),
              "map.json:3: an input of IRON was a number, expected a good\n"
              "map.json:3: an input of IRON was an array, expected a good\n"
              "map.json:3: an input of IRON was null, expected a good");
    EXPECT_EQ(problems("{\"Iron\": [\"IRON_ORE\"]}"),
              "map.json:1: \"Iron\" is no good's symbol, expected one like IRON_ORE");
    EXPECT_EQ(problems("{\"IRON\": [\"\"]}"),
              "map.json:1: \"\" is no good's symbol, expected one like IRON_ORE\n"
              "map.json:1: IRON has no inputs");
}

TEST(Recipes, NameEveryProblemAtOnce) {
    EXPECT_EQ(problems("{\n\"IRON\": [\"IRON\"],\n\"COPPER\": [],\n\"IRON\": [\"IRON_ORE\"]\n}"),
              "map.json:2: IRON is its own input\n"
              "map.json:3: COPPER has no inputs\n"
              "map.json:4: IRON is named a second time, after line 2");
}

TEST(Recipes, ThatCanNeverBeMadeAreRefusedWithThePath) {
    EXPECT_EQ(problems("{\"Z\": [\"A\"],\n\"A\": [\"B\"],\n\"B\": [\"C\", \"A\"],\n"
                       "\"D\": [\"E\"],\n\"E\": [\"D\"]}"),
              "map.json:2: A can never be made: A -> B -> A\n"
              "map.json:4: D can never be made: D -> E -> D");
}

TEST(Recipes, ThatCannotBeReadNameTheFile) {
    const auto missing = load_recipes("/no/such/map.json");
    ASSERT_FALSE(missing.ok());
    EXPECT_EQ(missing.error().message, "/no/such/map.json: cannot be read");
}

TEST(Cycles, AreNamedWithTheirPath) {
    const auto cycle = [](std::string_view good, AtRawGoods at_raw_goods) {
        const auto path = detect_cycle(model::recipes(), TradeSymbol(good), at_raw_goods);
        return path ? path_text(*path) : "none";
    };
    EXPECT_EQ(cycle("MACHINERY", AtRawGoods::kGoOn),
              "MACHINERY -> IRON -> IRON_ORE -> EXPLOSIVES -> LIQUID_HYDROGEN -> MACHINERY");
    EXPECT_EQ(cycle("SHIP_PLATING", AtRawGoods::kStop), "none");
    EXPECT_EQ(cycle("NO_SUCH_GOOD", AtRawGoods::kGoOn), "none");
}

TEST(Cycles, AreFoundBelowTheGoodAskedFor) {
    const model::RecipeMap recipes{{TradeSymbol("A"), {TradeSymbol("C"), TradeSymbol("B")}},
                                   {TradeSymbol("B"), {TradeSymbol("D")}},
                                   {TradeSymbol("D"), {TradeSymbol("B")}}};
    EXPECT_THAT(detect_cycle(recipes, TradeSymbol("A"), AtRawGoods::kStop).value(),
                ElementsAre(TradeSymbol("B"), TradeSymbol("D"), TradeSymbol("B")));
}

}  // namespace
}  // namespace argosy::goods
