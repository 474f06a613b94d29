// The program is killed at every boundary of every kind of haul: before and after each request,
// each effect in the game, each answer and each commit, and started again. Enumerated, not sampled:
// a boundary is an event of the loop, and every event is one to be killed after. The boundaries are
// counted by what happened there and printed; the counts may not fall.

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include "hauls/haul_runner.h"
#include "hauls/testing/haul_process.h"
#include "store/sqlite_engine.h"

namespace argosy::hauls {
namespace {

using core::Units;
using testing::Fate;
using testing::HaulProcess;
using testing::kCustomer;
using testing::kFactory;
using testing::kMachinery;
using testing::kRival;
using testing::Remains;

constexpr core::Duration kLong = std::chrono::hours(6);

/// A course that a hold of cargo can take, from its start to its end.
enum class Course : std::uint8_t {
    kFeed,        ///< ACQUIRE and DELIVER.
    kTransfer,    ///< COLLECT and DELIVER.
    kSale,        ///< COLLECT and SELL.
    kLiquidated,  ///< COLLECT and SELL, whose market was flooded meanwhile: LIQUIDATE.
    kStray,       ///< LIQUIDATE of cargo that nobody bought.
    kHandedBack,  ///< COLLECT and SELL, which no longer pays on arrival.
};

struct Case {
    Course course;
    const char* name;
    /// Fewer boundaries of a kind than this, and the enumeration has lost some.
    std::size_t least_commits;
    std::size_t least_requests;
    std::size_t least_effects;
};

constexpr Units kStrayUnits{30};

/// Returns the statements that empty every table of a database but the schema's own.
const std::vector<std::string>& emptying(store::Engine& engine) {
    static const std::vector<std::string> kStatements = [&] {
        std::vector<std::string> all{"PRAGMA defer_foreign_keys = ON"};
        const auto tables = engine.query(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            " AND name <> 'schema_migrations'",
            {});
        for (const store::Row& table : tables.value())
            all.push_back("DELETE FROM " + table.text("name"));
        return all;
    }();
    return kStatements;
}

/// Counts what is committed.
class CountingEngine final : public store::Engine {
  public:
    CountingEngine() {
        auto opened = store::open_sqlite(std::string(store::kInMemory));
        EXPECT_TRUE(opened.ok() && store::migrate(**opened).ok());
        engine_ = *std::move(opened);
    }

    /// Makes it as good as new.
    void clear() {
        store::Transaction transaction;
        for (const std::string& statement : emptying(*engine_))
            transaction.add(statement, {});
        EXPECT_TRUE(engine_->commit(transaction, store::Durability::kNormal).ok());
        commits = 0;
    }

    store::Result<void> commit(const store::Transaction& transaction,
                               store::Durability durability) override {
        if (!transaction.empty()) ++commits;
        return engine_->commit(transaction, durability);
    }
    store::Result<store::Rows> query(std::string_view sql, const store::Params& params) override {
        return engine_->query(sql, params);
    }
    store::Result<store::Applied> apply(const store::Migration& migration) override {
        return engine_->apply(migration);
    }
    const std::string& location() const override { return engine_->location(); }

    std::size_t commits = 0;

  private:
    std::unique_ptr<store::Engine> engine_;
};

/// A world with one course to go, of whose good more would fit into the hold.
struct World {
    explicit World(Course way) : course(way), remains(take_database()) {
        testing::settle_world(remains);
        model::Ship& ship = remains.world.add_ship(400);
        ship.nav.waypoint = kRival;
        if (course == Course::kStray) ship.cargo.items[kMachinery] = kStrayUnits;
        remains.world.markets.at(kFactory).at(kMachinery).stock = Units(0);
        remains.world.markets.at(testing::kSmelter).at(testing::kIron).volume = Units(20);
        remains.world.markets.at(testing::kSmelter).at(testing::kIron).stock = Units(0);
    }

    ~World() { spare_database() = std::move(remains.engine); }

    CountingEngine& engine() { return static_cast<CountingEngine&>(*remains.engine); }

    Units moved(model::TransactionType type) const {
        Units units;
        for (const model::MarketTransaction& line : remains.world.trades) {
            if (line.good != model::TradeSymbol("FUEL") && line.type == type) units += line.units;
        }
        return units;
    }
    Units bought() const { return moved(model::TransactionType::kPurchase); }
    Units sold() const { return moved(model::TransactionType::kSell); }

    /// What others do to the markets while the ship is on its way.
    void turn() {
        model::Ship& ship = remains.world.ships.begin()->second;
        if (course == Course::kLiquidated && ship.cargo.used() > Units(0)) {
            remains.world.markets.at(kCustomer).at(kMachinery).stock = Units(300);
        }
        if (course == Course::kHandedBack && ship.nav.waypoint == kFactory) {
            remains.world.markets.at(kFactory).at(kMachinery).stock = Units(-400);
        }
    }

