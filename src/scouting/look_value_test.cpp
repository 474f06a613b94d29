#include "scouting/look_value.h"

#include <gtest/gtest.h>

#include "fleet/testing/fleet_process.h"

namespace argosy::scouting {
namespace {

using namespace std::chrono_literals;
using fleet::testing::at;
using fleet::testing::FleetProcess;
using fleet::testing::goods_of;
using fleet::testing::priced;
using fleet::testing::Remains;
using model::TradeType;

/// A market that makes iron, two that need it, and one with other business.
class TradeValueTest : public ::testing::Test {
  protected:
    TradeValueTest() {
        remains_.world.add_market(
            kMine, {0, 0}, goods_of({{"IRON", priced("IRON", TradeType::kExport, 60, 120)}}));
        remains_.world.add_market(
            kBest, {5, 0}, goods_of({{"IRON", priced("IRON", TradeType::kImport, 60, -200)}}));
        remains_.world.add_market(
            kNext, {10, 0}, goods_of({{"IRON", priced("IRON", TradeType::kImport, 60, -195)}}));
        remains_.world.add_market(kOther, {15, 0},
                                  goods_of({{"GOLD", priced("GOLD", TradeType::kImport, 60, 0)}}));
        process_ = std::make_unique<FleetProcess>(remains_);
    }

    void see(const model::WaypointSymbol& market) {
        store::Transaction transaction;
        process_->markets.record_look(*process_->run(process_->game.market(market)), transaction);
    }

    void see_all() {
        model::Ship& ship = remains_.world.add_ship();
        for (const auto& market : {kMine, kBest, kNext, kOther}) {
            ship.nav.waypoint = market;
            see(market);
        }
    }

    double value(const model::WaypointSymbol& market, core::Duration later) const {
        return TradeValue(process_->markets).of(market, process_->runtime.now() + later);
    }

    const model::WaypointSymbol kMine = at("A1"), kBest = at("B2"), kNext = at("C3"),
                                kOther = at("D4");
    Remains remains_;
    std::unique_ptr<FleetProcess> process_;
};

TEST_F(TradeValueTest, WhatNobodyHasSeenIsWorthMost) {
    EXPECT_EQ(value(kMine, 0s), TradeValue::kUnseen);
    see_all();
    EXPECT_LT(value(kMine, 24h), TradeValue::kUnseen);
}

TEST_F(TradeValueTest, GrowsFasterThanTheAgeOfTheLastLook) {
    see_all();
    EXPECT_LT(value(kBest, 0s), 0.001);
    EXPECT_GT(value(kBest, 30min), 0);
    EXPECT_GT(value(kBest, 2h), 4 * value(kBest, 30min))
        << "the next look will be as long in coming";
}

TEST_F(TradeValueTest, CountsWhatWeTradeThere) {
    see_all();
    const auto sell_one = [this] {
        store::Transaction transaction;
        process_->markets.record_trade(kBest, model::TradeSymbol("IRON"), core::Units(-1),
                                       transaction);
    };
    // The first trade also wakes the market: its prices are expected to move.
    sell_one();
    const double before = value(kBest, 1h);
    sell_one();
    EXPECT_GT(value(kBest, 1h), before);
    EXPECT_GT(value(kBest, 1h), value(kNext, 1h));
}

TEST_F(TradeValueTest, IsLeastWherePricesAreAtRest) {
    const auto kEmpty = at("E5");
    remains_.world.add_market(kEmpty, {20, 0},
                              goods_of({{"IRON", priced("IRON", TradeType::kImport, 60, -480)}}));
    see_all();
    remains_.world.add_ship().nav.waypoint = kEmpty;
    see(kEmpty);
    for (const auto& market : {kEmpty, kNext}) {
        store::Transaction transaction;
        process_->markets.record_trade(market, model::TradeSymbol("IRON"), core::Units(0),
                                       transaction);
    }
    EXPECT_LT(2 * value(kEmpty, 4h), value(kNext, 4h));
    EXPECT_GT(value(kEmpty, 4h), 0) << "it may move all the same";
}

TEST_F(TradeValueTest, LeavesFuelOut) {
    remains_.world.add_market(at("E5"), {20, 0},
                              goods_of({{"FUEL", priced("FUEL", TradeType::kExchange, 180, 0)}}));
    model::Ship& ship = remains_.world.add_ship();
    ship.nav.waypoint = at("E5");
    see(at("E5"));
    EXPECT_EQ(value(at("E5"), 4h), 0);
}

}  // namespace
}  // namespace argosy::scouting
