#pragma once

/// @file
/// A rolling hash of every decision of a run. Two runs that decided the same have the same hash;
/// tests and benchmarks compare it. Compared between virtual runs only.

#include <cstdint>
#include <string>
#include <string_view>

namespace argosy::core {

class DecisionHash {
  public:
    void mix(std::string_view text);
    void mix(std::int64_t number);

    std::uint64_t value() const { return value_; }
    /// Returns 16 hexadecimal digits.
    std::string hex() const;

  private:
    void mix_byte(std::uint8_t byte);

    std::uint64_t value_ = 0xcbf29ce484222325u;
};

}  // namespace argosy::core
