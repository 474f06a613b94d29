#include "ledger/ledger.h"

#include <gmock/gmock.h>

#include "ledger/testing/process.h"

namespace argosy::ledger {
namespace {

using core::Ask;
using core::Bid;
using core::Credits;
using core::ErrorCode;
using core::Units;
using game::TradeOrder;
using game::TradeReceipt;
using testing::FakeWorld;
using testing::Fate;
using ::testing::HasSubstr;
using testing::Process;
using testing::Remains;

const model::WaypointSymbol kMarket("X1-AD75-A1");
const model::TradeSymbol kIron("IRON");
const Purpose kBuying{Category::kManufacturingArbitrage, core::OperationId("operation-1-1"),
                      core::PipelineId("pipeline-1-1"), core::TaskId("task-1-1")};
const Purpose kSelling{Category::kCargoTrade, core::OperationId("operation-1-1"),
                       core::PipelineId("pipeline-1-1"), core::TaskId("task-1-2")};

constexpr std::string_view kOpenCount = "SELECT COUNT(*) AS n FROM intents WHERE status = 'OPEN'";
constexpr std::string_view kAbandonedCount =
    "SELECT COUNT(*) AS n FROM intents WHERE status = 'ABANDONED'";
constexpr std::string_view kSettledCount =
    "SELECT COUNT(*) AS n FROM intents WHERE status = 'SETTLED'";
constexpr std::string_view kReconciliations =
    "SELECT COUNT(*) AS n FROM transactions WHERE type = 'RECONCILIATION'";

class LedgerTest : public ::testing::Test {
  protected:
    LedgerTest() {
        for (int i = 0; i < 3; ++i)
            ships_.push_back(remains_.world.add_ship().symbol);
    }

    std::unique_ptr<Process> start(Settings settings = {}) {
        auto process = std::make_unique<Process>(remains_, settings);
        EXPECT_TRUE(process->run(process->ledger.open()).ok());
        return process;
    }

    Units aboard(const model::ShipSymbol& ship) {
        return remains_.world.ships.at(ship).cargo.of(kIron);
    }

    Task<Result<TradeReceipt>> buy(Process& process, std::size_t ship, std::int64_t units,
                                   WithReceipt<TradeReceipt> also = {}) {
        return process.ledger.purchase(TradeOrder{ships_[ship], kIron, Units(units)}, kMarket,
                                       Ask(remains_.world.prices.at(kIron)), aboard(ships_[ship]),
                                       kBuying, std::move(also));
    }

    Task<Result<TradeReceipt>> sell(Process& process, std::size_t ship, std::int64_t units) {
        return process.ledger.sell(TradeOrder{ships_[ship], kIron, Units(units)}, kMarket,
                                   Bid(remains_.world.prices.at(kIron)), aboard(ships_[ship]),
                                   kSelling);
    }

    void expect_books_equal_the_game(Process& process) {
        const auto report = process.run(process.ledger.settle_open_intents());
        ASSERT_TRUE(report.ok());
        EXPECT_TRUE(report->unsettled.empty());
        EXPECT_EQ(report->difference, Credits(0));
        EXPECT_EQ(process.ledger.balance(), remains_.world.credits);
    }

