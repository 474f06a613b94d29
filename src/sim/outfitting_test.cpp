#include "sim/outfitting.h"

#include <gmock/gmock.h>

#include "sim/testing/one_agent.h"

namespace argosy::sim {
namespace {

using core::Credits;
using core::Units;
using model::NavStatus;
using model::TradeSymbol;
using model::WaypointSymbol;
using sim::testing::code;
using sim::testing::kDawn;
using sim::testing::OneAgent;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr int kFrigate = 1;
constexpr int kDrone = 3;
constexpr int kHauler = 4;
const WaypointSymbol kYard("X1-AD75-A2");
const WaypointSymbol kNoYard("X1-AD75-A1");
constexpr const char* kLaser = "MOUNT_MINING_LASER_I";
constexpr const char* kHold = "MODULE_CARGO_HOLD_II";

class OutfittingTest : public ::testing::Test {
  protected:
    OutfittingTest() {
        for (const int ship : {kFrigate, kDrone, kHauler})
            dock(ship, kYard);
    }

    void dock(int ship, const WaypointSymbol& waypoint) {
        agent_.put(ship, waypoint).ship.nav.status = NavStatus::kDocked;
    }
    void load(int ship, const char* good, std::int64_t units = 1) {
        agent_.ship(ship).ship.cargo.items[TradeSymbol(good)] = Units(units);
    }
    Outfitting desk() { return Outfitting(agent_.world()); }
    auto install_mount(int ship, const char* mount) {
        return desk().install_mount(agent_.name(), agent_.symbol(ship), mount, kDawn);
    }
    auto remove_mount(int ship, const char* mount) {
        return desk().remove_mount(agent_.name(), agent_.symbol(ship), mount, kDawn);
    }
    auto install_module(int ship, const char* module) {
        return desk().install_module(agent_.name(), agent_.symbol(ship), module, kDawn);
    }
    auto remove_module(int ship, const char* module) {
        return desk().remove_module(agent_.name(), agent_.symbol(ship), module, kDawn);
    }

