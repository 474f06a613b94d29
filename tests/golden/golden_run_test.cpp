// Whole runs in virtual time: the same options decide the same, bit for bit.

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <thread>

#include "tests/support/private_postgres.h"
#include "tests/support/virtual_run.h"

namespace argosy::tests {
namespace {

using namespace std::chrono_literals;

const std::string kGoldenFile = ARGOSY_SOURCE_DIR "/tests/golden/two_hours.golden";

kernel::RunReport live(kernel::VirtualWorld& world, core::Duration length) {
    EXPECT_TRUE(start_manufacturing(world).ok());
    world.run_for(length);
    auto report = world.report();
    ARGOSY_ASSERT(report.ok());
    EXPECT_EQ(world.errors(), 0u);
    return *std::move(report);
}

kernel::RunReport run(std::uint64_t seed, core::Duration length) {
    return live(*make_world({.seed = seed, .haulers = 10}), length);
}

std::string summary(const kernel::RunReport& report) {
    return fmt::format("seed {}\nhours {:.0f}\nships {}\ncredits {}\nrequests {}\ndecisions {}\n",
                       report.seed, report.hours, report.ships, report.game_credits,
                       report.requests, report.decision_hash);
}

std::string contents(const std::string& path) {
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

TEST(ARun, DecidesTheSameWhenItIsRepeated) {
    const kernel::RunReport first = run(1, 24h);
    const kernel::RunReport second = run(1, 24h);
    EXPECT_EQ(second.decision_hash, first.decision_hash);
    EXPECT_EQ(second.game_credits, first.game_credits);
    EXPECT_EQ(second.requests, first.requests);
    EXPECT_EQ(to_json(second), to_json(first));
}

TEST(ARun, DecidesDifferentlyInAnotherUniverse) {
    const kernel::RunReport first = run(1, 2h);
    const kernel::RunReport second = run(2, 2h);
    EXPECT_NE(second.decision_hash, first.decision_hash);
}

TEST(ARun, DecidesTheSameOnPostgresThoughItIsRestartedMeanwhile) {
    ARGOSY_NEEDS_POSTGRES();
    PrivatePostgres& server = PrivatePostgres::instance();
    const kernel::RunReport on_sqlite = run(1, 2h);
    const auto world = make_world({.seed = 1, .haulers = 10, .store = server.new_database()});
    std::jthread trouble([&] {
        for (int i = 0; i < 4; ++i)
            server.restart();
    });
    const kernel::RunReport on_postgres = live(*world, 2h);
    trouble.join();
    EXPECT_EQ(on_postgres.decision_hash, on_sqlite.decision_hash);
    EXPECT_EQ(to_json(on_postgres), to_json(on_sqlite));
}

// Every statement of every room, the checkers' and those of a start on what was left included.
TEST(ARun, SurvivesACrashAndEndsInOrderOnPostgres) {
    ARGOSY_NEEDS_POSTGRES();
    const auto world =
        make_world({.haulers = 10, .store = PrivatePostgres::instance().new_database()});
    ASSERT_TRUE(start_manufacturing(*world).ok());
    for (int i = 0; i < 4; ++i) {
        world->run_for(7min);
        const auto again = world->crash();
        ASSERT_TRUE(again.ok()) << again.error().message;
    }
    ASSERT_TRUE(stop_and_drain(*world));
    expect_settled(*world);
}

TEST(ARun, DecidesWhatWasRecordedOfIt) {
    const std::string now = summary(run(1, 2h));
    const char* update = std::getenv("ARGOSY_UPDATE");
    if (update != nullptr && std::string_view(update) == "1") {
        std::ofstream(kGoldenFile) << now;
        GTEST_SKIP() << "recorded anew in " << kGoldenFile << ":\n" << now;
    }
    EXPECT_EQ(now, contents(kGoldenFile))
        << "the program decides differently than when this run was recorded. If that is what you "
           "meant, record it anew and commit the file with the reason:\n"
           "  ARGOSY_UPDATE=1 "
        << ARGOSY_BINARY_DIR << "/tests/golden/test_golden --gtest_filter='*Recorded*'";
}

}  // namespace
}  // namespace argosy::tests
