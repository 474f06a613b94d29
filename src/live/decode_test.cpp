#include "live/decode.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

namespace argosy::live {
namespace {

using boost::json::parse;
using core::Units;
using model::TradeSymbol;

constexpr const char* kCargo = R"({"data":{"capacity":40,"units":7,"inventory":[
    {"symbol":"IRON","name":"Iron","description":"...","units":5},
    {"symbol":"FUEL","name":"Fuel","description":"...","units":2}]}})";

std::string problem_of(const char* text) {
    const auto cargo = decode_data(parse(text), &read_cargo);
    return cargo ? std::string() : cargo.error().message;
}

TEST(Decoding, ReadsWhatTheGameSays) {
    const auto cargo = decode_data(parse(kCargo), &read_cargo);
    ASSERT_TRUE(cargo.ok()) << cargo.error().message;
    EXPECT_EQ(cargo->capacity, Units(40));
    EXPECT_EQ(cargo->of(TradeSymbol("IRON")), Units(5));
    EXPECT_EQ(cargo->used(), Units(7));
}

TEST(Decoding, NamesTheMemberWhatItWasAndWhatWasExpected) {
    EXPECT_EQ(problem_of(R"({"data":{"capacity":"40","inventory":[]}})"),
              "data.capacity was \"40\", expected a whole number");
    EXPECT_EQ(problem_of(R"({"data":{"capacity":40,"inventory":[{"units":1}]}})"),
              "data.inventory[0].symbol was absent, expected a text");
    EXPECT_EQ(problem_of(R"({"data":{"capacity":40,"inventory":{}}})"),
              "data.inventory was an object, expected a list");
    EXPECT_EQ(problem_of(R"({"data":{"capacity":40.5,"inventory":[]}})"),
              "data.capacity was 4.05E1, expected a whole number");
    EXPECT_EQ(problem_of(R"({})"), "data was absent, expected an object");
    EXPECT_EQ(problem_of(R"([])"), "the document was a list, expected an object");
}

TEST(Decoding, AnnouncementsOfAResetAreReadAndKeepNobodyFromPlaying) {
    const auto next_of = [](const std::string& resets) {
        const auto status = decode_answer(
            parse(R"({"version":"v2.3.0","resetDate":"2025-04-06")" + resets + "}"), &read_status);
        EXPECT_TRUE(status.ok()) << status.error().message;
        return status ? status->next_reset : std::nullopt;
    };
    EXPECT_EQ(next_of(R"(,"serverResets":{"next":"2025-04-13T13:00:00.000Z"})"),
              *core::parse_time("2025-04-13T13:00:00.000Z"));
    EXPECT_EQ(next_of(R"(,"serverResets":{"next":"soon"})"), std::nullopt);
    EXPECT_EQ(next_of(R"(,"serverResets":{"next":null})"), std::nullopt);
    EXPECT_EQ(next_of(R"(,"serverResets":{"next":1744549200})"), std::nullopt);
    EXPECT_EQ(next_of(R"(,"serverResets":{})"), std::nullopt);
    EXPECT_EQ(next_of(R"(,"serverResets":[])"), std::nullopt);
    EXPECT_EQ(next_of(R"(,"serverResets":"weekly")"), std::nullopt);
    EXPECT_EQ(next_of(""), std::nullopt);
}

TEST(Decoding, NullCountsAsAbsent) {
    EXPECT_EQ(problem_of(R"({"data":{"capacity":null,"inventory":[]}})"),
              "data.capacity was absent, expected a whole number");
    const auto market =
        decode_data(parse(R"({"data":{"symbol":"X1-A-1","exports":[],"imports":[],"exchange":[],
                          "tradeGoods":null,"transactions":null}})"),
                    &read_market);
    ASSERT_TRUE(market.ok()) << market.error().message;
    EXPECT_FALSE(market->goods.has_value());
}

TEST(Decoding, IgnoresMembersItDoesNotKnow) {
    const auto agent = decode_data(
        parse(R"({"data":{"symbol":"A","headquarters":"X1-A-1","startingFaction":"COSMIC",
                          "credits":-5,"mood":{"deep":[1,2,3]}}})"),
        &read_agent);
    ASSERT_TRUE(agent.ok()) << agent.error().message;
    EXPECT_EQ(agent->credits, core::Credits(-5));
    EXPECT_EQ(agent->ship_count, 0);
}

TEST(Decoding, WholeNumbersMayComeWithAPoint) {
    EXPECT_EQ(problem_of(R"({"data":{"capacity":40.0,"inventory":[]}})"), "");
}

TEST(Decoding, UnknownSpellingsAreProblemsAndNotGuesses) {
    const auto market =
        decode_data(parse(R"({"data":{"symbol":"X1-A-1","exports":[],"imports":[],"exchange":[],
                          "tradeGoods":[{"symbol":"IRON","type":"EXPORT","tradeVolume":60,
                          "supply":"PLENTY","purchasePrice":2,"sellPrice":1}]}})"),
                    &read_market);
    ASSERT_FALSE(market.ok());
    EXPECT_EQ(market.error().message,
              "data.tradeGoods[0].supply was \"PLENTY\", expected a supply level, SCARCE to "
              "ABUNDANT");
}

TEST(Decoding, AnInputThatARecipeListsTwiceIsReadOnce) {
    const auto recipes = decode_data(
        parse(R"({"data":{"exportToImportMap":{"DRIVE":["A","B","A"],"IRON":["IRON_ORE"]}}})"),
        &read_recipes);
    ASSERT_TRUE(recipes.ok()) << recipes.error().message;
    EXPECT_EQ(recipes->size(), 2u);
    EXPECT_EQ(recipes->at(TradeSymbol("DRIVE")), (std::vector{TradeSymbol("A"), TradeSymbol("B")}));
}

TEST(Decoding, TheTokenOfARegistrationIsNeverQuoted) {
    const auto registration =
        decode_data(parse(R"({"data":[{"token":"very-secret"}]})"), &read_registration);
    ASSERT_FALSE(registration.ok());
    EXPECT_EQ(registration.error().message, "data was a list, expected an object");
}

}  // namespace
}  // namespace argosy::live
