#pragma once

/// @file
/// Words of requests that stand for values.

#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>

#include "core/result.h"

namespace argosy::rpc {

/// Reads a word that may be left out: then `into` stays as it is.
/// @error kInvalidArgument  Names the word, and those that were expected.
template <class Value>
core::Result<void> read_word(std::string_view what, const std::string& text,
                             std::optional<Value> (*parse)(std::string_view),
                             std::string_view expected, std::optional<Value>& into) {
    if (text.empty()) return core::Result<void>();
    into = parse(text);
    if (into) return core::Result<void>();
    return core::Error{core::ErrorCode::kInvalidArgument,
                       fmt::format("{} was \"{}\", expected {}", what, text, expected)};
}

}  // namespace argosy::rpc
