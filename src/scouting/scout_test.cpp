#include "scouting/scout.h"

#include <gmock/gmock.h>

#include "fleet/testing/fleet_process.h"

namespace argosy::scouting {
namespace {

using namespace std::chrono_literals;
using fleet::testing::at;
using fleet::testing::FleetProcess;
using fleet::testing::goods_of;
using fleet::testing::priced;
using fleet::testing::Remains;
using model::ShipSymbol;
using model::WaypointSymbol;

const WaypointSymbol kStart = at("Z9");
const WaypointSymbol kNext = at("A1");
const WaypointSymbol kNear = at("B2");
const WaypointSymbol kFar = at("C3");
const std::string kNowhere;
const core::OperationId kOperation("operation-1-1");

/// A market that makes machinery and two that pay nearly the same for it, in a line, and ships that
/// start where there is none.
class ScoutTest : public ::testing::Test {
  protected:
    ScoutTest() {
        settings_.request_price = core::Credits(0);
        remains_.world.waypoints[kStart] = {.symbol = kStart, .type = "PLANET"};
        remains_.world.add_market(kNext, {5, 0}, machinery(model::TradeType::kExport, 100));
        remains_.world.add_market(kNear, {20, 0}, machinery(model::TradeType::kImport, -200));
        remains_.world.add_market(kFar, {60, 0}, machinery(model::TradeType::kImport, -201));
    }

    static fleet::testing::Goods machinery(model::TradeType type, std::int64_t stock) {
        return goods_of({{"MACHINERY", priced("MACHINERY", type, 60, stock)}});
    }

    /// Adds a ship at the start: a probe, or one with a hold.
    ShipSymbol add_ship(std::int64_t hold) {
        model::Ship& ship = remains_.world.add_ship();
        ship.nav.waypoint = kStart;
        ship.cargo.capacity = core::Units(hold);
        if (hold == 0) ship.fuel = {0, 0};
        return ship.symbol;
    }

    void open() {
        process_ = std::make_unique<FleetProcess>(remains_);
        ASSERT_TRUE(process_->run(process_->open()).ok());
        scout_ = std::make_unique<Scout>(process_->fleet, settings_);
    }

    /// Sends the ships out and returns where each goes.
    std::vector<std::string> send(std::vector<ShipSymbol> ships,
                                  std::set<WaypointSymbol> awaited = {}) {
        core::spawn(process_->runtime.executor,
                    scout_->send(ships, std::move(awaited), kOperation));
        process_->run_for(1s);
        std::vector<std::string> targets;
        for (const ShipSymbol& ship : ships)
            targets.push_back(scout_->target_of(ship).str());
        return targets;
    }

    void wait(core::Duration length) {
        const auto pause = [](core::Clock& clock, core::Duration time) -> core::Task<bool> {
            co_await clock.sleep_for(time);
            co_return true;
        };
        ASSERT_TRUE(process_->run(pause(process_->runtime.clock, length)));
    }

    /// Sends one ship out, waits until it is back and returns how many looks it took.
    std::int64_t looks_of(const ShipSymbol& ship) {
        const std::int64_t before = process_->game.count("market");
        send({ship});
        wait(2min);
        return process_->game.count("market") - before;
    }

    void look_everywhere(const ShipSymbol& ship) {
        for (int market = 0; market < 3; ++market)
            EXPECT_EQ(looks_of(ship), 1);
    }

    /// Lets so many requests of ours have traded at each market: worth a ship's time to look.
    void trade_everywhere(int requests) {
        for (const WaypointSymbol& market : {kNext, kNear, kFar}) {
            for (int request = 0; request < requests; ++request) {
                store::Transaction unstored;
                process_->markets.record_trade(market, model::TradeSymbol("MACHINERY"),
                                               core::Units(0), unstored);
            }
        }
    }

    /// Of two places where trades are expected, the farther with somewhat more: returns which one
    /// a probe goes to just after another was sent out.
    std::string second_choice() {
        const ShipSymbol eye = add_ship(0), first = add_ship(0), second = add_ship(0);
        open();
        look_everywhere(eye);
        trade_everywhere(10);
        for (int request = 0; request < 3; ++request) {
            store::Transaction unstored;
            process_->markets.record_trade(kFar, model::TradeSymbol("MACHINERY"), core::Units(0),
                                           unstored);
        }
        wait(1h);
        EXPECT_EQ(send({first}), std::vector{kNext.str()});
        wait(30s);
        return send({second}).front();
    }

