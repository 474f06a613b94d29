/// @file
/// kill -9 at any moment loses no credit and no cargo: starting again is the recovery.
///
///   ARGOSY_KILLS=200 functional_kill   so many kills instead of 10

#include <gmock/gmock.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "core/rng.h"
#include "store/open_store.h"
#include "tests/functional/deployment.h"
#include "tests/support/seed.h"

namespace argosy::tests {
namespace {

using testing::IsEmpty;
using testing::Not;

constexpr int kDefaultKills = 10;
constexpr int kHaulers = 4;
// Real milliseconds: at 240 times real time, from within the start to ten minutes of trading.
constexpr std::int64_t kLongestLife = 2'500;
// A start takes about as long, so these deaths come during recovery itself.
constexpr std::int64_t kLongestBirth = 150;
constexpr double kBirthDeaths = 0.3;

int kills() {
    const char* count = std::getenv("ARGOSY_KILLS");
    return count == nullptr ? kDefaultKills : std::atoi(count);
}

/// Lets the daemon live for a while, and kills it.
void kill_at_random(Deployment& deployment, core::RandomStream& moments) {
    deployment.launch_daemon();
    const bool newborn = moments.chance(kBirthDeaths);
    if (!newborn) deployment.await_daemon();
    const core::Duration life(moments.uniform(0, newborn ? kLongestBirth : kLongestLife));
    const auto ended = deployment.daemon().wait(life);
    ASSERT_FALSE(ended.ok()) << "it ended by itself: " << deployment.daemon_log();
    deployment.daemon().kill();
}

void expect_empty_holds(const Deployment& deployment) {
    const boost::json::object fleet = deployment.ask({"ship", "list"});
    EXPECT_EQ(fleet.at("ships").as_array().size(), std::size_t(kHaulers) + 2);
    for (const boost::json::value& ship : fleet.at("ships").as_array()) {
        EXPECT_EQ(ship.at("cargo_units").as_int64(), 0) << ship.at("symbol").as_string();
    }
}

// A ship that starts again with cargo goes on to sell it: what a task bought, one life bought, and
// each tranche came on top of what the task had, and of nothing else.
constexpr std::string_view kBoughtInTwoLives =
    "SELECT i.task_id AS task FROM intents i JOIN transactions x ON x.intent_id = i.id"
    " WHERE i.kind = 'PURCHASE' AND i.task_id <> '' GROUP BY i.task_id HAVING COUNT(DISTINCT"
    " substr(i.id, 8, instr(substr(i.id, 8), '-') - 1)) > 1";
constexpr std::string_view kBoughtOnTopOfOther =
    "SELECT i.task_id AS task FROM intents i JOIN transactions x ON x.intent_id = i.id"
    " WHERE i.kind = 'PURCHASE' AND i.task_id <> '' AND i.units_before <>"
    " (SELECT COALESCE(SUM(b.units), 0) FROM transactions b"
    "  WHERE b.task_id = i.task_id AND b.type = 'PURCHASE_CARGO' AND b.id < x.id)";
constexpr std::string_view kBought =
    "SELECT DISTINCT task_id AS task FROM transactions"
    " WHERE type = 'PURCHASE_CARGO' AND task_id <> ''";

/// @pre No daemon runs.
void expect_nothing_bought_twice(const std::string& database) {
    const auto url = store::StoreUrl::parse(database);
    ASSERT_TRUE(url) << database;
    const auto engine = store::open_store(*url);
    ASSERT_TRUE(engine) << engine.error().message;
    const auto tasks = [&](std::string_view question) {
        std::vector<std::string> found;
        const auto rows = (*engine)->query(question, {});
        EXPECT_TRUE(rows) << rows.error().message;
        for (const store::Row& row : *rows)
            found.push_back(row.text("task"));
        return found;
    };
    EXPECT_THAT(tasks(kBought), Not(IsEmpty()));
    EXPECT_THAT(tasks(kBoughtInTwoLives), IsEmpty());
    EXPECT_THAT(tasks(kBoughtOnTopOfOther), IsEmpty());
}

TEST(KilledDaemon, LosesNoCreditAndNoCargoAndBuysNothingTwice) {
    Deployment deployment({});
    deployment.start_daemon();
    deployment.register_agent();
    for (int i = 0; i < kHaulers; ++i)
        deployment.ask({"ship", "purchase", "SHIP_LIGHT_HAULER"});
    deployment.ask({"manufacturing", "start"});
    deployment.daemon().kill();

    core::RandomStream moments = core::Rng(seed_of_this_run()).stream("kills");
    for (int kill = 1; kill < kills(); ++kill) {
        ASSERT_NO_FATAL_FAILURE(kill_at_random(deployment, moments)) << "kill " << kill;
    }
    deployment.start_daemon();
    deployment.ask_until({"manufacturing", "status"}, [](const boost::json::object& status) {
        return status.at("pipelines_completed").as_int64() >= 1;
    });
    deployment.wind_up();
    expect_sound_books(deployment);
    expect_empty_holds(deployment);
    EXPECT_EQ(deployment.daemon_log(), "") << "only errors are logged here";
    deployment.daemon().kill();
    expect_nothing_bought_twice(deployment.database());
}

}  // namespace
}  // namespace argosy::tests
