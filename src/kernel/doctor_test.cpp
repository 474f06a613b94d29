#include "kernel/doctor.h"

#include <gmock/gmock.h>

#include <optional>

#include "core/virtual_loop.h"
#include "kernel/player_book.h"
#include "sim/sim_game.h"
#include "store/inline_store.h"
#include "store/sqlite_engine.h"

namespace argosy::kernel {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Level = Finding::Level;

/// A clock that is wrong by a fixed length.
class WrongClock final : public core::Clock {
  public:
    WrongClock(core::Clock& right, core::Duration by) : right_(right), by_(by) {}
    core::TimePoint now() const override { return right_.now() + by_; }
    std::unique_ptr<core::Timer> make_timer() override { return right_.make_timer(); }

  private:
    core::Clock& right_;
    core::Duration by_;
};

/// A database and a game, examined as a daemon with one player does.
class DoctorTest : public ::testing::Test {
  protected:
    DoctorTest()
        : engine_(store::open_sqlite(std::string(store::kInMemory)).value()),
          loop_(core::from_millis(1'750'000'000'000)),
          store_(*engine_, loop_.clock(), rng_) {
        EXPECT_TRUE(store::migrate(*engine_).ok());
        auto scenario =
            sim::recorded_scenario(std::string(sim::kRecordedScenarios.front())).value();
        universe_ =
            sim::Universe::create(std::move(scenario), {.start = loop_.clock().now()}).value();
        game_ = std::make_unique<sim::SimGame>(*universe_, loop_.clock(), rng_);
    }
    ~DoctorTest() override { loop_.destroy_tasks(); }

    template <class Value>
    Value call(Task<Value> task) {
        auto answer = std::make_shared<std::optional<Value>>();
        const auto keep = [](Task<Value> work,
                             std::shared_ptr<std::optional<Value>> kept) -> Task<void> {
            kept->emplace(co_await std::move(work));
        };
        core::spawn(loop_.executor(), keep(std::move(task), answer));
        loop_.run_until(loop_.clock().now() + 10min);
        return *std::move(*answer);
    }

    void add_player() {
        const auto made = call(game_->register_agent(core::Secret("account"),
                                                     model::AgentSymbol("ARGOSY"), "COSMIC"))
                              .value();
        const Player player{.agent = made.agent.symbol,
                            .era = universe_->reset_date(),
                            .faction = "COSMIC",
                            .headquarters = made.agent.headquarters,
                            .token = made.agent_token};
        EXPECT_TRUE(call(save_player(store_, player, loop_.clock().now())).ok());
    }
    void execute(std::string sql) {
        store::Transaction transaction;
        transaction.add(std::move(sql), {});
        EXPECT_TRUE(engine_->commit(transaction, store::Durability::kNormal).ok());
    }

    Findings examined(core::Duration clock_is_wrong_by = 0s) {
        WrongClock machine(loop_.clock(), clock_is_wrong_by);
        const auto ask_agent = [this](Player player) {
            game_->use_agent_token(player.token);
            return game_->my_agent();
        };
        return call(examine({store_, url_, *game_, machine, ask_agent}));
    }
    Finding found(const std::string& check, core::Duration clock_is_wrong_by = 0s) {
        for (Finding& finding : examined(clock_is_wrong_by)) {
            if (finding.check == check) return std::move(finding);
        }
        ADD_FAILURE() << "nothing was said of " << check;
        return {};
    }

    core::Rng rng_{7};
    std::unique_ptr<store::Engine> engine_;
    store::StoreUrl url_ = store::StoreUrl::parse("argosy.db").value();
    std::unique_ptr<sim::Universe> universe_;
    core::VirtualLoop loop_;
    store::InlineStore store_;
    std::unique_ptr<sim::SimGame> game_;
};

TEST_F(DoctorTest, LooksAtEverythingInOrder) {
    add_player();
    std::vector<std::string> checks;
    for (const Finding& finding : examined()) {
        checks.push_back(finding.check);
        // The disk is this machine's.
        if (finding.check == "disk") continue;
        EXPECT_EQ(finding.level, Level::kOk) << finding.check << ": " << finding.what;
        EXPECT_EQ(finding.advice, "");
    }
    EXPECT_THAT(checks, ElementsAre("database", "disk", "game", "clock", "era", "token of ARGOSY"));
}

TEST_F(DoctorTest, SaysThatNobodyIsRegistered) {
    const Finding era = found("era");
    EXPECT_EQ(era.level, Level::kWarning);
    EXPECT_THAT(era.advice, HasSubstr("player register"));
}

TEST_F(DoctorTest, SaysThatTheUniverseIsAnother) {
    add_player();
    universe_->reset("2031-01-01", loop_.clock().now());
    const Finding era = found("era");
    EXPECT_EQ(era.level, Level::kProblem);
    EXPECT_THAT(era.what, HasSubstr("2031-01-01"));
}

TEST_F(DoctorTest, SaysThatATokenIsRefused) {
    add_player();
    execute("UPDATE players SET token = 'wrong'");
    const Finding token = found("token of ARGOSY");
    EXPECT_EQ(token.level, Level::kProblem);
    EXPECT_THAT(token.advice, HasSubstr("import the agent's new token"));
}

TEST_F(DoctorTest, SaysThatTheClockIsWrongInEitherDirection) {
    EXPECT_EQ(found("clock", 4s).level, Level::kOk);
    for (const core::Duration wrong : {core::Duration(1min), core::Duration(-1min)}) {
        const Finding clock = found("clock", wrong);
        EXPECT_EQ(clock.level, Level::kWarning);
        EXPECT_THAT(clock.advice, HasSubstr("set this machine's clock"));
    }
}

TEST_F(DoctorTest, SaysThatTheSchemaIsNotThisPrograms) {
    execute("DELETE FROM schema_migrations WHERE version > 1");
    const Finding database = found("database");
    EXPECT_EQ(database.level, Level::kProblem);
    EXPECT_THAT(database.what, HasSubstr("schema step 1"));
}

TEST_F(DoctorTest, SaysThatTheDatabaseCannotBeRead) {
    execute("DROP TABLE schema_migrations");
    const Finding database = found("database");
    EXPECT_EQ(database.level, Level::kProblem);
    EXPECT_THAT(database.advice, HasSubstr("store.url"));
}

TEST_F(DoctorTest, SaysThatTheDatabaseCannotBeWritten) {
    execute("ALTER TABLE runs RENAME TO runs_away");
    const Finding database = found("database");
    EXPECT_EQ(database.level, Level::kProblem);
    EXPECT_THAT(database.what, HasSubstr("cannot be written"));
}

TEST(DoctorOnRequests, FeelsTheLimitOfTheGame) {
    game::RequestCounts counts;
    EXPECT_EQ(check_requests(counts).level, Level::kOk);
    counts.waited[std::size_t(game::Priority::kAct)].add(30s);
    EXPECT_EQ(check_requests(counts).level, Level::kWarning);
    EXPECT_THAT(check_requests(counts).advice, HasSubstr("fewer ships"));
    auto& trades = counts.outcomes[std::size_t(game::RequestPurpose::kTrade)];
    trades[std::size_t(game::RequestOutcome::kRateLimited)] = 1;
    EXPECT_THAT(check_requests(counts).advice, HasSubstr("nothing else plays"));
}

}  // namespace
}  // namespace argosy::kernel
