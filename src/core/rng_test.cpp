#include "core/rng.h"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>

namespace argosy::core {
namespace {

using testing::ElementsAre;

std::vector<std::uint64_t> first_three(RandomStream stream) {
    return {stream.next(), stream.next(), stream.next()};
}

// SplitMix64 from state 0, as published; the streams follow from it and the hash of their names.
// Whoever changes these changes every run of every seed.
TEST(RandomStream, GivesThePublishedSequence) {
    EXPECT_THAT(first_three(RandomStream(0)),
                ElementsAre(0xe220a8397b1dcdafu, 0x6e789e6aa1b965f4u, 0x06c45d188009454fu));
}

TEST(RandomStream, GoesOnFromItsState) {
    RandomStream stream(7);
    stream.normal(8.0, 1.0);
    EXPECT_EQ(first_three(RandomStream(stream.state())), first_three(stream));
}

TEST(Rng, GivesEachNameAStreamOfItsOwn) {
    EXPECT_THAT(first_three(Rng(42).stream("world")),
                ElementsAre(0x36b558a89a874390u, 0x6fe137999e9ded05u, 0x5e6a2af4554187a0u));
    EXPECT_THAT(first_three(Rng(42).stream("faults")),
                ElementsAre(0x08d30e0167c21e4bu, 0xe3b242a43c3fb576u, 0x2336dbfb3e6aee29u));
}

TEST(Rng, StartsAStreamFromItsBeginningWhateverOthersDrew) {
    const Rng rng(7);
    RandomStream faults = rng.stream("faults");
    const auto before = first_three(rng.stream("world"));
    for (int i = 0; i < 100; ++i)
        faults.next();
    EXPECT_EQ(first_three(rng.stream("world")), before);
}

TEST(Rng, GivesOtherStreamsToOtherSeeds) {
    EXPECT_NE(first_three(Rng(1).stream("world")), first_three(Rng(2).stream("world")));
}

RC_GTEST_PROP(RandomStream, DrawsWithinItsRange,
              (std::uint64_t seed, std::int64_t a, std::int64_t b)) {
    RandomStream stream(seed);
    const std::int64_t drawn = stream.uniform(std::min(a, b), std::max(a, b));
    RC_ASSERT(drawn >= std::min(a, b) && drawn <= std::max(a, b));
    const double unit = stream.unit();
    RC_ASSERT(unit >= 0.0 && unit < 1.0);
}

TEST(RandomStream, DrawsFromTheWholeRangeOfTheType) {
    using Limits = std::numeric_limits<std::int64_t>;
    RandomStream stream(3);
    bool negative = false, positive = false;
    for (int i = 0; i < 100; ++i) {
        const std::int64_t drawn = stream.uniform(Limits::min(), Limits::max());
        negative = negative || drawn < 0;
        positive = positive || drawn > 0;
    }
    EXPECT_TRUE(negative && positive);
}

TEST(RandomStream, ReachesBothEndsOfASmallRange) {
    RandomStream stream(11);
    int counts[3] = {};
    for (int i = 0; i < 3000; ++i)
        ++counts[stream.uniform(-1, 1) + 1];
    for (const int count : counts)
        EXPECT_NEAR(count, 1000, 120);
    EXPECT_EQ(stream.uniform(5, 5), 5);
}

TEST(RandomStream, TakesChancesAsOftenAsAsked) {
    RandomStream stream(12);
    int taken = 0;
    for (int i = 0; i < 10'000; ++i) {
        taken += stream.chance(0.3) ? 1 : 0;
        EXPECT_FALSE(stream.chance(0.0));
        EXPECT_TRUE(stream.chance(1.0));
    }
    EXPECT_NEAR(taken, 3000, 200);
}

TEST(RandomStream, DrawsANormalDistribution) {
    RandomStream stream(13);
    double sum = 0, squares = 0;
    constexpr int kDraws = 10'000;
    for (int i = 0; i < kDraws; ++i) {
        const double draw = stream.normal(8.0, 2.0);
        sum += draw;
        squares += (draw - 8.0) * (draw - 8.0);
    }
    EXPECT_NEAR(sum / kDraws, 8.0, 0.1);
    EXPECT_NEAR(std::sqrt(squares / kDraws), 2.0, 0.1);
}

TEST(RandomStreamDeathTest, RefusesARangeThatEndsBeforeItBegins) {
    EXPECT_DEATH((void)RandomStream(1).uniform(2, 1), "low <= high");
}

}  // namespace
}  // namespace argosy::core