    Remains remains_;
    Settings settings_;
    std::unique_ptr<FleetProcess> process_;
    std::unique_ptr<Scout> scout_;
};

TEST_F(ScoutTest, LooksFirstAtWhatNobodyHasSeenAndIsNearest) {
    const ShipSymbol probe = add_ship(0);
    open();
    EXPECT_EQ(send({probe}), std::vector{kNext.str()});
    wait(2min);
    EXPECT_EQ(send({probe}), std::vector{kNear.str()});
    wait(10min);
    EXPECT_EQ(send({probe}), std::vector{kFar.str()});
}

TEST_F(ScoutTest, BringsTheLookHomeAndFreesTheShip) {
    const ShipSymbol probe = add_ship(0);
    open();
    int returns = 0;
    scout_->on_return([&] { ++returns; });
    send({probe});
    EXPECT_EQ(process_->fleet.claims.owner_of(probe), Scout::kOwner);
    wait(2min);
    EXPECT_TRUE(process_->fleet.claims.owner_of(probe).empty());
    EXPECT_EQ(scout_->scouting(), 0u);
    EXPECT_EQ(returns, 1);
    EXPECT_TRUE(process_->markets.looked_at(kNext).has_value());
    EXPECT_EQ(remains_.number("SELECT COUNT(*) AS n FROM market_goods"), 1);
}

TEST_F(ScoutTest, SendsNoTwoShipsToOneMarket) {
    const std::vector<ShipSymbol> probes{add_ship(0), add_ship(0), add_ship(0), add_ship(0)};
    open();
    EXPECT_EQ(send(probes), (std::vector{kNext.str(), kNear.str(), kFar.str(), kNowhere}));
    EXPECT_EQ(scout_->scouting(), 3u);
}

TEST_F(ScoutTest, CountsWhoMayBuyFuelOnTheWayForWhoSentIt) {
    const ShipSymbol probe = add_ship(0), hauler = add_ship(40);
    open();
    send({probe});
    EXPECT_EQ(scout_->spending(kOperation), 0u);
    send({hauler});
    EXPECT_EQ(scout_->spending(kOperation), 1u);
    EXPECT_EQ(scout_->spending(core::OperationId("operation-1-2")), 0u) << "it sent nobody";
    wait(5min);
    EXPECT_EQ(scout_->spending(kOperation), 0u);
}

TEST_F(ScoutTest, LeavesAMarketSeenAMomentAgo) {
    const ShipSymbol probe = add_ship(0);
    settings_.least_age = 30min;
    open();
    look_everywhere(probe);
    EXPECT_EQ(looks_of(probe), 0);
    wait(30min);
    EXPECT_EQ(looks_of(probe), 1);
}

TEST_F(ScoutTest, SendsShipsWithAHoldOnlyToWhatIsStale) {
    const ShipSymbol hauler = add_ship(40);
    settings_.least_age = 5min;
    settings_.stale_after = 45min;
    open();
    look_everywhere(hauler);
    trade_everywhere(100);
    wait(30min);
    EXPECT_EQ(looks_of(hauler), 0);
    wait(30min);
    EXPECT_EQ(looks_of(hauler), 1);
}

TEST_F(ScoutTest, PrefersAMarketThatSomebodyWaitsFor) {
    const ShipSymbol probe = add_ship(0);
    open();
    EXPECT_EQ(send({probe}, {kNear}), std::vector{kNear.str()});
}

TEST_F(ScoutTest, SpendsAFewRequestsOnTheShipThatIsPlacedBest) {
    const ShipSymbol away = add_ship(0), near = add_ship(0);
    remains_.world.ships.at(near).nav.waypoint = kFar;
    settings_.requests_per_hour = 60;
    open();
    send({away, near});
    EXPECT_TRUE(process_->markets.looked_at(kFar).has_value())
        << "the first ship may not take what the second does better";
    EXPECT_EQ(scout_->scouting(), 0u);
    wait(61s);
    EXPECT_EQ(send({away}), std::vector{kNext.str()}) << "one request was for one minute";
    wait(61s);
    EXPECT_EQ(send({near}), std::vector{kNowhere}) << "a look elsewhere takes two";
    wait(61s);
    EXPECT_EQ(send({near}), std::vector{kNear.str()});
}

TEST_F(ScoutTest, GoesWhereAMinuteBringsMostWhileShipsAreShort) {
    EXPECT_EQ(second_choice(), kNear.str());
}

TEST_F(ScoutTest, GoesWhereARequestBringsMostWhileRequestsAreShort) {
    settings_.requests_per_hour = 120;
    EXPECT_EQ(second_choice(), kFar.str());
}

TEST_F(ScoutTest, SharesOneTourAmongAllProbesThatLookInTurn) {
    const std::vector<ShipSymbol> probes{add_ship(0), add_ship(0)};
    settings_.policy = Policy::kRoundRobin;
    open();
    EXPECT_EQ(send(probes), (std::vector{kNext.str(), kNear.str()}));
    wait(2min);
    EXPECT_EQ(send({probes[0]}), std::vector{kFar.str()});
    wait(10min);
    EXPECT_EQ(send({probes[0]}), std::vector{kNext.str()}) << "and from the beginning";
}

TEST_F(ScoutTest, LeavesShipsThatSomebodyHas) {
    const ShipSymbol probe = add_ship(0);
    open();
    store::Transaction transaction;
    process_->fleet.claims.claim(probe, "haul-1-1", transaction);
    ASSERT_TRUE(
        process_->run(process_->store.commit(std::move(transaction), store::Durability::kNormal))
            .ok());
    EXPECT_EQ(send({probe}), std::vector{kNowhere});
    EXPECT_EQ(process_->fleet.claims.owner_of(probe), "haul-1-1");
}

}  // namespace
}  // namespace argosy::scouting
