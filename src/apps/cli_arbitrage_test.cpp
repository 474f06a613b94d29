#include "apps/cli_arbitrage.h"

#include <gmock/gmock.h>

#include "apps/cli_arguments.h"

namespace argosy::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::variant<Invocation, EarlyExit> parse(std::vector<std::string> arguments) {
    return parse_arguments(std::move(arguments));
}

TEST(ArbitrageArguments, FillTheScanThatIsAskedFor) {
    const auto parsed = parse({"arbitrage", "scan", "--system", "X1-AD75", "--good", "IRON",
                               "--limit", "3", "--min-margin", "500"});
    const auto* scan = std::get<Invocation>(parsed).command.as<ArbitrageScan>();
    ASSERT_NE(scan, nullptr);
    EXPECT_EQ(scan->system, "X1-AD75");
    EXPECT_EQ(scan->good, "IRON");
    EXPECT_EQ(scan->limit, 3);
    EXPECT_EQ(scan->min_margin_bp, 500);
}

TEST(ArbitrageArguments, LeaveTheChoiceToTheDaemonWhereNothingIsSaid) {
    const auto parsed = parse({"arbitrage", "start"});
    const auto* start = std::get<Invocation>(parsed).command.as<ArbitrageStart>();
    ASSERT_NE(start, nullptr);
    EXPECT_EQ(start->system, "");
    EXPECT_EQ(start->strategy, "");
    EXPECT_EQ(start->max_workers, 0);
}

TEST(ArbitrageArguments, RefuseNoWorkersAtAll) {
    const auto parsed = parse({"arbitrage", "start", "--max-workers", "0"});
    EXPECT_EQ(std::get<EarlyExit>(parsed).code, ExitCode::kUsage);
}

TEST(ArbitrageText, SaysThatNoLanePaysAndWithWhatMoney) {
    v1::ScanArbitrageResponse answer;
    answer.set_system("X1-AD75");
    answer.set_to_spend(1'234);
    EXPECT_THAT(render(answer), HasSubstr("No lane of X1-AD75 pays"));
    EXPECT_THAT(render(answer), HasSubstr("1,234 credits to spend"));
}

TEST(ArbitrageText, ShowsALaneWithItsArithmetic) {
    v1::ScanArbitrageResponse answer;
    answer.set_now(1'000'000);
    answer.set_lanes_found(7);
    v1::ArbitrageLane& lane = *answer.add_lanes();
    lane.set_good("IRON");
    lane.set_from("X1-AD75-B1");
    lane.set_to("X1-AD75-C1");
    lane.set_units(40);
    lane.set_profit(12'345);
    lane.set_margin_bp(1'250);
    lane.set_time_ms(90'000);
    const std::string text = render(answer);
    EXPECT_THAT(text, HasSubstr("IRON"));
    EXPECT_THAT(text, HasSubstr("+12,345"));
    EXPECT_THAT(text, HasSubstr("12.5 %"));
    EXPECT_THAT(text, HasSubstr("1 of 7 lanes"));
}

TEST(ArbitrageText, ShowsWhatATradeUnderWayIsExpectedToBringWhereThatIsKnown) {
    v1::ArbitrageStatus status;
    v1::ArbitrageTrade& trade = *status.add_under_way();
    trade.set_ship("ARGOSY-1");
    trade.set_good("IRON");
    EXPECT_THAT(render(status), Not(HasSubstr("+777")));
    trade.set_expected_profit(777);
    EXPECT_THAT(render(status), HasSubstr("+777"));
}

TEST(ArbitrageText, SumsUpWithoutTimesSoThatOnlyAChangeIsANewLine) {
    v1::ArbitrageStatus status;
    status.set_trades(3);
    const std::string before = summarize(status);
    status.set_now(5'000);
    EXPECT_EQ(summarize(status), before);
    status.set_trades(4);
    EXPECT_NE(summarize(status), before);
}

}  // namespace
}  // namespace argosy::cli
