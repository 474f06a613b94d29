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
constexpr Credits kFloor{80'000};

// A hundred ships that want more than there is, each at its own moments.
struct Fleet {
    Process& process;
    Remains& remains;
    core::RandomStream random;
    int bought = 0;
    int refused = 0;
};

Task<void> buy_once(Fleet& fleet, model::ShipSymbol ship) {
    core::RandomStream& random = fleet.random;
    co_await fleet.process.runtime.clock.sleep_for(core::Duration(random.uniform(0, 2'000)));
    const model::TradeSymbol good = kGoods[std::size_t(random.uniform(0, 1))];
    const Units units(random.uniform(1, 20));
    Purpose purpose{.operation = core::OperationId("operation-1-1")};
    Ledger& ledger = fleet.process.ledger;
    store::Transaction transaction;
    if (random.uniform(0, 2) == 0) {
        // It is on its way, as a haul is, and buys when it has arrived.
        purpose.earmark = EarmarkId(ship.str());
        const core::Ask ask(fleet.remains.world.prices.at(good));
        if (ledger.earmark(purpose.earmark, purpose.operation, ask * units, transaction)) {
            (void)co_await fleet.process.store.commit(std::move(transaction),
                                                      store::Durability::kNormal);
            co_await fleet.process.runtime.clock.sleep_for(
                core::Duration(random.uniform(0, 3'000)));
        }
    }
    const core::Ask ask(fleet.remains.world.prices.at(good));
    const Units aboard = fleet.remains.world.ships.at(ship).cargo.of(good);
    const auto bought =
        co_await ledger.purchase({ship, good, units}, kMarket, ask, aboard, purpose);
    ++(bought ? fleet.bought : fleet.refused);
    store::Transaction done;
    ledger.release(EarmarkId(ship.str()), done);
    (void)co_await fleet.process.store.commit(std::move(done), store::Durability::kNormal);
}

Task<void> buy_on(Fleet& fleet, model::ShipSymbol ship) {
    for (int i = 0; i < 3; ++i)
        co_await buy_once(fleet, ship);
}

RC_GTEST_PROP(SpendGate, IsNotPiercedByAHundredConcurrentBuyersAtTheFloor, (std::uint64_t seed)) {
    constexpr int kBuyers = 100;
    Remains remains;
    std::vector<model::ShipSymbol> ships;
    for (int i = 0; i < kBuyers; ++i)
        ships.push_back(remains.world.add_ship().symbol);
    Process process(remains, {.floor = kFloor}, seed);
    RC_ASSERT(process.run(process.ledger.open()).ok());

    Fleet fleet{process, remains, core::Rng(seed).stream("fleet")};
    for (int i = 0; i < kBuyers; ++i) {
        const std::int64_t draw = fleet.random.uniform(0, 19);
        process.game.fates.push_back(draw == 0   ? Fate::kAnswerLost
                                     : draw == 1 ? Fate::kRequestLost
                                     : draw == 2 ? Fate::kRefused
                                                 : Fate::kAnswered);
    }
    process.game.blind = int(fleet.random.uniform(0, 3));
    Credits least = remains.world.credits;
    process.game.on_effect = [&] { least = std::min(least, remains.world.credits); };
    for (const auto& ship : ships)
        process.runtime.spawn(buy_on(fleet, ship));
    process.run_for(std::chrono::hours(1));

    RC_ASSERT(fleet.bought + fleet.refused == 3 * kBuyers);
    RC_ASSERT(fleet.bought > 0);
    RC_ASSERT(fleet.refused > 0);
    RC_ASSERT(std::min(least, remains.world.credits) >= kFloor);
    process.game.blind = 0;
    RC_ASSERT(process.run(process.ledger.settle_open_intents())->unsettled.empty());
    RC_ASSERT(process.ledger.balance() == remains.world.credits);
    RC_ASSERT(process.ledger.reserved() == Credits(0));
    // The gate lets most of what is above the floor be spent.
    RC_ASSERT(process.ledger.available() < Credits(10'000));
}

}  // namespace
}  // namespace argosy::ledger
