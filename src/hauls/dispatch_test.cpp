#include "hauls/dispatch.h"

#include <gmock/gmock.h>

#include "hauls/testing/haul_process.h"

namespace argosy::hauls {
namespace {

using core::Credits;
using core::Units;
using ::testing::HasSubstr;
using testing::HaulProcess;
using testing::kCustomer;
using testing::kFactory;
using testing::kIron;
using testing::kMachinery;
using testing::kRival;
using testing::kSmelter;
using testing::Remains;

class DispatchTest : public ::testing::Test {
  protected:
    DispatchTest() {
        testing::settle_world(remains_);
        add_ship(kFactory);
    }

    model::ShipSymbol add_ship(const model::WaypointSymbol& where) {
        model::Ship& ship = remains_.world.add_ship(400);
        ship.nav.waypoint = where;
        return ship.symbol;
    }

    HaulProcess& start(DispatchSettings gate = HaulProcess::kGate) {
        process_ = std::make_unique<HaulProcess>(remains_, 1, gate);
        EXPECT_TRUE(process_->run(process_->open()).ok());
        return *process_;
    }

    model::PriceState& real(const model::WaypointSymbol& market, const model::TradeSymbol& good) {
        return remains_.world.markets.at(market).at(good);
    }

    // Binds a haul to a ship, as its runner would.
    void assign(const Offer& offer) {
        const Haul haul = process_->tasks.haul(offer.haul);
        store::Transaction unstored;
        process_->tasks.assign(haul.load->id, offer.ship, offer.price.units, unstored);
        process_->tasks.assign(haul.unload->id, offer.ship, offer.price.units, unstored);
        if (haul.load->type == TaskType::kAcquire) {
            process_->tasks.source_from(haul.load->id, offer.from, unstored);
        }
        process_->tasks.redirect(haul.unload->id, offer.to, unstored);
    }

    // Asks for the best offer, expects none, and returns why.
    Declined refusal() {
        EXPECT_FALSE(process_->best().has_value());
        const auto& declined = process_->dispatch.declined();
        EXPECT_EQ(declined.size(), 1u);
        return declined.empty() ? Declined{} : declined.front();
    }

