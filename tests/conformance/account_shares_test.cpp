// Daemons that share an account, on every database.

#include <gmock/gmock.h>

#include "kernel/testing/sharers.h"
#include "tests/conformance/store_suite.h"

namespace argosy::tests {
namespace {

using namespace std::chrono_literals;
using kernel::AccountRow;
using kernel::LeaseTerms;
using kernel::testing::Sharer;
using kernel::testing::Sharers;
using testing::IsEmpty;

constexpr LeaseTerms kTerms{.database = LeaseTerms::Database::kShared, .length = 15s};
constexpr const char* kAccount = Sharers::kAccount;

class AccountSharesOnEveryDatabase : public StoreSuite {};

TEST_P(AccountSharesOnEveryDatabase, AreTheSameForAllWhoLive) {
    const auto engine = open_migrated();
    Sharers world(*engine, kTerms, 7);
    Sharer& first = world.add();
    Sharer& second = world.add();
    Sharer& third = world.add();
    first.begin();
    world.run_for(2min);
    second.begin();
    third.begin();
    world.run_for(5min);
    for (const Sharer* sharer : {&first, &second, &third})
        EXPECT_EQ(sharer->divisor(), 3) << sharer->name();
    first.process().stop();
    third.close();
    world.run_for(5min);
    EXPECT_EQ(second.divisor(), 1);
    EXPECT_EQ(world.rows(), 1);
    EXPECT_THAT(world.refused(), IsEmpty());
}

TEST_P(AccountSharesOnEveryDatabase, GoToOneOfTwoThatTakeTheSame) {
    const auto engine = open_migrated();
    core::VirtualLoop loop{core::TimePoint{}};
    store::InlineStore store(*engine, loop.clock(), core::Rng(7));
    const auto race = [](store::Store& rows) -> core::Task<void> {
        for (const std::int64_t run : {1, 2}) {
            const auto alive =
                co_await kernel::beat(rows, kAccount, {.run = run, .owner = "daemon", .beats = 1});
            EXPECT_TRUE(alive.ok());
        }
        const AccountRow seen = (co_await kernel::load_account(rows, kAccount)).value();
        const auto first = co_await kernel::take_share(rows, kAccount, seen, 1, 1);
        const auto second = co_await kernel::take_share(rows, kAccount, seen, 2, 1);
        EXPECT_TRUE(first.ok());
        EXPECT_FALSE(second.ok());
        if (second) co_return;
        EXPECT_EQ(second.error().code, core::ErrorCode::kConflict);
        const AccountRow now = (co_await kernel::load_account(rows, kAccount)).value();
        EXPECT_EQ(now.shares.at(0).divisor, 1);
        EXPECT_EQ(now.shares.at(1).divisor, 0);
    };
    core::spawn(loop.executor(), race(store));
    loop.run_until(core::TimePoint{1min});
    loop.destroy_tasks();
}

TEST_P(AccountSharesOnEveryDatabase, AreNotDroppedWhenTheirDaemonLives) {
    const auto engine = open_migrated();
    core::VirtualLoop loop{core::TimePoint{}};
    store::InlineStore store(*engine, loop.clock(), core::Rng(7));
    const auto race = [](store::Store& rows) -> core::Task<void> {
        const kernel::ShareRow row{.run = 1, .owner = "daemon", .beats = 1};
        (void)co_await kernel::beat(rows, kAccount, row);
        const AccountRow seen = (co_await kernel::load_account(rows, kAccount)).value();
        (void)co_await kernel::beat(rows, kAccount, {.run = 1, .owner = "daemon", .beats = 2});
        const auto dropped = co_await kernel::drop_share(rows, kAccount, seen.shares.at(0));
        EXPECT_FALSE(dropped.ok());
        const AccountRow now = (co_await kernel::load_account(rows, kAccount)).value();
        EXPECT_EQ(now.shares.size(), 1u);
        (void)co_await kernel::leave_account(rows, kAccount, {.run = 1, .beats = 3});
        const AccountRow left = (co_await kernel::load_account(rows, kAccount)).value();
        EXPECT_TRUE(left.shares.at(0).left());
        EXPECT_TRUE((co_await kernel::drop_share(rows, kAccount, left.shares.at(0))).ok());
    };
    core::spawn(loop.executor(), race(store));
    loop.run_until(core::TimePoint{1min});
    loop.destroy_tasks();
    EXPECT_EQ(number(*engine, "SELECT COUNT(*) AS n FROM account_shares"), 0);
}

INSTANTIATE_TEST_SUITE_P(AllDatabases, AccountSharesOnEveryDatabase,
                         testing::Values(Database::kSqliteMemory, Database::kSqliteFile,
                                         Database::kPostgres),
                         name_of);

}  // namespace
}  // namespace argosy::tests
