#pragma once

/// @file
/// When a recorded row was recorded, as the files say it.

#include <string>

#include "core/time.h"

namespace argosy::tests {

/// Reads an ISO date with or without a time of day, which is dropped, or milliseconds since 1970.
inline core::TimePoint recorded_at(const std::string& text) {
    if (text.find('-') == std::string::npos) return core::from_millis(std::stoll(text));
    return core::parse_time(text.substr(0, 10) + "T00:00:00Z").value();
}

}  // namespace argosy::tests
