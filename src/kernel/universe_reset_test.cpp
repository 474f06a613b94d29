// What daemons do when the game begins a new universe.

#include <gmock/gmock.h>

#include "kernel/testing/house.h"

namespace argosy::kernel {
namespace {

using namespace std::chrono_literals;
using core::ErrorCode;
using testing::add_owner;
using testing::expect_equal_books;
using ::testing::HasSubstr;
using testing::House;
using ::testing::IsEmpty;
using testing::Member;
using testing::start_manufacturing;

Task<Result<bool>> enter(Sessions& sessions, std::string era) {
    co_await sessions.enter_era(std::move(era));
    co_return true;
}

TEST(UniverseReset, EndsTheEraAndNothingOfItIsActedOn) {
    House house({});
    Member& member = add_owner(house);
    start_manufacturing(house, member);
    house.run_for(2h);
    EXPECT_GT(house.number("SELECT COUNT(*) AS n FROM ship_assignments WHERE owner_id <> ''"), 0);
    bool told = false;
    member.sessions().on_reset([&told] { told = true; });

    house.reset_universe("2030-01-01");
    house.run_for(30min);
    EXPECT_TRUE(told);
    EXPECT_THAT(member.sessions().companies(), IsEmpty());
    ASSERT_TRUE(house.call(enter(member.sessions(), "2030-01-01")).ok());
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

TEST(UniverseReset, IsNotDoubtedByTheEndsItCaused) {
    House house({});
    Member& member = add_owner(house);
    int told = 0;
    member.sessions().on_reset([&told] { ++told; });
    house.reset_universe("2030-01-01");
    ASSERT_TRUE(house.call(enter(member.sessions(), "2030-01-01")).ok());
    house.run_for(1h);
    EXPECT_THAT(member.sessions().companies(), IsEmpty());
    EXPECT_EQ(told, 0);
}

TEST(UniverseReset, AnswersWhoWaitsForACompanyThatIsNoMore) {
    House house({});
    Member& member = add_owner(house);
    Company& company = member.company();
    house.reset_universe("2030-01-01");
    const core::TimePoint asked_at = house.now();
    const auto answer = house.call(member.sessions().within(company, company.ledger().compare()));
    ASSERT_FALSE(answer.ok());
    EXPECT_EQ(answer.error().code, ErrorCode::kUniverseReset);
    EXPECT_LT(house.now() - asked_at, 1min);

    // Until the new date is known.
    house.run_for(1min);
    const auto found = member.sessions().find("");
    ASSERT_FALSE(found.ok());
    EXPECT_EQ(found.error().code, ErrorCode::kUniverseReset);
    EXPECT_THAT(found.error().message, HasSubstr("the new one is awaited"));
    ASSERT_TRUE(house.call(enter(member.sessions(), "2030-01-01")).ok());
    EXPECT_EQ(member.sessions().find("").error().code, ErrorCode::kNotFound);
}

TEST(UniverseReset, EndsAPlayerAgainWhenTheDatabaseDidNotTakeIt) {
    House house({});
    Member& member = add_owner(house);
    house.reset_universe("2030-01-01");
    house.execute("ALTER TABLE operations RENAME TO operations_away");
    ASSERT_TRUE(house.call(enter(member.sessions(), "2030-01-01")).ok());
    EXPECT_EQ(house.warnings("player_ended"), 0);
    EXPECT_GT(house.warnings("player_not_ended"), 0);
    house.execute("ALTER TABLE operations_away RENAME TO operations");
    house.run_for(1min);
    EXPECT_EQ(house.warnings("player_ended"), 1);
    EXPECT_EQ(house.number("SELECT COUNT(*) AS n FROM players WHERE ended_at IS NULL"), 0);
}

TEST(UniverseReset, ThatHappenedWhileNobodyWatchedIsSeenAtTheStart) {
    House house({});
    Member& first = add_owner(house);
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
    Member& member = add_owner(house);
    ASSERT_TRUE(house.call(enter(member.sessions(), "2001-01-01")).ok());
    EXPECT_EQ(house.number("SELECT COUNT(*) AS n FROM players WHERE ended_at IS NULL"), 1);
}

}  // namespace
}  // namespace argosy::kernel
