#pragma once

/// @file
/// What an answer says of the server's clock.

#include <functional>
#include <optional>
#include <string_view>

#include "core/time.h"
#include "live/transport.h"

namespace argosy::live {

struct ServerTime {
    core::TimePoint at;           ///< When the server answered.
    double factor = 1.0;          ///< Seconds of game time per real second; 0: it stands still.
    core::Duration precision{1};  ///< `at` may be off by this much, besides the way here.
};

/// Called for every answer that tells the time.
using ServerTimeObserver = std::function<void(const ServerTime&)>;

/// Returns the time an answer carries: a simulator's x-argosy-time, to the millisecond, else the
/// Date header, to the second.
std::optional<ServerTime> server_time_of(const HttpAnswer& answer);

/// Reads the Date header's form: "Tue, 21 Jan 2025 23:36:32 GMT".
std::optional<core::TimePoint> parse_http_date(std::string_view text);

}  // namespace argosy::live
