#include "apps/compare_range.h"

#include <fmt/format.h>

#include <charconv>
#include <optional>

namespace argosy::apps {
namespace {

constexpr std::string_view kTo = "..";
constexpr std::uint64_t kMost = 10'000;

std::optional<std::uint64_t> number_of(std::string_view text) {
    std::uint64_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
    return number;
}

}  // namespace

core::Result<std::vector<std::string>> expand_ranges(const std::vector<std::string>& texts) {
    std::vector<std::string> all;
    for (const std::string& text : texts) {
        const auto to = text.find(kTo);
        if (to == std::string::npos) {
            all.push_back(text);
            continue;
        }
        const std::string_view before = std::string_view(text).substr(0, to);
        const auto digits = before.find_last_not_of("0123456789") + 1;
        const auto first = number_of(before.substr(digits));
        const auto last = number_of(std::string_view(text).substr(to + kTo.size()));
        if (!first || !last || *last < *first || *last - *first >= kMost) {
            return core::Error{core::ErrorCode::kInvalidArgument,
                               fmt::format("range was \"{}\", expected one like 1..5", text)};
        }
        for (std::uint64_t number = *first; number <= *last; ++number)
            all.push_back(fmt::format("{}{}", before.substr(0, digits), number));
    }
    return all;
}

core::Result<std::vector<std::uint64_t>> expand_numbers(const std::vector<std::string>& texts) {
    ARGOSY_TRY(const std::vector<std::string> all, expand_ranges(texts));
    std::vector<std::uint64_t> numbers;
    for (const std::string& text : all) {
        const auto number = number_of(text);
        if (!number) {
            return core::Error{core::ErrorCode::kInvalidArgument,
                               fmt::format("number was \"{}\", expected one like 3 or 1..5", text)};
        }
        numbers.push_back(*number);
    }
    return numbers;
}

}  // namespace argosy::apps
