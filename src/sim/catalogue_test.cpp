#include "sim/catalogue.h"

#include <gmock/gmock.h>

#include "sim/scenario.h"

namespace argosy::sim {
namespace {

using core::Units;
using model::ShipType;
using testing::HasSubstr;

TEST(Catalogue, KnowsTheHullsByTheNumbersOfTheGame) {
    const Catalogue& catalogue = Catalogue::recorded();
    const Hull* hauler = catalogue.hull(ShipType("SHIP_LIGHT_HAULER"));
    ASSERT_NE(hauler, nullptr);
    EXPECT_EQ(hauler->speed, 15);
    EXPECT_EQ(hauler->fuel_capacity, 600);
    EXPECT_EQ(hauler->cargo_capacity, Units(80));
    EXPECT_EQ(hauler->frame, "FRAME_LIGHT_FREIGHTER");
    EXPECT_EQ(hauler->role, "HAULER");
    EXPECT_EQ(hauler->parts.size(), 6u);
    EXPECT_EQ(catalogue.hull(ShipType("SHIP_ARK")), nullptr);
}

TEST(Catalogue, DescribesEveryGoodTraitAndHullOfTheRecordedSystem) {
    const Catalogue& catalogue = Catalogue::recorded();
    const Scenario scenario = recorded_scenario();
    for (const MarketGoodFacts& facts : scenario.market_goods) {
        EXPECT_NE(catalogue.good(facts.good).name, facts.good.str());
    }
    for (const WaypointFacts& facts : scenario.waypoints) {
        for (const std::string& trait : facts.waypoint.traits) {
            EXPECT_NE(catalogue.trait(trait).name, trait);
        }
    }
    for (const ShipListingFacts& facts : scenario.ship_listings) {
        EXPECT_NE(catalogue.hull(facts.type), nullptr) << facts.type.str();
    }
    EXPECT_EQ(catalogue.factions().size(), 19u);
    EXPECT_NE(catalogue.faction(scenario.starts.front().faction), nullptr);
}

TEST(Catalogue, DescribesWhatWasNeverRecordedByItsSymbol) {
    EXPECT_EQ(Catalogue::recorded().good(model::TradeSymbol("PHLOGISTON")).name, "PHLOGISTON");
}

TEST(Catalogue, NamesTheFileAndEntryThatAreWrong) {
    const auto result = Catalogue::parse("[]", "[]", "[]", R"([{"type": "SHIP_X"}])");
    ASSERT_FALSE(result.ok());
    EXPECT_THAT(result.error().message,
                HasSubstr("hulls.json: hull 1 name was absent, expected a text"));
    EXPECT_THAT(Catalogue::parse("{", "[]", "[]", "[]").error().message,
                HasSubstr("trade_goods.json: the file is no JSON"));
}

}  // namespace
}  // namespace argosy::sim
