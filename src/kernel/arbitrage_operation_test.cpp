#include "kernel/arbitrage_operation.h"

#include <gmock/gmock.h>

#include <set>

#include "tests/support/seed.h"
#include "tests/support/virtual_run.h"

namespace argosy::kernel {
namespace {

using namespace std::chrono_literals;
using core::ErrorCode;
using operations::OperationStatus;
using ::testing::HasSubstr;
using ::testing::Not;
using tests::expect_settled;
using tests::make_world;
using tests::number;

core::Credits credits_of(VirtualWorld& world) {
    return world.truth().credits(world.company().player().agent);
}

Result<operations::Operation> start(VirtualWorld& world, ArbitrageRequest request = {}) {
    return world.call(world.company().start_arbitrage(std::move(request)));
}

trading::StrategySpec spec(std::string_view text) {
    return trading::parse_strategy_spec(text).value();
}

/// Lets the world live until nothing trades and every ship is back.
bool drain(VirtualWorld& world) {
    const core::TimePoint end = world.now() + tests::kLongestDrain;
    while (world.now() < end) {
        const bool stopped = world.company().operations().active(kArbitrage) == nullptr &&
                             world.company().operations().active(kManufacturing) == nullptr;
        if (stopped && world.company().fleet().claims.all().empty()) return true;
        world.run_for(1min);
    }
    return false;
}

bool stop_and_drain(VirtualWorld& world) {
    EXPECT_TRUE(world.call(world.company().stop_arbitrage()).ok());
    return drain(world);
}

TEST(ArbitrageOperation, EarnsAndLeavesNothingBehindWhenStopped) {
    const auto world = make_world({.haulers = 3});
    const core::Credits before = credits_of(*world);
    const auto started = start(*world);
    ASSERT_TRUE(started.ok()) << started.error().message;
    world->run_for(3h);
    EXPECT_NE(world->company().arbitrage(), nullptr);
    ASSERT_TRUE(stop_and_drain(*world));
    EXPECT_GT(credits_of(*world), before);
    EXPECT_EQ(world->company().operations().find(started->id)->status, OperationStatus::kStopped);
    EXPECT_EQ(world->company().arbitrage(), nullptr);
    EXPECT_EQ(world->company().stranded_cargo(), core::Units(0));
    EXPECT_TRUE(world->company().tasks().all().empty()) << "trades that are over are forgotten";
    EXPECT_EQ(world->company().tasks().completed(), 0) << "they are no tasks of pipelines";
    expect_settled(*world);
    const auto trades =
        world->call(world->company().tasks().count_completed(started->id, hauls::TaskType::kSell));
    ASSERT_TRUE(trades.ok());
    EXPECT_GT(*trades, 5);
}

class ArbitrageUnderKills : public ::testing::TestWithParam<const char*> {};

TEST_P(ArbitrageUnderKills, GoesOnAfterEveryOneAndBuysNothingTwice) {
    const auto world = make_world({.haulers = 3});
    const auto started = start(*world, {.max_workers = 3, .strategy = spec(GetParam())});
    ASSERT_TRUE(started.ok());
    world->run_for(40min);
    core::RandomStream dice = core::Rng(tests::seed_of_this_run()).stream("kills");
    for (int kill = 0; kill < 60; ++kill) {
        world->run_for(core::Duration(dice.uniform(1'000, 60'000)));
        if (kill % 5 == 0) {
            ASSERT_TRUE(world->crash_twice(core::Duration(dice.uniform(1, 1'500))).ok());
        } else {
            ASSERT_TRUE(world->crash().ok());
        }
        ASSERT_EQ(number(*world,
                         "SELECT COUNT(*) AS n FROM manufacturing_tasks"
                         " WHERE status IN ('ASSIGNED', 'EXECUTING')"
                         " AND assigned_ship = ''"),
                  0);
    }
    const auto* adopted = world->company().operations().active(kArbitrage);
    ASSERT_NE(adopted, nullptr);
    EXPECT_EQ(adopted->id, started->id);
    EXPECT_EQ(adopted->config, started->config);
    world->run_for(10min);
    ASSERT_NE(world->company().arbitrage(), nullptr);
    EXPECT_EQ(world->company().arbitrage()->settings().max_workers, 3);
    ASSERT_TRUE(stop_and_drain(*world));
    expect_settled(*world);
    EXPECT_EQ(number(*world, "SELECT COUNT(*) AS n FROM operations"), 1);
    EXPECT_EQ(number(*world,
                     "SELECT SUM(CASE WHEN type = 'PURCHASE_CARGO' THEN units"
                     " ELSE -units END) AS n FROM transactions"
                     " WHERE type IN ('PURCHASE_CARGO', 'SELL_CARGO')"),
              0);
    EXPECT_GT(number(*world,
                     "SELECT COUNT(*) AS n FROM manufacturing_tasks"
                     " WHERE task_type = 'SELL' AND status = 'COMPLETED'"),
              5);
}

TEST(ArbitrageOperation, RefusesATimeToPayBackThatIsNoneOrTooLong) {
    const auto world = make_world({.haulers = 1});
    for (const core::Duration within :
         {core::Duration(0), core::Duration(-1), kLongestPayBack + 1ms, core::Duration::max()}) {
        const auto refused = start(*world, {.growth = {.most = 1, .within = within}});
        ASSERT_FALSE(refused.ok());
        EXPECT_EQ(refused.error().code, core::ErrorCode::kInvalidArgument);
        EXPECT_THAT(refused.error().message,
                    ::testing::HasSubstr(
                        fmt::format("was {} ms, expected 1 to 2592000000", within.count())));
    }
    EXPECT_TRUE(start(*world, {.growth = {.most = 1, .within = kLongestPayBack}}).ok());
}

TEST(ArbitrageOperation, SellsOutAndStopsWhenItsTimeIsUpThoughItWasKilledMeanwhile) {
    std::map<bool, core::Credits> earned;
    for (const bool has_end : {false, true}) {
        const auto world = make_world({.haulers = 3});
        const core::Credits before = credits_of(*world);
        ArbitrageRequest request;
        if (has_end) request.runs_for = 5h;
        const auto started = start(*world, request);
        ASSERT_TRUE(started.ok());
        world->run_for(4h + 30min);
        ASSERT_TRUE(world->crash().ok());
        world->run_for(30min + 1min);
        if (!has_end) ASSERT_TRUE(world->call(world->company().stop_arbitrage()).ok());
        ASSERT_TRUE(drain(*world));
        EXPECT_EQ(world->company().operations().find(started->id)->status,
                  has_end ? OperationStatus::kCompleted : OperationStatus::kStopped);
        EXPECT_EQ(world->company().stranded_cargo(), core::Units(0));
        expect_settled(*world);
        earned[has_end] = credits_of(*world) - before;
    }
    EXPECT_GT(earned[true], earned[false]) << "what stood in markets was sold out";
}

TEST(ArbitrageOperation, WhoseTimeWasUpWhileItWasDeadSellsWhatIsAboardAndEnds) {
    const auto world = make_world({.haulers = 3});
    const auto started = start(*world, {.runs_for = 2h});
    ASSERT_TRUE(started.ok());
    world->run_for(2h - 1s);
    // Its clock goes on while it is dead.
    ASSERT_TRUE(world->crash().ok());
    ASSERT_TRUE(drain(*world));
    EXPECT_EQ(world->company().operations().find(started->id)->status, OperationStatus::kCompleted);
    EXPECT_EQ(world->company().stranded_cargo(), core::Units(0));
    expect_settled(*world);
    EXPECT_EQ(number(*world, fmt::format("SELECT COUNT(*) AS n FROM transactions"
                                         " WHERE type = 'PURCHASE_CARGO' AND at > {}",
                                         core::to_millis(started->created_at + 2h))),
              0);
}

TEST(ArbitrageOperation, ToldToStopWhileItSellsOutIsStopped) {
    const auto world = make_world({.haulers = 2});
    const auto started = start(*world, {.runs_for = 1h});
    ASSERT_TRUE(started.ok());
    world->run_for(30min);
    EXPECT_EQ(world->company().arbitrage()->strategy().name(), "sell-out");
    const auto again = start(*world, {.runs_for = 1h});
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(again->id, started->id);
    EXPECT_EQ(world->company().arbitrage()->ends_at(), started->created_at + 1h)
        << "asking once more gives it no more time";
    ASSERT_TRUE(stop_and_drain(*world));
    EXPECT_EQ(world->company().operations().find(started->id)->status, OperationStatus::kStopped);
}

TEST(ArbitrageOperation, EndsWithItsTimeOrTheUniverseWhicheverIsSooner) {
    const auto world = make_world({.haulers = 1});
    const auto started = start(*world, {.runs_for = 5h});
    ASSERT_TRUE(started.ok());
    world->run_for(1min);
    fleet::UniverseEnd& reset = world->company().fleet().universe_end;
    const core::TimePoint own = started->created_at + 5h;
    EXPECT_EQ(world->company().arbitrage()->ends_at(), own);
    reset.announce(own - 1h);
    EXPECT_EQ(world->company().arbitrage()->ends_at(), own - 1h);
    reset.announce(own + 1h);
    EXPECT_EQ(world->company().arbitrage()->ends_at(), own);
}

TEST(ArbitrageOperation, RefusesATimeToRunThatIsNoneOrTooLong) {
    const auto world = make_world({.haulers = 1});
    for (const core::Duration runs_for : {core::Duration(-1), kLongestPayBack + 1ms}) {
        const auto refused = start(*world, {.runs_for = runs_for});
        ASSERT_FALSE(refused.ok());
        EXPECT_EQ(refused.error().code, ErrorCode::kInvalidArgument);
        EXPECT_THAT(
            refused.error().message,
            HasSubstr(fmt::format("to run was {} ms, expected 1 to 2592000000", runs_for.count())));
    }
}

INSTANTIATE_TEST_SUITE_P(Strategies, ArbitrageUnderKills,
                         ::testing::Values("greedy-arbitrage:min_margin_bp=300", "planner"),
                         [](const auto& info) {
                             const std::string text = info.param;
                             return text.starts_with("planner") ? "Planner" : "Greedy";
                         });

TEST(ArbitrageOperation, IsAdoptedWhileItStopsAndStops) {
    const auto world = make_world({.haulers = 3});
    ASSERT_TRUE(start(*world).ok());
    world->run_for(45min);
    ASSERT_TRUE(world->call(world->company().stop_arbitrage()).ok());
    ASSERT_TRUE(world->crash().ok());
    ASSERT_TRUE(drain(*world));
    expect_settled(*world);
}

TEST(ArbitrageOperation, SharesTheShipsWithManufacturing) {
    const auto world = make_world({.haulers = 4});
    ASSERT_TRUE(tests::start_manufacturing(*world).ok());
    ASSERT_TRUE(start(*world, {.max_workers = 2}).ok());
    for (int minute = 0; minute < 180; ++minute) {
        world->run_for(1min);
        std::set<model::ShipSymbol> at_work;
        for (const hauls::Haul& haul : world->company().tasks().open_hauls()) {
            if (haul.ship().empty()) continue;
            EXPECT_TRUE(at_work.insert(haul.ship()).second)
                << haul.ship().str() << " has two hauls";
            EXPECT_EQ(world->company().fleet().claims.owner_of(haul.ship()), haul.id.str());
        }
        const auto* trading = world->company().arbitrage();
        ASSERT_NE(trading, nullptr);
        EXPECT_LE(world->company().runner().running(trading->operation()), 2);
    }
    for (const std::string mark : {"=", "<>"}) {
        EXPECT_GT(number(*world,
                         "SELECT COUNT(*) AS n FROM manufacturing_tasks"
                         " WHERE task_type = 'SELL' AND status = 'COMPLETED'"
                         " AND pipeline_id " +
                             mark + " ''"),
                  0)
            << (mark == "=" ? "trades" : "hauls of pipelines");
    }
    ASSERT_TRUE(world->call(world->company().stop_manufacturing()).ok());
    ASSERT_TRUE(stop_and_drain(*world));
    expect_settled(*world);
}

TEST(ArbitrageOperation, IsTheSameOperationWhenStartedTwiceAndRefusesOtherSettings) {
    const auto world = make_world({.haulers = 1});
    const auto first = start(*world);
    const auto second = start(*world);
    ASSERT_TRUE(first.ok() && second.ok());
    EXPECT_EQ(second->id, first->id);
    for (const ArbitrageRequest& other :
         {ArbitrageRequest{.max_workers = 1},
          ArbitrageRequest{.strategy = spec("greedy-arbitrage:min_margin_bp=1")}}) {
        const auto refused = start(*world, other);
        ASSERT_FALSE(refused.ok());
        EXPECT_EQ(refused.error().code, ErrorCode::kConflict);
        EXPECT_THAT(refused.error().message, HasSubstr(first->id.str()));
    }
    EXPECT_EQ(number(*world, "SELECT COUNT(*) AS n FROM operations"), 1);
}

TEST(ArbitrageOperation, RefusesAStrategyOrParameterThatThereIsNotAndSaysWhichThereAre) {
    const auto world = make_world({.haulers = 1});
    const auto unknown = start(*world, {.strategy = spec("clairvoyance")});
    ASSERT_FALSE(unknown.ok());
    EXPECT_EQ(unknown.error().code, ErrorCode::kInvalidArgument);
    EXPECT_THAT(unknown.error().message, HasSubstr("expected one of"));
    EXPECT_THAT(unknown.error().message, HasSubstr("greedy-arbitrage"));
    const auto parameter = start(*world, {.strategy = spec("greedy-arbitrage:luck=7")});
    ASSERT_FALSE(parameter.ok());
    EXPECT_EQ(parameter.error().code, ErrorCode::kInvalidArgument);
    EXPECT_THAT(parameter.error().message, HasSubstr("min_margin_bp"));
    EXPECT_EQ(number(*world, "SELECT COUNT(*) AS n FROM operations"), 0);
}

TEST(ArbitrageOperation, SaysWhatItCannotReadOfAStoredConfiguration) {
    for (const char* config : {"", "[]", R"({"system":"X1-A"})",
                               R"({"system":"X1-A","max_workers":"2","strategy":"x"})"}) {
        const auto refused = ArbitrageOperation::read_config(config);
        ASSERT_FALSE(refused.ok());
        EXPECT_EQ(refused.error().code, ErrorCode::kInvalidArgument);
        EXPECT_EQ(refused.error().message,
                  fmt::format("its configuration cannot be read: {}", config));
    }
    const ArbitrageRequest request{.max_workers = 4,
                                   .strategy = spec("greedy-arbitrage:whole_hold=1")};
    const auto read = ArbitrageOperation::read_config(
        ArbitrageOperation::config_of(request, model::SystemSymbol("X1-A")));
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(read->system, model::SystemSymbol("X1-A"));
    EXPECT_EQ(read->max_workers, 4);
    EXPECT_EQ(read->strategy, request.strategy);
}

TEST(ArbitrageOperation, SaysOfItsShipsWhatIsTrueWhicheverBusinessRuns) {
    const auto world = make_world({.haulers = 2});
    const model::ShipSymbol ship = world->company().fleet().ships.all().begin()->first;
    EXPECT_EQ(world->company().doing(ship), "idle: neither manufacturing nor arbitrage is running");
    ASSERT_TRUE(start(*world, {.max_workers = 1}).ok());
    std::set<std::string> said;
    for (int minute = 0; minute < 120; ++minute) {
        world->run_for(1min);
        for (const auto& [symbol, known] : world->company().fleet().ships.all())
            said.insert(world->company().doing(symbol));
    }
    std::string all;
    for (const std::string& sentence : said)
        all += sentence + '\n';
    EXPECT_THAT(all, Not(HasSubstr("manufacturing")));
    EXPECT_THAT(all, HasSubstr("max_workers is 1"));
    EXPECT_THAT(all, HasSubstr("carrying"));
    ASSERT_TRUE(stop_and_drain(*world));
    EXPECT_EQ(world->company().doing(ship), "idle: neither manufacturing nor arbitrage is running");
}

TEST(ArbitrageOperation, ScansWithoutARequestAndSaysWhenNoMarketIsKnown) {
    const auto world = make_world({.haulers = 2});
    const auto unknown = world->company().scan_arbitrage({}, {});
    ASSERT_FALSE(unknown.ok());
    EXPECT_EQ(unknown.error().code, ErrorCode::kNotFound);
    EXPECT_THAT(unknown.error().message, HasSubstr("scout start"));
    ASSERT_TRUE(start(*world).ok());
    world->run_for(2h);
    const auto before = world->report();
    const auto lanes = world->company().scan_arbitrage({}, {});
    const auto after = world->report();
    ASSERT_TRUE(lanes.ok() && before.ok() && after.ok());
    EXPECT_FALSE(lanes->empty());
    EXPECT_EQ(after->requests, before->requests);
    for (const trading::ScannedLane& lane : *lanes)
        EXPECT_GT(lane.trade.offer.profit, core::Credits(0));
}

TEST(ArbitrageOperation, SaysWhyAndDecidesAsIfNobodyHadAsked) {
    const auto asked = make_world({.haulers = 2});
    const auto left_alone = make_world({.haulers = 2});
    EXPECT_EQ(asked->company().why_arbitrage({}).error().code, ErrorCode::kNotFound);
    ASSERT_TRUE(start(*asked).ok() && start(*left_alone).ok());
    std::size_t told = 0;
    for (int minute = 0; minute < 120; minute += 5) {
        asked->run_for(5min);
        left_alone->run_for(5min);
        for (const auto& [ship, hull] : asked->company().fleet().ships.all()) {
            const auto reasons = asked->company().why_arbitrage({.ship = ship});
            ASSERT_TRUE(reasons.ok());
            told += reasons->lanes.size();
        }
    }
    EXPECT_GT(told, 0u);
    EXPECT_EQ(asked->report()->decision_hash, left_alone->report()->decision_hash);
    const auto unknown = asked->company().why_arbitrage({.ship = model::ShipSymbol("NOBODY-1")});
    EXPECT_EQ(unknown.error().code, ErrorCode::kNotFound);
    EXPECT_THAT(unknown.error().message, HasSubstr("ship list"));
}

TEST(ArbitrageOperation, ShowsTheTradesUnderWayWithWhatTheyAreExpectedToBring) {
    const auto world = make_world({.haulers = 3});
    const auto started = start(*world);
    ASSERT_TRUE(started.ok());
    std::int64_t shown = 0, gains = 0;
    for (int minute = 0; minute < 60; ++minute) {
        world->run_for(1min);
        const auto trades = world->company().trades_of(started->id);
        EXPECT_EQ(std::int64_t(trades.size()), world->company().runner().running(started->id));
        for (const trading::TradeUnderWay& trade : trades) {
            ++shown;
            EXPECT_GT(trade.units, core::Units(0));
            gains += trade.profit && *trade.profit > core::Credits(0) ? 1 : 0;
        }
    }
    EXPECT_GT(shown, 10);
    EXPECT_GT(gains, shown * 8 / 10) << "what is under way pays, but for what changed since";
}

}  // namespace
}  // namespace argosy::kernel
