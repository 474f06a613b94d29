#pragma once

/// @file
/// Randomness: named streams of one seed. Streams do not disturb each other, so adding a draw to
/// one part of the program leaves every other part's draws as they were. The distributions are
/// our own because the standard's differ between libraries.

#include <cstdint>
#include <string_view>

namespace argosy::core {

class RandomStream {
  public:
    explicit RandomStream(std::uint64_t state) : state_(state) {}

    /// Returns what a stream is made again from that goes on as this one does.
    std::uint64_t state() const { return state_; }

    std::uint64_t next();
    /// Returns a whole number in [low, high].  @pre low <= high
    std::int64_t uniform(std::int64_t low, std::int64_t high);
    /// Returns a number in [0, 1).
    double unit();
    /// Returns true with the given probability.
    bool chance(double probability);
    /// Returns a draw of the normal distribution.
    double normal(double mean, double deviation);

  private:
    std::uint64_t state_;
};

class Rng {
  public:
    explicit Rng(std::uint64_t seed) : seed_(seed) {}

    std::uint64_t seed() const { return seed_; }

    /// Returns the stream of this name, from its beginning.
    RandomStream stream(std::string_view name) const;

  private:
    std::uint64_t seed_;
};

}  // namespace argosy::core
