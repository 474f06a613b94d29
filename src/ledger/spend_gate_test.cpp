#include "ledger/spend_gate.h"

#include "ledger/testing/ledger_fixture.h"

namespace argosy::ledger {
namespace {

using core::Ask;
using core::Credits;
using core::ErrorCode;
using core::Units;
using testing::count_success;
using ::testing::HasSubstr;
using testing::kMarket;
using testing::LedgerTest;

using Spending = LedgerTest;
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
    EXPECT_GE(remains_.world.credits, Credits(98'500) - Credits(2 * 7 * 3));
    expect_books_equal_the_game(*process);
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

}  // namespace
}  // namespace argosy::ledger
