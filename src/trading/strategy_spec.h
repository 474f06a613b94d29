#pragma once

/// @file
/// A strategy by its name and numbers, as commands, stored operations and results write it:
/// "greedy-arbitrage", "greedy-arbitrage:min_margin_bp=4500,whole_hold=1".

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "core/result.h"

namespace argosy::trading {

struct StrategySpec {
    std::string name;
    std::map<std::string, std::int64_t> parameters;  ///< Those that are not the default.

    friend bool operator==(const StrategySpec&, const StrategySpec&) = default;
};

std::string to_string(const StrategySpec& spec);

/// Reads what to_string() writes.
/// @error kInvalidArgument  Says what was expected.
core::Result<StrategySpec> parse_strategy_spec(std::string_view text);

/// Gives a strategy its numbers, and notes which were asked for.
class Parameters {
  public:
    explicit Parameters(const StrategySpec& spec) : spec_(spec) {}

    std::int64_t get(const std::string& name, std::int64_t fallback) {
        known_[name] = fallback;
        const auto found = spec_.parameters.find(name);
        return found == spec_.parameters.end() ? fallback : found->second;
    }

    /// The same of a number that is neither below 0 nor above kMost.
    std::int64_t count(const std::string& name, std::int64_t fallback) {
        const std::int64_t value = get(name, fallback);
        if (value >= 0 && value <= kMost) return value;
        if (out_of_range_.empty()) out_of_range_ = name;
        return fallback;
    }

    /// @error kInvalidArgument  The spec has one that was not asked for, or one out of range; says
    ///                          what was expected.
    core::Result<void> all_known() const;

  private:
    static constexpr std::int64_t kMost = 1'000'000'000;

    const StrategySpec& spec_;
    std::string out_of_range_;  ///< The first such; empty: none.
    std::map<std::string, std::int64_t> known_;
};

}  // namespace argosy::trading
