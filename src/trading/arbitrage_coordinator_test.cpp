#include "trading/arbitrage_coordinator.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "trading/greedy.h"
#include "trading/testing/trading_test.h"

namespace argosy::trading {
namespace {

using core::Credits;
using core::Units;
using fleet::testing::kSystem;
using hauls::testing::HaulProcess;
using hauls::testing::kFactory;
using hauls::testing::kIron;
using hauls::testing::kSmelter;
using hauls::testing::Remains;
using ::testing::AnyOf;
using ::testing::Each;
using ::testing::IsEmpty;
using testing::kOperation;
using ::testing::Not;

/// What the strategy of a test is told, and what it is to answer.
struct Script {
    bool refuses_on_arrival = false;
    bool values_goods = false;
    std::set<Lane> closed;
    Units most{1'000};
    core::Duration time_for_a_credit = fleet::kUsualTimeForACredit;
    std::vector<Lane> chosen;
    std::vector<Lane> dropped;
    Units counted_in;
    std::optional<core::TimePoint> pays_back_by;
};

/// Another operation, which bids what it is told to.
class Rival final : public hauls::Bidder {
  public:
    const core::OperationId& bids_for() const override { return operation_; }
    std::optional<double> bid(const model::ShipSymbol&) override { return offered; }
    void wake_for_ship() override { ++woken; }

    std::optional<double> offered;
    int woken = 0;

  private:
    core::OperationId operation_{"operation-1-9"};
};

/// The greedy strategy, which may change its mind on arrival.
class Fickle final : public Strategy {
  public:
    explicit Fickle(Script& script) : script_(script) {}
    std::string_view name() const override { return "fickle"; }
    std::vector<Trade> choose(TradeDesk& desk,
                              const std::vector<model::ShipSymbol>& ships) override {
        std::vector<Trade> trades = greedy_.choose(desk, ships);
        for (const Trade& trade : trades)
            script_.chosen.push_back(trade.lane());
        return trades;
    }
    std::optional<TradeTerms> terms_on_arrival(const TradeDesk& desk, const Lane& lane) override {
        if (script_.refuses_on_arrival) return std::nullopt;
        return greedy_.terms_on_arrival(desk, lane);
    }
    core::Duration time_for_a_credit() const override { return script_.time_for_a_credit; }
    Verdict judge(const TradeDesk& desk, const LaneNow& lane) const override {
        if (script_.closed.contains(lane.lane)) return Verdict::closed({"it is closed"});
        Verdict verdict = greedy_.judge(desk, lane);
        if (verdict.is_open()) verdict.terms->most = script_.most;
        return verdict;
    }
    bool values_goods(const Lane&) const override { return script_.values_goods; }
    void must_pay_back_by(std::optional<core::TimePoint> end) override {
        script_.pays_back_by = end;
    }
    void count_in(const Lane&, Units units) override { script_.counted_in += units; }
    void dropped(const Lane& lane, Units) override { script_.dropped.push_back(lane); }

  private:
    Script& script_;
    Greedy greedy_{{.min_margin_bp = 0}};
};

class ArbitrageCoordinatorTest : public testing::TradingTest {
  protected:
    ArbitrageCoordinatorTest() { add_ship(kSmelter); }
    ~ArbitrageCoordinatorTest() override { end(); }

    // As a company does: hauls under way go on before the operation is adopted.
    Task<void> live(std::int64_t max_workers) {
        std::optional<core::TimePoint> end;
        if (runs_for_) end = process_->runtime.now() + *runs_for_;
        EXPECT_TRUE((co_await process_->open()).ok());
        if (rival_.offered) process_->bidding.join(rival_);
        coordinator_ = std::make_unique<ArbitrageCoordinator>(
            process_->fleet, process_->tasks, process_->runner, process_->bidding,
            std::make_unique<Fickle>(script_), kOperation,
            Settings{.system = kSystem, .max_workers = max_workers, .ends_at = end});
        process_->runner.on_end([this](const core::HaulId&) { coordinator_->wake(); });
        co_await coordinator_->run();
        ended_ = true;
    }

