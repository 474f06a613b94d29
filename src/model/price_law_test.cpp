#include "model/price_law.h"

#include <gmock/gmock.h>

#include <limits>

#include "tests/support/price_candidates.h"

namespace argosy::model {
namespace {

using core::Ask;
using core::Bid;
using core::Credits;
using core::Units;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using tests::infer;
using tests::likeliest;

PriceState state(TradeType type, std::int64_t base, std::int64_t margin, std::int64_t volume,
                 std::int64_t stock) {
    return {type, base, margin, Units(volume), Units(stock)};
}

PriceObservation seen(const PriceState& state) {
    return {state.type, state.base, state.volume, supply_of(state), ask_of(state), bid_of(state)};
}

// X1-JQ61, June 2025: a bot bought one trade volume of 43 at a time; the next ask is the law's.
TEST(PriceLaw, FollowsRecordedPurchasesToTheCredit) {
    const PriceState clothing = state(TradeType::kExport, 4000, 8, 43, -86);
    EXPECT_EQ(ask_of(clothing), Ask(4340));
    EXPECT_EQ(quote_purchase(clothing, Units(86), Ask(5000)).total, Credits(43 * (4340 + 4789)));

    PriceState electronics = state(TradeType::kExport, 2200, 7, 43, -113);
    for (const std::int64_t ask : {2494, 2602}) {
        EXPECT_EQ(ask_of(electronics), Ask(ask));
        electronics.stock -= Units(20);
    }
}

TEST(PriceLaw, QuotesAFuelStationAtRest) {
    const PriceState fuel = state(TradeType::kExchange, 70, 8, 180, 0);
    EXPECT_EQ(ask_of(fuel), Ask(72));
    EXPECT_EQ(bid_of(fuel), Bid(68));
    EXPECT_EQ(supply_of(fuel), Supply::kModerate);
}

TEST(PriceLaw, ChangesTheSupplyLevelAtWholeRatios) {
    const auto supply_at = [](std::int64_t stock) {
        return supply_of(state(TradeType::kImport, 100, 8, 20, stock));
    };
    EXPECT_EQ(supply_at(-81), Supply::kScarce);
    EXPECT_EQ(supply_at(-80), Supply::kLimited);
    EXPECT_EQ(supply_at(-41), Supply::kLimited);
    EXPECT_EQ(supply_at(-40), Supply::kModerate);
    EXPECT_EQ(supply_at(39), Supply::kModerate);
    EXPECT_EQ(supply_at(40), Supply::kHigh);
    EXPECT_EQ(supply_at(79), Supply::kHigh);
    EXPECT_EQ(supply_at(80), Supply::kAbundant);
}

struct FloorRow {
    std::int64_t base;
    std::int64_t volume;
    std::int64_t ask;
};

// The three recorded imports that were sold down to a bid of 1.
constexpr FloorRow kFloorRows[] = {{20, 60, 18}, {25, 90, 23}, {30, 111, 27}};

TEST(PriceLaw, HoldsAnImportAtItsFloor) {
    for (const FloorRow& row : kFloorRows) {
        const PriceState flooded =
            state(TradeType::kImport, row.base, 8, row.volume, 12 * row.volume);
        EXPECT_EQ(ask_of(flooded), Ask(row.ask));
        EXPECT_EQ(bid_of(flooded), Bid(1));
        EXPECT_EQ(supply_of(flooded), Supply::kAbundant);
    }
}

TEST(PriceLaw, NeverPricesBelowOneCredit) {
    const PriceState drowned = state(TradeType::kExchange, 15, 20, 180, 60 * 180);
    EXPECT_EQ(ask_of(drowned), Ask(1));
    EXPECT_EQ(bid_of(drowned), Bid(1));
}

// What one transaction of exactly one trade volume does to the price, by stock ratio and margin.
constexpr std::int64_t kMargins[] = {6, 8, 10};
constexpr double kFloor = 0;  // The bid is 1 after the sale.
struct ImpactRow {
    std::int64_t ratio;
    Supply supply;
    double export_ask[3];
    double import_bid[3];
};
constexpr ImpactRow kImpacts[] = {
    {-8, Supply::kScarce, {1.149, 1.171, 1.187}, {0.992, 0.990, 0.988}},
    {-6, Supply::kScarce, {1.126, 1.150, 1.170}, {0.987, 0.984, 0.981}},
    {-4, Supply::kLimited, {1.102, 1.127, 1.150}, {0.980, 0.974, 0.970}},
    {-3, Supply::kLimited, {1.090, 1.115, 1.138}, {0.975, 0.968, 0.961}},
    {-2, Supply::kModerate, {1.079, 1.103, 1.127}, {0.968, 0.959, 0.951}},
    {-1, Supply::kModerate, {1.069, 1.092, 1.115}, {0.959, 0.947, 0.936}},
    {0, Supply::kModerate, {1.059, 1.080, 1.103}, {0.948, 0.932, 0.916}},
    {1, Supply::kModerate, {1.050, 1.070, 1.091}, {0.932, 0.909, 0.887}},
    {2, Supply::kHigh, {1.043, 1.060, 1.080}, {0.910, 0.877, 0.843}},
    {3, Supply::kHigh, {1.036, 1.051, 1.069}, {0.879, 0.828, 0.771}},
    {4, Supply::kAbundant, {1.030, 1.044, 1.060}, {0.830, 0.744, 0.634}},
    {6, Supply::kAbundant, {1.021, 1.031, 1.043}, {0.584, 0.098, kFloor}},
    {8, Supply::kAbundant, {1.014, 1.021, 1.030}, {kFloor, kFloor, kFloor}},
    {12, Supply::kAbundant, {1.006, 1.010, 1.014}, {kFloor, kFloor, kFloor}},
};

TEST(PriceImpact, OfAPurchaseFromAnExportIsThatOfTheTable) {
    for (const ImpactRow& row : kImpacts) {
        for (std::size_t i = 0; i < std::size(kMargins); ++i) {
            // A base price this high makes rounding invisible.
            PriceState good =
                state(TradeType::kExport, 100'000'000, kMargins[i], 100, 100 * row.ratio);
            EXPECT_EQ(supply_of(good), row.supply);
            const double before = double(ask_of(good).count());
            good.stock -= good.volume;
            EXPECT_NEAR(double(ask_of(good).count()) / before, row.export_ask[i], 0.00051)
                << "ratio " << row.ratio << ", margin " << kMargins[i];
        }
    }
}

TEST(PriceImpact, OfASaleToAnImportIsThatOfTheTable) {
    for (const ImpactRow& row : kImpacts) {
        for (std::size_t i = 0; i < std::size(kMargins); ++i) {
            PriceState good =
                state(TradeType::kImport, 100'000'000, kMargins[i], 100, 100 * row.ratio);
            EXPECT_EQ(supply_of(good), row.supply);
            const double before = double(bid_of(good).count());
            good.stock += good.volume;
            SCOPED_TRACE(testing::Message() << "ratio " << row.ratio << ", margin " << kMargins[i]);
            if (row.import_bid[i] == kFloor) {
                EXPECT_EQ(bid_of(good), Bid(1));
            } else {
                EXPECT_NEAR(double(bid_of(good).count()) / before, row.import_bid[i], 0.00051);
            }
        }
    }
}

double spread(TradeType type, std::int64_t ratio) {
    const PriceState good = state(type, 100'000'000, 8, 100, 100 * ratio);
    return double(ask_of(good).count()) / double(bid_of(good).count());
}

TEST(Spread, OfAnExportNarrowsTowardsTwoAsItFillsUp) {
    EXPECT_NEAR(spread(TradeType::kExport, -6), 2.28, 0.01);
    EXPECT_NEAR(spread(TradeType::kExport, 0), 2.14, 0.01);
    EXPECT_NEAR(spread(TradeType::kExport, 8), 2.03, 0.01);
}

TEST(Spread, OfAnImportWidensAsItFillsUp) {
    EXPECT_NEAR(spread(TradeType::kImport, -8), 2.02, 0.01);
    EXPECT_NEAR(spread(TradeType::kImport, 0), 2.12, 0.01);
    EXPECT_NEAR(spread(TradeType::kImport, 4), 2.42, 0.01);
}

TEST(Spread, OfAnExchangeIsAFewPercent) {
    EXPECT_NEAR(spread(TradeType::kExchange, 0), 1.02, 0.01);
}

TEST(Inference, FindsTheOneStateOfADearGood) {
    const PriceState hidden = state(TradeType::kExport, 5200, 9, 20, 37);
    EXPECT_THAT(infer(seen(hidden)), ElementsAre(hidden));
    EXPECT_THAT(infer_ranges(seen(hidden)), ElementsAre(StockRange{9, Units(37), Units(37)}));
}

TEST(Inference, ListsEveryStateOfACheapGood) {
    const PriceState fuel = state(TradeType::kExchange, 70, 8, 180, 25);
    const auto candidates = infer(seen(fuel));
    EXPECT_THAT(candidates, Contains(fuel));
    EXPECT_GT(candidates.size(), 1000u);
    EXPECT_EQ(infer_ranges(seen(fuel)).size(), 19u);
}

TEST(Inference, FindsNothingWhereTheLawShowsNoSuchPrices) {
    PriceObservation observation = seen(state(TradeType::kExport, 5200, 9, 20, 37));
    observation.ask = Ask(observation.ask.count() + 7);
    EXPECT_THAT(infer(observation), IsEmpty());
    EXPECT_EQ(likeliest(observation), std::nullopt);
    EXPECT_EQ(likeliest(infer(observation)), std::nullopt);
}

TEST(Inference, FindsNothingWithoutATradeVolume) {
    const PriceObservation observation{TradeType::kExport, 5200,     Units(0),
                                       Supply::kModerate,  Ask(100), Bid(50)};
    EXPECT_THAT(infer(observation), IsEmpty());
}

TEST(Inference, TakesRecordedFloorsForImportsThatAreFull) {
    for (const FloorRow& row : kFloorRows) {
        const auto likely =
            likeliest(PriceObservation{TradeType::kImport, row.base, Units(row.volume),
                                       Supply::kAbundant, Ask(row.ask), Bid(1)});
        ASSERT_TRUE(likely.has_value());
        EXPECT_EQ(likely->margin, 8);
        EXPECT_GT(stock_ratio(*likely), 6.0);
    }
}

// Just before the floor, the ask is below the floor's own ask.
TEST(Inference, FindsImportsWhoseAskIsBelowTheFloors) {
    const PriceState hidden = state(TradeType::kImport, 2600, 8, 20, 138);
    EXPECT_LT(ask_of(hidden), Ask(2340));
    EXPECT_THAT(infer(seen(hidden)), ElementsAre(hidden));
}

TEST(Likeliest, HasTheUsualMarginAndAStockNearZero) {
    const auto likely = likeliest(seen(state(TradeType::kExchange, 70, 11, 180, 25)));
    ASSERT_TRUE(likely.has_value());
    EXPECT_EQ(likely->margin, 8);
    EXPECT_EQ(likely->stock, Units(0));
}

TEST(Likeliest, HasAHigherMarginBelowAVolumeOfTen) {
    const PriceObservation coarse = seen(state(TradeType::kExport, 2, 10, 9, 0));
    EXPECT_EQ(likeliest(coarse)->margin, 10);
}

TEST(Quote, ChargesEachTransactionAtThePriceItMeets) {
    const PriceState good = state(TradeType::kExport, 4000, 8, 43, -86);
    const Quote quote = quote_purchase(good, Units(50), Ask(10'000));
    EXPECT_EQ(quote.units, Units(50));
    EXPECT_EQ(quote.total, Credits(43 * 4340 + 7 * 4789));
    EXPECT_EQ(quote.after.stock, Units(-136));
}

TEST(Quote, StopsBeforeATransactionThatIsTooDear) {
    const PriceState good = state(TradeType::kExport, 4000, 8, 43, -86);
    EXPECT_EQ(quote_purchase(good, Units(86), Ask(4788)).units, Units(43));
    EXPECT_EQ(quote_purchase(good, Units(86), Ask(4789)).units, Units(86));
    EXPECT_EQ(quote_purchase(good, Units(86), Ask(4339)).units, Units(0));
}

TEST(Quote, StopsWhereTheLawIsNotBelieved) {
    constexpr Units kMost(43 * 65);  // From 0 volumes to 64, the last one included.
    constexpr Units kAll(std::numeric_limits<std::int64_t>::max());
    constexpr Ask kAnyAsk(std::numeric_limits<std::int64_t>::max());
    for (const TradeType type : {TradeType::kExport, TradeType::kImport, TradeType::kExchange}) {
        const PriceState good = state(type, 100'000, 20, 43, 0);
        const Quote bought = quote_purchase(good, kAll, kAnyAsk);
        EXPECT_EQ(bought.units, kMost);
        EXPECT_GT(bought.total, ask_of(good) * bought.units);
        EXPECT_EQ(quote_purchase(bought.after, kAll, kAnyAsk).units, Units(0));
        const Quote sold = quote_sale(good, kAll, Bid(0));
        EXPECT_EQ(sold.units, kMost);
        EXPECT_GT(sold.total, Credits(0));
    }
}

TEST(Quote, StopsBeforeASaleThatBringsTooLittle) {
    const PriceState good = state(TradeType::kImport, 4000, 8, 20, -40);
    const Bid first = bid_of(good);
    const Quote quote = quote_sale(good, Units(60), first);
    EXPECT_EQ(quote.units, Units(20));
    EXPECT_EQ(quote.total, first * Units(20));
    EXPECT_EQ(quote.after.stock, Units(-20));
}

TEST(Quote, OfNothingIsNothing) {
    const PriceState good = state(TradeType::kImport, 4000, 8, 20, -40);
    EXPECT_EQ(quote_sale(good, Units(0), Bid(0)).total, Credits(0));
    EXPECT_EQ(quote_purchase(good, Units(0), Ask(100'000)).after, good);
}

TEST(QuoteDeathTest, NeedsATradeVolume) {
    const PriceState good = state(TradeType::kImport, 4000, 8, 0, 0);
    EXPECT_DEATH((void)quote_sale(good, Units(1), Bid(0)), "volume");
    EXPECT_DEATH((void)quote_purchase(good, Units(1), Ask(1)), "volume");
}

}  // namespace
}  // namespace argosy::model
