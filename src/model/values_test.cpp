#include <gtest/gtest.h>

#include "model/levels.h"
#include "model/market.h"
#include "model/ship.h"
#include "model/symbols.h"

namespace argosy::model {
namespace {

core::TimePoint at(std::int64_t millis) {
    return core::from_millis(millis);
}

TEST(SystemOf, IsTheSymbolUpToTheSecondDash) {
    EXPECT_EQ(system_of(WaypointSymbol("X1-AD75-A1")), SystemSymbol("X1-AD75"));
    EXPECT_EQ(system_of(WaypointSymbol("X1-P34-XX8A")), SystemSymbol("X1-P34"));
    EXPECT_EQ(system_of(WaypointSymbol("X1-AD75")), SystemSymbol("X1-AD75"));
    EXPECT_EQ(system_of(WaypointSymbol("X1")), SystemSymbol("X1"));
}

template <class Value, class Parse>
void expect_round_trip(std::initializer_list<Value> values, Parse parse) {
    for (const Value value : values) {
        EXPECT_EQ(parse(to_string(value)), value) << to_string(value);
    }
    EXPECT_EQ(parse("abundant"), std::nullopt);
    EXPECT_EQ(parse(""), std::nullopt);
    EXPECT_EQ(parse("UNKNOWN"), std::nullopt);
}

TEST(Levels, AreReadAsTheyAreWritten) {
    expect_round_trip(
        {Supply::kScarce, Supply::kLimited, Supply::kModerate, Supply::kHigh, Supply::kAbundant},
        parse_supply);
    expect_round_trip(
        {Activity::kRestricted, Activity::kWeak, Activity::kGrowing, Activity::kStrong},
        parse_activity);
    expect_round_trip({TradeType::kExport, TradeType::kImport, TradeType::kExchange},
                      parse_trade_type);
    expect_round_trip(
        {FlightMode::kDrift, FlightMode::kStealth, FlightMode::kCruise, FlightMode::kBurn},
        parse_flight_mode);
    expect_round_trip({NavStatus::kInTransit, NavStatus::kInOrbit, NavStatus::kDocked},
                      parse_nav_status);
}

TEST(Levels, OfSupplyRise) {
    EXPECT_LT(Supply::kScarce, Supply::kLimited);
    EXPECT_LT(Supply::kLimited, Supply::kModerate);
    EXPECT_LT(Supply::kModerate, Supply::kHigh);
    EXPECT_LT(Supply::kHigh, Supply::kAbundant);
}

TEST(Levels, OfActivityRise) {
    EXPECT_LT(Activity::kRestricted, Activity::kWeak);
    EXPECT_LT(Activity::kWeak, Activity::kGrowing);
    EXPECT_LT(Activity::kGrowing, Activity::kStrong);
}

TEST(Waypoint, KnowsItsTraits) {
    const Waypoint waypoint{.symbol = WaypointSymbol("X1-AD75-A2"),
                            .type = "MOON",
                            .position = {23, -9},
                            .traits = {"MARKETPLACE", "SHIPYARD"}};
    EXPECT_TRUE(waypoint.has_trait("SHIPYARD"));
    EXPECT_FALSE(waypoint.has_trait("SHIP"));
}

TEST(Nav, OfAShipWhoseArrivalHasPassedIsInOrbit) {
    Nav nav;
    nav.status = NavStatus::kInTransit;
    nav.route.arrival = at(1000);
    EXPECT_EQ(status_at(nav, at(999)), NavStatus::kInTransit);
    EXPECT_EQ(status_at(nav, at(1000)), NavStatus::kInOrbit);
}

TEST(Nav, OfADockedShipStaysDockedWhateverItsLastRoute) {
    Nav nav;
    nav.status = NavStatus::kDocked;
    nav.route.arrival = at(1000);
    EXPECT_EQ(status_at(nav, at(5000)), NavStatus::kDocked);
}

TEST(Cargo, CountsWhatItHolds) {
    const Cargo cargo{
        .capacity = core::Units(80),
        .items = {{TradeSymbol("IRON"), core::Units(30)}, {TradeSymbol("FOOD"), core::Units(12)}}};
    EXPECT_EQ(cargo.used(), core::Units(42));
    EXPECT_EQ(cargo.free(), core::Units(38));
    EXPECT_EQ(cargo.of(TradeSymbol("IRON")), core::Units(30));
    EXPECT_EQ(cargo.of(TradeSymbol("GOLD")), core::Units(0));
}

TEST(Cargo, OfAProbeHasNoRoom) {
    EXPECT_EQ(Cargo{}.free(), core::Units(0));
    EXPECT_EQ(Cargo{}.used(), core::Units(0));
}

}  // namespace
}  // namespace argosy::model
