#include "ledger/ledger.h"

#include "ledger/testing/ledger_fixture.h"

namespace argosy::ledger {
namespace {

using core::Ask;
using core::Credits;
using core::ErrorCode;
using core::Units;
using testing::FakeWorld;
using testing::Fate;
using testing::kAbandonedCount;
using testing::LedgerTest;
using testing::Process;

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
    const auto rows = process->run(process->ledger.list({}, 1));
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

}  // namespace
}  // namespace argosy::ledger
