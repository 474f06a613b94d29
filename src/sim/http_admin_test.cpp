#include "sim/http_admin.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <boost/asio/io_context.hpp>
#include <boost/json/parse.hpp>

#include "sim/http_front.h"
#include "sim/truth.h"

namespace argosy::sim {
namespace {

using boost::json::value;
using core::TimePoint;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::HasSubstr;

const TimePoint kStart = core::from_millis(1'744'200'000'000);  // 2025-04-09
constexpr double kSpeed = 60;
constexpr const char* kAgent = "TESTER";
const std::string kMarket = "X1-AD75-A1";

/// A simulator as it is served, without sockets, asked through both of its doors.
class HttpAdminTest : public testing::Test {
  protected:
    HttpAdminTest() {
        UniverseOptions options;
        options.start = kStart;
        auto universe = Universe::create(recorded_scenario(), std::move(options));
        ARGOSY_ASSERT(universe.ok());
        universe_ = *std::move(universe);
        front_.emplace(*universe_, clock_,
                       HttpFrontOptions{.rate_limited = false, .faults = &faults_});
        admin_.emplace(*universe_, clock_, faults_);
        register_agent();
    }

    void register_agent() {
        token_ = "account";
        play("POST", "/register", fmt::format(R"({{"symbol":"{}","faction":"COSMIC"}})", kAgent));
        ASSERT_EQ(response_.status, 201) << response_.body;
        token_ = std::string(json().at("data").at("token").as_string());
    }

    void send(HttpHandler& door, std::string method, std::string target, std::string body) {
        HttpRequest request;
        request.method = std::move(method);
        request.target = std::move(target);
        request.body = std::move(body);
        request.remote_address = "127.0.0.1";
        if (!request.body.empty()) request.headers["content-type"] = "application/json";
        if (!token_.empty()) request.headers["authorization"] = "Bearer " + token_;
        response_ = door.handle(request);
    }
    /// Asks the public API.
    void play(std::string method, const std::string& path, std::string body = "") {
        send(*front_, std::move(method), "/v2" + path, std::move(body));
    }
    /// Asks the admin interface and returns the answer's data.
    value meddle(std::string method, std::string target, std::string body = "") {
        send(*admin_, std::move(method), std::move(target), std::move(body));
        EXPECT_EQ(response_.status, 200) << response_.body;
        return response_.status == 200 ? json().at("data") : value();
    }
    /// Asks the admin interface and returns the refusal's text.
    std::string refusal_of(int status, std::string method, std::string target,
                           std::string body = "") {
        send(*admin_, std::move(method), std::move(target), std::move(body));
        EXPECT_EQ(response_.status, status) << response_.body;
        EXPECT_EQ(json().at("error").at("requestId").as_string().size(), 36u);
        return response_.body;
    }

    value json() const { return boost::json::parse(response_.body); }
    int error_code() const { return int(json().at("error").at("code").as_int64()); }

