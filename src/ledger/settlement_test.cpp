#include "ledger/ledger.h"

#include "ledger/testing/ledger_fixture.h"

namespace argosy::ledger {
namespace {

using core::Credits;
using core::ErrorCode;
using core::Units;
using testing::count_success;
using testing::Fate;
using testing::kAbandonedCount;
using testing::kIron;
using testing::kOpenCount;
using testing::kReconciliations;
using testing::kSettledCount;
using testing::LedgerTest;

using Settling = LedgerTest;
TEST_F(Settling, ReturnsTheReceiptOfATradeWhoseAnswerWasLost) {
    auto process = start();
    process->game.fates = {Fate::kAnswerLost, Fate::kAnswered, Fate::kAnswerLost};
    const auto bought = process->run(buy(*process, 0, 10));
    ASSERT_TRUE(bought.ok());
    EXPECT_EQ(bought->units, Units(10));
    EXPECT_EQ(bought->total, Credits(1'000));
    EXPECT_EQ(bought->cargo_after.of(kIron), Units(10));
    EXPECT_EQ(process->game.acts, 1);
    ASSERT_TRUE(process->run(buy(*process, 0, 10)).ok());
    const auto sold = process->run(sell(*process, 0, 20));
    ASSERT_TRUE(sold.ok());
    EXPECT_EQ(sold->total, Credits(106 * 20));
    EXPECT_EQ(process->game.acts, 3);
    expect_books_equal_the_game(*process);
}

TEST_F(Settling, ReportsATradeThatDidNotHappenAsNotHappened) {
    auto process = start();
    process->game.fates = {Fate::kRequestLost};
    const auto lost = process->run(buy(*process, 0, 10));
    ASSERT_FALSE(lost.ok());
    EXPECT_EQ(lost.error().code, ErrorCode::kUnavailable);
    EXPECT_EQ(process->game.acts, 1);
    EXPECT_EQ(remains_.number(kAbandonedCount), 1);
    expect_books_equal_the_game(*process);
}

TEST_F(Settling, KeepsTheCostReservedAndLooksBeforeTheShipTradesAgain) {
    auto process = start({.price_slip_percent = 0});
    process->game.fates = {Fate::kAnswerLost};
    process->game.blind = 1;
    const auto unknown = process->run(buy(*process, 0, 10));
    ASSERT_FALSE(unknown.ok());
    EXPECT_EQ(unknown.error().code, ErrorCode::kOutcomeUnknown);
    EXPECT_EQ(process->ledger.reserved(), Credits(1'000));
    ASSERT_EQ(process->ledger.open_intents().size(), 1u);

    ASSERT_TRUE(process->run(buy(*process, 0, 5)).ok());
    EXPECT_EQ(process->ledger.open_intents().size(), 0u);
    EXPECT_EQ(remains_.number(kSettledCount), 2);
    expect_books_equal_the_game(*process);
}

TEST_F(Settling, LeavesTheIntentOpenForTheNextStartWhenTheProgramStops) {
    {
        auto process = start();
        process->game.fates = {Fate::kStopped};
        EXPECT_EQ(process->run(buy(*process, 0, 10)).error().code, ErrorCode::kStopped);
        EXPECT_EQ(remains_.number(kOpenCount), 1);
    }
    auto process = start();
    expect_books_equal_the_game(*process);
    EXPECT_EQ(remains_.number(kAbandonedCount), 1);
}

TEST_F(Settling, SettlesAfterACrashWhereverItStruck) {
    int unheard = 0, unsent = 0;
    for (std::int64_t crash_at = 0; crash_at < 1'000; crash_at += 20) {
        const std::int64_t iron = aboard(ships_[0]).count();
        int successes = 0;
        {
            auto process = start();
            process->runtime.spawn(count_success(buy(*process, 0, 1), successes));
            process->run_for(core::Duration(crash_at));
        }
        const bool bought = aboard(ships_[0]).count() > iron;
        auto process = start();
        const auto report = process->run(process->ledger.settle_open_intents()).value();
        EXPECT_EQ(report.difference, Credits(0));
        for (const Settlement& settlement : report.settled) {
            EXPECT_EQ(settlement.happened(), bought);
            EXPECT_EQ(settlement.intent.purpose.task, core::TaskId("task-1-1"));
            bought ? ++unheard : ++unsent;
        }
        const auto moved =
            process->run(process->ledger.moved(core::TaskId("task-1-1"), EntryType::kPurchaseCargo))
                .value();
        EXPECT_EQ(moved.units, aboard(ships_[0]));
        ASSERT_TRUE(process->run(sell(*process, 0, aboard(ships_[0]).count() > 40 ? 1 : 0)).ok());
    }
    EXPECT_GT(unheard, 0);
    EXPECT_GT(unsent, 0);
}

TEST_F(Settling, TakesThePriceFromTheCreditsWhenOneTradeIsNotListed) {
    remains_.world.lists_visible = false;
    auto process = start();
    remains_.world.prices[kIron] = 100;
    process->game.fates = {Fate::kAnswerLost};
    auto purchase = buy(*process, 0, 10);
    remains_.world.prices[kIron] = 117;
    const auto bought = process->run(std::move(purchase));
    ASSERT_TRUE(bought.ok());
    EXPECT_EQ(bought->total, Credits(1'170));
    expect_books_equal_the_game(*process);
}

TEST_F(Settling, BooksWhatTwoUnlistedTradesWereOffAsOneReconciliation) {
    remains_.world.lists_visible = false;
    {
        auto process = start();
        auto first = buy(*process, 0, 10);
        auto second = buy(*process, 1, 10);
        remains_.world.prices[kIron] = 120;
        int successes = 0;
        process->runtime.spawn(count_success(std::move(first), successes));
        process->runtime.spawn(count_success(std::move(second), successes));
        process->game.fates = {Fate::kAnswerLost, Fate::kAnswerLost};
        process->run_for(std::chrono::seconds(3));
        EXPECT_EQ(successes, 0);
    }
    auto process = start();
    const auto report = process->run(process->ledger.settle_open_intents()).value();
    EXPECT_EQ(report.settled.size(), 2u);
    EXPECT_EQ(report.difference, remains_.world.credits - Credits(98'000));
    EXPECT_EQ(process->ledger.balance(), remains_.world.credits);
    EXPECT_EQ(remains_.number(kReconciliations), 1);
    expect_books_equal_the_game(*process);
    EXPECT_EQ(remains_.number(kReconciliations), 1);
}

TEST_F(Settling, AbandonsATradeOfAShipThatVanishedUnlessItIsListed) {
    {
        auto process = start();
        process->game.fates = {Fate::kStopped, Fate::kAnswerLost};
        process->game.blind = 1;
        ASSERT_FALSE(process->run(buy(*process, 0, 10)).ok());
        ASSERT_FALSE(process->run(buy(*process, 1, 10)).ok());
    }
    remains_.world.ships.erase(ships_[0]);
    remains_.world.ships.erase(ships_[1]);
    auto process = start();
    expect_books_equal_the_game(*process);
    EXPECT_EQ(remains_.number(kAbandonedCount), 1);
    EXPECT_EQ(remains_.number(kSettledCount), 1);
}

}  // namespace
}  // namespace argosy::ledger
