#include "trading/strategy_spec.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <charconv>
#include <vector>

namespace argosy::trading {

std::string to_string(const StrategySpec& spec) {
    std::string text = spec.name;
    char mark = ':';
    for (const auto& [name, value] : spec.parameters) {
        text += fmt::format("{}{}={}", mark, name, value);
        mark = ',';
    }
    return text;
}

core::Result<StrategySpec> parse_strategy_spec(std::string_view text) {
    StrategySpec spec;
    const auto colon = text.find(':');
    spec.name = std::string(text.substr(0, colon));
    std::string_view rest = colon == std::string_view::npos ? "" : text.substr(colon + 1);
    while (!rest.empty()) {
        const auto comma = rest.find(',');
        const std::string_view part = rest.substr(0, comma);
        rest = comma == std::string_view::npos ? "" : rest.substr(comma + 1);
        const auto equals = part.find('=');
        std::int64_t value = 0;
        const std::string_view digits =
            equals == std::string_view::npos ? "" : part.substr(equals + 1);
        const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
        if (digits.empty() || read.ec != std::errc() || read.ptr != digits.data() + digits.size()) {
            return core::Error{core::ErrorCode::kInvalidArgument,
                               fmt::format("\"{}\" of strategy \"{}\" was no parameter, expected"
                                           " one like name=12",
                                           part, text)};
        }
        spec.parameters[std::string(part.substr(0, equals))] = value;
    }
    return spec;
}

core::Result<void> Parameters::all_known() const {
    for (const auto& [name, value] : spec_.parameters) {
        if (known_.contains(name)) continue;
        std::vector<std::string> expected;
        for (const auto& [known, fallback] : known_)
            expected.push_back(fmt::format("{} ({})", known, fallback));
        return core::Error{core::ErrorCode::kInvalidArgument,
                           fmt::format("strategy {} has no parameter \"{}\", expected one of {}",
                                       spec_.name, name, fmt::join(expected, ", "))};
    }
    if (!out_of_range_.empty()) {
        return core::Error{
            core::ErrorCode::kInvalidArgument,
            fmt::format("parameter {} of strategy {} was {}, expected 0 to {}", out_of_range_,
                        spec_.name, spec_.parameters.at(out_of_range_), kMost)};
    }
    return {};
}

}  // namespace argosy::trading
