// Many who want the same ships, on every database: a ship never has two owners.

#include "fleet/claims.h"

#include <gmock/gmock.h>

#include <atomic>
#include <map>
#include <thread>

#include "core/virtual_loop.h"
#include "store/inline_store.h"
#include "store/open_store.h"
#include "tests/conformance/store_suite.h"
#include "tests/support/seed.h"

namespace argosy::tests {
namespace {

using store::Engine;
using store::Transaction;
using testing::IsEmpty;
using testing::SizeIs;

constexpr std::int64_t kPlayer = 1;
constexpr std::int64_t kShips = 100;
constexpr std::int64_t kAttempts = 10'000;
constexpr std::int64_t kClients = 40;

// Every change of owner leaves a row here, in the transaction that makes it.
constexpr std::string_view kTableOfGrants =
    "CREATE TABLE claim_grants (id INTEGER PRIMARY KEY, ship_symbol TEXT NOT NULL,"
    " version BIGINT NOT NULL, owner_before TEXT NOT NULL, owner_after TEXT NOT NULL)";

void note_grant(const model::ShipSymbol& ship, const std::string& before,
                Transaction& transaction) {
    transaction.add(
        "INSERT INTO claim_grants (ship_symbol, version, owner_before, owner_after)"
        " SELECT ship_symbol, version, $3, owner_id FROM ship_assignments"
        " WHERE player_id = $1 AND ship_symbol = $2",
        {kPlayer, ship.str(), before}, store::Expect::kOneRow);
}

// Who believes to have which ship at this moment, in real time, and what came of the attempts.
struct Arena {
    std::array<std::atomic<std::int64_t>, kShips> holders{};
    std::atomic<std::int64_t> granted = 0;
    std::atomic<std::int64_t> refused = 0;
    std::atomic<std::int64_t> overlaps = 0;
    std::atomic<std::int64_t> errors = 0;

    void take(std::int64_t ship, std::int64_t client) {
        if (holders[std::size_t(ship)].exchange(client) != 0) ++overlaps;
    }
    void leave(std::int64_t ship, std::int64_t client) {
        if (holders[std::size_t(ship)].exchange(0) != client) ++overlaps;
    }
};

model::ShipSymbol ship_of(std::int64_t number) {
    return model::ShipSymbol(fmt::format("ARGOSY-{:X}", number + 1));
}

// One daemon's view of the claims, with nothing shared with the others but the database.
class Client {
  public:
    Client(const core::Runtime& runtime, store::Store& store, Arena& arena, std::int64_t number)
        : runtime_(runtime),
          store_(store),
          arena_(arena),
          number_(number),
          claims_(runtime, store, kPlayer),
          random_(runtime.rng.stream(fmt::format("client-{}", number))) {}

    core::Task<void> work(std::int64_t attempts) {
        if (!co_await reload()) co_return;
        while (attempts > 0) {
            const std::optional<std::int64_t> ship = idle_ship();
            if (!ship) {
                if (!co_await reload()) co_return;
                continue;
            }
            --attempts;
            if (!co_await claim(*ship)) {
                if (!co_await reload()) co_return;
                continue;
            }
            arena_.take(*ship, number_);
            co_await runtime_.clock.sleep_for(core::Duration(random_.uniform(0, 50)));
            std::string owner = name(1);
            if (random_.chance(0.3)) {
                if (!co_await transfer(*ship)) co_return;
                owner = name(2);
            }
            arena_.leave(*ship, number_);
            if (!co_await release(*ship, owner)) co_return;
        }
    }

  private:
    std::string name(int duty) const { return fmt::format("haul-{}-{}", number_, duty); }

    // Half of the time one of the ten ships that everybody wants.
    std::optional<std::int64_t> idle_ship() {
        const std::int64_t wanted = random_.chance(0.5) ? kShips / 10 : kShips;
        const std::int64_t first = random_.uniform(0, wanted - 1);
        for (std::int64_t i = 0; i < kShips; ++i) {
            const std::int64_t ship = (first + i) % kShips;
            if (claims_.owner_of(ship_of(ship)).empty()) return ship;
        }
        return std::nullopt;
    }

