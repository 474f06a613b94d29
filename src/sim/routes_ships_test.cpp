#include <gmock/gmock.h>

#include <boost/asio/io_context.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "core/virtual_loop.h"
#include "sim/http_front.h"
#include "sim/testing/one_agent.h"
#include "sim/testing/two_systems.h"

// The fleet section's answers over HTTP: status, members, and that they tell the state.

namespace argosy::sim {
namespace {

using boost::json::object;
using boost::json::value;
using core::Units;
using model::NavStatus;
using model::ShipSymbol;
using model::TradeSymbol;
using model::WaypointSymbol;
using sim::testing::kDawn;
using sim::testing::kHomeGate;
using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

class ShipRoutesTest : public ::testing::Test {
  protected:
    ShipRoutesTest() {
        UniverseOptions options{.seed = 7, .start = kDawn};
        options.gifts = {{model::ShipType("SHIP_EXPLORER"), 1}};
        universe_ = Universe::create(testing::two_systems(), options).value();
        front_ = std::make_unique<HttpFront>(*universe_, loop_.clock(),
                                             HttpFrontOptions{.rate_limited = false});
        token_ = "account";
        send("POST", "/register", R"({"symbol":"ARGOSY","faction":"COSMIC"})");
        token_ = std::string(answer_.at("data").at("token").as_string());
        for (const int ship : {1, 2, 3})
            put(ship, WaypointSymbol("X1-AD75-A2"), NavStatus::kDocked);
    }

    ShipRecord& ship(int number) {
        return universe_->state().ships.at(ShipSymbol("ARGOSY-" + std::to_string(number)));
    }
    void put(int number, const WaypointSymbol& waypoint, NavStatus status) {
        universe_->move_to(ship(number), waypoint);
        ship(number).ship.nav.status = status;
    }

    void send(std::string method, const std::string& target, std::string body = "{}") {
        HttpRequest request;
        request.method = std::move(method);
        request.target = "/v2" + target;
        if (request.method != "GET") {
            request.body = std::move(body);
            request.headers["content-type"] = "application/json";
        }
        request.remote_address = "127.0.0.1";
        request.headers["authorization"] = "Bearer " + token_;
        const HttpResponse response = front_->handle(request);
        status_ = response.status;
        answer_ = response.body.empty() ? value() : boost::json::parse(response.body);
    }
    const object& data() const { return answer_.at("data").as_object(); }
    std::int64_t error() const { return answer_.at("error").at("code").as_int64(); }
    static std::vector<std::string> members(const object& of) {
        std::vector<std::string> names;
        for (const auto& member : of)
            names.emplace_back(member.key());
        return names;
    }

