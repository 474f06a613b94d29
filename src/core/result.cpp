#include "core/result.h"

namespace argosy::core {

std::string_view to_string(ErrorCode code) {
    switch (code) {
        case ErrorCode::kInvalidArgument:
            return "invalid_argument";
        case ErrorCode::kNotFound:
            return "not_found";
        case ErrorCode::kRejected:
            return "rejected";
        case ErrorCode::kInsufficientCredits:
            return "insufficient_credits";
        case ErrorCode::kCargoFull:
            return "cargo_full";
        case ErrorCode::kConflict:
            return "conflict";
        case ErrorCode::kUnauthorized:
            return "unauthorized";
        case ErrorCode::kUniverseReset:
            return "universe_reset";
        case ErrorCode::kUnavailable:
            return "unavailable";
        case ErrorCode::kOutcomeUnknown:
            return "outcome_unknown";
        case ErrorCode::kConfiguration:
            return "configuration";
        case ErrorCode::kStopped:
            return "stopped";
    }
    return "unknown";
}

}  // namespace argosy::core