    core::Task<bool> reload() {
        const auto loaded = co_await claims_.load();
        if (!loaded) ++arena_.errors;
        co_return loaded.ok();
    }

    core::Task<bool> claim(std::int64_t ship) {
        Transaction transaction;
        claims_.claim(ship_of(ship), name(1), transaction);
        note_grant(ship_of(ship), "", transaction);
        const auto done = co_await store_.commit(std::move(transaction));
        ++(done.ok() ? arena_.granted : arena_.refused);
        if (!done && done.error().code != core::ErrorCode::kConflict) ++arena_.errors;
        co_return done.ok();
    }

    core::Task<bool> transfer(std::int64_t ship) {
        Transaction transaction;
        claims_.transfer(ship_of(ship), name(1), name(2), transaction);
        note_grant(ship_of(ship), name(1), transaction);
        co_return co_await must_hold(std::move(transaction));
    }

    core::Task<bool> release(std::int64_t ship, std::string owner) {
        Transaction transaction;
        claims_.release(ship_of(ship), owner, transaction);
        note_grant(ship_of(ship), owner, transaction);
        co_return co_await must_hold(std::move(transaction));
    }

    core::Task<bool> must_hold(Transaction transaction) {
        const auto done = co_await store_.commit(std::move(transaction));
        if (!done) ++arena_.errors;
        co_return done.ok();
    }

    const core::Runtime& runtime_;
    store::Store& store_;
    Arena& arena_;
    std::int64_t number_;
    fleet::Claims claims_;
    core::RandomStream random_;
};

struct Quiet final : core::LogSink {
    void write(const core::LogEvent&) override {}
};

// Runs the clients with these numbers on one engine, on a loop of their own, to the end.
void run_clients(Engine& engine, std::uint64_t seed, Arena& arena,
                 const std::vector<std::int64_t>& numbers) {
    core::VirtualLoop loop{core::TimePoint{}};
    Quiet sink;
    core::Log log(loop.clock(), sink);
    const core::Rng rng(seed);
    core::IdSource ids(1);
    core::DecisionHash decisions;
    const core::Runtime runtime{loop.executor(), loop.clock(), log, rng, ids, decisions};
    store::InlineStore store(engine, loop.clock(), rng);
    std::vector<std::unique_ptr<Client>> clients;
    for (const std::int64_t number : numbers) {
        clients.push_back(std::make_unique<Client>(runtime, store, arena, number));
        runtime.spawn(clients.back()->work(kAttempts / kClients));
    }
    loop.run_until(core::TimePoint{std::chrono::hours(24 * 365)});
    loop.destroy_tasks();
}

// Returns what is wrong with the history of the ships' owners.
std::vector<std::string> faults_of_history(Engine& engine) {
    struct Last {
        std::int64_t version = 0;
        std::string owner;
    };
    std::map<std::string, Last> ships;
    std::vector<std::string> faults;
    const store::Rows grants =
        engine
            .query(
                "SELECT ship_symbol, version, owner_before, owner_after FROM claim_grants"
                " ORDER BY ship_symbol, version, id",
                {})
            .value();
    for (const store::Row& row : grants) {
        const std::string& ship = row.text("ship_symbol");
        Last& last = ships[ship];
        if (row.integer("version") != last.version + 1) {
            faults.push_back(
                fmt::format("{}: version {} after {}", ship, row.integer("version"), last.version));
        }
        if (row.text("owner_before") != last.owner) {
            faults.push_back(fmt::format("{}: taken from \"{}\" while \"{}\" had it", ship,
                                         row.text("owner_before"), last.owner));
        }
        last = {row.integer("version"), row.text("owner_after")};
    }
    const store::Rows now =
        engine.query("SELECT ship_symbol, version, owner_id FROM ship_assignments", {}).value();
    for (const store::Row& row : now) {
        const Last& last = ships[row.text("ship_symbol")];
        if (row.integer("version") != last.version || row.text("owner_id") != last.owner) {
            faults.push_back(fmt::format("{}: the row is not what its history ends with",
                                         row.text("ship_symbol")));
        }
    }
    return faults;
}

class ClaimsOnEveryDatabase : public StoreSuite {
  protected:
    std::unique_ptr<Engine> open_with_grants() const {
        auto engine = open();
        std::vector<store::Migration> steps = store::migrations();
        steps.push_back({900, "claim_grants", kTableOfGrants});
        EXPECT_TRUE(store::migrate(*engine, steps).ok());
        EXPECT_TRUE(engine->commit(add_player(kPlayer, "ARGOSY"), store::Durability::kNormal).ok());
        return engine;
    }

