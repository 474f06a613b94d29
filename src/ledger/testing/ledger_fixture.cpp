#include "ledger/testing/ledger_fixture.h"

namespace argosy::ledger::testing {

using core::Credits;
using core::Units;
using game::TradeOrder;
using game::TradeReceipt;

LedgerTest::LedgerTest() {
    for (int i = 0; i < 3; ++i)
        ships_.push_back(remains_.world.add_ship().symbol);
}

std::unique_ptr<Process> LedgerTest::start(Settings settings) {
    auto process = std::make_unique<Process>(remains_, settings);
    EXPECT_TRUE(process->run(process->ledger.open()).ok());
    return process;
}

Units LedgerTest::aboard(const model::ShipSymbol& ship) const {
    return remains_.world.ships.at(ship).cargo.of(kIron);
}

Task<Result<TradeReceipt>> LedgerTest::buy(Process& process, std::size_t ship, std::int64_t units,
                                           WithReceipt<TradeReceipt> also, Purpose purpose) {
    return process.ledger.purchase(TradeOrder{ships_[ship], kIron, Units(units)}, kMarket,
                                   core::Ask(remains_.world.prices.at(kIron)), aboard(ships_[ship]),
                                   std::move(purpose), std::move(also));
}

Task<Result<TradeReceipt>> LedgerTest::sell(Process& process, std::size_t ship, std::int64_t units,
                                            Purpose purpose) {
    return process.ledger.sell(TradeOrder{ships_[ship], kIron, Units(units)}, kMarket,
                               core::Bid(remains_.world.prices.at(kIron)), aboard(ships_[ship]),
                               std::move(purpose));
}

void LedgerTest::expect_books_equal_the_game(Process& process) {
    const auto report = process.run(process.ledger.settle_open_intents());
    ASSERT_TRUE(report.ok());
    EXPECT_TRUE(report->unsettled.empty());
    EXPECT_EQ(report->difference, Credits(0));
    EXPECT_EQ(process.ledger.balance(), remains_.world.credits);
}

Task<void> count_success(Task<Result<TradeReceipt>> trade, int& successes) {
    if (const auto receipt = co_await std::move(trade); receipt.ok()) ++successes;
}

}  // namespace argosy::ledger::testing
