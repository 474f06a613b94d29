#include <fmt/format.h>
#include <gmock/gmock.h>

#include "tests/features/support/gherkin.h"
#include "tests/features/support/lesson_world.h"

namespace argosy::tests {
namespace {

using namespace std::chrono_literals;
using model::TradeType;
using model::TransactionType;

/// What the markets of the chain were when manufacturing began: what the law is held to.
struct Before {
    model::PriceState source;
    model::PriceState sink;
};

// As the chain is made, before anything was traded.
Before before_any_trade() {
    LessonWorld untouched;
    untouched.add_chain(80);
    return {untouched.works.at("C1", "MACHINERY"), untouched.works.at("A1", "MACHINERY")};
}

std::vector<manufacturing::Decline> declines(LessonWorld& world) {
    return world.works.company().declines().since(core::TimePoint());
}

core::Credits total(const std::vector<model::MarketTransaction>& trades) {
    core::Credits sum;
    for (const model::MarketTransaction& line : trades)
        sum += line.total;
    return sum;
}

core::Units units(const std::vector<model::MarketTransaction>& trades) {
    core::Units sum;
    for (const model::MarketTransaction& line : trades)
        sum += line.units;
    return sum;
}

void define_markets(StepRegistry& steps) {
    steps.add("IRON at B1 costs less than the ask at C1 and more than the bid",
              [](LessonWorld& world) {
                  const model::PriceState sink = world.works.at("C1", "IRON");
                  const std::int64_t between = (ask_of(sink).count() + bid_of(sink).count()) / 2;
                  world.works.trade("B1", "IRON",
                                    priced_at("IRON", TradeType::kExport, Side::kAsk, between));
              });
    steps.add("IRON is SCARCE at A1", [](LessonWorld& world) {
        world.works.trade("A1", "IRON", TradeType::kExport, 60, -300);
        EXPECT_EQ(supply_of(world.works.at("A1", "IRON")), model::Supply::kScarce);
    });
    steps.add("the customer at D1 is on the way and pays half", [](LessonWorld& world) {
        model::PriceState& rival = world.works.at("D1", "MACHINERY");
        rival.stock = core::Units(80);
        EXPECT_LT(bid_of(rival).count() * 3 / 2, bid_of(world.works.at("A1", "MACHINERY")).count());
    });
    steps.add("C1 sells MACHINERY in tranches of {int}",
              [](LessonWorld& world, std::int64_t volume) {
                  world.works.trade("C1", "MACHINERY", TradeType::kExport, volume, 4 * volume);
              });
    steps.add("A1 and D1 take MACHINERY in tranches of {int}",
              [](LessonWorld& world, std::int64_t volume) {
                  world.works.trade("A1", "MACHINERY", TradeType::kImport, volume, -4 * volume);
                  world.works.trade("D1", "MACHINERY", TradeType::kImport, volume, -2 * volume);
              });
    steps.add("the factory uses up its IRON", [](LessonWorld& world) {
        world.works.at("C1", "IRON").stock = core::Units(-180);
        world.works.at("B1", "IRON").stock = core::Units(240);
    });
    steps.add("IRON at B1 costs more than C1 pays", [](LessonWorld& world) {
        const std::int64_t bid = bid_of(world.works.at("C1", "IRON")).count();
        world.works.trade("B1", "IRON", priced_at("IRON", TradeType::kExport, Side::kAsk, bid + 1));
    });
    steps.add("others buy all MACHINERY while the ship is on its way", [](LessonWorld& world) {
        world.first_haul();
        world.works.live(5s);
        EXPECT_EQ(world.works.traded(TransactionType::kPurchase, "MACHINERY"), core::Units(0));
        world.works.at("C1", "MACHINERY").stock = core::Units(-400);
    });
}

void define_leftovers(StepRegistry& steps) {
    steps.add("no cargo had to be liquidated", [](LessonWorld& world) {
        EXPECT_EQ(world.count("manufacturing_tasks WHERE task_type = 'LIQUIDATE'"), 0)
            << world.works.describe();
    });
}

void define_reasons(StepRegistry& steps) {
    steps.add("that is declined because of {string}", [](LessonWorld& world, std::string reason) {
        const auto all = declines(world);
        EXPECT_TRUE(std::any_of(all.begin(), all.end(), [&](const auto& each) {
            return each.reason == reason;
        })) << world.works.describe();
    });
    steps.add("the reason names the floor of {int}", [](LessonWorld& world, std::int64_t floor) {
        const auto all = declines(world);
        EXPECT_TRUE(std::any_of(all.begin(), all.end(), [&](const auto& each) {
            return each.detail.find(fmt::format("floor of {}", floor)) != std::string::npos;
        })) << world.works.describe();
    });
    steps.add("the first haul was handed back, since it {string}",
              [](LessonWorld& world, std::string reason) {
                  EXPECT_GT(world.count(fmt::format("manufacturing_tasks WHERE haul_id = '{}'"
                                                    " AND error = '{}'",
                                                    world.first_haul(), reason)),
                            0)
                      << world.works.describe();
              });
}

void define_prices(StepRegistry& steps) {
    for (const char* expression : {"no MACHINERY was sold below what it cost",
                                   "no haul of MACHINERY brought less than it cost"}) {
        steps.add(expression, [](LessonWorld& world) {
            EXPECT_GT(world.count("manufacturing_tasks WHERE task_type = 'SELL'"
                                  " AND actual_quantity > 0"),
                      0)
                << world.works.describe();
            EXPECT_EQ(world.count("transactions s JOIN manufacturing_tasks u ON u.id = s.task_id"
                                  " JOIN manufacturing_tasks l ON l.haul_id = u.haul_id"
                                  " AND l.task_type = 'COLLECT'"
                                  " WHERE s.type = 'SELL_CARGO' AND s.good_symbol = 'MACHINERY'"
                                  " AND s.amount * l.actual_quantity < s.units * l.total_cost"),
                      0);
        });
    }
    steps.add("{word} was bought at {word}",
              [](LessonWorld& world, std::string good, std::string market) {
                  EXPECT_FALSE(world.works.trades(TransactionType::kPurchase, good, market).empty())
                      << world.works.describe();
              });
    steps.add(
        "every tranche of MACHINERY cost less than the customer's bid for it",
        [](LessonWorld& world) {
            const core::Bid best = bid_of(before_any_trade().sink);
            for (const auto& line : world.works.trades(TransactionType::kPurchase, "MACHINERY")) {
                EXPECT_LT(line.total.count(), best.count() * line.units.count());
            }
        });
    for (const char* expression :
         {"the hold was not filled", "no haul of MACHINERY filled its hold"}) {
        steps.add(expression, [](LessonWorld& world) {
            EXPECT_EQ(world.count("manufacturing_tasks WHERE good_symbol = 'MACHINERY'"
                                  " AND actual_quantity >= 80"),
                      0)
                << world.works.describe();
        });
    }
    steps.add("it bought for what the law says of its tranches", [](LessonWorld& world) {
        const auto bought = world.works.trades(TransactionType::kPurchase, "MACHINERY");
        ASSERT_FALSE(bought.empty());
        const model::Quote law =
            quote_purchase(before_any_trade().source, units(bought), core::Ask(1'000'000));
        EXPECT_EQ(total(bought), law.total);
    });
    steps.add("it sold for what the law says of its tranches", [](LessonWorld& world) {
        const auto sold = world.works.trades(TransactionType::kSell, "MACHINERY", "A1");
        ASSERT_FALSE(sold.empty());
        const model::Quote law = quote_sale(before_any_trade().sink, units(sold), core::Bid(1));
        EXPECT_EQ(total(sold), law.total);
    });
    steps.add("the forecast of its sale was right to the credit", [](LessonWorld& world) {
        EXPECT_EQ(world.works.number("SELECT estimated_sale AS n FROM profit_forecasts"),
                  world.of_first_haul("'COLLECT', 'SELL'", "total_revenue - total_cost"));
    });
    steps.add("the first haul bought in several transactions of {int} at most",
              [](LessonWorld& world, std::int64_t volume) {
                  const std::string of_haul = fmt::format(
                      "transactions WHERE type = 'PURCHASE_CARGO' AND task_id IN"
                      " (SELECT id FROM manufacturing_tasks WHERE haul_id = '{}')",
                      world.first_haul());
                  EXPECT_GT(world.count(of_haul), 1);
                  EXPECT_LE(world.works.number("SELECT MAX(units) AS n FROM " + of_haul), volume);
              });
}

void define_amounts(StepRegistry& steps) {
    steps.add("for {int} hours the agent has at least {int} credits, fuel aside",
              [](LessonWorld& world, std::int64_t hours, std::int64_t floor) {
                  world.works.live(std::chrono::hours(hours));
                  EXPECT_GE(world.works.number("SELECT MIN(balance_after) AS n FROM transactions"
                                               " WHERE type = 'PURCHASE_CARGO'"),
                            floor);
              });
    steps.add("markets were looked at {int} times at most",
              [](LessonWorld& world, std::int64_t most) {
                  const std::int64_t looks = world.works.business().game.count("market");
                  EXPECT_GT(looks, 0);
                  EXPECT_LE(looks, most);
              });
    steps.add("IRON was delivered to C1 until it stopped paying", [](LessonWorld& world) {
        world.deliveries = world.works.trades(TransactionType::kSell, "IRON", "C1").size();
        EXPECT_GT(world.deliveries, 0u) << world.works.describe();
    });
    steps.add("no more IRON was delivered", [](LessonWorld& world) {
        EXPECT_EQ(world.works.trades(TransactionType::kSell, "IRON", "C1").size(),
                  world.deliveries);
    });
    steps.add("no input lost anything", [](LessonWorld& world) {
        EXPECT_EQ(world.count("manufacturing_tasks d JOIN manufacturing_tasks a"
                              " ON a.haul_id = d.haul_id AND a.task_type = 'ACQUIRE'"
                              " WHERE d.task_type = 'DELIVER'"
                              " AND d.total_revenue < a.total_cost"),
                  0)
            << world.works.describe();
    });
    steps.add("more IRON was delivered", [](LessonWorld& world) {
        EXPECT_GT(world.works.trades(TransactionType::kSell, "IRON", "C1").size(), world.deliveries)
            << world.works.describe();
    });
}

const Steps kSteps([](StepRegistry& steps) {
    define_markets(steps);
    define_leftovers(steps);
    define_reasons(steps);
    define_prices(steps);
    define_amounts(steps);
});

}  // namespace
}  // namespace argosy::tests
