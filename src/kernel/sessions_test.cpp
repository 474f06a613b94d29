#include "kernel/sessions.h"

#include <gmock/gmock.h>

#include "kernel/testing/house.h"

namespace argosy::kernel {
namespace {

using namespace std::chrono_literals;
using core::ErrorCode;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::House;
using ::testing::IsEmpty;
using testing::Member;

const LeaseTerms kShared{.database = LeaseTerms::Database::kShared, .length = 15s};

Company& company_of(Member& member) {
    const auto found = member.sessions().find("");
    ARGOSY_ASSERT(found.ok());
    return **found;
}

void start_manufacturing(House& house, Member& member) {
    ASSERT_TRUE(house.call(company_of(member).start_manufacturing({})).ok());
}

/// Ends the business, lets what is under way come to its end, and compares the books.
void expect_equal_books(House& house, Member& member) {
    Company& company = company_of(member);
    ASSERT_TRUE(house.call(company.stop_manufacturing()).ok());
    house.run_for(3h);
    ASSERT_TRUE(house.call(company.audit()).ok());
    EXPECT_EQ(company.ledger().balance(), house.credits());
    EXPECT_THAT(company.ledger().open_intents(), IsEmpty());
    EXPECT_EQ(house.number("SELECT COUNT(*) AS n FROM intents WHERE status = 'OPEN'"), 0);
}

TEST(Sessions, LeaveAPlayerToTheDaemonThatHasIt) {
    House house(kShared);
    Member& first = house.add();
    Member& second = house.add();
    ASSERT_TRUE(first.open().ok());
    ASSERT_TRUE(first.register_agent(House::kAgent).ok());
    ASSERT_TRUE(second.open().ok());
    house.run_for(1h);
    EXPECT_EQ(first.sessions().companies().size(), 1u);
    EXPECT_THAT(second.sessions().companies(), IsEmpty());
    const auto refused = second.sessions().find("");
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::kConflict);
    EXPECT_THAT(refused.error().message, HasSubstr("daemon 1"));
    const auto listed = house.call(second.sessions().players(Eras::kCurrent));
    ASSERT_TRUE(listed.ok());
    ASSERT_EQ(listed->size(), 1u);
    EXPECT_EQ(listed->front().owner, "daemon 1");
    EXPECT_EQ(listed->front().company, nullptr);
}

TEST(Sessions, TakeAPlayerThatWasLetGoAtOnce) {
    House house(kShared);
    Member& first = house.add();
    Member& second = house.add();
    ASSERT_TRUE(first.open().ok());
    ASSERT_TRUE(first.register_agent(House::kAgent).ok());
    ASSERT_TRUE(second.open().ok());
    const auto close = [](Sessions& sessions) -> Task<Result<bool>> {
        co_await sessions.close();
        co_return true;
    };
    ASSERT_TRUE(house.call(close(first.sessions())).ok());
    house.run_for(30s);
    EXPECT_THAT(first.sessions().companies(), IsEmpty());
    EXPECT_EQ(second.sessions().companies().size(), 1u);
}

TEST(Sessions, TakeOverFromADeadDaemonAfterItsLeaseAndItsLongestRequest) {
    House house(kShared);
    Member& first = house.add();
    Member& second = house.add();
    ASSERT_TRUE(first.open().ok());
    ASSERT_TRUE(first.register_agent(House::kAgent).ok());
    ASSERT_TRUE(second.open().ok());
    start_manufacturing(house, first);
    house.run_for(2h);
    first.process().stop();
    house.run_for(kShared.length + kShared.request_deadline() - 1s);
    EXPECT_THAT(second.sessions().companies(), IsEmpty()) << "a request may still be on its way";
    house.run_for(2min);
    ASSERT_EQ(second.sessions().companies().size(), 1u);
    EXPECT_NE(company_of(second).manufacturing(), nullptr) << "the operation was not adopted";
    house.run_for(2h);
    expect_equal_books(house, second);
}

TEST(Sessions, OfAStoppedDaemonDoNothingWhenTheyGoOn) {
    House house(kShared);
    Member& first = house.add();
    Member& second = house.add();
    ASSERT_TRUE(first.open().ok());
    ASSERT_TRUE(first.register_agent(House::kAgent).ok());
    ASSERT_TRUE(second.open().ok());
    start_manufacturing(house, first);
    Company& early = company_of(first);
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
    EXPECT_NE(&early, &company_of(second));
    expect_equal_books(house, second);
}

// The owner stands still between the check of its lease and the sending, for longer than the lease.
TEST(Sessions, FindAndBookWhatTheGameLetThrough) {
    constexpr int kRounds = 20;
    House house(kShared);
    Member& first = house.add();
    Member& second = house.add();
    ASSERT_TRUE(first.open().ok());
    ASSERT_TRUE(first.register_agent(House::kAgent).ok());
    ASSERT_TRUE(second.open().ok());
    start_manufacturing(house, first);
    Member* owner = &first;
    for (int round = 0; round < kRounds; ++round) {
        house.run_for(5min);
        const ledger::Ledger& ledger = company_of(*owner).ledger();
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

TEST(Sessions, OnADatabaseOfTheirOwnTakeWhatADeadDaemonLeftAtOnce) {
    House house({.database = LeaseTerms::Database::kSole});
    Member& first = house.add();
    ASSERT_TRUE(first.open().ok());
    ASSERT_TRUE(first.register_agent(House::kAgent).ok());
    first.process().stop();
    Member& second = house.add();
    ASSERT_TRUE(second.open().ok());
    EXPECT_EQ(second.sessions().companies().size(), 1u);
}

TEST(Sessions, MeanTheCurrentPlayerWhenNobodyIsNamed) {
    House house({});
    Member& member = house.add();
    ASSERT_TRUE(member.open().ok());
    EXPECT_EQ(member.sessions().find("").error().code, ErrorCode::kNotFound);
    ASSERT_TRUE(member.register_agent("FIRST").ok());
    EXPECT_EQ(company_of(member).player().agent.str(), "FIRST") << "the only one";
    ASSERT_TRUE(member.register_agent("SECOND").ok());
    EXPECT_EQ(member.sessions().find("").error().code, ErrorCode::kInvalidArgument);
    EXPECT_THAT(member.sessions().find("").error().message, HasSubstr("FIRST, SECOND"));
    ASSERT_TRUE(house.call(member.sessions().use("SECOND")).ok());
    EXPECT_EQ(company_of(member).player().agent.str(), "SECOND");
    EXPECT_EQ((*member.sessions().find("FIRST"))->player().agent.str(), "FIRST");
    EXPECT_EQ(house.call(member.sessions().use("THIRD")).error().code, ErrorCode::kNotFound);

    Member& next = house.add();
    ASSERT_TRUE(next.open().ok());
    EXPECT_EQ(company_of(next).player().agent.str(), "SECOND") << "not kept over a restart";
}

TEST(UniverseReset, EndsTheEraAndNothingOfItIsActedOn) {
    House house({});
    Member& member = house.add();
    ASSERT_TRUE(member.open().ok());
    ASSERT_TRUE(member.register_agent(House::kAgent).ok());
    start_manufacturing(house, member);
    house.run_for(2h);
    EXPECT_GT(house.number("SELECT COUNT(*) AS n FROM ship_assignments WHERE owner_id <> ''"), 0);
    bool told = false;
    member.sessions().on_reset([&told] { told = true; });

    house.reset_universe("2030-01-01");
    house.run_for(30min);
    EXPECT_TRUE(told);
    EXPECT_THAT(member.sessions().companies(), IsEmpty());
    const auto enter = [](Sessions& sessions) -> Task<Result<bool>> {
        co_await sessions.enter_era("2030-01-01");
        co_return true;
    };
    ASSERT_TRUE(house.call(enter(member.sessions())).ok());
    EXPECT_EQ(house.number("SELECT COUNT(*) AS n FROM intents WHERE status = 'OPEN'"), 0);
    EXPECT_EQ(house.number("SELECT COUNT(*) AS n FROM ship_assignments WHERE owner_id <> ''"), 0);
    EXPECT_EQ(house.number("SELECT COUNT(*) AS n FROM manufacturing_tasks WHERE status IN"
                           " ('PENDING', 'READY', 'ASSIGNED', 'EXECUTING')"),
              0);
    EXPECT_EQ(house.number("SELECT COUNT(*) AS n FROM manufacturing_pipelines WHERE status IN"
                           " ('PLANNING', 'EXECUTING')"),
              0);
    EXPECT_EQ(house.number("SELECT COUNT(*) AS n FROM factory_reservations"
                           " WHERE status = 'ACTIVE'"),
              0);
    EXPECT_EQ(house.number("SELECT COUNT(*) AS n FROM operations WHERE status = 'STOPPED'"
                           " AND error LIKE 'universe reset%'"),
              1);

    // The same daemon plays on in the new universe, and the old one's history stays.
    const std::int64_t entries = house.number("SELECT COUNT(*) AS n FROM transactions");
    EXPECT_GT(entries, 10);
    ASSERT_TRUE(member.register_agent(House::kAgent).ok());
    start_manufacturing(house, member);
    house.run_for(2h);
    EXPECT_EQ(house.number("SELECT COUNT(*) AS n FROM transactions WHERE player_id = 1"), entries);
    expect_equal_books(house, member);
    const auto all = house.call(member.sessions().players(Eras::kAll));
    ASSERT_TRUE(all.ok());
    ASSERT_EQ(all->size(), 2u);
    EXPECT_TRUE(all->front().ended_at.has_value());
    EXPECT_EQ(all->front().company, nullptr);
    EXPECT_FALSE(all->back().ended_at.has_value());
}

TEST(UniverseReset, ThatHappenedWhileNobodyWatchedIsSeenAtTheStart) {
    House house({});
    Member& first = house.add();
    ASSERT_TRUE(first.open().ok());
    ASSERT_TRUE(first.register_agent(House::kAgent).ok());
    start_manufacturing(house, first);
    house.run_for(1h);
    first.process().stop();
    house.reset_universe("2030-01-01");
    Member& second = house.add();
    ASSERT_TRUE(second.open().ok());
    EXPECT_THAT(second.sessions().companies(), IsEmpty());
    EXPECT_EQ(house.number("SELECT COUNT(*) AS n FROM players WHERE ended_at IS NULL"), 0);
    EXPECT_EQ(second.sessions().find("").error().code, ErrorCode::kNotFound);
}

TEST(UniverseReset, LeavesPlayersOfALaterDateAlone) {
    House house({});
    Member& member = house.add();
    ASSERT_TRUE(member.open().ok());
    ASSERT_TRUE(member.register_agent(House::kAgent).ok());
    const auto enter = [](Sessions& sessions) -> Task<Result<bool>> {
        co_await sessions.enter_era("2001-01-01");
        co_return true;
    };
    ASSERT_TRUE(house.call(enter(member.sessions())).ok());
    EXPECT_EQ(house.number("SELECT COUNT(*) AS n FROM players WHERE ended_at IS NULL"), 1);
}

}  // namespace
}  // namespace argosy::kernel
