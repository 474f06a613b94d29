#include "sim/catalogue.h"

#include <gmock/gmock.h>

#include <tuple>

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

TEST(Catalogue, KnowsPartsByTheirNumbers) {
    const Catalogue& catalogue = Catalogue::recorded();
    const Part* hold = catalogue.module("MODULE_CARGO_HOLD_II");
    ASSERT_NE(hold, nullptr);
    EXPECT_EQ(hold->capacity, 40);
    EXPECT_EQ(hold->power, 2);
    EXPECT_EQ(hold->crew, 2);
    EXPECT_EQ(hold->slots, 2);
    const Part* surveyor = catalogue.mount("MOUNT_SURVEYOR_II");
    ASSERT_NE(surveyor, nullptr);
    EXPECT_EQ(surveyor->strength, 2);
    EXPECT_EQ(surveyor->deposits.size(), 13u);
    EXPECT_EQ(surveyor->json.at("name"), "Surveyor II");
    EXPECT_EQ(catalogue.module("MODULE_WARP_DRIVE_II")->range, 6000);
    EXPECT_EQ(catalogue.module("MOUNT_SURVEYOR_II"), nullptr);
    EXPECT_EQ(catalogue.mount("MODULE_CARGO_HOLD_II"), nullptr);
}

// The crews that shipyards list are the sums of what the parts take: recorded for all hulls.
TEST(Catalogue, AddsUpTheRecordedCrewsOfHulls) {
    const std::vector<std::tuple<const char*, std::int64_t, std::int64_t>> recorded{
        {"SHIP_COMMAND_FRIGATE", 57, 80},
        {"SHIP_EXPLORER", 62, 80},
        {"SHIP_HEAVY_FREIGHTER", 149, 160},
        {"SHIP_INTERCEPTOR", 16, 40},
        {"SHIP_LIGHT_HAULER", 55, 80},
        {"SHIP_LIGHT_SHUTTLE", 21, 40},
        {"SHIP_MINING_DRONE", 0, 0},
        {"SHIP_ORE_HOUND", 33, 40},
        {"SHIP_PROBE", 0, 0},
        {"SHIP_REFINING_FREIGHTER", 159, 160},
        {"SHIP_SIPHON_DRONE", -1, 0},
        {"SHIP_SURVEYOR", 0, 0}};
    const Catalogue& catalogue = Catalogue::recorded();
    for (const auto& [type, required, capacity] : recorded) {
        const Hull* hull = catalogue.hull(ShipType(type));
        ASSERT_NE(hull, nullptr) << type;
        const Fitting fitting = catalogue.fitting(*hull, hull->modules, hull->mounts);
        EXPECT_EQ(fitting.crew, required) << type;
        EXPECT_EQ(fitting.crew_capacity, capacity) << type;
        EXPECT_LE(fitting.power, fitting.power_output) << type;
        EXPECT_LE(fitting.slots, fitting.module_slots) << type;
        EXPECT_LE(fitting.mounts, fitting.mounting_points) << type;
    }
}

TEST(Catalogue, TellsWhatTravelAndExtractionDoToComponents) {
    const Catalogue& catalogue = Catalogue::recorded();
    std::size_t count = 0;
    for (const WearCause cause : {WearCause::kTravel, WearCause::kExtraction}) {
        for (const Component component :
             {Component::kFrame, Component::kReactor, Component::kEngine}) {
            count += catalogue.ship_events(cause, component).size();
        }
    }
    EXPECT_EQ(count, 27u);
    EXPECT_TRUE(catalogue.ship_events(WearCause::kTravel, Component::kReactor).empty());
    EXPECT_TRUE(catalogue.ship_events(WearCause::kExtraction, Component::kEngine).empty());
}

constexpr std::string_view kNoParts =
    R"({"frames": [], "reactors": [], "engines": [], "modules": [], "mounts": []})";

TEST(Catalogue, NamesTheFileAndEntryThatAreWrong) {
    CatalogueTexts texts{"[]", "[]", "[]", kNoParts, R"([{"type": "SHIP_X"}])", "[]"};
    const auto result = Catalogue::parse(texts);
    ASSERT_FALSE(result.ok());
    EXPECT_THAT(result.error().message,
                HasSubstr("hulls.json: hull 1 name was absent, expected a text"));
    texts.goods = "{";
    EXPECT_THAT(Catalogue::parse(texts).error().message,
                HasSubstr("trade_goods.json: the file is no JSON"));
}

TEST(Catalogue, RefusesAHullOfPartsItDoesNotKnow) {
    const CatalogueTexts texts{
        "[]",
        "[]",
        "[]",
        kNoParts,
        R"([{"type": "SHIP_X", "name": "X", "description": "X", "role": "X", "frame": "FRAME_X",
             "reactor": "REACTOR_X", "engine": "ENGINE_X", "modules": [], "mounts": []}])",
        "[]"};
    const auto result = Catalogue::parse(texts);
    ASSERT_FALSE(result.ok());
    EXPECT_THAT(result.error().message,
                HasSubstr("hull 1 names the part \"FRAME_X\", expected one of parts.json"));
}

}  // namespace
}  // namespace argosy::sim
