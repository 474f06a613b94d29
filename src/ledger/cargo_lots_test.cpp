#include "ledger/cargo_lots.h"

#include "ledger/testing/ledger_fixture.h"

namespace argosy::ledger {
namespace {

using core::Credits;
using core::Units;
using testing::kIron;

class CargoLotsTest : public testing::LedgerTest {
  protected:
    // Two lots of ten units aboard the first ship, at 100 and at 200 credits.
    void buy_two_lots(testing::Process& process) {
        ASSERT_TRUE(process.run(buy(process, 0, 10)).ok());
        remains_.world.prices[kIron] = 200;
        ASSERT_TRUE(process.run(buy(process, 0, 10)).ok());
    }

    Entry newest(testing::Process& process) {
        return process.run(process.ledger.list({}, 1)).value().front();
    }
};

TEST_F(CargoLotsTest, AreUsedUpByTheOldestFirst) {
    auto process = start();
    buy_two_lots(*process);
    remains_.world.prices[kIron] = 300;
    ASSERT_TRUE(process->run(sell(*process, 0, 15)).ok());
    EXPECT_EQ(newest(*process).realised, Credits(15 * 300 - 10 * 100 - 5 * 200));
    const auto left = process->ledger.lots().aboard(ships_[0], kIron);
    ASSERT_EQ(left.size(), 1u);
    EXPECT_EQ(left[0].units, Units(5));
    EXPECT_EQ(left[0].cost, Credits(5 * 200));
}

TEST_F(CargoLotsTest, OutliveTheProcess) {
    {
        auto process = start();
        buy_two_lots(*process);
        ASSERT_TRUE(process->run(sell(*process, 0, 3)).ok());
    }
    auto process = start();
    const auto lots = process->ledger.lots().all();
    ASSERT_EQ(lots.size(), 2u);
    EXPECT_EQ(lots[0].units, Units(7));
    EXPECT_EQ(lots[0].cost, Credits(700));
    EXPECT_EQ(lots[0].pipeline, core::PipelineId("pipeline-1-1"));
    EXPECT_EQ(lots[1].units, Units(10));
}

TEST_F(CargoLotsTest, AreOpenedAndUsedByTradesWhoseAnswerWasLost) {
    auto process = start();
    process->game.fates = {testing::Fate::kAnswerLost, testing::Fate::kAnswerLost};
    ASSERT_TRUE(process->run(buy(*process, 0, 10)).ok());
    remains_.world.prices[kIron] = 150;
    ASSERT_TRUE(process->run(sell(*process, 0, 10)).ok());
    EXPECT_EQ(newest(*process).realised, Credits(10 * 50));
    EXPECT_TRUE(process->ledger.lots().all().empty());
    EXPECT_EQ(remains_.number("SELECT COUNT(*) AS n FROM cargo_lots"), 0);
}

TEST_F(CargoLotsTest, BringTheirPipelineToASaleOnNobodysBehalf) {
    auto process = start();
    ASSERT_TRUE(process->run(buy(*process, 0, 10)).ok());
    ASSERT_TRUE(process->run(sell(*process, 0, 10, {})).ok());
    EXPECT_EQ(newest(*process).pipeline, core::PipelineId("pipeline-1-1"));
}

TEST_F(CargoLotsTest, LeaveCargoThatWasNotBoughtWithoutACost) {
    auto process = start();
    remains_.world.ships.at(ships_[0]).cargo.items[kIron] = Units(4);
    ASSERT_TRUE(process->run(sell(*process, 0, 4)).ok());
    EXPECT_EQ(newest(*process).realised, Credits(400));
}

TEST_F(CargoLotsTest, ShareCostsSoThatNoCreditIsLost) {
    auto process = start();
    remains_.world.lists_visible = false;
    process->game.fates = {testing::Fate::kAnswerLost};
    remains_.world.prices[kIron] = 100;
    ASSERT_TRUE(process->run(buy(*process, 0, 7)).ok());
    Credits taken;
    for (int i = 0; i < 7; ++i) {
        ASSERT_TRUE(process->run(sell(*process, 0, 1)).ok());
        const Entry sale = newest(*process);
        taken += sale.amount - *sale.realised;
    }
    EXPECT_EQ(taken, Credits(700));
}

TEST_F(CargoLotsTest, AreWrittenOffWhenTheirCargoIsGone) {
    {
        auto process = start();
        buy_two_lots(*process);
        ASSERT_TRUE(process->run(buy(*process, 1, 10)).ok());
    }
    auto process = start();
    remains_.world.ships.at(ships_[0]).cargo.items[kIron] = Units(8);
    ASSERT_TRUE(process
                    ->run(process->ledger.write_off_missing(
                        {{ships_[0], remains_.world.ships.at(ships_[0]).cargo}}))
                    .ok());
    const auto left = process->ledger.lots().all();
    ASSERT_EQ(left.size(), 1u);
    EXPECT_EQ(left[0].ship, ships_[0]);
    EXPECT_EQ(left[0].units, Units(8));
    EXPECT_EQ(remains_.number("SELECT SUM(units) AS n FROM lot_sales"), 12 + 10);
    EXPECT_EQ(remains_.number("SELECT SUM(units) AS n FROM cargo_lots"), 8);
}

}  // namespace
}  // namespace argosy::ledger
