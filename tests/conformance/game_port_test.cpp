// What every implementation of game::GamePort does, asserted alike for all of them.

#include "game/game_port.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "game/errors.h"
#include "tests/conformance/game_worlds.h"

namespace argosy::tests {
namespace {

using core::Credits;
using core::ErrorCode;
using core::Result;
using core::TimePoint;
using core::Units;
using model::FlightMode;
using model::NavStatus;
using model::ShipSymbol;
using model::TradeSymbol;
using model::WaypointSymbol;

const model::SystemSymbol kSystem("X1-AD75");
const WaypointSymbol kHome("X1-AD75-A1");
const WaypointSymbol kNear("X1-AD75-H51");
const WaypointSymbol kFar("X1-AD75-J58");
const WaypointSymbol kAsteroid("X1-AD75-B8");
const ShipSymbol kFrigate("TESTER-1");
const ShipSymbol kProbe("TESTER-2");
const TradeSymbol kFood("FOOD");
constexpr Credits kStartingCredits{175'000};
constexpr core::Duration kAMoment = std::chrono::milliseconds(1);

struct NamedWorld {
    const char* name;
    MakeWorld make;
};

void PrintTo(const NamedWorld& world, std::ostream* out) {
    *out << world.name;
}

template <class Value>
testing::AssertionResult succeeded(const Result<Value>& result) {
    if (result) return testing::AssertionSuccess();
    return testing::AssertionFailure()
           << to_string(result.error().code) << " (" << result.error().game_code
           << "): " << result.error().message;
}

template <class Value>
testing::AssertionResult refused(const Result<Value>& result, ErrorCode code, int game_code) {
    if (result) return testing::AssertionFailure() << "it was not refused";
    if (result.error().code == code && result.error().game_code == game_code) {
        return testing::AssertionSuccess();
    }
    return succeeded(result) << ", expected " << to_string(code) << " (" << game_code << ")";
}

class GamePortConformance : public testing::TestWithParam<NamedWorld> {
  protected:
    void SetUp() override {
        auto registration = call(game().register_agent(core::Secret("account-token"),
                                                       model::AgentSymbol("tester"), "COSMIC"));
        ASSERT_TRUE(succeeded(registration));
        registration_ = *std::move(registration);
    }

    game::GamePort& game() { return world_->game(); }
    TimePoint now() { return world_->clock().now(); }

    template <class Value>
    Value call(core::Task<Value> task) {
        return world_->call(std::move(task));
    }

    Credits credits() {
        const auto agent = call(game().my_agent());
        EXPECT_TRUE(succeeded(agent));
        return agent ? agent->credits : Credits(-1);
    }

    model::Ship ship(const ShipSymbol& symbol) {
        auto found = call(game().ship(symbol));
        EXPECT_TRUE(succeeded(found));
        return found ? *std::move(found) : model::Ship();
    }

    std::vector<model::MarketGood> goods_at(const WaypointSymbol& waypoint) {
        const auto market = call(game().market(waypoint));
        EXPECT_TRUE(succeeded(market));
        if (!market || !market->goods) {
            ADD_FAILURE() << "no prices at " << waypoint.str();
            return {};
        }
        return *market->goods;
    }

    model::MarketGood quote(const WaypointSymbol& waypoint, const TradeSymbol& good) {
        for (const model::MarketGood& each : goods_at(waypoint)) {
            if (each.good == good) return each;
        }
        ADD_FAILURE() << good.str() << " is not traded at " << waypoint.str();
        return {};
    }

    Result<game::TradeReceipt> buy(const TradeSymbol& good, std::int64_t units) {
        return call(game().purchase({kFrigate, good, Units(units)}));
    }
    Result<game::TradeReceipt> sell(const TradeSymbol& good, std::int64_t units) {
        return call(game().sell({kFrigate, good, Units(units)}));
    }

    // Flies the frigate there and waits for its arrival; it is in orbit then.
    game::Departure fly(const WaypointSymbol& destination) {
        EXPECT_TRUE(succeeded(call(game().orbit(kFrigate))));
        auto departure = call(game().navigate(kFrigate, destination));
        EXPECT_TRUE(succeeded(departure));
        if (!departure) return {};
        world_->wait_until(departure->nav.route.arrival + kAMoment);
        return *std::move(departure);
    }

    std::unique_ptr<GameWorld> world_ = GetParam().make();
    game::Registration registration_;
};

INSTANTIATE_TEST_SUITE_P(Worlds, GamePortConformance,
                         testing::Values(NamedWorld{"SimGame", &make_simulated_world},
                                         NamedWorld{"HttpGame", &make_http_world},
                                         NamedWorld{"HttpGameOverSockets", &make_socket_world}),
                         [](const auto& info) { return info.param.name; });

// -- The server and the agent ------------------------------------------------------------------

TEST_P(GamePortConformance, TheServerTellsItsUniverseAndItsTime) {
    const TimePoint before = now();
    const auto status = call(game().status());
    ASSERT_TRUE(succeeded(status));
    EXPECT_EQ(status->version, "v2.3.0");
    EXPECT_EQ(status->reset_date, "2025-04-06");
    EXPECT_GE(status->server_time, before);
    EXPECT_LE(status->server_time, now());
    EXPECT_EQ(status->time_factor, world_->time_factor());
}

TEST_P(GamePortConformance, ARegisteredAgentHasATokenCreditsAndTwoShips) {
    EXPECT_FALSE(registration_.agent_token.empty());
    EXPECT_EQ(registration_.agent.symbol.str(), "TESTER");
    EXPECT_EQ(registration_.agent.headquarters, kHome);
    EXPECT_EQ(registration_.agent.starting_faction, "COSMIC");
    EXPECT_EQ(registration_.agent.credits, kStartingCredits);
    EXPECT_EQ(registration_.agent.ship_count, 2);
    ASSERT_EQ(registration_.ships.size(), 2u);
    EXPECT_EQ(registration_.ships[0].symbol, kFrigate);
    EXPECT_EQ(registration_.ships[1].symbol, kProbe);
}

TEST_P(GamePortConformance, RegisteringMakesThePortActForTheNewAgent) {
    const auto agent = call(game().my_agent());
    ASSERT_TRUE(succeeded(agent));
    EXPECT_EQ(agent->symbol.str(), "TESTER");
    EXPECT_EQ(agent->credits, kStartingCredits);
    EXPECT_EQ(agent->ship_count, 2);
}

TEST_P(GamePortConformance, ASymbolIsRegisteredOnce) {
    const auto second = call(game().register_agent(core::Secret("account-token"),
                                                   model::AgentSymbol("Tester"), "COSMIC"));
    EXPECT_TRUE(refused(second, ErrorCode::kRejected, 4111));
}

TEST_P(GamePortConformance, MalformedRegistrationsAreRefused) {
    const core::Secret account("account-token");
    const auto symbol = call(game().register_agent(account, model::AgentSymbol("A!"), "COSMIC"));
    EXPECT_TRUE(refused(symbol, ErrorCode::kInvalidArgument, 422));
    const auto faction =
        call(game().register_agent(account, model::AgentSymbol("OTHER"), "NOBODY"));
    EXPECT_TRUE(refused(faction, ErrorCode::kInvalidArgument, 422));
    const auto token =
        call(game().register_agent(core::Secret(), model::AgentSymbol("OTHER"), "COSMIC"));
    EXPECT_TRUE(refused(token, ErrorCode::kUnauthorized, 4116));
}

TEST_P(GamePortConformance, TokensThatAreMissingWrongOrOldAreToldApart) {
    game().use_agent_token(core::Secret());
    EXPECT_TRUE(refused(call(game().my_agent()), ErrorCode::kUnauthorized, game::kTokenMissing));
    game().use_agent_token(core::Secret("nonsense"));
    EXPECT_TRUE(refused(call(game().my_agent()), ErrorCode::kUnauthorized, 4115));
    game().use_agent_token(core::Secret("argosy-sim.2001-01-01.TESTER.0123456789abcdef"));
    EXPECT_TRUE(refused(call(game().my_agent()), ErrorCode::kUniverseReset, game::kResetMismatch));
    game().use_agent_token(registration_.agent_token);
    EXPECT_TRUE(succeeded(call(game().my_agent())));
}

TEST_P(GamePortConformance, ErrorsCarryNoToken) {
    const std::string token = "a-token-that-nobody-may-read";
    game().use_agent_token(core::Secret(token));
    const auto answer = call(game().my_agent());
    ASSERT_FALSE(answer.ok());
    EXPECT_EQ(answer.error().message.find(token), std::string::npos);
}

// -- Looking -----------------------------------------------------------------------------------

TEST_P(GamePortConformance, ShipsAreListedBySymbol) {
    const auto ships = call(game().my_ships());
    ASSERT_TRUE(succeeded(ships));
    ASSERT_EQ(ships->size(), 2u);
    const model::Ship& frigate = ships->front();
    EXPECT_EQ(frigate.symbol, kFrigate);
    EXPECT_EQ(frigate.role, "COMMAND");
    EXPECT_EQ(frigate.frame, "FRAME_FRIGATE");
    EXPECT_EQ(frigate.speed, 36);
    EXPECT_EQ(frigate.fuel.current, 400);
    EXPECT_EQ(frigate.fuel.capacity, 400);
    EXPECT_EQ(frigate.cargo.capacity, Units(40));
    EXPECT_TRUE(frigate.cargo.items.empty());
    EXPECT_EQ(frigate.nav.system, kSystem);
    EXPECT_EQ(frigate.nav.waypoint, kHome);
    EXPECT_EQ(frigate.nav.status, NavStatus::kDocked);
    EXPECT_EQ(frigate.nav.flight_mode, FlightMode::kCruise);
    EXPECT_EQ(ships->back().symbol, kProbe);
    EXPECT_EQ(ships->back().fuel.capacity, 0);
}

TEST_P(GamePortConformance, OneShipReadsAsItDoesInTheList) {
    const model::Ship probe = ship(kProbe);
    EXPECT_EQ(probe.symbol, kProbe);
    EXPECT_EQ(probe.role, "SATELLITE");
    EXPECT_EQ(probe.nav.waypoint, registration_.ships[1].nav.waypoint);
    const auto missing = call(game().ship(ShipSymbol("TESTER-99")));
    EXPECT_TRUE(refused(missing, ErrorCode::kNotFound, game::kNotFoundCode));
}

TEST_P(GamePortConformance, AShipsNameCannotLeaveItsPath) {
    const auto missing = call(game().ship(ShipSymbol("../agent?x=1 y")));
    EXPECT_TRUE(refused(missing, ErrorCode::kNotFound, game::kNotFoundCode));
}

TEST_P(GamePortConformance, WaypointsAreAllThereBySymbol) {
    const auto waypoints = call(game().waypoints(kSystem));
    ASSERT_TRUE(succeeded(waypoints));
    EXPECT_EQ(waypoints->size(), 82u);
    const auto by_symbol = [](const auto& a, const auto& b) { return a.symbol < b.symbol; };
    EXPECT_TRUE(std::is_sorted(waypoints->begin(), waypoints->end(), by_symbol));
    const model::Waypoint& home = waypoints->front();
    EXPECT_EQ(home.symbol, kHome);
    EXPECT_EQ(home.type, "PLANET");
    EXPECT_EQ(home.position, (model::Position{23, -9}));
    EXPECT_TRUE(home.has_trait("MARKETPLACE"));
    const auto marketplaces =
        std::count_if(waypoints->begin(), waypoints->end(),
                      [](const auto& each) { return each.has_trait("MARKETPLACE"); });
    EXPECT_EQ(marketplaces, 25);
    const auto nowhere = call(game().waypoints(model::SystemSymbol("X1-NONE")));
    EXPECT_TRUE(refused(nowhere, ErrorCode::kNotFound, game::kNotFoundCode));
}

TEST_P(GamePortConformance, PricesShowOnlyWhereAShipIs) {
    const auto here = call(game().market(kHome));
    ASSERT_TRUE(succeeded(here));
    EXPECT_EQ(here->symbol, kHome);
    EXPECT_EQ(here->imports.size(), 6u);
    EXPECT_EQ(here->exchange, std::vector{TradeSymbol("FUEL")});
    ASSERT_TRUE(here->goods.has_value());
    EXPECT_EQ(here->goods->size(), 7u);
    for (const model::MarketGood& good : *here->goods) {
        EXPECT_GE(good.ask.count(), good.bid.count()) << good.good.str();
        EXPECT_EQ(good.activity.has_value(), good.type != model::TradeType::kExchange);
    }
    const auto there = call(game().market(kNear));
    ASSERT_TRUE(succeeded(there));
    EXPECT_EQ(there->exports.size(), 3u);
    EXPECT_FALSE(there->goods.has_value());
    EXPECT_TRUE(there->transactions.empty());
}

TEST_P(GamePortConformance, AskingForAMarketOrShipyardThatIsNoneIsToldSo) {
    EXPECT_TRUE(refused(call(game().market(kAsteroid)), ErrorCode::kNotFound, 404));
    EXPECT_TRUE(refused(call(game().shipyard(kHome)), ErrorCode::kNotFound, 404));
    EXPECT_TRUE(
        refused(call(game().market(WaypointSymbol("X1-AD75-ZZ9"))), ErrorCode::kNotFound, 404));
}

TEST_P(GamePortConformance, ShipyardsShowPricesOnlyWhereAShipIs) {
    const WaypointSymbol yard = ship(kProbe).nav.waypoint;
    const auto here = call(game().shipyard(yard));
    ASSERT_TRUE(succeeded(here));
    EXPECT_EQ(here->symbol, yard);
    ASSERT_TRUE(here->listings.has_value());
    ASSERT_EQ(here->listings->size(), here->types.size());
    for (const model::ShipyardListing& listing : *here->listings) {
        EXPECT_GT(listing.ask.count(), 0) << listing.type.str();
    }
    const auto there = call(game().shipyard(WaypointSymbol("X1-AD75-A2")));
    ASSERT_TRUE(succeeded(there));
    EXPECT_FALSE(there->types.empty());
    EXPECT_FALSE(there->listings.has_value());
}

TEST_P(GamePortConformance, TheRecipeMapIsTheGames) {
    const auto recipes = call(game().supply_chain());
    ASSERT_TRUE(succeeded(recipes));
    EXPECT_TRUE(*recipes == model::recipes());
}

// -- Moving ------------------------------------------------------------------------------------

TEST_P(GamePortConformance, OrbitAndDockMayBeRepeated) {
    for (int i = 0; i < 2; ++i) {
        const auto nav = call(game().orbit(kFrigate));
        ASSERT_TRUE(succeeded(nav));
        EXPECT_EQ(nav->status, NavStatus::kInOrbit);
        EXPECT_EQ(nav->waypoint, kHome);
    }
    for (int i = 0; i < 2; ++i) {
        const auto nav = call(game().dock(kFrigate));
        ASSERT_TRUE(succeeded(nav));
        EXPECT_EQ(nav->status, NavStatus::kDocked);
    }
    EXPECT_EQ(ship(kFrigate).nav.status, NavStatus::kDocked);
}

TEST_P(GamePortConformance, TheFlightModeStaysWithTheShip) {
    const auto nav = call(game().set_flight_mode(kFrigate, FlightMode::kBurn));
    ASSERT_TRUE(succeeded(nav));
    EXPECT_EQ(nav->flight_mode, FlightMode::kBurn);
    EXPECT_EQ(ship(kFrigate).nav.flight_mode, FlightMode::kBurn);
}

TEST_P(GamePortConformance, AFlightTakesTheTimeAndFuelOfItsDistance) {
    ASSERT_TRUE(succeeded(call(game().orbit(kFrigate))));
    const TimePoint before = now();
    const auto departure = call(game().navigate(kFrigate, kNear));
    ASSERT_TRUE(succeeded(departure));
    const std::int64_t length = model::distance({23, -9}, {8, 44});
    const model::Route& route = departure->nav.route;
    EXPECT_EQ(departure->nav.status, NavStatus::kInTransit);
    EXPECT_EQ(departure->nav.waypoint, kNear);
    EXPECT_EQ(route.origin, kHome);
    EXPECT_EQ(route.destination, kNear);
    EXPECT_GE(route.departure, before);
    EXPECT_EQ(route.arrival - route.departure, model::travel_time(length, FlightMode::kCruise, 36));
    EXPECT_EQ(departure->fuel.current, 400 - length);
    EXPECT_EQ(departure->fuel.capacity, 400);

    world_->wait_until(route.arrival);
    const model::Ship arrived = ship(kFrigate);
    EXPECT_EQ(arrived.nav.status, NavStatus::kInOrbit);
    EXPECT_EQ(arrived.nav.waypoint, kNear);
    EXPECT_EQ(arrived.fuel.current, 400 - length);
}

TEST_P(GamePortConformance, AShipInTransitTakesNoOrders) {
    ASSERT_TRUE(succeeded(call(game().orbit(kFrigate))));
    ASSERT_TRUE(succeeded(call(game().set_flight_mode(kFrigate, FlightMode::kDrift))));
    const auto departure = call(game().navigate(kFrigate, kFar));
    ASSERT_TRUE(succeeded(departure));
    EXPECT_EQ(ship(kFrigate).nav.status, NavStatus::kInTransit);
    EXPECT_TRUE(refused(call(game().dock(kFrigate)), ErrorCode::kRejected, game::kInTransit));
    EXPECT_TRUE(refused(call(game().orbit(kFrigate)), ErrorCode::kRejected, game::kInTransit));
    EXPECT_TRUE(
        refused(call(game().navigate(kFrigate, kHome)), ErrorCode::kRejected, game::kInTransit));
    EXPECT_TRUE(refused(call(game().refuel(kFrigate)), ErrorCode::kRejected, game::kInTransit));
    EXPECT_TRUE(refused(buy(kFood, 1), ErrorCode::kRejected, game::kInTransit));
    ASSERT_LT(now(), departure->nav.route.arrival) << "the flight was too short for this test";
}

TEST_P(GamePortConformance, FlightsThatCannotBeAreRefused) {
    const auto docked = call(game().navigate(kFrigate, kNear));
    EXPECT_TRUE(refused(docked, ErrorCode::kRejected, game::kNotInOrbit));
    ASSERT_TRUE(succeeded(call(game().orbit(kFrigate))));
    const auto here = call(game().navigate(kFrigate, kHome));
    EXPECT_TRUE(refused(here, ErrorCode::kRejected, game::kAlreadyAtDestination));
    const auto nowhere = call(game().navigate(kFrigate, WaypointSymbol("X1-AD75-ZZ9")));
    EXPECT_TRUE(refused(nowhere, ErrorCode::kRejected, 4201));
    const auto outside = call(game().navigate(kFrigate, WaypointSymbol("X1-OTHER-A1")));
    EXPECT_TRUE(refused(outside, ErrorCode::kRejected, 4202));
    const auto far = call(game().navigate(kFrigate, kFar));
    EXPECT_TRUE(refused(far, ErrorCode::kRejected, game::kNotEnoughFuel));
    EXPECT_EQ(ship(kFrigate).fuel.current, 400);
    EXPECT_EQ(ship(kFrigate).nav.waypoint, kHome);
}

TEST_P(GamePortConformance, RefuellingPaysForEveryBegunHundred) {
    const game::Departure departure = fly(kNear);
    const std::int64_t burnt = 400 - departure.fuel.current;
    ASSERT_GT(burnt, 0);
    ASSERT_LT(burnt, 100);
    EXPECT_TRUE(refused(call(game().refuel(kFrigate)), ErrorCode::kRejected, 4225));
    ASSERT_TRUE(succeeded(call(game().dock(kFrigate))));
    const model::MarketGood fuel = quote(kNear, TradeSymbol("FUEL"));

    const auto receipt = call(game().refuel(kFrigate));
    ASSERT_TRUE(succeeded(receipt));
    EXPECT_EQ(receipt->units, Units(1));
    EXPECT_EQ(receipt->total, fuel.ask * Units(1));
    EXPECT_EQ(receipt->balance_after, kStartingCredits - receipt->total);
    EXPECT_EQ(receipt->fuel_after.current, 400);
    EXPECT_LE(receipt->executed_at, now());
    EXPECT_EQ(credits(), receipt->balance_after);
}

TEST_P(GamePortConformance, AFullTankIsRefuelledForNothing) {
    const auto receipt = call(game().refuel(kFrigate));
    ASSERT_TRUE(succeeded(receipt));
    EXPECT_EQ(receipt->units, Units(0));
    EXPECT_EQ(receipt->total, Credits(0));
    EXPECT_EQ(receipt->balance_after, kStartingCredits);
    EXPECT_EQ(receipt->fuel_after.current, 400);
}

// -- Trading -----------------------------------------------------------------------------------

TEST_P(GamePortConformance, APurchaseMovesExactlyWhatItSays) {
    const model::MarketGood food = quote(kHome, kFood);
    const TimePoint before = now();
    const auto receipt = buy(kFood, 5);
    ASSERT_TRUE(succeeded(receipt));
    EXPECT_EQ(receipt->units, Units(5));
    EXPECT_EQ(receipt->total, food.ask * Units(5));
    EXPECT_EQ(receipt->balance_after, kStartingCredits - receipt->total);
    EXPECT_EQ(receipt->cargo_after.of(kFood), Units(5));
    EXPECT_EQ(receipt->cargo_after.used(), Units(5));
    EXPECT_EQ(receipt->cargo_after.capacity, Units(40));
    EXPECT_GE(receipt->executed_at, before);
    EXPECT_LE(receipt->executed_at, now());

    EXPECT_EQ(credits(), receipt->balance_after);
    EXPECT_EQ(ship(kFrigate).cargo.items, receipt->cargo_after.items);
}

TEST_P(GamePortConformance, ASaleMovesExactlyWhatItSays) {
    ASSERT_TRUE(succeeded(buy(kFood, 5)));
    const Credits held = credits();
    const model::MarketGood food = quote(kHome, kFood);
    const auto receipt = sell(kFood, 3);
    ASSERT_TRUE(succeeded(receipt));
    EXPECT_EQ(receipt->units, Units(3));
    EXPECT_EQ(receipt->total, food.bid * Units(3));
    EXPECT_EQ(receipt->balance_after, held + receipt->total);
    EXPECT_EQ(receipt->cargo_after.of(kFood), Units(2));

    EXPECT_EQ(credits(), receipt->balance_after);
    EXPECT_EQ(ship(kFrigate).cargo.of(kFood), Units(2));
}

TEST_P(GamePortConformance, GoodsSoldOutLeaveTheHold) {
    ASSERT_TRUE(succeeded(buy(kFood, 2)));
    const auto receipt = sell(kFood, 2);
    ASSERT_TRUE(succeeded(receipt));
    EXPECT_TRUE(receipt->cargo_after.items.empty());
    EXPECT_TRUE(ship(kFrigate).cargo.items.empty());
}

TEST_P(GamePortConformance, TradesAreListedAtTheMarketNewestFirst) {
    ASSERT_TRUE(succeeded(buy(kFood, 2)));
    ASSERT_TRUE(succeeded(sell(kFood, 1)));
    const auto market = call(game().market(kHome));
    ASSERT_TRUE(succeeded(market));
    ASSERT_GE(market->transactions.size(), 2u);
    const model::MarketTransaction& sale = market->transactions[0];
    const model::MarketTransaction& purchase = market->transactions[1];
    EXPECT_EQ(sale.type, model::TransactionType::kSell);
    EXPECT_EQ(sale.units, Units(1));
    EXPECT_EQ(purchase.type, model::TransactionType::kPurchase);
    EXPECT_EQ(purchase.units, Units(2));
    EXPECT_EQ(purchase.ship, kFrigate);
    EXPECT_EQ(purchase.good, kFood);
    EXPECT_EQ(purchase.waypoint, kHome);
    EXPECT_LE(purchase.at, sale.at);
}

TEST_P(GamePortConformance, ARefusedTradeMovesNothing) {
    EXPECT_TRUE(refused(buy(TradeSymbol("IRON"), 1), ErrorCode::kRejected, game::kGoodNotSold));
    EXPECT_TRUE(refused(buy(kFood, 61), ErrorCode::kRejected, game::kAboveTradeVolume));
    EXPECT_TRUE(refused(buy(kFood, 0), ErrorCode::kInvalidArgument, 422));
    EXPECT_TRUE(refused(buy(kFood, 41), ErrorCode::kCargoFull, 4217));
    EXPECT_TRUE(refused(sell(kFood, 1), ErrorCode::kRejected, game::kNotEnoughCargo));
    EXPECT_TRUE(refused(sell(TradeSymbol("IRON"), 1), ErrorCode::kRejected, 4602));
    EXPECT_EQ(credits(), kStartingCredits);
    EXPECT_TRUE(ship(kFrigate).cargo.items.empty());
}

TEST_P(GamePortConformance, MoneyThatIsNotThereIsNotSpent) {
    const auto goods = goods_at(kHome);
    const auto dear = std::find_if(goods.begin(), goods.end(), [](const auto& each) {
        return each.ask * std::min(each.volume, Units(40)) > kStartingCredits;
    });
    ASSERT_NE(dear, goods.end());
    const auto receipt = buy(dear->good, std::min(dear->volume, Units(40)).count());
    EXPECT_TRUE(refused(receipt, ErrorCode::kInsufficientCredits, game::kNotEnoughCredits));
    EXPECT_EQ(credits(), kStartingCredits);
}

TEST_P(GamePortConformance, AFullHoldTakesNoMore) {
    const TradeSymbol fuel("FUEL");
    ASSERT_TRUE(succeeded(buy(fuel, 40)));
    EXPECT_TRUE(refused(buy(fuel, 1), ErrorCode::kCargoFull, game::kCargoIsFull));
}

TEST_P(GamePortConformance, OnlyDockedShipsTrade) {
    ASSERT_TRUE(succeeded(call(game().orbit(kFrigate))));
    EXPECT_TRUE(refused(buy(kFood, 1), ErrorCode::kRejected, game::kNotDocked));
    EXPECT_TRUE(refused(sell(kFood, 1), ErrorCode::kRejected, game::kNotDocked));
}

TEST_P(GamePortConformance, OnlyMarketsTrade) {
    fly(kAsteroid);
    ASSERT_TRUE(succeeded(call(game().dock(kFrigate))));
    EXPECT_TRUE(refused(buy(kFood, 1), ErrorCode::kRejected, 4603));
    EXPECT_TRUE(refused(call(game().refuel(kFrigate)), ErrorCode::kRejected, 4226));
}

// -- Buying ships ------------------------------------------------------------------------------

TEST_P(GamePortConformance, AShipIsBoughtForTheListedPrice) {
    const WaypointSymbol yard = ship(kProbe).nav.waypoint;
    const auto offer = call(game().shipyard(yard));
    ASSERT_TRUE(succeeded(offer));
    ASSERT_TRUE(offer->listings.has_value() && !offer->listings->empty());
    const auto cheapest =
        std::min_element(offer->listings->begin(), offer->listings->end(),
                         [](const auto& a, const auto& b) { return a.ask < b.ask; });
    const auto receipt = call(game().purchase_ship(cheapest->type, yard));
    ASSERT_TRUE(succeeded(receipt));
    EXPECT_EQ(receipt->ship.symbol.str(), "TESTER-3");
    EXPECT_EQ(receipt->ship.nav.waypoint, yard);
    EXPECT_EQ(receipt->ship.nav.status, NavStatus::kDocked);
    EXPECT_EQ(receipt->price, cheapest->ask * Units(1));
    EXPECT_EQ(receipt->balance_after, kStartingCredits - receipt->price);
    EXPECT_EQ(credits(), receipt->balance_after);

    const auto ships = call(game().my_ships());
    ASSERT_TRUE(succeeded(ships));
    EXPECT_EQ(ships->size(), 3u);
    const auto after = call(game().shipyard(yard));
    ASSERT_TRUE(succeeded(after));
    ASSERT_FALSE(after->transactions.empty());
    EXPECT_EQ(after->transactions[0].type, cheapest->type);
    EXPECT_EQ(after->transactions[0].price, receipt->price);
    EXPECT_EQ(after->transactions[0].agent.str(), "TESTER");
}

TEST_P(GamePortConformance, ARefusedShipCostsNothing) {
    const WaypointSymbol yard = ship(kProbe).nav.waypoint;
    const model::ShipType probe("SHIP_PROBE");
    const auto absent = call(game().purchase_ship(probe, WaypointSymbol("X1-AD75-A2")));
    EXPECT_TRUE(refused(absent, ErrorCode::kRejected, 4245));
    const auto unsold = call(game().purchase_ship(model::ShipType("SHIP_EXPLORER"), yard));
    EXPECT_TRUE(refused(unsold, ErrorCode::kRejected, 4605));
    const auto no_yard = call(game().purchase_ship(probe, kHome));
    EXPECT_TRUE(refused(no_yard, ErrorCode::kNotFound, game::kNotFoundCode));
    EXPECT_EQ(credits(), kStartingCredits);
}

TEST_P(GamePortConformance, AShipThatIsTooDearIsNotBought) {
    const WaypointSymbol yard = ship(kProbe).nav.waypoint;
    const auto offer = call(game().shipyard(yard));
    ASSERT_TRUE(succeeded(offer));
    const model::ShipyardListing& listing = offer->listings->front();
    Result<game::ShipReceipt> last = call(game().purchase_ship(listing.type, yard));
    for (int bought = 0; last && bought < 50; ++bought) {
        last = call(game().purchase_ship(listing.type, yard));
    }
    EXPECT_TRUE(refused(last, ErrorCode::kInsufficientCredits, game::kShipTooExpensive));
    EXPECT_GE(credits(), Credits(0));
}

// -- The budget --------------------------------------------------------------------------------

TEST_P(GamePortConformance, CallsCostWhatTheirContractSays) {
    const auto cost = [this](auto make_call) {
        const std::int64_t before = game().budget().counts().total();
        EXPECT_TRUE(succeeded(call(make_call())));
        return game().budget().counts().total() - before;
    };
    EXPECT_EQ(cost([this] { return game().status(); }), 1);
    EXPECT_EQ(cost([this] { return game().my_agent(); }), 1);
    EXPECT_EQ(cost([this] { return game().my_ships(); }), 1);
    EXPECT_EQ(cost([this] { return game().waypoints(kSystem); }), 5);
    EXPECT_EQ(cost([this] { return game().market(kHome); }), 1);
    EXPECT_EQ(cost([this] { return game().dock(kFrigate); }), 1);
    EXPECT_EQ(cost([this] { return game().purchase({kFrigate, kFood, Units(1)}); }), 1);
}

TEST_P(GamePortConformance, ManyCallsAtOnceAreAllAnswered) {
    for (int i = 0; i < 150; ++i) {
        ASSERT_TRUE(succeeded(call(game().my_agent())));
    }
}

}  // namespace
}  // namespace argosy::tests
