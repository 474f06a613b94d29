#include "kernel/crowd.h"

#include <gtest/gtest.h>

namespace argosy::kernel {
namespace {

using std::chrono::hours;

const model::AgentSymbol kFirst("CROWD-1");

std::unique_ptr<Crowd> crowd_after(std::int64_t agents, core::Duration length) {
    auto crowd = Crowd::create({.seed = 7, .agents = agents});
    ARGOSY_ASSERT(crowd.ok());
    (*crowd)->run_for(length);
    EXPECT_TRUE((*crowd)->settle().ok());
    return *std::move(crowd);
}

TEST(Crowd, LosesNeitherCreditsNorCargoWhenManyTradeAtOnce) {
    const CrowdReport report = crowd_after(8, hours(6))->report();
    EXPECT_TRUE(report.sound()) << to_json(report);
    EXPECT_GT(report.sold, core::Units(1000));
}

TEST(Crowd, IsTheSameRunForTheSameSeed) {
    const auto run = [] { return to_json(crowd_after(3, hours(2))->report()); };
    EXPECT_EQ(run(), run());
}

TEST(Crowd, NoticesCreditsThatNoLedgerKnows) {
    const auto crowd = crowd_after(2, hours(1));
    sim::Universe& universe = crowd->universe();
    sim::Universe::earn(universe.agent_record(kFirst), core::Credits(1));
    EXPECT_EQ(crowd->report().ledgers_apart, 1);
    EXPECT_FALSE(crowd->report().sound());
}

TEST(Crowd, NoticesAPurseThatIsNotWhatWasEarnedAndSpent) {
    const auto crowd = crowd_after(2, hours(1));
    crowd->universe().agent_record(kFirst).agent.credits += core::Credits(1);
    EXPECT_EQ(crowd->report().purses_apart, 1);
    EXPECT_FALSE(crowd->report().sound());
}

TEST(Crowd, NoticesCargoOutOfNowhere) {
    const auto crowd = crowd_after(2, hours(1));
    auto& ships = crowd->universe().state().ships;
    ships.begin()->second.ship.cargo.items[model::TradeSymbol("GOLD")] += core::Units(1);
    EXPECT_EQ(crowd->report().goods_apart, 1);
    EXPECT_FALSE(crowd->report().sound());
}

}  // namespace
}  // namespace argosy::kernel
