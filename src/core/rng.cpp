#include "core/rng.h"

#include <cmath>
#include <numbers>

#include "core/assert.h"
#include "core/decision_hash.h"

namespace argosy::core {

// SplitMix64: passes BigCrush, has no bad seeds, and is three lines.
std::uint64_t RandomStream::next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

std::int64_t RandomStream::uniform(std::int64_t low, std::int64_t high) {
    ARGOSY_ASSERT(low <= high);
    // Unsigned, because the whole range of the type has no signed size.
    const auto least = static_cast<std::uint64_t>(low);
    const std::uint64_t range = static_cast<std::uint64_t>(high) - least + 1;
    const std::uint64_t draw = next();
    return static_cast<std::int64_t>(least + (range == 0 ? draw : draw % range));
}

double RandomStream::unit() {
    return double(next() >> 11) * 0x1.0p-53;
}

bool RandomStream::chance(double probability) {
    return unit() < probability;
}

double RandomStream::normal(double mean, double deviation) {
    const double radius = std::sqrt(-2.0 * std::log(1.0 - unit()));
    return mean + deviation * radius * std::cos(2.0 * std::numbers::pi * unit());
}

RandomStream Rng::stream(std::string_view name) const {
    DecisionHash hash;
    hash.mix(name);
    return RandomStream(RandomStream(seed_ ^ hash.value()).next());
}

}  // namespace argosy::core
