// What a daemon does with a player that another one had.

#include <gmock/gmock.h>

#include "kernel/testing/house.h"

namespace argosy::kernel {
namespace {

using namespace std::chrono_literals;
using testing::add_owner;
using ::testing::ElementsAre;
using testing::expect_equal_books;
using ::testing::HasSubstr;
using testing::House;
using ::testing::IsEmpty;
using testing::kShared;
using testing::Member;
using testing::start_manufacturing;

TEST(Sessions, TakeAPlayerThatWasLetGoAsSoonAsItMaySendRequests) {
    House house(kShared);
    Member& first = add_owner(house);
    Member& second = house.add();
    ASSERT_TRUE(second.open().ok());
    const auto close = [](Sessions& sessions) -> Task<Result<bool>> {
        co_await sessions.close();
        co_return true;
    };
    ASSERT_TRUE(house.call(close(first.sessions())).ok());
    house.run_for(30s);
    EXPECT_THAT(second.sessions().companies(), IsEmpty());
    EXPECT_THAT(second.sessions().troubles(), ElementsAre(HasSubstr("daemon 1 left 1/1")));
    house.run_for(AccountShares::kMemory);
    EXPECT_THAT(first.sessions().companies(), IsEmpty());
    EXPECT_EQ(second.sessions().companies().size(), 1u);
}

TEST(Sessions, TakeOverFromADeadDaemonAfterItsLeaseAndItsLongestRequest) {
    House house(kShared);
    Member& first = add_owner(house);
    Member& second = house.add();
    ASSERT_TRUE(second.open().ok());
    start_manufacturing(house, first);
    house.run_for(2h);
    first.process().stop();
    house.run_for(kShared.length + kShared.request_deadline() - 1s);
    EXPECT_THAT(second.sessions().companies(), IsEmpty()) << "a request may still be on its way";
    house.run_for(2min);
    ASSERT_EQ(second.sessions().companies().size(), 1u);
    EXPECT_NE(second.company().manufacturing(), nullptr) << "the operation was not adopted";
    house.run_for(2h);
    expect_equal_books(house, second);
}

TEST(Sessions, OfAStoppedDaemonDoNothingWhenTheyGoOn) {
    House house(kShared);
    Member& first = add_owner(house);
    Member& second = house.add();
    ASSERT_TRUE(second.open().ok());
    start_manufacturing(house, first);
    Company& early = first.company();
    house.run_for(2h);
    first.process().stop();
    house.run_for(10min);
    ASSERT_EQ(second.sessions().companies().size(), 1u);
    first.process().go_on();
    house.run_for(1h);
    EXPECT_THAT(first.sessions().companies(), IsEmpty());
    const std::int64_t told = first.sessions().late_acts();
    EXPECT_EQ(house.number("SELECT COUNT(*) AS n FROM late_acts"), told);
    const std::uint64_t sent = first.sessions().late_acts();
    house.run_for(1h);
    EXPECT_EQ(std::uint64_t(first.sessions().late_acts()), sent);
    EXPECT_NE(&early, &second.company());
    expect_equal_books(house, second);
}

// The owner stands still between the check of its lease and the sending, for longer than the lease.
TEST(Sessions, FindAndBookWhatTheGameLetThrough) {
    constexpr int kRounds = 20;
    House house(kShared);
    Member& first = add_owner(house);
    Member& second = house.add();
    ASSERT_TRUE(second.open().ok());
    start_manufacturing(house, first);
    Member* owner = &first;
    for (int round = 0; round < kRounds; ++round) {
        house.run_for(5min);
        const ledger::Ledger& ledger = owner->company().ledger();
        owner->process().stop_at_next_act([&ledger] { return !ledger.open_intents().empty(); });
        while (!owner->process().stopped())
            house.run_for(1s);
        // The worst moment: the successor has just looked at what was in doubt.
        Member& successor = owner == &first ? second : first;
        for (int second_of_wait = 0; successor.sessions().companies().empty(); ++second_of_wait) {
            ASSERT_LT(second_of_wait, 120) << "round " << round;
            house.run_for(1s);
        }
        owner->process().go_on();
        house.run_for(1min);
        ASSERT_THAT(owner->sessions().companies(), IsEmpty()) << "round " << round;
        owner = &successor;
    }
    const std::int64_t late = first.sessions().late_acts() + second.sessions().late_acts();
    const std::int64_t trades =
        house.number("SELECT COUNT(*) AS n FROM late_acts WHERE request = 'trade'");
    EXPECT_GT(trades, 0) << "the game let no trade through: the test tells nothing";
    EXPECT_EQ(house.number("SELECT COUNT(*) AS n FROM late_acts"), late);
    RecordProperty("late_acts", int(late));
    RecordProperty("late_trades", int(trades));
    RecordProperty("booked", int(house.number("SELECT COUNT(*) AS n FROM transactions"
                                              " WHERE type = 'RECONCILIATION'")));
    expect_equal_books(house, *owner);
}

// Something that a ship can buy where it is.
struct Offer {
    model::ShipSymbol ship;
    model::TradeSymbol good;
};

Offer offer_at_home(House& house, Company& company) {
    for (const auto& [symbol, ship] : company.fleet().ships.all()) {
        if (!house.call(company.fleet().helm.look(symbol)).ok()) continue;
        const auto listings = company.markets().goods_at(ship.nav.waypoint);
        if (!listings.empty()) return {symbol, listings.front()->good};
    }
    return {};
}

Task<void> buy_one(ManualOrders& orders, Offer offer) {
    (void)co_await orders.buy(offer.ship, offer.good, core::Units(1), ManualOrders::kAnyAsk);
}

// Nobody is left to say so: the owner stood still before sending, and was killed after the answer.
// Its successor does nothing that would show it the difference, so only the comparison that follows
// a takeover can.
TEST(Sessions, BookWhatADeadDaemonCouldNotNote) {
    House house(kShared);
    Member& owner = add_owner(house);
    Member& heir = house.add();
    ASSERT_TRUE(heir.open().ok());
    Company& company = owner.company();
    const Offer offer = offer_at_home(house, company);
    ASSERT_FALSE(offer.good.empty());
    owner.process().stop_at_next_act(
        [&company] { return !company.ledger().open_intents().empty(); });
    house.spawn(buy_one(company.orders(), offer));
    house.run_for(1min);
    ASSERT_TRUE(owner.process().stopped());
    const core::Credits before = house.credits();
    for (int second = 0; heir.sessions().companies().empty(); ++second) {
        ASSERT_LT(second, 200) << "nobody took the player over";
        house.run_for(1s);
    }
    owner.process().die_at_next_answer();
    owner.process().go_on();
    house.run_for(1s);
    ASSERT_TRUE(owner.process().stopped());
    ASSERT_LT(house.credits(), before) << "the game let nothing through: the test tells nothing";

    house.run_for(10min);
    EXPECT_EQ(house.number("SELECT COUNT(*) AS n FROM late_acts"), 0);
    EXPECT_EQ(house.number("SELECT COUNT(*) AS n FROM operations"), 0) << "it is not idle";
    EXPECT_EQ(house.number("SELECT COUNT(*) AS n FROM transactions"
                           " WHERE type = 'RECONCILIATION'"),
              1)
        << "nobody looked at what the game had let through";
    EXPECT_EQ(heir.company().ledger().balance(), house.credits());
}

TEST(Sessions, OnADatabaseOfTheirOwnTakeWhatADeadDaemonLeftAtOnce) {
    House house({.database = LeaseTerms::Database::kSole});
    Member& first = add_owner(house);
    first.process().stop();
    Member& second = house.add();
    ASSERT_TRUE(second.open().ok());
    EXPECT_EQ(second.sessions().companies().size(), 1u);
}

}  // namespace
}  // namespace argosy::kernel
