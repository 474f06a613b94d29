// What the endpoints about agents, contracts, sites and gates take and answer.

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <boost/json/parse.hpp>
#include <utility>

#include "core/virtual_loop.h"
#include "sim/http_front.h"
#include "sim/testing/one_agent.h"
#include "sim/tokens.h"

namespace argosy::sim {
namespace {

using boost::json::value;
using core::Units;
using model::AgentSymbol;
using model::ShipSymbol;
using model::TradeSymbol;
using model::WaypointSymbol;
using testing::kDawn;
using testing::OneAgent;

const AgentSymbol kMe("TESTER");
const ShipSymbol kHauler("TESTER-3");
const WaypointSymbol kGate("X1-AD75-I55");
const std::string kSites = "/v2/systems/X1-AD75/waypoints/";

class AgentRoutesTest : public ::testing::Test {
  protected:
    AgentRoutesTest() {
        authorization_ = "Bearer account";
        send("POST", "/v2/register", R"({"symbol":"tester","faction":"COSMIC"})");
        registration_ = answer();
        authorization_ = fmt::format("Bearer {}", text(registration_.at("data").at("token")));
        contract_ = text(registration_.at("data").at("contract").at("id"));
    }

    void send(std::string method, std::string target, std::string body = "") {
        HttpRequest request;
        request.method = std::move(method);
        request.target = std::move(target);
        request.body = std::move(body);
        if (!authorization_.empty()) request.headers["authorization"] = authorization_;
        if (!request.body.empty()) request.headers["content-type"] = "application/json";
        response_ = front_.handle(request);
    }
    value answer() const { return boost::json::parse(response_.body); }
    value data() const { return answer().at("data"); }
    static std::string text(const value& from) { return std::string(from.as_string()); }

    // Returns what the request was refused with, and expects nothing else.
    value refusal(int status, int code) const {
        EXPECT_EQ(response_.status, status) << response_.body;
        const value error = answer().at("error");
        EXPECT_EQ(error.at("code").as_int64(), code) << response_.body;
        const value* details = error.as_object().if_contains("data");
        return details == nullptr ? value() : *details;
    }
    std::string on_contract(std::string_view action) const {
        return fmt::format("/v2/my/contracts/{}/{}", contract_, action);
    }

    Universe& world() { return agent_.world(); }
    const ContractDelivery& asked() {
        return world().state().contracts.at(contract_).deliveries.front();
    }
    void dock_hauler(const WaypointSymbol& waypoint, const TradeSymbol& good, Units units) {
        ShipRecord& ship = world().state().ships.at(kHauler);
        world().move_to(ship, waypoint);
        ship.ship.nav.status = model::NavStatus::kDocked;
        ship.ship.cargo.items = {{good, units}};
    }

