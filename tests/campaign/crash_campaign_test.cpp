// Crashes: the process is killed at random moments of a working day and started again. Whatever the
// moment, no credit and no cargo may be lost, and the work must go on.
//
//   ARGOSY_CAMPAIGN_SEEDS=100 test_campaign   so many seeds instead of 8
//   ARGOSY_SEED=17 test_campaign              this seed only

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "tests/support/virtual_run.h"

namespace argosy::tests {
namespace {

using namespace std::chrono_literals;
using kernel::VirtualWorld;

constexpr core::Duration kDay = 6h;
constexpr int kCrashes = 10;
constexpr std::int64_t kHaulers = 6;
constexpr std::int64_t kDefaultSeeds = 8;

std::optional<std::int64_t> environment(const char* name) {
    const char* text = std::getenv(name);
    return text == nullptr ? std::nullopt : std::optional<std::int64_t>(std::atoll(text));
}

std::vector<std::uint64_t> seeds() {
    if (const auto one = environment("ARGOSY_SEED")) return {std::uint64_t(*one)};
    std::vector<std::uint64_t> all;
    const std::int64_t count = environment("ARGOSY_CAMPAIGN_SEEDS").value_or(kDefaultSeeds);
    for (std::int64_t seed = 1; seed <= count; ++seed)
        all.push_back(std::uint64_t(seed));
    return all;
}

struct Crash {
    core::Duration at;
    /// Comes with the next trade: so long after its intent was made. Trades are in flight for a
    /// few hundredths of the time, which moments drawn at random seldom hit.
    std::optional<core::Duration> into_trade;
    /// Kills the next process too, after so long a life.
    std::optional<core::Duration> again_after;
};

std::vector<Crash> crashes(core::RandomStream& faults) {
    constexpr core::Duration kTradeInFlight = 400ms;
    // Longer than most recoveries take, so that the second crash hits some in the middle.
    constexpr core::Duration kLongestSecondLife = 10s;
    std::vector<Crash> all;
    for (int i = 0; i < kCrashes; ++i) {
        Crash crash{core::Duration(faults.uniform(1, kDay.count() - 1)), {}, {}};
        if (faults.chance(0.7)) {
            crash.into_trade.emplace(faults.uniform(0, kTradeInFlight.count()));
        }
        if (faults.chance(0.4)) {
            crash.again_after.emplace(faults.uniform(1, kLongestSecondLife.count()));
        }
        all.push_back(crash);
    }
    std::sort(all.begin(), all.end(), [](const Crash& a, const Crash& b) { return a.at < b.at; });
    return all;
}

/// What the trades that are in doubt may have moved at most, either way.
core::Credits in_doubt(const VirtualWorld& world) {
    constexpr std::int64_t kSlipPercent = 10;
    const std::int64_t worth =
        number(world,
               "SELECT COALESCE(SUM(units * unit_price), 0) AS n FROM intents"
               " WHERE status = 'OPEN'");
    return core::Credits(worth * (100 + kSlipPercent) / 100);
}

/// Expects what the store says at this very moment to account for what the universe holds.
void expect_explained(VirtualWorld& world) {
    const model::AgentSymbol agent = world.company().player().agent;
    const core::Credits booked(number(world, "SELECT SUM(amount) AS n FROM transactions"));
    const core::Credits unexplained = world.truth().credits(agent) - booked;
    const core::Credits most = in_doubt(world);
    EXPECT_LE(unexplained, most);
    EXPECT_GE(unexplained, -most);
    for (const model::Ship& ship : world.truth().ships(agent, world.now())) {
        if (ship.cargo.used() == core::Units(0)) continue;
        EXPECT_EQ(number(world,
                         "SELECT COUNT(*) AS n FROM ship_assignments"
                         " WHERE ship_symbol = $1 AND owner_id LIKE 'haul-%'",
                         {ship.symbol.str()}),
                  1)
            << ship.symbol.str() << " is laden, and no haul in the store has it";
    }
}

/// Expects a process that has just recovered to agree with the universe.
void expect_recovered(VirtualWorld& world) {
    const model::AgentSymbol agent = world.company().player().agent;
    EXPECT_EQ(number(world, "SELECT COUNT(*) AS n FROM intents WHERE status = 'OPEN'"), 0);
    EXPECT_EQ(world.company().ledger().balance(), world.truth().credits(agent));
    EXPECT_EQ(world.company().stranded_cargo(), core::Units(0));
}

void run_until(VirtualWorld& world, core::TimePoint moment) {
    // A moment may lie within the recovery from the crash before it.
    if (moment > world.now()) world.run_for(moment - world.now());
}

void run_until_a_trade(VirtualWorld& world) {
    constexpr core::Duration kStep = 10ms;
    constexpr core::Duration kLongest = 10min;
    for (core::Duration waited{0}; waited < kLongest; waited += kStep) {
        if (!world.company().ledger().open_intents().empty()) return;
        world.run_for(kStep);
    }
}

void crash(VirtualWorld& world, std::optional<core::Duration> again_after) {
    expect_explained(world);
    const auto recovered = again_after ? world.crash_twice(*again_after) : world.crash();
    EXPECT_TRUE(recovered.ok()) << recovered.error().message;
    expect_recovered(world);
}

/// Returns the universe with the process in it, after a day with crashes, stopped; the last crash
/// comes while it stops.
std::unique_ptr<VirtualWorld> day_with_crashes(std::uint64_t seed) {
    constexpr core::Duration kLongestWayHome = 10min;
    core::RandomStream faults = core::Rng(seed).stream("faults");
    auto world = make_world({.seed = seed, .haulers = kHaulers});
    const core::TimePoint start = world->now();
    EXPECT_TRUE(start_manufacturing(*world).ok());
    for (const Crash& each : crashes(faults)) {
        SCOPED_TRACE(fmt::format("crash after {}", core::format_duration(each.at)));
        run_until(*world, start + each.at);
        if (each.into_trade) {
            run_until_a_trade(*world);
            world->run_for(*each.into_trade);
        }
        crash(*world, each.again_after);
    }
    run_until(*world, start + kDay);
    EXPECT_TRUE(world->call(world->company().stop_manufacturing()).ok());
    world->run_for(core::Duration(faults.uniform(1, kLongestWayHome.count())));
    crash(*world, std::nullopt);
    EXPECT_TRUE(drain(*world)) << "it does not come to rest";
    return world;
}

TEST(ProcessKilledAtRandomMoments, LosesNeitherCreditsNorCargoNorWork) {
    for (const std::uint64_t seed : seeds()) {
        SCOPED_TRACE(fmt::format("seed {}: ARGOSY_SEED={} reruns it", seed, seed));
        const auto world = day_with_crashes(seed);
        expect_settled(*world);
        EXPECT_GT(world->company().tasks().completed(), 0);
        if (testing::Test::HasFailure()) break;
    }
}

TEST(ProcessKilledAtRandomMoments, DecidesTheSameWhenTheSeedIsRepeated) {
    const std::uint64_t seed = seeds().front();
    SCOPED_TRACE(fmt::format("seed {}: ARGOSY_SEED={} reruns it", seed, seed));
    const auto first = day_with_crashes(seed)->report();
    const auto second = day_with_crashes(seed)->report();
    ASSERT_TRUE(first.ok() && second.ok());
    EXPECT_EQ(first->decision_hash, second->decision_hash);
    EXPECT_EQ(first->game_credits, second->game_credits);
}

}  // namespace
}  // namespace argosy::tests
