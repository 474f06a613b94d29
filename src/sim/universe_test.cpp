#include "sim/universe.h"

#include <gmock/gmock.h>

#include "sim/truth.h"

namespace argosy::sim {
namespace {

using core::Credits;
using core::TimePoint;
using core::Units;
using model::AgentSymbol;
using model::FlightMode;
using model::NavStatus;
using model::ShipSymbol;
using model::ShipType;
using model::TradeSymbol;
using model::WaypointSymbol;
using testing::ElementsAre;
using testing::HasSubstr;

const TimePoint kStart = core::parse_time("2025-04-09T12:00:00.000Z").value();
const AgentSymbol kAgent("ARGOSY");
const ShipSymbol kFrigate("ARGOSY-1");
const ShipSymbol kProbe("ARGOSY-2");
const WaypointSymbol kA1("X1-AD75-A1");
const WaypointSymbol kA2("X1-AD75-A2");
const WaypointSymbol kH51("X1-AD75-H51");
const WaypointSymbol kH52("X1-AD75-H52");
const WaypointSymbol kJ58("X1-AD75-J58");
const WaypointSymbol kAsteroid("X1-AD75-B8");
const TradeSymbol kIron("IRON");
const TradeSymbol kFuel("FUEL");

// Returns the refusal's code, 0 when the operation was done.
template <class T>
std::int32_t code(const ApiResult<T>& result) {
    return result.ok() ? 0 : result.error().code;
}

class UniverseTest : public testing::Test {
  protected:
    void open(UniverseOptions options = {.seed = 3, .start = kStart}) {
        options.start = kStart;
        universe_ = Universe::create(recorded_scenario(), options).value();
        token_ = universe_->register_agent("account", "argosy", "COSMIC", kStart)->token;
    }
    void SetUp() override { open(); }

    Universe& world() { return *universe_; }
    const model::Ship& frigate(TimePoint now) {
        return (*world().ship(kAgent, kFrigate, now))->ship;
    }
    Credits credits() { return Truth(world()).credits(kAgent); }

    // Flies the frigate and docks it; returns when it is there.
    TimePoint fly(const WaypointSymbol& destination, TimePoint now) {
        EXPECT_EQ(code(world().orbit(kAgent, kFrigate, now)), 0);
        const auto flight = world().navigate(kAgent, kFrigate, destination, now);
        EXPECT_EQ(code(flight), 0);
        const TimePoint arrival = flight->ship->ship.nav.route.arrival;
        EXPECT_EQ(code(world().dock(kAgent, kFrigate, arrival)), 0);
        return arrival;
    }

