#include <gtest/gtest.h>

#include <limits>

#include "model/price_law.h"
#include "tests/features/support/gherkin.h"
#include "tests/support/price_candidates.h"

namespace argosy::tests {
namespace {

using core::Ask;
using core::Bid;
using core::Credits;
using core::Units;
using model::PriceState;

/// One transaction of a purchase or sale.
struct Tranche {
    std::int64_t units;
    std::int64_t price;
};

/// A market good whose hidden state the scenario knows, and what was done with it.
struct MarketGoodWorld {
    PriceState good;
    std::vector<Tranche> tranches;
    Credits paid;
    Credits received;
    std::vector<PriceState> candidates;
};

model::TradeType type_of(const std::string& text) {
    return model::parse_trade_type(text).value();
}

// Splits what was traded into its transactions, which the quote only gives the sum of.
template <class Quote, class PriceOf>
void note_tranches(MarketGoodWorld& world, const Quote& quote, std::int64_t direction,
                   const PriceOf& price_of) {
    world.tranches.clear();
    for (Units left = quote.units; left > Units(0);) {
        const Units tranche = std::min(left, world.good.volume);
        world.tranches.push_back({tranche.count(), price_of(world.good).count()});
        world.good.stock += tranche * direction;
        left -= tranche;
    }
    world.good = quote.after;
}

void buy(MarketGoodWorld& world, std::int64_t units, Ask limit) {
    const model::Quote quote = quote_purchase(world.good, Units(units), limit);
    world.paid += quote.total;
    note_tranches(world, quote, -1, model::ask_of);
}

void sell(MarketGoodWorld& world, std::int64_t units) {
    const model::Quote quote = quote_sale(world.good, Units(units), Bid(0));
    world.received += quote.total;
    note_tranches(world, quote, 1, model::bid_of);
}

void define_trading(StepRegistry& steps) {
    steps.add(
        "{word} as {word} with base price {int}, margin {int}, trade volume {int} and stock {int}",
        [](MarketGoodWorld& world, std::string, std::string type, std::int64_t base,
           std::int64_t margin, std::int64_t volume, std::int64_t stock) {
            world.good = {type_of(type), base, margin, Units(volume), Units(stock)};
        });
    steps.add("{int} units are bought", [](MarketGoodWorld& world, std::int64_t units) {
        buy(world, units, Ask(std::numeric_limits<std::int64_t>::max()));
    });
    steps.add("{int} units are bought for at most {int} each",
              [](MarketGoodWorld& world, std::int64_t units, std::int64_t limit) {
                  buy(world, units, Ask(limit));
              });
    steps.add("{int} units are sold",
              [](MarketGoodWorld& world, std::int64_t units) { sell(world, units); });
}

void define_prices(StepRegistry& steps) {
    steps.add("its ask is {int} and its bid is {int}",
              [](MarketGoodWorld& world, std::int64_t ask, std::int64_t bid) {
                  EXPECT_EQ(ask_of(world.good), Ask(ask));
                  EXPECT_EQ(bid_of(world.good), Bid(bid));
              });
    steps.add("its supply is {word}", [](MarketGoodWorld& world, std::string supply) {
        EXPECT_EQ(to_string(supply_of(world.good)), supply);
    });
    steps.add("the stock is {int}", [](MarketGoodWorld& world, std::int64_t stock) {
        EXPECT_EQ(world.good.stock, Units(stock));
    });
    steps.add("the purchase is made of", [](MarketGoodWorld& world, DataTable expected) {
        const auto rows = expected.by_column();
        ASSERT_EQ(world.tranches.size(), rows.size());
        for (std::size_t i = 0; i < rows.size(); ++i) {
            EXPECT_EQ(world.tranches[i].units, std::stoll(rows[i].at("units")));
            EXPECT_EQ(world.tranches[i].price, std::stoll(rows[i].at("ask")));
        }
    });
    steps.add("it costs {int} credits", [](MarketGoodWorld& world, std::int64_t credits) {
        EXPECT_EQ(world.paid, Credits(credits));
    });
    steps.add("{int} units change hands", [](MarketGoodWorld& world, std::int64_t units) {
        std::int64_t moved = 0;
        for (const Tranche& tranche : world.tranches)
            moved += tranche.units;
        EXPECT_EQ(moved, units);
    });
    steps.add("the last bid is less than half of the first", [](MarketGoodWorld& world) {
        ASSERT_FALSE(world.tranches.empty());
        EXPECT_LT(2 * world.tranches.back().price, world.tranches.front().price);
    });
    steps.add("half of the price comes back",
              [](MarketGoodWorld& world) { EXPECT_EQ(world.received * 2, world.paid); });
}

void define_inference(StepRegistry& steps) {
    steps.add(
        "{word} is seen as {word} with base price {int}, trade volume {int}, supply {word}, "
        "ask {int} and bid {int}",
        [](MarketGoodWorld& world, std::string, std::string type, std::int64_t base,
           std::int64_t volume, std::string supply, std::int64_t ask, std::int64_t bid) {
            world.candidates =
                tests::infer({type_of(type), base, Units(volume),
                              model::parse_supply(supply).value(), Ask(ask), Bid(bid)});
        });
    steps.add("exactly {int} state shows this", [](MarketGoodWorld& world, std::int64_t count) {
        EXPECT_EQ(std::int64_t(world.candidates.size()), count);
    });
    steps.add("several states show this",
              [](MarketGoodWorld& world) { EXPECT_GT(world.candidates.size(), 1u); });
    steps.add("no state shows this",
              [](MarketGoodWorld& world) { EXPECT_TRUE(world.candidates.empty()); });
    steps.add("the likeliest has margin {int} and stock {int}",
              [](MarketGoodWorld& world, std::int64_t margin, std::int64_t stock) {
                  const auto likely = tests::likeliest(world.candidates);
                  ASSERT_TRUE(likely.has_value());
                  EXPECT_EQ(likely->margin, margin);
                  EXPECT_EQ(likely->stock, Units(stock));
              });
}

const Steps kSteps([](StepRegistry& steps) {
    define_trading(steps);
    define_prices(steps);
    define_inference(steps);
});

}  // namespace
}  // namespace argosy::tests