    boost::asio::io_context loop_;
    core::RealClock clock_{loop_.get_executor(), kSpeed, kStart};
    std::unique_ptr<Universe> universe_;
    Faults faults_{1};
    std::optional<HttpFront> front_;
    std::optional<HttpAdmin> admin_;
    std::string token_;
    HttpResponse response_;
};

TEST_F(HttpAdminTest, TellsTheTime) {
    const value time = meddle("GET", "/time");
    EXPECT_EQ(time.at("speed"), 60);
    EXPECT_EQ(time.at("frozen"), false);
    EXPECT_THAT(time.at("time").as_string().c_str(), HasSubstr("2025-04-09T"));
}

TEST_F(HttpAdminTest, TimeStandsStillAndGoesOnAsFastAsBefore) {
    const value frozen = meddle("POST", "/time", R"({"freeze":true})");
    EXPECT_EQ(frozen.at("frozen"), true);
    EXPECT_EQ(frozen.at("speed"), 60);
    EXPECT_EQ(clock_.factor(), 0.0);
    EXPECT_EQ(meddle("GET", "/time").at("time"), frozen.at("time"));
    const value thawed = meddle("POST", "/time", R"({"freeze":false})");
    EXPECT_EQ(thawed.at("frozen"), false);
    EXPECT_EQ(clock_.factor(), 60.0);
}

TEST_F(HttpAdminTest, TimeChangesItsSpeedWhileItRuns) {
    EXPECT_EQ(meddle("POST", "/time", R"({"speed":0.5})").at("speed"), 0.5);
    EXPECT_EQ(clock_.factor(), 0.5);
    meddle("POST", "/time", R"({"freeze":true})");
    EXPECT_EQ(meddle("POST", "/time", R"({"speed":240})").at("frozen"), false);
    EXPECT_EQ(clock_.factor(), 240.0);
}

TEST_F(HttpAdminTest, TimeStepsWhileItStandsStill) {
    meddle("POST", "/time", R"({"freeze":true})");
    const TimePoint before = clock_.now();
    meddle("POST", "/time", R"({"step_seconds":0.25})");
    EXPECT_EQ(clock_.now(), before + core::Duration(250));
    meddle("POST", "/time", R"({"step_seconds":7200})");
    EXPECT_EQ(clock_.now(), before + core::Duration(250) + hours(2));
    EXPECT_GT(universe_->economy().last_update(), before + hours(1));
}

TEST_F(HttpAdminTest, TimeJumpsAheadWhileItRuns) {
    const TimePoint before = clock_.now();
    EXPECT_EQ(meddle("POST", "/time", R"({"step_seconds":3600})").at("frozen"), false);
    EXPECT_GE(clock_.now(), before + hours(1));
    EXPECT_EQ(clock_.factor(), 60.0);
}

TEST_F(HttpAdminTest, TimesThatMakeNoSenseAreRefused) {
    EXPECT_THAT(refusal_of(422, "POST", "/time"), HasSubstr("speed, freeze, step_seconds"));
    EXPECT_THAT(refusal_of(422, "POST", "/time", R"({"speed":1,"freeze":true})"),
                HasSubstr("expected one of"));
    EXPECT_THAT(refusal_of(422, "POST", "/time", R"({"speed":0})"), HasSubstr("0.001 to 100000"));
    EXPECT_THAT(refusal_of(422, "POST", "/time", R"({"freeze":1})"), HasSubstr("true or false"));
    EXPECT_THAT(refusal_of(422, "POST", "/time", R"({"step_seconds":-1})"), HasSubstr("0.001 to"));
    EXPECT_THAT(refusal_of(422, "POST", "/time", R"({"step_seconds":1e300})"),
                HasSubstr("2678400"));
    EXPECT_THAT(refusal_of(422, "POST", "/time", R"({"sped":2})"), HasSubstr("unknown field"));
    EXPECT_EQ(clock_.factor(), kSpeed);
}

TEST_F(HttpAdminTest, FaultsAreArmedListedAndDisarmed) {
    const value made = meddle("POST", "/faults",
                              R"({"endpoint":"GET /my/agent","kind":"status","status":502,)"
                              R"("count":1,"message":"Bad luck."})");
    EXPECT_EQ(made.at("number"), 1);
    play("GET", "/my/agent");
    EXPECT_EQ(response_.status, 502);
    EXPECT_EQ(json().at("error").at("message"), "Bad luck.");
    EXPECT_EQ(error_code(), 502);
    play("GET", "/my/agent");
    EXPECT_EQ(response_.status, 200);

    const value listed = meddle("GET", "/faults").at("faults").at(0);
    EXPECT_EQ(listed.at("strikes"), 1);
    EXPECT_EQ(listed.at("count"), 0);
    EXPECT_EQ(listed.at("endpoint"), "GET /my/agent");
    meddle("DELETE", "/faults/1");
    EXPECT_THAT(refusal_of(404, "DELETE", "/faults/1"), HasSubstr("Fault 1 not found"));
    EXPECT_THAT(refusal_of(404, "DELETE", "/faults/one"), HasSubstr("Fault one not found"));
    meddle("POST", "/faults", R"({"kind":"cut","agent":"TESTER","probability":0.5})");
    EXPECT_EQ(meddle("DELETE", "/faults").at("faults").as_array().size(), 0u);
}

TEST_F(HttpAdminTest, FaultsThatMakeNoSenseAreRefused) {
    EXPECT_THAT(refusal_of(422, "POST", "/faults"), HasSubstr("kind is required"));
    EXPECT_THAT(refusal_of(422, "POST", "/faults", R"({"kind":"flood"})"),
                HasSubstr("delay, status, html, malformed, cut"));
    EXPECT_THAT(refusal_of(422, "POST", "/faults", R"({"kind":"cut","probability":2})"),
                HasSubstr("from 0 to 1"));
    EXPECT_THAT(refusal_of(422, "POST", "/faults", R"({"kind":"cut","endpoint":"x"})"),
                HasSubstr("endpoint was"));
    EXPECT_THAT(refusal_of(422, "POST", "/faults", R"({"kind":"cut","count":99999999999999})"),
                HasSubstr("count must be at most"));
    EXPECT_TRUE(faults_.rules().empty());
}

TEST_F(HttpAdminTest, AShockMovesStockAndTheBooksStillBalance) {
    const auto stock = [this] {
        return Truth(*universe_)
            .good(model::WaypointSymbol(kMarket), model::TradeSymbol("FOOD"))
            .price.stock.count();
    };
    meddle("POST", "/time", R"({"freeze":true})");
    const auto before = stock();
    const value shock =
        meddle("POST", "/shock", R"({"waypoint":"X1-AD75-A1","good":"FOOD","units":-40})");
    EXPECT_EQ(stock(), before - 40);
    EXPECT_EQ(shock.at("stock"), before - 40);
    EXPECT_EQ(Truth(*universe_).unbalanced_good(), nullptr);
}

TEST_F(HttpAdminTest, AShockMayAimAtAPrice) {
    meddle("POST", "/time", R"({"freeze":true})");
    const auto price = [this](const char* body) {
        return double(meddle("POST", "/shock", body).at("purchasePrice").as_int64());
    };
    const double before = price(R"({"waypoint":"X1-AD75-A1","good":"FOOD","units":0})");
    const double up = price(R"({"waypoint":"X1-AD75-A1","good":"FOOD","price_factor":1.2})");
    EXPECT_NEAR(up, before * 1.2, before * 0.02);
    const double down = price(R"({"waypoint":"X1-AD75-A1","good":"FOOD","price_factor":0.8})");
    EXPECT_NEAR(down, up * 0.8, before * 0.02);
    EXPECT_EQ(Truth(*universe_).unbalanced_good(), nullptr);
}

TEST_F(HttpAdminTest, ShocksThatMakeNoSenseAreRefused) {
    EXPECT_THAT(refusal_of(422, "POST", "/shock", "{}"), HasSubstr("waypoint is required"));
    EXPECT_THAT(refusal_of(422, "POST", "/shock", R"({"waypoint":"W","good":"G"})"),
                HasSubstr("either units or price_factor"));
    EXPECT_THAT(refusal_of(404, "POST", "/shock", R"({"waypoint":"W","good":"G","units":1})"),
                HasSubstr("Market W not found"));
    EXPECT_THAT(
        refusal_of(404, "POST", "/shock", R"({"waypoint":"X1-AD75-A1","good":"G","units":1})"),
        HasSubstr("Good G of market X1-AD75-A1 not found"));
    EXPECT_THAT(refusal_of(422, "POST", "/shock",
                           R"({"waypoint":"X1-AD75-A1","good":"FOOD","units":1000000})"),
                HasSubstr("units must be from"));
    EXPECT_THAT(refusal_of(422, "POST", "/shock",
                           R"({"waypoint":"X1-AD75-A1","good":"FOOD","price_factor":11})"),
                HasSubstr("0.1 to 10"));
    EXPECT_THAT(refusal_of(422, "POST", "/shock",
                           R"({"waypoint":"X1-AD75-A1","good":"FOOD","price_factor":9})"),
                HasSubstr("no stock makes it another"));
}

TEST_F(HttpAdminTest, ALostShipIsNotFoundAnyMore) {
    const value lost = meddle("POST", "/ships/TESTER-1/lose");
    EXPECT_EQ(lost.at("agent"), kAgent);
    for (const char* path : {"/my/ships/TESTER-1", "/my/ships/TESTER-1/cargo"}) {
        play("GET", path);
        EXPECT_EQ(response_.status, 404) << path;
    }
    play("POST", "/my/ships/TESTER-1/orbit");
    EXPECT_EQ(error_code(), 404);
    play("GET", "/my/ships");
    EXPECT_EQ(json().at("meta").at("total"), 1);
    EXPECT_THAT(refusal_of(404, "POST", "/ships/TESTER-1/lose"), HasSubstr("Ship TESTER-1"));
    play("GET", "/systems/X1-AD75/waypoints/X1-AD75-A1/market");
    EXPECT_FALSE(json().at("data").as_object().contains("tradeGoods"));
}

TEST_F(HttpAdminTest, AResetBeginsAnewAndVoidsEveryToken) {
    const std::string old_date = universe_->reset_date();
    meddle("POST", "/time", R"({"step_seconds":86400})");
    const value reset = meddle("POST", "/reset", R"({"reset_date":"2030-01-02"})");
    EXPECT_EQ(reset.at("reset_date"), "2030-01-02");
    play("GET", "/my/agent");
    EXPECT_EQ(response_.status, 401);
    EXPECT_EQ(error_code(), 4113);
    EXPECT_EQ(json().at("error").at("data").at("expected"), "2030-01-02");
    EXPECT_EQ(json().at("error").at("data").at("actual"), old_date.c_str());
    EXPECT_TRUE(universe_->agents().empty());
    token_.clear();
    play("GET", "/");
    EXPECT_EQ(json().at("resetDate"), "2030-01-02");
    register_agent();
    play("GET", "/my/agent");
    EXPECT_EQ(response_.status, 200);
    EXPECT_EQ(Truth(*universe_).unbalanced_good(), nullptr);
}

TEST_F(HttpAdminTest, AResetWithoutADateTakesTodaysOrTheNext) {
    const value first = meddle("POST", "/reset");
    EXPECT_NE(first.at("reset_date"), "");
    const value second = meddle("POST", "/reset");
    EXPECT_NE(second.at("reset_date"), first.at("reset_date"));
    for (const char* date : {"tomorrow", "2030-02-30", "2030-1-1", ""}) {
        EXPECT_THAT(
            refusal_of(422, "POST", "/reset", fmt::format(R"({{"reset_date":"{}"}})", date)),
            HasSubstr("expected a date like"));
    }
    EXPECT_THAT(refusal_of(422, "POST", "/reset",
                           fmt::format(R"({{"reset_date":"{}"}})", universe_->reset_date())),
                HasSubstr("another than"));
}

TEST_F(HttpAdminTest, TellsTheHashOfTheState) {
    meddle("POST", "/time", R"({"freeze":true})");
    const value before = meddle("GET", "/hash");
    EXPECT_EQ(before.at("hash").as_string().size(), 16u);
    EXPECT_EQ(meddle("GET", "/hash"), before);
    meddle("POST", "/shock", R"({"waypoint":"X1-AD75-A1","good":"FOOD","units":1})");
    EXPECT_NE(meddle("GET", "/hash"), before);
}

TEST_F(HttpAdminTest, TellsWhatAnAgentReallyHas) {
    play("POST", "/my/ships/TESTER-1/purchase", R"({"symbol":"FOOD","units":2})");
    ASSERT_EQ(response_.status, 201) << response_.body;
    const auto credits = json().at("data").at("agent").at("credits");
    const value truth = meddle("GET", "/truth/agents/TESTER");
    EXPECT_EQ(truth.at("credits"), credits);
    EXPECT_EQ(truth.at("cargo").at("FOOD"), 2);
    EXPECT_EQ(truth.at("ships"), 2);
    EXPECT_THAT(refusal_of(404, "GET", "/truth/agents/NOBODY"), HasSubstr("Agent NOBODY"));
}

TEST_F(HttpAdminTest, RoutesMethodsAndBodiesThatAreNoneAreRefused) {
    refusal_of(404, "GET", "/");
    refusal_of(404, "GET", "/v2/my/agent");
    refusal_of(404, "GET", "x");
    EXPECT_THAT(refusal_of(405, "PATCH", "/time"), HasSubstr("expected one of GET, POST"));
    EXPECT_THAT(refusal_of(422, "POST", "/time", "[]"), HasSubstr("JSON object"));
    EXPECT_EQ(admin_->refuse(413, "Too much.").status, 413);
}

TEST_F(HttpAdminTest, PagesInABrowserMayNotMeddle) {
    HttpRequest request;
    request.method = "POST";
    request.target = "/reset";
    request.headers["origin"] = "http://example.com";
    EXPECT_EQ(admin_->handle(request).status, 403);
}

}  // namespace
}  // namespace argosy::sim
