#include "market/update_rhythm.h"

#include <gtest/gtest.h>

#include "core/rng.h"
#include "tests/support/seed.h"

namespace argosy::market {
namespace {

using namespace std::chrono_literals;
using core::Duration;
using core::TimePoint;

const model::WaypointSymbol kHere("X1-AD75-A1"), kThere("X1-AD75-B2");
constexpr TimePoint kStart{480'000h};

// A market that updates every so often, give or take, and is looked at wherever the rhythm says.
struct Metronome {
    Metronome(core::RandomStream stream, Duration gap_, Duration jitter_)
        : random(stream), gap(gap_), jitter(jitter_), next(kStart + draw()) {}

    Duration draw() { return gap + Duration(random.uniform(-jitter.count(), jitter.count())); }

    // Returns whether there was an update in between, and forgets it.
    bool has_moved_by(TimePoint at) {
        bool moved = false;
        for (; next <= at; next += draw()) {
            last = next;
            moved = true;
        }
        return moved;
    }

    core::RandomStream random;
    Duration gap, jitter;
    TimePoint next;
    TimePoint last;
};

TEST(UpdateRhythms, ExpectAnUpdateWithinTheUsualGapWhereNothingIsKnown) {
    const UpdateRhythms rhythms;
    EXPECT_EQ(rhythms.next_after(kHere, kStart), (Window{kStart, kStart + 33min}));
    EXPECT_FALSE(rhythms.knows(kHere));
}

TEST(UpdateRhythms, ExpectTheNextUpdateAGapAfterTheLastOne) {
    UpdateRhythms rhythms;
    rhythms.note_update(kHere, {kStart - 1min, kStart});
    EXPECT_TRUE(rhythms.knows(kHere));
    EXPECT_EQ(rhythms.next_after(kHere, kStart), (Window{kStart + 30min, kStart + 35min}));
    // What is seen of one market tells nothing of another's phase.
    EXPECT_FALSE(rhythms.knows(kThere));
}

TEST(UpdateRhythms, TruncateWhatALookHasRuledOut) {
    UpdateRhythms rhythms;
    rhythms.note_update(kHere, {kStart - 1min, kStart});
    EXPECT_EQ(rhythms.next_after(kHere, kStart + 32min), (Window{kStart + 32min, kStart + 35min}));
    // An update that nobody saw moved nothing: the one after it is next.
    const Window second = rhythms.next_after(kHere, kStart + 40min);
    EXPECT_GT(second.from, kStart + 60min);
    EXPECT_LT(second.to, kStart + 72min);
    EXPECT_GT(second.width(), 5min);
}

TEST(UpdateRhythms, KeepThePhaseWhenALookComesLate) {
    UpdateRhythms rhythms;
    rhythms.note_update(kHere, {kStart - 1min, kStart});
    const MarketRhythm& later = rhythms.note_update(kHere, {kStart + 5min, kStart + 55min});
    EXPECT_EQ(later.last, (Window{kStart + 30min, kStart + 35min}));
    EXPECT_EQ(later.gaps, 0);
}

TEST(UpdateRhythms, AreTheSameAfterARestart) {
    UpdateRhythms rhythms, restored;
    rhythms.note_update(kHere, {kStart - 1min, kStart});
    restored.restore(kHere, rhythms.note_update(kHere, {kStart + 30min, kStart + 31min}));
    EXPECT_EQ(restored.gap(), rhythms.gap());
    EXPECT_EQ(restored.leeway(), rhythms.leeway());
    EXPECT_EQ(restored.next_after(kHere, kStart + 31min),
              rhythms.next_after(kHere, kStart + 31min));
}

class UpdateRhythmsOf : public ::testing::TestWithParam<std::pair<Duration, Duration>> {};

// Looks at a market until it has moved so often: a minute apart where an update is expected, never
// more than an hour. Returns how many looks that took, and how late updates were seen on the mean.
std::pair<int, Duration> look_at(const model::WaypointSymbol& symbol, Metronome& market,
                                 UpdateRhythms& rhythms, TimePoint& looked_at, int updates) {
    int looks = 0;
    Duration late{0};
    for (int seen = 0; seen < updates;) {
        const Window expected = rhythms.next_after(symbol, looked_at);
        const TimePoint now = std::max(looked_at + 1min, std::min(expected.from, looked_at + 1h));
        ++looks;
        if (market.has_moved_by(now)) {
            rhythms.note_update(symbol, {looked_at, now});
            late += now - market.last;
            ++seen;
        }
        looked_at = now;
    }
    return {looks, late / updates};
}

// All markets of a universe teach one gap, against what was taken for usual. One market is
// remembered for 8 to 16 gaps, the usual counts for two, so from one alone 15 minutes may be
// learned as 18.
TEST_P(UpdateRhythmsOf, AreLearnedFromLooksWhateverTheyAre) {
    const auto [gap, jitter] = GetParam();
    const core::Rng rng(tests::seed_of_this_run());
    UpdateRhythms rhythms;
    for (const char* other : {"X1-AD75-B2", "X1-AD75-C3", "X1-AD75-D4", "X1-AD75-E5"}) {
        Metronome market(rng.stream(other), gap, jitter);
        TimePoint looked_at = kStart;
        look_at(model::WaypointSymbol(other), market, rhythms, looked_at, 60);
    }
    Metronome market(rng.stream("rhythm"), gap, jitter);
    TimePoint looked_at = kStart;
    look_at(kHere, market, rhythms, looked_at, 60);
    constexpr int kToCount = 60;
    const auto [looks, late] = look_at(kHere, market, rhythms, looked_at, kToCount);
    EXPECT_NEAR(double(rhythms.gap().count()), double(gap.count()), 0.12 * double(gap.count()));
    EXPECT_LT(late, 75s);
    // As many looks as the jitter has minutes, and a few for its ends.
    EXPECT_LT(looks, kToCount * (int(2 * jitter / 1min) + 10));
}

INSTANTIATE_TEST_SUITE_P(Universes, UpdateRhythmsOf,
                         ::testing::Values(std::pair<Duration, Duration>{33min, 2min},
                                           std::pair<Duration, Duration>{15min, 2min},
                                           std::pair<Duration, Duration>{50min, 0min},
                                           std::pair<Duration, Duration>{33min, 5min}));

}  // namespace
}  // namespace argosy::market
