#pragma once

/// @file
/// Points and lengths of time as the game states them: UTC, in milliseconds.

#include <chrono>
#include <string>
#include <string_view>

#include "core/result.h"

namespace argosy::core {

using Duration = std::chrono::milliseconds;
using TimePoint = std::chrono::sys_time<Duration>;

/// Returns ISO-8601 with three digits of milliseconds, as the game writes it:
/// "2025-08-26T12:26:13.005Z".
std::string format_time(TimePoint at);

/// Reads what format_time() writes; the fraction may be absent.
/// @error kInvalidArgument  names the text and the form expected.
Result<TimePoint> parse_time(std::string_view text);

/// Returns a length of time for people: "2h 05m", "3m 20s", "12.4s".
std::string format_duration(Duration length);

/// Returns milliseconds since 1970-01-01 UTC, the form in which times are stored.
constexpr std::int64_t to_millis(TimePoint at) {
    return at.time_since_epoch().count();
}
constexpr TimePoint from_millis(std::int64_t millis) {
    return TimePoint(Duration(millis));
}

}  // namespace argosy::core
