#include <fmt/format.h>
#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include "sim/testing/route_call.h"

namespace argosy::sim {
namespace {

using testing::call_route;

const core::TimePoint kStart = core::from_millis(1'744'200'000'000);
const model::AgentSymbol kOwner("OWNER");
const model::AgentSymbol kStranger("STRANGER");

// Has every member that any operation on a ship reads, so that none is refused for its form.
constexpr const char* kAnyBody =
    R"({"symbol":"FUEL","units":1,"waypointSymbol":"X1-AD75-A2","flightMode":"BURN",
        "shipSymbol":"OWNER-1","tradeSymbol":"FUEL","produce":"IRON","signature":"X1-AD75-B8-ABCDEF",
        "deposits":[{"symbol":"IRON_ORE"}],"expiration":"2025-04-09T13:00:00.000Z","size":"SMALL"})";

class Privacy : public ::testing::Test {
  protected:
    Privacy() {
        UniverseOptions options;
        options.start = kStart;
        universe_ = Universe::create(recorded_scenario(), std::move(options)).value();
        for (const auto& agent : {kOwner, kStranger}) {
            EXPECT_TRUE(
                universe_->register_agent(agent.str() + "-account", agent.str(), "COSMIC", kStart));
        }
    }

    std::string answer(std::string_view route, std::vector<std::string> names = {}) {
        const auto reply = call_route(*universe_, kStranger, route, std::move(names), "", kStart);
        EXPECT_TRUE(reply.ok()) << route;
        return boost::json::serialize(reply->body);
    }

    std::unique_ptr<Universe> universe_;
};

TEST_F(Privacy, NoAgentSeesOrMovesAnothersShip) {
    const std::uint64_t before = universe_->state_hash();
    std::size_t tried = 0;
    for (const Route& route : all_routes()) {
        if (!route.pattern.starts_with("/my/ships/{}")) continue;
        const std::string name = fmt::format("{} {}", route.method, route.pattern);
        const auto reply = call_route(*universe_, kStranger, name, {"OWNER-1"}, kAnyBody, kStart);
        ASSERT_FALSE(reply.ok()) << name;
        EXPECT_EQ(reply.error().http_status, 404) << name << ": " << reply.error().message;
        ++tried;
    }
    EXPECT_EQ(tried, 35u);
    EXPECT_EQ(universe_->state_hash(), before);
}

TEST_F(Privacy, NoAgentSeesOrMovesAnothersContract) {
    const std::uint64_t before = universe_->state_hash();
    ASSERT_EQ(universe_->state().contracts.size(), 2u);
    for (const auto& [id, contract] : universe_->state().contracts) {
        if (contract.agent == kStranger) continue;
        for (const Route& route : all_routes()) {
            if (!route.pattern.starts_with("/my/contracts/{}")) continue;
            const std::string name = fmt::format("{} {}", route.method, route.pattern);
            EXPECT_FALSE(call_route(*universe_, kStranger, name, {id}, kAnyBody, kStart).ok())
                << name;
        }
    }
    EXPECT_EQ(universe_->state_hash(), before);
}

TEST_F(Privacy, ListsOfOnesOwnNameNobodyElse) {
    for (const char* route : {"GET /my/ships", "GET /my/contracts", "GET /my/agent",
                              "GET /my/account", "GET /my/agent/events", "GET /my/factions"}) {
        EXPECT_EQ(answer(route).find("OWNER"), std::string::npos) << route;
    }
}

TEST_F(Privacy, OthersAreToldNoAccount) {
    const std::string account = universe_->agents().at(kOwner).agent.account;
    for (const std::string& text : {answer("GET /agents"), answer("GET /agents/{}", {"OWNER"})}) {
        EXPECT_NE(text.find("OWNER"), std::string::npos);
        EXPECT_EQ(text.find(account), std::string::npos);
    }
}

}  // namespace
}  // namespace argosy::sim
