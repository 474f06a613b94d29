#include "model/price_belief.h"

#include <gmock/gmock.h>

namespace argosy::model {
namespace {

using core::Units;
using ::testing::ElementsAre;

StockRange range(std::int64_t margin, std::int64_t least, std::int64_t most) {
    return {margin, Units(least), Units(most)};
}

TEST(PriceBelief, StrikesOutTheMarginsThatALaterLookDoesNotShow) {
    PriceBelief belief({range(7, 10, 12), range(8, 9, 11), range(9, 8, 10)});
    EXPECT_EQ(belief.size(), 9);
    belief.look({range(8, 40, 41), range(9, 38, 38), range(10, 36, 36)});
    EXPECT_THAT(belief.ranges(), ElementsAre(range(8, 40, 41), range(9, 38, 38)));
    EXPECT_EQ(belief.size(), 3);
    EXPECT_TRUE(belief.holds(8, Units(41)));
    EXPECT_FALSE(belief.holds(8, Units(42)));
    EXPECT_FALSE(belief.holds(10, Units(36)));
}

TEST(PriceBelief, StartsAnewWhereLooksContradictEachOther) {
    PriceBelief belief({range(7, 10, 12)});
    belief.look({range(8, 9, 11)});
    EXPECT_THAT(belief.ranges(), ElementsAre(range(8, 9, 11)));
}

TEST(PriceBelief, MovesEveryStockByATradeOfOurs) {
    PriceBelief belief({range(7, 10, 12), range(8, 9, 11)});
    belief.trade(Units(60));
    EXPECT_THAT(belief.ranges(), ElementsAre(range(7, -50, -48), range(8, -51, -49)));
    belief.trade(Units(-10));
    EXPECT_THAT(belief.ranges(), ElementsAre(range(7, -40, -38), range(8, -41, -39)));
}

TEST(PriceBelief, PlansWithTheUsualMarginAndTheStockThatWasExpected) {
    const PriceBelief belief({range(7, 10, 12), range(9, 8, 14), range(10, 6, 6)});
    const auto small = belief.likeliest(Units(9), Units(0));
    EXPECT_EQ(small->margin, 10) << "the usual one below a trade volume of 10";
    const auto within = belief.likeliest(Units(60), Units(11));
    EXPECT_EQ(within->margin, 7) << "of 7 and 9, both next to 8, both hold the stock expected";
    EXPECT_EQ(within->stock, Units(11));
    EXPECT_EQ(within->width, Units(2));
    const auto above = belief.likeliest(Units(60), Units(13));
    EXPECT_EQ(above->margin, 9);
    EXPECT_EQ(above->stock, Units(13));
    EXPECT_FALSE(PriceBelief().likeliest(Units(60), Units(0)));
}

TEST(PriceBelief, IsReadBackAsItWasWritten) {
    const PriceBelief belief({range(7, -163, -161), range(8, 4, 4)});
    EXPECT_EQ(to_text(belief), "7 -163 -161, 8 4 4");
    EXPECT_EQ(parse_price_belief(to_text(belief)).value(), belief);
    EXPECT_EQ(parse_price_belief("").value(), PriceBelief());
    for (const char* text : {"7 -163", "7 a 3", "7, 8, 9, 10", "7 8 99999999999999999999"}) {
        EXPECT_FALSE(parse_price_belief(text).ok()) << text;
    }
}

TEST(Quote, PricesTranchesOfAnySizeBoughtAndSoldInTurn) {
    const PriceState export_of{TradeType::kExport, 5200, 8, Units(20), Units(40)};
    PriceState state = export_of;
    std::int64_t total = 0;
    for (const std::int64_t units : {20, 7, -13, 20}) {
        total += (units > 0 ? ask_of(state).count() : bid_of(state).count()) * units;
        state.stock -= Units(units);
    }
    const Quote quote = quote_tranches(export_of, {Units(20), Units(7), Units(-13), Units(20)});
    EXPECT_EQ(quote.total.count(), total);
    EXPECT_EQ(quote.units, Units(34));
    EXPECT_EQ(quote.after, state);
}

}  // namespace
}  // namespace argosy::model
