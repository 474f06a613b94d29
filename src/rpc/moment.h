#pragma once

/// @file
/// Moments as people write them in requests.

#include <optional>
#include <string>

#include "core/time.h"

namespace argosy::rpc {

/// Reads "2025-04-06", "2025-04-06T12:30:00Z", or a length of time before `now`: "90m", "24h",
/// "7d". Empty text is no moment.
/// @error kInvalidArgument  Names the text and the forms expected.
core::Result<std::optional<core::TimePoint>> parse_moment(const std::string& text,
                                                          core::TimePoint now);

}  // namespace argosy::rpc
