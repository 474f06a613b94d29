#include <gmock/gmock.h>

#include <boost/json/serialize.hpp>

#include "sim/testing/one_agent.h"
#include "sim/testing/route_call.h"

namespace argosy::sim {
namespace {

using boost::json::value;
using model::TradeSymbol;
using sim::testing::code;
using sim::testing::kDawn;
using sim::testing::OneAgent;

constexpr int kFrigate = 1;
constexpr int kRefinery = 3;

class MiningRoutes : public ::testing::Test {
  protected:
    ApiResult<ApiReply> call(const std::string& action, int ship, std::string body = "") {
        return sim::testing::call_route(agent_.world(), agent_.name(),
                                        "POST /my/ships/{}/" + action, {agent_.symbol(ship).str()},
                                        std::move(body), kDawn);
    }
    value done(const std::string& action, int ship, std::string body = "") {
        const auto reply = call(action, ship, std::move(body));
        EXPECT_EQ(code(reply), 0);
        if (!reply) return nullptr;
        EXPECT_EQ(reply->status, 201);
        return reply->body.at("data");
    }

    OneAgent agent_{"SHIP_REFINING_FREIGHTER"};
    const model::WaypointSymbol asteroid_ = agent_.place("ASTEROID", "COMMON_METAL_DEPOSITS");
};

TEST_F(MiningRoutes, ASurveyIsPostedBackAsItCame) {
    agent_.put(kFrigate, asteroid_);
    const value made = done("survey", kFrigate);
    EXPECT_EQ(made.at("cooldown").at("totalSeconds").as_int64(), 90);
    value survey = made.at("surveys").at(0);
    EXPECT_EQ(survey.at("symbol").as_string(), asteroid_.str());

    agent_.put(kFrigate, asteroid_);
    const value taken = done("extract/survey", kFrigate, boost::json::serialize(survey));
    const value& yield = taken.at("extraction").at("yield");
    EXPECT_EQ(taken.at("extraction").at("shipSymbol"), "ARGOSY-1");
    EXPECT_EQ(taken.at("cargo").at("units"), yield.at("units"));
    EXPECT_TRUE(taken.at("events").is_array());
    EXPECT_TRUE(taken.at("modifiers").as_array().empty());

    agent_.put(kFrigate, asteroid_);
    survey.as_object()["size"] = survey.at("size") == "LARGE" ? "SMALL" : "LARGE";
    EXPECT_EQ(code(call("extract/survey", kFrigate, boost::json::serialize(survey))), 4220);
}

TEST_F(MiningRoutes, EveryFieldOfASurveyThatIsWrongIsNamed) {
    const auto refused = call("extract/survey", kFrigate,
                              R"({"symbol":7,"deposits":[{"symbol":"IRON_ORE"},3],)"
                              R"("expiration":"soon","size":"HUGE"})");
    ASSERT_EQ(code(refused), 422);
    std::vector<std::string> fields;
    for (const ErrorField& field : refused.error().data)
        fields.push_back(field.name);
    EXPECT_THAT(fields,
                ::testing::ElementsAre("deposits", "expiration", "signature", "size", "symbol"));
}

TEST_F(MiningRoutes, AnOverminedAsteroidSaysSo) {
    agent_.world().state().strains[asteroid_] = {25'000, kDawn};
    agent_.put(kFrigate, asteroid_);
    const value taken = done("extract", kFrigate);
    EXPECT_EQ(taken.at("modifiers").at(0).at("symbol"), "UNSTABLE");
    const auto looked =
        sim::testing::call_route(agent_.world(), agent_.name(), "GET /systems/{}/waypoints/{}",
                                 {model::system_of(asteroid_).str(), asteroid_.str()}, "", kDawn);
    ASSERT_EQ(code(looked), 0);
    EXPECT_EQ(looked->body.at("data").at("modifiers"), taken.at("modifiers"));
}

TEST_F(MiningRoutes, SiphoningAndRefiningTellWhatBecameOfTheCargo) {
    agent_.put(kFrigate, agent_.place("GAS_GIANT"));
    const value siphoned = done("siphon", kFrigate);
    EXPECT_EQ(siphoned.at("siphon").at("yield").at("units"), siphoned.at("cargo").at("units"));
    EXPECT_EQ(siphoned.at("cooldown").at("totalSeconds").as_int64(), 80);

    agent_.put(kRefinery, asteroid_).ship.cargo.items[TradeSymbol("GOLD_ORE")] = core::Units(100);
    const value refined = done("refine", kRefinery, R"({"produce":"GOLD"})");
    EXPECT_EQ(refined.at("produced").at(0).at("tradeSymbol"), "GOLD");
    EXPECT_EQ(refined.at("produced").at(0).at("units").as_int64(), 10);
    EXPECT_EQ(refined.at("consumed").at(0).at("units").as_int64(), 100);
    EXPECT_EQ(refined.at("cargo").at("units").as_int64(), 10);
    EXPECT_EQ(code(call("refine", kRefinery, "{}")), 422);
}

}  // namespace
}  // namespace argosy::sim
