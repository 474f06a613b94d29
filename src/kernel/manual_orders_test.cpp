#include "kernel/manual_orders.h"

#include <gmock/gmock.h>

#include "tests/support/virtual_run.h"

namespace argosy::kernel {
namespace {

using namespace std::chrono_literals;
using core::Ask;
using core::Bid;
using core::Credits;
using core::ErrorCode;
using core::Units;
using model::ShipSymbol;
using model::TradeSymbol;
using model::WaypointSymbol;
using ::testing::HasSubstr;
using tests::make_world;
using tests::number;
using tests::start_manufacturing;

/// One hauler at the headquarters, whose market it has just looked at, and nothing that works.
class ManualOrdersTest : public ::testing::Test {
  protected:
    ManualOrdersTest() : world_(make_world({.haulers = 1})) {
        for (const auto& [symbol, ship] : company().fleet().ships.all()) {
            if (ship.role == "HAULER") ship_ = symbol;
        }
        go_to_the_cheapest_export();
    }

    /// Brings the ship to the market that makes the cheapest good, which is the one to trade.
    void go_to_the_cheapest_export() {
        WaypointSymbol maker;
        for (const auto& [waypoint, market] : world_->truth().markets()) {
            for (const sim::MarketGoodState& made : market.goods) {
                if (made.price.type != model::TradeType::kExport) continue;
                if (!good_.empty() && model::ask_of(made.price) >= ask_) continue;
                maker = waypoint;
                good_ = made.good;
                ask_ = model::ask_of(made.price);
            }
        }
        EXPECT_TRUE(navigate(maker).ok());
        world_->run_for(12h);
        EXPECT_EQ(here(), maker);
        EXPECT_TRUE(world_->call(company().fleet().helm.look(ship_)).ok());
        const market::Listing* listing = company().markets().find(maker, good_);
        ask_ = listing->ask;
        volume_ = listing->volume;
    }

    Company& company() { return world_->company(); }
    ManualOrders& orders() { return company().orders(); }
    const model::Ship& ship() { return company().fleet().ships.at(ship_); }
    WaypointSymbol here() { return ship().nav.waypoint; }
    const std::string& owner() { return company().fleet().claims.owner_of(ship_); }
    Credits credits() { return world_->truth().credits(company().player().agent); }
    Units aboard() { return ship().cargo.of(good_); }

    Result<ManualTrade> buy(Units units, Ask limit = ManualOrders::kAnyAsk) {
        return world_->call(orders().buy(ship_, good_, units, limit));
    }
    Result<ManualTrade> sell(std::optional<Units> units, Bid limit = ManualOrders::kAnyBid) {
        return world_->call(orders().sell(ship_, good_, units, limit));
    }
    Result<Voyage> navigate(const WaypointSymbol& to) {
        return world_->call(orders().navigate(ship_, to));
    }
    /// Returns the market that is farthest from the ship.
    WaypointSymbol far_away() {
        const fleet::Chart& chart = company().fleet().chart;
        WaypointSymbol farthest = here();
        for (const auto& market : chart.with_trait("MARKETPLACE", company().home_system())) {
            if (chart.distance(here(), market) > chart.distance(here(), farthest))
                farthest = market;
        }
        return farthest;
    }

