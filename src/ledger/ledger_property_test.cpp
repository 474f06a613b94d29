#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "ledger/testing/process.h"

namespace argosy::ledger {
namespace {

using core::Credits;
using core::Units;
using testing::Fate;
using testing::Process;
using testing::Remains;

const model::WaypointSymbol kMarket("X1-AD75-A1");
const std::vector<model::TradeSymbol> kGoods{model::TradeSymbol("IRON"),
                                             model::TradeSymbol("COPPER")};

struct Trader {
    Process& process;
    Remains& remains;
    core::RandomStream random;
};

Task<void> trade_once(Trader& trader, model::ShipSymbol symbol) {
    model::Ship& ship = trader.remains.world.ships.at(symbol);
    const model::TradeSymbol good = kGoods[std::size_t(trader.random.uniform(0, 1))];
    const std::int64_t price = trader.remains.world.prices.at(good);
    const Units aboard = ship.cargo.of(good);
    const Purpose purpose{.task = core::TaskId("task-" + symbol.str() + good.str())};
    Ledger& ledger = trader.process.ledger;
    const std::int64_t choice = trader.random.uniform(0, 9);
    if (choice == 0) {
        // Flying between looks only ever lowers the fuel.
        ship.fuel.current = trader.random.uniform(0, ship.fuel.current);
        (void)co_await ledger.refuel(symbol, kMarket, core::Ask(70), ship.fuel, purpose);
    } else if (choice < 6 || aboard == Units(0)) {
        const Units units(trader.random.uniform(1, 20));
        (void)co_await ledger.purchase({symbol, good, units}, kMarket, core::Ask(price), aboard,
                                       purpose);
    } else {
        const Units units(trader.random.uniform(1, aboard.count()));
        (void)co_await ledger.sell({symbol, good, units}, kMarket, core::Bid(price), aboard,
                                   purpose);
    }
}

Task<void> trade_on(Trader& trader, model::ShipSymbol symbol) {
    for (int i = 0; i < 6; ++i)
        co_await trade_once(trader, symbol);
}

Task<void> buy_ships(Trader& trader) {
    for (int i = 0; i < 2; ++i) {
        (void)co_await trader.process.ledger.purchase_ship(
            model::ShipType("SHIP_PROBE"), kMarket, core::Ask(trader.remains.world.ship_price), {});
    }
}

void disturb(Process& process, core::RandomStream& random) {
    for (int i = 0; i < 30; ++i) {
        const std::int64_t draw = random.uniform(0, 9);
        process.game.fates.push_back(draw == 0   ? Fate::kAnswerLost
                                     : draw == 1 ? Fate::kRequestLost
                                     : draw == 2 ? Fate::kRefused
                                                 : Fate::kAnswered);
    }
    process.game.blind = int(random.uniform(0, 3));
}

// What the balance changed by is what sales realised, less what the cargo aboard has cost, and all
// that was spent on other things.
void expect_profit_adds_up(Process& process, Remains& remains) {
    Credits aboard;
    std::map<std::pair<model::ShipSymbol, model::TradeSymbol>, Units> units;
    for (const Lot& lot : process.ledger.lots().all()) {
        aboard += lot.cost;
        units[{lot.ship, lot.good}] += lot.units;
    }
    const Credits realised(
        remains.number("SELECT COALESCE(SUM(realised), 0) AS n FROM transactions"));
    const Credits others(
        remains.number("SELECT COALESCE(SUM(amount), 0) AS n FROM transactions "
                       "WHERE type IN ('REFUEL', 'PURCHASE_SHIP')"));
    const Credits change = process.ledger.balance() - process.ledger.opening();
    RC_ASSERT(change == realised - aboard + others);
    for (const auto& [symbol, ship] : remains.world.ships) {
        for (const auto& good : kGoods) {
            const auto found = units.find({symbol, good});
            RC_ASSERT(ship.cargo.of(good) == (found == units.end() ? Units(0) : found->second));
        }
    }
    for (const GroupBy by : {GroupBy::kCategory, GroupBy::kShip, GroupBy::kLane, GroupBy::kDay}) {
        Credits net;
        const auto rows = process.run(process.ledger.report(by)).value();
        for (const ReportRow& row : rows)
            net += row.net();
        RC_ASSERT(net == change);
    }
}

RC_GTEST_PROP(Ledger, EqualsTheGameWhateverWasLostAndWhereverItCrashed, (std::uint64_t seed)) {
    Remains remains;
    std::vector<model::ShipSymbol> ships;
    for (int i = 0; i < 3; ++i)
        ships.push_back(remains.world.add_ship().symbol);
    core::RandomStream random = core::Rng(seed).stream("disturbance");

    for (std::uint64_t run = 0; run < 4; ++run) {
        Process process(remains, {}, seed + run);
        Trader trader{process, remains, core::Rng(seed + run).stream("trader")};
        RC_ASSERT(process.run(process.ledger.open()).ok());
        const auto settled = process.run(process.ledger.settle_open_intents());
        RC_ASSERT(settled.ok());
        RC_ASSERT(settled->unsettled.empty());
        RC_ASSERT(settled->difference == Credits(0));

        disturb(process, random);
        for (const auto& symbol : ships)
            process.runtime.spawn(trade_on(trader, symbol));
        process.runtime.spawn(buy_ships(trader));
        process.run_for(core::Duration(random.uniform(0, 30'000)));
    }

    Process process(remains, {}, seed);
    RC_ASSERT(process.run(process.ledger.open()).ok());
    RC_ASSERT(process.run(process.ledger.settle_open_intents()).ok());
    RC_ASSERT(process.ledger.balance() == remains.world.credits);
    RC_ASSERT(remains.number("SELECT COUNT(*) AS n FROM transactions "
                             "WHERE type = 'RECONCILIATION'") == 0);
    expect_profit_adds_up(process, remains);
    for (const auto& symbol : ships) {
        for (const auto& good : kGoods) {
            const core::TaskId task("task-" + symbol.str() + good.str());
            const auto bought = process.run(process.ledger.moved(task, EntryType::kPurchaseCargo));
            const auto sold = process.run(process.ledger.moved(task, EntryType::kSellCargo));
            RC_ASSERT(bought->units - sold->units == remains.world.ships.at(symbol).cargo.of(good));
        }
    }
}

}  // namespace
}  // namespace argosy::ledger
