// What every implementation of game::GamePort tells, asserted alike for all of them.

#include <algorithm>

#include "sim/tokens.h"
#include "tests/conformance/game_port_suite.h"

namespace argosy::tests {
namespace {

using core::Credits;
using core::ErrorCode;
using core::Result;
using core::TimePoint;
using core::Units;
using model::FlightMode;
using model::NavStatus;
using model::ShipSymbol;
using model::TradeSymbol;
using model::WaypointSymbol;

INSTANTIATE_TEST_SUITE_P(Worlds, GamePortConformance,
                         testing::Values(NamedWorld{"SimGame", &make_simulated_world},
                                         NamedWorld{"HttpGame", &make_http_world},
                                         NamedWorld{"HttpGameOverSockets", &make_socket_world}),
                         [](const auto& info) { return info.param.name; });

TEST_P(GamePortConformance, TheServerTellsItsUniverseAndItsTime) {
    const TimePoint before = now();
    const auto status = call(game().status());
    ASSERT_TRUE(succeeded(status));
    EXPECT_EQ(status->version, "v2.3.0");
    EXPECT_EQ(status->reset_date, "2025-04-06");
    EXPECT_GE(status->server_time, before);
    EXPECT_LE(status->server_time, now());
    EXPECT_EQ(status->time_factor, world_->time_factor());
    ASSERT_TRUE(status->next_reset.has_value());
    EXPECT_GT(*status->next_reset, now());
}

TEST_P(GamePortConformance, ARegisteredAgentHasATokenCreditsAndTwoShips) {
    EXPECT_FALSE(registration_.agent_token.empty());
    EXPECT_EQ(registration_.agent.symbol.str(), "TESTER");
    EXPECT_EQ(registration_.agent.headquarters, kHome);
    EXPECT_EQ(registration_.agent.starting_faction, "COSMIC");
    EXPECT_EQ(registration_.agent.credits, kStartingCredits);
    EXPECT_EQ(registration_.agent.ship_count, 2);
    ASSERT_EQ(registration_.ships.size(), 2u);
    EXPECT_EQ(registration_.ships[0].symbol, kFrigate);
    EXPECT_EQ(registration_.ships[1].symbol, kProbe);
}

TEST_P(GamePortConformance, RegisteringMakesThePortActForTheNewAgent) {
    const auto agent = call(game().my_agent());
    ASSERT_TRUE(succeeded(agent));
    EXPECT_EQ(agent->symbol.str(), "TESTER");
    EXPECT_EQ(agent->credits, kStartingCredits);
    EXPECT_EQ(agent->ship_count, 2);
}

TEST_P(GamePortConformance, ASymbolIsRegisteredOnce) {
    const auto second = call(game().register_agent(core::Secret("account-token"),
                                                   model::AgentSymbol("Tester"), "COSMIC"));
    EXPECT_TRUE(refused(second, ErrorCode::kRejected, 4111));
}

TEST_P(GamePortConformance, MalformedRegistrationsAreRefused) {
    const core::Secret account("account-token");
    const auto symbol = call(game().register_agent(account, model::AgentSymbol("A!"), "COSMIC"));
    EXPECT_TRUE(refused(symbol, ErrorCode::kInvalidArgument, 422));
    const auto faction =
        call(game().register_agent(account, model::AgentSymbol("OTHER"), "NOBODY"));
    EXPECT_TRUE(refused(faction, ErrorCode::kInvalidArgument, 422));
    const auto token =
        call(game().register_agent(core::Secret(), model::AgentSymbol("OTHER"), "COSMIC"));
    EXPECT_TRUE(refused(token, ErrorCode::kUnauthorized, 4116));
}

TEST_P(GamePortConformance, TokensThatAreMissingWrongOrOldAreToldApart) {
    game().use_agent_token(core::Secret());
    EXPECT_TRUE(refused(call(game().my_agent()), ErrorCode::kUnauthorized, game::kTokenMissing));
    game().use_agent_token(core::Secret("nonsense"));
    EXPECT_TRUE(refused(call(game().my_agent()), ErrorCode::kUnauthorized, 4115));
    game().use_agent_token(core::Secret(
        sim::make_token({.identifier = "TESTER", .reset_date = "2001-01-01"}, core::Rng(1))));
    EXPECT_TRUE(refused(call(game().my_agent()), ErrorCode::kUniverseReset, game::kResetMismatch));
    game().use_agent_token(registration_.agent_token);
    EXPECT_TRUE(succeeded(call(game().my_agent())));
}

TEST_P(GamePortConformance, ErrorsCarryNoToken) {
    const std::string token = "a-token-that-nobody-may-read";
    game().use_agent_token(core::Secret(token));
    const auto answer = call(game().my_agent());
    ASSERT_FALSE(answer.ok());
    EXPECT_EQ(answer.error().message.find(token), std::string::npos);
}

TEST_P(GamePortConformance, ShipsAreListedBySymbol) {
    const auto ships = call(game().my_ships());
    ASSERT_TRUE(succeeded(ships));
    ASSERT_EQ(ships->size(), 2u);
    const model::Ship& frigate = ships->front();
    EXPECT_EQ(frigate.symbol, kFrigate);
    EXPECT_EQ(frigate.role, "COMMAND");
    EXPECT_EQ(frigate.frame, "FRAME_FRIGATE");
    EXPECT_EQ(frigate.speed, 36);
    EXPECT_EQ(frigate.fuel.current, 400);
    EXPECT_EQ(frigate.fuel.capacity, 400);
    EXPECT_EQ(frigate.cargo.capacity, Units(40));
    EXPECT_TRUE(frigate.cargo.items.empty());
    EXPECT_EQ(frigate.nav.system, kSystem);
    EXPECT_EQ(frigate.nav.waypoint, kHome);
    EXPECT_EQ(frigate.nav.status, NavStatus::kDocked);
    EXPECT_EQ(frigate.nav.flight_mode, FlightMode::kCruise);
    EXPECT_EQ(ships->back().symbol, kProbe);
    EXPECT_EQ(ships->back().fuel.capacity, 0);
}

TEST_P(GamePortConformance, OneShipReadsAsItDoesInTheList) {
    const model::Ship probe = ship(kProbe);
    EXPECT_EQ(probe.symbol, kProbe);
    EXPECT_EQ(probe.role, "SATELLITE");
    EXPECT_EQ(probe.nav.waypoint, registration_.ships[1].nav.waypoint);
    const auto missing = call(game().ship(ShipSymbol("TESTER-99")));
    EXPECT_TRUE(refused(missing, ErrorCode::kNotFound, game::kNotFoundCode));
}

TEST_P(GamePortConformance, AShipsNameCannotLeaveItsPath) {
    const auto missing = call(game().ship(ShipSymbol("../agent?x=1 y")));
    EXPECT_TRUE(refused(missing, ErrorCode::kNotFound, game::kNotFoundCode));
}

TEST_P(GamePortConformance, WaypointsAreAllThereBySymbol) {
    const auto waypoints = call(game().waypoints(kSystem));
    ASSERT_TRUE(succeeded(waypoints));
    EXPECT_EQ(waypoints->size(), 82u);
    const auto by_symbol = [](const auto& a, const auto& b) { return a.symbol < b.symbol; };
    EXPECT_TRUE(std::is_sorted(waypoints->begin(), waypoints->end(), by_symbol));
    const model::Waypoint& home = waypoints->front();
    EXPECT_EQ(home.symbol, kHome);
    EXPECT_EQ(home.type, "PLANET");
    EXPECT_EQ(home.position, (model::Position{23, -9}));
    EXPECT_TRUE(home.has_trait("MARKETPLACE"));
    const auto marketplaces =
        std::count_if(waypoints->begin(), waypoints->end(),
                      [](const auto& each) { return each.has_trait("MARKETPLACE"); });
    EXPECT_EQ(marketplaces, 25);
    const auto nowhere = call(game().waypoints(model::SystemSymbol("X1-NONE")));
    EXPECT_TRUE(refused(nowhere, ErrorCode::kNotFound, game::kNotFoundCode));
}

TEST_P(GamePortConformance, PricesShowOnlyWhereAShipIs) {
    const auto here = call(game().market(kHome));
    ASSERT_TRUE(succeeded(here));
    EXPECT_EQ(here->symbol, kHome);
    EXPECT_EQ(here->imports.size(), 6u);
    EXPECT_EQ(here->exchange, std::vector{TradeSymbol("FUEL")});
    ASSERT_TRUE(here->goods.has_value());
    EXPECT_EQ(here->goods->size(), 7u);
    for (const model::MarketGood& good : *here->goods) {
        EXPECT_GE(good.ask.count(), good.bid.count()) << good.good.str();
        EXPECT_EQ(good.activity.has_value(), good.type != model::TradeType::kExchange);
    }
    const auto there = call(game().market(kNear));
    ASSERT_TRUE(succeeded(there));
    EXPECT_EQ(there->exports.size(), 3u);
    EXPECT_FALSE(there->goods.has_value());
    EXPECT_TRUE(there->transactions.empty());
}

TEST_P(GamePortConformance, AskingForAMarketOrShipyardThatIsNoneIsToldSo) {
    EXPECT_TRUE(refused(call(game().market(kAsteroid)), ErrorCode::kNotFound, 404));
    EXPECT_TRUE(refused(call(game().shipyard(kHome)), ErrorCode::kNotFound, 404));
    EXPECT_TRUE(
        refused(call(game().market(WaypointSymbol("X1-AD75-ZZ9"))), ErrorCode::kNotFound, 404));
}

TEST_P(GamePortConformance, ShipyardsShowPricesOnlyWhereAShipIs) {
    const WaypointSymbol yard = ship(kProbe).nav.waypoint;
    const auto here = call(game().shipyard(yard));
    ASSERT_TRUE(succeeded(here));
    EXPECT_EQ(here->symbol, yard);
    ASSERT_TRUE(here->listings.has_value());
    ASSERT_EQ(here->listings->size(), here->types.size());
    for (const model::ShipyardListing& listing : *here->listings) {
        EXPECT_GT(listing.ask.count(), 0) << listing.type.str();
    }
    const auto there = call(game().shipyard(WaypointSymbol("X1-AD75-A2")));
    ASSERT_TRUE(succeeded(there));
    EXPECT_FALSE(there->types.empty());
    EXPECT_FALSE(there->listings.has_value());
}

TEST_P(GamePortConformance, TheRecipeMapIsTheGames) {
    const auto recipes = call(game().supply_chain());
    ASSERT_TRUE(succeeded(recipes));
    EXPECT_TRUE(*recipes == model::recipes());
}

TEST_P(GamePortConformance, CallsCostWhatTheirContractSays) {
    const auto cost = [this](auto make_call) {
        const std::int64_t before = game().budget().counts().total();
        EXPECT_TRUE(succeeded(call(make_call())));
        return game().budget().counts().total() - before;
    };
    EXPECT_EQ(cost([this] { return game().status(); }), 1);
    EXPECT_EQ(cost([this] { return game().my_agent(); }), 1);
    EXPECT_EQ(cost([this] { return game().my_ships(); }), 1);
    EXPECT_EQ(cost([this] { return game().waypoints(kSystem); }), 5);
    EXPECT_EQ(cost([this] { return game().market(kHome); }), 1);
    EXPECT_EQ(cost([this] { return game().dock(kFrigate); }), 1);
    EXPECT_EQ(cost([this] { return game().purchase({kFrigate, kFood, Units(1)}); }), 1);
}

TEST_P(GamePortConformance, CallsBeyondTheLimitsWaitAndAreNotRefused) {
    for (int i = 0; i < 150; ++i) {
        ASSERT_TRUE(succeeded(call(game().my_agent())));
    }
    EXPECT_EQ(game().budget().counts().rate_limited(), 0);
}

}  // namespace
}  // namespace argosy::tests
