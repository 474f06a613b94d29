/// @file
/// The wire against the public API document. An independent validator (Prism) stands between a
/// client and the simulator and judges every request and every response. The document is not part
/// of this project: $ARGOSY_OPENAPI names it, else it is looked for among the recorded data.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value_to.hpp>
#include <csignal>
#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

#include "core/real_clock.h"
#include "live/http_game.h"
#include "tests/functional/program.h"
#include "tests/support/shared_data.h"

namespace argosy::tests {
namespace {

using apps::Process;

// Only a hanging one waits this long.
constexpr core::Duration kWholeTour = std::chrono::minutes(5);
constexpr core::Duration kWholeFuzz = std::chrono::minutes(20);

/// The published document.
std::filesystem::path document() {
    const char* named = std::getenv("ARGOSY_OPENAPI");
    if (named != nullptr) return named;
    return recorded_data() / "openapi" / "SpaceTraders.json";
}

/// What the live server said of itself in August 2025: newer, and with four operations more.
std::filesystem::path live_document() {
    return recorded_data() / "openapi" / "live-2025-08.json";
}

Process::Options script(const std::string& name, std::vector<std::string> args,
                        const std::filesystem::path& openapi = document()) {
    args.insert(args.begin(), {"node", source_path("tests/openapi/" + name), "--openapi", openapi});
    return {.program = "/usr/bin/env", .args = std::move(args)};
}

std::string url_of(const std::string& greeting) {
    return std::string(boost::json::parse(greeting).at("url").as_string());
}

class Contract : public testing::Test {
  protected:
    void SetUp() override {
        if (!std::filesystem::exists(document())) {
            GTEST_SKIP() << "needs the public API document, which is not at " << document()
                         << ": ./run test --openapi FILE";
        }
        if (!std::filesystem::exists(source_path("tests/openapi/node_modules"))) {
            GTEST_SKIP() << "needs the npm packages of tests/openapi: (cd tests/openapi && npm ci)";
        }
    }
};

void expect_clean_tour(const std::filesystem::path& openapi) {
    auto tour =
        Process::start(script("tour.mjs", {"--sim", program_path("spacetraders-sim")}, openapi));
    ASSERT_TRUE(tour.ok()) << tour.error().message;
    const auto ended = tour->wait(kWholeTour);
    ASSERT_TRUE(ended.ok()) << ended.error().message << tour->out();
    EXPECT_EQ(ended->code, 0) << tour->err() << tour->out();
}

TEST_F(Contract, EveryOperationAnswersAsTheDocumentSays) {
    expect_clean_tour(document());
}

TEST_F(Contract, EveryOperationAnswersAsTheLiveServersOwnDocumentSays) {
    if (!std::filesystem::exists(live_document())) {
        GTEST_SKIP() << "needs the live server's document, which is not at " << live_document();
    }
    expect_clean_tour(live_document());
}

TEST_F(Contract, NoRequestMadeUpFromTheDocumentIsAnsweredOutsideIt) {
    if (std::getenv("ARGOSY_EXTENDED") == nullptr)
        GTEST_SKIP() << "runs with ./run test --extended";
    const std::filesystem::path tester = source_path("build/schemathesis/bin/schemathesis");
    if (!std::filesystem::exists(tester)) {
        GTEST_SKIP() << "needs schemathesis from PyPI, which is not at " << tester;
    }
    auto fuzz = Process::start(
        script("fuzz.mjs", {"--sim", program_path("spacetraders-sim"), "--schemathesis", tester}));
    ASSERT_TRUE(fuzz.ok()) << fuzz.error().message;
    const auto ended = fuzz->wait(kWholeFuzz);
    ASSERT_TRUE(ended.ok()) << ended.error().message;
    EXPECT_EQ(ended->code, 0) << fuzz->err() << fuzz->out();
}

class SilentSink final : public core::LogSink {
  public:
    void write(const core::LogEvent&) override {}
};

/// Our own client before the validator.
class Client {
  public:
    explicit Client(const std::string& url) {
        auto game = live::HttpGame::create(loop_.get_executor(), clock_, log_, {.base_url = url});
        if (!game) throw std::runtime_error(game.error().message);
        game_ = *std::move(game);
    }

    game::GamePort& game() { return *game_; }

