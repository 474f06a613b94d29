#pragma once

/// @file
/// The statements that stand in a C++ source as string literals, adjacent ones put together.

#include <string>
#include <string_view>
#include <vector>

namespace argosy::tests {

/// Returns the literals that begin like a statement (SELECT, INSERT, UPDATE, DELETE), in order.
std::vector<std::string> sql_literals(std::string_view source);

}  // namespace argosy::tests
