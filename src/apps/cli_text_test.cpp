#include <gtest/gtest.h>

#include <limits>

#include "apps/cli_commands.h"
#include "apps/cli_health.h"
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
    EXPECT_NE(row.find("  0      -      -  -       -        -        -   -\n"), std::string::npos)
        << row;
}

TEST(Render, SaysHowSureAMarketsStockIsAndWhereItIsKnownFrom) {
    v1::Market market;
    market.set_now(kNow);
    v1::MarketGood* good = market.add_goods();
    good->set_good("FUEL");
    good->set_margin(8);
    good->set_stock(0);
    good->set_pairs(1'234);
    good->set_source("TRADE");
    good->set_looked_at(kNow - 5'000);
    EXPECT_NE(render(market).find("8      0  1,234  TRADE  5.0s"), std::string::npos)
        << render(market);
}

TEST(Render, SaysThatTheFleetIsRequestBound) {
    v1::Health health;
    health.set_requests_waiting(42);
    EXPECT_NE(render(health).find("42 wait\n"), std::string::npos) << render(health);
    health.set_request_bound(true);
    health.set_request_price_ms(16'800);
    EXPECT_NE(
        render(health).find("42 wait: the fleet is request-bound, one more costs 16,800 ms of "
                            "ship time"),
        std::string::npos)
        << render(health);
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

TEST(Render, ShowsWhatTheRequirementsShowOfManufacturing) {
    v1::ManufacturingStatus status;
    status.set_now(kNow);
    status.set_active_workers(3);
    status.set_max_workers(5);
    status.add_ships_assigned("AGENT-7");
    status.add_ships_assigned("AGENT-12");
    status.set_profit(18'450);
    v1::Opportunity* found = status.add_opportunities();
    found->set_good("ADVANCED_CIRCUITRY");
    found->set_sell_market("X1-DF55-A3");
    found->set_bid(8'500);
    found->set_depth(3);
    found->set_verdict("clears");
    v1::Completion* completion = status.add_completions();
    completion->set_product("MACHINERY");
    completion->set_profit(4'230);
    completion->set_forecast_profit(4'500);
    completion->set_completed_at(kNow - 130'000);
    const std::string text = render(status);
    for (const char* line :
         {"3/5\n", "AGENT-7, AGENT-12\n",
          "  1. ADVANCED_CIRCUITRY @ X1-DF55-A3 - 8,500 credits/unit (depth: 3) clears\n",
          "  - MACHINERY: +4,230 credits profit (2m 10s ago); forecast +4,500, both before fuel\n",
          "Total Profit (session): 18,450 credits\n"}) {
        EXPECT_NE(text.find(line), std::string::npos) << line << text;
    }
}

TEST(Render, ShowsWhatPipelinesAreForecastToBringAndHowManyWereCancelled) {
    v1::ManufacturingStatus status;
    status.set_now(kNow);
    status.set_pipelines_completed(7);
    status.set_pipelines_failed(1);
    status.set_pipelines_cancelled(3);
    v1::Pipeline* pipeline = status.add_pipelines();
    pipeline->set_product("MACHINERY");
    pipeline->set_forecast_profit(9'150);
    pipeline->set_confidence("MEDIUM");
    pipeline->set_created_at(kNow);
    const std::string text = render(status);
    for (const char* part : {"1 active, 7 completed, 1 failed, 3 cancelled\n",
                             "credits before fuel", "FORECAST  CONFIDENCE", "+9,150  MEDIUM"}) {
        EXPECT_NE(text.find(part), std::string::npos) << part << text;
    }
    EXPECT_NE(summarize(status).find("3 cancelled"), std::string::npos);
}

TEST(Render, ShowsDemandAsTheRequirementsDrawIt) {
    v1::AnalyzeDemandResponse answer;
    answer.set_system("X1-DF55");
    v1::Opportunity* found = answer.add_opportunities();
    found->set_good("SHIP_PLATING");
    found->set_sell_market("X1-DF55-B7");
    found->set_bid(6'200);
    found->set_depth(2);
    found->add_inputs("ALUMINUM");
    found->add_inputs("MACHINERY");
    found->set_forecast_profit(-10);
    found->set_verdict("no leg earns 1000");
    const std::string text = render(answer);
    EXPECT_EQ(text.rfind("High-Demand Manufacturables in X1-DF55\n"
                         "======================================\n"
                         "\n"
                         "1. SHIP_PLATING\n"
                         "   Import Market: X1-DF55-B7\n"
                         "   Purchase Price: 6,200 credits/unit\n"
                         "   Dependency Depth: 2 levels\n"
                         "   Required Inputs: ALUMINUM, MACHINERY\n",
                         0),
              0u)
        << text;
    EXPECT_NE(text.find("-10 profit\n   Verdict: no leg earns 1000\n"), std::string::npos) << text;
    EXPECT_NE(render(v1::AnalyzeDemandResponse()).find("(none"), std::string::npos);
}

TEST(Render, ShowsOfADryRunWhatStartsAndWhatNotLegByLeg) {
    v1::ManufacturingPreview preview;
    preview.set_system("X1-A");
    preview.set_max_pipelines(1);
    v1::PreviewedPipeline* starts = preview.add_pipelines();
    starts->set_starts(true);
    starts->mutable_opportunity()->set_good("MACHINERY");
    v1::PreviewedLeg* leg = starts->add_legs();
    leg->set_load("ACQUIRE");
    leg->set_unload("DELIVER");
    leg->set_good("IRON");
    leg->set_units(40);
    leg->set_cost(1'000);
    leg->set_revenue(1'500);
    leg->set_verdict("clears");
    v1::PreviewedPipeline* waits = preview.add_pipelines();
    waits->mutable_opportunity()->set_good("CLOTHING");
    waits->set_reason("max_pipelines is 1");
    const std::string text = render(preview);
    EXPECT_EQ(text.rfind("Nothing was started.", 0), 0u);
    EXPECT_LT(text.find("1. MACHINERY"), text.find("Not started:"));
    EXPECT_LT(text.find("Not started:"), text.find("2. CLOTHING"));
    EXPECT_NE(text.find("ACQUIRE -> DELIVER  IRON"), std::string::npos) << text;
    EXPECT_NE(text.find("1,000   1,500    +500  clears"), std::string::npos) << text;
    EXPECT_NE(text.find("max_pipelines is 1\n"), std::string::npos);
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