    std::unique_ptr<Universe> universe_;
    std::string token_;
};

TEST_F(UniverseTest, GivesANewAgentAFrigateAProbeAndItsCredits) {
    const auto made = world().register_agent("account", "New_1", "VOID", kStart);
    ASSERT_TRUE(made.ok());
    EXPECT_EQ(made->agent->agent.symbol.str(), "NEW_1");
    EXPECT_EQ(made->agent->agent.credits, Credits(175'000));
    EXPECT_EQ(made->agent->agent.headquarters, kA1);
    ASSERT_EQ(made->ships.size(), 2u);
    const model::Ship& first = made->ships[0]->ship;
    EXPECT_EQ(first.symbol.str(), "NEW_1-1");
    EXPECT_EQ(first.role, "COMMAND");
    EXPECT_EQ(first.speed, 36);
    EXPECT_EQ(first.fuel.current, 400);
    EXPECT_EQ(first.cargo.capacity, Units(40));
    EXPECT_EQ(first.nav.status, NavStatus::kDocked);
    EXPECT_EQ(first.nav.waypoint, kA1);
    const model::Ship& second = made->ships[1]->ship;
    EXPECT_EQ(second.role, "SATELLITE");
    EXPECT_EQ(second.fuel.capacity, 0);
    EXPECT_EQ(second.nav.waypoint, kH52);
}

TEST_F(UniverseTest, NumbersShipsInHexadecimalAndGivesTheGifts) {
    open({.seed = 3,
          .starting_credits = Credits(1'000'000),
          .gifts = {{ShipType("SHIP_LIGHT_HAULER"), 10}}});
    EXPECT_EQ(credits(), Credits(1'000'000));
    const auto ships = world().ships(kAgent, kStart);
    ASSERT_EQ(ships->size(), 12u);
    EXPECT_EQ((*ships)[11]->ship.symbol.str(), "ARGOSY-C");
    EXPECT_EQ((*ships)[11]->ship.cargo.capacity, Units(80));
}

TEST_F(UniverseTest, RefusesMalformedAndTakenSymbolsAndUnknownFactions) {
    EXPECT_EQ(code(world().register_agent("account", "ab", "COSMIC", kStart)), 422);
    EXPECT_EQ(code(world().register_agent("account", "fifteen_letters", "COSMIC", kStart)), 422);
    EXPECT_EQ(code(world().register_agent("account", "no good", "COSMIC", kStart)), 422);
    EXPECT_EQ(code(world().register_agent("account", "GOOD", "KLINGONS", kStart)), 422);
    EXPECT_EQ(code(world().register_agent("account", "Argosy", "COSMIC", kStart)), 4111);
    EXPECT_EQ(world().agents().size(), 1u);
}

TEST_F(UniverseTest, KnowsAnAgentByItsTokenAndTellsWrongTokensApart) {
    EXPECT_EQ(*world().authenticate(token_), kAgent);
    EXPECT_EQ(code(world().authenticate("")), 4103);
    EXPECT_EQ(code(world().authenticate("something else")), 4115);
    EXPECT_EQ(code(world().authenticate(token_ + "0")), 4115);
    const auto other = Universe::create(recorded_scenario(), {.seed = 3, .start = kStart}).value();
    EXPECT_EQ(code(other->authenticate(token_)), 4107);
    const auto later = Universe::create(recorded_scenario(),
                                        {.seed = 3, .start = kStart, .reset_date = "2025-04-13"})
                           .value();
    const auto refused = later->authenticate(token_);
    EXPECT_EQ(code(refused), 4113);
    EXPECT_EQ(refused.error().http_status, 401);
    EXPECT_THAT(refused.error().message, HasSubstr("Expected: 2025-04-13, Actual: 2025-04-06"));
    EXPECT_EQ(code(world().register_agent("", "OTHER", "COSMIC", kStart)), 4116);
}

TEST_F(UniverseTest, KeepsAgentsShipsApart) {
    ASSERT_TRUE(world().register_agent("account", "OTHER", "COSMIC", kStart).ok());
    EXPECT_EQ(code(world().orbit(AgentSymbol("OTHER"), kFrigate, kStart)), 404);
    EXPECT_EQ(code(world().ship(AgentSymbol("NOBODY"), kFrigate, kStart)), 404);
    EXPECT_EQ(code(world().agent(AgentSymbol("NOBODY"))), 404);
}

TEST_F(UniverseTest, FiltersWaypointsByTypeAndByAllTraits) {
    const model::SystemSymbol system("X1-AD75");
    EXPECT_EQ(world().waypoints(system)->size(), 82u);
    EXPECT_EQ(world().waypoints(system, {.type = "PLANET"})->size(), 7u);
    EXPECT_EQ(world().waypoints(system, {.traits = {"MARKETPLACE"}})->size(), 25u);
    EXPECT_EQ(world().waypoints(system, {.traits = {"MARKETPLACE", "SHIPYARD"}})->size(), 3u);
    EXPECT_EQ(code(world().waypoints(model::SystemSymbol("X1-ZZ"))), 404);
    EXPECT_EQ(code(world().waypoint(WaypointSymbol("X1-AD75-Q1"))), 404);
    EXPECT_EQ((*world().waypoint(kA1))->orbitals.size(), 3u);
}

TEST_F(UniverseTest, ShowsPricesOnlyWhereTheViewerHasAShipThatIsNotFlying) {
    EXPECT_TRUE(world().market(kA1, kAgent, kStart)->goods.has_value());
    EXPECT_FALSE(world().market(kA1, std::nullopt, kStart)->goods.has_value());
    const auto remote = world().market(kH51, kAgent, kStart);
    EXPECT_FALSE(remote->goods.has_value());
    EXPECT_EQ(remote->exports.size(), 3u);
    ASSERT_TRUE(world().orbit(kAgent, kFrigate, kStart).ok());
    EXPECT_TRUE(world().market(kA1, kAgent, kStart)->goods.has_value());
    const auto flight = world().navigate(kAgent, kFrigate, kH51, kStart);
    const TimePoint arrival = flight->ship->ship.nav.route.arrival;
    EXPECT_FALSE(world().market(kA1, kAgent, kStart)->goods.has_value());
    EXPECT_FALSE(world().market(kH51, kAgent, arrival - core::Duration(1))->goods.has_value());
    EXPECT_TRUE(world().market(kH51, kAgent, arrival)->goods.has_value());
    EXPECT_EQ(code(world().market(kAsteroid, kAgent, arrival)), 404);
}

TEST_F(UniverseTest, ShowsShipyardPricesOnlyWhereTheViewerHasAShip) {
    EXPECT_FALSE(world().shipyard(kA2, kAgent, kStart)->listings.has_value());
    EXPECT_EQ(world().shipyard(kA2, kAgent, kStart)->types.size(), 3u);
    const auto here = world().shipyard(kH52, kAgent, kStart);
    ASSERT_TRUE(here->listings.has_value());
    EXPECT_EQ((*here->listings)[0].ask, core::Ask(41'752));
    EXPECT_EQ(world().listing_activity(kH52, ShipType("SHIP_SURVEYOR")), model::Activity::kGrowing);
    EXPECT_EQ(code(world().shipyard(kA1, kAgent, kStart)), 404);
}

TEST_F(UniverseTest, FliesForTheExactTimeAndFuelAndArrivesToTheMillisecond) {
    ASSERT_TRUE(world().orbit(kAgent, kFrigate, kStart).ok());
    const auto flight = world().navigate(kAgent, kFrigate, kH51, kStart);
    ASSERT_TRUE(flight.ok());
    // A1 (23,-9) to H51 (8,44) is 55; at speed 36 that is 55 * 25 / 36 + 15 = 53 s.
    const model::Nav nav = flight->ship->ship.nav;
    EXPECT_EQ(nav.route.arrival - kStart, std::chrono::seconds(53));
    EXPECT_EQ(nav.waypoint, kH51);
    EXPECT_EQ(nav.status, NavStatus::kInTransit);
    EXPECT_EQ(flight->ship->ship.fuel.current, 345);
    EXPECT_EQ(flight->ship->fuel_use.amount, 55);
    EXPECT_EQ(code(world().dock(kAgent, kFrigate, nav.route.arrival - core::Duration(1))), 4214);
    EXPECT_EQ(frigate(nav.route.arrival).nav.status, NavStatus::kInOrbit);
    EXPECT_EQ(code(world().dock(kAgent, kFrigate, nav.route.arrival)), 0);
}

TEST_F(UniverseTest, RefusesEveryActionInTransitWith4214) {
    ASSERT_TRUE(world().orbit(kAgent, kFrigate, kStart).ok());
    ASSERT_TRUE(world().navigate(kAgent, kFrigate, kH51, kStart).ok());
    const TimePoint now = kStart + std::chrono::seconds(26);
    const auto orbit = world().orbit(kAgent, kFrigate, now);
    EXPECT_EQ(code(orbit), 4214);
    EXPECT_EQ(orbit.error().message,
              "Ship is currently in-transit from X1-AD75-A1 to X1-AD75-H51 and arrives in 27 "
              "seconds.");
    EXPECT_EQ(code(world().dock(kAgent, kFrigate, now)), 4214);
    EXPECT_EQ(code(world().navigate(kAgent, kFrigate, kA1, now)), 4214);
    EXPECT_EQ(code(world().refuel(kAgent, kFrigate, {}, now)), 4214);
    EXPECT_EQ(code(world().purchase(kAgent, kFrigate, kIron, Units(1), now)), 4214);
    EXPECT_EQ(code(world().sell(kAgent, kFrigate, kIron, Units(1), now)), 4214);
    EXPECT_EQ(code(world().set_flight_mode(kAgent, kFrigate, FlightMode::kDrift, now)), 4269);
    EXPECT_EQ(code(world().set_flight_mode(kAgent, kFrigate, FlightMode::kCruise, now)), 0);
}

TEST_F(UniverseTest, OrbitsAndDocksAgainWithoutComplaint) {
    for (int i = 0; i < 2; ++i)
        EXPECT_EQ(code(world().orbit(kAgent, kFrigate, kStart)), 0);
    for (int i = 0; i < 2; ++i)
        EXPECT_EQ(code(world().dock(kAgent, kFrigate, kStart)), 0);
}

TEST_F(UniverseTest, RefusesFlightsThatCannotBe) {
    EXPECT_EQ(code(world().navigate(kAgent, kFrigate, kH51, kStart)), 4236);
    ASSERT_TRUE(world().orbit(kAgent, kFrigate, kStart).ok());
    EXPECT_EQ(code(world().navigate(kAgent, kFrigate, kA1, kStart)), 4204);
    EXPECT_EQ(code(world().navigate(kAgent, kFrigate, WaypointSymbol("X1-B2-A1"), kStart)), 4202);
    EXPECT_EQ(code(world().navigate(kAgent, kFrigate, WaypointSymbol("X1-AD75-Q1"), kStart)), 4201);
    const auto far = world().navigate(kAgent, kFrigate, kJ58, kStart);
    EXPECT_EQ(code(far), 4203);
    EXPECT_THAT(far.error().message, HasSubstr("requires 332 more fuel"));
    EXPECT_EQ(frigate(kStart).fuel.current, 400);
    EXPECT_EQ(frigate(kStart).nav.waypoint, kA1);
}

TEST_F(UniverseTest, FliesAsItsModeSays) {
    ASSERT_TRUE(world().orbit(kAgent, kFrigate, kStart).ok());
    ASSERT_TRUE(world().set_flight_mode(kAgent, kFrigate, FlightMode::kDrift, kStart).ok());
    const auto far = world().navigate(kAgent, kFrigate, kJ58, kStart);
    ASSERT_TRUE(far.ok());
    EXPECT_EQ(far->ship->ship.fuel.current, 399);
    ASSERT_TRUE(world().orbit(kAgent, kProbe, kStart).ok());
    EXPECT_EQ(code(world().navigate(kAgent, kProbe, kJ58, kStart)), 0);
}

TEST_F(UniverseTest, BuysAtTheQuotedPriceAndKeepsTheReceiptsNewestFirst) {
    const TimePoint now = fly(kH51, kStart);
    const auto before = world().market(kH51, kAgent, now);
    const auto quoted = std::find_if(before->goods->begin(), before->goods->end(),
                                     [](const auto& good) { return good.good == kIron; });
    const auto deal = world().purchase(kAgent, kFrigate, kIron, Units(30), now);
    ASSERT_TRUE(deal.ok());
    EXPECT_EQ(deal->price_per_unit, quoted->ask.count());
    EXPECT_EQ(deal->line.total, quoted->ask * Units(30));
    EXPECT_EQ(credits(), Credits(175'000) - deal->line.total);
    EXPECT_EQ(frigate(now).cargo.of(kIron), Units(30));
    ASSERT_TRUE(world().sell(kAgent, kFrigate, kIron, Units(10), now).ok());
    const auto after = world().market(kH51, kAgent, now);
    ASSERT_EQ(after->transactions.size(), 2u);
    EXPECT_EQ(after->transactions[0].type, model::TransactionType::kSell);
    EXPECT_EQ(after->transactions[1].units, Units(30));
}

TEST_F(UniverseTest, KeepsTheLastTwentyTransactions) {
    const TimePoint now = fly(kH51, kStart);
    for (int i = 0; i < 25; ++i) {
        ASSERT_TRUE(world().purchase(kAgent, kFrigate, kIron, Units(1), now).ok());
    }
    EXPECT_EQ(world().market(kH51, kAgent, now)->transactions.size(), 20u);
}

TEST_F(UniverseTest, RefusesTradesThatCannotBeAndChangesNothing) {
    const TimePoint now = fly(kH51, kStart);
    world().advance(now);
    const std::uint64_t before = world().state_hash();
    const auto buy = [&](const char* good, std::int64_t units) {
        return code(world().purchase(kAgent, kFrigate, TradeSymbol(good), Units(units), now));
    };
    const auto sell = [&](const char* good, std::int64_t units) {
        return code(world().sell(kAgent, kFrigate, TradeSymbol(good), Units(units), now));
    };
    EXPECT_EQ(buy("IRON", 0), 422);
    EXPECT_EQ(buy("MEDICINE", 1), 4601);
    EXPECT_EQ(buy("IRON", 61), 4604);
    EXPECT_EQ(buy("IRON", 41), 4217);
    EXPECT_EQ(sell("IRON", -5), 422);
    EXPECT_EQ(sell("MEDICINE", 1), 4602);
    EXPECT_EQ(sell("IRON", 61), 4604);
    EXPECT_EQ(sell("IRON", 1), 4219);
    EXPECT_EQ(world().state_hash(), before);
    EXPECT_EQ(buy("IRON", 40), 0);
    EXPECT_EQ(buy("IRON", 1), 4228);
    ASSERT_TRUE(world().orbit(kAgent, kFrigate, now).ok());
    EXPECT_EQ(buy("IRON", 1), 4244);
    EXPECT_EQ(sell("IRON", 1), 4244);
}

TEST_F(UniverseTest, RefusesWhatTheAgentCannotPay) {
    const auto refused =
        world().purchase(kAgent, kFrigate, TradeSymbol("MEDICINE"), Units(20), kStart);
    EXPECT_EQ(code(refused), 4600);
    EXPECT_EQ(refused.error().message,
              "Market purchase failed. Agent does not have sufficient credits to purchase 20 "
              "unit(s) of MEDICINE");
    EXPECT_EQ(credits(), Credits(175'000));
}

TEST_F(UniverseTest, RefusesToTradeWhereThereIsNoMarket) {
    ASSERT_TRUE(world().orbit(kAgent, kFrigate, kStart).ok());
    const TimePoint now = fly(kAsteroid, kStart);
    EXPECT_EQ(code(world().purchase(kAgent, kFrigate, kIron, Units(1), now)), 4603);
    EXPECT_EQ(code(world().refuel(kAgent, kFrigate, {}, now)), 4226);
}

TEST_F(UniverseTest, RefuelsInBegunHundredsAndMovesTheFuelStock) {
    const TimePoint now = fly(kH51, kStart);  // 55 burnt
    const Truth truth(world());
    const Units stock = truth.good(kH51, kFuel).price.stock;
    const auto deal = world().refuel(kAgent, kFrigate, {.units = 10}, now);
    EXPECT_EQ(deal->line.units, Units(1));
    EXPECT_EQ(frigate(now).fuel.current, 355);
    ASSERT_TRUE(world().refuel(kAgent, kFrigate, {}, now).ok());
    EXPECT_EQ(frigate(now).fuel.current, 400);
    EXPECT_EQ(truth.good(kH51, kFuel).price.stock, stock - Units(2));
    const auto full = world().refuel(kAgent, kFrigate, {}, now);
    EXPECT_EQ(full->line.units, Units(0));
    EXPECT_EQ(full->line.total, Credits(0));
    EXPECT_EQ(code(world().refuel(kAgent, kFrigate, {.units = 0}, now)), 422);
    ASSERT_TRUE(world().orbit(kAgent, kFrigate, now).ok());
    EXPECT_EQ(code(world().refuel(kAgent, kFrigate, {}, now)), 4225);
}

TEST_F(UniverseTest, RefuelsFromTheHoldForNothing) {
    ASSERT_TRUE(world().purchase(kAgent, kFrigate, kFuel, Units(2), kStart).ok());
    const TimePoint now = fly(kH51, kStart);
    const Credits before = credits();
    const auto deal = world().refuel(kAgent, kFrigate, {.from_cargo = true}, now);
    ASSERT_TRUE(deal.ok());
    EXPECT_EQ(credits(), before);
    EXPECT_EQ(frigate(now).fuel.current, 400);
    EXPECT_EQ(frigate(now).cargo.of(kFuel), Units(1));
    const TimePoint later = fly(WaypointSymbol("X1-AD75-B7"), now);
    EXPECT_EQ(code(world().refuel(kAgent, kFrigate, {.from_cargo = true}, later)), 4219);
}

TEST_F(UniverseTest, SellsAShipDockedAndFuelledAndDearerEachTime) {
    const ShipType drone("SHIP_MINING_DRONE");
    const auto first = world().purchase_ship(kAgent, drone, kH52, kStart);
    ASSERT_TRUE(first.ok());
    EXPECT_EQ(first->line.price, Credits(41'752));
    EXPECT_EQ(first->ship->ship.symbol.str(), "ARGOSY-3");
    EXPECT_EQ(first->ship->ship.nav.status, NavStatus::kDocked);
    EXPECT_EQ(first->ship->ship.nav.waypoint, kH52);
    EXPECT_EQ(first->ship->ship.fuel.current, 80);
    const auto second = world().purchase_ship(kAgent, drone, kH52, kStart);
    EXPECT_GT(second->line.price, first->line.price);
    EXPECT_EQ(credits(), Credits(175'000) - first->line.price - second->line.price);
    EXPECT_EQ(world().shipyard(kH52, kAgent, kStart)->transactions.size(), 2u);
    EXPECT_EQ((*world().agent(kAgent))->agent.ship_count, 4);
}

TEST_F(UniverseTest, BuildsSoldShipsAgainUpToTheStockItStartedWith) {
    const ShipType drone("SHIP_MINING_DRONE");
    const auto price = [&](TimePoint now) {
        return (*world().shipyard(kH52, kAgent, now)->listings)[0].ask.count();
    };
    ASSERT_TRUE(world().purchase_ship(kAgent, drone, kH52, kStart).ok());
    EXPECT_GT(price(kStart + std::chrono::minutes(82)), 41'752);
    EXPECT_EQ(price(kStart + std::chrono::minutes(83)), 41'752);
    EXPECT_EQ(price(kStart + std::chrono::hours(48)), 41'752);
}

TEST_F(UniverseTest, RefusesShipsThatCannotBeBought) {
    const auto buy = [&](const char* type, const WaypointSymbol& yard) {
        return code(world().purchase_ship(kAgent, ShipType(type), yard, kStart));
    };
    EXPECT_EQ(buy("SHIP_PROBE", kA1), 404);
    EXPECT_EQ(buy("SHIP_PROBE", kA2), 4245);
    EXPECT_EQ(buy("SHIP_PROBE", kH52), 4605);
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(buy("SHIP_MINING_DRONE", kH52), 0);
    }
    EXPECT_EQ(buy("SHIP_SURVEYOR", kH52), 0);
    EXPECT_EQ(buy("SHIP_MINING_DRONE", kH52), 4216);
}

TEST(Universe, RefusesToOpenWithAnUnknownLawOrGift) {
    EXPECT_FALSE(Universe::create(recorded_scenario(), {.law = "generous"}).ok());
    EXPECT_FALSE(
        Universe::create(recorded_scenario(), {.gifts = {{ShipType("SHIP_ARK"), 1}}}).ok());
}

}  // namespace
}  // namespace argosy::sim
