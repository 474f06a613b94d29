#include "sim/http_front.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/json/parse.hpp>

#include "core/real_clock.h"
#include "core/virtual_loop.h"

namespace argosy::sim {
namespace {

using boost::json::value;
using testing::HasSubstr;
using testing::StartsWith;

const core::TimePoint kStart = core::from_millis(1'744'200'000'000);

class HttpFrontTest : public testing::Test {
  protected:
    HttpFrontTest() {
        UniverseOptions options;
        options.start = kStart;
        auto universe = Universe::create(recorded_scenario(), std::move(options));
        ARGOSY_ASSERT(universe.ok());
        universe_ = *std::move(universe);
        front_ = std::make_unique<HttpFront>(*universe_, loop_.clock(),
                                             HttpFrontOptions{.rate_limited = false});
        token_ = "account";
        send("POST", "/v2/register", R"({"symbol":"TESTER","faction":"COSMIC"})");
        token_ = std::string(json().at("data").at("token").as_string());
    }

    void send(std::string method, std::string target, std::string body = "",
              std::string type = "application/json", std::string address = "127.0.0.1") {
        HttpRequest request;
        request.method = std::move(method);
        request.target = std::move(target);
        request.body = std::move(body);
        request.remote_address = std::move(address);
        if (!token_.empty()) request.headers["authorization"] = "Bearer " + token_;
        if (!request.body.empty() && !type.empty()) request.headers["content-type"] = type;
        response_ = front_->handle(request);
    }

    value json() const { return boost::json::parse(response_.body); }
    std::string header(const std::string& name) const {
        for (const auto& [key, content] : response_.headers) {
            if (key == name) return content;
        }
        return "";
    }
    void expect_error(int status, int code) const {
        EXPECT_EQ(response_.status, status) << response_.body;
        const value error = json().at("error");
        EXPECT_EQ(error.at("code").as_int64(), code);
        EXPECT_FALSE(error.at("message").as_string().empty());
        EXPECT_EQ(error.at("requestId").as_string().size(), 36u);
    }

