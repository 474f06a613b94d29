// What PostgreSQL's engine does besides what every engine does (tests/conformance): connections are
// lost, and transactions are not.

#include "store/postgres_engine.h"

#include <gmock/gmock.h>

#include <atomic>
#include <thread>

#include "tests/support/postgres_relay.h"
#include "tests/support/private_postgres.h"

namespace argosy::store {
namespace {

using core::ErrorCode;
using testing::HasSubstr;
using testing::Not;
using tests::PostgresRelay;
using tests::PrivatePostgres;
using Cut = PostgresRelay::Cut;

constexpr std::string_view kSeeds = "SELECT COUNT(*) AS n FROM runs WHERE seed = $1";

// A row of a number the database chooses: a transaction made twice leaves two.
Transaction add(const std::string& seed) {
    Transaction transaction;
    transaction.add("INSERT INTO runs (started_at, seed) VALUES (0, $1)", {seed}, Expect::kOneRow);
    return transaction;
}

class PostgresEngineTest : public ::testing::Test {
  protected:
    void SetUp() override {
        ARGOSY_NEEDS_POSTGRES();
        url_ = server().new_database();
    }

    static PrivatePostgres& server() { return PrivatePostgres::instance(); }

    static std::unique_ptr<Engine> open(const StoreUrl& url, PostgresOptions options = {}) {
        auto engine = open_postgres(url, options);
        if (!engine) ADD_FAILURE() << engine.error().message;
        const auto migrated = migrate(**engine);
        if (!migrated) ADD_FAILURE() << migrated.error().message;
        return *std::move(engine);
    }

    // Returns this test's database as another machine would name it.
    StoreUrl over_tcp(const PostgresRelay& relay) const {
        return *StoreUrl::parse(
            fmt::format("postgresql://{}@127.0.0.1:{}/{}", server().user(), relay.port(), name()));
    }

    // Returns this test's database by way of the relay.
    StoreUrl through(const PostgresRelay& relay) const {
        return *StoreUrl::parse(
            fmt::format("postgresql://{}@/{}?host={}", server().user(), name(), relay.folder()));
    }

    std::string name() const { return PrivatePostgres::name_of(*url_); }

    void cut_everybody_off() const {
        server().execute(
            fmt::format("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        " WHERE datname = '{}'",
                        name()));
    }

    static std::int64_t times(Engine& engine, const std::string& seed) {
        return engine.query(kSeeds, {seed}).value().front().integer("n");
    }

