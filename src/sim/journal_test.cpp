#include "sim/journal.h"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "sim/testing/busy_world.h"
#include "tests/support/temporary_folder.h"

namespace argosy::sim {
namespace {

using core::TimePoint;
using testing::busy_universe;
using testing::BusyWorld;
using ::testing::HasSubstr;
using testing::kBusyStart;
using tests::TemporaryFolder;

std::string bytes_of(const std::string& path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
}

core::Result<std::optional<KeptUniverse>> read_kept(const std::string& path) {
    auto file = StateFile::open(path);
    if (!file) return file.error();
    return read_kept_universe(*file);
}

// Returns the world that goes on from the file, at the time of the one that ended.
BusyWorld reopened(const std::string& path, TimePoint now) {
    auto kept = read_kept(path);
    ARGOSY_ASSERT(kept.ok());
    ARGOSY_ASSERT(kept->has_value());
    return BusyWorld(std::move((*kept)->universe), now);
}

class JournalTest : public ::testing::Test {
  protected:
    JournalTest() : world_(std::make_unique<BusyWorld>(busy_universe(5), kBusyStart)) {
        world_->keep_in(path());
    }

    std::string path() const { return folder_.file("universe.state"); }
    BusyWorld& world() { return *world_; }
    // Ends the process as kill -9 does: nothing is written any more.
    void kill() { world_.reset(); }
    std::string copy_of_file() const {
        const std::string copy = folder_.file("copy");
        std::ofstream(copy, std::ios::binary | std::ios::trunc) << bytes_of(path());
        return copy;
    }
    std::uint64_t hash_of_copy(TimePoint now) const { return reopened(copy_of_file(), now).hash(); }

