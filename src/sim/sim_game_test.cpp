#include "sim/sim_game.h"

#include <gtest/gtest.h>

#include "core/virtual_loop.h"
#include "sim/truth.h"

namespace argosy::sim {
namespace {

using core::Credits;
using core::Secret;
using core::Task;
using core::TimePoint;
using core::Units;
using model::AgentSymbol;
using model::ShipSymbol;
using model::TradeSymbol;
using model::WaypointSymbol;

const TimePoint kStart = core::parse_time("2025-04-09T12:00:00.000Z").value();
const WaypointSymbol kA1("X1-AD75-A1");
const WaypointSymbol kA2("X1-AD75-A2");
const WaypointSymbol kH51("X1-AD75-H51");
const WaypointSymbol kF49("X1-AD75-F49");
const TradeSymbol kCopper("COPPER");
const ShipSymbol kFrigate("ARGOSY-1");

// A world of one universe, one port and virtual time, in which a test runs one task to its end.
struct World {
    explicit World(UniverseOptions options = {.seed = 7, .start = kStart})
        : rng(options.seed),
          universe(Universe::create(recorded_scenario(), options).value()),
          game(*universe, loop.clock(), rng) {}

    void run(Task<void> task) {
        core::spawn(loop.executor(), std::move(task));
        loop.run_until(kStart + std::chrono::hours(48));
    }

    core::VirtualLoop loop{kStart};
    core::Rng rng;
    std::unique_ptr<Universe> universe;
    SimGame game;
};

Task<void> register_argosy(World& world) {
    auto made =
        co_await world.game.register_agent(Secret("account"), AgentSymbol("argosy"), "COSMIC");
    EXPECT_TRUE(made.ok());
}

// What a trip of the first trader showed.
struct Trip {
    bool done = false;
    Credits bought;
    Credits sold;
    TimePoint left;
    TimePoint arrived;
};

Task<core::Result<void>> fly(World& world, WaypointSymbol destination) {
    ARGOSY_CO_CHECK(co_await world.game.orbit(kFrigate));
    ARGOSY_CO_TRY(auto departure, co_await world.game.navigate(kFrigate, destination));
    co_await world.loop.clock().sleep_until(departure.nav.route.arrival);
    ARGOSY_CO_CHECK(co_await world.game.dock(kFrigate));
    co_return core::Result<void>();
}

Task<core::Result<void>> trade_copper(World& world, Trip& trip) {
    ARGOSY_CO_CHECK(co_await fly(world, kH51));
    ARGOSY_CO_TRY(auto market, co_await world.game.market(kH51));
    if (!market.goods) co_return core::Error{core::ErrorCode::kNotFound, "no prices at H51"};
    const game::TradeOrder order{kFrigate, kCopper, Units(40)};
    ARGOSY_CO_TRY(auto bought, co_await world.game.purchase(order));
    ARGOSY_CO_CHECK(co_await fly(world, kF49));
    ARGOSY_CO_TRY(auto sold, co_await world.game.sell(order));
    ARGOSY_CO_CHECK(co_await world.game.refuel({kFrigate}));
    trip.bought = bought.total;
    trip.sold = sold.total;
    trip.done = true;
    co_return core::Result<void>();
}

Task<void> first_trip(World& world, Trip& trip) {
    co_await register_argosy(world);
    const auto result = co_await trade_copper(world, trip);
    EXPECT_TRUE(result.ok()) << (result.ok() ? "" : result.error().message);
}

TEST(SimGame, CarriesACargoFromPurchaseToSaleInVirtualTime) {
    World world;
    Trip trip;
    world.run(first_trip(world, trip));
    ASSERT_TRUE(trip.done);
    EXPECT_GT(trip.sold, trip.bought);
    const Truth truth(*world.universe);
    const AgentSymbol agent("ARGOSY");
    EXPECT_EQ(truth.credits(agent), Credits(175'000) - truth.spent(agent) + truth.earned(agent));
    EXPECT_EQ(truth.earned(agent), trip.sold);
    EXPECT_TRUE(truth.cargo(agent).empty());
    EXPECT_EQ(truth.unbalanced_good(), nullptr);
}

TEST(SimGame, GivesTheSameRunForTheSameSeed) {
    const auto run = [](std::uint64_t seed) {
        World world({.seed = seed, .start = kStart});
        Trip trip;
        world.run(first_trip(world, trip));
        return std::pair(world.universe->state_hash(), world.loop.clock().now());
    };
    EXPECT_EQ(run(7), run(7));
    EXPECT_NE(run(7), run(8));
}

Task<void> ask_without_token(World& world, core::ErrorCode& code) {
    const auto agent = co_await world.game.my_agent();
    code = agent.ok() ? core::ErrorCode::kStopped : agent.error().code;
}

TEST(SimGame, RefusesAnAgentWithoutAToken) {
    World world;
    core::ErrorCode code{};
    world.run(ask_without_token(world, code));
    EXPECT_EQ(code, core::ErrorCode::kUnauthorized);
}

Task<void> overspend(World& world, std::vector<core::Error>& errors) {
    co_await register_argosy(world);
    const auto hauler =
        co_await world.game.purchase_ship(model::ShipType("SHIP_SIPHON_DRONE"), kA1);
    if (!hauler.ok()) errors.push_back(hauler.error());
    const auto medicine =
        co_await world.game.purchase({kFrigate, TradeSymbol("MEDICINE"), Units(20)});
    if (!medicine.ok()) errors.push_back(medicine.error());
    const auto ghost = co_await world.game.orbit(ShipSymbol("ARGOSY-99"));
    if (!ghost.ok()) errors.push_back(ghost.error());
}

TEST(SimGame, TranslatesTheGamesRefusals) {
    World world;
    std::vector<core::Error> errors;
    world.run(overspend(world, errors));
    ASSERT_EQ(errors.size(), 3u);
    EXPECT_EQ(errors[0].code, core::ErrorCode::kNotFound);
    EXPECT_EQ(errors[1].code, core::ErrorCode::kInsufficientCredits);
    EXPECT_EQ(errors[1].game_code, 4600);
    EXPECT_EQ(errors[2].code, core::ErrorCode::kNotFound);
}

Task<void> list_everything(World& world, std::vector<model::Waypoint>& waypoints,
                           std::vector<model::Ship>& ships) {
    co_await register_argosy(world);
    auto all_waypoints = co_await world.game.waypoints(model::SystemSymbol("X1-AD75"));
    auto all_ships = co_await world.game.my_ships();
    if (all_waypoints.ok()) waypoints = *std::move(all_waypoints);
    if (all_ships.ok()) ships = *std::move(all_ships);
}

TEST(SimGame, ListsInPagesOfTwentyAtOneRequestEach) {
    World world(
        {.seed = 7, .start = kStart, .gifts = {{model::ShipType("SHIP_LIGHT_HAULER"), 39}}});
    std::vector<model::Waypoint> waypoints;
    std::vector<model::Ship> ships;
    world.run(list_everything(world, waypoints, ships));
    EXPECT_EQ(waypoints.size(), 82u);
    EXPECT_EQ(ships.size(), 41u);
    EXPECT_TRUE(std::is_sorted(ships.begin(), ships.end(),
                               [](const auto& a, const auto& b) { return a.symbol < b.symbol; }));
    EXPECT_EQ(world.game.budget().counts().total(), 1 + 5 + 3);
}

}  // namespace
}  // namespace argosy::sim
