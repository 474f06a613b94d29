#include "live/server_time.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace argosy::live {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::size_t kDateLength = std::string_view("Tue, 21 Jan 2025 23:36:32 GMT").size();
constexpr core::Duration kDatePrecision = std::chrono::seconds(1);

// A factor beyond this is a mistake of the server's, not a speed.
constexpr double kLargestFactor = 1e6;

double parse_factor(std::string_view text) {
    double factor = 1.0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), factor);
    const bool usable = error == std::errc() && factor >= 0 && factor <= kLargestFactor;
    return usable ? factor : 1.0;
}

}  // namespace

std::optional<core::TimePoint> parse_http_date(std::string_view text) {
    if (text.size() != kDateLength) return std::nullopt;
    const auto month = std::find(kMonths.begin(), kMonths.end(), text.substr(8, 3));
    if (month == kMonths.end()) return std::nullopt;
    const auto parsed = core::parse_time(fmt::format("{}-{:02}-{}T{}Z", text.substr(12, 4),
                                                     month - kMonths.begin() + 1, text.substr(5, 2),
                                                     text.substr(17, 8)));
    if (!parsed) return std::nullopt;
    return *parsed;
}

std::optional<ServerTime> server_time_of(const HttpAnswer& answer) {
    if (const auto text = answer.header("x-argosy-time"); !text.empty()) {
        const auto at = core::parse_time(text);
        if (!at) return std::nullopt;
        return ServerTime{.at = *at, .factor = parse_factor(answer.header("x-argosy-time-factor"))};
    }
    const auto at = parse_http_date(answer.header("date"));
    if (!at) return std::nullopt;
    return ServerTime{.at = *at, .factor = 1.0, .precision = kDatePrecision};
}

}  // namespace argosy::live
