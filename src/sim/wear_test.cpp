#include "sim/wear.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "sim/flight.h"
#include "sim/testing/one_agent.h"

namespace argosy::sim {
namespace {

using core::Duration;
using model::WaypointSymbol;
using sim::testing::kDawn;
using sim::testing::OneAgent;
using std::chrono::hours;
using std::chrono::seconds;

constexpr int kFrigate = 1;
constexpr int kProbe = 2;
constexpr int kDrone = 3;
constexpr int kHauler = 4;
const WaypointSymbol kA1("X1-AD75-A1");
const WaypointSymbol kB7("X1-AD75-B7");

constexpr std::array kAll{Component::kFrame, Component::kReactor, Component::kEngine};

class WearTest : public ::testing::Test {
  protected:
    std::vector<const ShipEvent*> wear(int ship, WearCause cause) {
        return wear_out(agent_.world(), agent_.ship(ship), cause, kDawn);
    }
    std::int64_t worst(int ship) {
        std::int64_t least = Wear::kNew;
        for (const Wear& each : agent_.ship(ship).wear)
            least = std::min(least, each.condition);
        return least;
    }
    // Flies between two places without a pause.
    void fly(int ship, Duration length) {
        agent_.put(ship, kA1).ship.nav.route.destination = kB7;
        const Duration leg =
            flight_time(agent_.world(), agent_.ship(ship), model::FlightMode::kCruise);
        for (Duration flown{0}; flown < length; flown += leg)
            wear(ship, WearCause::kTravel);
    }
    void extract(int ship, Duration length) {
        for (Duration worked{0}; worked < length; worked += WearRules().extraction_work)
            wear(ship, WearCause::kExtraction);
    }

