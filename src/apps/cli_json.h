#pragma once

/// @file
/// A message as JSON, for scripts: the names of the protocol (src/rpc/proto) as they are, every
/// plain field even when it is zero, and whole numbers as numbers (protobuf's own printer makes
/// strings of them). A message or an `optional` that is not set is left out.

#include <google/protobuf/message.h>

#include <string>

namespace argosy::cli {

/// Returns one line without its end.
std::string to_json(const google::protobuf::Message& message);

}  // namespace argosy::cli