    /// Runs the call to its end; a refused one fails the test.
    template <class Value>
    Value call(core::Task<core::Result<Value>> task) {
        std::optional<core::Result<Value>> result;
        core::spawn(loop_.get_executor(), keep(std::move(task), result));
        loop_.restart();
        while (!result)
            loop_.run_one();
        if (!*result) throw std::runtime_error(result->error().message);
        return **std::move(result);
    }

  private:
    template <class Value>
    static core::Task<void> keep(core::Task<core::Result<Value>> task,
                                 std::optional<core::Result<Value>>& result) {
        result = co_await std::move(task);
    }

    boost::asio::io_context loop_{1};
    core::RealClock clock_{loop_.get_executor()};
    SilentSink sink_;
    core::Log log_{clock_, sink_};
    std::unique_ptr<live::HttpGame> game_;
};

// Every method of the port, in an order in which nothing has to be waited for.
void make_every_request(Client& client) {
    game::GamePort& game = client.game();
    client.call(game.status());
    const auto made = client.call(
        game.register_agent(core::Secret("account"), model::AgentSymbol("CLIENT"), "COSMIC"));
    const model::Ship& frigate = made.ships.front();
    const model::Ship& probe = made.ships.back();
    const model::WaypointSymbol home = frigate.nav.waypoint;
    client.call(game.my_agent());
    client.call(game.my_ships());
    client.call(game.ship(probe.symbol));
    client.call(game.waypoints(frigate.nav.system));
    client.call(game.supply_chain());
    const auto market = client.call(game.market(home));
    const auto yard = client.call(game.shipyard(probe.nav.waypoint));
    client.call(game.dock(frigate.symbol));
    client.call(game.refuel({frigate.symbol}));
    const model::TradeSymbol good = market.imports.front();
    client.call(game.purchase({frigate.symbol, good, core::Units(1)}));
    client.call(game.sell({frigate.symbol, good, core::Units(1)}));
    client.call(game.purchase_ship(yard.types.front(), yard.symbol));
    client.call(game.orbit(frigate.symbol));
    client.call(game.set_flight_mode(frigate.symbol, model::FlightMode::kBurn));
    client.call(game.navigate(frigate.symbol, probe.nav.waypoint));
}

std::vector<std::string> operations_of_the_port() {
    const std::string waypoint = "/systems/{systemSymbol}/waypoints/{waypointSymbol}";
    const std::string ship = "/my/ships/{shipSymbol}";
    return {"GET /",
            "POST /register",
            "GET /systems/{systemSymbol}/waypoints",
            "GET " + waypoint + "/market",
            "GET " + waypoint + "/shipyard",
            "GET /my/agent",
            "GET /my/ships",
            "POST /my/ships",
            "GET " + ship,
            "POST " + ship + "/orbit",
            "POST " + ship + "/dock",
            "POST " + ship + "/navigate",
            "PATCH " + ship + "/nav",
            "POST " + ship + "/sell",
            "POST " + ship + "/refuel",
            "POST " + ship + "/purchase",
            "GET /market/supply-chain"};
}

TEST_F(Contract, EveryRequestOfOurClientIsAsTheDocumentSays) {
    auto simulator = Process::start({.program = program_path("spacetraders-sim"),
                                     .args = {"serve", "--port", "0", "--no-rate-limit"}});
    ASSERT_TRUE(simulator.ok()) << simulator.error().message;
    const auto served = simulator->next_line(kPatience);
    ASSERT_TRUE(served.ok()) << served.error().message << simulator->err();
    auto witness = Process::start(script("witness.mjs", {"--upstream", url_of(*served)}));
    ASSERT_TRUE(witness.ok()) << witness.error().message;
    const auto watched = witness->next_line(kPatience);
    ASSERT_TRUE(watched.ok()) << watched.error().message << witness->err();

    Client client(url_of(*watched));
    make_every_request(client);

    witness->signal(SIGTERM);
    const auto reached = witness->next_line(kPatience);
    ASSERT_TRUE(reached.ok()) << reached.error().message;
    const auto ended = witness->wait(kPatience);
    ASSERT_TRUE(ended.ok()) << ended.error().message;
    EXPECT_EQ(ended->code, 0) << witness->err() << witness->out();
    EXPECT_THAT(
        boost::json::value_to<std::vector<std::string>>(boost::json::parse(*reached).at("reached")),
        testing::UnorderedElementsAreArray(operations_of_the_port()));
}

}  // namespace
}  // namespace argosy::tests