    OneAgent agent_{{"SHIP_MINING_DRONE", "SHIP_LIGHT_HAULER"}};
};

TEST_F(OutfittingTest, PutsAMountFromTheHoldInPlaceForTheFee) {
    load(kFrigate, kLaser);
    const Credits before = agent_.credits();
    const auto done = install_mount(kFrigate, kLaser);
    ASSERT_TRUE(done.ok());
    EXPECT_EQ(done->ship->mounts.back(), kLaser);
    EXPECT_EQ(done->ship->mounts.size(), 5u);
    EXPECT_EQ(done->ship->ship.cargo.used(), Units(0));
    EXPECT_EQ(done->total, Credits(100));
    EXPECT_EQ(done->part, TradeSymbol(kLaser));
    EXPECT_EQ(agent_.credits(), before - Credits(100));
    EXPECT_EQ(done->agent->spent, Credits(100));
}

TEST_F(OutfittingTest, PutsARemovedMountIntoTheHold) {
    const auto done = remove_mount(kFrigate, "MOUNT_SURVEYOR_II");
    ASSERT_TRUE(done.ok());
    EXPECT_THAT(done->ship->mounts, Not(Contains("MOUNT_SURVEYOR_II")));
    EXPECT_EQ(done->ship->ship.cargo.of(TradeSymbol("MOUNT_SURVEYOR_II")), Units(1));
    EXPECT_EQ(code(remove_mount(kFrigate, "MOUNT_SURVEYOR_II")), 4247);
    EXPECT_EQ(code(install_mount(kFrigate, "MOUNT_SURVEYOR_II")), 0);
}

TEST_F(OutfittingTest, ChangesTheCapacityWithTheHolds) {
    load(kHauler, "IRON", 39);
    const auto removed = remove_module(kHauler, kHold);
    ASSERT_TRUE(removed.ok());
    EXPECT_EQ(removed->ship->ship.cargo.capacity, Units(40));
    EXPECT_EQ(removed->ship->ship.cargo.free(), Units(0));
    EXPECT_EQ(code(install_module(kHauler, kHold)), 0);
    EXPECT_EQ(agent_.ship(kHauler).ship.cargo.capacity, Units(80));
    EXPECT_EQ(agent_.ship(kHauler).ship.cargo.used(), Units(39));
}

TEST_F(OutfittingTest, RefusesToRemoveAHoldThatTheCargoNeeds) {
    load(kHauler, "IRON", 40);
    const auto refused = remove_module(kHauler, kHold);
    EXPECT_EQ(code(refused), 4217);
    EXPECT_THAT(refused.error().message, HasSubstr("max limit of 40"));
    EXPECT_EQ(agent_.ship(kHauler).modules.size(), 4u);
    EXPECT_EQ(code(remove_module(kFrigate, kHold)), 4217);  // Its only one.
    load(kHauler, "IRON", 80);
    EXPECT_EQ(code(remove_mount(kHauler, "MOUNT_TURRET_I")), 4228);
}

TEST_F(OutfittingTest, RefusesWhatTheShipHasNoPowerSlotsPointsOrCrewFor) {
    const Credits before = agent_.credits();
    load(kFrigate, "MOUNT_SURVEYOR_II");
    EXPECT_EQ(code(install_mount(kFrigate, "MOUNT_SURVEYOR_II")), 4249);
    load(kFrigate, "MODULE_CARGO_HOLD_I");
    EXPECT_EQ(code(install_module(kFrigate, "MODULE_CARGO_HOLD_I")), 4250);
    load(kFrigate, kLaser, 2);
    EXPECT_EQ(code(install_mount(kFrigate, kLaser)), 0);
    EXPECT_EQ(code(install_mount(kFrigate, kLaser)), 4251);
    load(kDrone, kLaser);
    EXPECT_EQ(code(install_mount(kDrone, kLaser)), 4252);
    EXPECT_EQ(code(remove_module(kFrigate, "MODULE_CREW_QUARTERS_I")), 4252);
    EXPECT_EQ(agent_.ship(kFrigate).ship.cargo.of(TradeSymbol(kLaser)), Units(1));
    EXPECT_EQ(agent_.credits(), before - Credits(100));
}

TEST_F(OutfittingTest, RefusesPartsThatAreNotThere) {
    EXPECT_EQ(code(install_mount(kFrigate, kLaser)), 4219);
    EXPECT_EQ(code(install_module(kFrigate, kHold)), 4219);
    EXPECT_EQ(code(install_mount(kFrigate, kHold)), 422);
    EXPECT_EQ(code(install_module(kFrigate, "MODULE_OF_DREAMS")), 422);
    EXPECT_EQ(code(remove_mount(kHauler, kLaser)), 4247);
    EXPECT_EQ(code(remove_module(kHauler, "MODULE_ORE_REFINERY_I")), 4267);
}

TEST_F(OutfittingTest, WorksOnlyWhereTheShipIsDockedAtAShipyard) {
    load(kFrigate, kLaser);
    agent_.ship(kFrigate).ship.nav.status = NavStatus::kInOrbit;
    EXPECT_EQ(code(install_mount(kFrigate, kLaser)), 4244);
    agent_.send(kFrigate, kYard, kDawn);
    EXPECT_EQ(code(install_mount(kFrigate, kLaser)), 4214);
    dock(kFrigate, kNoYard);
    EXPECT_EQ(code(install_mount(kFrigate, kLaser)), 4246);
    EXPECT_EQ(code(remove_mount(kFrigate, "MOUNT_SURVEYOR_II")), 4246);
    EXPECT_EQ(code(install_module(kFrigate, kHold)), 4266);
    EXPECT_EQ(code(remove_module(kFrigate, kHold)), 4266);
    EXPECT_EQ(code(install_mount(9, kLaser)), 404);
}

TEST_F(OutfittingTest, RefusesAnAgentWithoutTheFee) {
    load(kFrigate, kLaser);
    agent_.world().agent_record(agent_.name()).agent.credits = Credits(99);
    EXPECT_EQ(code(install_mount(kFrigate, kLaser)), 4248);
    EXPECT_EQ(code(remove_mount(kFrigate, "MOUNT_SURVEYOR_II")), 4248);
    EXPECT_EQ(code(remove_module(kFrigate, "MODULE_GAS_PROCESSOR_I")), 4268);
    load(kFrigate, "MODULE_GAS_PROCESSOR_I");
    EXPECT_EQ(code(install_module(kFrigate, "MODULE_GAS_PROCESSOR_I")), 4268);
}

}  // namespace
}  // namespace argosy::sim
