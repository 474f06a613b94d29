#include "ledger/report.h"

#include "ledger/testing/ledger_fixture.h"

namespace argosy::ledger {
namespace {

using core::Credits;
using core::Units;
using testing::kBuying;
using testing::kIron;
using testing::kMarket;
using testing::kSelling;
using testing::Process;

const model::WaypointSymbol kSink("X1-AD75-F3");
constexpr GroupBy kAll[] = {GroupBy::kCategory, GroupBy::kOperation, GroupBy::kPipeline,
                            GroupBy::kGood,     GroupBy::kShip,      GroupBy::kLane,
                            GroupBy::kDay};

class ReportTest : public testing::LedgerTest {
  protected:
    // Ten units from here to the sink with fuel on the way, three more still aboard.
    void trade(Process& process) {
        ASSERT_TRUE(process.run(buy(process, 0, 10)).ok());
        const model::Fuel fuel = remains_.world.ships.at(ships_[0]).fuel;
        Purpose burnt = kSelling;
        burnt.category = Category::kRefuel;
        ASSERT_TRUE(
            process.run(process.ledger.refuel(ships_[0], kMarket, core::Ask(70), fuel, burnt))
                .ok());
        remains_.world.prices[kIron] = 150;
        ASSERT_TRUE(process
                        .run(process.ledger.sell({ships_[0], kIron, Units(10)}, kSink,
                                                 core::Bid(150), Units(10), kSelling))
                        .ok());
        remains_.world.prices[kIron] = 100;
        ASSERT_TRUE(process.run(buy(process, 1, 3)).ok());
    }

    static Credits net(const std::vector<ReportRow>& rows) {
        Credits sum;
        for (const ReportRow& row : rows)
            sum += row.net();
        return sum;
    }

    static const ReportRow* row(const std::vector<ReportRow>& rows, std::string_view key) {
        for (const ReportRow& candidate : rows) {
            if (candidate.key == key) return &candidate;
        }
        return nullptr;
    }
};

TEST_F(ReportTest, SumsUpToWhatWasEarnedHoweverGrouped) {
    auto process = start();
    trade(*process);
    remains_.world.credits += Credits(500);
    ASSERT_TRUE(process->run(process->ledger.settle_open_intents()).ok());
    for (const GroupBy by : kAll) {
        EXPECT_EQ(parse_group_by(to_string(by)), by);
        EXPECT_EQ(net(process->run(process->ledger.report(by)).value()),
                  process->ledger.balance() - process->ledger.opening())
            << to_string(by);
    }
    const auto categories = process->run(process->ledger.report(GroupBy::kCategory)).value();
    ASSERT_EQ(categories.size(), 4u);
    EXPECT_EQ(row(categories, "CARGO_TRADE")->revenue, Credits(1'500));
    EXPECT_EQ(row(categories, "CARGO_TRADE")->realised, Credits(500));
    EXPECT_EQ(row(categories, "MANUFACTURING_ARBITRAGE")->cost, Credits(1'000 + 300));
    EXPECT_EQ(row(categories, "REFUEL")->cost, Credits(210));
    EXPECT_EQ(row(categories, "RECONCILIATION")->revenue, Credits(500));
    EXPECT_EQ(process->run(process->ledger.report(GroupBy::kDay)).value()[0].key, "2024-10-04");
}

TEST_F(ReportTest, GivesALaneItsFuelAndKeepsWhatIsAboardApart) {
    auto process = start();
    trade(*process);
    const auto lanes = process->run(process->ledger.report(GroupBy::kLane)).value();
    const ReportRow* sold = row(lanes, "X1-AD75-A1 -> X1-AD75-F3");
    ASSERT_NE(sold, nullptr);
    EXPECT_EQ(sold->revenue, Credits(1'500));
    EXPECT_EQ(sold->cost, Credits(1'000 + 210));
    EXPECT_EQ(sold->realised, Credits(500));
    const ReportRow* aboard = row(lanes, "X1-AD75-A1 -> aboard");
    ASSERT_NE(aboard, nullptr);
    EXPECT_EQ(aboard->net(), Credits(-300));
}

TEST_F(ReportTest, SumsUpToWhatTheBalanceChangedByInAnySpan) {
    auto process = start();
    trade(*process);
    process->run_for(std::chrono::hours(30));
    const core::TimePoint between = process->runtime.now();
    const Credits then = process->ledger.balance();
    remains_.world.prices[kIron] = 180;
    ASSERT_TRUE(process->run(sell(*process, 1, 2)).ok());
    for (const GroupBy by : kAll) {
        const auto before = process->run(process->ledger.report(by, {.until = between})).value();
        const auto after = process->run(process->ledger.report(by, {.since = between})).value();
        EXPECT_EQ(net(before), then - process->ledger.opening()) << to_string(by);
        EXPECT_EQ(net(after), process->ledger.balance() - then) << to_string(by);
    }
    const auto lanes =
        process->run(process->ledger.report(GroupBy::kLane, {.since = between})).value();
    EXPECT_EQ(row(lanes, "X1-AD75-A1 -> aboard")->revenue, Credits(200))
        << "cargo of before the span has left";
}

TEST_F(ReportTest, ListsTheRowsThatPassTheFilterNewestFirst) {
    auto process = start();
    trade(*process);
    const auto count = [&](Filter filter) {
        return process->run(process->ledger.list(std::move(filter), 10)).value().size();
    };
    EXPECT_EQ(count({}), 5u);
    EXPECT_EQ(count({.category = Category::kRefuel}), 1u);
    EXPECT_EQ(count({.type = EntryType::kPurchaseCargo}), 2u);
    EXPECT_EQ(count({.good = "IRON"}), 3u);
    EXPECT_EQ(count({.ship = ships_[1]}), 1u);
    EXPECT_EQ(count({.operation = kBuying.operation}), 4u);
    EXPECT_EQ(count({.pipeline = core::PipelineId("pipeline-9-9")}), 0u);
    EXPECT_EQ(count({.span = {.since = process->runtime.now()}}), 0u);
    const auto newest = process->run(process->ledger.list({}, 2)).value();
    ASSERT_EQ(newest.size(), 2u);
    EXPECT_GT(newest[0].id, newest[1].id);
    EXPECT_EQ(newest[0].ship, ships_[1]);
}

}  // namespace
}  // namespace argosy::ledger
