#include "kernel/upper_bound.h"

#include <gtest/gtest.h>

#include "kernel/bound_meter.h"
#include "tests/support/virtual_run.h"

namespace argosy::kernel {
namespace {

BoundedSystem system_of(VirtualWorld& world, std::string_view law) {
    Company& company = world.company();
    return bounded_system(world.truth(), company.fleet().chart, company.home_system(), law).value();
}

TEST(UpperBound, IsNeverBelowWhatARunEarned) {
    for (const char* law : {"measured", "crowded"}) {
        auto world = tests::make_world({.law = law, .haulers = 4});
        BoundMeter meter = BoundMeter::create(law).value();
        ASSERT_TRUE(meter.start(*world, std::chrono::hours(3)).ok());
        const auto agent = world->company().player().agent;
        const core::Credits before = world->truth().credits(agent);
        ASSERT_TRUE(tests::start_manufacturing(*world).ok());
        const double steady = meter.mean_since(meter.marks().front().at);
        const double bound = meter.whole();
        for (int hour = 0; hour < 3; ++hour) {
            world->run_for(std::chrono::hours(1));
            ASSERT_TRUE(meter.mark_when_due(*world).ok());
        }
        const double earned = double((world->truth().credits(agent) - before).count()) / 3;
        EXPECT_GT(earned, 0);
        EXPECT_LT(earned, bound);
        EXPECT_LT(steady, bound) << "stocks at hand are worth something";
        EXPECT_GE(meter.whole(), bound - 1) << "what grows on the way is added";
    }
}

TEST(UpperBound, OfARecordedSystemRisesWithShipsAndIsAskedForWithoutChangingIt) {
    auto world = tests::make_world({.haulers = 1});
    const std::uint64_t before = world->truth().state_hash();
    const BoundedSystem system = system_of(*world, "measured");
    planner::StockCurves curves(system.problem.law);
    auto ships =
        hulls_of(system, world->truth().ships(world->company().player().agent, world->now()));
    ASSERT_EQ(ships.size(), 2U);  // The frigate, and a hauler.
    double last = 0;
    for (const double haulers : {0.0, 0.5, 1.0, 2.0, 10.0}) {
        ships.back().count = haulers;
        const auto state = upper_bound(system, {.hulls = ships}, curves);
        ASSERT_TRUE(state.ok());
        EXPECT_GE(state->credits_an_hour, last - 1);
        last = state->credits_an_hour;
    }
    EXPECT_GT(last, 500'000);
    EXPECT_EQ(world->truth().state_hash(), before);
}

TEST(UpperBound, GrowsExportsToTheStepBeyondTwoThirdsOfTheirSmallestImport) {
    auto world = tests::make_world({.haulers = 1});
    const BoundedSystem before = system_of(*world, "measured");
    const BoundedSystem after = with_exports_grown(before);
    for (std::size_t i = 0; i < after.problem.goods.size(); ++i) {
        const planner::SteadyGood& good = after.problem.goods[i];
        const core::Units was = before.problem.goods[i].price.volume;
        if (good.price.volume == was) continue;
        EXPECT_EQ(good.price.type, model::TradeType::kExport);
        core::Units smallest = after.problem.goods[std::size_t(good.inputs.front())].price.volume;
        for (const std::int32_t input : good.inputs)
            smallest = std::min(smallest, after.problem.goods[std::size_t(input)].price.volume);
        EXPECT_GE(good.price.volume * 3, smallest * 2);
        EXPECT_LT(double(good.price.volume.count() - 1) / 1.1 * 3, double(smallest.count()) * 2);
    }
}

TEST(UpperBound, NamesTheLawsWhereItIsGivenAnother) {
    EXPECT_EQ(update_law("generous").error().code, core::ErrorCode::kInvalidArgument);
}

}  // namespace
}  // namespace argosy::kernel
