#include <gtest/gtest.h>

#include <limits>

#include "apps/cli_commands.h"
#include "apps/cli_json.h"
#include "apps/cli_ledger.h"
#include "apps/cli_manufacturing.h"
#include "apps/cli_market.h"
#include "apps/cli_ship.h"
#include "apps/cli_table.h"

namespace argosy::cli {
namespace {

constexpr std::int64_t kNow = 1'756'211'173'000;  // 2025-08-26T12:26:13Z

TEST(Table, AlignsColumnsByTheirWidestCell) {
    Table table({{"GOOD", Align::kLeft}, {"PRICE", Align::kRight}, {"NOTE", Align::kLeft}});
    table.add({"IRON", "7", "ok"});
    table.add({"ELECTRONICS", "1,234,567", ""});
    EXPECT_EQ(table.text(),
              "GOOD             PRICE  NOTE\n"
              "IRON                 7  ok\n"
              "ELECTRONICS  1,234,567  -\n");
}

TEST(Table, SaysThatThereIsNothing) {
    EXPECT_EQ(Table({{"GOOD", Align::kLeft}}).text(2), "  (none)\n");
}

TEST(Table, LetsNoCellDrawOnTheTerminal) {
    Table table({{"A", Align::kLeft}});
    table.add({"x\x1b[2J\ny"});
    EXPECT_EQ(table.text(), "A\nx [2J y\n");
}

TEST(Text, SeparatesThousandsOfCredits) {
    EXPECT_EQ(credits(0), "0");
    EXPECT_EQ(credits(999), "999");
    EXPECT_EQ(credits(1000), "1,000");
    EXPECT_EQ(credits(-999), "-999");
    EXPECT_EQ(credits(-1'234'567), "-1,234,567");
    EXPECT_EQ(credits(std::numeric_limits<std::int64_t>::min()), "-9,223,372,036,854,775,808");
    EXPECT_EQ(gain(1500), "+1,500");
    EXPECT_EQ(gain(0), "0");
    EXPECT_EQ(gain(-1500), "-1,500");
}

TEST(Text, ShowsTimesAsLengthsOfTime) {
    EXPECT_EQ(between(kNow - 200'000, kNow), "3m 20s");
    EXPECT_EQ(between(0, kNow), "-");
    EXPECT_EQ(between(kNow, 0), "-");
    EXPECT_EQ(share(9234), "92.3 %");
}

TEST(Render, ShowsAShipUnderWayWithItsRemainingTime) {
    v1::ListShipsResponse answer;
    answer.set_now(kNow);
    v1::Ship* ship = answer.add_ships();
    ship->set_symbol("ARGOSY-1");
    ship->set_role("HAULER");
    ship->set_status("IN_TRANSIT");
    ship->set_waypoint("X1-A-B2");
    ship->set_arrival(kNow + 75'000);
    ship->set_fuel(300);
    ship->set_fuel_capacity(600);
    ship->set_cargo_capacity(80);
    EXPECT_EQ(render(answer),
              "SHIP      ROLE    STATUS      WHERE                 FUEL  CARGO  DOING\n"
              "ARGOSY-1  HAULER  IN_TRANSIT  X1-A-B2 in 1m 15s  300/600   0/80  -\n");
}

TEST(Render, SaysWhetherBooksAndGameAgree) {
    v1::LedgerReport report;
    report.set_opening(175'000);
    report.set_balance(1'000'000);
    report.set_game_credits(1'000'000);
    EXPECT_NE(render(report).find("1,000,000 (the books agree)"), std::string::npos);
    report.set_game_credits(999'000);
    EXPECT_NE(render(report).find("999,000 (differs by -1,000)"), std::string::npos);
}

TEST(Render, DistinguishesAnUnknownStockFromAnEmptyOne) {
    v1::Market market;
    market.set_waypoint("X1-A-B2");
    market.set_now(kNow);
    v1::MarketGood* good = market.add_goods();
    good->set_good("IRON");
    good->set_margin(0);
    const std::string text = render(market);
    const std::string row = text.substr(text.find("IRON"));
    EXPECT_NE(row.find("  0      -    -        -        -   -\n"), std::string::npos) << row;
}

TEST(Render, SaysWhyThingsWait) {
    v1::ManufacturingStatus status;
    status.set_now(kNow);
    status.mutable_operation()->set_status("RUNNING");
    v1::Decline* decline = status.add_declines();
    decline->set_subject("MACHINERY");
    decline->set_reason("below_threshold");
    decline->set_last_at(kNow - 5000);
    const std::string text = render(status);
    EXPECT_NE(text.find("What waits, and why"), std::string::npos);
    EXPECT_NE(text.find("below_threshold"), std::string::npos);
    EXPECT_NE(text.find("5.0s"), std::string::npos);
}

TEST(Summary, ChangesWhenSomethingHappenedAndNotWithTime) {
    v1::ManufacturingStatus status;
    status.mutable_operation()->set_status("RUNNING");
    status.set_now(kNow);
    const std::string before = summarize(status);
    status.set_now(kNow + 1000);
    EXPECT_EQ(summarize(status), before);
    status.set_profit(1);
    EXPECT_NE(summarize(status), before);
}

TEST(Json, WritesEveryPlainFieldWithNumbersAsNumbers) {
    v1::CargoItem item;
    item.set_units(9'007'199'254'740'993);
    EXPECT_EQ(to_json(item), R"({"good":"","units":9007199254740993})");
}

TEST(Json, LeavesOutWhatIsNotSetAndWritesListsEvenWhenEmpty) {
    EXPECT_EQ(to_json(v1::ListPlayersResponse()), R"({"players":[]})");
    v1::MarketGood good;
    EXPECT_EQ(to_json(good).find("stock"), std::string::npos);
    good.set_stock(0);
    EXPECT_NE(to_json(good).find(R"("stock":0)"), std::string::npos);
    v1::PurchaseShipResponse bought;
    EXPECT_EQ(to_json(bought), R"({"price":0,"balance_after":0})");
}

TEST(Json, NestsMessagesAndEscapesText) {
    v1::GetOperationLogsResponse logs;
    logs.add_lines()->set_message("say \"no\"\n\\ \x01 \xc3\xa9");
    logs.add_lines()->set_at(5);
    EXPECT_EQ(to_json(logs),
              "{\"lines\":[{\"at\":0,\"level\":\"\",\"message\":\"say \\\"no\\\"\\n\\\\ \\u0001 "
              "\xc3\xa9\",\"id\":0},{\"at\":5,\"level\":\"\",\"message\":\"\",\"id\":0}]}");
}

TEST(Json, WritesFractionsExactlyAndNeverInfinity) {
    v1::Health health;
    health.set_time_factor(0.1);
    EXPECT_NE(to_json(health).find(R"("time_factor":0.1,)"), std::string::npos);
    health.set_time_factor(std::numeric_limits<double>::infinity());
    EXPECT_NE(to_json(health).find(R"("time_factor":null,)"), std::string::npos);
}

TEST(Errors, SayWhatToDoOnce) {
    EXPECT_EQ(explain({core::ErrorCode::kNotFound, "System X1-NOPE not found."}),
              "spacetraders: System X1-NOPE not found: check the name");
    EXPECT_EQ(explain({core::ErrorCode::kNotFound, "no player is registered: register one"}),
              "spacetraders: no player is registered: register one");
    EXPECT_EQ(explain({core::ErrorCode::kInvalidArgument, "units was 0, expected 1 to 60"}),
              "spacetraders: units was 0, expected 1 to 60");
    EXPECT_EQ(explain({core::ErrorCode::kRejected, "market X1-AD75-A1: not docked"}),
              "spacetraders: market X1-AD75-A1: not docked: nothing was done");
}

TEST(Errors, AreOneLineThatSaysWhatAndWhatToDo) {
    const std::string line = explain({core::ErrorCode::kOutcomeUnknown, "no answer\ncame"});
    EXPECT_EQ(line,
              "spacetraders: no answer came: it may or may not have happened, look before you "
              "repeat it");
}

}  // namespace
}  // namespace argosy::cli