    Remains remains_;
    std::unique_ptr<HaulProcess> process_;
};

TEST_F(DispatchTest, PricesAnOfferFromPickUpToDrop) {
    HaulProcess& process = start();
    const core::HaulId haul = process.add_sale();
    const auto offer = process.best();
    ASSERT_TRUE(offer.has_value());
    EXPECT_EQ(offer->haul, haul);
    EXPECT_EQ(offer->from, kFactory);
    EXPECT_EQ(offer->to, kCustomer);
    const HaulPrice expected =
        price_haul({real(kFactory, kMachinery), real(kCustomer, kMachinery), Units(80),
                    process.ledger.to_spend(), HaulProcess::kGate.sale_margin_bp});
    EXPECT_EQ(offer->price.units, expected.units);
    EXPECT_EQ(offer->price.cost, expected.cost);
    EXPECT_EQ(offer->price.revenue, expected.revenue);
    const auto* way =
        process.fleet.routes.find(process.fleet.ships.at(offer->ship), kFactory, kCustomer);
    EXPECT_EQ(offer->profit, expected.profit() - way->fuel_price);
    EXPECT_GT(offer->time, way->time) << "docking, looking and trading take time too";
}

TEST_F(DispatchTest, TakesOneTransactionByTheRequirementsRuleWhenToldTo) {
    HaulProcess& process = start();
    process.add_sale();
    DispatchSettings settings = HaulProcess::kGate;
    settings.sizing = Sizing::kRequirements;
    process.dispatch.set_settings(process.tasks.all().begin()->second.operation, settings);
    const model::PriceState source = real(kFactory, kMachinery);
    const core::Units size = trade_size({.cargo_capacity = Units(80),
                                         .trade_volume = source.volume,
                                         .supply = supply_of(source),
                                         .ask = ask_of(source),
                                         .available_credits = process.ledger.to_spend(),
                                         .target_quantity = Units(0)});
    ASSERT_LT(size, source.volume);
    EXPECT_EQ(process.best()->price.units, size);
    EXPECT_EQ(parse_sizing(to_string(Sizing::kRequirements)), Sizing::kRequirements);
    EXPECT_EQ(parse_sizing("large"), std::nullopt);
}

TEST_F(DispatchTest, SellsWhereItPaysMostPerSecondAndNotWhereThePipelineFirstThought) {
    HaulProcess& process = start();
    process.add_sale();
    ASSERT_EQ(process.best()->to, kCustomer);
    real(kCustomer, kMachinery).stock = Units(60);
    EXPECT_EQ(start().best()->to, kRival);
}

TEST_F(DispatchTest, TakesTheShipThatIsThere) {
    const auto far = add_ship(kRival);
    const auto customer = add_ship(kCustomer);
    remains_.world.ships.erase(model::ShipSymbol("ARGOSY-1"));
    HaulProcess& process = start();
    process.add_sale();
    EXPECT_EQ(process.best()->ship, customer);
    EXPECT_NE(process.best()->ship, far);
}

TEST_F(DispatchTest, TakesTheHaulThatEarnsMorePerSecond) {
    HaulProcess& process = start();
    const core::HaulId feed = process.add_feed();
    const core::HaulId sale = process.add_sale();
    EXPECT_EQ(process.best()->haul, sale);
    // With nothing left to collect, feeding is the better of the two.
    real(kFactory, kMachinery).stock = Units(-200);
    EXPECT_EQ(start().best()->haul, feed);
}

TEST_F(DispatchTest, DoesNotSendTwoShipsAfterTheSameStock) {
    add_ship(kFactory);
    HaulProcess& process = start();
    process.add_sale();
    const Offer first = *process.best();
    assign(first);
    process.add_sale();
    const auto second = process.dispatch.best(process.fleet.idle_ships(), process.ready());
    ASSERT_TRUE(second.has_value());
    model::PriceState source = real(kFactory, kMachinery);
    source.stock -= first.price.units;
    model::PriceState sink = real(second->to, kMachinery);
    if (second->to == first.to) sink.stock += first.price.units;
    const HaulPrice left = price_haul(
        {source, sink, Units(80), process.ledger.to_spend(), HaulProcess::kGate.sale_margin_bp});
    EXPECT_EQ(second->price.units, left.units);
    EXPECT_EQ(second->price.cost, left.cost);
    EXPECT_EQ(second->price.revenue, left.revenue);
    EXPECT_LT(second->price.profit(), first.price.profit());
}

TEST_F(DispatchTest, ChoosesForAllShipsTogether) {
    // The ship at the factory would be best for either haul, and the other only for the iron.
    const auto at_smelter = add_ship(kSmelter);
    HaulProcess& process = start();
    const core::HaulId feed = process.add_feed();
    const core::HaulId sale = process.add_sale();
    const auto offers = process.dispatch.choose(process.fleet.idle_ships(), process.ready());
    ASSERT_EQ(offers.size(), 2u);
    EXPECT_EQ(offers[0].haul, sale);
    EXPECT_NE(offers[0].ship, at_smelter);
    EXPECT_EQ(offers[1].haul, feed);
    EXPECT_EQ(offers[1].ship, at_smelter);
}

TEST_F(DispatchTest, OffersAtOnceOnlyWhatDoesNotMeetAtAMarket) {
    add_ship(kFactory);
    add_ship(kFactory);
    HaulProcess& process = start();
    process.add_sale();
    process.add_sale();
    const auto first = process.dispatch.choose(process.fleet.idle_ships(), process.ready());
    ASSERT_EQ(first.size(), 1u) << "two would buy the same stock";
    EXPECT_EQ(first.front().profit, process.best()->profit);
    assign(first.front());
    const auto second = process.dispatch.choose(process.fleet.idle_ships(), process.ready());
    ASSERT_EQ(second.size(), 1u);
    EXPECT_LT(second.front().profit, first.front().profit);
}

TEST_F(DispatchTest, AHaulThatDoesNotEarnItsRequestsWaitsWhileTheyAreShort) {
    HaulProcess& process = start();
    const core::HaulId sale = process.add_sale();
    const Offer free = *process.best();
    EXPECT_GE(free.requests, 8) << "two docks, two looks, two departures, two trades";
    // A queue of thousands, such as no fleet should ever have.
    for (int i = 0; i < 2'000; ++i)
        process.runtime.spawn(process.game.take_a_place());
    process.run_for(std::chrono::minutes(2));
    const Declined declined = refusal();
    EXPECT_EQ(declined.haul, sale);
    EXPECT_EQ(declined.reason, "requests");
    EXPECT_THAT(declined.detail, HasSubstr(fmt::format("{} requests", free.requests)));
    // When it has gone, the haul pays again.
    process.runtime.spawn(process.runtime.clock.sleep_for(std::chrono::minutes(20)));
    process.run_for(std::chrono::minutes(20));
    EXPECT_TRUE(process.best().has_value());
}

TEST_F(DispatchTest, DeclinesWhatOtherShipsHaveTakenAlready) {
    add_ship(kFactory);
    HaulProcess& process = start();
    for (int i = 0; i < 10; ++i) {
        process.add_sale();
        const auto offer = process.dispatch.best(process.fleet.idle_ships(), process.ready());
        if (!offer) break;
        assign(*offer);
    }
    ASSERT_EQ(process.ready().size(), 1u) << "the stock was sold several times over";
    EXPECT_EQ(refusal().reason, "margin");
}

TEST_F(DispatchTest, LeavesAHaulsOwnPlanOutWhenItIsPricedAgain) {
    HaulProcess& process = start();
    const core::HaulId id = process.add_sale();
    const Offer offer = *process.best();
    assign(offer);
    const auto again = process.dispatch.price_again(process.tasks.haul(id), Units(80));
    ASSERT_TRUE(again.has_value());
    EXPECT_EQ(again->units, offer.price.units);
    EXPECT_EQ(again->profit(), offer.price.profit());
}

TEST_F(DispatchTest, DeclinesWhatDoesNotClearTheMargin) {
    real(kFactory, kMachinery).stock = Units(-300);
    HaulProcess& process = start();
    const core::HaulId haul = process.add_sale();
    const Declined declined = refusal();
    EXPECT_EQ(declined.haul, haul);
    EXPECT_EQ(declined.reason, "margin");
    EXPECT_THAT(declined.detail, HasSubstr("MACHINERY"));
}

TEST_F(DispatchTest, DeclinesWhatEarnsTooLittleWithItsArithmetic) {
    DispatchSettings gate = HaulProcess::kGate;
    gate.least_profit = Credits(10'000'000);
    HaulProcess& process = start(gate);
    process.add_sale();
    const Declined declined = refusal();
    EXPECT_EQ(declined.reason, "profit");
    EXPECT_THAT(declined.detail, HasSubstr("the least is 10000000"));
}

TEST_F(DispatchTest, HoldsSalesAndFeedsToLimitsOfTheirOwn) {
    DispatchSettings gate = HaulProcess::kGate;
    gate.least_profit = Credits(10'000'000);
    HaulProcess& process = start(gate);
    process.add_sale();
    const core::HaulId feed = process.add_feed();
    ASSERT_TRUE(process.best().has_value());
    EXPECT_EQ(process.best()->haul, feed);
}

TEST_F(DispatchTest, DeclinesWhatNobodyWithAKnownPriceSells) {
    remains_.world.markets.at(kSmelter).erase(kIron);
    HaulProcess& process = start();
    process.add_feed();
    EXPECT_EQ(refusal().reason, "no_price");
}

TEST_F(DispatchTest, DeclinesWhatCannotBePaidFor) {
    remains_.world.credits = Credits(500);
    HaulProcess& process = start();
    process.add_sale();
    const Declined declined = refusal();
    EXPECT_EQ(declined.reason, "no_money");
    EXPECT_THAT(declined.detail, HasSubstr("476"));
}

TEST_F(DispatchTest, TakesHaulsByTheirKindWhenToldTo) {
    DispatchSettings gate = HaulProcess::kGate;
    gate.choice = Choice::kByKind;
    gate.advisory = true;
    const model::ShipSymbol second = add_ship(kFactory);
    HaulProcess& process = start(gate);
    const core::HaulId feed = process.add_feed();
    const core::HaulId sale = process.add_sale();
    const std::vector<Haul> hauls = process.tasks.open_hauls();
    const auto alone = process.dispatch.choose({second}, hauls);
    ASSERT_EQ(alone.size(), 1u);
    EXPECT_EQ(alone.front().haul, sale);
    const auto both = process.dispatch.choose(process.fleet.idle_ships(), hauls);
    ASSERT_EQ(both.size(), 2u);
    EXPECT_EQ(both.front().haul, sale);
    EXPECT_EQ(both.back().haul, feed);
    EXPECT_NE(both.front().ship, both.back().ship);
}

TEST_F(DispatchTest, DeclinesWhenEveryHoldIsFull) {
    remains_.world.ships.begin()->second.cargo.items[kIron] = Units(80);
    HaulProcess& process = start();
    process.add_sale();
    EXPECT_EQ(refusal().reason, "no_ship");
}

TEST_F(DispatchTest, LetsALossThroughInAdvisoryMode) {
    real(kCustomer, kMachinery).stock = Units(200);
    real(kRival, kMachinery).stock = Units(200);
    HaulProcess& gated = start();
    gated.add_sale();
    EXPECT_FALSE(gated.best().has_value());
    DispatchSettings advisory = HaulProcess::kGate;
    advisory.advisory = true;
    const auto offer = start(advisory).best();
    ASSERT_TRUE(offer.has_value());
    EXPECT_LT(offer->profit, Credits(0));
}

TEST_F(DispatchTest, SellsLostCargoWhereItBringsMostForTheTimeItTakes) {
    HaulProcess& process = start();
    const auto ship = process.fleet.ships.all().begin()->first;
    const auto sink = process.dispatch.best_sink(ship, kMachinery, Units(40));
    ASSERT_TRUE(sink.has_value());
    EXPECT_EQ(sink->market, kCustomer);
    EXPECT_EQ(sink->revenue,
              model::quote_sale(real(kCustomer, kMachinery), Units(40), core::Bid(1)).total);
}

TEST_F(DispatchTest, SellsLostCargoBackToItsMakerWhenNobodyConsumesIt) {
    remains_.world.markets.at(kFactory).erase(kIron);
    HaulProcess& process = start();
    const auto ship = process.fleet.ships.all().begin()->first;
    EXPECT_EQ(process.dispatch.best_sink(ship, kIron, Units(40))->market, kSmelter);
    EXPECT_FALSE(
        process.dispatch.best_sink(ship, model::TradeSymbol("PLATINUM"), Units(1)).has_value());
}

}  // namespace
}  // namespace argosy::hauls