    OneAgent agent_{"SHIP_LIGHT_HAULER"};
    core::VirtualLoop loop_{kDawn};
    HttpFront front_{agent_.world(), loop_.clock(), HttpFrontOptions{.rate_limited = false}};
    std::string authorization_;
    std::string contract_;
    value registration_;
    HttpResponse response_;
};

TEST_F(AgentRoutesTest, RegistrationOffersTheContractThatTheListShows) {
    send("GET", "/v2/my/contracts");
    EXPECT_EQ(answer().at("meta").at("total").as_int64(), 1);
    EXPECT_EQ(data().at(0), registration_.at("data").at("contract"));
    send("GET", "/v2/my/contracts/" + contract_);
    EXPECT_EQ(data(), registration_.at("data").at("contract"));
    EXPECT_EQ(data().at("factionSymbol"), "COSMIC");
    EXPECT_EQ(data().at("type"), "PROCUREMENT");
    EXPECT_EQ(data().at("expiration"), data().at("deadlineToAccept"));
    EXPECT_EQ(data().at("terms").at("deadline"),
              core::format_time(kDawn + std::chrono::days(7)).c_str());
    send("GET", "/v2/my/contracts/nothing");
    refusal(404, 404);
    send("GET", "/v2/my/contracts?limit=21");
    EXPECT_TRUE(refusal(422, 422).as_object().contains("limit"));
}

TEST_F(AgentRoutesTest, AContractGoesFromAcceptanceToFulfilment) {
    send("POST", on_contract("accept"));
    EXPECT_EQ(response_.status, 200);
    EXPECT_TRUE(data().at("contract").at("accepted").as_bool());
    EXPECT_EQ(data().at("agent").at("symbol"), "TESTER");
    dock_hauler(asked().destination, asked().good, asked().required);
    send("POST", on_contract("deliver"),
         fmt::format(R"({{"shipSymbol":"TESTER-3","tradeSymbol":"{}","units":{}}})", asked().good,
                     asked().required));
    EXPECT_EQ(response_.status, 200) << response_.body;
    EXPECT_EQ(data().at("cargo").at("units").as_int64(), 0);
    const value delivery = data().at("contract").at("terms").at("deliver").at(0);
    EXPECT_EQ(delivery.at("unitsFulfilled"), delivery.at("unitsRequired"));
    send("POST", on_contract("fulfill"));
    EXPECT_EQ(response_.status, 200);
    EXPECT_TRUE(data().at("contract").at("fulfilled").as_bool());
    EXPECT_TRUE(data().at("agent").as_object().contains("accountId"));
    send("POST", "/v2/my/ships/TESTER-1/negotiate/contract");
    EXPECT_EQ(response_.status, 201) << response_.body;
    EXPECT_FALSE(data().at("contract").at("accepted").as_bool());
    send("POST", "/v2/my/ships/TESTER-1/negotiate/contract");
    EXPECT_EQ(refusal(400, 4511).at("agentSymbol"), "TESTER");
}

TEST_F(AgentRoutesTest, DeliveriesNameEveryFieldThatIsWrong) {
    for (const std::string& target :
         {on_contract("deliver"), kSites + "X1-AD75-I55/construction/supply"}) {
        send("POST", target, R"({"tradeSymbol":7,"units":"two"})");
        EXPECT_EQ(refusal(422, 422).as_object().size(), 3u) << target;
        send("POST", target, R"({"shipSymbol":"TESTER-3","tradeSymbol":"IRON_ORE","units":0})");
        EXPECT_TRUE(refusal(422, 422).as_object().contains("units")) << target;
        send("POST", target);
        EXPECT_EQ(refusal(422, 422).as_object().size(), 3u) << target;
    }
}

TEST_F(AgentRoutesTest, ASiteTakesMaterials) {
    const std::string mine = std::exchange(authorization_, "");  // Everybody may look.
    send("GET", kSites + "X1-AD75-I55/construction");
    EXPECT_EQ(data().at("symbol"), "X1-AD75-I55");
    EXPECT_FALSE(data().at("isComplete").as_bool());
    EXPECT_EQ(data().at("materials").as_array().size(), 3u);
    send("POST", kSites + "X1-AD75-I55/construction/supply", "{}");
    refusal(401, 4103);
    send("GET", kSites + "X1-AD75-A1/construction");
    refusal(404, 404);
    authorization_ = mine;
    dock_hauler(kGate, TradeSymbol("FAB_MATS"), Units(80));
    send("POST", kSites + "X1-AD75-I55/construction/supply",
         R"({"shipSymbol":"TESTER-3","tradeSymbol":"FAB_MATS","units":50})");
    EXPECT_EQ(response_.status, 201) << response_.body;
    EXPECT_EQ(data().at("construction").at("materials").at(0).at("fulfilled").as_int64(), 50);
    EXPECT_EQ(data().at("cargo").at("units").as_int64(), 30);
}

TEST_F(AgentRoutesTest, GatesShowTheirConnectionsWhereTheyAreChartedOrVisited) {
    send("GET", kSites + "X1-AD75-I55/jump-gate");
    EXPECT_EQ(data().at("symbol"), "X1-AD75-I55");
    EXPECT_EQ(data().at("connections").as_array().size(), 5u);
    send("GET", kSites + "X1-AD75-A1/jump-gate");
    refusal(404, 404);
    send("GET", "/v2/systems/X1-OTHER/waypoints/X1-AD75-I55/jump-gate");
    refusal(404, 404);
    world().state().charts.erase(kGate);
    send("GET", kSites + "X1-AD75-I55/jump-gate");
    EXPECT_EQ(refusal(400, 4001).at("waypointSymbol"), "X1-AD75-I55");
    send("GET", kSites + "X1-AD75-I55/market");
    refusal(400, 4001);
    dock_hauler(kGate, TradeSymbol("FUEL"), Units(1));
    send("GET", kSites + "X1-AD75-I55/jump-gate");
    EXPECT_EQ(response_.status, 200);
}

TEST_F(AgentRoutesTest, WaypointsAreFilteredByWhatTheGameHasOnly) {
    send("GET", "/v2/systems/X1-AD75/waypoints?type=FOO&traits=BAR&traits=MARKETPLACE");
    const value wrong = refusal(422, 422);
    EXPECT_EQ(wrong.at("type").as_array().size(), 1u);
    EXPECT_EQ(wrong.at("traits").as_array().size(), 1u);
    send("GET", "/v2/systems/X1-AD75/waypoints?type=NEBULA&traits=JOVIAN");
    EXPECT_EQ(answer().at("meta").at("total").as_int64(), 0);
}

TEST_F(AgentRoutesTest, AnAgentKnowsItsAccountItsFactionsAndWhatHappened) {
    send("GET", "/v2/my/account");
    const value account = data().at("account");
    EXPECT_EQ(account.at("id"), registration_.at("data").at("agent").at("accountId"));
    EXPECT_THAT(text(account.at("email")), ::testing::EndsWith("@example.invalid"));
    EXPECT_EQ(account.at("createdAt"), core::format_time(kDawn).c_str());
    send("GET", "/v2/my/factions");
    EXPECT_EQ(answer().at("meta").at("total").as_int64(), 1);
    EXPECT_EQ(data().at(0).at("symbol"), "COSMIC");
    EXPECT_EQ(data().at(0).at("reputation").as_int64(), 0);
    send("POST", on_contract("accept"));
    send("GET", "/v2/my/agent/events");
    ASSERT_EQ(data().as_array().size(), 3u);
    EXPECT_EQ(data().at(0).at("type"), "CONTRACT_ACCEPTED");
    EXPECT_EQ(data().at(1).at("type"), "CONTRACT_OFFERED");
    EXPECT_EQ(data().at(2).at("type"), "AGENT_REGISTERED");
    EXPECT_NE(data().at(0).at("id"), data().at(1).at("id"));
    send("POST", "/v2/my/ships",
         R"({"shipType":"SHIP_MINING_DRONE","waypointSymbol":"X1-AD75-H52"})");
    EXPECT_EQ(response_.status, 201) << response_.body;
    send("GET", "/v2/my/agent/events");
    EXPECT_EQ(data().at(0).at("type"), "SHIP_PURCHASED");
}

TEST_F(AgentRoutesTest, OnlyTheLatestHundredEventsAreKept) {
    AgentRecord& agent = world().agent_record(kMe);
    for (int i = 0; i < 200; ++i)
        Universe::note_event(agent, "TEST", fmt::format("{}", i), kDawn);
    send("GET", "/v2/my/agent/events");
    EXPECT_EQ(data().as_array().size(), 100u);
    EXPECT_EQ(data().at(0).at("message"), "199");
}

TEST_F(AgentRoutesTest, TheServerNamesItsCodes) {
    send("GET", "/v2/error-codes");
    const boost::json::array codes = answer().at("errorCodes").as_array();
    EXPECT_EQ(codes.size(), kErrorCodes.size());
    EXPECT_EQ(codes.back().at("code").as_int64(), 5000);
    EXPECT_EQ(codes.back().at("name"), "unsupportedMediaTypeError");
}

TEST_F(AgentRoutesTest, TheLeadersAreThoseWithTheMost) {
    world().agent_record(kMe).charts = 3;
    Universe::earn(world().agent_record(kMe), core::Credits(1));
    send("GET", "/v2");
    const value boards = answer().at("leaderboards");
    EXPECT_EQ(boards.at("mostCredits").as_array().size(), 2u);
    EXPECT_EQ(boards.at("mostCredits").at(0).at("agentSymbol"), "TESTER");
    EXPECT_EQ(boards.at("mostCredits").at(0).at("credits").as_int64(), 175'001);
    ASSERT_EQ(boards.at("mostSubmittedCharts").as_array().size(), 1u);
    EXPECT_EQ(boards.at("mostSubmittedCharts").at(0).at("chartCount").as_int64(), 3);
    EXPECT_EQ(answer().at("stats").at("accounts").as_int64(), 1);
    EXPECT_EQ(answer().at("stats").at("agents").as_int64(), 2);
    EXPECT_EQ(answer().at("stats").at("ships").as_int64(), 6);
    EXPECT_TRUE(core::parse_time(text(answer().at("serverResets").at("next"))).ok());
}

TEST_F(AgentRoutesTest, FactionsHaveTheirTraits) {
    send("GET", "/v2/factions/LORDS");
    EXPECT_EQ(data().at("headquarters"), "X1-AD75-A1");
    ASSERT_EQ(data().at("traits").as_array().size(), 4u);
    EXPECT_EQ(data().at("traits").at(0).at("symbol"), "SECRETIVE");
    EXPECT_EQ(data().at("traits").at(0).at("name"), "Secretive");
    send("GET", "/v2/factions?limit=20");
    EXPECT_EQ(data().as_array().size(), 19u);
    EXPECT_EQ(data().at(0).at("symbol"), "COSMIC");
    EXPECT_EQ(data().at(0).at("headquarters"), "X1-AD75-A1") << "shared";
}

TEST_F(AgentRoutesTest, ARegistrationIsToldEverythingThatIsWrongWithIt) {
    authorization_ = "Bearer another-account";
    send("POST", "/v2/register", R"({"symbol":"x","faction":"KLINGONS"})");
    EXPECT_EQ(refusal(422, 422).as_object().size(), 2u);
    send("POST", "/v2/register", R"({"symbol":"x","faction":7})");
    EXPECT_EQ(refusal(422, 422).as_object().size(), 2u);
}

TEST_F(AgentRoutesTest, TokensThatAreNoneAreToldApart) {
    const std::string mine = authorization_;
    const auto refused_with = [&](const std::string& authorization, int code) {
        authorization_ = authorization;
        send("GET", "/v2/my/agent");
        return refusal(401, code);
    };
    refused_with("", 4103);
    refused_with("Bearer ", 4100);
    refused_with("Bearer", 4100);
    refused_with("Basic dXNlcg==", 4104);
    refused_with("Bearer account", 4105);
    refused_with("Bearer who-knows", 4115);
    const value reset = refused_with(
        "Bearer " + make_token({.identifier = "TESTER", .reset_date = "2025-03-30"}, core::Rng(1)),
        4113);
    EXPECT_EQ(reset.at("expected"), "2025-04-06");
    EXPECT_EQ(reset.at("actual"), "2025-03-30");
    const TokenClaims odd{.identifier = "TESTER", .version = "v1", .reset_date = "2025-04-06"};
    refused_with("Bearer " + make_token(odd, core::Rng(1)), 4109);
    refused_with("Bearer eyJ.e30.x", 4101);
    authorization_ = mine;
    send("POST", "/v2/register", R"({"symbol":"another","faction":"COSMIC"})");
    refusal(401, 4105);
}

}  // namespace
}  // namespace argosy::sim