    core::VirtualLoop loop_{kStart};
    std::unique_ptr<Universe> universe_;
    std::unique_ptr<HttpFront> front_;
    std::string token_;
    HttpResponse response_;
};

TEST_F(HttpFrontTest, EveryAnswerTellsGameTimeAndSpeed) {
    send("GET", "/v2");
    EXPECT_EQ(response_.status, 200);
    EXPECT_EQ(header("x-argosy-time"), core::format_time(kStart));
    EXPECT_EQ(header("x-argosy-time-factor"), "1");
    send("GET", "/v2/nowhere");
    EXPECT_EQ(header("x-argosy-time"), core::format_time(kStart));
}

TEST_F(HttpFrontTest, TheSpeedIsThatOfTheClockNow) {
    boost::asio::io_context loop;
    core::RealClock clock(loop.get_executor(), 60.0, kStart);
    front_ = std::make_unique<HttpFront>(*universe_, clock, HttpFrontOptions());
    send("GET", "/v2");
    EXPECT_EQ(header("x-argosy-time-factor"), "60");
    clock.follow(kStart, 0.0, core::Duration(0));
    send("GET", "/v2");
    EXPECT_EQ(header("x-argosy-time-factor"), "0");
    EXPECT_EQ(header("x-argosy-time"), core::format_time(kStart));
}

TEST_F(HttpFrontTest, PathsThatDoNotExistAreNotFound) {
    for (const char* target : {"/", "/v1/my/agent", "/v2/my", "/v2/my/ships/TESTER-1/fly", "x"}) {
        send("GET", target);
        expect_error(404, 404);
    }
}

TEST_F(HttpFrontTest, MethodsThatAPathLacksAreNamedAsSuch) {
    send("DELETE", "/v2/my/ships");
    expect_error(405, 405);
    EXPECT_EQ(header("allow"), "GET, POST");
}

TEST_F(HttpFrontTest, TokensAreAskedForWhereTheGameAsks) {
    token_.clear();
    send("GET", "/v2/my/agent");
    expect_error(401, 4103);
    send("GET", "/v2/systems/X1-AD75");
    EXPECT_EQ(response_.status, 200);
    send("POST", "/v2/register", R"({"symbol":"OTHER","faction":"COSMIC"})");
    expect_error(401, 4116);
}

TEST_F(HttpFrontTest, AWrongTokenIsRefusedEvenWhereNoneIsNeeded) {
    token_ = "nonsense";
    send("GET", "/v2/systems/X1-AD75");
    expect_error(401, 4115);
}

TEST_F(HttpFrontTest, ListsComeInPages) {
    send("GET", "/v2/systems/X1-AD75/waypoints?limit=20&page=5");
    EXPECT_EQ(json().at("data").as_array().size(), 2u);
    EXPECT_EQ(json().at("meta").at("total").as_int64(), 82);
    EXPECT_EQ(json().at("meta").at("page").as_int64(), 5);
    EXPECT_EQ(json().at("meta").at("limit").as_int64(), 20);
    send("GET", "/v2/systems/X1-AD75/waypoints");
    EXPECT_EQ(json().at("data").as_array().size(), 10u);
    send("GET", "/v2/systems/X1-AD75/waypoints?page=99");
    EXPECT_EQ(json().at("data").as_array().size(), 0u);
}

TEST_F(HttpFrontTest, PagesThatCannotBeAreRefusedWithEveryProblem) {
    send("GET", "/v2/my/ships?limit=21&page=0");
    expect_error(422, 422);
    EXPECT_THAT(json().at("error").at("data").at("limit").at(0).as_string().c_str(),
                HasSubstr("1 to 20"));
    EXPECT_TRUE(json().at("error").at("data").as_object().contains("page"));
}

TEST_F(HttpFrontTest, WaypointsAreFilteredByTypeAndTraits) {
    send("GET", "/v2/systems/X1-AD75/waypoints?traits=SHIPYARD&limit=20");
    EXPECT_EQ(json().at("meta").at("total").as_int64(), 3);
    send("GET", "/v2/systems/X1-AD75/waypoints?traits=SHIPYARD&traits=MARKETPLACE&type=MOON");
    EXPECT_EQ(json().at("meta").at("total").as_int64(), 2);
    send("GET", "/v2/systems/X1-AD75/waypoints?type=JUMP_GATE");
    EXPECT_EQ(json().at("meta").at("total").as_int64(), 1);
}

TEST_F(HttpFrontTest, BodiesOfAnotherTypeAreRefused) {
    send("POST", "/v2/my/ships/TESTER-1/navigate", "waypointSymbol=X1-AD75-A2",
         "application/x-www-form-urlencoded");
    expect_error(415, 5000);
    send("POST", "/v2/my/ships/TESTER-1/navigate", R"({"waypointSymbol":"X1-AD75-A2"})", "");
    expect_error(415, 5000);
}

TEST_F(HttpFrontTest, BodiesThatAreNoObjectsAreRefused) {
    for (const char* body : {"{", "[]", "7", "\"x\""}) {
        send("POST", "/v2/my/ships/TESTER-1/navigate", body);
        expect_error(422, 422);
    }
}

TEST_F(HttpFrontTest, EveryFieldThatIsWrongIsNamed) {
    send("POST", "/v2/my/ships/TESTER-1/purchase", R"({"units":"many"})");
    expect_error(422, 422);
    const value data = json().at("error").at("data");
    EXPECT_EQ(data.at("symbol").at(0), "symbol is required");
    EXPECT_EQ(data.at("units").at(0), "units must be a whole number");
    send("PATCH", "/v2/my/ships/TESTER-1/nav", R"({"flightMode":"WARP"})");
    expect_error(422, 422);
    send("POST", "/v2/my/ships/TESTER-1/refuel", R"({"units":0,"fromCargo":"no"})");
    expect_error(422, 422);
    EXPECT_EQ(json().at("error").at("data").as_object().size(), 2u);
}

TEST_F(HttpFrontTest, TheGamesRefusalsCarryTheirData) {
    send("POST", "/v2/my/ships/TESTER-1/purchase", R"({"symbol":"FOOD","units":61})");
    expect_error(400, 4604);
    const value data = json().at("error").at("data");
    EXPECT_EQ(data.at("units").as_int64(), 61);
    EXPECT_EQ(data.at("tradeVolume").as_int64(), 60);
    EXPECT_EQ(data.at("tradeSymbol"), "FOOD");
}

TEST_F(HttpFrontTest, PartOfATankMayBeRefuelled) {
    send("POST", "/v2/my/ships/TESTER-1/orbit");
    send("POST", "/v2/my/ships/TESTER-1/navigate", R"({"waypointSymbol":"X1-AD75-I56"})");
    EXPECT_EQ(response_.status, 200) << response_.body;
    const core::TimePoint arrived = kStart + std::chrono::hours(1);
    core::spawn(loop_.executor(), loop_.clock().sleep_until(arrived));
    loop_.run_until(arrived);
    send("POST", "/v2/my/ships/TESTER-1/dock");
    send("POST", "/v2/my/ships/TESTER-1/refuel", R"({"units":100})");
    EXPECT_EQ(response_.status, 200) << response_.body;
    EXPECT_EQ(json().at("data").at("transaction").at("units").as_int64(), 1);
    EXPECT_EQ(json().at("data").at("fuel").at("current").as_int64(), 400 - 242 + 100);
}

TEST_F(HttpFrontTest, RequestIdsAreAllDifferent) {
    std::set<std::string> ids;
    for (int i = 0; i < 20; ++i) {
        send("GET", "/v2/nowhere");
        ids.insert(std::string(json().at("error").at("requestId").as_string()));
    }
    EXPECT_EQ(ids.size(), 20u);
}

TEST_F(HttpFrontTest, TooManyRequestsAreRefusedAsTheGameDoes) {
    front_ = std::make_unique<HttpFront>(*universe_, loop_.clock(),
                                         HttpFrontOptions{.rate_limited = true});
    for (int i = 0; i < 32; ++i) {
        send("GET", "/v2");
        ASSERT_EQ(response_.status, 200) << i;
        EXPECT_EQ(header("x-ratelimit-remaining"), std::to_string(31 - i));
        EXPECT_EQ(header("retry-after"), "");
    }
    EXPECT_EQ(header("x-ratelimit-limit-burst"), "30");
    EXPECT_EQ(header("x-ratelimit-limit-per-second"), "2");
    send("GET", "/v2");
    expect_error(429, 429);
    const value data = json().at("error").at("data");
    EXPECT_EQ(data.at("retryAfter").to_number<double>(), 1.0);
    EXPECT_EQ(data.at("limitBurst").as_int64(), 30);
    EXPECT_EQ(data.at("remaining").as_int64(), 0);
    EXPECT_EQ(data.at("reset").as_string(), core::format_time(kStart + std::chrono::seconds(1)));
    EXPECT_EQ(header("retry-after"), "1");
    EXPECT_EQ(header("x-ratelimit-reset"), core::format_time(kStart + std::chrono::seconds(1)));
}

TEST_F(HttpFrontTest, AgentsOfOneAccountShareItsLimit) {
    const std::string first = token_;
    token_ = "account";
    send("POST", "/v2/register", R"({"symbol":"SECOND","faction":"COSMIC"})");
    const std::string second(json().at("data").at("token").as_string());
    token_ = "another account";
    send("POST", "/v2/register", R"({"symbol":"THIRD","faction":"COSMIC"})");
    const std::string third(json().at("data").at("token").as_string());
    front_ = std::make_unique<HttpFront>(*universe_, loop_.clock(), HttpFrontOptions());
    token_ = first;
    for (int i = 0; i < 31; ++i)
        send("GET", "/v2/my/agent", "", "", "10.0.0.1");
    token_ = second;
    send("GET", "/v2/my/agent", "", "", "10.0.0.2");
    EXPECT_EQ(response_.status, 200);
    send("GET", "/v2/my/agent", "", "", "10.0.0.2");
    expect_error(429, 429);
    EXPECT_EQ(header("x-ratelimit-type"), "Account");
    token_ = third;
    send("GET", "/v2/my/agent", "", "", "10.0.0.2");
    EXPECT_EQ(response_.status, 200);
}

TEST_F(HttpFrontTest, NothingIsCountedWhileTimeStandsStill) {
    boost::asio::io_context loop;
    const core::RealClock clock(loop.get_executor(), 0.0, kStart);
    front_ = std::make_unique<HttpFront>(*universe_, clock, HttpFrontOptions());
    for (int i = 0; i < 100; ++i) {
        send("GET", "/v2");
        ASSERT_EQ(response_.status, 200);
    }
}

TEST_F(HttpFrontTest, AnswersTellTheDateAndLetPagesReadThem) {
    send("GET", "/v2/nowhere");
    EXPECT_EQ(header("date"), "Wed, 09 Apr 2025 12:00:00 GMT");
    EXPECT_EQ(header("access-control-allow-origin"), "*");
    EXPECT_THAT(header("access-control-expose-headers"), HasSubstr("Retry-After"));
}

TEST_F(HttpFrontTest, HeadIsAnsweredAsGetIs) {
    send("GET", "/v2/my/agent");
    const std::string body = response_.body;
    send("HEAD", "/v2/my/agent");
    EXPECT_EQ(response_.status, 200);
    EXPECT_EQ(response_.body, body);
    send("HEAD", "/v2/my/ships/TESTER-1/orbit");
    expect_error(405, 405);
}

TEST_F(HttpFrontTest, OptionsAreTheMethodsOfAPath) {
    token_.clear();
    send("OPTIONS", "/v2/my/ships");
    EXPECT_EQ(response_.status, 204);
    EXPECT_EQ(response_.body, "");
    EXPECT_EQ(header("allow"), "GET, POST");
    EXPECT_EQ(header("access-control-allow-methods"), "GET, POST");
    EXPECT_EQ(header("access-control-allow-headers"), "authorization, content-type");
    send("OPTIONS", "/v2/nowhere");
    expect_error(404, 404);
}

TEST_F(HttpFrontTest, WhatCannotBeReadIsRefusedInTheEnvelope) {
    response_ = front_->refuse(413, "Too large.");
    expect_error(413, 413);
    EXPECT_EQ(json().at("error").at("message"), "Too large.");
}

TEST_F(HttpFrontTest, BytesThatAreNoTextAreNotSaidBack) {
    send("GET", "/v2/agents/%FF%FE");
    expect_error(404, 404);
    token_ = "eyJ.\xff\xfe.x.y";
    send("GET", "/v2/my/agent");
    EXPECT_EQ(response_.status, 401);
    EXPECT_TRUE(json().is_object());
}

/// Faults are carried out by the front; which requests they befall is faults_test's part.
class SpoiltFrontTest : public HttpFrontTest {
  protected:
    SpoiltFrontTest() {
        front_ = std::make_unique<HttpFront>(
            *universe_, loop_.clock(), HttpFrontOptions{.rate_limited = false, .faults = &faults_});
    }
    void arm(Fault fault) {
        ASSERT_TRUE(faults_.add({.endpoint = "POST /my/ships/*/*", .count = 1, .fault = fault}));
    }
    void undock() { send("POST", "/v2/my/ships/TESTER-1/orbit"); }
    bool is_in_orbit() {
        send("GET", "/v2/my/ships/TESTER-1/nav");
        return json().at("data").at("status") == "IN_ORBIT";
    }

