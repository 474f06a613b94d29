#include <gmock/gmock.h>

#include "ledger/testing/process.h"
#include "tests/features/support/gherkin.h"

namespace argosy::tests {
namespace {

using core::Credits;
using core::Units;
using ledger::Category;
using ledger::Purpose;
using ledger::testing::Fate;
using ledger::testing::Process;
using ledger::testing::Remains;

const model::WaypointSymbol kHere("X1-AD75-A1");
const core::OperationId kOperation("operation-1-1");
const core::PipelineId kPipeline("pipeline-1-1");

// A program and what outlives it.
struct LedgerWorld {
    Remains remains;
    std::vector<model::ShipSymbol> ships;
    ledger::Settings settings{.price_slip_percent = 0};
    std::unique_ptr<Process> process;
    /// How long the next request may take before the program dies; nothing: it lives.
    std::optional<core::Duration> dies_after;
    bool dies_on_effect = false;
    core::Result<Credits> last = core::Error{core::ErrorCode::kNotFound, "nothing was tried"};

    Process& program() {
        if (!process) {
            process = std::make_unique<Process>(remains, settings);
            EXPECT_TRUE(process->run(process->ledger.open()).ok());
        }
        return *process;
    }

    void restart() {
        process.reset();
        EXPECT_TRUE(program().run(program().ledger.settle_open_intents()).ok());
    }

    const model::ShipSymbol& ship(std::int64_t number) const {
        return ships.at(std::size_t(number - 1));
    }

    Units aboard(std::int64_t number, const std::string& good) {
        return remains.world.ships.at(ship(number)).cargo.of(model::TradeSymbol(good));
    }

