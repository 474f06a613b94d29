#include <gtest/gtest.h>

#include <algorithm>

#include "core/virtual_loop.h"
#include "store/inline_store.h"
#include "store/sqlite_engine.h"

namespace argosy::store {
namespace {

constexpr std::string_view kInsert = "INSERT INTO runs (id, started_at, seed) VALUES ($1, 0, '')";
constexpr std::string_view kIds = "SELECT id FROM runs ORDER BY id";

std::unique_ptr<Engine> open_migrated() {
    auto engine = open_sqlite(std::string(kInMemory));
    EXPECT_TRUE(engine.ok());
    EXPECT_TRUE(migrate(**engine).ok());
    return *std::move(engine);
}

std::int64_t runs(Engine& engine) {
    return std::int64_t(engine.query(kIds, {}).value().size());
}

Task<void> insert(Store& store, std::int64_t id, std::vector<std::int64_t>& answers) {
    Transaction transaction;
    transaction.add(kInsert, {id});
    const Result<void> done = co_await store.commit(std::move(transaction), Durability::kFull);
    answers.push_back(done.ok() ? id : -id);
}

Task<void> count(Store& store, std::int64_t& rows) {
    const Result<Rows> found = co_await store.query(kIds);
    rows = found.ok() ? std::int64_t(found->size()) : -1;
}

TEST(InlineStore, AnswersInTheOrderOfTheCallsAfterSomeTime) {
    const auto engine = open_migrated();
    core::VirtualLoop loop{core::TimePoint{}};
    const core::Rng rng(7);
    InlineStore store(*engine, loop.clock(), rng);
    std::vector<std::int64_t> answers;
    std::int64_t seen = 0;
    for (std::int64_t id = 1; id <= 50; ++id)
        core::spawn(loop.executor(), insert(store, id, answers));
    core::spawn(loop.executor(), count(store, seen));
    loop.run_until(core::TimePoint{std::chrono::seconds(1)});

    ASSERT_EQ(answers.size(), 50u);
    EXPECT_TRUE(std::is_sorted(answers.begin(), answers.end()));
    EXPECT_EQ(seen, 50);
    EXPECT_GT(loop.clock().now(), core::TimePoint{});
    EXPECT_LE(loop.clock().now(), core::TimePoint{InlineStore::kLatencyMax});
}

TEST(InlineStore, LosesInACrashExactlyWhatHasNotTakenEffect) {
    bool lost = false, kept_unheard = false;
    for (std::int64_t crash_at = 0; crash_at <= InlineStore::kLatencyMax.count(); ++crash_at) {
        const auto engine = open_migrated();
        std::vector<std::int64_t> answers;
        {
            const core::Rng rng(11);
            auto loop = std::make_unique<core::VirtualLoop>(core::TimePoint{});
            InlineStore store(*engine, loop->clock(), rng);
            core::spawn(loop->executor(), insert(store, 1, answers));
            loop->run_until(core::TimePoint{core::Duration(crash_at)});
            loop.reset();
        }
        if (!answers.empty()) EXPECT_EQ(runs(*engine), 1);
        lost |= runs(*engine) == 0;
        kept_unheard |= answers.empty() && runs(*engine) == 1;
    }
    EXPECT_TRUE(lost);
    EXPECT_TRUE(kept_unheard);
}

}  // namespace
}  // namespace argosy::store
