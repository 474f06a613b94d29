#pragma once

/// @file
/// The form in which every interface of the simulator says no: the game's envelope, as recorded in
/// answers of 2025.

#include <cstdint>
#include <string>

#include "core/time.h"
#include "sim/api_error.h"

namespace argosy::sim {

/// Ids of the form of a UUID of version 7: milliseconds, then a count that tells requests of one
/// millisecond apart.
class RequestIds {
  public:
    std::string next(core::TimePoint now);

  private:
    std::uint64_t requests_ = 0;
};

/// Returns the envelope as JSON. Bytes beyond ASCII come from what the client sent, in whatever
/// encoding, and are replaced.
std::string error_body(const ApiError& error, std::string request_id);

}  // namespace argosy::sim
