#include "tests/features/support/gherkin.h"

#include <gmock/gmock.h>
#include <gtest/gtest-spi.h>

namespace argosy::tests {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

struct Heard {
    std::vector<std::string> words;
};

// What the definitions of a test heard, in order; statics, because EXPECT_FATAL_FAILURE may not
// refer to locals.
std::vector<std::string> heard;

StepRegistry registry() {
    StepRegistry steps;
    steps.add("{int} unit(s) of {word} at {string}",
              [](Heard&, std::int64_t units, std::string good, std::string market) {
                  heard.push_back(std::to_string(units) + good + market);
              });
    steps.add("the price rises/falls by {float}%",
              [](Heard&, double percent) { heard.push_back(std::to_string(percent)); });
    steps.add("a table:", [](Heard&, DataTable table) {
        for (const auto& row : table.by_column())
            heard.push_back(row.at("good"));
    });
    steps.add("a note:", [](Heard&, std::string note) { heard.push_back(note); });
    steps.add("remember {word}",
              [](Heard& world, std::string word) { world.words.push_back(word); });
    steps.add("recall", [](Heard& world) { heard = world.words; });
    steps.add("anything", [](Heard&) {});
    steps.add("any{}", [](Heard&, std::string) {});
    steps.add("fail", [](Heard&) { FAIL() << "as it was told"; });
    return steps;
}

std::string run(const PickleStep& step) {
    heard.clear();
    Worlds worlds;
    return registry().run(step, worlds);
}

TEST(StepRegistry, ReadsTheParametersOfAnExpression) {
    EXPECT_EQ(run({"-3 units of IRON at \"X1-A 1\"", {}, ""}), "");
    EXPECT_THAT(heard, ElementsAre("-3IRONX1-A 1"));
    EXPECT_EQ(run({"1 unit of IRON at \"\"", {}, ""}), "");
    EXPECT_THAT(heard, ElementsAre("1IRON"));
}

TEST(StepRegistry, ReadsAlternativesAndNumbers) {
    EXPECT_EQ(run({"the price rises by 2.5%", {}, ""}), "");
    EXPECT_EQ(run({"the price falls by 2.5%", {}, ""}), "");
    EXPECT_THAT(run({"the price jumps by 2.5%", {}, ""}), HasSubstr("undefined"));
}

TEST(StepRegistry, HandsOverTablesAndBlocksOfText) {
    EXPECT_EQ(run({"a table:", {{{"good", "units"}, {"IRON", "3"}, {"GOLD", "4"}}}, ""}), "");
    EXPECT_THAT(heard, ElementsAre("IRON", "GOLD"));
    EXPECT_EQ(run({"a note:", {}, "two\nlines"}), "");
    EXPECT_THAT(heard, ElementsAre("two\nlines"));
}

TEST(StepRegistry, NamesAnUndefinedStep) {
    EXPECT_THAT(run({"nobody said this", {}, ""}),
                HasSubstr("undefined step \"nobody said this\""));
}

TEST(StepRegistry, NamesTheDefinitionsOfAnAmbiguousStep) {
    EXPECT_THAT(run({"anything", {}, ""}), HasSubstr("\"anything\" and \"any{}\""));
}

Pickle scenario(std::vector<std::string> texts) {
    Pickle pickle{"Feature", "Scenario", "a.feature", 3, {}};
    for (std::string& text : texts)
        pickle.steps.push_back({std::move(text), {}, ""});
    heard.clear();
    return pickle;
}

TEST(Scenario, HasAWorldOfItsOwnForAllItsSteps) {
    run_pickle(scenario({"remember a", "remember b", "recall"}), registry());
    EXPECT_THAT(heard, ElementsAre("a", "b"));
    run_pickle(scenario({"remember c", "recall"}), registry());
    EXPECT_THAT(heard, ElementsAre("c"));
}

TEST(Scenario, FailsOnAnUndefinedOrAmbiguousStep) {
    EXPECT_FATAL_FAILURE(run_pickle(scenario({"no such step"}), registry()), "undefined step");
    EXPECT_FATAL_FAILURE(run_pickle(scenario({"anything"}), registry()), "ambiguous step");
}

TEST(Scenario, FailsAsItsStepFails) {
    EXPECT_FATAL_FAILURE(run_pickle(scenario({"fail"}), registry()), "as it was told");
}

TEST(DataTable, NamesItsCellsByColumn) {
    const DataTable table{{{"good", "units"}, {"IRON", "3"}}};
    EXPECT_THAT(table.by_column(),
                ElementsAre(ElementsAre(Pair("good", "IRON"), Pair("units", "3"))));
}

}  // namespace
}  // namespace argosy::tests
