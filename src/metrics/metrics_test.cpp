#include "metrics/metrics.h"

#include <gmock/gmock.h>

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

#include "core/virtual_loop.h"
#include "store/inline_store.h"
#include "store/sqlite_engine.h"

namespace argosy::metrics {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kEra = "2025-04-06";

/// A database of two players, one of them in an era that is over.
class MetricsTest : public ::testing::Test {
  protected:
    MetricsTest() : engine_(store::open_sqlite(std::string(store::kInMemory)).value()) {
        EXPECT_TRUE(store::migrate(*engine_).ok());
        write("INSERT INTO runs (started_at, seed) VALUES (0, '1'), (0, '2')");
        write(
            "INSERT INTO players (id, agent_symbol, era, faction, headquarters, token, created_at)"
            " VALUES (1, 'ARGOSY', '2025-04-06', 'COSMIC', 'X1-A-A1', 't', 0),"
            " (2, 'OLD', '2025-03-01', 'COSMIC', 'X1-A-A1', 't', 0)");
        book(1, "OPENING", "OPENING", 1'000);
        book(2, "OPENING", "OPENING", 9'999);
        book(1, "PURCHASE_CARGO", "CARGO_TRADE", -300);
        book(1, "SELL_CARGO", "CARGO_TRADE", 450);
    }

    void write(std::string_view sql, store::Params params = {}) {
        store::Transaction transaction;
        transaction.add(sql, std::move(params));
        const auto done = engine_->commit(transaction, store::Durability::kNormal);
        EXPECT_TRUE(done.ok()) << done.error().message;
    }
    void book(std::int64_t player, std::string type, std::string category, std::int64_t amount) {
        write(
            "INSERT INTO transactions (player_id, at, type, category, good_symbol, units, amount,"
            " balance_after, ship_symbol, waypoint_symbol, operation_id, pipeline_id, task_id)"
            " VALUES ($1, 0, $2, $3, '', 0, $4, 0, '', '', '', '', '')",
            {player, std::move(type), std::move(category), amount});
    }
    void add_ship(const std::string& symbol, const std::string& owner) {
        write(
            "INSERT INTO ships (player_id, symbol, role, frame, cargo_capacity, fuel_capacity,"
            " speed) VALUES (1, $1, 'HAULER', 'F', 80, 600, 15)",
            {symbol});
        if (owner.empty()) return;
        write(
            "INSERT INTO ship_assignments (player_id, ship_symbol, owner_id, version, assigned_at)"
            " VALUES (1, $1, $2, 1, 0)",
            {symbol, owner});
    }

    void add_operation(const std::string& id, const std::string& kind) {
        write(
            "INSERT INTO operations (id, player_id, kind, status, config, created_at, updated_at)"
            " VALUES ($1, 1, $2, 'RUNNING', '{}', 0, 0)",
            {id, kind});
    }

    /// Three pipelines that ended, one within 5 % of its forecast, one within 20 %, one not.
    void add_pipelines() {
        add_operation("operation-1-1", "manufacturing");
        add_pipeline("pipeline-1-1", "COMPLETED", 950);
        add_pipeline("pipeline-1-2", "COMPLETED", 1'200);
        add_pipeline("pipeline-1-3", "CANCELLED", -30);
        write(
            "INSERT INTO manufacturing_tasks (id, player_id, operation_id, pipeline_id, haul_id,"
            " task_type, status, good_symbol, created_at, started_at, completed_at)"
            " VALUES ('task-1-1', 1, 'operation-1-1', 'pipeline-1-1', 'haul-1-1', 'SELL',"
            " 'COMPLETED', 'IRON', 0, 10000, 40000)");
        write(
            "INSERT INTO declines (player_id, subject, reason, detail, first_at, last_at, times)"
            " VALUES (1, 'IRON', 'margin', '', 0, 0, 7)");
    }

    /// A pipeline of a minute that was forecast to bring 1,000.
    void add_pipeline(const std::string& id, const std::string& status, std::int64_t actual) {
        write(
            "INSERT INTO manufacturing_pipelines (id, player_id, operation_id, sequence_number,"
            " product_good, sell_market, expected_price, status, created_at, completed_at,"
            " total_cost, total_revenue, net_profit)"
            " VALUES ($1, 1, 'operation-1-1', 1, 'IRON', 'X1-A-A1', 200, $2, 0, 60000, 10, $3, $4)",
            {id, status, actual + 10, actual});
        write(
            "INSERT INTO profit_forecasts (id, pipeline_id, target_good, estimated_cost,"
            " estimated_revenue, estimated_profit, profit_margin_bp, created_at, frozen_at,"
            " actual_profit) VALUES ($1, $1, 'IRON', 0, 1000, 1000, 10000, 0, 0, $2)",
            {id, actual});
    }

    /// Two factories of MACHINERY that ended, one well, and one under way; 80 units of IRON were
    /// bought for each, and half of what they cost came back.
    void add_goods_factories() {
        add_operation("operation-1-2", "goods_factory");
        add_goods_factory("factory-1-1", "COMPLETED", 120'000);
        add_goods_factory("factory-1-2", "FAILED", 70'000);
        add_goods_factory("factory-1-3", "ACTIVE", nullptr);
        write(
            "INSERT INTO manufacturing_pipelines (id, player_id, operation_id, sequence_number,"
            " product_good, sell_market, expected_price, status, created_at, completed_at,"
            " total_cost) VALUES ('pipeline-1-9', 1, 'operation-1-2', 9, 'MACHINERY', '', 0,"
            " 'COMPLETED', 0, 120000, 800)");
    }

    void add_goods_factory(const std::string& id, const std::string& status,
                           store::Value completed_at) {
        write(
            "INSERT INTO goods_factories (id, player_id, target_good, quantity, strategy,"
            " system_symbol, dependency_tree, status, created_at, updated_at, started_at,"
            " completed_at, ships_used, hauls, market_queries, at_work_ms, critical_path_ms)"
            " VALUES ($1, 1, 'MACHINERY', 40, 'fabricate', 'X1-A', '{}', $2, 0, 0, 20000, $3,"
            " 2, 5, 3, 150000, 75000)",
            {id, status, completed_at});
        write(
            "INSERT INTO goods_factory_nodes (factory_id, node_number, good_symbol,"
            " acquisition_method, market_symbol, quantity, acquired, spent, returned,"
            " completed_at) VALUES ($1, 0, 'MACHINERY', 'FABRICATE', 'X1-A-A1', 40, 30, 500, 0,"
            " $2), ($1, 1, 'IRON', 'BUY', 'X1-A-A2', 80, 80, 300, 150, 50000)",
            {id, completed_at});
    }

    void add_looks() {
        write(
            "INSERT INTO market_looks (player_id, waypoint_symbol, looks)"
            " VALUES (1, 'X1-A-A1', 7), (1, 'X1-A-A2', 2), (2, 'X1-A-A1', 5)");
        write(
            "INSERT INTO market_forecast_errors (player_id, trade_type, activity, trading,"
            " age_from, error_to, prices) VALUES (1, 'IMPORT', 'WEAK', 'BUSY', 0, 0, 40),"
            " (1, 'IMPORT', 'STRONG', 'BUSY', 0, 300, 10), (1, 'IMPORT', 'WEAK', 'BUSY', 0, 600,"
            " 20), (1, 'IMPORT', 'WEAK', 'BUSY', 0, 10000, 4)");
    }

    std::string scraped(Live live = {.era = kEra, .requests = {}}) {
        core::VirtualLoop loop{core::TimePoint{}};
        core::Rng rng(1);
        store::InlineStore store(*engine_, loop.clock(), rng);
        std::string text;
        core::spawn(loop.executor(), keep(store, std::move(live), text));
        loop.run_until(core::TimePoint::max());
        return text;
    }

  private:
    static Task<void> keep(store::Store& store, Live live, std::string& text) {
        auto result = co_await scrape(store, std::move(live));
        EXPECT_TRUE(result.ok()) << result.error().message;
        if (result) text = *result;
    }

    std::unique_ptr<store::Engine> engine_;
};

TEST_F(MetricsTest, AreOfTheEraThatIsPlayedIn) {
    const std::string text = scraped();
    EXPECT_THAT(text, HasSubstr("\nargosy_credits{agent=\"ARGOSY\"} 1150\n"));
    EXPECT_THAT(text, Not(HasSubstr("OLD")));
    EXPECT_THAT(text, HasSubstr("argosy_era{reset_date=\"2025-04-06\"} 1\n"));
    EXPECT_THAT(scraped({.era = "2025-05-04", .requests = {}}), Not(HasSubstr("agent=")));
}

TEST_F(MetricsTest, CountMoneyByWhatItWasFor) {
    const std::string text = scraped();
    EXPECT_THAT(text, HasSubstr("argosy_credits_paid_total{agent=\"ARGOSY\",category=\"CARGO_"
                                "TRADE\"} 300\n"));
    EXPECT_THAT(text, HasSubstr("argosy_credits_received_total{agent=\"ARGOSY\",category=\"CARGO_"
                                "TRADE\"} 450\n"));
    EXPECT_THAT(text, Not(HasSubstr("OPENING"))) << "what the agent began with was not earned";
}

TEST_F(MetricsTest, CountShipsByWhatHasThem) {
    add_ship("ARGOSY-1", "");
    add_ship("ARGOSY-2", "haul-1-7");
    add_ship("ARGOSY-3", "haul-1-8");
    add_ship("ARGOSY-4", "scout");
    add_ship("ARGOSY-5", "player");
    const std::string text = scraped();
    EXPECT_THAT(text, HasSubstr("argosy_ships{agent=\"ARGOSY\",state=\"idle\"} 1\n"));
    EXPECT_THAT(text, HasSubstr("argosy_ships{agent=\"ARGOSY\",state=\"hauling\"} 2\n"));
    EXPECT_THAT(text, HasSubstr("argosy_ships{agent=\"ARGOSY\",state=\"scouting\"} 1\n"));
    EXPECT_THAT(text, HasSubstr("argosy_ships{agent=\"ARGOSY\",state=\"manual\"} 1\n"));
}

TEST_F(MetricsTest, CountOperationsWithTheirRestarts) {
    write(
        "INSERT INTO operations (id, player_id, kind, status, config, created_at, updated_at,"
        " restarts) VALUES ('operation-1-1', 1, 'manufacturing', 'STOPPED', '', 0, 0, 2),"
        " ('operation-2-1', 1, 'manufacturing', 'RUNNING', '', 0, 0, 1)");
    const std::string text = scraped();
    EXPECT_THAT(text, HasSubstr("argosy_operations{agent=\"ARGOSY\",kind=\"manufacturing\",status="
                                "\"RUNNING\"} 1\n"));
    EXPECT_THAT(text, HasSubstr("argosy_operation_restarts_total{agent=\"ARGOSY\",kind="
                                "\"manufacturing\"} 3\n"));
    EXPECT_THAT(text, HasSubstr("argosy_process_starts_total 2\n"));
    EXPECT_THAT(text, HasSubstr("argosy_intents_open{agent=\"ARGOSY\"} 0\n"));
}

TEST_F(MetricsTest, TellHowPipelinesEndedAndHowFarTheirForecastsWereOff) {
    add_pipelines();
    const std::string text = scraped();
    for (const char* line :
         {"argosy_pipelines{agent=\"ARGOSY\",status=\"COMPLETED\"} 2\n",
          "argosy_pipeline_seconds_total{agent=\"ARGOSY\",status=\"CANCELLED\"} 60\n",
          "argosy_pipeline_credits_total{agent=\"ARGOSY\",product=\"IRON\",direction=\"paid\"} "
          "30\n",
          "argosy_forecasts_total{agent=\"ARGOSY\",within=\"5\"} 1\n",
          "argosy_forecasts_total{agent=\"ARGOSY\",within=\"20\"} 1\n",
          "argosy_forecasts_total{agent=\"ARGOSY\",within=\"more\"} 1\n",
          "argosy_forecast_credits_total{agent=\"ARGOSY\"} 3000\n",
          "argosy_haul_seconds_total{agent=\"ARGOSY\"} 30\n",
          "argosy_declines_total{agent=\"ARGOSY\",reason=\"margin\"} 7\n"}) {
        EXPECT_THAT(text, HasSubstr(line));
    }
}

TEST_F(MetricsTest, TellHowGoodsFactoriesEndedAndHowLongEachGoodTook) {
    add_pipelines();
    add_goods_factories();
    const std::string text = scraped();
    for (const char* line :
         {"factories{agent=\"ARGOSY\",status=\"ACTIVE\"} 1\n",
          "factories_started_total{agent=\"ARGOSY\",good=\"MACHINERY\"} 3\n",
          "factories_ended_total{agent=\"ARGOSY\",good=\"MACHINERY\",status=\"COMPLETED\"} 1\n",
          "factories_ended_total{agent=\"ARGOSY\",good=\"MACHINERY\",status=\"FAILED\"} 1\n",
          "seconds_total{agent=\"ARGOSY\",good=\"MACHINERY\",span=\"elapsed\"} 100\n",
          "seconds_total{agent=\"ARGOSY\",good=\"MACHINERY\",span=\"at_work\"} 150\n",
          "seconds_total{agent=\"ARGOSY\",good=\"MACHINERY\",span=\"critical_path\"} 75\n"}) {
        EXPECT_THAT(text, HasSubstr(std::string("\nargosy_goods_") + line));
    }
    EXPECT_THAT(text, HasSubstr("argosy_pipelines{agent=\"ARGOSY\",status=\"COMPLETED\"} 2\n"))
        << "a goods factory's pipeline is no pipeline that is to earn";
    EXPECT_THAT(text, HasSubstr("argosy_pipeline_seconds_total{agent=\"ARGOSY\","
                                "status=\"COMPLETED\"} 120\n"));
    EXPECT_THAT(text, Not(HasSubstr("argosy_pipeline_credits_total{agent=\"ARGOSY\","
                                    "product=\"MACHINERY\"")));
}

TEST_F(MetricsTest, TellWhatGoodsFactoriesTook) {
    add_goods_factories();
    const std::string text = scraped();
    for (const char* line :
         {"nodes{agent=\"ARGOSY\",state=\"open\"} 1\n",
          "nodes{agent=\"ARGOSY\",state=\"complete\"} 1\n",
          "units_total{agent=\"ARGOSY\",good=\"MACHINERY\"} 90\n",
          "hauls_total{agent=\"ARGOSY\",good=\"MACHINERY\"} 15\n",
          "ships_used_total{agent=\"ARGOSY\",good=\"MACHINERY\"} 6\n",
          "market_queries_total{agent=\"ARGOSY\",good=\"MACHINERY\"} 9\n",
          "credits_total{agent=\"ARGOSY\",product=\"MACHINERY\",good=\"IRON\",direction="
          "\"paid\"} 900\n",
          "credits_total{agent=\"ARGOSY\",product=\"MACHINERY\",good=\"IRON\",direction="
          "\"received\"} 450\n",
          "credits_total{agent=\"ARGOSY\",product=\"MACHINERY\",good=\"MACHINERY\",direction="
          "\"paid\"} 1500\n"}) {
        EXPECT_THAT(text, HasSubstr(std::string("\nargosy_goods_") + line));
    }
}

TEST_F(MetricsTest, CountLooksAndHowFarWhatWasBelievedOfPricesWasOff) {
    add_looks();
    const std::string text = scraped();
    EXPECT_THAT(text, HasSubstr("argosy_looks_total{agent=\"ARGOSY\"} 9\n"));
    for (const char* line : {"\"IMPORT\",within=\"3\"} 50\n", "\"IMPORT\",within=\"6\"} 20\n",
                             "\"IMPORT\",within=\"more\"} 4\n"}) {
        EXPECT_THAT(text, HasSubstr("argosy_price_forecasts_total{agent=\"ARGOSY\",type=" +
                                    std::string(line)));
    }
}

TEST_F(MetricsTest, TellHowDaemonsShareAnAccount) {
    write("INSERT INTO accounts (account, version) VALUES ('acc', 3)");
    write(
        "INSERT INTO account_shares (account, run_id, owner, divisor, beats)"
        " VALUES ('acc', 1, 'run 1', 2, 70), ('acc', 2, 'run 2', 0, 1), ('acc', 3, 'run 3', 2, "
        "-9)");
    const std::string text = scraped();
    EXPECT_THAT(text,
                HasSubstr("argosy_account_share_divisor{account=\"acc\",owner=\"run 1\"} 2\n"));
    EXPECT_THAT(text,
                HasSubstr("argosy_account_share_divisor{account=\"acc\",owner=\"run 2\"} 0\n"));
    EXPECT_THAT(text, Not(HasSubstr("run 3"))) << "it has left";
}

TEST_F(MetricsTest, TellWhatTheProcessSent) {
    Live live{.era = kEra, .requests = {}, .waiting = 3, .queue = Live::Queue::kBound};
    const auto look = std::size_t(game::RequestPurpose::kMarketLook);
    live.requests.outcomes[look][std::size_t(game::RequestOutcome::kOk)] = 7;
    live.requests.waited[0].add(std::chrono::milliseconds(1'500));
    live.requests.turned_away[0] = 2;
    const std::string text = scraped(live);
    EXPECT_THAT(text,
                HasSubstr("argosy_requests_total{purpose=\"market_look\",outcome=\"ok\"} 7\n"));
    EXPECT_THAT(text, HasSubstr("argosy_requests_wait_seconds_total{priority=\"act\"} 1.5\n"));
    EXPECT_THAT(text, HasSubstr("argosy_requests_turned_away_total{priority=\"act\"} 2\n"));
    EXPECT_THAT(text, HasSubstr("argosy_requests_waiting 3\n"));
    EXPECT_THAT(text, HasSubstr("argosy_request_bound 1\n"));
}

TEST_F(MetricsTest, HaveATypeAHelpAndAnEntryInTheReference) {
    add_ship("ARGOSY-1", "");
    add_pipelines();
    add_goods_factories();
    add_looks();
    write("INSERT INTO accounts (account, version) VALUES ('acc', 1)");
    write(
        "INSERT INTO account_shares (account, run_id, owner, divisor, beats)"
        " VALUES ('acc', 1, 'run 1', 1, 1)");
    write(
        "INSERT INTO factory_reservations (id, factory_symbol, output_good, pipeline_id, player_id,"
        " reserved_at, expires_at, created_at, updated_at)"
        " VALUES ('reservation-1-1', 'X1-A-A1', 'IRON', 'pipeline-1-1', 1, 0, 1, 0, 0)");
    write(
        "INSERT INTO intermediate_good_pools (id, player_id, good, system_symbol, created_at,"
        " updated_at) VALUES ('pool-1-1', 1, 'IRON', 'X1-A', 0, 0)");
    write(
        "INSERT INTO pool_reservations (id, pool_id, player_id, pipeline_id, haul_id,"
        " factory_symbol, units, reserved_at, expires_at, consumed, hauls_saved)"
        " VALUES ('share-1-1', 'pool-1-1', 1, 'pipeline-1-2', 'haul-1-1', 'X1-A-A1', 40, 0, 1, 1,"
        " 2)");
    const std::string text = scraped();
    EXPECT_THAT(text, HasSubstr("argosy_hauls_saved_total{agent=\"ARGOSY\"} 2\n"));
    EXPECT_THAT(text, HasSubstr("argosy_shared_units_total{agent=\"ARGOSY\",good=\"IRON\"} 40\n"));
    std::istringstream lines(text);
    std::set<std::string> sampled;
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with('#')) sampled.insert(line.substr(0, line.find_first_of("{ ")));
    }
    for (const StoredMetric& metric : stored_metrics())
        EXPECT_TRUE(sampled.contains(std::string(metric.name))) << metric.name;
    for (const std::string& name : sampled) {
        EXPECT_THAT(text, HasSubstr("# HELP " + name + " "));
        const bool counts = name.ends_with("_total");
        EXPECT_THAT(text, HasSubstr("# TYPE " + name + (counts ? " counter\n" : " gauge\n")));
        EXPECT_THAT(reference_page(), HasSubstr("| `" + name + "` |"));
    }
}

/// ARGOSY_UPDATE=1 rewrites the page instead.
TEST(MetricsReference, IsCurrent) {
    const std::string path = std::string(ARGOSY_SOURCE_DIR) + "/docs/reference/metrics.md";
    if (std::getenv("ARGOSY_UPDATE") != nullptr) std::ofstream(path) << reference_page();
    std::ostringstream found;
    found << std::ifstream(path).rdbuf();
    EXPECT_EQ(found.str(), reference_page()) << "rewrite it with ARGOSY_UPDATE=1";
}

}  // namespace
}  // namespace argosy::metrics
