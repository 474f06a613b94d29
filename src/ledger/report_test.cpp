#include "ledger/report.h"

#include "ledger/testing/ledger_fixture.h"

namespace argosy::ledger {
namespace {

using core::Credits;
using testing::LedgerTest;

using Report = LedgerTest;
TEST_F(Report, ReportsSumUpToWhatWasEarnedHoweverGrouped) {
    auto process = start();
    ASSERT_TRUE(process->run(buy(*process, 0, 10)).ok());
    ASSERT_TRUE(process->run(sell(*process, 0, 10)).ok());
    ASSERT_TRUE(process->run(buy(*process, 1, 3)).ok());
    remains_.world.credits += Credits(500);
    ASSERT_TRUE(process->run(process->ledger.settle_open_intents()).ok());
    for (const GroupBy by : {GroupBy::kCategory, GroupBy::kGood, GroupBy::kShip, GroupBy::kPipeline,
                             GroupBy::kOperation, GroupBy::kDay}) {
        EXPECT_EQ(parse_group_by(to_string(by)), by);
        Credits net;
        std::int64_t count = 0;
        const auto rows = process->run(process->ledger.report(by)).value();
        for (const ReportRow& row : rows) {
            net += row.net();
            count += row.count;
        }
        EXPECT_EQ(net, process->ledger.balance() - process->ledger.opening());
        EXPECT_EQ(count, 4);
    }
    const auto categories = process->run(process->ledger.report(GroupBy::kCategory)).value();
    ASSERT_EQ(categories.size(), 3u);
    EXPECT_EQ(categories[0].key, "CARGO_TRADE");
    EXPECT_EQ(categories[0].revenue, Credits(1'030));
    EXPECT_EQ(categories[1].key, "MANUFACTURING_ARBITRAGE");
    EXPECT_EQ(categories[1].cost, Credits(1'000 + 300));
    EXPECT_EQ(categories[2].key, "RECONCILIATION");
    EXPECT_EQ(process->run(process->ledger.report(GroupBy::kDay)).value()[0].key, "2024-10-04");
}

}  // namespace
}  // namespace argosy::ledger
