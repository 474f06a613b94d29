#pragma once

/// @file
/// A token. It has no formatter and no comparison, so it cannot reach a log, an error or a
/// screen by accident; reveal() marks the two places where it must leave: a request header and
/// the players table.

#include <string>

namespace argosy::core {

class Secret {
  public:
    Secret() = default;
    explicit Secret(std::string value) : value_(std::move(value)) {}

    bool empty() const { return value_.empty(); }
    const std::string& reveal() const { return value_; }

  private:
    std::string value_;
};

}  // namespace argosy::core
