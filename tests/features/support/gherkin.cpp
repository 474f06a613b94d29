#include "tests/features/support/gherkin.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <cctype>
#include <cstdlib>
#include <fstream>
#include <set>

namespace argosy::tests {
namespace {

// Returns the regular expression that a cucumber expression stands for.
std::regex pattern_of(const std::string& expression) {
    struct Rule {
        std::regex form;
        const char* replacement;
    };
    // In this order: what a rule writes, no later one may read.
    static const Rule kRules[] = {
        {std::regex(R"([.^$*+?|\[\]\\])"), R"(\$&)"},
        {std::regex(R"(\(([^)]*)\))"), R"((?:$1)?)"},
        {std::regex(R"((\w+)/(\w+))"), R"((?:$1|$2))"},
        {std::regex(R"(\{int\})"), R"((-?\d+))"},
        {std::regex(R"(\{float\})"), R"((-?\d*\.?\d+))"},
        {std::regex(R"(\{word\})"), R"((\S+))"},
        {std::regex(R"(\{string\})"), R"rule("([^"]*)")rule"},
        {std::regex(R"(\{\})"), R"((.*))"},
    };
    std::string pattern = expression;
    for (const Rule& rule : kRules) {
        pattern = std::regex_replace(pattern, rule.form, rule.replacement);
    }
    return std::regex(pattern);
}

// "An export at rest: 3 rows" becomes "AnExportAtRest3Rows": names that --gtest_filter can take.
std::string identifier(const std::string& text) {
    std::string name;
    bool starts_word = true;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (!std::isalnum(byte)) {
            starts_word = true;
            continue;
        }
        name += starts_word ? static_cast<char>(std::toupper(byte)) : c;
        starts_word = false;
    }
    return name;
}

std::string text_of(const boost::json::object& object, const char* key) {
    const auto* value = object.if_contains(key);
    return value == nullptr ? std::string() : std::string(value->as_string());
}

PickleStep step_of(const boost::json::object& object) {
    PickleStep step{text_of(object, "text"), {}, text_of(object, "text_block")};
    if (const auto* table = object.if_contains("table")) {
        step.table.rows = boost::json::value_to<std::vector<std::vector<std::string>>>(*table);
    }
    return step;
}

Pickle pickle_of(const boost::json::object& object) {
    Pickle pickle{text_of(object, "feature"),
                  text_of(object, "scenario"),
                  text_of(object, "file"),
                  object.at("line").to_number<int>(),
                  {},
                  {}};
    for (const auto& tag : object.at("tags").as_array())
        pickle.tags.emplace_back(tag.as_string());
    for (const auto& step : object.at("steps").as_array()) {
        pickle.steps.push_back(step_of(step.as_object()));
    }
    return pickle;
}

std::string last_failure() {
    const testing::TestInfo* test = testing::UnitTest::GetInstance()->current_test_info();
    if (test == nullptr) return "";
    std::string message;
    for (int i = 0; i < test->result()->total_part_count(); ++i) {
        const testing::TestPartResult& part = test->result()->GetTestPartResult(i);
        if (part.failed()) message = part.message();
    }
    return message;
}

/// What became of the steps of one scenario, for the report; steps after the last are skipped.
class ResultOfPickle {
  public:
    explicit ResultOfPickle(const Pickle& pickle) : pickle_(pickle) {}
    ResultOfPickle(const ResultOfPickle&) = delete;
    ResultOfPickle& operator=(const ResultOfPickle&) = delete;

    ~ResultOfPickle() {
        const char* path = std::getenv("ARGOSY_FEATURE_RESULTS");
        if (path == nullptr) return;
        while (steps_.size() < pickle_.steps.size())
            add("SKIPPED", "");
        const boost::json::object line{{"file", pickle_.file},
                                       {"line", pickle_.line},
                                       {"scenario", pickle_.scenario},
                                       {"steps", steps_}};
        std::ofstream(path, std::ios::app) << boost::json::serialize(line) << '\n';
    }

    void add(std::string_view status, const std::string& message) {
        boost::json::object step{{"status", status}};
        if (!message.empty()) step["message"] = message;
        steps_.emplace_back(std::move(step));
    }

  private:
    const Pickle& pickle_;
    boost::json::array steps_;
};

class PickleTest : public testing::Test {
  public:
    explicit PickleTest(Pickle pickle) : pickle_(std::move(pickle)) {}
    void TestBody() override { run_pickle(pickle_, step_registry()); }

  private:
    Pickle pickle_;
};

}  // namespace

std::vector<std::map<std::string, std::string>> DataTable::by_column() const {
    std::vector<std::map<std::string, std::string>> result;
    for (std::size_t i = 1; i < rows.size(); ++i) {
        std::map<std::string, std::string>& row = result.emplace_back();
        for (std::size_t j = 0; j < rows[i].size(); ++j)
            row[rows[0].at(j)] = rows[i][j];
    }
    return result;
}

std::int64_t StepRegistry::convert(std::int64_t*, const Values& values, std::size_t& next,
                                   const PickleStep&) {
    return std::stoll(values.at(next++));
}

double StepRegistry::convert(double*, const Values& values, std::size_t& next, const PickleStep&) {
    return std::stod(values.at(next++));
}

// A text beyond the expression's parameters is the step's block of text.
std::string StepRegistry::convert(std::string*, const Values& values, std::size_t& next,
                                  const PickleStep& step) {
    return next < values.size() ? values[next++] : step.text_block;
}

DataTable StepRegistry::convert(DataTable*, const Values&, std::size_t&, const PickleStep& step) {
    return step.table;
}

void StepRegistry::add_bound(std::string expression, Bound run) {
    std::regex pattern = pattern_of(expression);
    definitions_.push_back({std::move(expression), std::move(pattern), std::move(run)});
}

StepRegistry::Found StepRegistry::find(const PickleStep& step) const {
    Found found;
    for (const Definition& definition : definitions_) {
        std::smatch match;
        if (!std::regex_match(step.text, match, definition.pattern)) continue;
        if (found.definition != nullptr) {
            found.problem =
                fmt::format("ambiguous step \"{}\": both \"{}\" and \"{}\" match it", step.text,
                            found.definition->expression, definition.expression);
            return found;
        }
        found.definition = &definition;
        found.match = match;
    }
    if (found.definition == nullptr)
        found.problem = fmt::format("undefined step \"{}\"", step.text);
    return found;
}

std::string StepRegistry::why_not(const PickleStep& step) const {
    return find(step).problem;
}

std::string StepRegistry::run(const PickleStep& step, Worlds& worlds) const {
    const Found found = find(step);
    if (!found.problem.empty()) return found.problem;
    const Values values(std::next(found.match.begin()), found.match.end());
    found.definition->run(worlds, values, step);
    return "";
}

StepRegistry& step_registry() {
    static StepRegistry registry;
    return registry;
}

std::vector<Pickle> read_pickles(const std::string& path) {
    std::vector<Pickle> pickles;
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        pickles.push_back(pickle_of(boost::json::parse(line).as_object()));
    }
    return pickles;
}

void run_pickle(const Pickle& pickle, const StepRegistry& steps) {
    Worlds worlds;
    ResultOfPickle result(pickle);
    for (const PickleStep& step : pickle.steps) {
        const testing::ScopedTrace trace(pickle.file.c_str(), pickle.line, step.text);
        const std::string problem = steps.run(step, worlds);
        if (!problem.empty()) {
            result.add("UNDEFINED", problem);
            FAIL() << problem;
        }
        if (testing::Test::HasFailure()) {
            result.add("FAILED", last_failure());
            return;
        }
        if (testing::Test::IsSkipped()) return;
        result.add("PASSED", "");
    }
}

void register_pickles(const std::vector<Pickle>& pickles) {
    // Rows of an outline share a name unless it names their values.
    std::set<std::string> taken;
    for (const Pickle& pickle : pickles) {
        const std::string suite = identifier(pickle.feature);
        const std::string plain = identifier(pickle.scenario);
        std::string name = plain;
        for (int count = 2; !taken.insert(suite + "." + name).second; ++count) {
            name = fmt::format("{}_{}", plain, count);
        }
        testing::RegisterTest(suite.c_str(), name.c_str(), nullptr, nullptr, pickle.file.c_str(),
                              pickle.line, [pickle] { return new PickleTest(pickle); });
    }
}

}  // namespace argosy::tests
