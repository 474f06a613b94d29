// The store of the real worlds, over every database.

#include <algorithm>
#include <boost/asio/io_context.hpp>

#include "store/threaded_store.h"
#include "tests/conformance/store_suite.h"

namespace argosy::tests {
namespace {

using core::Result;
using core::Task;
using store::Rows;
using store::Store;
using store::ThreadedStore;
using store::Transaction;

Task<void> insert(Store& store, std::int64_t id, std::vector<std::int64_t>& answers) {
    Transaction transaction;
    transaction.add("INSERT INTO runs (id, started_at, seed) VALUES ($1, 0, '')", {id});
    const Result<void> done =
        co_await store.commit(std::move(transaction), store::Durability::kFull);
    answers.push_back(done.ok() ? id : -id);
}

Task<void> count(Store& store, std::int64_t& rows) {
    const Result<Rows> found = co_await store.query("SELECT id FROM runs ORDER BY id");
    rows = found.ok() ? std::int64_t(found->size()) : -1;
}

class ThreadedStoreSuite : public StoreSuite {};

/// On what outlives its engine.
class LastingThreadedStoreSuite : public StoreSuite {};

TEST_P(ThreadedStoreSuite, AnswersOnTheLoopInTheOrderOfTheCalls) {
    boost::asio::io_context loop(1);
    ThreadedStore store(open_migrated(), loop.get_executor());
    std::vector<std::int64_t> answers;
    std::int64_t seen = 0;
    for (std::int64_t id = 1; id <= 200; ++id)
        core::spawn(loop.get_executor(), insert(store, id, answers));
    core::spawn(loop.get_executor(), insert(store, 200, answers));
    core::spawn(loop.get_executor(), count(store, seen));
    loop.run();

    ASSERT_EQ(answers.size(), 201u);
    EXPECT_EQ(answers.back(), -200);
    answers.pop_back();
    EXPECT_TRUE(std::is_sorted(answers.begin(), answers.end()));
    EXPECT_EQ(seen, 200);
}

TEST_P(LastingThreadedStoreSuite, FinishesWhatIsQueuedBeforeItIsDestroyed) {
    std::vector<std::int64_t> answers;
    {
        boost::asio::io_context loop(1);
        ThreadedStore store(open_migrated(), loop.get_executor());
        for (std::int64_t id = 1; id <= 20; ++id)
            core::spawn(loop.get_executor(), insert(store, id, answers));
        // Starts every task, and stops before most answers are in.
        loop.poll();
    }
    EXPECT_EQ(number(*open(), "SELECT COUNT(*) AS n FROM runs"), 20);
}

INSTANTIATE_TEST_SUITE_P(AllDatabases, ThreadedStoreSuite,
                         testing::Values(Database::kSqliteMemory, Database::kSqliteFile,
                                         Database::kPostgres),
                         name_of);
INSTANTIATE_TEST_SUITE_P(LastingDatabases, LastingThreadedStoreSuite,
                         testing::Values(Database::kSqliteFile, Database::kPostgres), name_of);

}  // namespace
}  // namespace argosy::tests
