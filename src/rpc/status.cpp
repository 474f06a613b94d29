#include "rpc/status.h"

namespace argosy::rpc {

using core::ErrorCode;

grpc::StatusCode status_code(ErrorCode code) {
    switch (code) {
        case ErrorCode::kInvalidArgument:
            return grpc::StatusCode::INVALID_ARGUMENT;
        case ErrorCode::kNotFound:
            return grpc::StatusCode::NOT_FOUND;
        case ErrorCode::kRejected:
        case ErrorCode::kInsufficientCredits:
        case ErrorCode::kCargoFull:
        case ErrorCode::kUniverseReset:
        case ErrorCode::kConfiguration:
            return grpc::StatusCode::FAILED_PRECONDITION;
        case ErrorCode::kConflict:
            return grpc::StatusCode::ABORTED;
        case ErrorCode::kUnauthorized:
            return grpc::StatusCode::UNAUTHENTICATED;
        case ErrorCode::kUnavailable:
        case ErrorCode::kStopped:
            return grpc::StatusCode::UNAVAILABLE;
        case ErrorCode::kOutcomeUnknown:
            return grpc::StatusCode::UNKNOWN;
    }
    return grpc::StatusCode::INTERNAL;
}

std::optional<ErrorCode> error_code_named(std::string_view name) {
    constexpr auto last = static_cast<int>(ErrorCode::kStopped);
    for (int i = 0; i <= last; ++i) {
        const auto code = static_cast<ErrorCode>(i);
        if (core::to_string(code) == name) return code;
    }
    return std::nullopt;
}

}  // namespace argosy::rpc