    Remains remains_;
    std::vector<model::ShipSymbol> ships_;
};

TEST_F(LedgerTest, BeginsWithTheAgentsCreditsAndRemembersThem) {
    {
        auto process = start();
        EXPECT_EQ(process->ledger.balance(), Credits(100'000));
        EXPECT_EQ(process->ledger.opening(), Credits(100'000));
        ASSERT_TRUE(process->run(buy(*process, 0, 10)).ok());
    }
    auto process = start();
    EXPECT_EQ(process->ledger.opening(), Credits(100'000));
    EXPECT_EQ(process->ledger.balance(), Credits(99'000));
}

TEST_F(LedgerTest, BooksEachTradeWithItsPurpose) {
    auto process = start();
    const auto bought = process->run(buy(*process, 0, 10));
    ASSERT_TRUE(bought.ok());
    EXPECT_EQ(bought->total, Credits(1'000));
    ASSERT_TRUE(process->run(sell(*process, 0, 4)).ok());

    const auto entries = process->run(process->ledger.latest(10)).value();
    ASSERT_EQ(entries.size(), 3u);
    EXPECT_EQ(entries[1].type, EntryType::kPurchaseCargo);
    EXPECT_EQ(entries[1].category, Category::kManufacturingArbitrage);
    EXPECT_EQ(entries[1].amount, Credits(-1'000));
    EXPECT_EQ(entries[1].task, core::TaskId("task-1-1"));
    EXPECT_EQ(entries[1].pipeline, core::PipelineId("pipeline-1-1"));
    EXPECT_EQ(entries[1].ship, ships_[0]);
    EXPECT_EQ(entries[1].balance_after, Credits(99'000));
    EXPECT_EQ(entries[0].type, EntryType::kSellCargo);
    EXPECT_EQ(entries[0].amount, Credits(4 * 103));
    EXPECT_EQ(entries[2].type, EntryType::kOpening);
    EXPECT_FALSE(entries[2].category.has_value());

    const auto moved =
        process->run(process->ledger.moved(core::TaskId("task-1-1"), EntryType::kPurchaseCargo))
            .value();
    EXPECT_EQ(moved.units, Units(10));
    EXPECT_EQ(moved.total, Credits(1'000));
    EXPECT_EQ(process->run(process->ledger.profit_of(core::PipelineId("pipeline-1-1"))).value(),
              Credits(4 * 103 - 1'000));
    expect_books_equal_the_game(*process);
}

TEST_F(LedgerTest, StoresTheIntentBeforeTheRequestTakesEffect) {
    auto process = start();
    std::int64_t open = 0;
    process->game.on_effect = [&] { open = remains_.number(kOpenCount); };
    ASSERT_TRUE(process->run(buy(*process, 0, 10)).ok());
    EXPECT_EQ(open, 1);
    EXPECT_EQ(remains_.number(kOpenCount), 0);
    EXPECT_EQ(remains_.number(kSettledCount), 1);
}

TEST_F(LedgerTest, RefusesToSpendBelowTheFloorAndSaysWhatWouldUnblockIt) {
    auto process = start({.floor = Credits(99'500), .price_slip_percent = 0});
    const auto refused = process->run(buy(*process, 0, 10));
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::kInsufficientCredits);
    EXPECT_THAT(refused.error().message, HasSubstr("Sales of 500 credits"));
    EXPECT_EQ(process->game.acts, 0);
    EXPECT_EQ(remains_.number("SELECT COUNT(*) AS n FROM intents"), 0);
    EXPECT_TRUE(process->run(buy(*process, 0, 5)).ok());
    EXPECT_EQ(process->ledger.available(), Credits(0));
}

Task<void> count_success(Task<Result<TradeReceipt>> trade, int& successes) {
    if (const auto receipt = co_await std::move(trade); receipt.ok()) ++successes;
}

TEST_F(LedgerTest, LetsConcurrentBuyersThroughOnlyAsFarAsTheFloorTogether) {
    auto process = start({.floor = Credits(98'500), .price_slip_percent = 0});
    int successes = 0;
    for (std::size_t ship = 0; ship < 3; ++ship) {
        process->runtime.spawn(count_success(buy(*process, ship, 7), successes));
    }
    process->run_for(core::Duration(1));
    EXPECT_EQ(process->ledger.reserved(), Credits(1'400));
    process->run_for(std::chrono::minutes(1));
    EXPECT_EQ(successes, 2);
    EXPECT_EQ(process->ledger.reserved(), Credits(0));
    EXPECT_GE(remains_.world.credits, Credits(98'500) - Credits(2 * 7 * 3));
    expect_books_equal_the_game(*process);
}

TEST_F(LedgerTest, BuysFuelBelowTheFloorButNotBelowNothing) {
    auto process = start({.floor = Credits(100'000)});
    const model::Fuel fuel = remains_.world.ships.at(ships_[0]).fuel;
    const auto filled = process->run(
        process->ledger.refuel(ships_[0], kMarket, Ask(70), fuel, {Category::kRefuel, {}, {}, {}}));
    ASSERT_TRUE(filled.ok());
    EXPECT_EQ(filled->units, Units(3));
    EXPECT_EQ(process->ledger.balance(), Credits(100'000 - 210));

    const auto full =
        process->run(process->ledger.refuel(ships_[0], kMarket, Ask(70), filled->fuel_after, {}));
    ASSERT_TRUE(full.ok());
    EXPECT_EQ(full->total, Credits(0));
    EXPECT_EQ(process->game.acts, 1);

    const auto too_dear =
        process->run(process->ledger.refuel(ships_[1], kMarket, Ask(70'000), fuel, {}));
    ASSERT_FALSE(too_dear.ok());
    EXPECT_EQ(too_dear.error().code, ErrorCode::kInsufficientCredits);
}

// A ship at a gate that leads to another.
class JumpTest : public LedgerTest {
  protected:
    JumpTest() {
        FakeWorld& world = remains_.world;
        const auto antimatter =
            model::PriceState{model::TradeType::kExchange, 5'000, 8, Units(18), Units(0)};
        world.add_market(kFrom, {0, 0}, {{model::TradeSymbol("ANTIMATTER"), antimatter}});
        world.waypoints[kTo] = model::Waypoint{kTo, "JUMP_GATE", {0, 0}, {}};
        world.gates = {{kFrom, {kTo}}, {kTo, {kFrom}}};
        world.systems = {{model::SystemSymbol("X1-AD75"), {0, 0}},
                         {model::SystemSymbol("X1-ZZ9"), {300, 400}}};
        model::Ship& ship = world.ships.at(ships_[0]);
        ship.nav.waypoint = kFrom;
        ship.nav.status = model::NavStatus::kInOrbit;
    }

    auto jump(Process& process) {
        return process.ledger.jump(ships_[0], kFrom, kTo, Ask(5'050),
                                   {Category::kJump, {}, {}, {}});
    }

    const model::WaypointSymbol kFrom{"X1-AD75-I55"};
    const model::WaypointSymbol kTo{"X1-ZZ9-I1"};
};

TEST_F(JumpTest, BooksTheAntimatterOfAJump) {
    auto process = start();
    const auto jumped = process->run(jump(*process));
    ASSERT_TRUE(jumped.ok());
    EXPECT_EQ(jumped->nav.waypoint, kTo);
    EXPECT_EQ(process->ledger.balance(), Credits(100'000) - jumped->total);
    const auto rows = process->run(process->ledger.latest(1));
    EXPECT_EQ(rows->front().type, EntryType::kJump);
    EXPECT_EQ(rows->front().good, "ANTIMATTER");
    EXPECT_EQ(rows->front().waypoint, kFrom);
    expect_books_equal_the_game(*process);
}

TEST_F(JumpTest, TellsByTheSystemOfTheShipWhetherAJumpWithoutAnswerHappened) {
    auto process = start();
    process->game.fates = {Fate::kRequestLost, Fate::kAnswerLost};
    const auto lost = process->run(jump(*process));
    ASSERT_FALSE(lost.ok());
    EXPECT_EQ(lost.error().code, ErrorCode::kUnavailable) << "known not to have happened";
    EXPECT_EQ(remains_.number(kAbandonedCount), 1);
    const auto found = process->run(jump(*process));
    ASSERT_TRUE(found.ok());
    EXPECT_EQ(found->nav.waypoint, kTo);
    EXPECT_GT(found->cooldown_until, found->executed_at);
    EXPECT_EQ(process->game.count("jump"), 2);
    expect_books_equal_the_game(*process);
}

TEST_F(JumpTest, ACrashBetweenTheJumpAndItsAnswerIsSettledByLooking) {
    auto process = start();
    process->runtime.spawn([](core::Task<Result<game::JumpReceipt>> task) -> core::Task<void> {
        (void)co_await std::move(task);
    }(jump(*process)));
    while (remains_.world.ships.at(ships_[0]).nav.waypoint != kTo)
        ASSERT_TRUE(process->run_events(1));
    process.reset();
    process = start();
    const auto report = process->run(process->ledger.settle_open_intents());
    ASSERT_TRUE(report.ok());
    ASSERT_EQ(report->settled.size(), 1u);
    EXPECT_TRUE(report->settled[0].happened());
    EXPECT_EQ(report->settled[0].entry->type, EntryType::kJump);
    EXPECT_EQ(report->difference, Credits(0));
    expect_books_equal_the_game(*process);
}

TEST_F(LedgerTest, AbandonsTheIntentOfATradeThatTheGameRefused) {
    auto process = start();
    process->game.fates = {Fate::kRefused};
    const auto refused = process->run(buy(*process, 0, 10));
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::kRejected);
    EXPECT_EQ(remains_.number(kAbandonedCount), 1);
    EXPECT_EQ(process->ledger.reserved(), Credits(0));
    expect_books_equal_the_game(*process);
}

TEST_F(LedgerTest, ReturnsTheReceiptOfATradeWhoseAnswerWasLost) {
    auto process = start();
    process->game.fates = {Fate::kAnswerLost, Fate::kAnswered, Fate::kAnswerLost};
    const auto bought = process->run(buy(*process, 0, 10));
    ASSERT_TRUE(bought.ok());
    EXPECT_EQ(bought->units, Units(10));
    EXPECT_EQ(bought->total, Credits(1'000));
    EXPECT_EQ(bought->cargo_after.of(kIron), Units(10));
    EXPECT_EQ(process->game.acts, 1);
    ASSERT_TRUE(process->run(buy(*process, 0, 10)).ok());
    const auto sold = process->run(sell(*process, 0, 20));
    ASSERT_TRUE(sold.ok());
    EXPECT_EQ(sold->total, Credits(106 * 20));
    EXPECT_EQ(process->game.acts, 3);
    expect_books_equal_the_game(*process);
}

TEST_F(LedgerTest, ReportsATradeThatDidNotHappenAsNotHappened) {
    auto process = start();
    process->game.fates = {Fate::kRequestLost};
    const auto lost = process->run(buy(*process, 0, 10));
    ASSERT_FALSE(lost.ok());
    EXPECT_EQ(lost.error().code, ErrorCode::kUnavailable);
    EXPECT_EQ(process->game.acts, 1);
    EXPECT_EQ(remains_.number(kAbandonedCount), 1);
    expect_books_equal_the_game(*process);
}

TEST_F(LedgerTest, KeepsTheCostReservedAndLooksBeforeTheShipTradesAgain) {
    auto process = start({.price_slip_percent = 0});
    process->game.fates = {Fate::kAnswerLost};
    process->game.blind = 1;
    const auto unknown = process->run(buy(*process, 0, 10));
    ASSERT_FALSE(unknown.ok());
    EXPECT_EQ(unknown.error().code, ErrorCode::kOutcomeUnknown);
    EXPECT_EQ(process->ledger.reserved(), Credits(1'000));
    ASSERT_EQ(process->ledger.open_intents().size(), 1u);

    ASSERT_TRUE(process->run(buy(*process, 0, 5)).ok());
    EXPECT_EQ(process->ledger.open_intents().size(), 0u);
    EXPECT_EQ(remains_.number(kSettledCount), 2);
    expect_books_equal_the_game(*process);
}

TEST_F(LedgerTest, LeavesTheIntentOpenForTheNextStartWhenTheProgramStops) {
    {
        auto process = start();
        process->game.fates = {Fate::kStopped};
        EXPECT_EQ(process->run(buy(*process, 0, 10)).error().code, ErrorCode::kStopped);
        EXPECT_EQ(remains_.number(kOpenCount), 1);
    }
    auto process = start();
    expect_books_equal_the_game(*process);
    EXPECT_EQ(remains_.number(kAbandonedCount), 1);
}

TEST_F(LedgerTest, SettlesAfterACrashWhereverItStruck) {
    int unheard = 0, unsent = 0;
    for (std::int64_t crash_at = 0; crash_at < 1'000; crash_at += 20) {
        const std::int64_t iron = aboard(ships_[0]).count();
        int successes = 0;
        {
            auto process = start();
            process->runtime.spawn(count_success(buy(*process, 0, 1), successes));
            process->run_for(core::Duration(crash_at));
        }
        const bool bought = aboard(ships_[0]).count() > iron;
        auto process = start();
        const auto report = process->run(process->ledger.settle_open_intents()).value();
        EXPECT_EQ(report.difference, Credits(0));
        for (const Settlement& settlement : report.settled) {
            EXPECT_EQ(settlement.happened(), bought);
            EXPECT_EQ(settlement.intent.purpose.task, core::TaskId("task-1-1"));
            bought ? ++unheard : ++unsent;
        }
        const auto moved =
            process->run(process->ledger.moved(core::TaskId("task-1-1"), EntryType::kPurchaseCargo))
                .value();
        EXPECT_EQ(moved.units, aboard(ships_[0]));
        ASSERT_TRUE(process->run(sell(*process, 0, aboard(ships_[0]).count() > 40 ? 1 : 0)).ok());
    }
    EXPECT_GT(unheard, 0);
    EXPECT_GT(unsent, 0);
}

TEST_F(LedgerTest, TakesThePriceFromTheCreditsWhenOneTradeIsNotListed) {
    remains_.world.lists_visible = false;
    auto process = start();
    remains_.world.prices[kIron] = 100;
    process->game.fates = {Fate::kAnswerLost};
    auto purchase = buy(*process, 0, 10);
    remains_.world.prices[kIron] = 117;
    const auto bought = process->run(std::move(purchase));
    ASSERT_TRUE(bought.ok());
    EXPECT_EQ(bought->total, Credits(1'170));
    expect_books_equal_the_game(*process);
}

TEST_F(LedgerTest, BooksWhatTwoUnlistedTradesWereOffAsOneReconciliation) {
    remains_.world.lists_visible = false;
    {
        auto process = start();
        auto first = buy(*process, 0, 10);
        auto second = buy(*process, 1, 10);
        remains_.world.prices[kIron] = 120;
        int successes = 0;
        process->runtime.spawn(count_success(std::move(first), successes));
        process->runtime.spawn(count_success(std::move(second), successes));
        process->game.fates = {Fate::kAnswerLost, Fate::kAnswerLost};
        process->run_for(std::chrono::seconds(3));
        EXPECT_EQ(successes, 0);
    }
    auto process = start();
    const auto report = process->run(process->ledger.settle_open_intents()).value();
    EXPECT_EQ(report.settled.size(), 2u);
    EXPECT_EQ(report.difference, remains_.world.credits - Credits(98'000));
    EXPECT_EQ(process->ledger.balance(), remains_.world.credits);
    EXPECT_EQ(remains_.number(kReconciliations), 1);
    expect_books_equal_the_game(*process);
    EXPECT_EQ(remains_.number(kReconciliations), 1);
}

TEST_F(LedgerTest, AbandonsATradeOfAShipThatVanishedUnlessItIsListed) {
    {
        auto process = start();
        process->game.fates = {Fate::kStopped, Fate::kAnswerLost};
        process->game.blind = 1;
        ASSERT_FALSE(process->run(buy(*process, 0, 10)).ok());
        ASSERT_FALSE(process->run(buy(*process, 1, 10)).ok());
    }
    remains_.world.ships.erase(ships_[0]);
    remains_.world.ships.erase(ships_[1]);
    auto process = start();
    expect_books_equal_the_game(*process);
    EXPECT_EQ(remains_.number(kAbandonedCount), 1);
    EXPECT_EQ(remains_.number(kSettledCount), 1);
}

TEST_F(LedgerTest, BuysAShipOnceThoughTheAnswerIsLost) {
    auto process = start();
    process->game.fates = {Fate::kAnswerLost};
    const auto bought = process->run(
        process->ledger.purchase_ship(model::ShipType("SHIP_LIGHT_HAULER"), kMarket, Ask(20'000),
                                      {Category::kShipPurchase, {}, {}, {}}));
    ASSERT_TRUE(bought.ok());
    EXPECT_EQ(bought->price, Credits(20'000));
    EXPECT_EQ(bought->ship.symbol, model::ShipSymbol("ARGOSY-4"));
    EXPECT_EQ(remains_.world.ships.size(), 4u);
    const auto entries = process->run(process->ledger.latest(1)).value();
    EXPECT_EQ(entries[0].ship, model::ShipSymbol("ARGOSY-4"));
    EXPECT_EQ(entries[0].good, "SHIP_LIGHT_HAULER");
    expect_books_equal_the_game(*process);
}

Task<void> keep_code(Task<Result<game::ShipReceipt>> purchase, std::vector<ErrorCode>& refusals) {
    if (const auto receipt = co_await std::move(purchase); !receipt.ok()) {
        refusals.push_back(receipt.error().code);
    }
}

TEST_F(LedgerTest, BuysOneShipAtATime) {
    auto process = start();
    std::vector<ErrorCode> refusals;
    for (int i = 0; i < 2; ++i) {
        process->runtime.spawn(keep_code(
            process->ledger.purchase_ship(model::ShipType("SHIP_PROBE"), kMarket, Ask(20'000), {}),
            refusals));
    }
    process->run_for(std::chrono::minutes(1));
    EXPECT_EQ(refusals, std::vector{ErrorCode::kConflict});
    EXPECT_EQ(remains_.world.ships.size(), 4u);
}

TEST_F(LedgerTest, CommitsTheCallersProgressWithTheReceipt) {
    auto process = start();
    const auto note = [](store::Transaction& transaction, const TradeReceipt& receipt) {
        transaction.add("UPDATE players SET faction = $1 WHERE id = 1",
                        {std::to_string(receipt.units.count())}, store::Expect::kOneRow);
    };
    ASSERT_TRUE(process->run(buy(*process, 0, 10, note)).ok());
    EXPECT_EQ(remains_.number("SELECT CAST(faction AS INTEGER) AS n FROM players"), 10);
}

TEST_F(LedgerTest, BooksTheMoneyEvenWhenTheCallersProgressIsRefused) {
    auto process = start();
    const auto refused = [](store::Transaction& transaction, const TradeReceipt&) {
        transaction.add("UPDATE players SET faction = '' WHERE id = 99", {},
                        store::Expect::kOneRow);
    };
    const auto bought = process->run(buy(*process, 0, 10, refused));
    ASSERT_FALSE(bought.ok());
    EXPECT_EQ(bought.error().code, ErrorCode::kConflict);
    EXPECT_EQ(process->ledger.balance(), Credits(99'000));
    EXPECT_EQ(process->errors(), 1u);
    expect_books_equal_the_game(*process);
}

TEST_F(LedgerTest, ReportsSumUpToWhatWasEarnedHoweverGrouped) {
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
