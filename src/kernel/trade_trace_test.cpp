#include "kernel/trade_trace.h"

#include <gtest/gtest.h>

#include <cmath>

namespace argosy::kernel {
namespace {

model::PriceState iron(std::int64_t stock) {
    return {model::TradeType::kExport, 1000, 8, core::Units(10), core::Units(stock)};
}

TEST(ErrorOf, IsTheShareOfTheTruePriceOnEitherSide) {
    EXPECT_EQ(error_of(iron(20), iron(20), PriceSide::kAsk), 0);
    const double ask = double(model::ask_of(iron(0)).count());
    const double believed = double(model::ask_of(iron(40)).count());
    EXPECT_DOUBLE_EQ(error_of(iron(40), iron(0), PriceSide::kAsk), std::abs(believed / ask - 1));
    EXPECT_NE(error_of(iron(40), iron(0), PriceSide::kBid), 0);
}

TEST(TradedByShips, IsWhatTheySoldLessWhatTheyBought) {
    sim::MarketGoodState good;
    good.flows.sold = core::Units(7);
    good.flows.bought = core::Units(10);
    EXPECT_EQ(traded_by_ships(good), core::Units(-3));
}

}  // namespace
}  // namespace argosy::kernel
