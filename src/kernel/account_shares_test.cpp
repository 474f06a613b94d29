#include "kernel/account_shares.h"

#include <gmock/gmock.h>

#include "kernel/testing/sharers.h"
#include "store/sqlite_engine.h"

namespace argosy::kernel {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::Sharer;
using testing::Sharers;
using ::testing::SizeIs;

constexpr LeaseTerms kShared{.database = LeaseTerms::Database::kShared, .length = 15s};

class SharesOfAnAccount : public ::testing::Test {
  protected:
    explicit SharesOfAnAccount(LeaseTerms terms = kShared)
        : engine_(store::open_sqlite(std::string(store::kInMemory)).value()) {
        EXPECT_TRUE(store::migrate(*engine_).ok());
        world_ = std::make_unique<Sharers>(*engine_, terms, 7);
    }
    void TearDown() override { EXPECT_THAT(world_->refused(), IsEmpty()); }

    Sharer& begin() {
        Sharer& sharer = world_->add();
        sharer.begin();
        return sharer;
    }

    std::unique_ptr<store::Engine> engine_;
    std::unique_ptr<Sharers> world_;
};

TEST_F(SharesOfAnAccount, AreTheWholeForWhoIsAlone) {
    Sharer& only = begin();
    world_->run_for(1s);
    EXPECT_EQ(only.divisor(), 1);
    world_->run_for(1h);
    EXPECT_GT(only.admitted(), 9'000 * 95 / 100);
}

TEST_F(SharesOfAnAccount, GrowOnlyIntoWhatOthersHavePublished) {
    Sharer& first = begin();
    world_->run_for(10min);
    Sharer& second = begin();
    world_->run_for(kShared.renewal() + 1s);
    EXPECT_EQ(first.divisor(), 2) << "it shrinks at once";
    EXPECT_EQ(second.divisor(), 0) << "what the first sent before still counts at the server";
    EXPECT_THAT(second.shares().why_waiting(Sharers::kAccount), HasSubstr("daemon 1 has 1/1"));
    world_->run_for(AccountShares::kMemory - kShared.renewal() - 1s);
    EXPECT_EQ(second.divisor(), 0);
    world_->run_for(kShared.renewal() * 4);
    EXPECT_EQ(second.divisor(), 2);
    const std::int64_t before = world_->admitted();
    world_->run_for(1h);
    EXPECT_GT(world_->admitted() - before, 9'000 * 95 / 100) << "two lose nothing";
    EXPECT_THAT(first.shares().accounts().front().holders, SizeIs(2));
}

TEST_F(SharesOfAnAccount, OfWhoLeavesAreFreeWhenTheServerHasForgotten) {
    Sharer& first = begin();
    world_->run_for(10min);
    Sharer& second = begin();
    world_->run_for(5min);
    first.close();
    world_->run_for(AccountShares::kMemory - 1s);
    EXPECT_EQ(second.divisor(), 2);
    world_->run_for(kShared.renewal() * 4);
    EXPECT_EQ(second.divisor(), 1);
}

TEST_F(SharesOfAnAccount, OfTheDeadAreFreeAfterTheirLeaseAndWhatTheServerRemembers) {
    Sharer& first = begin();
    world_->run_for(10min);
    Sharer& second = begin();
    world_->run_for(5min);
    first.process().stop();
    world_->run_for(kShared.patience() - kShared.renewal() * 2 + AccountShares::kMemory);
    EXPECT_EQ(second.divisor(), 2);
    world_->run_for(kShared.renewal() * 6);
    EXPECT_EQ(second.divisor(), 1);
    // It was only asleep, and has nothing now.
    first.process().go_on();
    world_->run_for(1s);
    EXPECT_EQ(first.divisor(), 0);
    world_->run_for(5min);
    EXPECT_EQ(first.divisor(), 2);
    EXPECT_EQ(second.divisor(), 2);
}

TEST_F(SharesOfAnAccount, StopRequestsOfWhoCannotRenewThem) {
    Sharer& only = begin();
    world_->run_for(10min);
    ASSERT_TRUE(only.shares().may_send(Sharers::kAccount));
    store::Transaction away;
    away.add("ALTER TABLE accounts RENAME TO accounts_away", {});
    ASSERT_TRUE(engine_->commit(away, store::Durability::kNormal).ok());
    world_->run_for(kShared.length + 1s);
    EXPECT_FALSE(only.shares().may_send(Sharers::kAccount));
    const std::int64_t before = only.admitted();
    world_->run_for(1min);
    EXPECT_EQ(only.admitted(), before);
}

TEST_F(SharesOfAnAccount, AreLeftByWhoOnlyWatches) {
    Sharer& first = begin();
    world_->run_for(1min);
    first.shares().set_parts({{Sharers::kAccount, AccountShares::Part::kWatches}});
    world_->run_for(kShared.renewal() + 1s);
    EXPECT_FALSE(first.shares().may_send(Sharers::kAccount));
    EXPECT_THAT(first.shares().accounts(), IsEmpty());
    Sharer& second = begin();
    world_->run_for(2min);
    EXPECT_EQ(second.divisor(), 1);
}

TEST_F(SharesOfAnAccount, FewerThanThereAreDaemonsLeaveTheLastWithoutOne) {
    std::vector<Sharer*> all;
    for (std::int64_t i = 0; i < game::RequestBudget::kMostSharers; ++i)
        all.push_back(&begin());
    world_->run_for(30min);
    for (const Sharer* sharer : all)
        EXPECT_EQ(sharer->divisor(), game::RequestBudget::kMostSharers) << sharer->name();
    Sharer& last = begin();
    world_->run_for(10min);
    EXPECT_EQ(last.divisor(), 0);
    all.front()->close();
    world_->run_for(5min);
    EXPECT_EQ(last.divisor(), game::RequestBudget::kMostSharers);
}

class SharesWithoutOthers : public SharesOfAnAccount {
  protected:
    SharesWithoutOthers() : SharesOfAnAccount({.database = LeaseTerms::Database::kSole}) {}
};

TEST_F(SharesWithoutOthers, AreNotAskedFor) {
    Sharer& only = begin();
    world_->run_for(1min);
    EXPECT_GT(only.admitted(), 100);
    EXPECT_EQ(world_->rows(), 0);
}

}  // namespace
}  // namespace argosy::kernel
