#include "core/time.h"

#include <fmt/format.h>

#include <optional>

namespace argosy::core {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

std::optional<int> digits(std::string_view text, std::size_t from, std::size_t count) {
    if (from + count > text.size()) return std::nullopt;
    int value = 0;
    for (const char c : text.substr(from, count)) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return value;
}

}  // namespace

std::string format_time(TimePoint at) {
    const auto day = std::chrono::floor<days>(at);
    const std::chrono::year_month_day date(day);
    const auto rest = at - day;
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", int(date.year()),
                       unsigned(date.month()), unsigned(date.day()), rest / hours(1),
                       rest % hours(1) / minutes(1), rest % minutes(1) / seconds(1),
                       rest % seconds(1) / Duration(1));
}

Result<TimePoint> parse_time(std::string_view text) {
    const Error wrong{ErrorCode::kInvalidArgument,
                      fmt::format("time was \"{}\", expected 2025-08-26T12:26:13.005Z", text)};
    const auto year = digits(text, 0, 4), month = digits(text, 5, 2), day = digits(text, 8, 2);
    const auto hour = digits(text, 11, 2), minute = digits(text, 14, 2),
               second = digits(text, 17, 2);
    if (!year || !month || !day || !hour || !minute || !second || text.back() != 'Z') {
        return wrong;
    }
    if (text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':') {
        return wrong;
    }
    int millis = 0;
    if (text.size() > 20) {
        if (text[19] != '.' || text.size() == 21) return wrong;
        int weight = 100;
        for (std::size_t i = 20; i + 1 < text.size(); ++i) {
            if (text[i] < '0' || text[i] > '9') return wrong;
            millis += (text[i] - '0') * weight;
            weight /= 10;
        }
    }
    const std::chrono::year_month_day date{std::chrono::year(*year),
                                           std::chrono::month(unsigned(*month)),
                                           std::chrono::day(unsigned(*day))};
    if (!date.ok() || *hour > 23 || *minute > 59 || *second > 60) return wrong;
    return std::chrono::sys_days(date) + hours(*hour) + minutes(*minute) + seconds(*second) +
           Duration(millis);
}

std::string format_duration(Duration length) {
    const std::string sign = length < Duration(0) ? "-" : "";
    const Duration size = std::chrono::abs(length);
    if (size >= hours(1)) {
        return fmt::format("{}{}h {:02}m", sign, size / hours(1), size % hours(1) / minutes(1));
    }
    if (size >= minutes(1)) {
        return fmt::format("{}{}m {:02}s", sign, size / minutes(1), size % minutes(1) / seconds(1));
    }
    return fmt::format("{}{:.1f}s", sign, double(size.count()) / 1000.0);
}

}  // namespace argosy::core