    TemporaryFolder folder_;
    std::unique_ptr<BusyWorld> world_;
};

TEST_F(JournalTest, AFileThatIsNewHoldsNoUniverse) {
    const auto kept = read_kept(folder_.file("new"));
    ASSERT_TRUE(kept.ok());
    EXPECT_FALSE(kept->has_value());
}

TEST_F(JournalTest, TheChangesCarriedOutAgainMakeTheSameUniverse) {
    world().register_agents();
    core::RandomStream draws(1);
    world().play(draws, 400);
    const std::uint64_t hash = world().hash();
    const TimePoint now = world().now();
    kill();
    BusyWorld again = reopened(path(), now);
    EXPECT_EQ(again.hash(), hash);
    EXPECT_EQ(again.send_as("ALPHA", "GET", "/my/agent").status, 200);
    // An account's token is known again as well, though nothing keeps it.
    EXPECT_EQ(again
                  .send("POST", "/register", R"({"symbol":"DELTA","faction":"COSMIC"})",
                        "account of ALPHA")
                  .status,
              201);
    EXPECT_EQ(again.universe().state().accounts.size(), 3u);
}

TEST_F(JournalTest, SurvivesTheEndAtEveryByteOfItsLastLine) {
    world().register_agents();
    const std::uint64_t before = hash_of_copy(kBusyStart);
    const std::size_t begin = bytes_of(path()).size();
    ASSERT_EQ(world().send_as("ALPHA", "POST", "/my/ships/ALPHA-1/orbit").status, 200);
    const std::uint64_t after = world().hash();
    ASSERT_NE(before, after);
    const std::string whole = bytes_of(path());
    const std::string torn = folder_.file("torn");
    for (std::size_t size = begin; size <= whole.size(); ++size) {
        std::ofstream(torn, std::ios::binary | std::ios::trunc) << whole.substr(0, size);
        BusyWorld again = reopened(torn, kBusyStart);
        ASSERT_EQ(again.hash(), size == whole.size() ? after : before) << size;
    }
}

TEST_F(JournalTest, NeverTellsATimeAgainThatWasTold) {
    world().go_to(kBusyStart + std::chrono::hours(3));
    world().send("GET", "/", "", "");
    kill();
    const auto kept = read_kept(path());
    ASSERT_TRUE(kept.ok());
    EXPECT_GE((*kept)->now, kBusyStart + std::chrono::hours(3));
}

TEST_F(JournalTest, UsesTimeInAdvanceSoThatFewAnswersCostALine) {
    TemporaryFolder folder;
    const auto universe = busy_universe(5);
    boost::asio::io_context loop;
    core::RealClock clock(loop.get_executor(), 60.0, kBusyStart);
    auto file = StateFile::open(folder.file("x"));
    auto journal = Journal::begin(*std::move(file), *universe, clock);
    ASSERT_TRUE(journal.ok());
    const TimePoint told = clock.now() + std::chrono::seconds(10);
    ASSERT_TRUE((*journal)->keep_time(told));
    const std::string once = bytes_of(folder.file("x"));
    ASSERT_TRUE((*journal)->keep_time(told + std::chrono::seconds(120)));
    EXPECT_EQ(bytes_of(folder.file("x")), once);
    ASSERT_TRUE((*journal)->keep_time(told + std::chrono::seconds(121)));
    EXPECT_NE(bytes_of(folder.file("x")), once);
}

TEST_F(JournalTest, ReadingLeavesNoTrace) {
    world().register_agents();
    core::RandomStream draws(2);
    world().look(draws);
    const std::string before = bytes_of(path());
    world().look(draws);
    world().send_as("ALPHA", "POST", "/my/ships/ALPHA-1/dock", "no JSON");
    EXPECT_THAT(bytes_of(path()), ::testing::StartsWith(before));
    const std::string refused = bytes_of(path());
    world().send_as("ALPHA", "POST", "/my/ships/ALPHA-1/navigate", "{}");
    world().send_as("NOBODY", "POST", "/my/ships/ALPHA-1/orbit");
    EXPECT_EQ(bytes_of(path()), refused);
}

TEST_F(JournalTest, KeepsNoTokens) {
    world().register_agents();
    world().send_as("ALPHA", "POST", "/my/ships/ALPHA-1/orbit");
    const std::string text = bytes_of(path());
    EXPECT_THAT(text, HasSubstr("/my/ships/ALPHA-1/orbit"));
    EXPECT_THAT(text, ::testing::Not(HasSubstr("account of")));
    EXPECT_THAT(
        text, ::testing::Not(HasSubstr(world().universe().token_of(model::AgentSymbol("ALPHA")))));
}

TEST_F(JournalTest, KeepsBodiesThatNobodyReads) {
    world().register_agents();
    for (const char* body : {"\xFF\x00\x80", "\"\x01\n", "plain"}) {
        ASSERT_EQ(world().send_as("ALPHA", "POST", "/my/ships/ALPHA-1/orbit", body).status, 200);
        EXPECT_EQ(hash_of_copy(world().now()), world().hash());
    }
}

TEST_F(JournalTest, KeepsTroubleMadeFromOutside) {
    world().register_agents();
    world().go_to(kBusyStart + std::chrono::minutes(40));
    Universe& universe = world().universe();
    const model::WaypointSymbol market("X1-AD75-A1");
    const model::TradeSymbol good = universe.economy().find(market)->goods.front().good;
    ASSERT_TRUE(universe.shock(market, good, core::Units(-17), world().now()).ok());
    ASSERT_TRUE(world().journal().keep(
        {.at = world().now(), .shock = ShockEntry{market, good, core::Units(-17)}}));
    ASSERT_TRUE(universe.lose_ship(model::ShipSymbol("BRAVO-1")).ok());
    ASSERT_TRUE(
        world().journal().keep({.at = world().now(), .lost_ship = model::ShipSymbol("BRAVO-1")}));
    EXPECT_EQ(hash_of_copy(world().now()), world().hash());

    universe.reset("2025-12-24", world().now());
    ASSERT_TRUE(world().journal().keep({.at = world().now(), .reset_date = "2025-12-24"}));
    world().register_agents();
    EXPECT_EQ(hash_of_copy(world().now()), world().hash());
    EXPECT_EQ(reopened(copy_of_file(), world().now()).universe().reset_date(), "2025-12-24");
}

TEST_F(JournalTest, SumsUpWhatItHolds) {
    world().register_agents();
    core::RandomStream draws(3);
    world().play(draws, 50);
    ASSERT_TRUE(world().journal().write_snapshot().ok());
    const std::string text = bytes_of(path());
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1);
    world().play(draws, 50);
    const std::uint64_t hash = world().hash();
    const TimePoint now = world().now();
    kill();
    EXPECT_EQ(reopened(path(), now).hash(), hash);
}

TEST_F(JournalTest, SumsUpByItselfWhenItHasGrown) {
    world().register_agents();
    const std::string padding(std::size_t(1) << 20, ' ');
    std::uintmax_t most = 0;
    for (int i = 0; i < 40; ++i) {
        ASSERT_EQ(world().send_as("ALPHA", "POST", "/my/ships/ALPHA-1/orbit", padding).status, 200);
        most = std::max(most, std::filesystem::file_size(path()));
    }
    EXPECT_LT(most, Journal::kLeastBeforeSnapshot + 2 * padding.size());
    EXPECT_EQ(hash_of_copy(world().now()), world().hash());
}

TEST_F(JournalTest, NamesAChangeThatEndsOtherwise) {
    world().register_agents();
    JournalEntry entry{.at = world().now()};
    entry.request = RequestEntry{.agent = model::AgentSymbol("ALPHA"),
                                 .method = "POST",
                                 .target = "/v2/my/ships/ALPHA-9/orbit",
                                 .status = 200};
    ASSERT_TRUE(world().journal().keep(entry));
    kill();
    const auto kept = read_kept(path());
    ASSERT_FALSE(kept.ok());
    EXPECT_EQ(kept.error().code, core::ErrorCode::kConfiguration);
    EXPECT_THAT(kept.error().message, HasSubstr("line 5"));
    EXPECT_THAT(kept.error().message, HasSubstr("/v2/my/ships/ALPHA-9/orbit was answered 200, and "
                                                "now 404"));
}

TEST_F(JournalTest, NamesALineThatIsNoChange) {
    kill();
    {
        auto file = StateFile::open(path());
        ASSERT_TRUE(file->append(R"({"at":"noon","request":{}})").ok());
    }
    const auto kept = read_kept(path());
    ASSERT_FALSE(kept.ok());
    EXPECT_THAT(kept.error().message, HasSubstr("line 2: change, at was \"noon\""));
    EXPECT_THAT(kept.error().message, HasSubstr("change, request, method is absent"));
}

// No file of this process may grow beyond a size, while this lives.
class FullDisk {
  public:
    explicit FullDisk(rlim_t most) {
        before_ = std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &limit_);
        ::rlimit full = limit_;
        full.rlim_cur = most;
        ::setrlimit(RLIMIT_FSIZE, &full);
    }
    FullDisk(const FullDisk&) = delete;
    FullDisk& operator=(const FullDisk&) = delete;
    ~FullDisk() {
        ::setrlimit(RLIMIT_FSIZE, &limit_);
        std::signal(SIGXFSZ, before_);
    }

