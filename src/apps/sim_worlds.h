#pragma once

/// @file
/// `spacetraders-sim generate`, `validate` and `describe`: worlds as files, looked at without a
/// server.

#include <string>

#include "core/result.h"
#include "sim/generator.h"
#include "sim/scenario.h"

namespace CLI {
class App;
}

namespace argosy::apps {

/// Returns the scenario of this name, or the one that the file of this path holds.
/// @error kNotFound       Neither is there.
/// @error kConfiguration  The file is wrong.
core::Result<sim::Scenario> find_scenario(const std::string& name);

struct GenerateOptions {
    sim::GeneratorOptions world;
    std::string out;  ///< Empty: stdout.
};
void declare_generate(CLI::App& command, GenerateOptions& options);
/// @error kUnavailable  The file cannot be written.
core::Result<void> generate(const GenerateOptions& options);

struct ValidateOptions {
    std::string scenario;
};
void declare_validate(CLI::App& command, ValidateOptions& options);
/// Prints every problem, to stderr.
/// @returns the exit code
int validate(const ValidateOptions& options);

struct DescribeOptions {
    std::string scenario;
    std::string output = "table";
};
void declare_describe(CLI::App& command, DescribeOptions& options);
/// @error kNotFound, kConfiguration  as find_scenario().
core::Result<void> describe(const DescribeOptions& options);

}  // namespace argosy::apps