    OneAgent agent_{{"SHIP_MINING_DRONE", "SHIP_LIGHT_HAULER"}};
};

// Told of the developer's aim: drones last a day or two, good hulls weeks.
TEST_F(WearTest, WearsPoorHullsOutInADayOrTwoOfSteadyWork) {
    fly(kProbe, hours(24));
    EXPECT_GT(worst(kProbe), 500);
    EXPECT_LT(worst(kProbe), 6'000);
    fly(kProbe, hours(24));
    EXPECT_LT(worst(kProbe), 500);

    extract(kDrone, hours(24));
    EXPECT_GT(worst(kDrone), 500);
    extract(kDrone, hours(24));
    EXPECT_LT(worst(kDrone), 500);
}

TEST_F(WearTest, LeavesGoodHullsForWeeks) {
    fly(kHauler, hours(24));
    EXPECT_GT(worst(kHauler), 8'000);
    EXPECT_LT(worst(kHauler), 9'800);
    fly(kHauler, 2 * hours(24));
    EXPECT_GT(worst(kHauler), 5'000);
}

TEST_F(WearTest, NeverTakesAConditionBelowNothingAndTellsTheOwnerOnce) {
    fly(kProbe, hours(5 * 24));
    for (const Component component : kAll)
        EXPECT_GE(agent_.ship(kProbe).wear_of(component).condition, 0);
    EXPECT_EQ(agent_.ship(kProbe).wear_of(Component::kEngine).condition, 0);
    const auto& events = agent_.world().agent_record(agent_.name()).events;
    EXPECT_EQ(std::count_if(events.begin(), events.end(),
                            [](const AgentEvent& event) {
                                return event.type == "SHIP_WORN_OUT" &&
                                       event.message.find("ENGINE_IMPULSE_DRIVE_I") !=
                                           std::string::npos;
                            }),
              1);
}

TEST_F(WearTest, DamagesTheComponentThatItsEventsName) {
    agent_.put(kProbe, kA1).ship.nav.route.destination = kB7;
    int seen = 0;
    for (int i = 0; i < 400; ++i) {
        const auto before = agent_.ship(kProbe).wear;
        const auto events = wear(kProbe, WearCause::kTravel);
        seen += int(events.size());
        for (const Component component : kAll) {
            const std::int64_t hits = std::count_if(
                events.begin(), events.end(),
                [&](const ShipEvent* event) { return event->component == component; });
            const Wear& after = agent_.ship(kProbe).wear_of(component);
            const std::int64_t lost = before[std::size_t(component)].condition - after.condition;
            EXPECT_EQ(lost > 0, hits > 0);
            // Damage doubles at most, as health goes.
            if (after.condition > 0) EXPECT_GE(lost, 50 * hits);
            EXPECT_LE(lost, 300 * hits);
            EXPECT_EQ(after.integrity, Wear::kNew);
        }
        if (worst(kProbe) == 0) break;
    }
    EXPECT_GT(seen, 20);
}

TEST_F(WearTest, IsAboutFrameAndEngineInTravelAndAboutFrameAndReactorInExtraction) {
    fly(kHauler, hours(5 * 24));
    EXPECT_EQ(agent_.ship(kHauler).wear_of(Component::kReactor).condition, Wear::kNew);
    EXPECT_LT(agent_.ship(kHauler).wear_of(Component::kFrame).condition, Wear::kNew);
    EXPECT_LT(agent_.ship(kHauler).wear_of(Component::kEngine).condition, Wear::kNew);
    extract(kDrone, hours(12));
    EXPECT_EQ(agent_.ship(kDrone).wear_of(Component::kEngine).condition, Wear::kNew);
    EXPECT_LT(agent_.ship(kDrone).wear_of(Component::kReactor).condition, Wear::kNew);
}

TEST_F(WearTest, DoesNotTouchTheTimesOfAShipAsGoodAsNew) {
    for (const int time : {15, 16, 53, 4'181})
        EXPECT_EQ(slowed(agent_.ship(kFrigate), WearRules(), seconds(time)), seconds(time));
}

TEST_F(WearTest, SlowsByTheWorseOfFrameAndEngineUpToALimit) {
    ShipRecord& ship = agent_.ship(kFrigate);
    ship.wear_of(Component::kReactor).condition = 0;
    EXPECT_EQ(slowed(ship, WearRules(), seconds(100)), seconds(100));
    ship.wear_of(Component::kFrame).condition = 8'000;
    EXPECT_EQ(slowed(ship, WearRules(), seconds(100)), seconds(110));
    ship.wear_of(Component::kEngine) = {8'000, 5'000};  // Health 0.4.
    EXPECT_EQ(slowed(ship, WearRules(), seconds(100)), seconds(130));
    ship.wear_of(Component::kEngine).condition = 0;
    EXPECT_EQ(slowed(ship, WearRules(), seconds(100)), seconds(150));
}

TEST_F(WearTest, LeavesShipsAloneWhenItIsSwitchedOff) {
    UniverseOptions options{.seed = 7, .start = kDawn};
    options.wear.enabled = false;
    const auto world = Universe::create(recorded_scenario(), options).value();
    ASSERT_TRUE(world->register_agent("account", "ARGOSY", "COSMIC", kDawn).ok());
    ShipRecord& probe = world->state().ships.at(agent_.symbol(kProbe));
    probe.ship.nav.route.destination = kB7;
    for (int i = 0; i < 1'000; ++i)
        EXPECT_TRUE(wear_out(*world, probe, WearCause::kTravel, kDawn).empty());
    EXPECT_EQ(probe.wear_of(Component::kEngine).condition, Wear::kNew);
    EXPECT_EQ(probe.chances, 0);
}

TEST_F(WearTest, IsAShipsOwnLuckWhateverOthersDo) {
    OneAgent other({"SHIP_MINING_DRONE", "SHIP_LIGHT_HAULER"});
    fly(kHauler, hours(10));
    extract(kDrone, hours(10));
    for (Duration worked{0}; worked < hours(10); worked += WearRules().extraction_work)
        wear_out(other.world(), other.ship(kDrone), WearCause::kExtraction, kDawn);
    for (const Component component : kAll) {
        EXPECT_EQ(agent_.ship(kDrone).wear_of(component).condition,
                  other.ship(kDrone).wear_of(component).condition);
    }
}

}  // namespace
}  // namespace argosy::sim