    std::vector<ledger::Entry> entries() {
        return program().run(program().ledger.list({}, 100)).value();
    }
};

template <class Receipt>
core::Task<void> keep_total(core::Task<core::Result<Receipt>> trade, Credits Receipt::* total,
                            core::Result<Credits>& last) {
    const core::Result<Receipt> receipt = co_await std::move(trade);
    last =
        receipt ? core::Result<Credits>((*receipt).*total) : core::Result<Credits>(receipt.error());
}

core::Task<void> count(core::Task<core::Result<game::TradeReceipt>> trade, int& made) {
    if (co_await std::move(trade)) ++made;
}

core::Task<core::Result<game::TradeReceipt>> purchase(LedgerWorld& world, std::int64_t ship,
                                                      std::int64_t units, const std::string& good,
                                                      Purpose purpose) {
    const model::TradeSymbol symbol(good);
    return world.program().ledger.purchase({world.ship(ship), symbol, Units(units)}, kHere,
                                           core::Ask(world.remains.world.prices.at(symbol)),
                                           world.aboard(ship, good), std::move(purpose));
}

void buy(LedgerWorld& world, std::int64_t ship, std::int64_t units, const std::string& good,
         Purpose purpose) {
    Process& program = world.program();
    bool reached = false;
    program.game.on_effect = [&] { reached = true; };
    program.runtime.spawn(keep_total(purchase(world, ship, units, good, std::move(purpose)),
                                     &game::TradeReceipt::total, world.last));
    if (world.dies_after) {
        program.run_for(*world.dies_after);
    } else if (world.dies_on_effect) {
        while (!reached && program.run_events(1)) {
        }
        EXPECT_TRUE(reached);
    } else {
        program.run_for(std::chrono::minutes(10));
    }
    program.game.on_effect = nullptr;
}

void define_the_world(StepRegistry& steps) {
    steps.add("an agent with {int} credits and {int} ships",
              [](LedgerWorld& world, std::int64_t credits, std::int64_t ships) {
                  world.remains.world.credits = Credits(credits);
                  for (std::int64_t i = 0; i < ships; ++i) {
                      world.ships.push_back(world.remains.world.add_ship().symbol);
                  }
              });
    steps.add("the ask for {word} is {int} credits",
              [](LedgerWorld& world, std::string good, std::int64_t price) {
                  world.remains.world.prices[model::TradeSymbol(good)] = price;
              });
    steps.add("a floor of {int} credits", [](LedgerWorld& world, std::int64_t floor) {
        world.settings.floor = Credits(floor);
    });
    steps.add("{word} has a budget of {int} credits", [](LedgerWorld& world, std::string operation,
                                                         std::int64_t budget) {
        Process& program = world.program();
        ASSERT_TRUE(
            program.run(program.ledger.set_budget(core::OperationId(operation), Credits(budget)))
                .ok());
    });
    steps.add("{int} credits are set aside for {word}", [](LedgerWorld& world, std::int64_t credits,
                                                           std::string haul) {
        Process& program = world.program();
        store::Transaction transaction;
        ASSERT_TRUE(program.ledger
                        .earmark(ledger::EarmarkId(haul), kOperation, Credits(credits), transaction)
                        .ok());
        ASSERT_TRUE(
            program.run(program.store.commit(std::move(transaction), store::Durability::kNormal))
                .ok());
    });
    steps.add("the next answer will be lost",
              [](LedgerWorld& world) { world.program().game.fates = {Fate::kAnswerLost}; });
    steps.add("the program dies when the next purchase has reached the game",
              [](LedgerWorld& world) { world.dies_on_effect = true; });
    steps.add("the program dies before the next purchase reaches the game",
              [](LedgerWorld& world) { world.dies_after = core::Duration(15); });
    steps.add("the program is started again", [](LedgerWorld& world) { world.restart(); });
}

void define_trades(StepRegistry& steps) {
    const auto to_trade = [](LedgerWorld& world, std::int64_t ship, std::int64_t units,
                             std::string good) {
        buy(world, ship, units, good, {Category::kCargoTrade, kOperation, kPipeline, {}});
    };
    steps.add("ship {int} buys {int} {word} to trade", to_trade);
    steps.add("ship {int} has bought {int} {word}", to_trade);
    steps.add("ship {int} buys {int} {word} for a factory",
              [](LedgerWorld& world, std::int64_t ship, std::int64_t units, std::string good) {
                  buy(world, ship, units, good,
                      {Category::kManufacturingArbitrage, kOperation, kPipeline, {}});
              });
    steps.add("ship {int} buys {int} {word} for haul-1-1",
              [](LedgerWorld& world, std::int64_t ship, std::int64_t units, std::string good) {
                  buy(world, ship, units, good,
                      {Category::kManufacturingArbitrage,
                       kOperation,
                       kPipeline,
                       {},
                       ledger::EarmarkId("haul-1-1")});
              });
    steps.add("ship {int} sells {int} {word}", [](LedgerWorld& world, std::int64_t ship,
                                                  std::int64_t units, std::string good) {
        const model::TradeSymbol symbol(good);
        Process& program = world.program();
        ASSERT_TRUE(
            program
                .run(program.ledger.sell({world.ship(ship), symbol, Units(units)}, kHere,
                                         core::Bid(world.remains.world.prices.at(symbol)),
                                         world.aboard(ship, good),
                                         {Category::kCargoTrade, kOperation, kPipeline, {}}))
                .ok());
    });
    steps.add("ship {int} refuels", [](LedgerWorld& world, std::int64_t ship) {
        Process& program = world.program();
        const model::Fuel fuel = world.remains.world.ships.at(world.ship(ship)).fuel;
        ASSERT_TRUE(program
                        .run(program.ledger.refuel(world.ship(ship), kHere, core::Ask(70), fuel,
                                                   {Category::kRefuel, kOperation, kPipeline, {}}))
                        .ok());
    });
    steps.add("ship {int} buys a probe", [](LedgerWorld& world, std::int64_t) {
        Process& program = world.program();
        ASSERT_TRUE(program
                        .run(program.ledger.purchase_ship(model::ShipType("SHIP_PROBE"), kHere,
                                                          core::Ask(20'000),
                                                          {Category::kShipPurchase, {}, {}, {}}))
                        .ok());
    });
    steps.add("all ships buy {int} {word} at once",
              [](LedgerWorld& world, std::int64_t units, std::string good) {
                  int made = 0;
                  for (std::size_t ship = 1; ship <= world.ships.size(); ++ship) {
                      world.program().runtime.spawn(
                          count(purchase(world, std::int64_t(ship), units, good,
                                         {Category::kCargoTrade, kOperation, kPipeline, {}}),
                                made));
                  }
                  world.program().run_for(std::chrono::minutes(10));
                  world.last = Credits(made);
              });
}

void define_what_was_booked(StepRegistry& steps) {
    steps.add("the newest transaction is of type {word} and category {word}",
              [](LedgerWorld& world, std::string type, std::string category) {
                  const ledger::Entry newest = world.entries().front();
                  EXPECT_EQ(to_string(newest.type), type);
                  ASSERT_TRUE(newest.category.has_value());
                  EXPECT_EQ(to_string(*newest.category), category);
              });
    steps.add("the ledger's balance is what the game says", [](LedgerWorld& world) {
        EXPECT_EQ(world.program().ledger.balance(), world.remains.world.credits);
    });
    steps.add("the ledger's balance is {int} credits",
              [](LedgerWorld& world, std::int64_t credits) {
                  EXPECT_EQ(world.program().ledger.balance(), Credits(credits));
              });
    steps.add("the sale realised {int} credits", [](LedgerWorld& world, std::int64_t credits) {
        EXPECT_EQ(world.entries().front().realised, Credits(credits));
    });
    steps.add("the cargo aboard has cost {int} credits",
              [](LedgerWorld& world, std::int64_t credits) {
                  Credits cost;
                  for (const ledger::Lot& lot : world.program().ledger.lots().all())
                      cost += lot.cost;
                  EXPECT_EQ(cost, Credits(credits));
              });
    steps.add("the game was asked to act {int} time(s)",
              [](LedgerWorld& world, std::int64_t times) {
                  EXPECT_EQ(world.program().game.acts, times);
              });
    steps.add("no intent is open", [](LedgerWorld& world) {
        EXPECT_TRUE(world.program().ledger.open_intents().empty());
        EXPECT_EQ(world.program().ledger.reserved(), Credits(0));
    });
    steps.add("the nets by {word} sum up to what the balance changed by",
              [](LedgerWorld& world, std::string group) {
                  ledger::Ledger& ledger = world.program().ledger;
                  Credits net;
                  const auto by = ledger::parse_group_by(group).value();
                  const auto rows = world.program().run(ledger.report(by)).value();
                  EXPECT_FALSE(rows.empty());
                  for (const ledger::ReportRow& row : rows)
                      net += row.net();
                  EXPECT_EQ(net, ledger.balance() - ledger.opening());
              });
}

void define_what_the_gate_said(StepRegistry& steps) {
    steps.add("{int} purchases are made", [](LedgerWorld& world, std::int64_t made) {
        EXPECT_EQ(world.last.value(), Credits(made));
    });
    steps.add("the agent has at least {int} credits", [](LedgerWorld& world, std::int64_t floor) {
        EXPECT_GE(world.remains.world.credits, Credits(floor));
    });
    steps.add("the purchase is made", [](LedgerWorld& world) { EXPECT_TRUE(world.last.ok()); });
    steps.add("the purchase is refused, naming {string} and {string}",
              [](LedgerWorld& world, std::string first, std::string second) {
                  ASSERT_FALSE(world.last.ok());
                  EXPECT_EQ(world.last.error().code, core::ErrorCode::kInsufficientCredits);
                  EXPECT_THAT(world.last.error().message, testing::HasSubstr(first));
                  EXPECT_THAT(world.last.error().message, testing::HasSubstr(second));
              });
    steps.add("nothing can be bought, because of {string}", [](LedgerWorld& world,
                                                               std::string reason) {
        EXPECT_THAT(world.program().ledger.why_blocked().value_or(""), testing::HasSubstr(reason));
    });
}

const Steps kSteps([](StepRegistry& steps) {
    define_the_world(steps);
    define_trades(steps);
    define_what_was_booked(steps);
    define_what_the_gate_said(steps);
});

}  // namespace
}  // namespace argosy::tests
