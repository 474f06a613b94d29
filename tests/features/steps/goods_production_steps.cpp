#include <fmt/format.h>
#include <gmock/gmock.h>

#include "tests/features/support/gherkin.h"
#include "tests/features/support/manufacturing_world.h"
#include "tests/features/support/worker_world.h"

namespace argosy::tests {
namespace {

using namespace std::chrono_literals;
using core::Units;
using goods::AcquisitionMethod;
using goods::FactoryStatus;
using goods::FactoryStrategy;
using ledger::testing::Fate;
using model::ShipSymbol;
using model::TradeSymbol;
using model::TransactionType;
using ::testing::ElementsAreArray;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::string kShip = "AGENT-1";
constexpr std::int64_t kAsked = 40;
/// What a request takes, at most, and what the clock of a pass is rounded to.
constexpr core::Duration kReaction = 2s;

void execute(WorkerWorld& world) {
    world.orders.place();
    if (world.orders.answer().ok()) world.orders.live_until_ended();
}

void assign(WorkerWorld& world, std::int64_t units, const std::string& good,
            FactoryStrategy strategy) {
    world.execute = execute;
    world.works.add_hauler(kShip);
    world.orders.ask(good, units, strategy);
    world.product = good;
}

// Where the plan's scenarios do not say what makes a good.
void add_factory(WorkerWorld& world, const std::string& product) {
    world.factory = "C1";
    const auto& inputs = model::recipes().at(TradeSymbol(product));
    world.orders.add_factory(world.factory, product, inputs);
    world.orders.will_make(world.factory, product, inputs.front());
}

void add_maker(WorkerWorld& world, std::string market, std::string product, std::string inputs) {
    const std::vector<TradeSymbol> goods = goods_named(inputs);
    world.factory = market;
    world.orders.add_factory(market, product, goods);
    world.orders.will_make(market, product, goods.front());
}

// What is asked for is set before it is asked.
goods::ProductionTarget& target(WorkerWorld& world) {
    return world.orders.targets().front();
}

std::vector<TradeLine> trades(const WorkerWorld& world, TransactionType type,
                              const std::string& good) {
    std::vector<TradeLine> lines = world.orders.trades();
    std::erase_if(lines, [&](const TradeLine& line) {
        return line.type != type || line.good != TradeSymbol(good);
    });
    return lines;
}

std::map<std::string, std::string> as_row(const TradeLine& line) {
    const bool buys = line.type == TransactionType::kPurchase;
    return {{"action", buys ? "PURCHASE" : "SELL"},
            {"units", fmt::format("{}", line.units)},
            {"good", line.good.str()},
            {"market", line.market.str()}};
}

std::vector<std::map<std::string, std::string>> rows_of(const DataTable& table) {
    auto rows = table.by_column();
    for (auto& row : rows) {
        if (row.contains("market")) row["market"] = Works::waypoint(row["market"]).str();
    }
    return rows;
}

/// Lives on until a ship is on its way with this aboard, and returns it.
model::Ship& ship_laden_with(WorkerWorld& world, const std::string& good) {
    auto& ships = world.works.remains.world.ships;
    const auto laden = [&] {
        return std::find_if(ships.begin(), ships.end(), [&](const auto& each) {
            return each.second.cargo.of(TradeSymbol(good)) > Units(0) &&
                   each.second.nav.status == model::NavStatus::kInTransit;
        });
    };
    EXPECT_TRUE(world.works.live_until([&] { return laden() != ships.end(); }, 1h))
        << world.works.describe();
    return laden()->second;
}

void define_assignments(StepRegistry& steps) {
    steps.add("a worker assigned to produce {string}", [](WorkerWorld& world, std::string good) {
        assign(world, kAsked, good, FactoryStrategy::kBuy);
    });
    steps.add("{int} units of {string} are to be bought",
              [](WorkerWorld& world, std::int64_t units, std::string good) {
                  assign(world, units, good, FactoryStrategy::kBuy);
              });
    steps.add("{int} units of {string} are to be made",
              [](WorkerWorld& world, std::int64_t units, std::string good) {
                  assign(world, units, good, FactoryStrategy::kFabricate);
              });
    steps.add("{int} units of {string} are to be made and sold at {word}",
              [](WorkerWorld& world, std::int64_t units, std::string good, std::string market) {
                  assign(world, units, good, FactoryStrategy::kFabricate);
                  target(world).disposal = goods::Disposal::kSell;
                  world.works.trade(market, good, model::TradeType::kImport, 60, -240);
              });
    steps.add("the worker's hold takes {int} units", [](WorkerWorld& world, std::int64_t units) {
        world.works.remains.world.ships.at(ShipSymbol(kShip)).cargo.capacity = Units(units);
    });
    steps.add("ship {string} stands by",
              [](WorkerWorld& world, std::string symbol) { world.works.add_hauler(symbol); });
    steps.add("a production may take {int} minutes", [](WorkerWorld& world, std::int64_t minutes) {
        world.works.settings.goods.production_timeout = std::chrono::minutes(minutes);
    });
    steps.add("patience is {int} minutes", [](WorkerWorld& world, std::int64_t minutes) {
        world.works.settings.goods.patience = std::chrono::minutes(minutes);
    });
    steps.add(
        "the answer to its first purchase is lost, its first sale never arrives, and of the next"
        " each the other",
        [](WorkerWorld& world) {
            world.orders.fates["purchase"] = {Fate::kAnswerLost, Fate::kRequestLost};
            world.orders.fates["sell"] = {Fate::kRequestLost, Fate::kAnswerLost};
        });
    steps.add("its first {int} purchases are refused", [](WorkerWorld& world, std::int64_t count) {
        world.orders.fates["purchase"].assign(std::size_t(count), Fate::kRefused);
    });
    steps.add("of its looks {int} fail",
              [](WorkerWorld& world, std::int64_t count) { world.orders.blind = int(count); });
}

void define_markets(StepRegistry& steps) {
    steps.add("{string} is available at waypoint {word}",
              [](WorkerWorld& world, std::string good, std::string market) {
                  world.orders.add_source(market, good);
              });
    steps.add("{string} is not sold in any market", [](WorkerWorld& world, std::string good) {
        target(world).strategy = FactoryStrategy::kFabricate;
        add_factory(world, good);
    });
    steps.add("{word} makes {string} of {string}", add_maker);
    steps.add("{word} takes {string} for {string} and makes nothing of it",
              [](WorkerWorld& world, std::string market, std::string input, std::string product) {
                  world.factory = market;
                  world.orders.add_factory(market, product, {TradeSymbol(input)});
              });
    steps.add("{word} has plenty of {string} already",
              [](WorkerWorld& world, std::string market, std::string product) {
                  world.orders.fill(market, product);
              });
}

void define_waiting(StepRegistry& steps) {
    steps.add("a worker waiting for {string} to be produced",
              [](WorkerWorld& world, std::string good) {
                  assign(world, kAsked, good, FactoryStrategy::kFabricate);
                  const auto& inputs = model::recipes().at(TradeSymbol(good));
                  world.factory = "C1";
                  world.orders.add_factory(world.factory, good, inputs);
                  for (const TradeSymbol& input : inputs)
                      world.orders.add_source("S" + input.str(), input.str());
                  world.works.settings.goods.poll_initial = 10s;
                  world.works.settings.goods.poll_settled = 10s;
              });
    const auto deliver_all = [](WorkerWorld& world) {
        world.orders.place();
        const auto delivered = [&] {
            const auto nodes = world.orders.report().factory.nodes;
            return std::all_of(nodes.begin() + 1, nodes.end(),
                               [](const auto& node) { return node.completed_at.has_value(); });
        };
        EXPECT_TRUE(world.works.live_until(delivered, 2h)) << world.works.describe();
    };
    steps.add("inputs have been delivered to the manufacturing waypoint", deliver_all);
    steps.add("the last of its inputs has come", deliver_all);
    steps.add("the worker polls the market", [](WorkerWorld& world) {
        EXPECT_THAT(world.orders.watch(world.factory, 1), ::testing::SizeIs(1));
    });
    steps.add("{string} is not yet available", [](WorkerWorld& world, std::string good) {
        EXPECT_THAT(trades(world, TransactionType::kPurchase, good), IsEmpty());
    });
    steps.add("it should wait {int} seconds", [](WorkerWorld& world, std::int64_t seconds) {
        const auto looks = world.orders.watch(world.factory, 2);
        ASSERT_EQ(looks.size(), 2u);
        EXPECT_GE(looks[1], std::chrono::seconds(seconds));
        EXPECT_LE(looks[1], std::chrono::seconds(seconds) + kReaction);
    });
    steps.add("poll again", [](WorkerWorld& world) {
        EXPECT_THAT(world.orders.watch(world.factory, 1), ::testing::SizeIs(1));
    });
    steps.add("{string} becomes available", [](WorkerWorld& world, std::string good) {
        world.orders.fill(world.factory, good);
        world.orders.live_until_ended();
    });
    steps.add("{word} is looked at after 30, 60, 60 and 60 seconds",
              [](WorkerWorld& world, std::string market) {
                  const auto fed = trades(world, TransactionType::kSell, "IRON");
                  ASSERT_FALSE(fed.empty());
                  const core::Duration past = world.works.now() - fed.back().at;
                  auto looks = world.orders.watch(market, 4);
                  ASSERT_EQ(looks.size(), 4u);
                  looks.front() += past;
                  const std::vector<core::Duration> expected{30s, 60s, 60s, 60s};
                  for (std::size_t look = 0; look < looks.size(); ++look) {
                      EXPECT_GE(looks[look], expected[look]) << "look " << look + 1;
                      EXPECT_LE(looks[look], expected[look] + kReaction) << "look " << look + 1;
                  }
              });
    steps.add("it waits: {string}", [](WorkerWorld& world, std::string reason) {
        EXPECT_EQ(world.orders.report().waits_for, reason);
    });
}

void define_trouble(StepRegistry& steps) {
    steps.add("the ship that carries {string} is lost", [](WorkerWorld& world, std::string good) {
        world.orders.place();
        world.lost = ship_laden_with(world, good).symbol;
        world.works.remains.world.ships.erase(world.lost);
        world.orders.live_until_ended();
    });
    steps.add("another ship completes the work", [](WorkerWorld& world) {
        const goods::GoodsFactory factory = world.orders.report().factory;
        EXPECT_EQ(factory.status, FactoryStatus::kCompleted) << factory.error;
        const auto& ships = factory.nodes.front().yield.ships;
        EXPECT_FALSE(ships.empty());
        EXPECT_FALSE(ships.contains(world.lost));
    });
    steps.add("the lost ship is forgotten, and its haul has failed because it is gone",
              [](WorkerWorld& world) {
                  const fleet::Fleet& fleet = world.works.company().fleet();
                  EXPECT_EQ(fleet.ships.find(world.lost), nullptr);
                  EXPECT_EQ(fleet.claims.owner_of(world.lost), "");
                  const auto failed = world.works.rows(
                      "SELECT assigned_ship, error FROM manufacturing_tasks"
                      " WHERE status = 'FAILED'");
                  ASSERT_EQ(failed.size(), 1u) << world.works.describe();
                  EXPECT_EQ(failed.front().text("assigned_ship"), world.lost.str());
                  EXPECT_EQ(failed.front().text("error"),
                            fmt::format("ship {} is gone", world.lost));
              });
    steps.add("its factory imports {string} no more while the ship is on its way",
              [](WorkerWorld& world, std::string good) {
                  world.orders.place();
                  (void)ship_laden_with(world, good);
                  const auto market = world.orders.report().factory.nodes.front().work.market;
                  world.factory = market.str();
                  world.works.remains.world.markets.at(market).erase(TradeSymbol(good));
                  world.orders.live_until_ended();
              });
    steps.add("the other factory makes it", [](WorkerWorld& world) {
        const goods::GoodsFactory factory = world.orders.report().factory;
        EXPECT_EQ(factory.status, FactoryStatus::kCompleted) << factory.error;
        EXPECT_NE(factory.tree.market.str(), world.factory);
        const auto made = trades(world, TransactionType::kPurchase, world.product);
        ASSERT_EQ(made.size(), 1u);
        EXPECT_EQ(made.front().market, factory.tree.market);
    });
    steps.add("the order is refused: {string}", [](WorkerWorld& world, std::string message) {
        const auto& answer = world.orders.answer();
        ASSERT_FALSE(answer.ok());
        EXPECT_EQ(answer.error().message, message);
    });
    steps.add("nothing was begun", [](WorkerWorld& world) {
        EXPECT_EQ(world.works.number("SELECT COUNT(*) AS n FROM goods_factories"), 0);
        EXPECT_EQ(world.works.number("SELECT COUNT(*) AS n FROM operations"), 0);
    });
    steps.add("the order has failed: {string}", [](WorkerWorld& world, std::string reason) {
        const goods::GoodsFactory factory = world.orders.report().factory;
        EXPECT_EQ(factory.status, FactoryStatus::kFailed);
        EXPECT_THAT(factory.error, HasSubstr(reason));
    });
}

void define_outcomes(StepRegistry& steps) {
    const auto completed = [](WorkerWorld& world) {
        const goods::GoodsFactory factory = world.orders.report().factory;
        EXPECT_EQ(factory.status, FactoryStatus::kCompleted) << factory.error;
        EXPECT_EQ(factory.nodes.front().yield.units, factory.target.quantity);
        EXPECT_EQ(world.works.company().goods().coordinator(), nullptr);
    };
    steps.add("it should signal completion", completed);
    steps.add("signal completion", completed);
    steps.add("it should first acquire {string}", [](WorkerWorld& world, std::string good) {
        ASSERT_FALSE(world.orders.trades().empty());
        EXPECT_EQ(world.orders.trades().front().good, TradeSymbol(good));
        EXPECT_EQ(world.orders.trades().front().type, TransactionType::kPurchase);
    });
    steps.add("it should find the manufacturing waypoint for {string}",
              [](WorkerWorld& world, std::string good) {
                  const goods::SupplyChainNode tree = world.orders.report().factory.tree;
                  EXPECT_EQ(tree.good, TradeSymbol(good));
                  EXPECT_EQ(tree.method, AcquisitionMethod::kFabricate);
                  EXPECT_EQ(tree.market, Works::waypoint(world.factory));
              });
    steps.add("it should deliver {string} to the manufacturing waypoint",
              [](WorkerWorld& world, std::string good) {
                  const auto delivered = trades(world, TransactionType::kSell, good);
                  ASSERT_EQ(delivered.size(), 1u);
                  EXPECT_EQ(delivered.front().market, Works::waypoint(world.factory));
                  EXPECT_EQ(delivered.front().units, Units(kAsked));
              });
    steps.add("it should wait for {string} to be produced",
              [](WorkerWorld& world, std::string good) {
                  const std::vector<TradeLine> lines = world.orders.trades();
                  ASSERT_EQ(lines.size(), 3u);
                  EXPECT_EQ(lines[2].good, TradeSymbol(good));
                  EXPECT_GE(lines[2].at, lines[1].at + GoodsOrders::kProductionTime);
              });
    steps.add("its trades are", [](WorkerWorld& world, DataTable table) {
        const auto expected = rows_of(table);
        std::vector<std::map<std::string, std::string>> rows;
        for (const TradeLine& line : world.orders.trades()) {
            rows.push_back(as_row(line));
            std::erase_if(rows.back(), [&](const auto& column) {
                return !expected.front().contains(column.first);
            });
        }
        EXPECT_THAT(rows, ElementsAreArray(expected));
    });
    steps.add("the last of its trades is", [](WorkerWorld& world, DataTable table) {
        ASSERT_FALSE(world.orders.trades().empty());
        EXPECT_EQ(as_row(world.orders.trades().back()), rows_of(table).front());
    });
    steps.add("{int} units each of {string} were delivered to {word}",
              [](WorkerWorld& world, std::int64_t units, std::string goods, std::string market) {
                  for (const TradeSymbol& good : goods_named(goods)) {
                      const auto lines = trades(world, TransactionType::kSell, good.str());
                      ASSERT_EQ(lines.size(), 1u) << good.str();
                      EXPECT_EQ(lines.front().units, Units(units));
                      EXPECT_EQ(lines.front().market, Works::waypoint(market));
                  }
              });
    steps.add("{int} units of {string} and {int} units of {string} were bought",
              [](WorkerWorld& world, std::int64_t units, std::string good, std::int64_t more,
                 std::string other) {
                  const auto purchase = TransactionType::kPurchase;
                  EXPECT_EQ(world.works.traded(purchase, good), Units(units));
                  EXPECT_EQ(world.works.traded(purchase, other), Units(more));
              });
    steps.add("{string} was not bought", [](WorkerWorld& world, std::string good) {
        EXPECT_EQ(world.works.traded(TransactionType::kPurchase, good), Units(0));
    });
    steps.add("{string} was bought {int} minutes after {string} was delivered, and not before",
              [](WorkerWorld& world, std::string good, std::int64_t minutes, std::string input) {
                  const auto bought = trades(world, TransactionType::kPurchase, good);
                  const auto fed = trades(world, TransactionType::kSell, input);
                  ASSERT_TRUE(bought.size() == 1 && fed.size() == 1);
                  const core::Duration waited = bought.front().at - fed.front().at;
                  EXPECT_GE(waited, std::chrono::minutes(minutes));
                  EXPECT_LE(waited, std::chrono::minutes(minutes) + 1min);
              });
    steps.add("no ship is held",
              [](WorkerWorld& world) { EXPECT_THAT(world.orders.ships_at_work(), IsEmpty()); });
    steps.add("{string} stays aboard, and its ship is the player's",
              [](WorkerWorld& world, std::string good) {
                  Units aboard;
                  for (const auto& [symbol, ship] : world.works.remains.world.ships) {
                      if (ship.cargo.of(TradeSymbol(good)) == Units(0)) continue;
                      aboard += ship.cargo.of(TradeSymbol(good));
                      EXPECT_TRUE(world.works.company().orders().has(symbol));
                  }
                  EXPECT_EQ(aboard, Units(kAsked));
              });
    steps.add("its books are the game's", [](WorkerWorld& world) {
        for (const auto& [method, fates] : world.works.business().game.fates_of)
            EXPECT_THAT(fates, IsEmpty()) << method << " did not meet them";
        EXPECT_EQ(world.works.company().ledger().balance(), world.works.remains.world.credits);
        EXPECT_EQ(world.works.number("SELECT COUNT(*) AS n FROM intents WHERE status = 'OPEN'"), 0);
        EXPECT_EQ(world.works.business().errors(), 0u);
    });
}

const Steps kSteps([](StepRegistry& steps) {
    define_assignments(steps);
    define_markets(steps);
    define_waiting(steps);
    define_trouble(steps);
    define_outcomes(steps);
});

}  // namespace
}  // namespace argosy::tests
