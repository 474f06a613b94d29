#include "fleet/helm.h"

#include <gmock/gmock.h>

#include "fleet/testing/fleet_process.h"

namespace argosy::fleet {
namespace {

using core::Ask;
using core::Bid;
using core::Credits;
using core::ErrorCode;
using core::Units;
using model::NavStatus;
using model::TradeType;
using testing::at;
using ::testing::ElementsAre;
using testing::Fate;
using testing::FleetProcess;
using testing::Goods;
using testing::goods_of;
using testing::priced;
using testing::Remains;

const model::TradeSymbol kMachinery("MACHINERY");
const model::TradeSymbol kFuel("FUEL");
const ledger::Purpose kPurpose{ledger::Category::kManufacturingArbitrage,
                               core::OperationId("operation-1-1"), core::PipelineId("pipeline-1-1"),
                               core::TaskId("task-1-1")};
constexpr Ask kAnyAsk{1'000'000};

// Three markets on a line, 300 apart, and a ship at the first: the third is a fuel stop away.
class HelmTest : public ::testing::Test {
  protected:
    HelmTest() {
        const auto fuel = priced("FUEL", TradeType::kExchange, 180, 0);
        remains_.world.credits = Credits(5'000'000);
        remains_.world.add_market(
            at("A1"), {0, 0},
            goods_of(
                {{"FUEL", fuel}, {"MACHINERY", priced("MACHINERY", TradeType::kExport, 20, 60)}}));
        remains_.world.add_market(at("B2"), {300, 0}, goods_of({{"FUEL", fuel}}));
        remains_.world.add_market(
            at("C3"), {600, 0},
            goods_of(
                {{"FUEL", fuel}, {"MACHINERY", priced("MACHINERY", TradeType::kImport, 20, -60)}}));
        ship_ = remains_.world.add_ship(400).symbol;
        start();
    }

    void start() {
        process_.reset();
        process_ = std::make_unique<FleetProcess>(remains_, ++seed_);
        ASSERT_TRUE(process_->run(process_->open()).ok());
        process_->game.requests.clear();
    }

    Helm& helm() { return process_->fleet.helm; }
    model::Ship& real() { return remains_.world.ships.at(ship_); }
    const model::Ship& known() { return process_->fleet.ships.at(ship_); }
    model::PriceState& real(std::string_view market) {
        return remains_.world.markets.at(at(market)).at(kMachinery);
    }
    Result<void> go(std::string_view to) {
        return process_->run(helm().go(ship_, at(to), kPurpose));
    }
    Result<void> look() { return process_->run(helm().look(ship_)); }
    Result<Traded> buy(std::int64_t units, Ask limit = kAnyAsk, WithTranche also = {}) {
        return process_->run(
            helm().buy(ship_, kMachinery, Units(units), limit, kPurpose, std::move(also)));
    }
    Result<Traded> sell(std::int64_t units, Bid limit = Bid(1)) {
        return process_->run(helm().sell(ship_, kMachinery, Units(units), limit, kPurpose, {}));
    }
    std::int64_t asked(std::string_view method) { return process_->game.count(method); }

    void expect_ship_is_known_as_it_is() {
        EXPECT_EQ(known().nav.waypoint, real().nav.waypoint);
        EXPECT_EQ(known().fuel.current, real().fuel.current);
        EXPECT_EQ(known().cargo.items, real().cargo.items);
    }

    // A laden ship at C3, which consumes MACHINERY and has been looked at.
    void arrive_laden(std::int64_t units) {
        real().nav.waypoint = at("C3");
        real().cargo.items[kMachinery] = Units(units);
        start();
        ASSERT_TRUE(look().ok());
    }

