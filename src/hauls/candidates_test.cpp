#include "hauls/candidates.h"

#include <gmock/gmock.h>

#include <limits>
#include <set>

#include "core/rng.h"
#include "tests/support/seed.h"

namespace argosy::hauls {
namespace {

constexpr std::int64_t kSecond = 1'000;

Lot lot(std::vector<Trip> trips, std::int32_t hauls = 1) {
    return {.trips = std::move(trips), .hauls = hauls};
}

TEST(Candidates, TheBestTripEarnsMostInTheTimeFromWhereTheShipIs) {
    const Berth berth{0, 1, {{.milliseconds = 0}, {.cost = 10, .milliseconds = 90 * kSecond}}};
    const Lot near_or_far = lot({{0, 1, 4'000, 10 * kSecond, 0},
                                 {0, 0, 1'000, 10 * kSecond, 0},
                                 {1, 0, 9'000, 10 * kSecond, 0}});
    const BestTrip best = best_trip(berth, near_or_far);
    EXPECT_EQ(best.trip, 1) << "the far one takes ten times as long, the last is another hull's";
    EXPECT_TRUE(best.clears);
    EXPECT_EQ(credits_per_hour(best.credits_per_ms), 360'000);
}

TEST(Candidates, ALotThatClearsForNoShipIsRefused) {
    const Berth berth{0, 1, {{.milliseconds = kSecond, .requests = 2}}};
    Lot poor = lot({{0, 0, 100, kSecond, 8}});
    poor.least_profit = 50;
    poor.least_for_a_request = 5;
    const Candidates clears = find_candidates({berth}, {poor}, {});
    EXPECT_FALSE(clears.refused[0]);
    EXPECT_EQ(clears.problem.edges.size(), 1u);
    poor.least_for_a_request = 6;
    const Candidates refused = find_candidates({berth}, {poor}, {});
    EXPECT_TRUE(refused.refused[0]);
    EXPECT_TRUE(refused.problem.edges.empty());
}

TEST(Candidates, AShipThatCannotComeIsNotConsideredThoughTheRestLoses) {
    const Berth stuck{0, 1, {{.possible = false}}};
    const Berth there{0, 1, {{.milliseconds = kSecond}}};
    Lot investment = lot({{0, 0, -500, kSecond, 0}});
    investment.least_profit = -1'000;
    const Candidates found = find_candidates({stuck, there}, {investment}, {});
    ASSERT_EQ(found.problem.edges.size(), 1u);
    EXPECT_EQ(found.problem.edges[0].worker, 1);
    EXPECT_EQ(found.problem.edges[0].value, 0) << "the least is worth nothing, not less";
}

TEST(Candidates, OfManyHaulsOnlyTheBestAreLookedAt) {
    const Berth berth{0, 2, {{}}};
    std::vector<Lot> lots;
    for (std::int64_t profit = 1; profit <= 9; ++profit)
        lots.push_back(lot({{0, 0, profit, kSecond, 0}}));
    const Candidates found = find_candidates({berth}, lots, {.hauls_looked_at = 2});
    std::set<std::int32_t> jobs;
    for (const fleet::AssignmentEdge& edge : found.problem.edges)
        jobs.insert(edge.job);
    EXPECT_THAT(jobs, ::testing::ElementsAre(5, 6, 7, 8));
    EXPECT_FALSE(found.refused[0]) << "it was not looked at";
}

// Draws ships, and ten hauls for each, on a line; every haul and every ship is another.
struct Drawn {
    Drawn(core::RandomStream random, std::int64_t ships) {
        constexpr std::int64_t kPlaces = 30;
        for (std::int64_t ship = 0; ship < ships; ++ship) {
            Berth& berth = berths.emplace_back(Berth{0, 1, {}});
            const std::int64_t at = random.uniform(0, 1'000);
            for (std::int64_t place = 0; place < kPlaces; ++place)
                berth.approaches.push_back({.milliseconds = std::abs(at - place * 33) * kSecond});
        }
        for (std::int64_t haul = 0; haul < 10 * ships; ++haul) {
            lots.push_back(
                lot({{0, std::int32_t(random.uniform(0, kPlaces - 1)),
                      random.uniform(1'000, 100'000), random.uniform(60, 900) * kSecond, 0}}));
        }
    }

    std::vector<Berth> berths;
    std::vector<Lot> lots;
};

// Holds what the limits for a fleet of `for_ships` leave against the matching of all there is.
void expect_a_hundredth_lost_at_most(std::int64_t ships, std::int64_t for_ships,
                                     std::uint64_t cases) {
    const std::uint64_t seed = tests::seed_of_this_run();
    for (std::uint64_t number = 0; number < cases; ++number) {
        SCOPED_TRACE(fmt::format("ARGOSY_SEED={} case {}", seed, number));
        const Drawn drawn(core::Rng(seed).stream(fmt::format("case/{}", number)), ships);
        const auto pairs = [&](const CandidateLimits& limits) {
            return find_candidates(drawn.berths, drawn.lots, limits).problem;
        };
        constexpr std::int32_t kAll = 1'000'000;
        constexpr auto kWhateverItTakes = std::numeric_limits<std::int64_t>::max();
        const std::int64_t exact =
            fleet::match(
                pairs({.ships_for_a_haul = kAll, .lots_for_a_ship = kAll, .hauls_looked_at = kAll}),
                kWhateverItTakes)
                .value;
        const std::int64_t limited = fleet::match(pairs(limits_for(for_ships))).value;
        EXPECT_GE(limited * 100, exact * 99);
        EXPECT_LE(limited, exact);
    }
}

TEST(Candidates, LoseAHundredthOfTheBestMatchingAtMost) {
    expect_a_hundredth_lost_at_most(60, 60, 20);
}

TEST(Candidates, OfALargeFleetLoseAHundredthOfTheBestMatchingAtMost) {
    expect_a_hundredth_lost_at_most(300, 1'000, 3);
}

}  // namespace
}  // namespace argosy::hauls