    std::unique_ptr<VirtualWorld> world_;
    ShipSymbol ship_;
    TradeSymbol good_;
    Ask ask_;
    Units volume_;
};

TEST_F(ManualOrdersTest, FlyAShipThatArrivesAsPlannedAndIsIdleThen) {
    const WaypointSymbol destination = far_away();
    const auto voyage = navigate(destination);
    ASSERT_TRUE(voyage.ok()) << voyage.error().message;
    EXPECT_EQ(owner(), ManualOrders::kUnderOrder);
    EXPECT_THAT(company().doing(ship_), HasSubstr(destination.str()));
    EXPECT_EQ(orders().latest(ship_)->ended_at, std::nullopt);

    world_->run_for(voyage->arrival - world_->now() + 1min);
    EXPECT_EQ(here(), destination);
    EXPECT_EQ(owner(), "");
    EXPECT_TRUE(orders().latest(ship_)->ended_at.has_value());
    EXPECT_EQ(orders().latest(ship_)->failure, "");
}

TEST_F(ManualOrdersTest, RefuseAShipUnderAnOrderUntilItEnds) {
    ASSERT_TRUE(navigate(far_away()).ok());
    const auto refused = navigate(here());
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::kRejected);
    EXPECT_THAT(refused.error().message, HasSubstr("flying to"));
    world_->run_for(12h);
    EXPECT_TRUE(world_->call(orders().dock(ship_)).ok());
}

TEST_F(ManualOrdersTest, RefuseAShipThatWorksAndSayHowToStopThat) {
    const auto operation = start_manufacturing(*world_);
    ASSERT_TRUE(operation.ok());
    for (int minute = 0; minute < 240 && owner().rfind("haul-", 0) != 0; ++minute)
        world_->run_for(1min);
    ASSERT_EQ(owner().rfind("haul-", 0), 0u) << "it got no haul";
    const auto refused = navigate(far_away());
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::kRejected);
    EXPECT_THAT(refused.error().message, HasSubstr(owner()));
    EXPECT_THAT(refused.error().message,
                HasSubstr("spacetraders operation stop " + operation->id.str()));
}

TEST_F(ManualOrdersTest, RefuseAShipAndAWaypointThatDoNotExist) {
    const auto no_ship = world_->call(orders().dock(ShipSymbol("ARGOSY-99")));
    ASSERT_FALSE(no_ship.ok());
    EXPECT_EQ(no_ship.error().code, ErrorCode::kNotFound);
    const auto no_waypoint = navigate(WaypointSymbol("X1-AD75-ZZ9"));
    ASSERT_FALSE(no_waypoint.ok());
    EXPECT_EQ(no_waypoint.error().code, ErrorCode::kNotFound);
    EXPECT_EQ(owner(), "") << "an order that was refused claims nothing";
}

TEST_F(ManualOrdersTest, BuyInTranchesAtWhatTheReceiptSaysAndBookItAsCargoTrade) {
    const Credits before = credits();
    const Units wanted = std::min(volume_ + Units(1), ship().cargo.capacity);
    const auto bought = buy(wanted);
    ASSERT_TRUE(bought.ok()) << bought.error().message;
    EXPECT_EQ(bought->units, wanted);
    EXPECT_EQ(bought->cut_short, "");
    EXPECT_EQ(bought->tranches.size(), wanted > volume_ ? 2u : 1u);
    EXPECT_EQ(aboard(), wanted);
    EXPECT_EQ(credits(), before - bought->total);
    EXPECT_EQ(company().ledger().balance(), credits());
    EXPECT_EQ(number(*world_,
                     "SELECT SUM(amount) AS n FROM transactions"
                     " WHERE type = 'PURCHASE_CARGO' AND category = 'CARGO_TRADE'"),
              -bought->total.count());
}

TEST_F(ManualOrdersTest, StopAtTheLimitAndSayWhy) {
    const auto refused = buy(Units(1), Ask(ask_.count() - 1));
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::kRejected);
    EXPECT_THAT(refused.error().message, HasSubstr("above the limit of"));
    EXPECT_EQ(aboard(), Units(0));
    EXPECT_EQ(owner(), "") << "without cargo it is idle again";

    const auto too_much = buy(ship().cargo.capacity + Units(1));
    ASSERT_TRUE(too_much.ok()) << too_much.error().message;
    EXPECT_EQ(too_much->units, ship().cargo.capacity);
    EXPECT_THAT(too_much->cut_short, HasSubstr("hold"));
    const auto full = buy(Units(1));
    ASSERT_FALSE(full.ok());
    EXPECT_EQ(full.error().code, ErrorCode::kCargoFull);

    const auto unsold = sell(std::nullopt, Bid(1'000'000));
    ASSERT_FALSE(unsold.ok());
    EXPECT_EQ(unsold.error().code, ErrorCode::kRejected);
    EXPECT_THAT(unsold.error().message, HasSubstr("below the limit of"));
}

