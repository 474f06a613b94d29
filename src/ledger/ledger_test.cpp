#include "ledger/ledger.h"

#include "ledger/testing/ledger_fixture.h"

namespace argosy::ledger {
namespace {

using core::Ask;
using core::Credits;
using core::ErrorCode;
using core::Units;
using game::TradeReceipt;
using testing::Fate;
using testing::kAbandonedCount;
using testing::kMarket;
using testing::kOpenCount;
using testing::kSettledCount;
using testing::LedgerTest;

TEST_F(LedgerTest, BeginsWithTheAgentsCreditsAndRemembersThem) {
    {
        auto process = start();
        EXPECT_EQ(process->ledger.balance(), Credits(100'000));
        EXPECT_EQ(process->ledger.opening(), Credits(100'000));
        ASSERT_TRUE(process->run(buy(*process, 0, 10)).ok());
    }
    auto process = start();
    EXPECT_EQ(process->ledger.opening(), Credits(100'000));
    EXPECT_EQ(process->ledger.balance(), Credits(99'000));
}

TEST_F(LedgerTest, BooksEachTradeWithItsPurpose) {
    auto process = start();
    const auto bought = process->run(buy(*process, 0, 10));
    ASSERT_TRUE(bought.ok());
    EXPECT_EQ(bought->total, Credits(1'000));
    ASSERT_TRUE(process->run(sell(*process, 0, 4)).ok());

    const auto entries = process->run(process->ledger.list({}, 10)).value();
    ASSERT_EQ(entries.size(), 3u);
    EXPECT_EQ(entries[1].type, EntryType::kPurchaseCargo);
    EXPECT_EQ(entries[1].category, Category::kManufacturingArbitrage);
    EXPECT_EQ(entries[1].amount, Credits(-1'000));
    EXPECT_EQ(entries[1].task, core::TaskId("task-1-1"));
    EXPECT_EQ(entries[1].pipeline, core::PipelineId("pipeline-1-1"));
    EXPECT_EQ(entries[1].ship, ships_[0]);
    EXPECT_EQ(entries[1].balance_after, Credits(99'000));
    EXPECT_EQ(entries[0].type, EntryType::kSellCargo);
    EXPECT_EQ(entries[0].amount, Credits(4 * 103));
    EXPECT_EQ(entries[2].type, EntryType::kOpening);
    EXPECT_FALSE(entries[2].category.has_value());

    const auto moved =
        process->run(process->ledger.moved(core::TaskId("task-1-1"), EntryType::kPurchaseCargo))
            .value();
    EXPECT_EQ(moved.units, Units(10));
    EXPECT_EQ(moved.total, Credits(1'000));
    EXPECT_EQ(entries[0].realised, Credits(4 * 3));
    EXPECT_FALSE(entries[1].realised.has_value());
    expect_books_equal_the_game(*process);
}

TEST_F(LedgerTest, CountsWhatTradesBroughtSinceItWasOpenedWithoutTheShipsBought) {
    auto process = start();
    ASSERT_TRUE(process->run(buy(*process, 0, 10)).ok());
    ASSERT_TRUE(process->run(sell(*process, 0, 4)).ok());
    ASSERT_TRUE(
        process
            ->run(process->ledger.purchase_ship(model::ShipType("SHIP_PROBE"), kMarket, Ask(20'000),
                                                {Category::kShipPurchase, {}, {}, {}}))
            .ok());
    EXPECT_EQ(process->ledger.traded(), Credits(-1'000 + 4 * 103));
    process.reset();
    process = start();
    EXPECT_EQ(process->ledger.traded(), Credits(0));
}

TEST_F(LedgerTest, StoresTheIntentBeforeTheRequestTakesEffect) {
    auto process = start();
    std::int64_t open = 0;
    process->game.on_effect = [&] { open = remains_.number(kOpenCount); };
    ASSERT_TRUE(process->run(buy(*process, 0, 10)).ok());
    EXPECT_EQ(open, 1);
    EXPECT_EQ(remains_.number(kOpenCount), 0);
    EXPECT_EQ(remains_.number(kSettledCount), 1);
}

TEST_F(LedgerTest, AbandonsTheIntentOfATradeThatTheGameRefused) {
    auto process = start();
    process->game.fates = {Fate::kRefused};
    const auto refused = process->run(buy(*process, 0, 10));
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::kRejected);
    EXPECT_EQ(remains_.number(kAbandonedCount), 1);
    EXPECT_EQ(process->ledger.reserved(), Credits(0));
    expect_books_equal_the_game(*process);
}

Result<game::ShipReceipt> buy_hauler(testing::Process& process) {
    return process.run(process.ledger.purchase_ship(model::ShipType("SHIP_LIGHT_HAULER"), kMarket,
                                                    Ask(20'000),
                                                    {Category::kShipPurchase, {}, {}, {}}));
}

TEST_F(LedgerTest, BuysAShipOnceThoughTheAnswerIsLost) {
    auto process = start();
    process->game.fates = {Fate::kAnswerLost};
    const auto bought = buy_hauler(*process);
    ASSERT_TRUE(bought.ok());
    EXPECT_EQ(bought->price, Credits(20'000));
    EXPECT_EQ(bought->ship.symbol, model::ShipSymbol("ARGOSY-4"));
    EXPECT_EQ(remains_.world.ships.size(), 4u);
    const auto entries = process->run(process->ledger.list({}, 1)).value();
    EXPECT_EQ(entries[0].ship, model::ShipSymbol("ARGOSY-4"));
    EXPECT_EQ(entries[0].good, "SHIP_LIGHT_HAULER");
    expect_books_equal_the_game(*process);
}

TEST_F(LedgerTest, BuysNoSecondShipForOneThatTurnsOutToHaveBeenBought) {
    auto process = start();
    process->game.fates = {Fate::kAnswerLost};
    process->game.blind = 1;
    EXPECT_EQ(buy_hauler(*process).error().code, ErrorCode::kOutcomeUnknown);
    EXPECT_EQ(remains_.world.ships.size(), 4u);

    EXPECT_EQ(buy_hauler(*process).error().code, ErrorCode::kConflict);
    EXPECT_EQ(remains_.world.ships.size(), 4u);
    const auto entries = process->run(process->ledger.list({}, 1)).value();
    EXPECT_EQ(entries[0].ship, model::ShipSymbol("ARGOSY-4"));

    EXPECT_TRUE(buy_hauler(*process).ok()) << "the doubt is gone";
    EXPECT_EQ(remains_.world.ships.size(), 5u);
    expect_books_equal_the_game(*process);
}

TEST_F(LedgerTest, BuysAShipAfterOneThatTurnsOutNotToHaveBeenBought) {
    auto process = start();
    process->game.fates = {Fate::kRequestLost};
    process->game.blind = 1;
    EXPECT_EQ(buy_hauler(*process).error().code, ErrorCode::kOutcomeUnknown);
    EXPECT_TRUE(buy_hauler(*process).ok());
    EXPECT_EQ(remains_.world.ships.size(), 4u);
    expect_books_equal_the_game(*process);
}

Task<void> keep_code(Task<Result<game::ShipReceipt>> purchase, std::vector<ErrorCode>& refusals) {
    if (const auto receipt = co_await std::move(purchase); !receipt.ok()) {
        refusals.push_back(receipt.error().code);
    }
}

TEST_F(LedgerTest, BuysOneShipAtATime) {
    auto process = start();
    std::vector<ErrorCode> refusals;
    for (int i = 0; i < 2; ++i) {
        process->runtime.spawn(keep_code(
            process->ledger.purchase_ship(model::ShipType("SHIP_PROBE"), kMarket, Ask(20'000), {}),
            refusals));
    }
    process->run_for(std::chrono::minutes(1));
    EXPECT_EQ(refusals, std::vector{ErrorCode::kConflict});
    EXPECT_EQ(remains_.world.ships.size(), 4u);
}

TEST_F(LedgerTest, CommitsTheCallersProgressWithTheReceipt) {
    auto process = start();
    const auto note = [](store::Transaction& transaction, const TradeReceipt& receipt) {
        transaction.add("UPDATE players SET faction = $1 WHERE id = 1",
                        {std::to_string(receipt.units.count())}, store::Expect::kOneRow);
    };
    ASSERT_TRUE(process->run(buy(*process, 0, 10, note)).ok());
    EXPECT_EQ(remains_.number("SELECT CAST(faction AS INTEGER) AS n FROM players"), 10);
}

TEST_F(LedgerTest, BooksTheMoneyEvenWhenTheCallersProgressIsRefused) {
    auto process = start();
    const auto refused = [](store::Transaction& transaction, const TradeReceipt&) {
        transaction.add("UPDATE players SET faction = '' WHERE id = 99", {},
                        store::Expect::kOneRow);
    };
    const auto bought = process->run(buy(*process, 0, 10, refused));
    ASSERT_FALSE(bought.ok());
    EXPECT_EQ(bought.error().code, ErrorCode::kConflict);
    EXPECT_EQ(process->ledger.balance(), Credits(99'000));
    EXPECT_EQ(process->errors(), 1u);
    expect_books_equal_the_game(*process);
}

}  // namespace
}  // namespace argosy::ledger
