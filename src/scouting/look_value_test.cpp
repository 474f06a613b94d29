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

TEST(ValueOfKnowing, IsNothingWhereNothingIsInDoubt) {
    EXPECT_EQ(value_of_knowing(100, 0), 0);
}

TEST(ValueOfKnowing, IsMostWhereTheChoiceIsClosest) {
    const double close = value_of_knowing(0, 10);
    EXPECT_NEAR(close, 10 * 0.39894, 0.001);
    EXPECT_LT(value_of_knowing(5, 10), close);
    EXPECT_LT(value_of_knowing(20, 10), value_of_knowing(5, 10));
    EXPECT_NEAR(value_of_knowing(100, 10), 0, 1e-6);
}

TEST(ValueOfKnowing, RisesWithTheDoubt) {
    EXPECT_LT(value_of_knowing(10, 5), value_of_knowing(10, 10));
    EXPECT_EQ(value_of_knowing(-10, 5), value_of_knowing(10, 5));
}

/// One market that makes iron and two that need it, one of them next to the price of the other.
class LaneValueTest : public ::testing::Test {
  protected:
    LaneValueTest() {
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
        return LaneValue(process_->markets).of(market, process_->runtime.now() + later);
    }

    const model::WaypointSymbol kMine = at("A1"), kBest = at("B2"), kNext = at("C3"),
                                kOther = at("D4");
    Remains remains_;
    std::unique_ptr<FleetProcess> process_;
};

TEST_F(LaneValueTest, WhatNobodyHasSeenIsWorthMost) {
    EXPECT_EQ(value(kMine, 0s), LaneValue::kUnseen);
    see_all();
    EXPECT_LT(value(kMine, 24h), LaneValue::kUnseen);
}

TEST_F(LaneValueTest, GrowsWithTheAgeOfTheLastLook) {
    see_all();
    EXPECT_GT(value(kBest, 2h), value(kBest, 30min));
    EXPECT_GT(value(kBest, 30min), value(kBest, 0s));
}

TEST_F(LaneValueTest, IsNothingWhereNoDecisionHangsOnIt) {
    see_all();
    EXPECT_EQ(value(kOther, 24h), 0) << "nobody sells gold, so what it fetches changes nothing";
    EXPECT_GT(value(kBest, 24h), 0);
}

TEST_F(LaneValueTest, CountsWhatWeTradeThere) {
    see_all();
    const auto sell_one = [this] {
        store::Transaction transaction;
        process_->markets.record_trade(kBest, model::TradeSymbol("IRON"), core::Units(-1),
                                       transaction);
    };
    // The first trade also wakes the market: its prices are expected to move, and with them the
    // choice between the two.
    sell_one();
    const double before = value(kBest, 1h);
    sell_one();
    EXPECT_GT(value(kBest, 1h), before);
}

}  // namespace
}  // namespace argosy::scouting