    /// Returns the tasks of all hauls with their states, as stored.
    std::vector<std::string> tasks() const {
        const auto rows = remains.engine->query(
            "SELECT task_type, status FROM manufacturing_tasks ORDER BY id", {});
        std::vector<std::string> all;
        for (const store::Row& row : rows.value())
            all.push_back(row.text("task_type") + " " + row.text("status"));
        return all;
    }

    Course course;
    Remains remains;

  private:
    // Making a database takes longer than a haul.
    static std::unique_ptr<store::Engine>& spare_database() {
        static std::unique_ptr<store::Engine> spare;
        return spare;
    }
    static std::unique_ptr<store::Engine> take_database() {
        if (!spare_database()) return std::make_unique<CountingEngine>();
        static_cast<CountingEngine&>(*spare_database()).clear();
        return std::move(spare_database());
    }
};

/// One life of the program: it starts the course, or goes on with it.
class Life {
  public:
    Life(World& world, std::uint64_t seed) : process(world.remains, seed), world_(world) {
        process.game.on_effect = [this] { ++effects; };
        process.runtime.spawn(live(process, world));
    }

    /// Returns false when nothing is left to do.
    bool step() {
        world_.turn();
        return process.run_events(1);
    }
    void step(std::size_t events) {
        for (std::size_t done = 0; done < events && step(); ++done) {
        }
    }
    void run_to_the_end() {
        const core::TimePoint end = process.runtime.now() + kLong;
        while (process.runtime.now() < end && step()) {
        }
    }

    HaulProcess process;
    std::size_t effects = 0;

  private:
    static core::Task<void> live(HaulProcess& process, World& world) {
        const auto opened = co_await process.open();
        EXPECT_TRUE(opened.ok());
        const bool first =
            world.remains.number("SELECT COUNT(*) AS n FROM manufacturing_tasks") == 0;
        if (first && world.course == Course::kStray) {
            co_await process.runner.liquidate(world.remains.world.ships.begin()->first, kMachinery,
                                              core::OperationId("operation-1-1"));
            co_return;
        }
        if (first) add_haul(process, world.course);
        if (const auto offer = process.best()) {
            EXPECT_TRUE((co_await process.runner.start(*offer)).ok());
        }
    }

    static void add_haul(HaulProcess& process, Course course) {
        if (course == Course::kFeed) {
            process.add_feed();
        } else if (course == Course::kTransfer) {
            process.add_transfer();
        } else {
            process.add_sale();
        }
    }

    World& world_;
};

/// What a course comes to when nothing goes wrong.
struct Sound {
    std::vector<std::string> tasks;
    Units bought;
    std::size_t events = 0;
    std::size_t acts = 0;  ///< Requests that act on the game.
    std::map<std::string, std::size_t> boundaries;
};

class CrashedHaul : public ::testing::TestWithParam<Case> {
  protected:
    static Sound go_undisturbed() {
        Sound sound;
        World world(GetParam().course);
        Life life(world, 1);
        while (true) {
            const std::size_t commits = world.engine().commits, effects = life.effects,
                              requests = life.process.game.requests.size();
            if (!life.step()) break;
            ++sound.events;
            sound.boundaries["commits"] += world.engine().commits - commits;
            sound.boundaries["effects"] += life.effects - effects;
            const auto& all = life.process.game.requests;
            sound.boundaries["requests"] += all.size() - requests;
            for (std::size_t i = requests; i < all.size(); ++i)
                ++sound.boundaries["request " + std::string(all[i])];
        }
        sound.tasks = world.tasks();
        sound.bought = world.bought();
        sound.acts = std::size_t(life.process.game.acts);
        return sound;
    }

    static void expect_sound(const World& world, HaulProcess& process, const Sound& sound) {
        const Remains& remains = world.remains;
        EXPECT_LE(world.bought(), sound.bought) << "bought twice";
        const Units given = world.course == Course::kStray ? kStrayUnits : Units(0);
        EXPECT_EQ(world.sold(), world.bought() + given);
        EXPECT_TRUE(remains.world.ships.begin()->second.cargo.items.empty()) << "stranded cargo";
        EXPECT_EQ(world.tasks(), sound.tasks);
        EXPECT_EQ(process.ledger.balance(), remains.world.credits);
        EXPECT_EQ(process.errors(), 0u);
        for (const std::string_view none :
             {"transactions WHERE type = 'RECONCILIATION'", "intents WHERE status = 'OPEN'",
              "earmarks", "cargo_lots", "ship_assignments WHERE owner_id <> ''"}) {
            EXPECT_EQ(remains.number(fmt::format("SELECT COUNT(*) AS n FROM {}", none)), 0) << none;
        }
        EXPECT_EQ(remains.number("SELECT COALESCE(SUM(actual_quantity), 0) AS n"
                                 " FROM manufacturing_tasks"
                                 " WHERE task_type IN ('ACQUIRE', 'COLLECT')"),
                  world.bought().count());
        EXPECT_EQ(remains.number("SELECT COALESCE(SUM(actual_quantity), 0) AS n"
                                 " FROM manufacturing_tasks"
                                 " WHERE task_type IN ('DELIVER', 'SELL', 'LIQUIDATE')"),
                  world.sold().count());
    }

