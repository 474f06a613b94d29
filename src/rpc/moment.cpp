#include "rpc/moment.h"

#include <fmt/format.h>

#include <charconv>

namespace argosy::rpc {
namespace {

std::optional<core::Duration> unit_of(char letter) {
    switch (letter) {
        case 's':
            return std::chrono::seconds(1);
        case 'm':
            return std::chrono::minutes(1);
        case 'h':
            return std::chrono::hours(1);
        case 'd':
            return std::chrono::hours(24);
        default:
            return std::nullopt;
    }
}

std::optional<core::Duration> parse_length(const std::string& text) {
    const auto unit = unit_of(text.back());
    // Longer than any game; more would not fit in milliseconds.
    constexpr std::int64_t kMost = 1'000'000;
    std::int64_t count = 0;
    const char* const end = text.data() + text.size() - 1;
    const auto [stopped, failed] = std::from_chars(text.data(), end, count);
    if (!unit || failed != std::errc() || stopped != end || count < 0 || count > kMost) {
        return std::nullopt;
    }
    return *unit * count;
}

}  // namespace

core::Result<std::optional<core::TimePoint>> parse_moment(const std::string& text,
                                                          core::TimePoint now) {
    if (text.empty()) return std::optional<core::TimePoint>();
    if (const auto length = parse_length(text)) return std::optional(now - *length);
    constexpr std::size_t kDateLength = 10;
    const core::Result<core::TimePoint> read =
        core::parse_time(text.size() == kDateLength ? text + "T00:00:00Z" : text);
    if (read) return std::optional(*read);
    return core::Error{core::ErrorCode::kInvalidArgument,
                       fmt::format("time was \"{}\", expected 2025-04-06, 2025-04-06T12:30:00Z, or "
                                   "a length of time before now such as 90m, 24h or 7d",
                                   text)};
}

}  // namespace argosy::rpc