    // PostgreSQL is shared by processes: each thread is one of them, with a connection of its own.
    // SQLite belongs to one, in which the clients take turns as the loop has it.
    void compete(Engine& engine, std::uint64_t seed, Arena& arena) const {
        constexpr std::int64_t kThreads = 8;
        const std::int64_t threads = GetParam() == Database::kPostgres ? kThreads : 1;
        std::vector<std::jthread> processes;
        for (std::int64_t thread = 0; thread < threads; ++thread) {
            std::vector<std::int64_t> numbers;
            for (std::int64_t i = thread; i < kClients; i += threads)
                numbers.push_back(i + 1);
            if (threads == 1) return run_clients(engine, seed, arena, numbers);
            processes.emplace_back([this, seed, &arena, numbers] {
                auto own = store::open_store(url());
                if (!own) {
                    ++arena.errors;
                    return;
                }
                run_clients(**own, seed, arena, numbers);
            });
        }
    }
};

TEST_P(ClaimsOnEveryDatabase, GiveAShipOneOwnerHoweverManyWantIt) {
    const auto engine = open_with_grants();
    Arena arena;
    compete(*engine, seed_of_this_run(), arena);
    EXPECT_EQ(arena.granted + arena.refused, kAttempts);
    EXPECT_EQ(arena.errors, 0);
    EXPECT_EQ(arena.overlaps, 0);
    EXPECT_THAT(faults_of_history(*engine), IsEmpty());
    EXPECT_EQ(number(*engine, "SELECT COUNT(*) AS n FROM claim_grants WHERE owner_before = ''"),
              arena.granted);
    EXPECT_EQ(number(*engine, "SELECT COUNT(*) AS n FROM ship_assignments WHERE owner_id <> ''"),
              0);
    // They did get into each other's way.
    EXPECT_GT(arena.refused, kAttempts / 100);
    EXPECT_GT(arena.granted, kAttempts / 100);
    RecordProperty("refused", int(arena.refused));
}

TEST_P(ClaimsOnEveryDatabase, WouldBeCaughtWithTwoOwners) {
    const auto engine = open_with_grants();
    Transaction transaction;
    constexpr std::string_view kGrant =
        "INSERT INTO claim_grants (ship_symbol, version, owner_before, owner_after)"
        " VALUES ('ARGOSY-1', $1, $2, $3)";
    transaction.add(kGrant, {std::int64_t(1), std::string(), std::string("haul-1-1")});
    transaction.add(kGrant, {std::int64_t(2), std::string(), std::string("haul-2-1")});
    transaction.add(kGrant, {std::int64_t(2), std::string("haul-2-1"), std::string("")});
    ASSERT_TRUE(engine->commit(transaction, store::Durability::kNormal).ok());
    EXPECT_THAT(faults_of_history(*engine), SizeIs(2));
}

INSTANTIATE_TEST_SUITE_P(AllDatabases, ClaimsOnEveryDatabase,
                         testing::Values(Database::kSqliteMemory, Database::kSqliteFile,
                                         Database::kPostgres),
                         name_of);

}  // namespace
}  // namespace argosy::tests
