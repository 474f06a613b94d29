// What every implementation of game::GamePort does with jump gates, and with fuel from the hold.

#include "sim/testing/two_systems.h"
#include "tests/conformance/game_port_suite.h"

namespace argosy::tests {
namespace {

using core::Credits;
using core::ErrorCode;
using core::Units;
using model::NavStatus;
using model::SystemSymbol;
using model::TradeSymbol;
using model::WaypointSymbol;
using sim::testing::kHomeGate;
using sim::testing::kOtherGate;
using sim::testing::kUnfinishedGate;

const SystemSymbol kOtherSystem("X1-TWO");
const WaypointSymbol kHalfWay("X1-AD75-I56");
const TradeSymbol kFuel("FUEL");
const TradeSymbol kAntimatter("ANTIMATTER");

class GamePortGates : public GamePortConformance {
  protected:
    void refuel() {
        ASSERT_TRUE(succeeded(call(game().dock(kFrigate))));
        ASSERT_TRUE(succeeded(call(game().refuel({kFrigate}))));
    }

    // The gate is farther than a tank takes the frigate, with a fuel station half way.
    void reach_gate() {
        fly(kHalfWay);
        refuel();
        fly(kHomeGate);
    }
};

INSTANTIATE_TEST_SUITE_P(Worlds, GamePortGates,
                         testing::Values(NamedWorld{"SimGame", &make_simulated_world},
                                         NamedWorld{"HttpGame", &make_http_world},
                                         NamedWorld{"HttpGameOverSockets", &make_socket_world}),
                         [](const auto& info) { return info.param.name; });

TEST_P(GamePortGates, SystemsHaveAPlaceEach) {
    const auto home = call(game().system(kSystem));
    const auto other = call(game().system(kOtherSystem));
    ASSERT_TRUE(succeeded(home));
    ASSERT_TRUE(succeeded(other));
    EXPECT_EQ(home->symbol, kSystem);
    EXPECT_EQ(model::distance(home->position, other->position), 500);
    const auto nowhere = call(game().system(SystemSymbol("X1-NONE")));
    EXPECT_TRUE(refused(nowhere, ErrorCode::kNotFound, game::kNotFoundCode));
}

TEST_P(GamePortGates, AGateTellsWhatItLeadsTo) {
    const auto gate = call(game().jump_gate(kHomeGate));
    ASSERT_TRUE(succeeded(gate));
    EXPECT_EQ(gate->symbol, kHomeGate);
    const auto leads_to = [&](const WaypointSymbol& other) {
        return std::count(gate->connections.begin(), gate->connections.end(), other) == 1;
    };
    EXPECT_TRUE(leads_to(kOtherGate));
    EXPECT_TRUE(leads_to(kUnfinishedGate));
    EXPECT_TRUE(refused(call(game().jump_gate(kHome)), ErrorCode::kNotFound, 404));
}

TEST_P(GamePortGates, AGateTellsWhetherItIsFinished) {
    const auto finished = call(game().jump_gate(kHomeGate));
    ASSERT_TRUE(succeeded(finished));
    EXPECT_FALSE(finished->under_construction);
    const auto unfinished = call(game().jump_gate(kUnfinishedGate));
    ASSERT_TRUE(succeeded(unfinished));
    EXPECT_TRUE(unfinished->under_construction);
}

TEST_P(GamePortGates, AJumpIsAtOnceBuysAntimatterAndCoolsTheShipDown) {
    reach_gate();
    const model::MarketGood sold = quote(kHomeGate, kAntimatter);
    const Credits before = credits();
    const auto jumped = call(game().jump(kFrigate, kOtherGate));
    ASSERT_TRUE(succeeded(jumped));
    EXPECT_EQ(jumped->nav.waypoint, kOtherGate);
    EXPECT_EQ(jumped->nav.system, kOtherSystem);
    EXPECT_EQ(jumped->nav.status, NavStatus::kInOrbit);
    EXPECT_EQ(jumped->nav.route.origin, kHomeGate);
    EXPECT_EQ(jumped->units, Units(1));
    EXPECT_EQ(jumped->total, sold.ask * Units(1));
    EXPECT_EQ(jumped->balance_after, before - jumped->total);
    EXPECT_EQ(credits(), jumped->balance_after);
    EXPECT_EQ(jumped->cooldown_until - jumped->executed_at, model::jump_cooldown(500));

    const model::Ship there = ship(kFrigate);
    EXPECT_EQ(there.nav.waypoint, kOtherGate);
    EXPECT_TRUE(there.cargo.items.empty()) << "the antimatter never comes aboard";
    EXPECT_EQ(there.cooldown_until, std::optional(jumped->cooldown_until));
    const auto until = call(game().cooldown(kFrigate));
    ASSERT_TRUE(succeeded(until));
    EXPECT_EQ(*until, jumped->cooldown_until);
}

TEST_P(GamePortGates, AShipThatCoolsDownDoesNotJump) {
    reach_gate();
    const auto jumped = call(game().jump(kFrigate, kOtherGate));
    ASSERT_TRUE(succeeded(jumped));
    EXPECT_TRUE(
        refused(call(game().jump(kFrigate, kHomeGate)), ErrorCode::kRejected, game::kCooldown));
    world_->wait_until(jumped->cooldown_until + kAMoment);
    const auto over = call(game().cooldown(kFrigate));
    ASSERT_TRUE(succeeded(over));
    EXPECT_LE(*over, now());
    EXPECT_TRUE(
        refused(call(game().jump(kFrigate, kHomeGate)), ErrorCode::kRejected, game::kNoAntimatter));
}

TEST_P(GamePortGates, JumpsThatCannotBeAreRefusedAndCostNothing) {
    EXPECT_TRUE(
        refused(call(game().jump(kFrigate, kOtherGate)), ErrorCode::kRejected, game::kNotInOrbit));
    reach_gate();
    const Credits before = credits();
    EXPECT_TRUE(refused(call(game().jump(kFrigate, kUnfinishedGate)), ErrorCode::kRejected,
                        game::kOtherGateUnfinished));
    EXPECT_TRUE(
        refused(call(game().jump(kFrigate, sim::testing::kLoneGate)), ErrorCode::kRejected, 4255));
    EXPECT_TRUE(refused(call(game().jump(kFrigate, kNear)), ErrorCode::kRejected, 4208));
    EXPECT_EQ(credits(), before);
    EXPECT_EQ(ship(kFrigate).nav.waypoint, kHomeGate);
}

TEST_P(GamePortGates, FuelFromTheHoldFillsAHundredAUnitAndCostsNothing) {
    ASSERT_TRUE(succeeded(buy(kFuel, 2)));
    const game::Departure departure = fly(kHalfWay);
    const std::int64_t burnt = 400 - departure.fuel.current;
    ASSERT_GT(burnt, 100);
    ASSERT_TRUE(succeeded(call(game().dock(kFrigate))));
    const Credits before = credits();
    const auto some = call(game().refuel({kFrigate, game::FuelSource::kCargo, 100}));
    ASSERT_TRUE(succeeded(some));
    EXPECT_EQ(some->units, Units(1));
    EXPECT_EQ(some->total, Credits(0));
    EXPECT_EQ(some->balance_after, before);
    EXPECT_EQ(some->fuel_after.current, departure.fuel.current + 100);
    ASSERT_TRUE(some->cargo_after.has_value());
    EXPECT_EQ(some->cargo_after->of(kFuel), Units(1));
    EXPECT_EQ(ship(kFrigate).cargo.of(kFuel), Units(1));
    EXPECT_EQ(credits(), before);
}

TEST_P(GamePortGates, FuelThatIsNotAboardCannotBeBurnt) {
    fly(kHalfWay);
    ASSERT_TRUE(succeeded(call(game().dock(kFrigate))));
    const auto none = call(game().refuel({kFrigate, game::FuelSource::kCargo}));
    EXPECT_TRUE(refused(none, ErrorCode::kRejected, game::kNotEnoughCargo));
}

TEST_P(GamePortGates, CallsCostOneRequestEach) {
    const auto cost = [this](auto make_call) {
        const std::int64_t before = game().budget().counts().total();
        EXPECT_TRUE(succeeded(call(make_call())));
        return game().budget().counts().total() - before;
    };
    EXPECT_EQ(cost([this] { return game().system(kSystem); }), 1);
    EXPECT_EQ(cost([this] { return game().jump_gate(kHomeGate); }), 2);
    EXPECT_EQ(cost([this] { return game().cooldown(kFrigate); }), 1);
    reach_gate();
    EXPECT_EQ(cost([this] { return game().jump(kFrigate, kOtherGate); }), 1);
}

}  // namespace
}  // namespace argosy::tests
