#pragma once

/// @file
/// Runs compiled Gherkin scenarios (tests/features/compile.mjs) as GoogleTest tests: one test per
/// scenario, suite named after the feature, so that --gtest_filter and --gtest_list_tests work.
///
///     const Steps kSteps([](StepRegistry& steps) {
///         steps.add("the market has {int} {word}", [](World& world, std::int64_t n, std::string
///         good) {
///             ...
///         });
///     });
///
/// A step's first parameter is its world: any default-constructible type, made anew for each
/// scenario on first use and shared by its steps. The others are the expression's parameters in
/// order, then, if the step has one, its data table. Assertions are GoogleTest's.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <regex>
#include <string>
#include <tuple>
#include <typeindex>
#include <vector>

namespace argosy::tests {

/// The table under a step.
struct DataTable {
    std::vector<std::vector<std::string>> rows;

    /// Returns each row below the first by the names in the first.
    std::vector<std::map<std::string, std::string>> by_column() const;
};

struct PickleStep {
    std::string text;
    DataTable table;
    std::string text_block;
};

/// A scenario as it is run: outlines and backgrounds expanded.
struct Pickle {
    std::string feature;
    std::string scenario;
    std::string file;
    int line = 0;
    std::vector<std::string> tags;  ///< Of the scenario and its feature: "@lessons".
    std::vector<PickleStep> steps;
};

/// The worlds of one scenario, one of each type its steps ask for.
class Worlds {
  public:
    template <class World>
    World& get() {
        std::shared_ptr<void>& world = worlds_[typeid(World)];
        if (!world) world = std::make_shared<World>();
        return *static_cast<World*>(world.get());
    }

  private:
    std::map<std::type_index, std::shared_ptr<void>> worlds_;
};

/// Step definitions by cucumber expression: {int}, {float}, {word}, {string}, {} (anything),
/// optional(s) in parentheses, and words that may/might be either.
class StepRegistry {
  public:
    template <class Function>
    void add(std::string expression, Function function) {
        add_bound(std::move(expression), bind(std::function(std::move(function))));
    }

    /// Runs the one definition that matches the step.
    /// @returns why it could not be run: none matches, or several do. Empty when it ran; whether
    ///          it held is for GoogleTest to say.
    std::string run(const PickleStep& step, Worlds& worlds) const;

    /// Returns what keeps the step from being run; empty when exactly one definition matches it.
    std::string why_not(const PickleStep& step) const;

  private:
    using Values = std::vector<std::string>;
    using Bound = std::function<void(Worlds&, const Values&, const PickleStep&)>;

    struct Definition {
        std::string expression;
        std::regex pattern;
        Bound run;
    };

    template <class World, class... Parameters>
    static Bound bind(std::function<void(World&, Parameters...)> function) {
        return [function](Worlds& worlds, const Values& values, const PickleStep& step) {
            std::size_t next = 0;
            // Braces keep the parameters in order.
            std::tuple<std::decay_t<Parameters>...> arguments{
                convert(static_cast<std::decay_t<Parameters>*>(nullptr), values, next, step)...};
            std::apply([&](auto&... each) { function(worlds.get<World>(), each...); }, arguments);
        };
    }

    static std::int64_t convert(std::int64_t*, const Values& values, std::size_t& next,
                                const PickleStep&);
    static double convert(double*, const Values& values, std::size_t& next, const PickleStep&);
    static std::string convert(std::string*, const Values& values, std::size_t& next,
                               const PickleStep& step);
    static DataTable convert(DataTable*, const Values&, std::size_t&, const PickleStep& step);

    /// The definition that matches, or why there is not exactly one.
    struct Found {
        const Definition* definition = nullptr;
        std::smatch match;
        std::string problem;
    };

    void add_bound(std::string expression, Bound run);
    Found find(const PickleStep& step) const;

    std::vector<Definition> definitions_;
};

/// Returns the definitions that Steps objects have added.
StepRegistry& step_registry();

/// Adds step definitions before main(); one per file of steps.
struct Steps {
    explicit Steps(void (*define)(StepRegistry&)) { define(step_registry()); }
};

/// Reads pickles.ndjson.
/// @returns no pickles when the file cannot be read.
std::vector<Pickle> read_pickles(const std::string& path);

/// Runs the steps of a scenario until one fails. Steps that are undefined or ambiguous fail it.
/// Where $ARGOSY_FEATURE_RESULTS names a file, what became of each step is appended to it as one
/// line of JSON: report.mjs makes a report of those.
void run_pickle(const Pickle& pickle, const StepRegistry& steps);

/// Registers one GoogleTest per pickle. Call before RUN_ALL_TESTS().
void register_pickles(const std::vector<Pickle>& pickles);

}  // namespace argosy::tests
