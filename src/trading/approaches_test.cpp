#include "trading/approaches.h"

#include <gmock/gmock.h>

#include "trading/testing/trading_test.h"

namespace argosy::trading {
namespace {

using core::Units;
using hauls::testing::kCustomer;
using hauls::testing::kFactory;
using hauls::testing::kRival;
using hauls::testing::kSmelter;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// The factory lies between the customer, 100 away, and the rival, 250 away on the other side; the
// smelter is as far from it as the customer is.
class ApproachesTest : public testing::TradingTest {
  protected:
    Approaches approaches() { return Approaches(open(), process_->fleet.idle_ships()); }

    std::int32_t market(const model::WaypointSymbol& symbol) const {
        const auto& markets = desk_->board().markets();
        return std::int32_t(std::ranges::find(markets, symbol) - markets.begin());
    }

    /// Returns the first ships of the ways to a market, by their place in the list of all.
    std::vector<std::size_t> first_ships(Approaches& ways, const model::WaypointSymbol& to,
                                         std::size_t kind = 0) const {
        std::vector<std::size_t> ships;
        for (const Approaches::Way& way : ways.to(kind, market(to)))
            ships.push_back(*ways.first_of(way.group));
        return ships;
    }

    model::Ship& hull(const model::ShipSymbol& symbol) { return remains_.world.ships.at(symbol); }
};

TEST_F(ApproachesTest, CountsShipsAsOneKindWhoseHullAndFreeHoldAreAlike) {
    add_ship(kFactory);
    const model::ShipSymbol fast = add_ship(kFactory);
    hull(fast).speed *= 2;
    const model::ShipSymbol small = add_ship(kRival);
    hull(small).cargo.capacity = Units(15);
    add_ship(kRival);
    Approaches ships = approaches();
    ASSERT_EQ(ships.kinds().size(), 3u);
    EXPECT_EQ(ships.kinds()[0].example->symbol, process_->fleet.idle_ships().front());
    EXPECT_EQ(ships.kinds()[1].example->symbol, fast);
    EXPECT_EQ(ships.kinds()[2].example->symbol, small);
    EXPECT_EQ(ships.kinds()[2].hold, Units(15));
    EXPECT_EQ(ships.ships_left(), 4u);
}

TEST_F(ApproachesTest, LeavesOutShipsThatComeLaterAndDearer) {
    add_ship(kRival);
    add_ship(kFactory);
    Approaches ships = approaches();
    EXPECT_THAT(first_ships(ships, kCustomer), ElementsAre(1));
    EXPECT_THAT(first_ships(ships, kRival), ElementsAre(0));
}

TEST_F(ApproachesTest, KeepsAllThatAreThereAtTheSameTime) {
    add_ship(kSmelter);
    add_ship(kCustomer);
    Approaches ships = approaches();
    EXPECT_THAT(first_ships(ships, kFactory), ElementsAre(0, 1));
    EXPECT_THAT(first_ships(ships, kSmelter), ElementsAre(0)) << "it is there";
}

TEST_F(ApproachesTest, TakesShipsAtOnePlaceInOrderAndThenLooksFurther) {
    add_ship(kFactory);
    add_ship(kRival);
    add_ship(kFactory);
    Approaches ships = approaches();
    ASSERT_THAT(first_ships(ships, kCustomer), ElementsAre(0));
    const std::int32_t near = ships.to(0, market(kCustomer)).front().group;
    ships.take(near);
    EXPECT_THAT(first_ships(ships, kCustomer), ElementsAre(2));
    ships.take(near);
    EXPECT_EQ(ships.first_of(near), std::nullopt);
    EXPECT_THAT(first_ships(ships, kCustomer), ElementsAre(1));
    EXPECT_EQ(ships.ships_left(), 1u);
}

TEST_F(ApproachesTest, LeavesOutShipsThatCannotCome) {
    add_ship(model::WaypointSymbol("X1-ELSE-A1"));
    Approaches ships = approaches();
    EXPECT_EQ(ships.ships_left(), 1u);
    EXPECT_THAT(ships.to(0, market(kCustomer)), IsEmpty());
}

TEST_F(ApproachesTest, SaysWhatAWayTakes) {
    add_ship(kFactory);
    Approaches ships = approaches();
    const Approach here = ships.to(0, market(kFactory)).front().approach;
    EXPECT_EQ(here.time, core::Duration(0));
    EXPECT_EQ(here.fuel, core::Credits(0));
    const Approach there = ships.to(0, market(kCustomer)).front().approach;
    EXPECT_GT(there.time, core::Duration(0));
    EXPECT_GT(there.fuel, core::Credits(0));
    EXPECT_GT(there.requests, here.requests);
}

}  // namespace
}  // namespace argosy::trading
