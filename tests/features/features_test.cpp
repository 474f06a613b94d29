#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>

#include "tests/features/support/gherkin.h"
#include "tests/support/shared_data.h"

namespace argosy::tests {
namespace {

const std::string kFolder = ARGOSY_SOURCE_DIR "/tests/features";

/// What a feature may be from; report.mjs says which document each is.
const std::set<std::string> kDocuments{
    "@arbitrage-plan",     "@parallel-design", "@refactoring-plan", "@goods-plan",
    "@goods-gap-analysis", "@lessons",         "@foundations"};

const std::vector<Pickle>& pickles() {
    static const std::vector<Pickle> kPickles = read_pickles(kFolder + "/pickles.ndjson");
    return kPickles;
}

const bool kRegistered = [] {
    register_pickles(pickles());
    return true;
}();

TEST(Features, AreAllCompiled) {
    std::set<std::string> compiled;
    for (const Pickle& pickle : pickles())
        compiled.insert(pickle.file);
    std::set<std::string> written;
    for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
        if (entry.path().extension() == ".feature") written.insert(entry.path().filename());
    }
    EXPECT_FALSE(written.empty());
    EXPECT_EQ(compiled, written);
}

TEST(Features, AreCompiledAsTheyAreWritten) {
    if (std::system("node --version >/dev/null 2>&1") != 0) GTEST_SKIP() << "needs node";
    if (!std::filesystem::exists(kFolder + "/node_modules")) {
        GTEST_SKIP() << "needs `npm ci` in " << kFolder;
    }
    EXPECT_EQ(std::system(("node '" + kFolder + "/compile.mjs' --check").c_str()), 0);
}

TEST(Features, AreListedByDocument) {
    if (!std::filesystem::exists(kFolder + "/node_modules")) {
        GTEST_SKIP() << "needs `npm ci` in " << kFolder;
    }
    EXPECT_EQ(std::system(("node '" + kFolder + "/report.mjs' --list >/dev/null").c_str()), 0);
}

TEST(Features, HaveNoPendingStep) {
    for (const Pickle& pickle : pickles()) {
        EXPECT_FALSE(pickle.steps.empty()) << pickle.file << ": " << pickle.scenario;
        for (const PickleStep& step : pickle.steps) {
            EXPECT_EQ(step_registry().why_not(step), "")
                << pickle.file << ":" << pickle.line << ": " << pickle.scenario;
        }
    }
}

TEST(Features, SayWhichDocumentTheyAreFrom) {
    for (const Pickle& pickle : pickles()) {
        const auto known =
            std::count_if(pickle.tags.begin(), pickle.tags.end(),
                          [](const std::string& tag) { return kDocuments.contains(tag); });
        EXPECT_EQ(known, 1) << pickle.file << ": " << pickle.scenario;
    }
}

TEST(Features, HaveAScenarioForEveryLesson) {
    std::set<std::string> numbers;
    for (const Pickle& pickle : pickles()) {
        if (std::count(pickle.tags.begin(), pickle.tags.end(), "@lessons") == 0) continue;
        numbers.insert(pickle.scenario.substr(0, pickle.scenario.find(':')));
    }
    std::set<std::string> lessons{"T10b", "E16a", "E16b"};
    for (int number = 1; number <= 20; ++number)
        lessons.insert(fmt::format("T{}", number));
    for (int number = 1; number <= 16; ++number)
        lessons.insert(fmt::format("E{}", number));
    EXPECT_EQ(numbers, lessons);
}

/// A scenario as a document prints it.
struct Printed {
    std::string scenario;
    std::set<std::string> steps;
};

/// Returns the scenarios in the document's blocks of Gherkin.
std::vector<Printed> printed_in(const std::filesystem::path& document) {
    static const std::regex kScenario(R"(\s*Scenario: (.*))");
    static const std::regex kStep(R"(\s*(?:Given|When|Then|And|But) (.*))");
    std::vector<Printed> printed;
    std::ifstream file(document);
    bool gherkin = false;
    for (std::string line; std::getline(file, line);) {
        std::smatch match;
        if (line.starts_with("```")) {
            gherkin = line == "```gherkin";
        } else if (gherkin && std::regex_match(line, match, kScenario)) {
            printed.push_back({match[1], {}});
        } else if (gherkin && std::regex_match(line, match, kStep) && !printed.empty()) {
            printed.back().steps.insert(match[1]);
        }
    }
    return printed;
}

void expect_executed(const std::vector<Printed>& printed) {
    for (const Printed& each : printed) {
        const auto found =
            std::find_if(pickles().begin(), pickles().end(),
                         [&](const Pickle& pickle) { return pickle.scenario == each.scenario; });
        if (found == pickles().end()) {
            ADD_FAILURE() << "not executed: " << each.scenario;
            continue;
        }
        std::set<std::string> steps;
        for (const PickleStep& step : found->steps)
            steps.insert(step.text);
        EXPECT_TRUE(std::includes(steps.begin(), steps.end(), each.steps.begin(), each.steps.end()))
            << "not as it is printed: " << each.scenario;
    }
}

TEST(Features, ExecuteEveryScenarioThatTheRequirementsPrint) {
    const std::filesystem::path folder = recorded_data().parent_path() / "requirements";
    if (!std::filesystem::exists(folder)) {
        GTEST_SKIP() << "needs the requirements' documents, which are not at " << folder;
    }
    const std::vector<Printed> of_arbitrage =
        printed_in(folder / "manufacturing-arbitrage-implementation-plan.md");
    EXPECT_EQ(of_arbitrage.size(), 8u);
    expect_executed(of_arbitrage);
    const std::vector<Printed> of_goods =
        printed_in(folder / "goods-factory-implementation-plan.md");
    EXPECT_EQ(of_goods.size(), 11u);
    expect_executed(of_goods);
}

}  // namespace
}  // namespace argosy::tests
