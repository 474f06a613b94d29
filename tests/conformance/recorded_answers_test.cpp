// The real game's own answers, read by the decoders that read them in live runs.

#include <gtest/gtest.h>

#include <functional>

#include "game/errors.h"
#include "live/decode.h"
#include "tests/support/recorded_answers.h"

namespace argosy::tests {
namespace {

namespace fs = std::filesystem;
using boost::json::value;

// Returns what is wrong with reading the answer, empty when nothing is.
using Reading = std::function<std::string(const value&)>;

template <class Value>
Reading one(Value (*read)(const live::JsonNode&)) {
    return [read](const value& answer) {
        const auto decoded = live::decode_data(answer, read);
        return decoded ? std::string() : decoded.error().message;
    };
}

template <class Value>
Reading many(Value (*read)(const live::JsonNode&)) {
    return [read](const value& answer) -> std::string {
        const auto page = live::decode_page(answer, read);
        if (!page) return page.error().message;
        return page->values.empty() ? "the list was empty" : "";
    };
}

// Checks every recording of a kind. Those of 2023 are of another game: until v2.1 there were no
// supply chains, and nothing reads them any more.
void check_recordings(const std::string& kind, std::size_t least, const Reading& reading) {
    std::size_t checked = 0;
    for (const auto& entry : fs::directory_iterator(recorded_data() / "responses" / kind)) {
        const std::string name = entry.path().filename().string();
        const bool is_current = name.starts_with("pofadder11") || name.starts_with("whyando") ||
                                name.starts_with("avnergomes") || name.starts_with("mdvanes");
        if (!is_current) continue;
        ++checked;
        EXPECT_EQ(reading(answer_in(entry.path())), "") << kind << "/" << name;
    }
    EXPECT_GE(checked, least) << kind;
}

TEST(RecordedAnswers, AgentsAreRead) {
    ARGOSY_NEEDS_RECORDED_DATA();
    check_recordings("my_agent", 3, one(&live::read_agent));
    check_recordings("cache_GET_my_agent", 1, one(&live::read_agent));
}

TEST(RecordedAnswers, ShipsAreRead) {
    ARGOSY_NEEDS_RECORDED_DATA();
    check_recordings("my_ships_list", 1, many(&live::read_ship));
    check_recordings("cache_GET_my_ships", 1, many(&live::read_ship));
    check_recordings("my_ship_cargo", 1, one(&live::read_cargo));
}

TEST(RecordedAnswers, WaypointsAreRead) {
    ARGOSY_NEEDS_RECORDED_DATA();
    check_recordings("systems_waypoints_list", 5, many(&live::read_waypoint));
    check_recordings("cache_GET_systems_SYM_waypoints", 1, many(&live::read_waypoint));
}

TEST(RecordedAnswers, MarketsAreReadNearAndFar) {
    ARGOSY_NEEDS_RECORDED_DATA();
    check_recordings("systems_waypoint_market", 2, [](const value& answer) -> std::string {
        const auto market = live::decode_data(answer, &live::read_market);
        if (!market) return market.error().message;
        return market->goods ? "" : "there were no prices";
    });
    std::size_t without_prices = 0;
    check_recordings("systems_waypoint_market_remote", 3, [&](const value& answer) -> std::string {
        const auto market = live::decode_data(answer, &live::read_market);
        if (!market) return market.error().message;
        if (!market->goods) ++without_prices;
        return "";
    });
    // One of the three was recorded with a ship there after all.
    EXPECT_EQ(without_prices, 2u);
}

TEST(RecordedAnswers, ShipyardsAreRead) {
    ARGOSY_NEEDS_RECORDED_DATA();
    check_recordings("systems_waypoint_shipyard", 2, one(&live::read_shipyard));
}

TEST(RecordedAnswers, MovementsAreRead) {
    ARGOSY_NEEDS_RECORDED_DATA();
    check_recordings("my_ship_navigate", 1, one(&live::read_departure));
    check_recordings("cache_POST_my_ships_SHIP_navigate", 3, one(&live::read_departure));
    check_recordings("my_ship_orbit_dock", 1, one(&live::read_changed_nav));
    check_recordings("cache_POST_my_ships_SHIP_orbit", 1, one(&live::read_changed_nav));
}

TEST(RecordedAnswers, CooldownsAreReadWithAndWithoutAnEnd) {
    ARGOSY_NEEDS_RECORDED_DATA();
    std::size_t cooling = 0;
    for (const auto& entry :
         fs::directory_iterator(recorded_data() / "responses" / "my_ship_cooldown")) {
        const value answer = answer_in(entry.path());
        const auto until = live::decode_data(answer, &live::read_cooldown);
        ASSERT_TRUE(until.ok()) << until.error().message;
        if (*until != core::TimePoint()) ++cooling;
    }
    EXPECT_EQ(cooling, 1u);
}

TEST(RecordedAnswers, TheStatusIsRead) {
    ARGOSY_NEEDS_RECORDED_DATA();
    check_recordings("status", 1, [](const value& answer) {
        const auto status = live::decode_answer(answer, &live::read_status);
        if (status && !status->next_reset) return std::string("the next reset was not read");
        return status ? std::string() : status.error().message;
    });
}

TEST(RecordedAnswers, TheRecipeMapIsTheOneInTheProgram) {
    ARGOSY_NEEDS_RECORDED_DATA();
    const value answer = answer_in(recorded_data() / "supply_chain.json");
    const auto recipes = live::decode_data(answer, &live::read_recipes);
    ASSERT_TRUE(recipes.ok()) << recipes.error().message;
    EXPECT_TRUE(*recipes == model::recipes());
}

TEST(RecordedAnswers, EveryErrorHasACodeToActOn) {
    ARGOSY_NEEDS_RECORDED_DATA();
    const value list = answer_in(recorded_data() / "responses" / "errors" / "errors.json");
    for (const value& entry : list.as_array()) {
        std::string problem;
        const live::JsonNode error = live::JsonNode(entry, problem)["body"]["error"];
        const auto code = std::int32_t(error["code"].whole());
        const core::Error translated = game::error_from(code, 0, error["message"].text());
        EXPECT_EQ(problem, "");
        EXPECT_EQ(translated.game_code, code);
        const bool temporary = code == 429 || code == 500 || code == 503;
        EXPECT_EQ(translated.code == core::ErrorCode::kUnavailable, temporary) << code;
        const bool reset = translated.message.find("reset_date") != std::string::npos;
        EXPECT_EQ(translated.code == core::ErrorCode::kUniverseReset, reset) << code;
    }
}

}  // namespace
}  // namespace argosy::tests