    core::VirtualLoop loop_{kDawn};
    std::unique_ptr<Universe> universe_;
    std::unique_ptr<HttpFront> front_;
    std::string token_;
    int status_ = 0;
    value answer_;
};

TEST_F(ShipRoutesTest, ShowAShipsPartsAndItsWear) {
    ship(1).wear_of(Component::kEngine) = {9'712, 9'900};
    send("GET", "/my/ships/ARGOSY-1");
    EXPECT_EQ(data().at("frame").at("condition"), 1);
    EXPECT_EQ(data().at("engine").at("condition").as_double(), 0.9712);
    EXPECT_EQ(data().at("engine").at("integrity").as_double(), 0.99);
    EXPECT_EQ(data().at("crew").at("required"), 57);
    EXPECT_EQ(data().at("mounts").as_array().size(), 4u);
    ship(1).wear_of(Component::kEngine).condition = 0;
    send("GET", "/my/ships/ARGOSY-1");
    EXPECT_EQ(data().at("engine").at("condition"), 0);
}

TEST_F(ShipRoutesTest, ListMountsAndModules) {
    send("GET", "/my/ships/ARGOSY-1/mounts");
    EXPECT_EQ(status_, 200);
    ASSERT_EQ(answer_.at("data").as_array().size(), 4u);
    EXPECT_EQ(answer_.at("data").as_array()[2].at("symbol"), "MOUNT_MINING_LASER_II");
    EXPECT_EQ(answer_.at("data").as_array()[2].at("strength"), 5);
    send("GET", "/my/ships/ARGOSY-1/modules");
    EXPECT_EQ(answer_.at("data").as_array()[0].at("symbol"), "MODULE_CARGO_HOLD_II");
    send("GET", "/my/ships/ARGOSY-2/modules");
    EXPECT_EQ(status_, 200);
    EXPECT_TRUE(answer_.at("data").as_array().empty());
}

TEST_F(ShipRoutesTest, FitAndUnfitShips) {
    send("POST", "/my/ships/ARGOSY-1/mounts/remove", R"({"symbol":"MOUNT_SURVEYOR_II"})");
    EXPECT_EQ(status_, 201);
    EXPECT_THAT(members(data()), UnorderedElementsAre("agent", "mounts", "cargo", "transaction"));
    EXPECT_EQ(data().at("mounts").as_array().size(), 3u);
    EXPECT_EQ(data().at("cargo").at("units"), 1);
    EXPECT_THAT(
        members(data().at("transaction").as_object()),
        ElementsAre("waypointSymbol", "shipSymbol", "tradeSymbol", "totalPrice", "timestamp"));
    EXPECT_EQ(data().at("transaction").at("totalPrice"), 100);
    send("POST", "/my/ships/ARGOSY-1/mounts/install", R"({"symbol":"MOUNT_SURVEYOR_II"})");
    EXPECT_EQ(status_, 201);
    EXPECT_EQ(data().at("mounts").as_array().size(), 4u);
    send("POST", "/my/ships/ARGOSY-1/modules/remove", R"({"symbol":"MODULE_GAS_PROCESSOR_I"})");
    EXPECT_EQ(status_, 201);
    EXPECT_THAT(members(data()), UnorderedElementsAre("agent", "modules", "cargo", "transaction"));
    send("POST", "/my/ships/ARGOSY-1/modules/install", R"({"symbol":"MODULE_GAS_PROCESSOR_I"})");
    EXPECT_EQ(status_, 201);
    EXPECT_EQ(data().at("modules").as_array().size(), 5u);
    send("POST", "/my/ships/ARGOSY-1/modules/install");
    EXPECT_EQ(status_, 422);
}

TEST_F(ShipRoutesTest, RepairAndScrapAtTheQuotedPrice) {
    ship(1).wear_of(Component::kEngine).condition = 9'000;
    send("GET", "/my/ships/ARGOSY-1/repair");
    EXPECT_EQ(status_, 200);
    EXPECT_THAT(members(data()), ElementsAre("transaction"));
    const value quoted = data().at("transaction").at("totalPrice");
    EXPECT_GT(quoted.as_int64(), 0);
    send("POST", "/my/ships/ARGOSY-1/repair");
    EXPECT_EQ(status_, 200);
    EXPECT_THAT(members(data()), UnorderedElementsAre("agent", "ship", "transaction"));
    EXPECT_EQ(data().at("transaction").at("totalPrice"), quoted);
    EXPECT_EQ(data().at("ship").at("engine").at("condition"), 1);
    EXPECT_LT(data().at("ship").at("engine").at("integrity").to_number<double>(), 1.0);

    send("GET", "/my/ships/ARGOSY-1/scrap");
    const value worth = data().at("transaction").at("totalPrice");
    send("POST", "/my/ships/ARGOSY-1/scrap");
    EXPECT_EQ(status_, 200);
    EXPECT_THAT(members(data()), UnorderedElementsAre("agent", "transaction"));
    EXPECT_EQ(data().at("transaction").at("totalPrice"), worth);
    send("GET", "/my/ships/ARGOSY-1");
    EXPECT_EQ(status_, 404);
}

TEST_F(ShipRoutesTest, TellWhatTravelDidToTheShip) {
    put(2, WaypointSymbol("X1-AD75-A2"), NavStatus::kInOrbit);
    // A probe wears out fast: far flights never leave it as it was.
    send("POST", "/my/ships/ARGOSY-2/navigate", R"({"waypointSymbol":"X1-AD75-J58"})");
    EXPECT_EQ(status_, 200);
    EXPECT_THAT(members(data()), UnorderedElementsAre("nav", "fuel", "events"));
    ASSERT_FALSE(data().at("events").as_array().empty());
    EXPECT_THAT(members(data().at("events").as_array()[0].as_object()),
                ElementsAre("symbol", "component", "name", "description"));
}

TEST_F(ShipRoutesTest, HurryAShipOnItsWay) {
    put(1, WaypointSymbol("X1-AD75-A2"), NavStatus::kInOrbit);
    send("POST", "/my/ships/ARGOSY-1/navigate", R"({"waypointSymbol":"X1-AD75-H51"})");
    const value arrival = data().at("nav").at("route").at("arrival");
    send("PATCH", "/my/ships/ARGOSY-1/nav", R"({"flightMode":"BURN"})");
    EXPECT_EQ(status_, 200);
    EXPECT_THAT(members(data()), UnorderedElementsAre("nav", "fuel", "events"));
    EXPECT_LT(data().at("nav").at("route").at("arrival").as_string(), arrival.as_string());
    send("PATCH", "/my/ships/ARGOSY-1/nav", R"({"flightMode":"DRIFT"})");
    EXPECT_EQ(status_, 400);
    EXPECT_EQ(error(), 4269);
}

TEST_F(ShipRoutesTest, JumpAndWarp) {
    put(1, kHomeGate, NavStatus::kInOrbit);
    send("POST", "/my/ships/ARGOSY-1/jump", R"({"waypointSymbol":"X1-TWO-G1"})");
    EXPECT_EQ(status_, 200);
    EXPECT_THAT(members(data()), UnorderedElementsAre("nav", "cooldown", "transaction", "agent"));
    EXPECT_EQ(data().at("nav").at("systemSymbol"), "X1-TWO");
    EXPECT_EQ(data().at("nav").at("status"), "IN_ORBIT");
    EXPECT_EQ(data().at("cooldown").at("remainingSeconds"), 165);
    EXPECT_EQ(data().at("transaction").at("tradeSymbol"), "ANTIMATTER");
    EXPECT_EQ(data().at("transaction").at("waypointSymbol"), "X1-AD75-I55");
    put(3, kHomeGate, NavStatus::kInOrbit);
    send("POST", "/my/ships/ARGOSY-3/warp", R"({"waypointSymbol":"X1-TWO-P1"})");
    EXPECT_EQ(status_, 200);
    EXPECT_THAT(members(data()), UnorderedElementsAre("nav", "fuel", "events"));
    EXPECT_EQ(data().at("fuel").at("consumed").at("amount"), 500);
}

TEST_F(ShipRoutesTest, TransferAndJettisonCargo) {
    ship(1).ship.cargo.items[TradeSymbol("IRON")] = Units(9);
    send("POST", "/my/ships/ARGOSY-1/transfer",
         R"({"tradeSymbol":"IRON","units":4,"shipSymbol":"ARGOSY-3"})");
    EXPECT_EQ(status_, 200);
    EXPECT_THAT(members(data()), UnorderedElementsAre("cargo", "targetCargo"));
    EXPECT_EQ(data().at("cargo").at("units"), 5);
    EXPECT_EQ(data().at("targetCargo").at("units"), 4);
    send("POST", "/my/ships/ARGOSY-1/jettison", R"({"symbol":"IRON","units":5})");
    EXPECT_EQ(status_, 200);
    EXPECT_THAT(members(data()), ElementsAre("cargo"));
    EXPECT_TRUE(data().at("cargo").at("inventory").as_array().empty());
    send("POST", "/my/ships/ARGOSY-1/jettison", R"({"symbol":"IRON","units":"all"})");
    EXPECT_EQ(status_, 422);
}

}  // namespace
}  // namespace argosy::sim