  private:
    ::rlimit limit_{};
    void (*before_)(int) = nullptr;
};

TEST_F(JournalTest, WhatCannotBeWrittenIsNotAnswered) {
    world().register_agents();
    std::string why;
    world().journal().on_failure([&](const core::Error& error) { why = error.message; });
    const std::uint64_t before = world().hash();
    {
        const FullDisk full(bytes_of(path()).size() + 20);
        EXPECT_TRUE(world().send_as("ALPHA", "POST", "/my/ships/ALPHA-1/orbit").cut);
    }
    EXPECT_THAT(why, HasSubstr(path()));
    EXPECT_TRUE(world().send_as("ALPHA", "GET", "/my/agent").cut) << "it has to end first";
    EXPECT_EQ(hash_of_copy(world().now()), before);
}

RC_GTEST_PROP(JournalLaws, WhateverHappenedItIsTheSameWorld, ()) {
    const TemporaryFolder folder;
    const auto seed = *rc::gen::arbitrary<std::uint64_t>();
    BusyWorld world(busy_universe(seed), kBusyStart);
    world.keep_in(folder.file("x"));
    world.register_agents();
    core::RandomStream draws(seed);
    core::RandomStream looks(seed + 1);
    for (int part = 0; part < 3; ++part) {
        world.play(draws, *rc::gen::inRange(0, 60));
        world.look(looks);
        if (*rc::gen::arbitrary<bool>()) RC_ASSERT(world.journal().write_snapshot().ok());
    }
    const std::string copy = folder.file("copy");
    std::ofstream(copy, std::ios::binary) << bytes_of(folder.file("x"));
    RC_ASSERT(reopened(copy, world.now()).hash() == world.hash());
}

// What makes it enough to keep the requests that were neither looks nor refused.

RC_GTEST_PROP(JournalLaws, LooksChangeNothing, ()) {
    const auto seed = *rc::gen::arbitrary<std::uint64_t>();
    BusyWorld world(busy_universe(seed), kBusyStart);
    BusyWorld watched(busy_universe(seed), kBusyStart);
    world.register_agents();
    watched.register_agents();
    core::RandomStream draws(seed);
    core::RandomStream same(seed);
    core::RandomStream looks(seed + 1);
    for (int i = 0; i < 50; ++i) {
        world.play_one(draws);
        if (i % 5 == 0) watched.look(looks);
        watched.play_one(same);
    }
    RC_ASSERT(watched.hash() == world.hash());
}

TEST(JournalLaws, RefusalsChangeNothing) {
    BusyWorld world(busy_universe(21), kBusyStart);
    world.register_agents();
    world.check_refusals();
    core::RandomStream draws(21);
    world.play(draws, 1'000);
    EXPECT_GT(world.refusals(), 500);
    EXPECT_EQ(world.changing_refusals(), 0);
}

}  // namespace
}  // namespace argosy::sim