    void start(std::int64_t max_workers = 0) {
        end();
        process_ = std::make_unique<HaulProcess>(remains_, ++seed_);
        ended_ = false;
        process_->runtime.spawn(live(max_workers));
        while (!coordinator_ && process_->run_events(1)) {
        }
    }

    /// Kills the process: what it was at is gone, and what it stored stays.
    void end() {
        if (process_) process_->crash();
        coordinator_.reset();
        process_.reset();
    }

    std::vector<std::string> stored(std::string_view column) const {
        std::vector<std::string> values;
        const auto rows =
            remains_.engine->query("SELECT status, error FROM manufacturing_tasks ORDER BY id", {});
        for (const store::Row& row : rows.value())
            values.push_back(row.text(column));
        return values;
    }
    std::int64_t tasks() const {
        return remains_.number("SELECT COUNT(*) AS n FROM manufacturing_tasks");
    }
    Units aboard() const {
        Units units;
        for (const auto& [symbol, ship] : remains_.world.ships)
            units += ship.cargo.used();
        return units;
    }

    Script script_;
    Rival rival_;  ///< Joins what is started while it offers anything.
    std::unique_ptr<ArbitrageCoordinator> coordinator_;
    std::optional<core::Duration> runs_for_;
    bool ended_ = false;
    std::uint64_t seed_ = 0;
};

TEST_F(ArbitrageCoordinatorTest, TradesUntilNothingPaysAndForgetsWhatIsOver) {
    const Credits before = remains_.world.credits;
    start();
    process_->run_for(std::chrono::hours(6));
    EXPECT_GT(remains_.world.credits, before);
    EXPECT_EQ(process_->ledger.balance(), remains_.world.credits);
    EXPECT_GE(std::ranges::count(stored("status"), "COMPLETED"), 4);
    EXPECT_THAT(stored("status"), Each(AnyOf("COMPLETED", "CANCELLED")));
    EXPECT_THAT(process_->tasks.all(), IsEmpty());
    EXPECT_EQ(remains_.number("SELECT COUNT(*) AS n FROM transactions WHERE type LIKE '%CARGO'"
                              " AND category <> 'CARGO_TRADE'"),
              0);
    EXPECT_EQ(aboard(), Units(0));
    EXPECT_EQ(process_->ledger.reserved(), Credits(0));
}

TEST_F(ArbitrageCoordinatorTest, DropsATradeHandedBackOnArrivalAndLetsItsLaneRest) {
    script_.refuses_on_arrival = true;
    start();
    process_->run_for(std::chrono::seconds(20));
    ASSERT_THAT(script_.chosen, Not(IsEmpty()));
    const Lane refused = script_.chosen.front();
    while (script_.dropped.empty() && process_->run_events(1)) {
    }
    EXPECT_EQ(script_.dropped.front(), refused);
    script_.chosen.clear();
    process_->run_for(ArbitrageCoordinator::kRest - std::chrono::seconds(5));
    EXPECT_THAT(script_.chosen, Not(::testing::Contains(refused))) << "it rests";
    process_->run_for(std::chrono::hours(1));
    EXPECT_THAT(script_.chosen, ::testing::Contains(refused)) << "and is tried again";
    EXPECT_EQ(remains_.number("SELECT COUNT(*) AS n FROM transactions WHERE type LIKE '%CARGO'"),
              0);
    coordinator_->stop();
    process_->run_for(std::chrono::hours(1));
    EXPECT_TRUE(ended_);
    EXPECT_THAT(stored("status"), Each("CANCELLED"));
    EXPECT_THAT(stored("error"), Each("no longer pays on arrival"));
    EXPECT_THAT(process_->tasks.all(), IsEmpty());
    EXPECT_EQ(process_->ledger.reserved(), Credits(0));
}

TEST_F(ArbitrageCoordinatorTest, HandsATradeBackWhoseMarketTradesTheGoodNoMore) {
    remains_.world.ships.begin()->second.nav.waypoint = kFactory;
    remains_.world.markets.at(kFactory).erase(hauls::testing::kMachinery);
    start();
    process_->run_for(std::chrono::seconds(5));
    ASSERT_EQ(process_->runner.running(kOperation), 1);
    remains_.world.markets.at(kSmelter).erase(kIron);
    process_->run_for(std::chrono::hours(1));
    EXPECT_THAT(stored("status"), Each("CANCELLED"));
    EXPECT_EQ(process_->runner.running(kOperation), 0);
}

TEST_F(ArbitrageCoordinatorTest, StopsOnceTheTradesUnderWayAreDone) {
    start();
    while (aboard() == Units(0) && process_->run_events(1)) {
    }
    coordinator_->stop();
    process_->run_for(std::chrono::milliseconds(200));
    EXPECT_FALSE(ended_) << "its cargo is not sold yet";
    process_->run_for(std::chrono::hours(2));
    EXPECT_TRUE(ended_);
    EXPECT_EQ(aboard(), Units(0));
    EXPECT_EQ(tasks(), 2) << "no trade was begun after the stop";
    EXPECT_THAT(stored("status"), Each("COMPLETED"));
}

TEST_F(ArbitrageCoordinatorTest, SellsOutBeforeItsEndAndStopsByItself) {
    runs_for_ = SellOut::kLength + std::chrono::minutes(5);
    start();
    process_->run_for(std::chrono::minutes(4));
    EXPECT_EQ(coordinator_->strategy().name(), "fickle");
    process_->run_for(std::chrono::minutes(2));
    EXPECT_EQ(coordinator_->strategy().name(), "sell-out");
    const std::size_t chosen = script_.chosen.size();
    const std::int64_t before = tasks();
    process_->run_for(SellOut::kLength - std::chrono::minutes(2));
    EXPECT_FALSE(ended_);
    process_->run_for(std::chrono::minutes(1));
    EXPECT_EQ(aboard(), Units(0)) << "what is bought is sold before the end";
    EXPECT_GT(tasks(), before) << "the test tells nothing if nothing was sold out";
    process_->run_for(std::chrono::minutes(1));
    EXPECT_TRUE(ended_);
    EXPECT_EQ(script_.chosen.size(), chosen) << "its own strategy was not asked again";
}

TEST_F(ArbitrageCoordinatorTest, BuysNothingOnArrivalThatIsSoldAfterTheEnd) {
    start();
    while (process_->runner.running(kOperation) == 0 && process_->run_events(1)) {
    }
    // On its way to the source. With two minutes more it would be in time.
    const core::TimePoint now = process_->runtime.now();
    process_->fleet.universe_end.announce(now + std::chrono::minutes(2));
    process_->run_for(std::chrono::hours(1));
    EXPECT_EQ(remains_.number("SELECT COUNT(*) AS n FROM transactions WHERE type LIKE '%CARGO'"),
              0);
    EXPECT_THAT(stored("status"), Each("CANCELLED"));
}

TEST_F(ArbitrageCoordinatorTest, SellsWhatIsAboardWhateverItBringsWhenTheEndIsNear) {
    start();
    while (aboard() == Units(0) && process_->run_events(1)) {
    }
    // Nowhere does it bring what it cost any more.
    for (auto& [market, goods] : remains_.world.markets) {
        for (auto& [good, state] : goods) {
            if (state.type == model::TradeType::kImport) state.stock = state.volume * 8;
        }
    }
    process_->fleet.universe_end.announce(process_->runtime.now() + std::chrono::minutes(30));
    process_->run_for(std::chrono::minutes(30));
    EXPECT_EQ(aboard(), Units(0));
}

TEST_F(ArbitrageCoordinatorTest, SellsOutBeforeAResetAndGoesOnIfItIsPutOff) {
    start();
    process_->run_for(std::chrono::minutes(10));
    const core::TimePoint reset = process_->runtime.now() + std::chrono::minutes(30);
    process_->fleet.universe_end.announce(reset);
    EXPECT_EQ(coordinator_->ends_at(), reset);
    process_->run_for(std::chrono::minutes(1));
    EXPECT_EQ(coordinator_->strategy().name(), "sell-out");
    process_->run_for(std::chrono::minutes(30));
    EXPECT_FALSE(ended_) << "that is for the universe to say";
    EXPECT_EQ(aboard(), Units(0));
    EXPECT_EQ(script_.pays_back_by, reset);
    process_->fleet.universe_end.announce(reset + std::chrono::hours(24));
    script_.chosen.clear();
    process_->run_for(std::chrono::minutes(20));
    EXPECT_EQ(coordinator_->strategy().name(), "fickle");
    EXPECT_THAT(script_.chosen, Not(IsEmpty())) << "it trades again";
    EXPECT_EQ(script_.pays_back_by, reset + std::chrono::hours(24));
}

TEST_F(ArbitrageCoordinatorTest, FliesByItsStrategysWorthOfTimeForAsLongAsItLasts) {
    script_.time_for_a_credit = std::chrono::seconds(1);
    start();
    process_->run_for(std::chrono::minutes(1));
    const fleet::RouteTimes& routes = process_->fleet.routes;
    EXPECT_EQ(routes.time_for_a_credit(), std::chrono::seconds(1));
    coordinator_->stop();
    process_->run_for(std::chrono::hours(2));
    ASSERT_TRUE(ended_);
    coordinator_.reset();
    EXPECT_EQ(routes.time_for_a_credit(), fleet::kUsualTimeForACredit);
}

TEST_F(ArbitrageCoordinatorTest, GivesNoMoreShipsATradeThanItMay) {
    add_ship(kFactory);
    add_ship(kFactory);
    start(1);
    std::int64_t most = 0;
    for (int i = 0; i < 20'000 && process_->run_events(1); ++i)
        most = std::max(most, process_->runner.running(kOperation));
    EXPECT_EQ(most, 1);
}

class SharedFleetTest : public ArbitrageCoordinatorTest {
  protected:
    /// Returns what another operation is outbid for that would fly a lane with the only ship.
    std::optional<hauls::Bidding::Outbid> ask_for(const Lane& lane, double rate) {
        offer_ = {.ship = process_->fleet.ships.all().begin()->first,
                  .from = lane.from,
                  .to = lane.to,
                  .price = {.units = Units(20)}};
        return process_->bidding.outbid({rival_.bids_for(), lane.good, offer_, rate});
    }

    hauls::Offer offer_;
};

TEST_F(SharedFleetTest, LeavesAShipToWhoMakesMoreOfItAndTakesItWhenTheyDoNot) {
    rival_.offered = 1e9;
    start();
    process_->run_for(std::chrono::seconds(20));
    EXPECT_EQ(rival_.woken, 1);
    EXPECT_EQ(tasks(), 0);
    process_->run_for(std::chrono::minutes(1));
    EXPECT_EQ(process_->runner.running(kOperation), 1);
}

TEST_F(SharedFleetTest, DoesNotLeaveAShipWhereItKnowsWhatGoodsAreWorth) {
    script_.values_goods = true;
    rival_.offered = 1e9;
    start();
    process_->run_for(std::chrono::seconds(20));
    EXPECT_EQ(process_->runner.running(kOperation), 1);
}

TEST_F(SharedFleetTest, OutbidsOthersForAShipByTheBestThatItWouldDo) {
    start(1);
    process_->run_events(1);
    ASSERT_EQ(process_->runner.running(kOperation), 0);
    EXPECT_FALSE(ask_for(testing::kIronLane, 1e9));
    const auto outbid = ask_for(testing::kIronLane, 0.1);
    ASSERT_TRUE(outbid);
    EXPECT_EQ(outbid->what, hauls::Bidding::Outbid::For::kShip);
}

TEST_F(SharedFleetTest, ObjectsToLanesThatItHasClosedOnlyIfItKnowsWhatGoodsAreWorth) {
    script_.closed = {testing::kMachineryLane};
    start();
    process_->run_events(1);
    EXPECT_FALSE(ask_for(testing::kMachineryLane, 1e9));
    script_.values_goods = true;
    const auto outbid = ask_for(testing::kMachineryLane, 1e9);
    ASSERT_TRUE(outbid);
    EXPECT_EQ(outbid->by, "operation-1-1: it is closed");
    EXPECT_FALSE(ask_for(testing::kIronLane, 1e9)) << "this one is open";
}

TEST_F(SharedFleetTest, ObjectsToMoreThanIsToGoThere) {
    script_.values_goods = true;
    script_.most = Units(19);
    start();
    process_->run_events(1);
    const auto outbid = ask_for(testing::kIronLane, 1e9);
    ASSERT_TRUE(outbid);
    EXPECT_EQ(outbid->by,
              "operation-1-1: 20 units would be carried, and 19 are to go there at most");
}

TEST_F(SharedFleetTest, ObjectsToNothingWhileItMayUseNoShip) {
    script_.values_goods = true;
    script_.closed = {testing::kMachineryLane};
    start(1);
    while (process_->runner.running(kOperation) == 0 && process_->run_events(1)) {
    }
    ASSERT_TRUE(coordinator_->is_full());
    EXPECT_FALSE(ask_for(testing::kMachineryLane, 0.01));
}

TEST_F(SharedFleetTest, CountsInWhatOthersCarry) {
    start();
    process_->run_events(1);
    EXPECT_FALSE(ask_for(testing::kIronLane, 1e9));
    process_->bidding.started({rival_.bids_for(), kIron, offer_, 1e9});
    EXPECT_EQ(script_.counted_in, Units(20));
}

TEST_F(SharedFleetTest, BidsNothingOnceItStops) {
    start();
    process_->run_events(1);
    coordinator_->stop();
    EXPECT_FALSE(ask_for(testing::kIronLane, 0.1));
}

TEST_F(ArbitrageCoordinatorTest, StoresNothingWhereThereIsNoMoney) {
    remains_.world.credits = Credits(0);
    start();
    process_->run_for(std::chrono::minutes(10));
    EXPECT_EQ(tasks(), 0);
    EXPECT_EQ(process_->ledger.reserved(), Credits(0));
}

TEST_F(ArbitrageCoordinatorTest, GoesOnAfterAKillAtAnyMomentAndBuysNothingTwice) {
    // A trade has some hundred events; the kills fall all over it.
    for (std::int64_t events = 1; events < 400; events += 7) {
        start();
        process_->run_events(events);
        EXPECT_THAT(stored("status"), Not(::testing::Contains("READY")))
            << "stored and bound at once";
    }
    start();
    coordinator_->stop();
    process_->run_for(std::chrono::hours(6));
    EXPECT_TRUE(ended_);
    EXPECT_EQ(aboard(), Units(0));
    EXPECT_EQ(process_->ledger.balance(), remains_.world.credits);
    EXPECT_EQ(remains_.number("SELECT COUNT(*) AS n FROM manufacturing_tasks WHERE status IN"
                              " ('PENDING', 'READY', 'ASSIGNED', 'EXECUTING')"),
              0);
    EXPECT_EQ(remains_.number("SELECT COUNT(*) AS n FROM ship_assignments WHERE owner_id <> ''"),
              0);
    EXPECT_EQ(remains_.number("SELECT COUNT(*) AS n FROM earmarks"), 0);
    // What was bought was sold.
    EXPECT_EQ(remains_.number("SELECT COALESCE(SUM(CASE WHEN type = 'PURCHASE_CARGO' THEN units"
                              " ELSE -units END), 0) AS n FROM transactions"
                              " WHERE type IN ('PURCHASE_CARGO', 'SELL_CARGO')"),
              0);
}

}  // namespace
}  // namespace argosy::trading
