// Journeys that meet with something: gates, cooldowns, fuel that is refused, crashes, wear.

#include <gmock/gmock.h>

#include "fleet/testing/fleet_process.h"

namespace argosy::fleet {
namespace {

using core::Credits;
using core::ErrorCode;
using core::Units;
using ledger::EntryType;
using model::FlightMode;
using model::TradeType;
using model::WaypointSymbol;
using testing::at;
using testing::Fate;
using testing::FleetProcess;
using testing::goods_of;
using ::testing::HasSubstr;
using testing::priced;
using testing::Remains;

const model::TradeSymbol kFuel("FUEL");
const model::SystemSymbol kMiddle("X1-MID");
const model::SystemSymbol kEnd("X1-END");
const WaypointSymbol kMiddleGate("X1-MID-I1");
const WaypointSymbol kEndGate("X1-END-I1");
const WaypointSymbol kEndPlanet("X1-END-A1");
const ledger::Purpose kPurpose{ledger::Category::kCargoTrade, core::OperationId("operation-1-1"),
                               core::PipelineId(), core::TaskId()};

// Home: a market, and a gate 100 away. Two jumps lead to a planet in another system.
class JourneyTest : public ::testing::Test {
  protected:
    JourneyTest() {
        auto& world = remains_.world;
        const auto fuel = priced("FUEL", TradeType::kExchange, 180, 0);
        const auto antimatter = priced("ANTIMATTER", TradeType::kExchange, 18, 0);
        world.credits = Credits(5'000'000);
        world.add_market(at("A1"), {0, 0}, goods_of({{"FUEL", fuel}}));
        world.add_market(at("B2"), {300, 0}, goods_of({{"FUEL", fuel}}));
        for (const WaypointSymbol& gate : {at("I1"), kMiddleGate, kEndGate}) {
            world.add_market(gate, {100, 0},
                             goods_of({{"FUEL", fuel}, {"ANTIMATTER", antimatter}}));
            world.waypoints.at(gate).type = "JUMP_GATE";
        }
        world.add_market(kEndPlanet, {0, 0}, goods_of({{"FUEL", fuel}}));
        world.gates = {{at("I1"), {kMiddleGate}},
                       {kMiddleGate, {at("I1"), kEndGate}},
                       {kEndGate, {kMiddleGate}}};
        world.systems = {{testing::kSystem, {0, 0}}, {kMiddle, {600, 800}}, {kEnd, {600, 1'000}}};
        ship_ = world.add_ship(400).symbol;
        start();
    }

    void start() {
        process_.reset();
        process_ = std::make_unique<FleetProcess>(remains_, ++seed_);
        ASSERT_TRUE(process_->run(process_->open()).ok());
        process_->game.requests.clear();
    }

    Result<void> go(const WaypointSymbol& to) {
        return process_->run(process_->fleet.helm.go(ship_, to, kPurpose));
    }
    // Sends the ship, and does not wait for it.
    void send(const WaypointSymbol& to) {
        process_->runtime.spawn(
            [](Helm& helm, model::ShipSymbol ship, WaypointSymbol where) -> Task<void> {
                (void)co_await helm.go(ship, where, kPurpose);
            }(process_->fleet.helm, ship_, to));
    }
    model::Ship& real() { return remains_.world.ships.at(ship_); }
    const model::Ship& known() { return process_->fleet.ships.at(ship_); }
    std::int64_t asked(std::string_view method) { return process_->game.count(method); }

    Remains remains_;
    model::ShipSymbol ship_;
    std::unique_ptr<FleetProcess> process_;
    std::uint64_t seed_ = 0;
};

TEST_F(JourneyTest, JumpsFromGateToGateAndWaitsForTheCooldownBetween) {
    const core::TimePoint begin = process_->runtime.now();
    ASSERT_TRUE(go(kEndPlanet).ok());
    EXPECT_EQ(real().nav.waypoint, kEndPlanet);
    EXPECT_EQ(known().nav.system, kEnd);
    EXPECT_EQ(asked("jump"), 2) << "none was refused";
    EXPECT_GE(process_->runtime.now() - begin, model::jump_cooldown(1'000));
    EXPECT_EQ(process_->ledger.balance(), remains_.world.credits) << "the antimatter is booked";
    EXPECT_EQ(remains_.number("SELECT COUNT(*) AS n FROM transactions WHERE type = 'JUMP'"), 2);
}

TEST_F(JourneyTest, RemembersTheWayAcrossAStart) {
    ASSERT_TRUE(go(kEndPlanet).ok());
    start();
    ASSERT_TRUE(go(at("A1")).ok());
    EXPECT_EQ(asked("jump_gate") + asked("system") + asked("waypoints"), 0);
}

TEST_F(JourneyTest, SaysWhileItCoolsDownWhatItWaitsFor) {
    send(kEndPlanet);
    while (real().nav.system != kMiddle)
        ASSERT_TRUE(process_->run_events(1));
    process_->run_for(std::chrono::seconds(30));
    EXPECT_THAT(process_->fleet.helm.waiting_for(ship_), HasSubstr("cooling down"));
    process_->run_for(std::chrono::hours(1));
    EXPECT_EQ(process_->fleet.helm.waiting_for(ship_), "");
    EXPECT_EQ(real().nav.waypoint, kEndPlanet);
}

TEST_F(JourneyTest, GoesOnAfterACrashBetweenAJumpAndItsAnswer) {
    send(kEndPlanet);
    while (real().nav.system != kMiddle)
        ASSERT_TRUE(process_->run_events(1));
    start();
    EXPECT_EQ(known().nav.waypoint, kMiddleGate);
    EXPECT_EQ(process_->ledger.balance(), remains_.world.credits) << "settled by looking";
    ASSERT_TRUE(go(kEndPlanet).ok());
    EXPECT_EQ(remains_.number("SELECT COUNT(*) AS n FROM transactions WHERE type = 'JUMP'"), 2);
    EXPECT_EQ(process_->ledger.balance(), remains_.world.credits);
}

TEST_F(JourneyTest, SettlesAJumpWhoseAnswerWasLostByLookingWhereTheShipIs) {
    ASSERT_TRUE(go(at("I1")).ok());
    process_->game.fates = {Fate::kAnswerLost};
    ASSERT_TRUE(go(kMiddleGate).ok());
    EXPECT_EQ(asked("jump"), 1);
    EXPECT_EQ(process_->ledger.balance(), remains_.world.credits);
}

TEST_F(JourneyTest, GoesOnFromAMarketThatTradesNothing) {
    remains_.world.markets.at(at("B2")).clear();
    real().nav.waypoint = at("B2");
    real().fuel = {100, 400};
    ASSERT_TRUE(process_->run(process_->fleet.ships.refresh(ship_)).ok());
    const auto gone = go(at("A1"));
    ASSERT_TRUE(gone.ok()) << gone.error().message;
    EXPECT_EQ(real().nav.waypoint, at("A1"));
    EXPECT_TRUE(process_->fleet.markets.looked_at(at("B2")).has_value());
}

TEST_F(JourneyTest, UsesNoGateUnderConstruction) {
    remains_.world.unfinished = {kMiddleGate};
    const auto gone = go(kEndPlanet);
    ASSERT_FALSE(gone.ok());
    EXPECT_EQ(gone.error().code, ErrorCode::kNotFound);
    EXPECT_EQ(asked("jump"), 0);
    remains_.world.unfinished.clear();
    EXPECT_TRUE(go(kEndPlanet).ok()) << "it asks again, and the gate is finished";
}

TEST_F(JourneyTest, FliesOnWhenTheMarketStoppedSellingFuel) {
    ASSERT_TRUE(go(at("B2")).ok());
    ASSERT_TRUE(process_->run(process_->fleet.helm.look(ship_)).ok());
    real().fuel.current = 20;
    remains_.world.markets.at(at("B2")).erase(kFuel);
    ASSERT_TRUE(process_->run(process_->fleet.ships.refresh(ship_)).ok());
    process_->game.requests.clear();
    ASSERT_TRUE(go(at("A1")).ok());
    EXPECT_EQ(real().nav.waypoint, at("A1"));
    const auto& requests = process_->game.requests;
    const auto refused = std::find(requests.begin(), requests.end(), "refuel");
    ASSERT_NE(refused, requests.end());
    EXPECT_EQ(*std::next(refused), "market") << "a refusal makes it look";
    EXPECT_EQ(process_->markets.find(at("B2"), kFuel), nullptr);
}

TEST_F(JourneyTest, WaitsForCreditsAndSaysSoBeforeItFliesOnWithout) {
    ASSERT_TRUE(process_->run(process_->fleet.helm.look(ship_)).ok());
    real().fuel.current = 20;
    process_.reset();
    remains_.engine = Remains().engine;
    remains_.world.credits = Credits(10);
    start();
    send(at("B2"));
    process_->run_for(std::chrono::minutes(2));
    EXPECT_THAT(process_->fleet.helm.waiting_for(ship_), HasSubstr("waiting for credits"));
    EXPECT_EQ(real().nav.waypoint, at("A1"));
    process_->run_for(std::chrono::hours(3));
    EXPECT_EQ(real().nav.waypoint, at("B2"));
    EXPECT_EQ(process_->fleet.helm.waiting_for(ship_), "");
    EXPECT_EQ(remains_.world.credits, Credits(10));
}

TEST_F(JourneyTest, TakesWhatFuelThereAreCreditsForWhenNoOthersCome) {
    ASSERT_TRUE(process_->run(process_->fleet.helm.look(ship_)).ok());
    // As little as a ship never leaves a place with where fuel is sold.
    real().fuel.current = 3;
    process_.reset();
    remains_.engine = Remains().engine;
    remains_.world.credits = Credits(100);
    start();
    send(at("B2"));
    process_->run_for(std::chrono::hours(3));
    EXPECT_EQ(real().nav.waypoint, at("B2"));
    EXPECT_LT(remains_.world.credits, Credits(100));
    EXPECT_GE(remains_.world.credits, Credits(0));
    EXPECT_EQ(process_->ledger.balance(), remains_.world.credits);
}

TEST_F(JourneyTest, BurnsTheFuelInItsHoldWhereNothingElseLeadsOn) {
    real().nav.waypoint = at("B2");
    real().fuel.current = 0;
    real().cargo.items[kFuel] = Units(3);
    remains_.world.markets.at(at("B2")).erase(kFuel);
    remains_.world.markets.at(at("B2")).emplace(model::TradeSymbol("IRON"),
                                                priced("IRON", TradeType::kImport, 60, 0));
    start();
    ASSERT_TRUE(go(at("A1")).ok());
    EXPECT_EQ(real().nav.waypoint, at("A1"));
    EXPECT_LT(real().cargo.of(kFuel), Units(3));
    EXPECT_EQ(known().cargo.of(kFuel), real().cargo.of(kFuel));
}

TEST_F(JourneyTest, LearnsHowMuchLongerAWornShipTakes) {
    remains_.world.slowdown = 30;
    ASSERT_TRUE(go(at("B2")).ok());
    ASSERT_TRUE(known().slowdown.has_value());
    EXPECT_NEAR(double(*known().slowdown), 30, 1);
    ASSERT_TRUE(process_->run(process_->fleet.ships.refresh()).ok());
    ASSERT_TRUE(known().slowdown.has_value()) << "the game does not say, so it is kept";
    const RoutePlan* back = process_->fleet.routes.find(known(), at("B2"), at("A1"));
    ASSERT_NE(back, nullptr);
    const core::TimePoint begin = process_->runtime.now();
    ASSERT_TRUE(go(at("A1")).ok());
    const double took = double((process_->runtime.now() - begin).count());
    EXPECT_NEAR(took / double(back->time.count()), 1.0, 0.03);
}

}  // namespace
}  // namespace argosy::fleet