    /// Goes on in a new life, after others that were killed.
    static void expect_carried_on(World& world, std::uint64_t seed, const Sound& sound) {
        Life life(world, seed);
        life.run_to_the_end();
        expect_sound(world, life.process, sound);
    }
};

TEST_P(CrashedHaul, IsCarriedOnceWhereverTheProgramWasKilled) {
    const Sound sound = go_undisturbed();
    const Case& param = GetParam();
    fmt::print("{}: killed after each of {} events; ends as {}\n", param.name, sound.events,
               fmt::join(sound.tasks, ", "));
    for (const auto& [boundary, count] : sound.boundaries)
        fmt::print("  {:4} {}\n", count, boundary);
    EXPECT_GE(sound.boundaries.at("commits"), param.least_commits);
    EXPECT_GE(sound.boundaries.at("requests"), param.least_requests);
    EXPECT_GE(sound.boundaries.at("effects"), param.least_effects);
    RecordProperty("events", std::to_string(sound.events));
    for (std::size_t events = 0; events <= sound.events; ++events) {
        SCOPED_TRACE(fmt::format("killed after {} of {} events", events, sound.events));
        World world(param.course);
        Life(world, 1).step(events);
        expect_carried_on(world, 2, sound);
        if (HasFailure()) return;
    }
}

TEST_P(CrashedHaul, IsCarriedOnceThoughTheProgramWasKilledAgainWhileItRecovered) {
    const Sound sound = go_undisturbed();
    for (std::size_t events = 1; events < sound.events; events += 5) {
        for (const std::size_t again : {events / 3, events / 2, events}) {
            SCOPED_TRACE(fmt::format("killed after {} events, then after {}", events, again));
            World world(GetParam().course);
            Life(world, 1).step(events);
            Life(world, 2).step(again);
            expect_carried_on(world, 3, sound);
            if (HasFailure()) return;
        }
    }
}

/// Runs a life up to the request of this number, whose answer is lost one way or the other.
void run_to_loss(Life& life, std::size_t act, Fate fate) {
    life.process.game.fates.assign(act, Fate::kAnswered);
    life.process.game.fates.push_back(fate);
    while (std::size_t(life.process.game.acts) <= act && life.step()) {
    }
}

// The request reached the game, or never did, and nobody knows which.
TEST_P(CrashedHaul, IsCarriedOnceThoughAnAnswerWasLost) {
    const Sound sound = go_undisturbed();
    for (std::size_t act = 0; act < sound.acts; ++act) {
        for (const Fate fate : {Fate::kAnswerLost, Fate::kRequestLost}) {
            SCOPED_TRACE(fmt::format("act {} of {} {}", act + 1, sound.acts,
                                     fate == Fate::kAnswerLost ? "happened" : "did not happen"));
            World world(GetParam().course);
            Life life(world, 1);
            run_to_loss(life, act, fate);
            life.run_to_the_end();
            expect_sound(world, life.process, sound);
            if (HasFailure()) return;
        }
    }
}

// The game has acted, the answer is lost, and the program is killed too: at any event from then on
// until its next request that acts.
TEST_P(CrashedHaul, IsCarriedOnceThoughTheProgramWasKilledWhileAnAnswerWasLost) {
    const Sound sound = go_undisturbed();
    for (std::size_t act = 0; act < sound.acts; ++act) {
        bool doubtful = true;
        for (std::size_t events = 0; doubtful; ++events) {
            SCOPED_TRACE(fmt::format("killed {} events after act {}", events, act + 1));
            World world(GetParam().course);
            {
                Life life(world, 1);
                run_to_loss(life, act, Fate::kAnswerLost);
                for (std::size_t done = 0; done < events && doubtful; ++done)
                    doubtful = life.step() && std::size_t(life.process.game.acts) == act + 1;
            }
            expect_carried_on(world, 2, sound);
            if (HasFailure()) return;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Every, CrashedHaul,
                         ::testing::Values(Case{Course::kFeed, "AcquireDeliver", 24, 18, 12},
                                           Case{Course::kTransfer, "CollectDeliver", 28, 20, 14},
                                           Case{Course::kSale, "CollectSell", 28, 20, 14},
                                           Case{Course::kLiquidated, "CollectSellLiquidate", 36, 30,
                                                23},
                                           Case{Course::kStray, "Liquidate", 15, 7, 2},
                                           Case{Course::kHandedBack, "HandedBack", 11, 7, 2}),
                         [](const auto& each) { return std::string(each.param.name); });

}  // namespace
}  // namespace argosy::hauls
