// What every implementation of game::GamePort does, asserted alike for all of them.

#include <algorithm>

#include "tests/conformance/game_port_suite.h"

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
    EXPECT_TRUE(refused(call(game().refuel({kFrigate})), ErrorCode::kRejected, game::kInTransit));
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
    EXPECT_TRUE(refused(call(game().refuel({kFrigate})), ErrorCode::kRejected, 4225));
    ASSERT_TRUE(succeeded(call(game().dock(kFrigate))));
    const model::MarketGood fuel = quote(kNear, TradeSymbol("FUEL"));

    const auto receipt = call(game().refuel({kFrigate}));
    ASSERT_TRUE(succeeded(receipt));
    EXPECT_EQ(receipt->units, Units(1));
    EXPECT_EQ(receipt->total, fuel.ask * Units(1));
    EXPECT_EQ(receipt->balance_after, kStartingCredits - receipt->total);
    EXPECT_EQ(receipt->fuel_after.current, 400);
    EXPECT_LE(receipt->executed_at, now());
    EXPECT_EQ(credits(), receipt->balance_after);
}

TEST_P(GamePortConformance, AFullTankIsRefuelledForNothing) {
    const auto receipt = call(game().refuel({kFrigate}));
    ASSERT_TRUE(succeeded(receipt));
    EXPECT_EQ(receipt->units, Units(0));
    EXPECT_EQ(receipt->total, Credits(0));
    EXPECT_EQ(receipt->balance_after, kStartingCredits);
    EXPECT_EQ(receipt->fuel_after.current, 400);
}

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
    EXPECT_TRUE(refused(call(game().refuel({kFrigate})), ErrorCode::kRejected, 4226));
}

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

}  // namespace
}  // namespace argosy::tests
