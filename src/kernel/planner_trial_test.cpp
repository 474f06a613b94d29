#include "kernel/strategy_trial.h"

#include <gtest/gtest.h>

#include "kernel/virtual_world.h"

namespace argosy::kernel {
namespace {

using namespace std::chrono_literals;

StrategyResult run(const std::string& strategy, core::Duration length,
                   const std::string& law = "measured", std::int64_t haulers = 10) {
    const auto spec = trading::parse_strategy_spec(strategy);
    EXPECT_TRUE(spec.ok());
    auto result =
        try_strategy({.strategy = *spec, .law = law, .haulers = haulers, .length = length});
    EXPECT_TRUE(result.ok()) << result.error().message;
    return *std::move(result);
}

TEST(PlannerTrial, EarnsMoreThanTwiceWhatGreedOnceTheStartIsSpent) {
    const StrategyResult planner = run("planner:sell_out=0", 12h);
    const StrategyResult greedy = run("greedy-arbitrage", 12h);
    // Over 24 hours it is more: `spacetraders-bench compare`.
    EXPECT_GT(planner.per_hour(6h, 12h), 2 * greedy.per_hour(6h, 12h));
    EXPECT_GT(planner.per_hour(6h, 12h), 300'000);
}

TEST(PlannerTrial, IsHardlyHeldUpByManufacturingBesideItThatBidsForShipsAndGoods) {
    const StrategyResult alone = run("planner:sell_out=0", 10h);
    const StrategyResult both = run("planner:manufacture=1,sell_out=0", 10h);
    // Before they bid for them, both together earned little more than half.
    EXPECT_GT(both.per_hour(4h, 10h), 0.8 * alone.per_hour(4h, 10h));
}

TEST(PlannerTrial, LosesNothingWhereFeedingChangesNothing) {
    const StrategyResult inert = run("planner:sell_out=0", 8h, "inert");
    EXPECT_GT(inert.per_hour(4h, 8h), 100'000);
    EXPECT_LT(inert.drawdown(1h), core::Credits(30'000));
}

// The trade volume of EQUIPMENT, which grows first in X1-AD75, after so long.
core::Units volume_after(core::Duration length, std::optional<core::Duration> left) {
    auto created = VirtualWorld::create({.law = "crowded", .haulers = 10});
    EXPECT_TRUE(created.ok());
    VirtualWorld& world = **created;
    ArbitrageRequest request;
    request.growth.within = left;
    EXPECT_TRUE(world.call(world.company().start_arbitrage(request)).ok());
    world.run_for(length);
    const model::WaypointSymbol factory("X1-AD75-K81");
    return world.truth().good(factory, model::TradeSymbol("EQUIPMENT")).price.volume;
}

TEST(PlannerTrial, EarnsMoreOfMarketsThatItHasGrown) {
    const StrategyResult grown = run("planner:sell_out=0", 24h, "crowded");
    const StrategyResult as_they_were = run("planner:grow_volumes=0,sell_out=0", 24h, "crowded");
    // Over a week a quarter more: docs/concepts/growing-markets.md.
    EXPECT_GT(grown.per_hour(12h, 24h), 1.1 * as_they_were.per_hour(12h, 24h));
}

TEST(PlannerTrial, GrowsATradeVolumeWhereThatPaysBackInTheTimeThatIsLeft) {
    EXPECT_GT(volume_after(6h, std::nullopt), core::Units(30));
    EXPECT_EQ(volume_after(6h, 6h), core::Units(20));
}

}  // namespace
}  // namespace argosy::kernel
