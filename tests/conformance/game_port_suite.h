#pragma once

/// @file
/// The fixture of the suite for `game::GamePort`: a fresh agent in a fresh world, and the words the
/// tests are written in. Each test runs in every world (`game_worlds.h`).

#include <gtest/gtest.h>

#include "game/errors.h"
#include "game/game_port.h"
#include "tests/conformance/game_worlds.h"

namespace argosy::tests {

inline const model::SystemSymbol kSystem("X1-AD75");
inline const model::WaypointSymbol kHome("X1-AD75-A1");
inline const model::WaypointSymbol kNear("X1-AD75-H51");
inline const model::WaypointSymbol kFar("X1-AD75-J58");
inline const model::WaypointSymbol kAsteroid("X1-AD75-B8");
inline const model::ShipSymbol kFrigate("TESTER-1");
inline const model::ShipSymbol kProbe("TESTER-2");
inline const model::TradeSymbol kFood("FOOD");
inline constexpr core::Credits kStartingCredits{175'000};
inline constexpr core::Duration kAMoment = std::chrono::milliseconds(1);

struct NamedWorld {
    const char* name;
    MakeWorld make;
};

inline void PrintTo(const NamedWorld& world, std::ostream* out) {
    *out << world.name;
}

template <class Value>
testing::AssertionResult succeeded(const core::Result<Value>& result) {
    if (result) return testing::AssertionSuccess();
    return testing::AssertionFailure()
           << to_string(result.error().code) << " (" << result.error().game_code
           << "): " << result.error().message;
}

template <class Value>
testing::AssertionResult refused(const core::Result<Value>& result, core::ErrorCode code,
                                 int game_code) {
    if (result) return testing::AssertionFailure() << "it was not refused";
    if (result.error().code == code && result.error().game_code == game_code) {
        return testing::AssertionSuccess();
    }
    return succeeded(result) << ", expected " << to_string(code) << " (" << game_code << ")";
}

class GamePortConformance : public testing::TestWithParam<NamedWorld> {
  protected:
    void SetUp() override {
        auto registration = call(game().register_agent(core::Secret("account-token"),
                                                       model::AgentSymbol("tester"), "COSMIC"));
        ASSERT_TRUE(succeeded(registration));
        registration_ = *std::move(registration);
    }

    game::GamePort& game() { return world_->game(); }
    core::TimePoint now() { return world_->clock().now(); }

    template <class Value>
    Value call(core::Task<Value> task) {
        return world_->call(std::move(task));
    }

    core::Credits credits() {
        const auto agent = call(game().my_agent());
        EXPECT_TRUE(succeeded(agent));
        return agent ? agent->credits : core::Credits(-1);
    }

    model::Ship ship(const model::ShipSymbol& symbol) {
        auto found = call(game().ship(symbol));
        EXPECT_TRUE(succeeded(found));
        return found ? *std::move(found) : model::Ship();
    }

    std::vector<model::MarketGood> goods_at(const model::WaypointSymbol& waypoint) {
        const auto market = call(game().market(waypoint));
        EXPECT_TRUE(succeeded(market));
        if (!market || !market->goods) {
            ADD_FAILURE() << "no prices at " << waypoint.str();
            return {};
        }
        return *market->goods;
    }

    model::MarketGood quote(const model::WaypointSymbol& waypoint, const model::TradeSymbol& good) {
        for (const model::MarketGood& each : goods_at(waypoint)) {
            if (each.good == good) return each;
        }
        ADD_FAILURE() << good.str() << " is not traded at " << waypoint.str();
        return {};
    }

    core::Result<game::TradeReceipt> buy(const model::TradeSymbol& good, std::int64_t units) {
        return call(game().purchase({kFrigate, good, core::Units(units)}));
    }
    core::Result<game::TradeReceipt> sell(const model::TradeSymbol& good, std::int64_t units) {
        return call(game().sell({kFrigate, good, core::Units(units)}));
    }

    // Flies the frigate there and waits for its arrival; it is in orbit then.
    game::Departure fly(const model::WaypointSymbol& destination) {
        EXPECT_TRUE(succeeded(call(game().orbit(kFrigate))));
        auto departure = call(game().navigate(kFrigate, destination));
        EXPECT_TRUE(succeeded(departure));
        if (!departure) return {};
        world_->wait_until(departure->nav.route.arrival + kAMoment);
        return *std::move(departure);
    }

    std::unique_ptr<GameWorld> world_ = GetParam().make();
    game::Registration registration_;
};

}  // namespace argosy::tests
