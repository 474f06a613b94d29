#pragma once

/// @file
/// How an error travels: gRPC's own status for every client, and our exact code beside it in the
/// trailing metadata, because several of our codes share one of gRPC's.

#include <grpcpp/support/status.h>

#include <optional>
#include <string_view>

#include "core/result.h"

namespace argosy::rpc {

/// The trailing metadata that holds core::to_string() of the error's code.
inline constexpr std::string_view kErrorCodeKey = "argosy-code";

grpc::StatusCode status_code(core::ErrorCode code);

/// Returns the code whose name is `name`, nothing when there is none.
std::optional<core::ErrorCode> error_code_named(std::string_view name);

}  // namespace argosy::rpc