TEST_F(ManualOrdersTest, SellAllThereIsAndLetTheShipGoUnlessItIsHeld) {
    ASSERT_TRUE(buy(Units(3)).ok());
    EXPECT_EQ(owner(), ManualOrders::kHeld) << "what is aboard is the player's";
    const auto sold = sell(std::nullopt);
    ASSERT_TRUE(sold.ok()) << sold.error().message;
    EXPECT_EQ(sold->units, Units(3));
    EXPECT_EQ(aboard(), Units(0));
    EXPECT_EQ(company().ledger().balance(), credits());
    EXPECT_EQ(owner(), ManualOrders::kHeld) << "it is given back by release alone";
    ASSERT_TRUE(world_->call(orders().release(ship_)).ok());
    EXPECT_EQ(owner(), "");
    EXPECT_FALSE(world_->call(orders().release(ship_)).ok()) << "it is not held any more";
}

TEST_F(ManualOrdersTest, KeepThePlayersCargoFromManufacturingUntilItIsReleased) {
    ASSERT_TRUE(buy(Units(3)).ok());
    ASSERT_TRUE(start_manufacturing(*world_).ok());
    world_->run_for(2h);
    EXPECT_EQ(aboard(), Units(3));
    EXPECT_EQ(company().stranded_cargo(), Units(0));
    ASSERT_TRUE(world_->call(orders().release(ship_)).ok());
    world_->run_for(2h);
    EXPECT_FALSE(orders().has(ship_));
    ASSERT_TRUE(tests::stop_and_drain(*world_));
    tests::expect_settled(*world_);
}

TEST_F(ManualOrdersTest, SurviveACrashAsHeldWhereThereIsCargoAndAsIdleWhereThereIsNone) {
    ASSERT_TRUE(buy(Units(3)).ok());
    ASSERT_TRUE(navigate(far_away()).ok());
    world_->run_for(1min);
    ASSERT_TRUE(world_->crash().ok());
    EXPECT_EQ(owner(), ManualOrders::kHeld);
    EXPECT_EQ(aboard(), Units(3));
    ASSERT_TRUE(world_->call(orders().release(ship_)).ok());

    const ShipSymbol empty = company().fleet().ships.all().begin()->first;
    ASSERT_TRUE(world_->call(orders().navigate(empty, far_away())).ok());
    ASSERT_TRUE(world_->crash().ok());
    EXPECT_EQ(company().fleet().claims.owner_of(empty), "");
}

TEST_F(ManualOrdersTest, HoldAnEmptyShipThroughACrash) {
    ASSERT_TRUE(world_->call(orders().hold(ship_)).ok());
    ASSERT_TRUE(world_->crash().ok());
    EXPECT_EQ(owner(), ManualOrders::kHeld);
    EXPECT_THAT(company().doing(ship_), HasSubstr("spacetraders ship release " + ship_.str()));
    ASSERT_TRUE(navigate(far_away()).ok()) << "a held ship takes orders";
    world_->run_for(12h);
    EXPECT_EQ(owner(), ManualOrders::kHeld);
}

TEST_F(ManualOrdersTest, RefuelDockAndLeaveTheDock) {
    const WaypointSymbol destination = far_away();
    ASSERT_TRUE(navigate(destination).ok());
    const auto under_way = world_->call(orders().refuel(ship_));
    EXPECT_FALSE(under_way.ok());
    world_->run_for(12h);
    ASSERT_EQ(here(), destination);
    ASSERT_TRUE(world_->call(orders().dock(ship_)).ok());
    EXPECT_EQ(ship().nav.status, model::NavStatus::kDocked);
    const auto refuelled = world_->call(orders().refuel(ship_));
    ASSERT_TRUE(refuelled.ok()) << refuelled.error().message;
    EXPECT_EQ(ship().fuel.current, ship().fuel.capacity);
    ASSERT_TRUE(world_->call(orders().orbit(ship_)).ok());
    EXPECT_EQ(ship().nav.status, model::NavStatus::kInOrbit);
    EXPECT_EQ(company().ledger().balance(), credits());
}

}  // namespace
}  // namespace argosy::kernel