    std::optional<StoreUrl> url_;
};

TEST_F(PostgresEngineTest, IsReachedOverTcpAndAgainWhenThatLineBreaks) {
    PostgresRelay relay(server().socket_folder(), PostgresRelay::Line::kTcp);
    const auto engine = open(over_tcp(relay));
    ASSERT_TRUE(engine->commit(add("first"), Durability::kFull).ok());
    for (const Cut cut : {Cut::kBeforeTheServer, Cut::kAfterTheServer}) {
        relay.cut(cut, 1);
        const auto again = engine->commit(add("again"), Durability::kFull);
        ASSERT_TRUE(again.ok()) << again.error().message;
        EXPECT_TRUE(relay.has_cut());
    }
    EXPECT_EQ(times(*engine, "first"), 1);
    EXPECT_EQ(times(*engine, "again"), 2);
}

TEST_F(PostgresEngineTest, GoesOnAfterTheServerWasStartedAnew) {
    const auto engine = open(*url_);
    ASSERT_TRUE(engine->commit(add("before"), Durability::kNormal).ok());
    server().restart();
    const auto again = engine->commit(add("after"), Durability::kFull);
    ASSERT_TRUE(again.ok()) << again.error().message;
    server().restart();
    EXPECT_EQ(times(*engine, "before") + times(*engine, "after"), 2);
}

TEST_F(PostgresEngineTest, MakesATransactionAgainWhoseCommitWasNeverHeard) {
    PostgresRelay relay(server().socket_folder());
    const auto engine = open(through(relay));
    for (const int sends : {1, 2}) {
        const std::string seed = fmt::format("sent {} times", sends);
        relay.cut(Cut::kBeforeTheServer, sends);
        const auto done = engine->commit(add(seed), Durability::kFull);
        ASSERT_TRUE(done.ok()) << done.error().message;
        EXPECT_TRUE(relay.has_cut());
        EXPECT_EQ(times(*engine, seed), 1);
    }
}

TEST_F(PostgresEngineTest, FindsOutThatACommitWithoutAnAnswerDidHappen) {
    PostgresRelay relay(server().socket_folder());
    const auto engine = open(through(relay));
    relay.cut(Cut::kAfterTheServer, 2);
    const auto done = engine->commit(add("answer lost"), Durability::kFull);
    ASSERT_TRUE(done.ok()) << done.error().message;
    EXPECT_TRUE(relay.has_cut());
    EXPECT_EQ(times(*engine, "answer lost"), 1);
    EXPECT_TRUE(engine->commit(add("next"), Durability::kFull).ok());
}

TEST_F(PostgresEngineTest, WaitsForTheEndOfATransactionThatTheServerStillBelievesIn) {
    PostgresRelay relay(server().socket_folder());
    const auto engine =
        open(through(relay), {.pause_in_transaction_max = std::chrono::milliseconds(200)});
    relay.cut(Cut::kUnseenByServer, 2);
    const auto done = engine->commit(add("cut off"), Durability::kFull);
    ASSERT_TRUE(done.ok()) << done.error().message;
    EXPECT_TRUE(relay.has_cut());
    EXPECT_EQ(times(*engine, "cut off"), 1);
}

TEST_F(PostgresEngineTest, TellsWhatItDoesNotKnowFromWhatDidNotHappen) {
    auto relay = std::make_unique<PostgresRelay>(server().socket_folder());
    const auto engine =
        open(through(*relay), {.reconnects_max = 2, .pause_first = std::chrono::milliseconds(1)});
    const auto at_the_cut = [&](int sends) {
        server().execute(fmt::format("ALTER DATABASE {} ALLOW_CONNECTIONS false", name()));
        relay->cut(Cut::kAfterTheServer, sends);
        const auto done = engine->commit(add("doubtful"), Durability::kFull);
        server().execute(fmt::format("ALTER DATABASE {} ALLOW_CONNECTIONS true", name()));
        return done.ok() ? ErrorCode::kStopped : done.error().code;
    };
    EXPECT_EQ(at_the_cut(1), ErrorCode::kUnavailable);
    EXPECT_EQ(times(*engine, "doubtful"), 0);
    EXPECT_EQ(at_the_cut(2), ErrorCode::kOutcomeUnknown);
    // Nobody asked for it again; here the answer was "yes".
    EXPECT_EQ(times(*engine, "doubtful"), 1);
    EXPECT_TRUE(engine->commit(add("next"), Durability::kFull).ok());
}

TEST_F(PostgresEngineTest, MakesEachTransactionOnceHoweverOftenItIsCutOff) {
    constexpr int kTransactions = 400;
    const auto engine = open(*url_);
    constexpr int kBetweenCuts = 20;
    std::atomic<int> batches = 0;
    int refused = 0;
    std::jthread writer([&] {
        for (int i = 0; i < kTransactions; ++i) {
            refused += engine->commit(add(fmt::format("{}", i)), Durability::kNormal).ok() ? 0 : 1;
            if (i % kBetweenCuts != 0) continue;
            ++batches;
            batches.notify_one();
        }
    });
    for (int seen = 0; seen < kTransactions / kBetweenCuts; seen = batches) {
        batches.wait(seen);
        cut_everybody_off();
    }
    writer.join();
    EXPECT_EQ(refused, 0);
    const Rows rows =
        engine->query("SELECT COUNT(*) AS n, COUNT(DISTINCT seed) AS seeds FROM runs", {}).value();
    EXPECT_EQ(rows.front().integer("n"), kTransactions);
    EXPECT_EQ(rows.front().integer("seeds"), kTransactions);
}

TEST_F(PostgresEngineTest, KeepsWhatItConfirmedFullyWhenTheServerCrashes) {
    const auto engine = open(*url_);
    std::atomic<bool> stop = false;
    int confirmed = 0;
    Result<void> last;
    std::jthread writer([&] {
        while (!stop) {
            last = engine->commit(add(fmt::format("{}", confirmed)), Durability::kFull);
            if (!last) return;
            ++confirmed;
        }
    });
    for (int i = 0; i < 3; ++i)
        server().crash();
    stop = true;
    writer.join();
    EXPECT_TRUE(last.ok()) << last.error().message;
    EXPECT_GT(confirmed, 0);
    const Rows rows =
        engine->query("SELECT COUNT(*) AS n, COUNT(DISTINCT seed) AS seeds FROM runs", {}).value();
    EXPECT_EQ(rows.front().integer("n"), confirmed);
    EXPECT_EQ(rows.front().integer("seeds"), confirmed);
}

TEST_F(PostgresEngineTest, RefusesToGoOnWithADatabaseThatForgotWhatItConfirmed) {
    const auto forget = [&](std::string_view how) {
        const auto engine = open(*url_);
        EXPECT_TRUE(engine->commit(add("confirmed"), Durability::kNormal).ok());
        // What a crash of the server does to transactions that were not flushed yet.
        const auto other = open(*url_);
        Transaction crash;
        crash.add(how, {});
        EXPECT_TRUE(other->commit(crash, Durability::kFull).ok());
        cut_everybody_off();
        const auto refused = engine->commit(add("next"), Durability::kNormal);
        EXPECT_EQ(engine->query(kSeeds, {std::string("next")}).error().code,
                  ErrorCode::kUnavailable);
        EXPECT_EQ(times(*other, "next"), 0);
        return refused.ok() ? "" : refused.error().message;
    };
    EXPECT_THAT(forget("UPDATE store_writers SET sequence = sequence - 1"),
                HasSubstr("without the last 1 transactions"));
    EXPECT_THAT(forget("DELETE FROM store_writers WHERE id = (SELECT MIN(id) FROM store_writers"
                       " WHERE id > 2)"),
                HasSubstr("replaced"));
}

TEST_F(PostgresEngineTest, LetsADeadlockedTransactionTryAgain) {
    const auto first = open(*url_);
    const auto second = open(*url_);
    Transaction rows = add("a");
    rows.add("INSERT INTO runs (started_at, seed) VALUES (0, 'b')", {});
    ASSERT_TRUE(first->commit(rows, Durability::kNormal).ok());
    const auto raise = [](Engine& engine, const std::string& one, const std::string& other) {
        int held = 0;
        for (int i = 0; i < 200; ++i) {
            Transaction transaction;
            for (const std::string& seed : {one, other}) {
                transaction.add("UPDATE runs SET started_at = started_at + 1 WHERE seed = $1",
                                {seed}, Expect::kOneRow);
            }
            held += engine.commit(transaction, Durability::kNormal).ok() ? 1 : 0;
        }
        return held;
    };
    int held = 0;
    std::jthread opposite([&] { held = raise(*second, "b", "a"); });
    const int ours = raise(*first, "a", "b");
    opposite.join();
    const Rows sum = first->query("SELECT SUM(started_at) AS n FROM runs", {}).value();
    EXPECT_EQ(sum.front().integer("n"), 2 * (ours + held));
    EXPECT_EQ(ours + held, 400);
}

TEST_F(PostgresEngineTest, RefusesATextThatItCouldNotReturn) {
    const auto engine = open(*url_);
    const auto done = engine->commit(add(std::string("a\0b", 3)), Durability::kNormal);
    ASSERT_FALSE(done.ok());
    EXPECT_EQ(done.error().code, ErrorCode::kInvalidArgument);
}

TEST_F(PostgresEngineTest, SaysWhatIsWrongWithAUrlButNotItsPassword) {
    const auto refusal = [](const std::string& url) {
        const auto engine = open_postgres(*StoreUrl::parse(url));
        ARGOSY_ASSERT(!engine.ok());
        EXPECT_THAT(engine.error().message, Not(HasSubstr("hunter2")));
        return engine.error();
    };
    const std::string folder = server().socket_folder();
    const auto nowhere =
        refusal(fmt::format("postgresql://{}:hunter2@/nowhere?host={}", server().user(), folder));
    EXPECT_EQ(nowhere.code, ErrorCode::kConfiguration);
    EXPECT_THAT(nowhere.message, HasSubstr("\"nowhere\" does not exist"));

    const auto stranger =
        refusal(fmt::format("postgresql://stranger:hunter2@/{}?host={}", name(), folder));
    EXPECT_EQ(stranger.code, ErrorCode::kConfiguration);
    EXPECT_THAT(stranger.message, HasSubstr("stranger"));

    const auto away = refusal("postgresql://argosy:hunter2@/argosy?host=/nonexistent");
    EXPECT_EQ(away.code, ErrorCode::kUnavailable);
    EXPECT_THAT(away.message, HasSubstr("/nonexistent"));
}

// A row that another process has not committed yet holds its id already, and is not seen.
TEST_F(PostgresEngineTest, LeavesIdsThatWereGivenAloneWhenAnotherProcessStarts) {
    const auto engine = open(*url_);
    Transaction given_and_gone = add("seed");
    given_and_gone.add("DELETE FROM runs WHERE seed = $1", {"seed"});
    ASSERT_TRUE(engine->commit(add("first"), Durability::kNormal).ok());
    ASSERT_TRUE(engine->commit(given_and_gone, Durability::kNormal).ok());
    const auto another = open(*url_);
    ASSERT_TRUE(another->commit(add("next"), Durability::kNormal).ok());
    const auto rows = engine->query("SELECT id FROM runs WHERE seed = $1", {"next"});
    ASSERT_TRUE(rows.ok());
    EXPECT_EQ(rows->front().integer("id"), 3);
}

TEST_F(PostgresEngineTest, ShowsWhereItIsWithoutThePassword) {
    const auto engine = open_postgres(*StoreUrl::parse(fmt::format(
        "postgresql://{}:hunter2@/{}?host={}", server().user(), name(), server().socket_folder())));
    ASSERT_TRUE(engine.ok());
    EXPECT_EQ((*engine)->location(), fmt::format("postgresql://{}@/{}", server().user(), name()));
}

TEST(StoreUrl, TellsFilesFromServers) {
    const auto kind = [](std::string_view text) { return StoreUrl::parse(text)->kind(); };
    EXPECT_EQ(kind("var/argosy.db"), StoreUrl::Kind::kSqlite);
    EXPECT_EQ(kind("sqlite:///var/argosy.db"), StoreUrl::Kind::kSqlite);
    EXPECT_EQ(kind("postgres://host/db"), StoreUrl::Kind::kPostgres);
    EXPECT_EQ(kind("postgresql:///db?host=/run"), StoreUrl::Kind::kPostgres);
    EXPECT_EQ(StoreUrl::parse("sqlite:///var/argosy.db")->target().reveal(), "/var/argosy.db");
    for (const char* wrong :
         {"", "sqlite:", "mysql://host/db", "postgresql://h/d?no_such_parameter=1"}) {
        EXPECT_FALSE(StoreUrl::parse(wrong)) << wrong;
    }
}

TEST(StoreUrl, NeverShowsAPassword) {
    EXPECT_EQ(StoreUrl::parse("postgresql://me:hunter2@host:5433/db?sslpassword=hunter2")->shown(),
              "postgresql://me@host:5433/db");
    EXPECT_EQ(without_secrets("mysql://me:a@b:c@host/db"), "mysql://me@host/db");
    EXPECT_EQ(without_secrets("postgresql://host/db?password=hunter2"), "postgresql://host/db");
    EXPECT_EQ(without_secrets("var/argosy.db"), "var/argosy.db");
}

}  // namespace
}  // namespace argosy::store
