#include "hauls/pricing.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <limits>

namespace argosy::hauls {
namespace {

using core::Ask;
using core::Bid;
using core::Credits;
using core::Units;
using model::PriceState;
using model::Supply;
using model::TradeType;

constexpr Ask kAnyAsk{std::numeric_limits<std::int64_t>::max()};
constexpr Bid kAnyBid{0};
constexpr Credits kRich{1'000'000'000};

// MACHINERY from its factory, well stocked, to where it is wanted.
HaulTerms terms_of_a_good_haul() {
    const PriceState source{TradeType::kExport, 2'400, 8, Units(20), Units(80)};
    const PriceState sink{TradeType::kImport, 2'400, 8, Units(30), Units(-120)};
    return {source, sink, Units(80), kRich, 0};
}

std::int64_t margin_of_unit(const HaulTerms& terms, std::int64_t unit) {
    // The unit before it moved both prices, by whole tranches.
    const auto whole = [&](Units volume) { return Units(unit / volume.count() * volume.count()); };
    PriceState source = terms.source;
    source.stock -= whole(source.volume);
    PriceState sink = terms.sink;
    sink.stock += whole(sink.volume);
    return model::bid_of(sink).count() - model::ask_of(source).count();
}

TEST(HaulPricing, OfWhatIsKeptIsWhatTheGameWouldAskAsFarAsTheBudgetGoes) {
    const PriceState source{TradeType::kExport, 2'400, 8, Units(20), Units(80)};
    const HaulPrice whole = price_purchase(source, Units(50), kRich);
    const model::Quote quote = model::quote_purchase(source, Units(50), kAnyAsk);
    EXPECT_EQ(whole.units, Units(50));
    EXPECT_EQ(whole.cost, quote.total);
    EXPECT_EQ(whole.revenue, Credits(0));
    EXPECT_GE(whole.ask_limit, model::ask_of(source)) << "the last tranche is the dearest";
    const HaulPrice some = price_purchase(source, Units(50), whole.cost - Credits(1));
    EXPECT_EQ(some.units, Units(49));
    EXPECT_EQ(price_purchase(source, Units(50), Credits(1)).units, Units(0));
}

TEST(HaulPricing, FillsTheHoldWhileEveryUnitEarns) {
    const HaulPrice price = price_haul(terms_of_a_good_haul());
    EXPECT_EQ(price.units, Units(80));
    EXPECT_GT(price.profit(), Credits(0));
    EXPECT_GT(price.ask_limit, model::ask_of(terms_of_a_good_haul().source));
}

TEST(HaulPricing, StopsWhereTheMarginFallsBelowTheLeast) {
    HaulTerms terms = terms_of_a_good_haul();
    terms.capacity = Units(2'000);
    terms.min_margin_bp = 1'000;
    const HaulPrice price = price_haul(terms);
    const std::int64_t least = terms.min_margin_bp * terms.source.base / 10'000;
    ASSERT_LT(price.units, terms.capacity);
    EXPECT_GE(margin_of_unit(terms, price.units.count() - 1), least);
    EXPECT_LT(margin_of_unit(terms, price.units.count()), least);
}

TEST(HaulPricing, MovesNothingThatDoesNotClearTheMargin) {
    HaulTerms terms = terms_of_a_good_haul();
    terms.min_margin_bp = 1'000'000;
    const HaulPrice price = price_haul(terms);
    EXPECT_EQ(price.units, Units(0));
    EXPECT_EQ(price.cost, Credits(0));
    EXPECT_EQ(price.revenue, Credits(0));
}

TEST(HaulPricing, SpendsNoMoreThanTheBudget) {
    HaulTerms terms = terms_of_a_good_haul();
    const HaulPrice whole = price_haul(terms);
    terms.budget = Credits(whole.cost.count() / 2);
    const HaulPrice half = price_haul(terms);
    EXPECT_GT(half.units, Units(0));
    EXPECT_LT(half.units, whole.units);
    EXPECT_LE(half.cost, terms.budget);
    EXPECT_GT(half.cost + half.ask_limit * Units(1), terms.budget) << "one more was affordable";
    terms.budget = Credits(-5);
    EXPECT_EQ(price_haul(terms).units, Units(0));
}

TEST(HaulPricing, CarriesALossWhereTheLeastMarginIsNegative) {
    HaulTerms terms = terms_of_a_good_haul();
    std::swap(terms.source.stock, terms.sink.stock);
    terms.source.stock = Units(-200);
    EXPECT_EQ(price_haul(terms).units, Units(0));
    terms.min_margin_bp = -100'000;
    const HaulPrice price = price_haul(terms);
    EXPECT_EQ(price.units, terms.capacity);
    EXPECT_LT(price.profit(), Credits(0));
}

HaulTerms any_terms(std::int64_t least_margin_bp) {
    const auto base = *rc::gen::inRange<std::int64_t>(20, 3'000);
    const auto side = [&](TradeType type, std::int64_t least, std::int64_t most) {
        const auto volume = *rc::gen::element<std::int64_t>(6, 9, 20, 60);
        return PriceState{type, base, *rc::gen::inRange<std::int64_t>(4, 14), Units(volume),
                          Units(*rc::gen::inRange<std::int64_t>(least * volume, most * volume))};
    };
    const auto source = side(*rc::gen::element(TradeType::kExport, TradeType::kExchange), -3, 9);
    const auto sink = side(*rc::gen::element(TradeType::kImport, TradeType::kExchange), -9, 3);
    return {source, sink, Units(*rc::gen::inRange<std::int64_t>(0, 200)),
            Credits(*rc::gen::oneOf(rc::gen::just<std::int64_t>(kRich.count()),
                                    rc::gen::inRange<std::int64_t>(0, 100'000))),
            *rc::gen::inRange<std::int64_t>(least_margin_bp, 3'000)};
}

RC_GTEST_PROP(HaulPricing, EqualsBuyingAndSellingStepByStep, ()) {
    const HaulTerms terms = any_terms(-20'000);
    const HaulPrice price = price_haul(terms);
    const auto bought = model::quote_purchase(terms.source, price.units, kAnyAsk);
    const auto sold = model::quote_sale(terms.sink, price.units, kAnyBid);
    RC_ASSERT(price.cost == bought.total);
    RC_ASSERT(price.revenue == sold.total);
    // The limit lets exactly these tranches through.
    RC_ASSERT(model::quote_purchase(terms.source, price.units, price.ask_limit).units ==
              price.units);
}

RC_GTEST_PROP(HaulPricing, CarriesMoreInALargerHoldAndNeverEarnsLessWithIt, ()) {
    HaulTerms terms = any_terms(0);
    const HaulPrice smaller = price_haul(terms);
    terms.capacity += Units(*rc::gen::inRange<std::int64_t>(1, 100));
    const HaulPrice larger = price_haul(terms);
    RC_ASSERT(larger.units >= smaller.units);
    RC_ASSERT(larger.profit() >= smaller.profit());
}

RC_GTEST_PROP(HaulPricing, EarnsMoreThanAnyOtherQuantityThatRespectsTheMargin, ()) {
    const HaulTerms terms = any_terms(0);
    const HaulPrice price = price_haul(terms);
    const double least = double(terms.min_margin_bp) * double(terms.source.base) / 10'000.0;
    for (std::int64_t units = 1; units <= terms.capacity.count(); ++units) {
        if (double(margin_of_unit(terms, units - 1)) < least) break;
        const auto cost = model::quote_purchase(terms.source, Units(units), kAnyAsk).total;
        if (cost > terms.budget) break;
        const auto revenue = model::quote_sale(terms.sink, Units(units), kAnyBid).total;
        RC_ASSERT(revenue - cost <= price.profit());
    }
}

TEST(TradeSize, IsTheRequirementsExample) {
    EXPECT_EQ(trade_size({.cargo_capacity = Units(40),
                          .trade_volume = Units(30),
                          .supply = Supply::kHigh,
                          .ask = Ask(15'000),
                          .available_credits = Credits(500'000)}),
              Units(18));
}

TEST(TradeSize, TakesALargerShareOfTheVolumeTheMoreThereIs) {
    TradeSizeInput input{.cargo_capacity = Units(1'000),
                         .trade_volume = Units(100),
                         .supply = Supply::kScarce,
                         .ask = Ask(1),
                         .available_credits = Credits(1'000'000)};
    const auto at_supply = [&](Supply supply) {
        input.supply = supply;
        return trade_size(input).count();
    };
    EXPECT_EQ(at_supply(Supply::kScarce), 10);
    EXPECT_EQ(at_supply(Supply::kLimited), 20);
    EXPECT_EQ(at_supply(Supply::kModerate), 40);
    EXPECT_EQ(at_supply(Supply::kHigh), 60);
    EXPECT_EQ(at_supply(Supply::kAbundant), 80);
}

TEST(TradeSize, IsTheLeastOfHoldTargetAndBudget) {
    const TradeSizeInput ample{.cargo_capacity = Units(1'000),
                               .trade_volume = Units(100),
                               .supply = Supply::kAbundant,
                               .ask = Ask(10),
                               .available_credits = Credits(1'000'000)};
    TradeSizeInput input = ample;
    input.cargo_capacity = Units(7);
    EXPECT_EQ(trade_size(input), Units(7));
    input = ample;
    input.target_quantity = Units(8);
    EXPECT_EQ(trade_size(input), Units(8));
    input = ample;
    input.available_credits = Credits(99);
    EXPECT_EQ(trade_size(input), Units(9));
}

}  // namespace
}  // namespace argosy::hauls