    Remains remains_;
    model::ShipSymbol ship_;
    std::unique_ptr<FleetProcess> process_;
    std::uint64_t seed_ = 0;
};

TEST_F(HelmTest, FliesToTheDestinationWithAFuelStopOnTheWay) {
    ASSERT_TRUE(look().ok());
    ASSERT_TRUE(go("C3").ok());
    EXPECT_EQ(real().nav.waypoint, at("C3"));
    EXPECT_EQ(known().nav.status, NavStatus::kInOrbit);
    EXPECT_GE(process_->runtime.now(), real().nav.route.arrival);
    EXPECT_EQ(asked("navigate"), 2);
    EXPECT_EQ(asked("refuel"), 1);
    EXPECT_EQ(process_->ledger.balance(), remains_.world.credits) << "the fuel is booked";
    expect_ship_is_known_as_it_is();
}

TEST_F(HelmTest, AsksForNothingWhenTheShipIsThere) {
    ASSERT_TRUE(go("A1").ok());
    EXPECT_TRUE(process_->game.requests.empty());
}

TEST_F(HelmTest, LooksBeforeItRefuelsWhereNobodyHasLooked) {
    ASSERT_TRUE(go("C3").ok());
    EXPECT_TRUE(process_->markets.looked_at(at("B2")).has_value());
    EXPECT_EQ(asked("refuel"), 1);
}

TEST_F(HelmTest, FliesOnWhereTheFuelItBelievedInIsNotSold) {
    remains_.world.markets.at(at("B2")).clear();
    remains_.world.markets.at(at("B2")).emplace(kMachinery,
                                                priced("MACHINERY", TradeType::kImport, 20, 0));
    ASSERT_TRUE(go("C3").ok());
    EXPECT_EQ(real().nav.waypoint, at("C3"));
    EXPECT_EQ(asked("refuel"), 0);
    EXPECT_EQ(real().nav.flight_mode, model::FlightMode::kDrift);
}

TEST_F(HelmTest, GoesOnFromWhereAnEarlierRunLeftTheShip) {
    process_->runtime.spawn([](Helm& helm, model::ShipSymbol ship) -> Task<void> {
        (void)co_await helm.go(ship, at("C3"), kPurpose);
    }(helm(), ship_));
    process_->run_for(std::chrono::minutes(1));
    start();
    ASSERT_EQ(known().nav.status, NavStatus::kInTransit);
    ASSERT_EQ(known().nav.waypoint, at("B2"));
    ASSERT_TRUE(go("C3").ok());
    EXPECT_EQ(real().nav.waypoint, at("C3"));
    EXPECT_EQ(asked("navigate"), 1);
}

TEST_F(HelmTest, LooksAtTheShipWhenNobodyAnsweredWhetherItLeft) {
    process_->game.fates = {Fate::kAnswered, Fate::kAnswerLost};
    ASSERT_TRUE(go("B2").ok());
    EXPECT_EQ(process_->game.requests[1], "navigate");
    EXPECT_EQ(asked("ship"), 1);
    EXPECT_EQ(asked("navigate"), 1);
    expect_ship_is_known_as_it_is();
}

TEST_F(HelmTest, SaysThatNothingIsKnownWhenTheShipStayedWhereItWas) {
    process_->game.fates = {Fate::kAnswered, Fate::kRequestLost};
    const auto gone = go("B2");
    ASSERT_FALSE(gone.ok());
    EXPECT_EQ(gone.error().code, ErrorCode::kOutcomeUnknown);
    EXPECT_EQ(known().nav.waypoint, at("A1"));
    ASSERT_TRUE(go("B2").ok()) << "the ship can be told again";
}

TEST_F(HelmTest, ReportsAShipThatVanished) {
    remains_.world.ships.clear();
    EXPECT_EQ(go("B2").error().code, ErrorCode::kNotFound);
    EXPECT_EQ(go("B2").error().code, ErrorCode::kNotFound) << "and again, now that this is known";
}

TEST_F(HelmTest, TellsItsListenerOfEveryLook) {
    std::vector<model::WaypointSymbol> looked;
    helm().on_look([&](const model::WaypointSymbol& market) { looked.push_back(market); });
    ASSERT_TRUE(look().ok());
    EXPECT_THAT(looked, ElementsAre(at("A1")));
    EXPECT_EQ(process_->markets.find(at("A1"), kMachinery)->ask, model::ask_of(real("A1")));
}

TEST_F(HelmTest, BuysInTranchesOfTheTradeVolumeAtThePricesForeseen) {
    ASSERT_TRUE(look().ok());
    const auto quote = model::quote_purchase(real("A1"), Units(50), kAnyAsk);
    const auto bought = buy(50);
    ASSERT_TRUE(bought.ok());
    EXPECT_EQ(bought->units, Units(50));
    EXPECT_EQ(bought->total, quote.total);
    EXPECT_EQ(asked("purchase"), 3);
    EXPECT_EQ(asked("market"), 1) << "nothing moved, so nobody looked again";
    EXPECT_EQ(process_->markets.find(at("A1"), kMachinery)->ask, model::ask_of(real("A1")));
    expect_ship_is_known_as_it_is();
    EXPECT_EQ(process_->ledger.balance(), remains_.world.credits);
}

TEST_F(HelmTest, AddsItsCallersProgressToEveryTranche) {
    ASSERT_TRUE(look().ok());
    std::vector<std::int64_t> tranches;
    ASSERT_TRUE(buy(50, kAnyAsk, [&](store::Transaction&, Units units, Credits) {
                    tranches.push_back(units.count());
                }).ok());
    EXPECT_THAT(tranches, ElementsAre(20, 20, 10));
}

TEST_F(HelmTest, StopsBuyingAtTheLimit) {
    ASSERT_TRUE(look().ok());
    const auto after_two = model::quote_purchase(real("A1"), Units(40), kAnyAsk).after;
    const Ask limit(model::ask_of(after_two).count() - 1);
    const auto bought = buy(80, limit);
    ASSERT_TRUE(bought.ok());
    EXPECT_EQ(bought->units, Units(40));
}

TEST_F(HelmTest, StopsBuyingWhenTheHoldIsFull) {
    ASSERT_TRUE(look().ok());
    const auto bought = buy(500);
    ASSERT_TRUE(bought.ok());
    EXPECT_EQ(bought->units, Units(80));
    EXPECT_EQ(asked("purchase"), 4);
}

TEST_F(HelmTest, StopsBuyingWhenTheMoneyIsSpent) {
    // Enough for one tranche and what the ledger keeps for a worse price, not for two.
    const auto one = model::quote_purchase(real("A1"), Units(20), kAnyAsk);
    process_.reset();
    remains_.engine = Remains().engine;
    remains_.world.credits = one.total + one.total;
    start();
    ASSERT_TRUE(look().ok());
    const auto bought = buy(80);
    ASSERT_TRUE(bought.ok());
    EXPECT_EQ(bought->units, Units(20));
    EXPECT_EQ(bought->total, one.total);
    expect_ship_is_known_as_it_is();
}

TEST_F(HelmTest, LooksAgainWhenAPriceWasNotTheOneExpected) {
    ASSERT_TRUE(look().ok());
    real("A1").stock -= Units(40);  // Somebody else has bought.
    const auto quote = model::quote_purchase(real("A1"), Units(50), kAnyAsk);
    const auto bought = buy(50);
    ASSERT_TRUE(bought.ok());
    EXPECT_EQ(bought->total, quote.total);
    EXPECT_EQ(asked("market"), 2) << "once before, once after the surprise";
}

TEST_F(HelmTest, HoldsTheLimitAgainstThePriceItFoundOnLookingAgain) {
    ASSERT_TRUE(look().ok());
    const Ask expected = model::ask_of(real("A1"));
    real("A1").stock -= Units(200);
    const auto bought = buy(80, Ask(expected.count() + 1));
    ASSERT_TRUE(bought.ok());
    EXPECT_EQ(bought->units, Units(20)) << "the first tranche was the last";
}

TEST_F(HelmTest, SellsInTranchesAtThePricesForeseen) {
    arrive_laden(50);
    const auto quote = model::quote_sale(real("C3"), Units(50), Bid(1));
    const auto sold = sell(50);
    ASSERT_TRUE(sold.ok());
    EXPECT_EQ(sold->units, Units(50));
    EXPECT_EQ(sold->total, quote.total);
    EXPECT_EQ(asked("sell"), 3);
    EXPECT_EQ(asked("market"), 1);
    EXPECT_TRUE(known().cargo.items.empty());
    EXPECT_EQ(process_->ledger.balance(), remains_.world.credits);
}

TEST_F(HelmTest, StopsSellingAtTheLimit) {
    arrive_laden(80);
    const auto after_one = model::quote_sale(real("C3"), Units(20), Bid(1)).after;
    const auto sold = sell(80, Bid(model::bid_of(after_one).count() + 1));
    ASSERT_TRUE(sold.ok());
    EXPECT_EQ(sold->units, Units(20));
}

TEST_F(HelmTest, SellsNoMoreThanIsAboard) {
    arrive_laden(30);
    const auto sold = sell(80);
    ASSERT_TRUE(sold.ok());
    EXPECT_EQ(sold->units, Units(30));
}

TEST_F(HelmTest, LooksAgainWhenASaleBroughtAnotherPriceThanExpected) {
    arrive_laden(40);
    real("C3").stock += Units(40);
    const auto quote = model::quote_sale(real("C3"), Units(40), Bid(1));
    const auto sold = sell(40);
    ASSERT_TRUE(sold.ok());
    EXPECT_EQ(sold->total, quote.total);
    EXPECT_EQ(asked("market"), 2);
}

TEST_F(HelmTest, BooksASaleWhoseAnswerWasLost) {
    arrive_laden(20);
    process_->game.fates = {Fate::kAnswerLost};
    const auto sold = sell(20);
    ASSERT_TRUE(sold.ok());
    EXPECT_EQ(sold->units, Units(20));
    EXPECT_TRUE(real().cargo.items.empty());
    EXPECT_EQ(asked("sell"), 1);
    EXPECT_EQ(process_->ledger.balance(), remains_.world.credits);
    expect_ship_is_known_as_it_is();
}

}  // namespace
}  // namespace argosy::fleet