    Faults faults_{1};
};

TEST_F(SpoiltFrontTest, AStatusComesInTheGamesEnvelope) {
    arm({.kind = FaultKind::kStatus, .status = 500, .code = 3000});
    undock();
    expect_error(500, 3000);
    EXPECT_FALSE(is_in_orbit());
    arm({.kind = FaultKind::kStatus, .status = 503, .takes_effect = true});
    undock();
    expect_error(503, 503);
    EXPECT_TRUE(is_in_orbit());
}

TEST_F(SpoiltFrontTest, AProxysPageIsNoJson) {
    arm({.kind = FaultKind::kHtml, .status = 502});
    undock();
    EXPECT_EQ(response_.status, 502);
    EXPECT_EQ(response_.content_type, "text/html");
    EXPECT_THAT(response_.body, StartsWith("<html>"));
    EXPECT_FALSE(is_in_orbit());
}

TEST_F(SpoiltFrontTest, AMalformedAnswerIsNoJsonAfterTheDeed) {
    arm({.kind = FaultKind::kMalformed});
    undock();
    EXPECT_EQ(response_.status, 200);
    boost::system::error_code error;
    boost::json::parse(response_.body, error);
    EXPECT_TRUE(error);
    EXPECT_TRUE(is_in_orbit());
}

TEST_F(SpoiltFrontTest, AConnectionIsCutBeforeOrAfterTheDeed) {
    arm({.kind = FaultKind::kCut});
    undock();
    EXPECT_TRUE(response_.cut);
    EXPECT_FALSE(is_in_orbit());
    arm({.kind = FaultKind::kCut, .takes_effect = true});
    undock();
    EXPECT_TRUE(response_.cut);
    EXPECT_TRUE(is_in_orbit());
}

TEST_F(SpoiltFrontTest, ADelayHoldsBackTheAnswerAndNotTheDeed) {
    arm({.kind = FaultKind::kDelay, .delay = std::chrono::milliseconds(70)});
    undock();
    EXPECT_EQ(response_.status, 200);
    EXPECT_EQ(response_.delay, std::chrono::milliseconds(70));
    EXPECT_TRUE(is_in_orbit());
}

}  // namespace
}  // namespace argosy::sim
