#include "core/decision_hash.h"

#include <fmt/format.h>

namespace argosy::core {

// FNV-1a, 64 bits.
void DecisionHash::mix_byte(std::uint8_t byte) {
    value_ = (value_ ^ byte) * 0x100000001b3u;
}

void DecisionHash::mix(std::string_view text) {
    for (const char c : text)
        mix_byte(static_cast<std::uint8_t>(c));
    mix_byte(0xff);  // "ab","c" is not "a","bc"
}

void DecisionHash::mix(std::int64_t number) {
    for (int shift = 0; shift < 64; shift += 8) {
        mix_byte(static_cast<std::uint8_t>(static_cast<std::uint64_t>(number) >> shift));
    }
}

std::string DecisionHash::hex() const {
    return fmt::format("{:016x}", value_);
}

}  // namespace argosy::core
