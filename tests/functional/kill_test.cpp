/// @file
/// kill -9 at any moment loses no credit and no cargo: starting again is the recovery.
///
///   ARGOSY_KILLS=200 functional_kill   so many kills instead of 10

#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <string>
#include <vector>

#include "core/rng.h"
#include "store/open_store.h"
#include "tests/functional/deployment.h"
#include "tests/support/private_postgres.h"
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

constexpr std::string_view kPurchases =
    "SELECT i.task_id AS task, i.id AS intent, i.units_before AS before,"
    " (SELECT COALESCE(SUM(b.units), 0) FROM transactions b"
    "  WHERE b.task_id = i.task_id AND b.type = 'PURCHASE_CARGO' AND b.id < x.id) AS bought"
    " FROM intents i JOIN transactions x ON x.intent_id = i.id"
    " WHERE i.kind = 'PURCHASE' AND i.task_id <> '' ORDER BY x.id";

/// Returns the run of the program that made an id: "intent-3-17" is of the third.
std::string run_of(const std::string& id) {
    const std::size_t from = id.find('-') + 1;
    return id.substr(from, id.find('-', from) - from);
}

/// @pre No daemon runs.
void expect_nothing_bought_twice(const std::string& database) {
    const auto url = store::StoreUrl::parse(database);
    ASSERT_TRUE(url) << database;
    const auto engine = store::open_store(*url);
    ASSERT_TRUE(engine) << engine.error().message;
    const auto purchases = (*engine)->query(kPurchases, {});
    ASSERT_TRUE(purchases) << purchases.error().message;
    EXPECT_THAT(*purchases, Not(IsEmpty()));
    // A ship that starts again with cargo goes on to sell it: what a task bought, one life bought,
    // and each tranche came on top of what the task had, and of nothing else.
    std::map<std::string, std::string> run_of_task;
    for (const store::Row& row : *purchases) {
        const std::string task = row.text("task");
        const std::string run = run_of(row.text("intent"));
        EXPECT_EQ(run_of_task.emplace(task, run).first->second, run) << task;
        EXPECT_EQ(row.integer("before"), row.integer("bought")) << task;
    }
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

// Ten goods made down to their raw materials at once, with kills until all are there.
void kill_while_goods_are_made(const std::string& store) {
    Deployment deployment({.store = store});
    deployment.start_daemon();
    deployment.register_agent();
    for (int i = 0; i < kHaulers; ++i)
        deployment.ask({"ship", "purchase", "SHIP_LIGHT_HAULER"});
    deployment.learn_markets();
    constexpr std::array kGoods = {"IRON",        "COPPER",      "ALUMINUM",        "FABRICS",
                                   "FERTILIZERS", "ELECTRONICS", "MICROPROCESSORS", "PLASTICS",
                                   "MACHINERY",   "EQUIPMENT"};
    for (const char* good : kGoods) {
        deployment.ask(
            {"goods", "produce", good, "--quantity", "20", "--strategy", "fabricate", "--sell"});
    }
    deployment.daemon().kill();
    core::RandomStream moments = core::Rng(seed_of_this_run()).stream("kills");
    for (int kill = 1; kill < kills(); ++kill) {
        ASSERT_NO_FATAL_FAILURE(kill_at_random(deployment, moments)) << "kill " << kill;
    }
    deployment.start_daemon();
    const auto factories = [](const boost::json::object& answer, std::string_view status) {
        return std::ranges::count_if(answer.at("factories").as_array(),
                                     [status](const boost::json::value& factory) {
                                         return factory.at("status").as_string() == status;
                                     });
    };
    const boost::json::object done =
        deployment.ask_until({"goods", "list"}, [&](const boost::json::object& answer) {
            return factories(answer, "PENDING") + factories(answer, "ACTIVE") == 0;
        });
    EXPECT_EQ(factories(done, "COMPLETED"), std::ssize(kGoods));
    for (const boost::json::value& factory : done.at("factories").as_array()) {
        EXPECT_EQ(factory.at("quantity_acquired").as_int64(), 20)
            << factory.at("target_good").as_string() << ": " << factory.at("error").as_string();
    }
    expect_sound_books(deployment);
    expect_empty_holds(deployment);
    EXPECT_EQ(deployment.daemon_log(), "") << "only errors are logged here";
    deployment.daemon().kill();
    expect_nothing_bought_twice(deployment.database());
}

TEST(KilledDaemon, MakesTenGoodsAndBuysNothingTwice) {
    kill_while_goods_are_made("");
}

TEST(KilledDaemon, MakesTenGoodsOnPostgresAndBuysNothingTwice) {
    ARGOSY_NEEDS_POSTGRES();
    kill_while_goods_are_made(PrivatePostgres::instance().new_database().target().reveal());
}

}  // namespace
}  // namespace argosy::tests
