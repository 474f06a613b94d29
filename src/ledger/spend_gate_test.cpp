#include "ledger/spend_gate.h"

#include "ledger/testing/ledger_fixture.h"

namespace argosy::ledger {
namespace {

using core::Ask;
using core::Credits;
using core::ErrorCode;
using core::OperationId;
using core::Units;
using testing::count_success;
using ::testing::HasSubstr;
using testing::kBuying;
using testing::kIron;
using testing::kMarket;
using testing::Process;

const OperationId kOperation("operation-1-1");
const EarmarkId kHaul("haul-1-1");

class Spending : public testing::LedgerTest {
  protected:
    static void earmark(Process& process, Credits quoted) {
        store::Transaction transaction;
        ASSERT_TRUE(process.ledger.earmark(kHaul, kOperation, quoted, transaction).ok());
        ASSERT_TRUE(
            process.run(process.store.commit(std::move(transaction), store::Durability::kNormal))
                .ok());
    }
    static void release(Process& process) {
        store::Transaction transaction;
        process.ledger.release(kHaul, transaction);
        ASSERT_TRUE(
            process.run(process.store.commit(std::move(transaction), store::Durability::kNormal))
                .ok());
    }
};

const Purpose kEarmarked{Category::kManufacturingArbitrage, kOperation, {}, {}, kHaul};

TEST_F(Spending, RefusesToSpendBelowTheFloorAndSaysWhatWouldUnblockIt) {
    auto process = start({.floor = Credits(99'500), .price_slip_percent = 0});
    const auto refused = process->run(buy(*process, 0, 10));
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::kInsufficientCredits);
    EXPECT_THAT(refused.error().message, HasSubstr("Sales of 500 credits"));
    EXPECT_EQ(process->game.acts, 0);
    EXPECT_EQ(remains_.number("SELECT COUNT(*) AS n FROM intents"), 0);
    EXPECT_TRUE(process->run(buy(*process, 0, 5)).ok());
    EXPECT_EQ(process->ledger.available(), Credits(0));
}

TEST_F(Spending, LetsConcurrentBuyersThroughOnlyAsFarAsTheFloorTogether) {
    auto process = start({.floor = Credits(98'500), .price_slip_percent = 0});
    int successes = 0;
    for (std::size_t ship = 0; ship < 3; ++ship) {
        process->runtime.spawn(count_success(buy(*process, ship, 7), successes));
    }
    process->run_for(core::Duration(1));
    EXPECT_EQ(process->ledger.reserved(), Credits(1'400));
    process->run_for(std::chrono::minutes(1));
    EXPECT_EQ(successes, 2);
    EXPECT_EQ(process->ledger.reserved(), Credits(0));
    expect_books_equal_the_game(*process);
}

TEST_F(Spending, ReservesWhatBuyersOfOneGoodMakeItDearerForEachOther) {
    auto process = start({.price_slip_percent = 5});
    int successes = 0;
    for (std::size_t ship = 0; ship < 3; ++ship) {
        process->runtime.spawn(count_success(buy(*process, ship, 10), successes));
    }
    process->run_for(core::Duration(1));
    EXPECT_EQ(process->ledger.reserved(), Credits(3 * 1'150)) << "three slips for each of three";
    process->run_for(std::chrono::minutes(1));
    EXPECT_EQ(successes, 3);
    EXPECT_EQ(process->ledger.reserved(), Credits(0));
}

TEST_F(Spending, BuysFuelBelowTheFloorButNotBelowNothing) {
    auto process = start({.floor = Credits(100'000)});
    const model::Fuel fuel = remains_.world.ships.at(ships_[0]).fuel;
    const auto filled = process->run(
        process->ledger.refuel(ships_[0], kMarket, Ask(70), fuel, {Category::kRefuel, {}, {}, {}}));
    ASSERT_TRUE(filled.ok());
    EXPECT_EQ(filled->units, Units(3));
    EXPECT_EQ(process->ledger.balance(), Credits(100'000 - 210));

    const auto full =
        process->run(process->ledger.refuel(ships_[0], kMarket, Ask(70), filled->fuel_after, {}));
    ASSERT_TRUE(full.ok());
    EXPECT_EQ(full->total, Credits(0));
    EXPECT_EQ(process->game.acts, 1);

    const auto too_dear =
        process->run(process->ledger.refuel(ships_[1], kMarket, Ask(70'000), fuel, {}));
    ASSERT_FALSE(too_dear.ok());
    EXPECT_EQ(too_dear.error().code, ErrorCode::kInsufficientCredits);
}

TEST_F(Spending, SaysThatAFloorAboveTheTreasuryIsWhyNothingIsBought) {
    auto process = start({.floor = Credits(150'000)});
    const auto blocked = process->ledger.why_blocked();
    ASSERT_TRUE(blocked.has_value());
    EXPECT_THAT(*blocked, HasSubstr("the floor of 150000 is not below the treasury of 100000"));
    EXPECT_THAT(*blocked, HasSubstr("sales of more than 50000"));
    EXPECT_FALSE(start({.floor = Credits(99'000)})->ledger.why_blocked().has_value());
}

TEST_F(Spending, HoldsAnOperationToItsBudgetUntilItHasEarnedIt) {
    {
        auto process = start({.price_slip_percent = 0});
        ASSERT_TRUE(process->run(process->ledger.set_budget(kOperation, Credits(1'500))).ok());
        ASSERT_TRUE(process->run(buy(*process, 0, 10)).ok());
    }
    auto process = start({.price_slip_percent = 0});
    const auto refused = process->run(buy(*process, 1, 10));
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::kInsufficientCredits);
    EXPECT_THAT(refused.error().message, HasSubstr("Sales of 530 credits by it, or a budget of "
                                                   "2030, would unblock it"));
    EXPECT_TRUE(process->run(buy(*process, 1, 1, {}, {})).ok()) << "others are not held to it";
    const model::Fuel fuel = remains_.world.ships.at(ships_[1]).fuel;
    EXPECT_TRUE(process
                    ->run(process->ledger.refuel(ships_[1], kMarket, Ask(70), fuel,
                                                 {Category::kRefuel, kOperation, {}, {}}))
                    .ok());
    ASSERT_TRUE(process->run(buy(*process, 1, 2)).ok());
    EXPECT_TRUE(process->ledger.why_blocked(kOperation) ||
                process->ledger.to_spend(kOperation) < Credits(100));
    ASSERT_TRUE(process->run(sell(*process, 0, 10)).ok());
    EXPECT_FALSE(process->ledger.why_blocked(kOperation).has_value());
    EXPECT_TRUE(process->run(buy(*process, 1, 10)).ok());

    ASSERT_TRUE(process->run(process->ledger.set_budget(kOperation, std::nullopt)).ok());
    EXPECT_TRUE(process->run(buy(*process, 2, 50)).ok());
    expect_books_equal_the_game(*process);
}

TEST_F(Spending, SetsCreditsAsideForAHaulThatHasNotBoughtYet) {
    auto process = start({.floor = Credits(98'000), .price_slip_percent = 5});
    earmark(*process, Credits(1'500));
    EXPECT_EQ(process->ledger.reserved(), Credits(1'575));
    EXPECT_EQ(process->run(buy(*process, 1, 10)).error().code, ErrorCode::kInsufficientCredits);
    store::Transaction none;
    EXPECT_EQ(
        process->ledger.earmark(EarmarkId("haul-1-2"), kOperation, Credits(500), none).error().code,
        ErrorCode::kInsufficientCredits);
    EXPECT_TRUE(none.empty());

    ASSERT_TRUE(process->run(buy(*process, 0, 10, {}, kEarmarked)).ok());
    EXPECT_EQ(process->ledger.gate().earmarked(kHaul), Credits(575)) << "the slip came back";
    release(*process);
    EXPECT_EQ(process->ledger.reserved(), Credits(0));
    EXPECT_TRUE(process->run(buy(*process, 1, 9)).ok());
    expect_books_equal_the_game(*process);
}

TEST_F(Spending, RemembersWhatIsSetAsideAndWhatIsLeftOfIt) {
    {
        auto process = start({.price_slip_percent = 0});
        earmark(*process, Credits(1'500));
        ASSERT_TRUE(process->run(buy(*process, 0, 10, {}, kEarmarked)).ok());
    }
    {
        auto process = start({.price_slip_percent = 0});
        EXPECT_EQ(process->ledger.gate().earmarked(kHaul), Credits(500));
        EXPECT_EQ(process->ledger.reserved(), Credits(500));
        release(*process);
    }
    EXPECT_EQ(start()->ledger.reserved(), Credits(0));
}

TEST_F(Spending, BuysFuelOutOfWhatIsSetAsideForOthers) {
    auto process = start({.price_slip_percent = 0});
    earmark(*process, Credits(100'000));
    EXPECT_THAT(process->ledger.why_blocked().value(), HasSubstr("100000 earmarked for 1 buyers"));
    const model::Fuel fuel = remains_.world.ships.at(ships_[1]).fuel;
    EXPECT_TRUE(process->run(process->ledger.refuel(ships_[1], kMarket, Ask(70), fuel, {})).ok());
    // The haul is left short, and not the treasury.
    EXPECT_EQ(process->ledger.available(kOperation, kHaul), Credits(100'000 - 210));
}

TEST_F(Spending, BuysNothingBeforeTheLedgerIsOpen) {
    Process process(remains_);
    const auto refused = process.run(buy(process, 0, 1));
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::kUnavailable);
    EXPECT_THAT(refused.error().message, HasSubstr("has not been opened"));
    EXPECT_EQ(process.game.acts, 0);
}

TEST_F(Spending, BuysNothingWhileTheBalanceIsInDoubtAndCannotBeRead) {
    auto process = start({.floor = Credits(50'000)});
    remains_.world.credits -= Credits(45'000);  // Somebody else has the agent's token.
    ASSERT_TRUE(process->run(buy(*process, 0, 1)).ok());
    process->game.credits_hidden = true;
    const auto refused = process->run(buy(*process, 0, 1));
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::kUnavailable);
    EXPECT_THAT(refused.error().message, HasSubstr("its answer would unblock it"));
    EXPECT_TRUE(process->ledger.why_blocked().has_value());
    EXPECT_EQ(process->game.acts, 1);
    EXPECT_TRUE(process->run(sell(*process, 0, 1)).ok()) << "selling needs no balance";

    process->game.credits_hidden = false;
    ASSERT_TRUE(process->run(buy(*process, 0, 1)).ok());
    EXPECT_EQ(process->ledger.balance(), remains_.world.credits);
    EXPECT_FALSE(process->ledger.why_blocked().has_value());
    const auto too_much = process->run(buy(*process, 0, 60));
    EXPECT_EQ(too_much.error().code, ErrorCode::kInsufficientCredits);
}

}  // namespace
}  // namespace argosy::ledger
