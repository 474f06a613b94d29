#include "sim/snapshot.h"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "sim/generator.h"
#include "sim/testing/busy_world.h"

namespace argosy::sim {
namespace {

using testing::busy_universe;
using testing::BusyWorld;
using ::testing::HasSubstr;
using testing::kBusyStart;

std::unique_ptr<Universe> restored(const Universe& universe) {
    auto read = read_snapshot(write_snapshot(universe), "snapshot");
    EXPECT_TRUE(read.ok()) << read.error().message;
    return *std::move(read);
}

std::unique_ptr<Universe> lively_universe(std::uint64_t seed, int times,
                                          std::string law = "measured") {
    BusyWorld world(busy_universe(seed, std::move(law)), kBusyStart);
    world.register_agents();
    core::RandomStream draws(seed);
    world.play(draws, times);
    world.hash();
    return world.take_universe();
}

// Returns the hashes of a universe and of its snapshot after the same future.
std::pair<std::uint64_t, std::uint64_t> futures(std::unique_ptr<Universe> universe, int times) {
    auto kept = restored(*universe);
    const core::TimePoint now = universe->state().now;
    BusyWorld world(std::move(universe), now);
    BusyWorld again(std::move(kept), now);
    core::RandomStream draws(99);
    core::RandomStream same(99);
    world.play(draws, times);
    again.play(same, times);
    EXPECT_EQ(again.now(), world.now());
    return {world.hash(), again.hash()};
}

TEST(Snapshot, HoldsABusyUniverseWhole) {
    BusyWorld world(busy_universe(11), kBusyStart);
    world.register_agents();
    core::RandomStream draws(11);
    world.play(draws, 2'000);
    world.hash();
    for (const char* action :
         {"navigate", "refuel", "purchase", "sell", "jettison", "transfer", "extract", "survey",
          "extract/survey", "scan/ships", "accept", "mounts/remove", "repair"}) {
        EXPECT_TRUE(world.done().contains(action)) << action;
    }
    const auto universe = world.take_universe();
    const UniverseState& state = universe->state();
    EXPECT_FALSE(state.deals.empty());
    EXPECT_FALSE(state.contracts.empty());
    EXPECT_FALSE(state.surveys.empty());
    EXPECT_FALSE(state.strains.empty());
    const auto again = restored(*universe);
    EXPECT_EQ(again->state_hash(), universe->state_hash());
    EXPECT_EQ(write_snapshot(*again), write_snapshot(*universe));
}

TEST(Snapshot, HasTheSameFuture) {
    const auto [hash, again] = futures(lively_universe(12, 500), 150);
    EXPECT_EQ(again, hash);
}

TEST(Snapshot, KeepsTokensGood) {
    const auto universe = lively_universe(13, 10);
    const std::string token = universe->token_of(model::AgentSymbol("ALPHA"));
    const auto agent = restored(*universe)->authenticate(token);
    ASSERT_TRUE(agent.ok());
    EXPECT_EQ(agent->str(), "ALPHA");
}

TEST(Snapshot, OfAUniverseNobodyPlaysIn) {
    const auto universe = busy_universe(1);
    EXPECT_EQ(restored(*universe)->state_hash(), universe->state_hash());
}

TEST(Snapshot, OfManySystems) {
    UniverseOptions options{.seed = 4, .start = kBusyStart};
    const auto universe =
        Universe::create(generate({.seed = 4, .systems = 5, .outer_percent = 40}), options).value();
    universe->advance(kBusyStart + std::chrono::hours(7));
    const auto again = restored(*universe);
    EXPECT_EQ(again->state_hash(), universe->state_hash());
    EXPECT_EQ(write_snapshot(*again), write_snapshot(*universe));
}

TEST(Snapshot, KeepsTextsOfAnyKind) {
    const auto universe = busy_universe(1);
    AccountRecord& account = universe->state().accounts["x\"\\\n\x01\xC3\xA9"];
    account.id = "x\"\\\n\x01\xC3\xA9";
    const auto again = restored(*universe);
    ASSERT_EQ(again->state().accounts.size(), 1u);
    EXPECT_EQ(again->state().accounts.begin()->first, account.id);
    EXPECT_EQ(again->state().accounts.begin()->second.id, account.id);
}

RC_GTEST_PROP(SnapshotLaws, WhateverHappenedItIsTheSameWorld, ()) {
    const auto seed = *rc::gen::arbitrary<std::uint64_t>();
    const auto law = *rc::gen::element<std::string>("measured", "inert", "eager", "crowded");
    auto universe = lively_universe(seed, *rc::gen::inRange(0, 200), law);
    RC_ASSERT(restored(*universe)->state_hash() == universe->state_hash());
    const auto [hash, again] = futures(std::move(universe), 60);
    RC_ASSERT(again == hash);
}

class BrokenSnapshot : public ::testing::Test {
  protected:
    BrokenSnapshot() { document_ = boost::json::parse(write_snapshot(*lively_universe(14, 60))); }

    boost::json::value& at(const char* pointer) {
        boost::system::error_code error;
        boost::json::value* found = document_.find_pointer(pointer, error);
        ARGOSY_ASSERT(found != nullptr);
        return *found;
    }
    std::string problem() const {
        const auto read = read_snapshot(boost::json::serialize(document_), "kept");
        if (read) return "none";
        EXPECT_EQ(read.error().code, core::ErrorCode::kConfiguration);
        return read.error().message;
    }

    boost::json::value document_;
};

TEST_F(BrokenSnapshot, OfAnotherFormatIsRefused) {
    EXPECT_EQ(problem(), "none");
    at("/format") = "argosy-universe-0";
    EXPECT_THAT(problem(), HasSubstr("argosy-universe-1"));
    EXPECT_THAT(problem(), HasSubstr("argosy-universe-0"));
}

TEST_F(BrokenSnapshot, IsNamedByPlaceAndExpectation) {
    at("/state/ships/ALPHA-1/ship/fuel/current") = "much";
    at("/state/agents/BRAVO").as_object().erase("spent");
    at("/options/wear/life").as_array().pop_back();
    at("/markets").as_object()["X1-AD75-A1"].as_object()["colour"] = 3;
    at("/state/ships/ALPHA-2/ship/nav/status") = 3;
    const std::string all = problem();
    EXPECT_THAT(all, HasSubstr("kept: state, ships, ALPHA-1, ship, fuel, current was \"much\""));
    EXPECT_THAT(all, HasSubstr("state, agents, BRAVO, spent is absent"));
    EXPECT_THAT(all, HasSubstr("options, wear, life was ["));
    EXPECT_THAT(all, HasSubstr("expected a list of 7"));
    EXPECT_THAT(all, HasSubstr("markets, X1-AD75-A1 has \"colour\""));
    EXPECT_THAT(all, HasSubstr("nav, status was 3, expected a whole number from 0 to 2"));
}

TEST_F(BrokenSnapshot, MayNotNameWhatIsNotThere) {
    at("/state/ships/ALPHA-1/ship/nav/waypoint") = "X1-AD75-ZZ9";
    at("/state/ships/BRAVO-1/owner") = "NOBODY";
    at("/state/ships/BRAVO-2/ship/speed") = 0;
    at("/state/agents/CHARLIE/agent/account") = "account-0";
    at("/markets/X1-AD75-A1/goods/0/price/volume") = 0;
    const std::string all = problem();
    EXPECT_THAT(all, HasSubstr("ALPHA-1 names \"X1-AD75-ZZ9\""));
    EXPECT_THAT(all, HasSubstr("BRAVO-1 names \"NOBODY\""));
    EXPECT_THAT(all, HasSubstr("BRAVO lists BRAVO-1"));
    EXPECT_THAT(all, HasSubstr("BRAVO-2 has speed 0"));
    EXPECT_THAT(all, HasSubstr("CHARLIE has the account \"account-0\""));
    EXPECT_THAT(all, HasSubstr("volume 0"));
}

TEST_F(BrokenSnapshot, MayNotHaveAnUnknownHullOrLaw) {
    at("/state/ships/ALPHA-1/hull") = "SHIP_OF_DREAMS";
    EXPECT_THAT(problem(), HasSubstr("SHIP_OF_DREAMS"));
    at("/state/ships/ALPHA-1/hull") = "SHIP_PROBE";
    at("/options/law") = "jungle";
    EXPECT_THAT(problem(), HasSubstr("jungle"));
}

TEST(Snapshot, ThatIsNoJsonIsRefused) {
    const auto read = read_snapshot("{", "kept");
    ASSERT_FALSE(read.ok());
    EXPECT_THAT(read.error().message, HasSubstr("kept: "));
}

}  // namespace
}  // namespace argosy::sim
