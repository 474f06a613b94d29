#pragma once

/// @file
/// How a noun of the command line describes its verbs: what every `cli_<noun>.cpp` writes its
/// arguments with, and nothing else includes.

#include <CLI/CLI.hpp>  // check: allow header: only the sources of nouns include this one
#include <map>
#include <memory>
#include <string>

#include "apps/cli_command.h"

namespace argosy::cli {

inline const std::string kGlobals =
    "Every command takes --output, --agent, --socket and --timeout: see spacetraders --help.";

/// Adds a noun, which says nothing without a verb.
inline CLI::App& add_noun(CLI::App& root, const std::string& name, const std::string& description,
                          const std::string& example) {
    CLI::App& noun = *root.add_subcommand(name, description);
    noun.require_subcommand(1);
    noun.footer(kGlobals + "\n\nExample:\n  " + example);
    return noun;
}

/// Adds a verb whose options fill one command; the command counts once the verb was named.
template <class Filled>
class Verb {
  public:
    Verb(Invocation& invocation, CLI::App& noun, const std::string& name,
         const std::string& description, const std::string& example)
        : filled_(std::make_shared<Filled>()), app_(noun.add_subcommand(name, description)) {
        app_->footer(kGlobals + "\n\nExample:\n  " + example);
        app_->callback([&invocation, filled = filled_] { invocation.command = Command(*filled); });
    }

    Filled* operator->() { return filled_.get(); }
    CLI::App* app() { return app_; }

  private:
    std::shared_ptr<Filled> filled_;
    CLI::App* app_;
};

/// Whole numbers from 1. CLI11's own ranges print their bounds, which here mean nothing.
template <class Number>
CLI::Validator positive() {
    return CLI::Validator(
        [](const std::string& text) -> std::string {
            Number number = 0;
            if (CLI::detail::lexical_cast(text, number) && number > 0) return "";
            return "was " + text + ", expected a whole number from 1";
        },
        "");
}

/// Lengths of time as people write them, "90s", "10m", "2h", "1d", read as milliseconds.
inline CLI::Validator length_of_time() {
    return CLI::Validator(
        [](std::string& text) -> std::string {
            static const std::map<char, std::int64_t> kMillis{
                {'s', 1'000}, {'m', 60'000}, {'h', 3'600'000}, {'d', 86'400'000}};
            std::int32_t count = 0;
            const auto unit = text.empty() ? kMillis.end() : kMillis.find(text.back());
            if (unit == kMillis.end() ||
                !CLI::detail::lexical_cast(text.substr(0, text.size() - 1), count) || count < 1) {
                return "was " + text + ", expected a length of time like 90s, 10m, 2h or 1d";
            }
            text = std::to_string(count * unit->second);
            return "";
        },
        "");
}

}  // namespace argosy::cli
