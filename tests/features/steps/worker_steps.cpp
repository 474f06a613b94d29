#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/features/support/gherkin.h"
#include "tests/features/support/worker_world.h"

namespace argosy::tests {
namespace {

using namespace std::chrono_literals;
using model::TradeType;
using model::TransactionType;

std::int64_t looks_at_factory(WorkerWorld& world) {
    return world.works.business().game.count("market");
}

const std::vector<model::TradeSymbol>& inputs_of(const std::string& product) {
    return model::recipes().at(model::TradeSymbol(product));
}

void add_factory(WorkerWorld& world, const std::string& factory, const std::string& product) {
    world.factory = factory;
    world.orders.add_factory(factory, product, inputs_of(product));
}

void begin(WorkerWorld& world, bool advisory) {
    world.orders.will_make(world.factory, world.product, inputs_of(world.product).front());
    world.works.add_probe(world.factory);
    world.works.start({.max_pipelines = 1, .advisory = advisory});
}

void execute(WorkerWorld& world) {
    if (world.cancelled_after) {
        world.works.live(*world.cancelled_after);
        world.stopped = world.works.stop();
        world.works.live(1h);
        return;
    }
    begin(world, true);
    EXPECT_TRUE(world.works.live_until(
        [&] { return world.works.company().pipelines().completed() > 0; }, 6h))
        << world.works.describe();
}

void define_givens(StepRegistry& steps) {
    steps.add("ship {string} with {int} cargo capacity",
              [](WorkerWorld& world, std::string symbol, std::int64_t hold) {
                  world.works.add_hauler(symbol, hold);
              });
    steps.add("a manufacturing opportunity for {string} at {word} for {int} credits",
              [](WorkerWorld& world, std::string good, std::string market, std::int64_t price) {
                  world.execute = execute;
                  world.product = good;
                  world.sink = market;
                  world.works.trade(market, good,
                                    priced_at(good, TradeType::kImport, Side::kBid, price));
              });
    steps.add("{string} is available at {word} for {int} credits",
              [](WorkerWorld& world, std::string good, std::string market, std::int64_t price) {
                  world.input = good;
                  world.works.trade(market, good,
                                    priced_at(good, TradeType::kExport, Side::kAsk, price));
              });
    steps.add("{word} is a manufacturing waypoint for {string}",
              [](WorkerWorld& world, std::string factory, std::string product) {
                  add_factory(world, factory, product);
              });
    steps.add("a manufacturing opportunity for {string}",
              [](WorkerWorld& world, std::string product) {
                  world.execute = execute;
                  world.product = product;
                  world.works.trade("A1", product, TradeType::kImport, 60, -180);
                  add_factory(world, "C1", product);
                  int number = 0;
                  for (const auto& input : inputs_of(product))
                      world.works.trade(fmt::format("B{}", ++number), input.str(),
                                        TradeType::kExport, 60, 180);
              });
    // Nothing is made of them: the production that is waited for does not come in time.
    steps.add("inputs have been delivered to manufacturing waypoint", [](WorkerWorld& world) {
        world.works.add_probe(world.factory);
        world.works.start({.max_pipelines = 1, .advisory = true});
        const auto fed = [&] {
            return world.works.number(
                       "SELECT COUNT(*) AS n FROM manufacturing_factory_states"
                       " WHERE status = 'PRODUCTION_IN_PROGRESS'") > 0;
        };
        EXPECT_TRUE(world.works.live_until(fed, 6h)) << world.works.describe();
    });
    steps.add("the context is cancelled after {int} seconds",
              [](WorkerWorld& world, std::int64_t seconds) {
                  world.cancelled_after = std::chrono::seconds(seconds);
              });
}

void define_outcomes(StepRegistry& steps) {
    steps.add("the worker executes", [](WorkerWorld& world) { world.execute(world); });
    steps.add("the worker executes at the default gate", [](WorkerWorld& world) {
        begin(world, false);
        world.works.live(3h);
    });
    steps.add("it should acquire {string} at {word}", [](WorkerWorld& world, std::string good,
                                                         std::string market) {
        EXPECT_FALSE(world.works.trades(TransactionType::kPurchase, good, market).empty());
    });
    steps.add("it should deliver {string} to {word}",
              [](WorkerWorld& world, std::string good, std::string market) {
                  EXPECT_FALSE(world.works.trades(TransactionType::kSell, good, market).empty());
              });
    steps.add("it should poll until {string} appears", [](WorkerWorld& world, std::string good) {
        const auto bought = world.works.trades(TransactionType::kPurchase, good, world.factory);
        const auto fed = world.works.trades(TransactionType::kSell, world.input, world.factory);
        ASSERT_FALSE(bought.empty());
        ASSERT_FALSE(fed.empty());
        EXPECT_GE(bought.front().at, fed.front().at + GoodsOrders::kProductionTime);
        EXPECT_GT(looks_at_factory(world), 0);
    });
    steps.add("it should purchase {string}", [](WorkerWorld& world, std::string good) {
        EXPECT_GT(world.works.traded(TransactionType::kPurchase, good), core::Units(0));
    });
    steps.add("it should navigate to {word}", [](WorkerWorld& world, std::string market) {
        const auto& ship = world.works.remains.world.ships.at(model::ShipSymbol("AGENT-1"));
        EXPECT_EQ(ship.nav.waypoint, Works::waypoint(market));
    });
    steps.add("it should sell {string}", [](WorkerWorld& world, std::string good) {
        EXPECT_FALSE(world.works.trades(TransactionType::kSell, good, world.sink).empty());
    });
    steps.add("the result should show positive profit", [](WorkerWorld& world) {
        EXPECT_GT(world.works.number("SELECT net_profit AS n FROM manufacturing_pipelines"
                                     " WHERE status = 'COMPLETED'"),
                  0);
    });
    steps.add("it should exit gracefully", [](WorkerWorld& world) {
        ASSERT_TRUE(world.stopped.ok());
        EXPECT_EQ(world.works.number("SELECT COUNT(*) AS n FROM operations"
                                     " WHERE status = 'STOPPED'"),
                  1);
    });
    steps.add("it should release the ship back to idle", [](WorkerWorld& world) {
        EXPECT_TRUE(world.works.company().fleet().claims.all().empty());
        const auto& ship = world.works.remains.world.ships.at(model::ShipSymbol("AGENT-1"));
        EXPECT_TRUE(ship.cargo.items.empty());
    });
    steps.add("it should not report an error {}", [](WorkerWorld& world, std::string) {
        EXPECT_EQ(world.works.business().errors(), 0u);
        EXPECT_EQ(world.works.number("SELECT COUNT(*) AS n FROM operations WHERE error <> ''"), 0);
    });
    steps.add("it should not have bought {string}", [](WorkerWorld& world, std::string good) {
        EXPECT_EQ(world.works.traded(TransactionType::kPurchase, good), core::Units(0));
    });
    steps.add("it should say that {string} waits because of {string}",
              [](WorkerWorld& world, std::string subject, std::string reason) {
                  const auto declines = world.works.company().declines().since(core::TimePoint());
                  EXPECT_TRUE(std::any_of(declines.begin(), declines.end(), [&](const auto& each) {
                      return each.subject == subject && each.reason == reason;
                  })) << world.works.describe();
              });
}

const Steps kSteps([](StepRegistry& steps) {
    define_givens(steps);
    define_outcomes(steps);
});

}  // namespace
}  // namespace argosy::tests
