#include "sim/api_error.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <fstream>
#include <sstream>

#include "tests/support/shared_data.h"

namespace argosy::sim {
namespace {

using core::Ask;
using core::Credits;
using core::Units;
using model::ShipSymbol;
using model::TradeSymbol;
using model::WaypointSymbol;

namespace json = boost::json;

// The recorded answer of this code whose text contains `mark`.
json::object recorded_error(std::int32_t code, std::string_view mark) {
    std::ifstream file(tests::recorded_data() / "responses" / "errors" / "errors.json");
    std::ostringstream text;
    text << file.rdbuf();
    const json::value all = json::parse(text.str());
    for (const json::value& entry : all.as_array()) {
        const json::object& error = entry.at("body").at("error").as_object();
        const auto& message = error.at("message").as_string();
        if (error.at("code").as_int64() == code &&
            std::string_view(message).find(mark) != std::string_view::npos) {
            return error;
        }
    }
    ADD_FAILURE() << "no recorded error " << code << " with " << mark;
    return {};
}

json::value to_json(const ErrorField& field) {
    if (const auto* number = std::get_if<std::int64_t>(&field.value)) return *number;
    if (const auto* text = std::get_if<std::string>(&field.value)) return json::string(*text);
    return json::array();
}

// Our words must be the recorded ones; our data must have at least the recorded members.
void expect_as_recorded(const ApiError& ours, std::string_view mark) {
    const json::object theirs = recorded_error(ours.code, mark);
    if (theirs.empty()) return;
    EXPECT_EQ(ours.message, std::string_view(theirs.at("message").as_string()));
    const json::value* data = theirs.if_contains("data");
    if (data == nullptr) return;
    for (const auto& member : data->as_object()) {
        bool found = false;
        for (const ErrorField& field : ours.data) {
            if (std::string_view(member.key()) != field.name) continue;
            found = true;
            EXPECT_EQ(to_json(field), member.value()) << field.name;
        }
        EXPECT_TRUE(found) << ours.code << " lacks data." << member.key();
    }
}

TEST(Refusal, SaysWhatTheGameSaidOfShips) {
    ARGOSY_NEEDS_RECORDED_DATA();
    const auto departure = core::parse_time("2024-03-14T03:14:35.404Z").value();
    const auto arrival = core::parse_time("2024-03-14T03:15:02.404Z").value();
    const model::Nav nav{.system = model::SystemSymbol("X1-TA36"),
                         .waypoint = WaypointSymbol("X1-TA36-C37"),
                         .status = model::NavStatus::kInTransit,
                         .route = {WaypointSymbol("X1-TA36-C36"), WaypointSymbol("X1-TA36-C37"),
                                   departure, arrival}};
    expect_as_recorded(refusal::in_transit(nav, departure + core::Duration(400)),
                       "from X1-TA36-C36");
    expect_as_recorded(refusal::not_in_orbit(WaypointSymbol("X1-RV7-A1")), "X1-RV7-A1");
    expect_as_recorded(refusal::not_docked(ShipSymbol("TORWIND-1")), "TORWIND-1");
    expect_as_recorded(
        refusal::outside_system(ShipSymbol("TRAILJACK-1"), WaypointSymbol("X1-NK91-ZA4D"),
                                model::SystemSymbol("X1-RV7")),
        "X1-NK91-ZA4D");
    expect_as_recorded(refusal::not_enough_fuel(ShipSymbol("ESEIDEL-2"), 39, 25), "ESEIDEL-2");
    expect_as_recorded(
        refusal::already_there(ShipSymbol("TORWIND-2"), WaypointSymbol("X1-QR48-A1")), "TORWIND-2");
}

TEST(Refusal, SaysWhatTheGameSaidOfTrade) {
    ARGOSY_NEEDS_RECORDED_DATA();
    expect_as_recorded(refusal::not_enough_credits(TradeSymbol("MODULE_MINERAL_PROCESSOR_I"),
                                                   Units(10), Ask(4493), Credits(44'815)),
                       "MODULE_MINERAL");
    expect_as_recorded(
        refusal::not_sold_here(WaypointSymbol("X1-BZ43-47417A"), TradeSymbol("FUEL")), "FUEL");
    expect_as_recorded(
        refusal::above_trade_volume(WaypointSymbol("X1-UC8-13100A"),
                                    TradeSymbol("REACTOR_FUSION_I"), Units(60), Units(10)),
        "REACTOR_FUSION_I");
    expect_as_recorded(refusal::cargo_full(ShipSymbol("ESEIDEL-12")), "maximum capacity");
    expect_as_recorded(refusal::not_enough_cargo(ShipSymbol("ESEIDEL-18"),
                                                 TradeSymbol("COPPER_ORE"), Units(0), Units(7)),
                       "COPPER_ORE");
    expect_as_recorded(refusal::ship_too_expensive(Credits(116'103), Credits(172'355)),
                       "insufficient funds");
}

TEST(Refusal, SaysWhatTheGameSaidOfPlacesNobodyCharted) {
    ARGOSY_NEEDS_RECORDED_DATA();
    expect_as_recorded(refusal::waypoint_no_access(WaypointSymbol("X1-KF5-E24Z")), "X1-KF5-E24Z");
}

// The recorded text of a token of another reset date is from when its code was 401.
TEST(Refusal, NamesBothDatesToATokenOfAnotherUniverse) {
    ARGOSY_NEEDS_RECORDED_DATA();
    const ApiError ours = refusal::reset_mismatch("2023-06-03", "2023-05-20");
    EXPECT_EQ(ours.message,
              std::string_view(recorded_error(401, "2023-06-03").at("message").as_string()));
}

}  // namespace
}  // namespace argosy::sim
