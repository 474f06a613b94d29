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

TEST(ArbitrageArguments, FillTheGrowthThatIsAskedFor) {
    const auto parsed =
        parse({"arbitrage", "start", "--buy-ships", "3", "--pay-back-hours", "1.5"});
    const auto* start = std::get<Invocation>(parsed).command.as<ArbitrageStart>();
    ASSERT_NE(start, nullptr);
    EXPECT_EQ(start->buy_ships, 3);
    EXPECT_EQ(start->pay_back_hours, 1.5);
}

TEST(ArbitrageArguments, FillTheHoursAfterWhichItStops) {
    const auto parsed = parse({"arbitrage", "start", "--hours", "1.5"});
    const auto* start = std::get<Invocation>(parsed).command.as<ArbitrageStart>();
    ASSERT_NE(start, nullptr);
    EXPECT_EQ(start->hours, 1.5);
}

TEST(ArbitrageText, SaysWhenItEndsAndSellsOut) {
    v1::ArbitrageStatus status;
    EXPECT_THAT(render(status), Not(HasSubstr("Ends"))) << "nobody has said when";
    status.set_now(1'000'000'000);
    status.set_sells_out_at(status.now() + 3'600'000);
    status.set_ends_at(status.now() + 7'200'000);
    EXPECT_THAT(render(status),
                HasSubstr("in 2h 00m, and sells out from 1970-01-12T14:46:40.000Z on"));
    status.set_now(status.sells_out_at());
    EXPECT_THAT(render(status), HasSubstr("in 1h 00m, and sells out\n"));
}

TEST(ArbitrageArguments, FillTheReasonThatIsAskedFor) {
    const auto parsed = parse({"arbitrage", "why", "--good", "IRON", "--to", "X1-AD75-D41"});
    const auto* why = std::get<Invocation>(parsed).command.as<ArbitrageWhy>();
    ASSERT_NE(why, nullptr);
    EXPECT_EQ(why->ship, "");
    EXPECT_EQ(why->good, "IRON");
    EXPECT_EQ(why->to, "X1-AD75-D41");
    EXPECT_EQ(why->limit, 10);
}

TEST(ArbitrageText, SaysWhatOneShipMoreWouldBringAndWhyItIsNotBought) {
    v1::ArbitrageStatus status;
    EXPECT_THAT(render(status), Not(HasSubstr("One ship more"))) << "nothing runs";
    v1::FleetGrowth& growth = *status.mutable_growth();
    growth.set_credits_per_hour(84'000);
    growth.set_all_at_work_percent(97);
    growth.set_price(300'000);
    growth.set_seen_ms(3'600'000);
    growth.set_pays_back_in_ms(12'900'000);
    growth.set_time_left_ms(86'400'000);
    growth.set_why_not("it may buy none");
    const std::string text = render(status);
    EXPECT_THAT(text, HasSubstr("84,000 an hour (no ship was free for 97 % of 1h 00m)"));
    EXPECT_THAT(text, HasSubstr("3h 35m"));
    EXPECT_THAT(text, HasSubstr("24h 00m"));
    EXPECT_THAT(text, HasSubstr("300,000 (as usual; not seen lately)"));
    EXPECT_THAT(text, HasSubstr("it may buy none"));
}

TEST(ArbitrageText, ShowsTheRuleThatClosedALaneAndTheFiguresOfOneAlone) {
    v1::WhyArbitrageResponse answer;
    v1::ArbitrageReason& lane = *answer.add_lanes();
    lane.set_good("IRON");
    lane.set_rule("the import is full");
    auto& figure = *lane.add_figures();
    figure.set_name("sink: units due");
    figure.set_value(12.5);
    EXPECT_THAT(render(answer), HasSubstr("closed: the import is full"));
    EXPECT_THAT(render(answer), HasSubstr("12.50"));
    *answer.add_lanes() = lane;
    EXPECT_THAT(render(answer), Not(HasSubstr("12.50"))) << "of several lanes only the table";
}

TEST(ArbitrageText, ShowsWhatAStrategyCountsBesidesProfitAndTime) {
    v1::WhyArbitrageResponse answer;
    answer.set_ship("ARGOSY-3");
    v1::ArbitrageReason& flown = *answer.mutable_flown();
    flown.set_rule("stocks allow 40 units");
    flown.set_units(40);
    flown.set_profit(1'200);
    flown.set_time_ms(300'000);
    flown.set_beyond_profit(600);
    flown.set_beyond_time_ms(60'000);
    flown.set_credits_per_second(5);
    EXPECT_THAT(render(answer), HasSubstr("+1,200 +600"));
    EXPECT_THAT(render(answer), HasSubstr("5m 00s + 1m 00s"));
    EXPECT_THAT(render(answer), HasSubstr("5.00"));
    EXPECT_THAT(render(answer), HasSubstr("open: stocks allow 40 units"));
    EXPECT_THAT(render(answer), HasSubstr("What else it could fly"));
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
