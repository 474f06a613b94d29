/// @file
/// `--mode serial` in a whole universe: one ship, one product at a time, and it waits; and what
/// `--dry-run` says before anything starts.

#include <gmock/gmock.h>

#include <algorithm>

#include "tests/support/virtual_run.h"

namespace argosy::kernel {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using tests::expect_booked_alike;
using tests::expect_settled;
using tests::make_world;
using tests::number;
using tests::start_manufacturing;
using tests::stop_and_drain;

const ManufacturingRequest kSerial{.mode = manufacturing::Mode::kSerial};

std::string doing_of_the_waiting_ship(VirtualWorld& world) {
    for (const auto& [ship, owner] : world.company().fleet().claims.all()) {
        if (owner == manufacturing::SerialCoordinator::kOwner) return world.company().doing(ship);
    }
    return "";
}

TEST(SerialMode, MakesOneProductAtATimeWithOneShipThatWaits) {
    const auto world = make_world({.haulers = 3});
    ASSERT_TRUE(start_manufacturing(*world, kSerial).ok());
    std::string waiting;
    for (int minute = 0; minute < 6 * 60; ++minute) {
        world->run_for(1min);
        EXPECT_LE(world->company().runner().running(), 1);
        EXPECT_LE(world->company().pipelines().active().size(), 1u);
        if (waiting.empty()) waiting = doing_of_the_waiting_ship(*world);
    }
    EXPECT_THAT(waiting, HasSubstr("waiting: "));
    EXPECT_THAT(waiting, HasSubstr("collected from HIGH"));
    ASSERT_TRUE(stop_and_drain(*world));
    EXPECT_GT(
        number(*world, "SELECT COUNT(*) AS n FROM manufacturing_tasks WHERE status = 'COMPLETED'"),
        0);
    expect_booked_alike(*world);
    expect_settled(*world);
}

TEST(SerialMode, LooksAtAFactoryItWaitsForOnceAMinute) {
    const auto world = make_world({.haulers = 1});
    ASSERT_TRUE(start_manufacturing(*world, kSerial).ok());
    while (doing_of_the_waiting_ship(*world).empty())
        world->run_for(1min);
    // It has arrived by then; what is left are the looks at the factory, and those of the probe.
    world->run_for(5min);
    if (doing_of_the_waiting_ship(*world).empty()) GTEST_SKIP() << "it did not wait that long";
    model::WaypointSymbol factory;
    for (const auto& [ship, owner] : world->company().fleet().claims.all()) {
        if (owner == manufacturing::SerialCoordinator::kOwner)
            factory = world->company().fleet().ships.at(ship).nav.waypoint;
    }
    const auto seen = world->company().markets().looked_at(factory);
    ASSERT_TRUE(seen.has_value());
    EXPECT_LE(world->now() - *seen, 65s);
}

TEST(SerialMode, GoesOnWhereItWasAfterEveryCrash) {
    const auto world = make_world({.haulers = 2});
    const auto operation = start_manufacturing(*world, kSerial);
    ASSERT_TRUE(operation.ok());
    for (int life = 0; life < 25; ++life) {
        world->run_for(core::Duration(1 + life * 137'000 % 1'200'000));
        ASSERT_TRUE(world->crash().ok());
        const auto* running = world->company().operations().active("manufacturing");
        ASSERT_NE(running, nullptr);
        EXPECT_EQ(running->id, operation->id);
        EXPECT_LE(world->company().pipelines().active().size(), 1u);
    }
    world->run_for(1min);
    EXPECT_EQ(world->company().manufacturing()->settings().mode, manufacturing::Mode::kSerial);
    ASSERT_TRUE(stop_and_drain(*world));
    EXPECT_EQ(world->errors(), 0u);
    expect_booked_alike(*world);
    expect_settled(*world);
}

TEST(DryRun, SaysWhatWouldStartWithoutARequestOrAChange) {
    const auto world = make_world({.haulers = 3});
    ASSERT_TRUE(start_manufacturing(*world).ok());
    world->run_for(1h);
    ASSERT_TRUE(stop_and_drain(*world));
    const std::int64_t requests = world->report()->requests;
    const std::int64_t pipelines =
        number(*world, "SELECT COUNT(*) AS n FROM manufacturing_pipelines");

    const auto parallel = world->company().preview_manufacturing({.max_pipelines = 2});
    ASSERT_TRUE(parallel.ok());
    const auto serial = world->company().preview_manufacturing(kSerial);
    ASSERT_TRUE(serial.ok());
    const auto starting = [](const ManufacturingOperation::Preview& preview) {
        return std::count_if(preview.pipelines.begin(), preview.pipelines.end(),
                             [](const auto& each) { return each.obstacle.empty(); });
    };
    EXPECT_EQ(starting(*parallel), 2);
    EXPECT_EQ(starting(*serial), 1);
    for (const auto& each : parallel->pipelines)
        EXPECT_GE(each.legs.size(), 2u) << each.opportunity.good.str();

    const auto unknown =
        world->company().preview_manufacturing({.system = model::SystemSymbol("X1-NOPE")});
    ASSERT_FALSE(unknown.ok());
    EXPECT_EQ(unknown.error().code, core::ErrorCode::kNotFound);
    EXPECT_THAT(unknown.error().message, HasSubstr("X1-NOPE"));

    EXPECT_EQ(world->report()->requests, requests);
    EXPECT_EQ(number(*world, "SELECT COUNT(*) AS n FROM manufacturing_pipelines"), pipelines);
    EXPECT_EQ(world->company().operations().active("manufacturing"), nullptr);
}

}  // namespace
}  // namespace argosy::kernel
