#include "sim/flight.h"

#include <gmock/gmock.h>

#include "sim/testing/one_agent.h"

namespace argosy::sim {
namespace {

using core::Duration;
using core::TimePoint;
using model::FlightMode;
using model::NavStatus;
using model::WaypointSymbol;
using sim::testing::code;
using sim::testing::kDawn;
using sim::testing::OneAgent;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr int kFrigate = 1;
constexpr int kProbe = 2;
const WaypointSymbol kA1("X1-AD75-A1");
const WaypointSymbol kH51("X1-AD75-H51");

// A1 (23,-9) to H51 (8,44) is 55: at speed 36, 53 s and 55 fuel at CRUISE, 34 s and 110 at BURN,
// 397 s and 1 at DRIFT.
class FlightTest : public ::testing::Test {
  protected:
    TimePoint leave(int ship, FlightMode mode) {
        agent_.put(ship, kA1).ship.nav.flight_mode = mode;
        const auto left = agent_.world().navigate(agent_.name(), agent_.symbol(ship), kH51, kDawn);
        EXPECT_EQ(code(left), 0);
        return left->ship->ship.nav.route.arrival;
    }
    auto change(int ship, FlightMode mode, Duration after) {
        return agent_.world().set_flight_mode(agent_.name(), agent_.symbol(ship), mode,
                                              kDawn + after);
    }

    OneAgent agent_;
};

TEST_F(FlightTest, TakesItsShareOfTheNewModesTimeAndFuelWhenHurried) {
    ASSERT_EQ(leave(kFrigate, FlightMode::kCruise) - kDawn, seconds(53));
    const auto hurried = change(kFrigate, FlightMode::kBurn, milliseconds(26'500));
    ASSERT_TRUE(hurried.ok());
    // Half of the way is left: half of 34 s, and half of the 55 that BURN takes more.
    EXPECT_EQ((*hurried)->ship.nav.route.arrival - kDawn, milliseconds(43'500));
    EXPECT_EQ((*hurried)->ship.fuel.current, 400 - 55 - 28);
    EXPECT_EQ((*hurried)->fuel_use.amount, 28);
    EXPECT_EQ((*hurried)->ship.nav.flight_mode, FlightMode::kBurn);
    EXPECT_EQ((*hurried)->ship.nav.status, NavStatus::kInTransit);
    EXPECT_EQ((*hurried)->ship.nav.route.departure, kDawn);
}

TEST_F(FlightTest, KnowsWhereTheShipIsAlsoWhenItIsHurriedTwice) {
    ASSERT_EQ(leave(kFrigate, FlightMode::kDrift) - kDawn, seconds(397));
    // After a quarter of DRIFT three quarters of 53 s are left, rounded up to the millisecond.
    ASSERT_TRUE(change(kFrigate, FlightMode::kCruise, milliseconds(99'250)).ok());
    EXPECT_EQ(agent_.ship(kFrigate).ship.nav.route.arrival - kDawn, milliseconds(99'250 + 39'750));
    EXPECT_EQ(agent_.ship(kFrigate).ship.fuel.current, 399 - 41);
    // Then 26.5 s later, a quarter of the way is left.
    ASSERT_TRUE(change(kFrigate, FlightMode::kBurn, milliseconds(99'250 + 26'500)).ok());
    EXPECT_EQ(agent_.ship(kFrigate).ship.nav.route.arrival - kDawn,
              milliseconds(99'250 + 26'500 + 8'500));
    EXPECT_EQ(agent_.ship(kFrigate).ship.fuel.current, 399 - 41 - 14);
}

TEST_F(FlightTest, RefusesToSlowAShipDown) {
    const TimePoint arrival = leave(kFrigate, FlightMode::kCruise);
    EXPECT_EQ(code(change(kFrigate, FlightMode::kDrift, seconds(10))), 4269);
    EXPECT_EQ(code(change(kFrigate, FlightMode::kStealth, seconds(10))), 4269);
    EXPECT_EQ(code(change(kFrigate, FlightMode::kCruise, seconds(10))), 0);
    EXPECT_EQ(agent_.ship(kFrigate).ship.nav.route.arrival, arrival);
    EXPECT_EQ(agent_.ship(kFrigate).ship.fuel.current, 345);
    ASSERT_EQ(code(change(kFrigate, FlightMode::kBurn, seconds(11))), 0);
    EXPECT_EQ(code(change(kFrigate, FlightMode::kCruise, seconds(12))), 4269);
}

TEST_F(FlightTest, RefusesToHurryAShipWithoutTheFuel) {
    leave(kFrigate, FlightMode::kCruise);
    agent_.ship(kFrigate).ship.fuel.current = 27;
    EXPECT_EQ(code(change(kFrigate, FlightMode::kBurn, milliseconds(26'500))), 4203);
    EXPECT_EQ(agent_.ship(kFrigate).ship.nav.flight_mode, FlightMode::kCruise);
    agent_.ship(kFrigate).ship.fuel.current = 28;
    EXPECT_EQ(code(change(kFrigate, FlightMode::kBurn, milliseconds(26'500))), 0);
}

TEST_F(FlightTest, HurriesAProbeForNothing) {
    const TimePoint arrival = leave(kProbe, FlightMode::kCruise);
    ASSERT_TRUE(change(kProbe, FlightMode::kBurn, seconds(1)).ok());
    EXPECT_LT(agent_.ship(kProbe).ship.nav.route.arrival, arrival);
    EXPECT_EQ(agent_.ship(kProbe).ship.fuel.current, 0);
}

TEST_F(FlightTest, LetsAShipThatArrivedChooseAnyModeToTheMillisecond) {
    const TimePoint arrival = leave(kFrigate, FlightMode::kCruise);
    EXPECT_EQ(code(change(kFrigate, FlightMode::kDrift, arrival - kDawn - milliseconds(1))), 4269);
    EXPECT_EQ(code(change(kFrigate, FlightMode::kDrift, arrival - kDawn)), 0);
    EXPECT_EQ(agent_.ship(kFrigate).ship.nav.route.arrival, arrival);
}

TEST_F(FlightTest, IsLongerForAWornShip) {
    agent_.ship(kFrigate).wear_of(Component::kEngine).condition = 7'000;
    // A speed lost to three tenths of the most: 53 * 1.15 = 60.95 s.
    EXPECT_EQ(leave(kFrigate, FlightMode::kCruise) - kDawn, seconds(61));
}

}  // namespace
}  // namespace argosy::sim
